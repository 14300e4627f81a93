"""Records that were deleted or changed so that the folder agrees with itself: only git knows, and status, check, verify and every event say so."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
import hashlib
from pathlib import Path
import shutil
import subprocess

import pytest

from slagen.core.errors import FindingsError
from slagen.formats.yaml import read_yaml
from slagen.formats.yaml_write import render
from slagen.model.record import facts_of, seal_of
from slagen.schema.records import read_record
from slagen.workspace.checking import check
from slagen.workspace.records import records_of
from slagen.workspace.status import status
from slagen.workspace.verifying import verify
from tests.workspace.deal import Deal

FOLDER = "agreements/acme"
RECORD = f"{FOLDER}/records/2026-05-03-send-1.yaml"


@pytest.fixture
def sent(tmp_path: Path) -> Deal:
    made = Deal(tmp_path)
    made.save()
    made.send()
    return made


def git(deal: Deal, *arguments: str) -> None:
    who = ("-c", "user.name=Jo", "-c", "user.email=jo@northwind.example", "-c", "commit.gpgSign=false")
    subprocess.run(["git", *who, *arguments], cwd=deal.root, check=True, capture_output=True)


def kept(deal: Deal) -> bytes:
    return (deal.root / FOLDER / "files/sent-1.docx").read_bytes()


def told(deal: Deal, *, named: bool = True) -> list[str]:
    """The codes of status and of check, which must agree where check is asked for the agreement."""
    checked = [finding.code for finding in check(deal.loaded, ["acme"] if named else [], today=date(2026, 6, 1)).findings if finding.code > "SLG5"]
    if named:
        assert [finding.code for finding in status(deal.root, deal.loaded, "acme", date(2026, 6, 1)).findings] == checked
    return checked


@pytest.mark.parametrize("named", [True, False])
def test_a_folder_of_records_that_is_gone_is_found(sent: Deal, named: bool) -> None:
    assert told(sent, named=named) == []
    shutil.rmtree(sent.root / FOLDER / "records")
    assert told(sent, named=named) == ["SLG527"]


def test_nothing_is_recorded_while_saved_records_are_gone(sent: Deal) -> None:
    shutil.rmtree(sent.root / FOLDER / "records")
    with pytest.raises(FindingsError) as refused:
        sent.send(to="c@acme.example")
    assert "git checkout" in refused.value.findings[0].hint
    assert not (sent.root / FOLDER / "records").exists()


def test_a_file_is_verified_against_the_saved_record_of_it_when_that_is_gone_from_the_folder(sent: Deal) -> None:
    shutil.rmtree(sent.root / FOLDER / "records")
    answer = verify(sent.root, kept(sent), "x.docx")
    assert [record.version for record in answer.exact] == ["sent-1"]
    assert answer.notes == (f"a record that was saved is gone: {RECORD}",)


def test_a_record_that_was_forged_with_its_seal_does_not_make_another_file_the_one_that_was_sent(sent: Deal) -> None:
    forged = b"another file"
    place = sent.root / RECORD
    record, _ = read_record(read_yaml(place.read_bytes(), RECORD))
    assert record
    other = replace(record, sha256=hashlib.sha256(forged).hexdigest())
    place.write_text(render(facts_of(replace(other, seal=seal_of(other)))), encoding="utf-8")
    assert [record.version for record in verify(sent.root, kept(sent), "x.docx").exact] == ["sent-1"]
    with pytest.raises(Exception, match="not a Word file"):
        verify(sent.root, forged, "x.docx")


def test_records_that_a_version_took_away_are_found_and_can_be_brought_back_as_the_hint_says(sent: Deal) -> None:
    git(sent, "rm", "-rq", f"{FOLDER}/records")
    git(sent, "commit", "-qm", "tidy up")
    assert told(sent) == ["SLG527"]
    hint = status(sent.root, sent.loaded, "acme", date(2026, 6, 1)).findings[0].hint
    commit = hint.partition("git checkout ")[2].partition(" ")[0]
    with pytest.raises(FindingsError):
        sent.send(to="c@acme.example")
    git(sent, "checkout", commit, "--", RECORD)
    git(sent, "commit", "-qm", "back again")
    assert told(sent) == []


def test_a_signed_version_whose_record_was_taken_away_is_found_by_its_name(sent: Deal) -> None:
    sent.sign()
    git(sent, "rm", "-q", f"{FOLDER}/records/2026-05-03-sign-2.yaml")
    git(sent, "commit", "-qm", "tidy up")
    assert told(sent, named=False) == ["SLG527"]
    assert told(sent) == ["SLG527"]


def recorded_at_once(sent: Deal) -> str:
    """A second record of the same number, as a merge that git alone made leaves it."""
    record, _ = read_record(read_yaml((sent.root / RECORD).read_bytes(), RECORD))
    assert record
    second = f"{FOLDER}/records/2026-05-04-send-1.yaml"
    other = replace(record, at=date(2026, 5, 4), version="sent-2", to="sam@acme.example")
    (sent.root / second).write_text(render(facts_of(replace(other, seal=seal_of(other)))), encoding="utf-8")
    git(sent, "add", second)
    git(sent, "commit", "-qm", "two at once")
    return second


def test_of_two_that_were_recorded_at_once_one_file_is_deleted_and_its_event_recorded_again(sent: Deal) -> None:
    second = recorded_at_once(sent)
    hints = [one.hint for one in status(sent.root, sent.loaded, "acme", date(2026, 6, 1)).findings if one.code == "SLG523"]
    assert all("Delete the file" in hint and "slagen send acme FILE" in hint and "git" not in hint for hint in hints)
    assert len(hints) == 2
    (sent.root / second).unlink()
    assert told(sent) == []
    sent.send(to="sam@acme.example")
    assert [record.number for record in records_of(sent.loaded, "acme")] == [1, 2]
    assert told(sent) == []
    assert subprocess.run(["git", "status", "--porcelain", "agreements"], cwd=sent.root, check=True, capture_output=True).stdout == b""


def test_one_of_two_records_with_one_number_may_go(sent: Deal) -> None:
    second = recorded_at_once(sent)
    assert "SLG523" in told(sent)
    git(sent, "rm", "-q", second)
    git(sent, "commit", "-qm", "one of them again")
    assert told(sent) == []


def test_where_git_cannot_be_asked_verify_says_that_records_were_believed_as_they_stand(sent: Deal) -> None:
    (sent.root / ".git/HEAD").write_text("no reference")
    answer = verify(sent.root, kept(sent), "x.docx")
    assert [record.version for record in answer.exact] == ["sent-1"]
    assert "not compared with what was saved" in answer.notes[-1]
