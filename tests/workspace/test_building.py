from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime
import errno
from pathlib import Path
from typing import Any

import pytest

from slagen.core.errors import FindingsError, NotFoundError, RefusedError, UsageError
from slagen.formats.files import Folder
from slagen.formats.word.returned import open_returned
from slagen.formats.word.visible_text import visible_lines
from slagen.vault.identity import Identity
from slagen.vault.save import Signature
from slagen.workspace import building
from slagen.workspace.batch import build_all, named
from slagen.workspace.building import Built, Order, build, require_formats
from slagen.workspace.load import load
from slagen.workspace.verifying import Verdict, verify
from slagen.workspace.versions import opened, save
from tests.small_workspace import AGREEMENT, clause, codes, git, put, put_in_git, template

TODAY = date(2026, 10, 1)
ALL = ("docx", "md", "html", "json")
FILE = "agreements/acme/agreement.yaml"


def built(root: Path, *formats: str, execution: bool = False) -> Built:
    return build(load(Folder(root)), "acme", Order(formats or ALL, root / "build", TODAY, execution=execution))


def contents(root: Path) -> dict[str, bytes]:
    return {str(path.relative_to(root)): path.read_bytes() for path in sorted((root / "build").rglob("*")) if path.is_file()}


def test_every_format_is_a_file_named_after_the_agreement(tmp_path: Path) -> None:
    root = put(tmp_path)
    assert [file.name for file in built(root).files] == ["acme.docx", "acme.md", "acme.html", "acme.json"]
    assert b"Acme plc" in contents(root)["build/acme.md"]


def test_the_same_facts_give_the_same_bytes(tmp_path: Path) -> None:
    root = put(tmp_path)
    built(root)
    first = contents(root)
    built(root)
    assert contents(root) == first


def test_a_changed_figure_is_in_every_format(tmp_path: Path) -> None:
    root = put(tmp_path)
    built(root)
    before = contents(root)
    (root / FILE).write_text(AGREEMENT.replace("Acme plc", "Acme Holdings plc"))
    built(root)
    after = contents(root)
    assert all(before[name] != after[name] for name in before)


def test_an_error_writes_nothing_and_leaves_what_was_built_before(tmp_path: Path) -> None:
    root = put(tmp_path)
    built(root)
    before = contents(root)
    (root / "clauses/common/scope.md").write_text(clause("scope", "1. {{ nobody }}"))
    with pytest.raises(FindingsError) as caught:
        built(root)
    assert codes(caught.value.findings) == ["SLG051"]
    assert "slagen check acme" in caught.value.hint
    assert contents(root) == before


@pytest.mark.parametrize("fault", [KeyboardInterrupt(), OSError(errno.ENOSPC, "full"), OSError(errno.EACCES, "denied"), OSError(errno.EROFS, "read-only")])
@pytest.mark.parametrize("after", [0, 1, 2, 3])
def test_whatever_stops_a_build_midway_leaves_no_half_written_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fault: BaseException, after: int) -> None:
    root = put(tmp_path)
    built(root)
    before = contents(root)
    (root / FILE).write_text(AGREEMENT.replace("Acme plc", "Acme Holdings plc"))
    calls = 0
    replace = Path.replace

    def failing(self: Path, target: Any) -> Path:
        nonlocal calls
        calls += 1
        if calls == after + 1:
            raise fault
        return replace(self, target)

    monkeypatch.setattr(Path, "replace", failing)
    with pytest.raises((RefusedError, KeyboardInterrupt)) as caught:
        built(root)
    assert isinstance(caught.value, RefusedError) is isinstance(fault, OSError)
    if isinstance(caught.value, RefusedError):
        assert caught.value.hint
    monkeypatch.undo()
    assert contents(root) == before


@pytest.mark.parametrize("at", ["docx", "md", "html", "json"])
def test_ctrl_c_while_a_format_is_made_leaves_no_file_of_the_build(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, at: str) -> None:
    def interrupted(*_: object) -> Mapping[str, bytes]:
        raise KeyboardInterrupt

    root = put(tmp_path)
    monkeypatch.setattr(building, "WRITERS", {**building.WRITERS, at: interrupted})
    with pytest.raises(KeyboardInterrupt):
        built(root)
    assert contents(root) == {}


def test_a_file_where_the_folder_should_be_is_refused(tmp_path: Path) -> None:
    root = put(tmp_path)
    (root / "build").write_text("in the way")
    with pytest.raises(RefusedError, match="folder is needed"):
        built(root)
    assert (root / "build").read_text() == "in the way"


def test_formats_are_taken_once_each_and_an_unknown_one_is_wrong_usage() -> None:
    assert require_formats(["md", "docx", "md"]) == ("md", "docx")
    with pytest.raises(UsageError) as caught:
        require_formats(["odt"])
    assert "docx" in caught.value.hint


def test_an_agreement_without_signatories_cannot_be_built_to_be_signed(tmp_path: Path) -> None:
    root = put(tmp_path)
    with pytest.raises(FindingsError) as caught:
        built(root, "md", execution=True)
    assert "SLG062" in codes(caught.value.findings)
    assert contents(root) == {}


ACCEPTED = "accepted: [{code: SLG209, reason: a small agreement, by: lee@northwind.example}]\n"
SIGNED = (
    AGREEMENT.replace("address: Leeds", "address: Leeds, signatories: [{name: B. Person}]").replace('London"', 'London", signatories: [{name: A. Person}]')
    + ACCEPTED
)
SIGNING = {FILE: SIGNED, "clauses/common/execution.md": clause("execution", "1. Signed."), "templates/plain/template.yaml": template("scope", "execution")}


def saved(root: Path, files: Mapping[str, str] = SIGNING) -> Path:
    root = put_in_git(root, files)
    save(root, load(Folder(root)), "acme", "for signing", Signature(Identity("Jo", "jo@northwind.example"), datetime(2026, 10, 1, 12, tzinfo=UTC)))
    return root


def test_a_version_to_be_signed_is_the_one_that_was_saved_last_and_says_so(tmp_path: Path) -> None:
    root = saved(tmp_path)
    [file] = built(root, "docx", execution=True).files
    answer = verify(root, file.read_bytes(), "x.docx")
    commit = git(root, "rev-parse", "HEAD").strip()
    assert (answer.verdict, answer.imprint.status) == (Verdict.UNTOUCHED, "execution")
    assert (answer.imprint.version, answer.imprint.commit) == (commit[:10], commit)
    with opened(root, commit, "acme") as loaded:
        build(loaded, "acme", Order(("docx",), root / "at", TODAY, commit, execution=True))
    assert (root / "at/acme.docx").read_bytes() == file.read_bytes()


def test_the_hash_on_the_execution_page_and_in_the_footer_is_the_one_that_verify_works_out(tmp_path: Path) -> None:
    root = saved(tmp_path)
    git(root, "tag", "acme/v1.0")
    data = built(root, "docx", execution=True).files[0].read_bytes()
    commit = git(root, "rev-parse", "HEAD").strip()
    stories = dict(visible_lines(open_returned(data, "x").trees, frozenset(), frozenset()))
    body = [line.text for line in stories["body"]]
    footers = [line.text for story, lines in stories.items() if story.startswith("footer") for line in lines]
    text = verify(root, data, "x.docx").imprint.text
    assert f"Text hash (SHA-256) {text}" in body
    assert f"acme · v1.0 · {commit[:10]} · Execution version" in body
    assert any(line.startswith(f"acme · v1.0 · {commit[:10]} · text {text[:4]} {text[4:8]} {text[8:12]}") for line in footers)


@pytest.mark.parametrize("path", [FILE, "agreements/acme/agreement.lock", "slagen.toml"])
def test_what_was_not_saved_cannot_be_built_to_be_signed(tmp_path: Path, path: str) -> None:
    root = saved(tmp_path)
    (root / path).write_text((root / path).read_text() + "\n")
    with pytest.raises(RefusedError) as caught:
        built(root, "md", execution=True)
    assert path in caught.value.message
    assert "slagen save acme" in caught.value.hint
    assert contents(root) == {}


@pytest.mark.parametrize("path", ["clauses/common/scope.md", "templates/plain/template.yaml"])
def test_a_library_that_moved_on_since_does_not_keep_an_agreement_from_being_signed(tmp_path: Path, path: str) -> None:
    root = saved(tmp_path)
    first = [file.read_bytes() for file in built(root, "md", execution=True).files]
    (root / path).write_text((root / path).read_text().replace("serves", "ignores").replace("Plain", "Fancy"))
    assert [file.read_bytes() for file in built(root, "md", execution=True).files] == first


def test_other_files_that_were_not_saved_do_not_matter(tmp_path: Path) -> None:
    root = saved(tmp_path)
    (root / "clauses/common/other.md").write_text(clause("other", "1. Not used."))
    assert built(root, "md", execution=True).files


def test_without_a_repository_there_is_nothing_to_sign(tmp_path: Path) -> None:
    with pytest.raises(RefusedError, match="git repository"):
        built(put(tmp_path, SIGNING), "md", execution=True)


def test_an_individual_signs_without_being_named_again_and_nobody_signs_a_charter(tmp_path: Path) -> None:
    person = SIGNED.replace(", signatories: [{name: B. Person}]", ", kind: individual")
    assert built(saved(tmp_path, SIGNING | {FILE: person}), "md", execution=True).files


def test_open_blanks_are_counted_in_a_draft_and_listed_where_it_is_to_be_signed(tmp_path: Path) -> None:
    scope = clause("scope", '1. {{ blank(agreement.review.owner, "who calls") }} and {{ blank(party("customer").number, "number") }}.')
    root = saved(tmp_path, SIGNING | {"clauses/common/scope.md": scope})
    assert built(root, "md").blanks == 2
    with pytest.raises(FindingsError) as caught:
        built(root, "md", execution=True)
    listed = [(finding.message, finding.source.file, finding.severity.value) for finding in caught.value.findings if finding.code == "SLG201"]
    assert sorted(listed) == [("clause 1.1 has a blank: number", FILE, "error"), ("clause 1.1 has a blank: who calls", FILE, "error")]


def test_a_draft_says_that_it_is_one(tmp_path: Path) -> None:
    root = put(tmp_path)
    built(root)
    assert b"Draft" in contents(root)["build/acme.md"]


def order(root: Path, *formats: str) -> Order:
    return Order(formats or ("md",), root / "build", TODAY)


def two(tmp_path: Path) -> Path:
    return put(tmp_path, {"agreements/beta/agreement.yaml": AGREEMENT.replace("id: acme", "id: beta"), "agreements/broken/agreement.yaml": "id: [\n"})


@pytest.mark.parametrize("jobs", [1, 2])
def test_the_faults_of_one_agreement_do_not_keep_the_others_from_being_built(tmp_path: Path, jobs: int) -> None:
    root = two(tmp_path)
    steps: list[str] = []
    outcome = build_all(root, named(root, [], "draft"), order(root), jobs=jobs, step=steps.append)
    assert [one.agreement for one in outcome.built] == ["acme", "beta"]
    assert [name for name, _ in outcome.failed] == ["broken"]
    assert isinstance(outcome.failed[0][1], FindingsError)
    assert outcome.exit_code == 3
    assert steps == ["acme", "beta", "broken"]
    assert set(contents(root)) == {"build/acme.md", "build/beta.md"}


def test_several_processes_write_the_same_bytes_as_one(tmp_path: Path) -> None:
    root = two(tmp_path)
    build_all(root, ["acme", "beta"], order(root, "docx", "html"))
    alone = contents(root)
    build_all(root, ["acme", "beta"], order(root, "docx", "html"), jobs=2)
    assert contents(root) == alone


def test_an_agreement_that_is_named_twice_is_built_once_and_one_that_is_not_there_is_told_before_anything_is_written(tmp_path: Path) -> None:
    root = two(tmp_path)
    assert named(root, ["beta", "acme", "beta"], "draft") == ("beta", "acme")
    with pytest.raises(NotFoundError):
        named(root, ["acme", "acne"], "draft")


def test_what_changed_between_two_builds_in_one_process_is_seen(tmp_path: Path) -> None:
    root = put(tmp_path)
    for name in ("Acme plc", "Acme Holdings plc"):
        (root / FILE).write_text(AGREEMENT.replace("Acme plc", name))
        build_all(root, named(root, [], "draft"), order(root))
        assert f"{name}." in contents(root)["build/acme.md"].decode().replace("\\", "")


def test_an_outcome_counts_what_is_worth_a_look(tmp_path: Path) -> None:
    root = put(tmp_path)
    outcome = build_all(root, ["acme"], order(root))
    assert (outcome.warnings, outcome.exit_code) == (0, 0)
