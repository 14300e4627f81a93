from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st
import pytest

from slagen.core.durations import Duration, Unit
from slagen.lifecycle.due_item import DueItem, DueKind
from slagen.lifecycle.escalation import Line, Rank, asked

DUE = date(2026, 10, 1)
GRACE = Duration.parse("3 days")
BEHIND = Line("sam@n.example", "lee@n.example")
ITEM = DueItem("acme", "Hosting", DueKind.REVIEW, DUE, 0, "jo@n.example", legal=False, who_acts="we", if_nothing="missed", period="3")


def rank(days: int, item: DueItem = ITEM, line: Line = BEHIND) -> Rank:
    return asked(item, line, DUE + timedelta(days=days), GRACE)[-1].rank


@pytest.mark.parametrize(
    ("days", "who"), [(-30, Rank.OWNER), (0, Rank.OWNER), (2, Rank.OWNER), (3, Rank.DEPUTY), (5, Rank.DEPUTY), (6, Rank.LEGAL), (400, Rank.LEGAL)]
)
def test_silence_goes_to_the_deputy_after_the_grace_and_to_the_legal_owner_after_twice_as_long(days: int, who: Rank) -> None:
    # domain.md, Dates, silence
    assert rank(days) is who


def test_whoever_is_asked_later_finds_those_before_asked_as_well() -> None:
    assert [(one.rank, one.who, one.silence) for one in asked(ITEM, BEHIND, DUE + timedelta(days=8), GRACE)] == [
        (Rank.OWNER, "jo@n.example", 0),
        (Rank.DEPUTY, "sam@n.example", 8),
        (Rank.LEGAL, "lee@n.example", 8),
    ]


def test_what_somebody_has_taken_on_goes_to_nobody_else() -> None:
    assert rank(90, replace(ITEM, acknowledged_on=DUE)) is Rank.OWNER


def test_silence_counts_again_from_the_day_until_which_it_was_put_off() -> None:
    later = replace(ITEM, snoozed_until=DUE + timedelta(days=10))
    assert [rank(days, later) for days in (9, 12, 13, 16)] == [Rank.OWNER, Rank.OWNER, Rank.DEPUTY, Rank.LEGAL]


@pytest.mark.parametrize("line", [Line("", "lee@n.example"), Line("jo@n.example", "lee@n.example"), Line("lee@n.example", "lee@n.example")])
def test_without_a_deputy_of_its_own_it_goes_to_the_legal_owner_after_the_grace(line: Line) -> None:
    assert asked(ITEM, line, DUE + timedelta(days=3), GRACE)[-1].who == "lee@n.example"


def test_where_nobody_stands_behind_the_owner_stays_responsible() -> None:
    assert rank(400, ITEM, Line()) is Rank.OWNER


def test_without_grace_the_day_itself_is_still_the_owners() -> None:
    assert asked(ITEM, BEHIND, DUE, Duration(Decimal(0), Unit.DAY))[-1].rank is Rank.OWNER


@given(st.integers(-40, 40), st.integers(0, 20), st.sampled_from([BEHIND, Line(), Line("", "x"), Line("x")]))
def test_nobody_who_was_asked_is_ever_dropped_as_days_go_by(days: int, more: int, line: Line) -> None:
    first, later = (asked(ITEM, line, DUE + timedelta(days=at), GRACE) for at in (days, days + more))
    assert [one.who for one in first] == [one.who for one in later][: len(first)]


def test_a_grace_that_leads_beyond_the_calendar_asks_nobody_else() -> None:
    last = replace(ITEM, due=date.max - timedelta(days=1))
    assert asked(last, BEHIND, date.max, GRACE)[-1].rank is Rank.OWNER
    assert asked(ITEM, BEHIND, date(2027, 1, 1), Duration.parse("2 business days"))[-1].rank is Rank.OWNER
