"""What may happen when: docs/dates.md, cell by cell, and the order of days."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
import re
from types import SimpleNamespace
from typing import cast

import pytest

from slagen.core.errors import SlagenError
from slagen.model.record import Ground, Record, Verb, seal_of
from slagen.vault.repository import Repository
from slagen.workspace.key_dates import dates
from slagen.workspace.permitting import require
from slagen.workspace.recording import Circumstances, Desk, text_of_record
from slagen.workspace.records import Recorded
from slagen.workspace.reviewing import planned_on
from slagen.workspace.term_events import require_end, require_option
from tests.small_workspace import AGREEMENT, loaded

TERM = """contract_term:
  effective_date: 2026-01-01
  initial: 12 months
  renewal: {mode: MODE, period: 12 months, max_renewals: 2}
  notice: {period: 90 days, before: last_day}
review: {every: 3 months}
"""
NONE = "contract_term: {effective_date: 2026-01-01, initial: 12 months}\nreview: {every: 3 months}\n"
BY, FILE = "Jo Bloggs <jo@northwind.example>", {"file": "files/x.pdf", "sha256": "0" * 64, "text_hash": "1" * 64}
SIGNED = date(2025, 12, 1)
DAYS = {
    "executed": date(2025, 12, 31),
    "active": date(2026, 3, 1),
    "in notice window": date(2026, 8, 1),
    "renewing": date(2026, 11, 1),
    "expiring": date(2026, 11, 1),
    "expired": date(2029, 3, 1),
    "terminated": date(2026, 9, 1),
}
"""A day on which what was signed has the status: by an automatic renewal, by an option where that makes the difference."""
PAGE = (Path(__file__).resolve().parents[2] / "docs" / "dates.md").read_text(encoding="utf-8")


def at_desk(mode: str, *events: Record) -> Desk:
    """The agreement with these records, in memory."""
    facts = NONE if mode == "none" else TERM.replace("MODE", mode)
    records = tuple(sealed(one, number) for number, one in enumerate(events, 1))
    files: dict[str, str | bytes | None] = {"agreements/acme/agreement.yaml": AGREEMENT + facts}
    files |= {record.path: text_of_record(record) for record in records}
    return Desk(Path(), loaded(files), cast("Repository", SimpleNamespace()), "acme", Recorded(records))


def sealed(record: Record, number: int) -> Record:
    numbered = replace(record, number=number)
    placed = replace(numbered, path=f"agreements/acme/records/{numbered.file_name}")
    return replace(placed, seal=seal_of(placed))


def event(verb: Verb, day: date, **more: object) -> Record:
    kept = FILE if verb in {Verb.SEND, Verb.RECEIVE, Verb.SIGN} else {}
    versions = {Verb.SEND: "sent-1", Verb.RECEIVE: "received-1", Verb.SIGN: "v1.0", Verb.AMEND: "v1.1"}
    facts: dict[str, object] = {"version": versions.get(verb, ""), **kept, **more}
    return Record(verb, day, BY, **facts)  # type: ignore[arg-type]


SENT = event(Verb.SEND, date(2025, 11, 1))
SIGN = event(Verb.SIGN, SIGNED)
AMENDED = event(Verb.AMEND, SIGNED)
TERMINATED = event(Verb.TERMINATE, date(2026, 2, 1), ends_on=date(2026, 6, 30), ground="mutual", note="agreed")


def allowed(at: Desk, verb: str, day: date) -> bool:
    """Whether a verb of the table can be recorded."""
    how = Circumstances(day, BY, note="as agreed")
    try:
        match verb:
            case "renew":
                require_option(at, how)
            case "terminate by notice":
                require_end(at, first_end_of(at, day), Ground.NOTICE, how)
            case "terminate on another ground":
                require_end(at, day, Ground.BREACH, how)
            case "review":
                planned_on(at, how, None)
            case _:
                require(at, Verb(verb), day)
    except SlagenError:
        return False
    return True


def first_end_of(at: Desk, day: date) -> date:
    """The end of the current term, or of the next one where notice is too late for that."""
    key = dates(at.loaded, at.agreement, today=day).dates
    if key.term is None:
        return day
    late = any(day > one.reading.last_notice_date for one in key.notices if one.ours)
    return date(key.term.last_day.year + 1, 12, 31) if late else key.term.last_day


def stands(status: str, verb: str) -> tuple[Desk, date]:
    """The agreement in a status, and the day; an amendment is open where the verb needs one."""
    if status in {"draft", "sent", "under negotiation"}:
        events = {"draft": (), "sent": (SENT,), "under negotiation": (SENT, event(Verb.RECEIVE, date(2025, 11, 2)))}
        return at_desk("automatic", *events[status]), date(2026, 1, 15)
    amended = (AMENDED,) if verb in {"send", "sign"} else ()
    option = status == "expiring" or (verb == "renew" and status != "renewing")
    mode = "option" if option else "automatic"
    ended = (TERMINATED,) if status == "terminated" else ()
    return at_desk(mode, SENT, SIGN, *amended, *ended), DAYS[status]


def cells() -> list[tuple[str, str, bool]]:
    """The table of docs/dates.md: status, verb, and whether it may happen."""
    table = PAGE.partition("## What may happen when")[2].partition("\n\n| event")[0]
    rows = [[cell.strip() for cell in re.split(r"\|", line)[1:-1]] for line in table.splitlines() if line.startswith("|")]
    statuses = [re.sub(r" \(.*\)", "", cell) for cell in rows[0]]
    found = []
    for row in rows[2:]:
        for verb in re.sub("`", "", row[0]).split(", "):
            for status, cell in zip(statuses[1:], row[1:], strict=True):
                found += [(one, verb, not cell.startswith("no")) for one in status.split(", ")]
    return found


@pytest.mark.parametrize(("status", "verb", "may"), cells())
def test_what_may_happen_when(status: str, verb: str, may: bool) -> None:
    at, day = stands(status, verb)
    found = dates(at.loaded, "acme", today=day).status
    assert found == status
    if verb == "receive" and status == "draft":
        may = False  # nothing was sent yet
    assert allowed(at, verb, day) is may


def test_the_table_names_every_status() -> None:
    assert {status for status, _, _ in cells()} == set(DAYS) | {"draft", "sent", "under negotiation"}


def test_what_was_terminated_is_reviewed_until_its_last_day_and_otherwise_left_alone() -> None:
    at, day = at_desk("automatic", SENT, SIGN, TERMINATED), date(2026, 6, 1)
    assert dates(at.loaded, "acme", today=day).status == "expiring"
    assert [verb for verb in ("send", "sign", "receive", "amend", "renew", "terminate by notice", "review") if allowed(at, verb, day)] == ["receive", "review"]


@pytest.mark.parametrize(
    ("verb", "events", "day", "reason"),
    [
        (Verb.SIGN, (SENT,), date(2025, 10, 31), "it was sent as sent-1 on 2025-11-01"),
        (Verb.SEND, (SENT, SIGN, AMENDED), date(2025, 11, 30), "it was opened as v1.1 on 2025-12-01"),
        (Verb.AMEND, (SENT, SIGN), date(2025, 11, 30), "it was signed as v1.0 on 2025-12-01"),
        (Verb.RECEIVE, (SENT,), date(2025, 10, 31), "it was sent as sent-1 on 2025-11-01"),
        (Verb.RENEW, (SENT, SIGN), date(2025, 11, 30), "it was signed as v1.0 on 2025-12-01"),
        (Verb.TERMINATE, (SENT, SIGN), date(2025, 11, 30), "it was signed as v1.0 on 2025-12-01"),
    ],
)
def test_nothing_happens_before_what_it_follows(verb: Verb, events: tuple[Record, ...], day: date, reason: str) -> None:
    with pytest.raises(SlagenError, match=re.escape(reason)) as told:
        require(at_desk("automatic", *events), verb, day)
    assert told.value.exit_code == 5
    assert "--on DATE" in told.value.hint


def test_what_came_back_may_be_newer_than_the_signature_on_it() -> None:
    require(at_desk("automatic", SENT, event(Verb.RECEIVE, date(2025, 11, 20))), Verb.SIGN, date(2025, 11, 15))


def test_a_first_signature_after_the_last_day_is_refused() -> None:
    with pytest.raises(SlagenError, match="it ended on 31 December 2026"):
        require(at_desk("none"), Verb.SIGN, date(2027, 3, 1))
    require(at_desk("none"), Verb.SIGN, date(2026, 3, 1))


def test_another_ground_ends_nothing_after_its_own_end_and_critical_failure_needs_the_right() -> None:
    how = Circumstances(date(2026, 3, 1), BY, note="clause 9")
    with pytest.raises(SlagenError, match="it ends on 31 December 2026 at the latest"):
        require_end(at_desk("none", SENT, SIGN), date(2027, 1, 31), Ground.MUTUAL, how)
    with pytest.raises(SlagenError, match="no right to terminate for a critical failure"):
        require_end(at_desk("none", SENT, SIGN), date(2026, 6, 30), Ground.CRITICAL_FAILURE, how)


def test_what_is_recorded_later_for_an_earlier_day_neither_renews_twice_nor_ends_what_went_on() -> None:
    renewed = event(Verb.RENEW, date(2026, 8, 1))
    with pytest.raises(SlagenError, match="on record as exercised on 2026-08-01"):
        require_option(at_desk("option", SENT, SIGN, renewed), Circumstances(date(2026, 7, 1), BY))
    require_option(at_desk("option", SENT, SIGN, renewed), Circumstances(date(2027, 7, 1), BY))
    with pytest.raises(SlagenError, match=r"on 2026-08-01, after that last day, it was still on record"):
        require_end(at_desk("option", SENT, SIGN, renewed), date(2026, 7, 31), Ground.MUTUAL, Circumstances(date(2026, 7, 1), BY, note="agreed"))
