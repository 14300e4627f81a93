"""Records as they are read: what they must say, and what shows that somebody changed one."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st
import pytest

from slagen.core.money import Money
from slagen.formats.yaml import read_yaml
from slagen.formats.yaml_write import render
from slagen.model.record import Record, Verb, facts_of, is_frozen, seal_of
from slagen.schema.records import read_record
from tests.small_workspace import codes

SENT = Record(
    Verb.SEND, datetime(2026, 5, 3, 14, 12, tzinfo=UTC), "Jo Bloggs <jo@northwind.example>", version="sent-1", commit="a" * 40, file="files/sent-1.docx",
    sha256="b" * 64, text_hash="c" * 64, to="b@acme.example", method="email", note="first round",
)  # fmt: skip
PLACE = "agreements/acme/records/2026-05-03-send-1.yaml"


def sealed(record: Record) -> Record:
    return replace(record, seal=seal_of(record))


def text(record: Record) -> str:
    return render(facts_of(record))


def read(content: str, path: str = PLACE) -> tuple[Record | None, list[str]]:
    record, findings = read_record(read_yaml(content.encode(), path))
    return record, codes(findings)


def test_what_is_written_is_read_back() -> None:
    assert read(text(sealed(SENT))) == (replace(sealed(SENT), number=1, path=PLACE), [])


@given(note=st.text("ab: #-\n“é", max_size=30).map(str.strip), day=st.dates(date(2020, 1, 1), date(2090, 1, 1)))
def test_any_note_and_any_day_survive(note: str, day: date) -> None:
    record = sealed(replace(SENT, at=day, note=note))
    back, found = read(text(record), f"agreements/acme/records/{day:%Y-%m-%d}-send-1.yaml")
    assert (back and back.note, back and back.day, found) == (record.note, day, [])


@pytest.mark.parametrize(
    ("old", "new"), [("b@acme.example", "c@acme.example"), ("first round", "second round"), ("14:12", "14:13"), ("sent-1\n", "sent-2\n"), ("a" * 40, "d" * 40)]
)
def test_a_record_that_was_changed_by_hand_is_found(old: str, new: str) -> None:
    changed = text(sealed(SENT)).replace(old, new, 1)
    assert changed != text(sealed(SENT))
    assert read(changed)[1] == ["SLG521"]


def test_a_record_under_another_date_or_verb_is_found() -> None:
    assert read(text(sealed(SENT)), PLACE.replace("05-03", "05-04"))[1] == ["SLG520"]
    assert read(text(sealed(SENT)), PLACE.replace("send", "sign"))[1] == ["SLG520"]


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("verb: send", "verb: sent", "SLG023"),
        ("verb: send\n", "", "SLG021"),
        ("+00:00", "", "SLG022"),
        ("version: sent-1\n", "", "SLG029"),
        ("file: files", "file: ../files", "SLG022"),
        ("to: b", "too: b", "SLG020"),
        ("seal: ", "seal: x", "SLG022"),
    ],
)
def test_a_record_that_says_too_little_or_nonsense_is_refused_with_its_line(old: str, new: str, code: str) -> None:
    record, findings = read_record(read_yaml(text(sealed(SENT)).replace(old, new, 1).encode(), PLACE))
    assert record is None
    assert code in codes(findings)
    assert all(finding.source.file == PLACE and finding.source.line for finding in findings)


def test_a_moment_is_dated_where_it_was_recorded() -> None:
    late = datetime.fromisoformat("2026-05-03T23:30:00+01:00")
    assert replace(SENT, at=late).day == date(2026, 5, 3)


def test_an_agreement_is_frozen_from_its_signature_until_an_amendment_is_opened() -> None:
    sign, amend = replace(SENT, verb=Verb.SIGN), replace(SENT, verb=Verb.AMEND)
    assert [is_frozen(records) for records in ((), (SENT,), (SENT, sign), (SENT, sign, amend), (SENT, sign, amend, SENT), (SENT, sign, amend, sign))] == [
        False, False, True, False, False, True,
    ]  # fmt: skip


@pytest.mark.parametrize("verb", [Verb.CLAIM, Verb.CREDIT])
@pytest.mark.parametrize("amount", ["-500", "0"])
def test_a_forged_record_of_a_sum_below_nothing_does_not_count(verb: Verb, amount: str) -> None:
    """With its seal in order, minus £500 claimed of £1,000 left £1,500 that could be claimed."""
    record = Record(verb, date(2026, 11, 5), "Eve", scheme="standard", period="2026-10", amount=Money(Decimal(amount), "GBP"))
    assert read(text(sealed(record)), f"agreements/acme/records/2026-11-05-{verb}-1.yaml") == (None, ["SLG024"])
