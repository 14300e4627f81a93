from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
import subprocess
import sys

import pytest

from slagen.core.errors import FindingsError, NotFoundError, RefusedError, UsageError
from slagen.formats.files import Folder
from slagen.vault.identity import Identity
from slagen.vault.save import Signature
from slagen.workspace import versions as module
from slagen.workspace.building import Order, build
from slagen.workspace.differing import difference
from slagen.workspace.load import load
from slagen.workspace.versions import SavedVersion, opened, save, versions
from tests.small_workspace import AGREEMENT, clause, git, put, put_in_git

FILE = "agreements/acme/agreement.yaml"
JO = Signature(Identity("Jo Bloggs", "jo@northwind.example"), datetime(2026, 10, 1, 12, tzinfo=UTC))
LAYER = "id: northwind\ntitle: Corporate\nkind: sla\nlevel: corporate\ntemplate: plain\nparties: {provider: {name: Northwind Ltd}, customer: {name: Each customer}}\nreview: {every: 12 months}\n"
LEVEL = "services: [{id: h, name: Hosting}]\nservice_levels: [{id: availability, service: h, metric: availability, role: slo, target: '>= 99.9 %', period: calendar-month, source: {type: outages, system: s}}]\n"
LEVELS = clause("scope", "1. {{ party('provider').name }} serves {{ party('customer').name }}:\n\n   {{ service_level_table() }}")


def saved(root: Path, message: str = "first", name: str = "acme") -> SavedVersion:
    return save(root, load(Folder(root)), name, message, JO)


def own_files(root: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in (root / "agreements/acme").iterdir()}


def test_a_version_holds_facts_lock_text_and_everything_that_the_lock_pins(tmp_path: Path) -> None:
    root = put_in_git(tmp_path)
    version = saved(root)
    assert set(version.paths) == {
        "slagen.toml", FILE, "agreements/acme/agreement.lock", "agreements/acme/contract.md",
        "clauses/common/scope.md", "templates/plain/template.yaml", "templates/plain/shell.docx",
    }  # fmt: skip
    assert set(git(root, "ls-files").split()) == set(version.paths)
    assert git(root, "status", "--porcelain") == ""
    for path in version.paths:
        pinned = git(root, "rev-parse", f"HEAD:{path}").strip()
        assert path.endswith((".lock", "contract.md", "agreement.yaml", "slagen.toml")) or pinned in (root / "agreements/acme/agreement.lock").read_text()


def test_saving_again_without_a_change_makes_no_version(tmp_path: Path) -> None:
    root = put_in_git(tmp_path)
    first, second = saved(root), saved(root, "again")
    assert (first.outcome.changed, second.outcome.changed, second.outcome.commit) == (True, False, first.outcome.commit)


def test_an_agreement_with_errors_is_not_saved_and_no_file_is_written(tmp_path: Path) -> None:
    root = put_in_git(tmp_path, {"clauses/common/scope.md": clause("scope", "1. {{ nobody }}")})
    with pytest.raises(FindingsError):
        saved(root)
    assert set(own_files(root)) == {"agreement.yaml"}


def test_outside_a_repository_nothing_is_saved(tmp_path: Path) -> None:
    root = put(tmp_path)
    with pytest.raises(RefusedError) as caught:
        saved(root)
    assert caught.value.hint
    assert set(own_files(root)) == {"agreement.yaml"}


@pytest.mark.parametrize("fault", [RefusedError("git refuses"), KeyboardInterrupt()])
def test_where_git_refuses_the_files_are_as_they_were(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fault: BaseException) -> None:
    root = put_in_git(tmp_path)
    saved(root)
    (root / "agreements/acme/contract.md").write_text("edited by hand\n")
    (root / FILE).write_text(AGREEMENT.replace("Acme plc", "Acme Holdings plc"))
    before, head = own_files(root), git(root, "rev-parse", "HEAD")

    def refuse(*_: object) -> None:
        raise fault

    monkeypatch.setattr(module, "commit", refuse)
    with pytest.raises(type(fault)):
        saved(root)
    assert own_files(root) == before
    assert git(root, "rev-parse", "HEAD") == head


def test_files_that_were_not_there_are_gone_again_where_git_refuses(tmp_path: Path) -> None:
    root = put_in_git(tmp_path)
    with pytest.raises(UsageError):
        saved(root, "  ")
    assert set(own_files(root)) == {"agreement.yaml"}


def test_a_layer_that_is_pinned_for_the_first_time_must_be_saved(tmp_path: Path) -> None:
    root = put_in_git(tmp_path, {"agreements/northwind/agreement.yaml": LAYER, FILE: AGREEMENT.partition("parties:")[0] + "builds_on: [northwind]\n"})
    with pytest.raises(RefusedError) as caught:
        saved(root)
    assert "slagen save northwind" in caught.value.hint
    layer = saved(root, "layer", "northwind")
    saved(root)
    assert layer.outcome.commit in (root / "agreements/acme/agreement.lock").read_text()
    (root / "agreements/northwind/agreement.yaml").write_text(LAYER.replace("12 months", "6 months"))
    assert not saved(root, "again").outcome.changed


def test_versions_are_listed_newest_first(tmp_path: Path) -> None:
    root = put_in_git(tmp_path)
    assert versions(root, load(Folder(root)), "acme") == ()
    saved(root, "first\n\nbody")
    (root / FILE).write_text(AGREEMENT.replace("Acme plc", "Acme Holdings plc"))
    saved(root, "second")
    found = versions(root, load(Folder(root)), "acme")
    assert [(one.subject, one.author) for one in found] == [("second", "Jo Bloggs"), ("first", "Jo Bloggs")]
    assert len(versions(root, load(Folder(root)), "acme", limit=1)) == 1


def changed(tmp_path: Path) -> Path:
    """A workspace with a saved version and a draft in which the target is higher."""
    root = put_in_git(tmp_path, {FILE: AGREEMENT + LEVEL, "clauses/common/scope.md": LEVELS})
    saved(root)
    (root / FILE).write_text((AGREEMENT + LEVEL).replace("99.9 %", "99.95 %"))
    return root


def test_a_raised_target_is_a_term_that_changed_for_the_better(tmp_path: Path) -> None:
    root = changed(tmp_path)
    found = difference(root, "acme")
    assert found.new == "draft"
    [term] = found.terms
    assert (term.key, term.old, term.new, str(term.direction)) == ("service_levels.availability.target", "at least 99.9%", "at least 99.95%", "better")


def test_where_the_draft_holds_nothing_new_the_last_two_versions_are_compared(tmp_path: Path) -> None:
    root = changed(tmp_path)
    saved(root, "raised")
    found = difference(root, "acme")
    assert found.new != "draft"
    assert [term.key for term in found.terms] == ["service_levels.availability.target"]


def test_a_version_may_be_named_by_its_commit(tmp_path: Path) -> None:
    root = changed(tmp_path)
    first = git(root, "rev-parse", "HEAD").strip()
    saved(root, "raised")
    assert [term.new for term in difference(root, "acme", first, "draft").terms] == ["at least 99.95%"]
    assert difference(root, "acme", "draft", "draft").terms == ()


def test_without_a_saved_version_there_is_nothing_to_compare_and_the_way_out_is_told(tmp_path: Path) -> None:
    with pytest.raises(NotFoundError) as caught:
        difference(put_in_git(tmp_path), "acme")
    assert "slagen save acme" in caught.value.hint


def test_a_version_that_is_not_there_is_not_found(tmp_path: Path) -> None:
    root = changed(tmp_path)
    for version in ("v9.9", "f" * 40, "HEAD~99"):
        with pytest.raises(NotFoundError):
            difference(root, "acme", version)
    with pytest.raises(UsageError):
        difference(root, "acme", "--help")


def test_an_old_version_is_built_from_its_own_texts_although_the_library_has_moved_on(tmp_path: Path) -> None:
    root = changed(tmp_path)
    first = git(root, "rev-parse", "HEAD").strip()
    (root / "clauses/common/scope.md").write_text(clause("scope", "1. Newer words."))
    with opened(root, first, "acme") as loaded:
        build(loaded, "acme", Order(("md",), root / "build", datetime(2026, 10, 1, tzinfo=UTC).date(), version=first))
    text = (root / "build/acme.md").read_text()
    assert "99.9%" in text
    assert "Newer words" not in text


def test_a_commit_without_a_workspace_holds_no_version(tmp_path: Path) -> None:
    root = put_in_git(tmp_path)
    git(root, "commit", "--quiet", "--allow-empty", "-m", "nothing")
    with pytest.raises(NotFoundError), opened(root, "HEAD", "acme"):
        pass


SAVE = """
import sys
from pathlib import Path
from slagen.formats.files import Folder
from slagen.workspace.load import load
from slagen.workspace.versions import save
root = Path(sys.argv[1])
for turn in range(3):
    facts = root / f"agreements/{sys.argv[2]}/agreement.yaml"
    facts.write_text(facts.read_text().replace("title: Hosting agreement", f"title: Hosting agreement {turn}", 1) if turn == 0 else facts.read_text() + f"# {turn}\\n")
    save(root, load(Folder(root)), sys.argv[2], f"{sys.argv[2]} {turn}")
"""


def test_two_processes_that_save_at_the_same_time_both_stand_in_the_history(tmp_path: Path) -> None:
    root = put_in_git(tmp_path, {"agreements/beta/agreement.yaml": AGREEMENT.replace("id: acme", "id: beta")})
    with both(root) as codes:
        assert codes == [0, 0]
    subjects = git(root, "log", "--format=%s").split("\n")
    assert {f"{name} {turn}" for name in ("acme", "beta") for turn in range(3)} <= set(subjects)
    assert git(root, "fsck", "--no-progress", "--no-dangling") == ""
    assert git(root, "status", "--porcelain") == ""


@contextmanager
def both(root: Path) -> Iterator[list[int]]:
    running = [subprocess.Popen([sys.executable, "-c", SAVE, str(root), name]) for name in ("acme", "beta")]
    yield [process.wait(timeout=60) for process in running]
