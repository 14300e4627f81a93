"""Answers to what is due: recorded once, never past a legal deadline, and followed by the dates."""

from __future__ import annotations

from datetime import date
from multiprocessing import get_context
from pathlib import Path

import pytest

from slagen.core.errors import NotFoundError, RefusedError, SlagenError, UsageError
from slagen.lifecycle.due_item import DueItem
from slagen.workspace.answering import Answered, acknowledge, snooze
from slagen.workspace.due_list import Wanted, due
from slagen.workspace.in_force import obligation_of
from slagen.workspace.records import read_records, records_of
from tests.workspace.deal import Deal

FACTS = """contract_term:
  effective_date: 2026-01-01
  initial: 12 months
  renewal: {mode: automatic, period: 12 months}
  notice: {period: 90 days, before: last_day}
  delivery: [{method: post, deemed: 2 business days}]
renegotiation: {opens: 180 days}
review: {every: 3 months}
obligations:
  - {id: insurance, who: provider, what: show insurance, every: 1 month}
  - {id: audit, who: provider, what: be audited, every: 6 months, anchor: last_completed}
  - {id: handover, who: provider, what: hand over, on: 2026-05-15}
"""
MAY = date(2026, 5, 4)


@pytest.fixture
def deal(tmp_path: Path) -> Deal:
    made = Deal(tmp_path)
    made.change("accepted:", f"{FACTS}accepted:")
    made.save("with dates")
    return made


def done(deal: Deal, name: str, on: date = MAY) -> Answered:
    return acknowledge(deal.root, deal.loaded, f"acme:{name}", deal.how(at=on), done=True)


def put_off(deal: Deal, name: str, until: date, on: date = MAY, reason: str = "ill") -> Answered:
    return snooze(deal.root, deal.loaded, f"acme:{name}", until, deal.how(note=reason, at=on))


def items(deal: Deal, on: date = MAY) -> dict[str, DueItem]:
    return {item.id.removeprefix("acme:"): item for item in due(deal.loaded, Wanted(), today=on, agreements=["acme"]).items}


def of(deal: Deal, name: str, on: date = MAY) -> list[tuple[str, date]]:
    return [(key, item.due) for key, item in items(deal, on).items() if key.startswith(name)]


@pytest.mark.parametrize("on", [date(2026, 5, 4), date(2026, 5, 29), date(2026, 6, 1), date(2026, 7, 20)])
def test_a_duty_done_early_in_time_or_late_is_followed_by_its_next_turn(deal: Deal, on: date) -> None:
    [(name, _)] = of(deal, "obligation:insurance")
    assert name == "obligation:insurance-5"  # five months from 1 January, Monday 1 June
    done(deal, name, MAY)  # known from now on: what is not done stays due
    assert of(deal, "obligation:insurance", on) == [("obligation:insurance-6", date(2026, 7, 1))]
    done(deal, "obligation:insurance-6", on)
    assert of(deal, "obligation:insurance", on) == [("obligation:insurance-7", date(2026, 7, 31))]  # 1 August is a Saturday


def test_a_duty_that_floats_counts_from_the_day_on_which_it_was_done(deal: Deal) -> None:
    [(name, _)] = of(deal, "obligation:audit")
    done(deal, name)
    assert of(deal, "obligation:audit") == [("obligation:audit-2", date(2026, 11, 4))]


def test_what_was_done_once_is_due_no_more_and_answered_once(deal: Deal) -> None:
    done(deal, "obligation:handover")
    assert of(deal, "obligation:handover") == []
    assert done(deal, "obligation:handover").filed.before
    with pytest.raises(RefusedError, match="was done on 4 May 2026"):
        done(deal, "obligation:handover", date(2026, 5, 5))
    assert len(records_of(deal.loaded, "acme")) == 1


def test_what_was_done_is_due_on_the_days_before(deal: Deal) -> None:
    done(deal, "obligation:handover", date(2026, 5, 6))
    assert [of(deal, "obligation:handover", day) != [] for day in (date(2026, 5, 5), date(2026, 5, 6))] == [True, False]


def test_somebody_who_deals_with_it_is_remembered(deal: Deal) -> None:
    acknowledge(deal.root, deal.loaded, "acme:review:2", deal.how(at=MAY))
    assert acknowledge(deal.root, deal.loaded, "acme:review:2", deal.how(at=MAY)).filed.before
    assert items(deal)["review:2"].acknowledged_on == MAY
    assert items(deal, date(2026, 5, 3))["review:2"].acknowledged_on is None


def test_what_is_put_off_comes_up_on_its_day(deal: Deal) -> None:
    put_off(deal, "review:2", date(2026, 5, 20))
    assert put_off(deal, "review:2", date(2026, 5, 20)).filed.before
    assert ["review:2" in items(deal, day) for day in (date(2026, 5, 3), MAY, date(2026, 5, 19), date(2026, 5, 20))] == [True, False, False, True]


@pytest.mark.parametrize(
    ("name", "until", "limit"),
    [
        ("latest-safe-send:provider-term-1", date(2026, 10, 1), "30 September 2026"),
        ("last-notice:provider-term-1", date(2026, 10, 3), "2 October 2026"),
        ("obligation:handover", date(2026, 5, 16), "15 May 2026"),
        ("renegotiation:term-1-opens", date(2026, 10, 1), "30 September 2026"),
        ("review:2", date(2026, 10, 1), "30 September 2026"),
    ],
)
def test_nothing_is_put_off_past_a_legal_deadline(deal: Deal, name: str, until: date, limit: str) -> None:
    assert f"acme:{name}".removeprefix("acme:") in items(deal)
    with pytest.raises(RefusedError, match=limit):
        put_off(deal, name, until)
    assert records_of(deal.loaded, "acme") == ()


def test_a_deadline_that_was_moved_forward_wakes_what_was_put_off(deal: Deal) -> None:
    put_off(deal, "obligation:handover", date(2026, 5, 15))
    assert of(deal, "obligation:handover") == []
    deal.change("on: 2026-05-15", "on: 2026-05-08")
    assert of(deal, "obligation:handover") == [("obligation:handover", date(2026, 5, 8))]


@pytest.mark.parametrize("until", [MAY, date(2026, 5, 3)])
def test_a_day_that_has_come_and_a_reason_that_is_missing_are_refused(deal: Deal, until: date) -> None:
    with pytest.raises(RefusedError, match="is not after"):
        put_off(deal, "review:2", until)
    with pytest.raises(UsageError, match="reason"):
        put_off(deal, "review:2", date(2026, 5, 20), reason=" ")


@pytest.mark.parametrize(
    ("name", "way_out"),
    [
        ("review:2", "slagen review acme --outcome"),
        ("last-notice:provider-term-1", "slagen notice acme --kind non-renewal"),
        ("latest-safe-send:provider-term-1", "slagen notice acme --kind non-renewal"),
        ("renewal:term-1", "slagen acknowledge acme:renewal:term-1"),
        ("their-last-notice:customer-term-1", "slagen acknowledge"),
    ],
)
def test_what_has_an_event_of_its_own_is_not_ticked_off(deal: Deal, name: str, way_out: str) -> None:
    with pytest.raises(RefusedError, match="cannot be ticked off") as told:
        done(deal, name)
    assert way_out in told.value.hint


def test_names_that_are_not_there_are_told_with_the_nearest(deal: Deal) -> None:
    with pytest.raises(NotFoundError) as told:
        done(deal, "obligation:insurance-4")
    assert "acme:obligation:insurance-5" in told.value.hint
    for name in ("acme", "acne:review:2", "acme:nothing:at:all", ":", ""):
        with pytest.raises(NotFoundError):
            acknowledge(deal.root, deal.loaded, name, deal.how(at=MAY))
    with pytest.raises(RefusedError) as told_of_clause:
        acknowledge(deal.root, deal.loaded, "clauses:clause-review:scope-1.0.0", deal.how(at=MAY))
    assert "review_by" in told_of_clause.value.hint


def answering(root: str, name: str) -> str:
    deal = Deal.__new__(Deal)
    deal.root = Path(root)
    try:
        return "before" if done(deal, name).filed.before else "recorded"
    except SlagenError as error:
        return type(error).__name__


def test_two_who_answer_at_once_leave_one_record(deal: Deal) -> None:
    with get_context("spawn").Pool(2) as pool:
        outcomes = pool.starmap(answering, [(str(deal.root), "obligation:handover")] * 2)
    assert sorted(outcomes) == ["before", "recorded"]
    assert read_records(deal.loaded, "acme").findings == ()
    assert len(records_of(deal.loaded, "acme")) == 1


@pytest.mark.parametrize(
    ("item", "expected"),
    [
        ("acme:obligation:insurance-12", ("insurance", 12)),
        ("acme:obligation:audit-2026", ("audit-2026", 1)),
        ("acme:obligation:audit-2026-3", ("audit-2026", 3)),
        ("acme:obligation:gone-1", ("", 0)),
        ("acme:review:1", ("", 0)),
        ("nothing", ("", 0)),
    ],
)
def test_the_turn_of_an_obligation_is_in_the_name_of_its_item(item: str, expected: tuple[str, int]) -> None:
    assert obligation_of(item, {"insurance", "audit-2026"}) == expected
