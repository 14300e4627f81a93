"""Events that are interrupted, done twice at once, or tampered with afterwards: nothing is lost, and everything is found."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from functools import partial
from multiprocessing import get_context
from pathlib import Path

import pytest

from slagen.core.errors import BadInputError, FindingsError, NotFoundError, RefusedError, SlagenError
from slagen.formats.yaml_write import render
from slagen.model.record import Record, facts_of, seal_of
from slagen.workspace import recording
from slagen.workspace.checking import check
from slagen.workspace.events import sign
from slagen.workspace.identifying import Document, read_document
from slagen.workspace.records import read_records, records_of
from slagen.workspace.status import status
from slagen.workspace.verifying import Verdict, verify
from tests.small_workspace import codes, git
from tests.workspace.deal import AT, FACTS, Deal

PDF = Document("signed.pdf", b"%PDF-1.7 signed")
RECORD = "agreements/acme/records/2026-05-03-{}.yaml"


class Killed(BaseException):
    """The process ends here."""


@pytest.fixture
def deal(tmp_path: Path) -> Deal:
    made = Deal(tmp_path)
    made.save("first draft")
    return made


def found(deal: Deal) -> list[str]:
    return sorted({code for code in codes(check(deal.loaded, ["acme"], today=date(2026, 6, 1)).findings) if code >= "SLG5"})


def recorded(deal: Deal, verb: str) -> list[Record]:
    return [record for record in records_of(deal.loaded, "acme") if record.verb == verb]


def killing(*_arguments: object, **_more: object) -> None:
    raise Killed


def test_a_commit_that_is_refused_leaves_no_record_and_no_file(deal: Deal, monkeypatch: pytest.MonkeyPatch) -> None:
    def refusing(*_arguments: object, **_more: object) -> None:
        raise RefusedError("the disk is full")

    with monkeypatch.context() as patch:
        patch.setattr(recording, "commit", refusing)
        with pytest.raises(RefusedError):
            deal.send()
    assert list((deal.root / "agreements/acme").rglob("*.docx")) == []
    assert records_of(deal.loaded, "acme") == ()


def test_a_record_that_was_written_and_not_saved_is_told_and_saved_by_the_same_command(deal: Deal, monkeypatch: pytest.MonkeyPatch) -> None:
    file = deal.built()
    with monkeypatch.context() as patch:  # as after kill -9: nothing is taken back
        patch.setattr(recording, "commit", killing)
        patch.setattr(recording, "written", unguarded)
        with pytest.raises(Killed):
            deal.send(file)
    assert found(deal) == ["SLG525"]
    assert deal.send(file).before
    assert found(deal) == []
    assert git(deal.root, "status", "--porcelain", "agreements") == ""
    assert len(records_of(deal.loaded, "acme")) == 1


class unguarded:  # noqa: N801 - stands for a function
    """Files that stay where the process was killed."""

    def __init__(self, root: Path, files: dict[str, bytes]) -> None:
        self.root, self.files = root, files

    def __enter__(self) -> None:
        for path, data in self.files.items():
            (self.root / path).parent.mkdir(parents=True, exist_ok=True)
            (self.root / path).write_bytes(data)

    def __exit__(self, *_error: object) -> None:
        """Nobody is left to clean up."""


class halfway(unguarded):  # noqa: N801 - stands for a function
    """Files of which the last one was not written before the process was killed."""

    def __enter__(self) -> None:
        del self.files[list(self.files)[-1]]
        super().__enter__()
        raise Killed


@pytest.mark.parametrize("verb", ["send", "receive", "sign"])
def test_of_several_files_those_that_an_interruption_left_out_are_recorded_by_the_same_command(deal: Deal, monkeypatch: pytest.MonkeyPatch, verb: str) -> None:
    if verb == "receive":
        deal.send()
    files = (PDF, Document("second.pdf", b"%PDF-1.7 the other counterpart"), deal.built(execution=True))
    command = partial(getattr(deal, verb), *files, note="as agreed", as_is=True)
    with monkeypatch.context() as patch:
        patch.setattr(recording, "written", halfway)
        with pytest.raises(Killed):
            command()
    assert len(recorded(deal, verb)) == 2
    command()
    records = recorded(deal, verb)
    assert [record.sha256 for record in records] == [file.sha256 for file in files]
    assert len({record.version for record in records}) == (1 if verb == "sign" else 3)
    assert found(deal) == []
    assert git(deal.root, "status", "--porcelain", "agreements") == ""
    head = git(deal.root, "rev-parse", "HEAD")
    command()
    assert (recorded(deal, verb), git(deal.root, "rev-parse", "HEAD")) == (records, head)


def test_a_file_that_turns_up_later_is_not_taken_for_part_of_the_signature(deal: Deal) -> None:
    deal.sign(PDF)
    with pytest.raises(RefusedError, match="executed"):
        deal.sign(PDF, Document("another.pdf", b"%PDF-1.7 another"), note="found in a drawer")
    assert len(recorded(deal, "sign")) == 1


def test_a_counterpart_that_was_recorded_after_the_name_was_given_is_found_by_verify_and_changes_nothing_of_the_version(deal: Deal) -> None:
    deal.sign(PDF)
    before = deal.built(execution=True, version="v1.0")
    named = git(deal.root, "rev-parse", "acme/v1.0^{commit}")
    second = Document("second.pdf", b"%PDF-1.7 the other counterpart")
    deal.sign(PDF, second)
    assert git(deal.root, "rev-parse", "acme/v1.0^{commit}") == named
    answer = verify(deal.root, second.data, "from-the-drawer.pdf")
    assert (answer.verdict, [(record.version, record.name) for record in answer.exact]) == (Verdict.UNTOUCHED, [("v1.0", "second.pdf")])
    assert deal.built(execution=True, version="v1.0").data == before.data
    assert verify(deal.root, before.data, before.name).verdict is Verdict.UNTOUCHED
    assert [one.name for one in status(deal.root, deal.loaded, "acme", date(2026, 6, 1)).events] == ["signed.pdf", "second.pdf"]


def test_what_was_signed_in_part_is_completed_on_another_day_by_saying_which_day_it_was(deal: Deal) -> None:
    files = (PDF, Document("another.pdf", b"%PDF-1.7 another"))
    deal.sign(PDF)
    later = replace(deal.how(), at=AT + timedelta(days=1))
    with pytest.raises(RefusedError, match="with some of these files") as caught:
        sign(deal.root, deal.loaded, "acme", files, later)
    assert f"--on {AT.date()}" in caught.value.hint
    sign(deal.root, deal.loaded, "acme", files, replace(later, at=AT.date()))
    assert {record.version for record in recorded(deal, "sign")} == {"v1.0"}
    assert found(deal) == []


def test_what_was_signed_in_part_is_not_completed_once_the_text_reads_otherwise(deal: Deal) -> None:
    deal.sign(PDF)
    commit_changed_facts(deal)
    with pytest.raises(RefusedError):
        deal.sign(PDF, Document("another.pdf", b"%PDF-1.7 another"))
    assert len(recorded(deal, "sign")) == 1


def test_a_kept_file_without_its_record_does_not_stand_in_the_way(deal: Deal) -> None:
    kept = deal.root / "agreements/acme/files/sent-1.docx"
    kept.parent.mkdir()
    kept.write_bytes(b"half of something")
    assert deal.send().files == ("agreements/acme/files/sent-1-2.docx",)
    assert kept.read_bytes() == b"half of something"


def test_a_signed_version_without_its_tag_is_told_and_named_by_the_same_command(deal: Deal, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(recording, "tag", killing)
        with pytest.raises(Killed):
            deal.sign(PDF)
    assert found(deal) == ["SLG526"]
    with pytest.raises(RefusedError, match="executed"):
        deal.send()
    assert git(deal.root, "tag").split() == ["acme/v1.0"]
    assert found(deal) == []


def signing(root: str, content: bytes) -> str:
    deal = Deal.__new__(Deal)
    deal.root = Path(root)
    try:
        return deal.sign(Document("signed.pdf", b"%PDF-1.7 " + content)).records[0].version
    except SlagenError as error:
        return type(error).__name__


def test_of_two_who_sign_at_once_one_wins_and_the_other_is_told(deal: Deal) -> None:
    with get_context("spawn").Pool(2) as pool:
        outcomes = pool.starmap(signing, [(str(deal.root), b"one"), (str(deal.root), b"two")])
    assert sorted(outcomes) == ["RefusedError", "v1.0"]
    assert read_records(deal.loaded, "acme").findings == ()
    assert len(records_of(deal.loaded, "acme")) == 1


def test_two_who_send_at_once_get_a_number_each(deal: Deal) -> None:
    with get_context("spawn").Pool(2) as pool:
        outcomes = pool.starmap(sending, [(str(deal.root), "b@acme.example"), (str(deal.root), "c@acme.example")])
    assert sorted(outcomes) == ["sent-1", "sent-2"]
    assert read_records(deal.loaded, "acme").findings == ()


def sending(root: str, to: str) -> str:
    deal = Deal.__new__(Deal)
    deal.root = Path(root)
    return deal.send(to=to).records[0].version


def edit_record(deal: Deal) -> None:
    place = deal.root / RECORD.format("sign-2")
    place.write_text(place.read_text(encoding="utf-8").replace("email", "courier"), encoding="utf-8")


def edit_record_and_its_seal(deal: Deal) -> None:
    record = replace(records_of(deal.loaded, "acme")[1], method="courier")
    (deal.root / record.path).write_text(render(facts_of(replace(record, seal=seal_of(record)))), encoding="utf-8")


def commit_a_forged_record(deal: Deal) -> None:
    edit_record_and_its_seal(deal)
    git(deal.root, "commit", "--quiet", "-am", "forged")


def delete_first_record(deal: Deal) -> None:
    (deal.root / RECORD.format("send-1")).unlink()


def delete_last_record(deal: Deal) -> None:
    (deal.root / RECORD.format("sign-2")).unlink()


def change_kept_file(deal: Deal) -> None:
    (deal.root / "agreements/acme/files/v1.0.pdf").write_bytes(b"%PDF-1.7 another")


def delete_kept_file(deal: Deal) -> None:
    (deal.root / "agreements/acme/files/v1.0.pdf").unlink()


def copy_record(deal: Deal) -> None:
    (deal.root / RECORD.format("send-3")).write_bytes((deal.root / RECORD.format("send-1")).read_bytes())


def rename_record(deal: Deal) -> None:
    (deal.root / RECORD.format("sign-2")).rename(deal.root / RECORD.format("receive-2"))


def change_facts(deal: Deal) -> None:
    deal.change("Leeds", "York")


def change_clause(deal: Deal) -> None:
    (deal.root / "agreements/acme/agreement.lock").unlink()
    place = deal.root / "clauses/common/scope.md"
    place.write_text(place.read_text(encoding="utf-8").replace("serves", "may serve"), encoding="utf-8")


def commit_changed_facts(deal: Deal) -> None:
    change_facts(deal)
    git(deal.root, "commit", "--quiet", "-am", "past slagen")


@pytest.mark.parametrize(
    ("tamper", "expected"),
    [
        (edit_record, ["SLG521", "SLG527"]),
        (edit_record_and_its_seal, ["SLG527"]),
        (commit_a_forged_record, ["SLG527"]),
        (delete_first_record, ["SLG523", "SLG527"]),
        (delete_last_record, ["SLG527"]),
        (change_kept_file, ["SLG522"]),
        (delete_kept_file, ["SLG522"]),
        (copy_record, ["SLG523", "SLG525"]),
        (rename_record, ["SLG520", "SLG525", "SLG527"]),
        (change_facts, ["SLG524"]),
        (change_clause, ["SLG524"]),
        (commit_changed_facts, ["SLG524"]),
    ],
)
def test_whatever_is_changed_after_the_signature_is_found(deal: Deal, tamper: Callable[[Deal], None], expected: list[str]) -> None:
    deal.send()
    deal.sign(PDF)
    assert found(deal) == []
    tamper(deal)
    assert found(deal) == expected
    assert set(codes(status(deal.root, deal.loaded, "acme", date(2026, 6, 1)).findings)) == set(expected)


def test_nothing_is_recorded_on_top_of_records_that_were_tampered_with(deal: Deal) -> None:
    deal.send()
    deal.sign(PDF)
    edit_record(deal)
    with pytest.raises(FindingsError):
        deal.amend()


def test_a_name_that_somebody_gave_to_another_version_is_never_moved(deal: Deal) -> None:
    git(deal.root, "tag", "acme/v1.0", "HEAD")
    with pytest.raises(RefusedError, match="another version"):
        deal.sign(PDF)
    assert records_of(deal.loaded, "acme") == ()


def test_a_merge_under_way_or_a_detached_head_stops_an_event_before_anything_is_written(deal: Deal) -> None:
    git(deal.root, "checkout", "--quiet", "--detach")
    with pytest.raises(RefusedError, match="not a branch"):
        deal.send()
    assert records_of(deal.loaded, "acme") == ()


def test_folders_and_missing_empty_and_huge_files_are_not_recorded(tmp_path: Path) -> None:
    huge, empty = tmp_path / "huge.pdf", tmp_path / "empty.pdf"
    with huge.open("wb") as file:
        file.truncate(17 * 1024 * 1024)
    empty.touch()
    for place, error in ((huge, BadInputError), (empty, BadInputError), (tmp_path / "none.pdf", NotFoundError), (tmp_path, RefusedError)):
        with pytest.raises(error):
            read_document(place)


def test_a_folder_of_kept_files_that_leads_elsewhere_is_not_written_to(deal: Deal, tmp_path_factory: pytest.TempPathFactory) -> None:
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    (deal.root / "agreements/acme/files").symlink_to(elsewhere, target_is_directory=True)
    with pytest.raises(RefusedError):
        deal.send()
    assert list(elsewhere.iterdir()) == []
    assert FACTS in git(deal.root, "ls-files")
