"""`slagen diff` against what was sent and what came back, as a program that calls it sees it: 0 the same, 1 substance, 6 looks only, 7 places only."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
import re

import pytest

from tests.running import Slagen
from tests.workspace.deal import Deal, edited, tracked

SAME, SUBSTANCE, NOT_FOUND, LOOKS, MOVED = 0, 1, 4, 6, 7
Edit = Callable[[bytes], bytes]


@pytest.fixture
def deal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Deal:
    """Saved, and sent once as it was saved."""
    made = Deal(tmp_path / "workspace")
    place = made.root / "clauses/common/scope.md"
    place.write_text(place.read_text(encoding="utf-8") + "1. Each party keeps the other’s secrets for five years.\n", encoding="utf-8")
    made.save("first draft")
    made.send(made.built())
    monkeypatch.chdir(made.root)
    return made


def verdict(slagen: Slagen, old: str, new: str) -> int:
    return slagen("diff", "acme", old, new, "--exit-code")[0]


def swapped(xml: bytes) -> bytes:
    """The paragraphs of the two subclauses change places."""
    one, two = (next(part for part in re.findall(rb"<w:p[ >].*?</w:p>", xml, re.DOTALL) if word in part) for word in (b"serves", b"secrets"))
    return xml.replace(one, b"@one").replace(two, one).replace(b"@one", two)


CHANGES: dict[str, tuple[Edit, int]] = {
    "nothing": (lambda xml: xml, SAME),
    "a word": (lambda xml: xml.replace(b"serves", b"never serves", 1), SUBSTANCE),
    "a figure": (lambda xml: xml.replace(b"five years", b"six years", 1), SUBSTANCE),
    "capitals": (lambda xml: xml.replace(b"serves", b"Serves", 1), LOOKS),
    "white space": (lambda xml: xml.replace(b"serves", b"serves  ", 1), LOOKS),
    "a quotation mark": (lambda xml: xml.replace("other’s".encode(), b"other's", 1), LOOKS),
    "the order": (swapped, MOVED),
}


@pytest.mark.parametrize("change", CHANGES)
def test_a_file_that_came_back_is_told_by_how_much_of_what_was_sent_it_changed(deal: Deal, slagen: Slagen, change: str) -> None:
    edit, expected = CHANGES[change]
    deal.receive(edited(deal.built(version="sent-1"), edit))
    assert verdict(slagen, "sent", "received") == expected
    assert verdict(slagen, "sent-1", "received-1") == expected
    assert verdict(slagen, "received", "sent") == expected
    assert verdict(slagen, "received-1", "draft") == expected


def test_tracked_changes_of_a_file_that_came_back_count_as_accepted(deal: Deal, slagen: Slagen) -> None:
    deal.receive(tracked(deal.built(version="sent-1")))
    code, out, _ = slagen("diff", "acme", "sent-1", "received-1", "--exit-code")
    assert code == SUBSTANCE
    assert "always" in out


def test_a_file_that_came_back_is_the_same_as_itself_and_without_exit_code_a_difference_is_no_failure(deal: Deal, slagen: Slagen) -> None:
    deal.receive(tracked(deal.built(version="sent-1")))
    assert verdict(slagen, "received", "received-1") == SAME
    assert slagen("diff", "acme", "sent", "received")[0] == 0


def test_received_and_sent_are_the_last_ones_and_the_numbered_ones_stay_what_they_were(deal: Deal, slagen: Slagen) -> None:
    first = deal.built(version="sent-1")
    deal.receive(edited(first, CHANGES["a word"][0]))
    deal.receive(edited(first, CHANGES["capitals"][0]))
    deal.change("Acme plc", "Acme Holdings plc")
    deal.save("renamed")
    deal.send(deal.built())
    found = {(old, new): verdict(slagen, old, new) for old, new in (("sent-1", "received-1"), ("sent-1", "received-2"), ("sent-1", "received"))}
    assert list(found.values()) == [SUBSTANCE, LOOKS, LOOKS]
    assert verdict(slagen, "sent-2", "sent") == verdict(slagen, "sent", "draft") == SAME
    assert verdict(slagen, "sent-1", "sent") == verdict(slagen, "sent", "received") == SUBSTANCE


@pytest.mark.parametrize("change", ["nothing", "a word", "capitals", "the order"])
def test_the_redline_as_a_word_file_ends_with_the_same_answer_as_the_text(deal: Deal, slagen: Slagen, change: str) -> None:
    edit, expected = CHANGES[change]
    deal.receive(edited(deal.built(version="sent-1"), edit))
    assert slagen("diff", "acme", "sent", "received", "--exit-code", "--to", "docx", "-o", "redline.docx")[0] == expected


@pytest.mark.usefixtures("deal")
@pytest.mark.parametrize("name", ["received", "received-1", "sent-2", "received-0", "sent-01"])
def test_what_was_never_sent_or_received_is_not_found(slagen: Slagen, name: str) -> None:
    assert verdict(slagen, name, "draft") == verdict(slagen, "draft", name) == NOT_FOUND
