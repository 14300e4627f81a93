from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from slagen.formats.ical.event import Entry, Event
from slagen.formats.ical.revise import Change, Current, Revision, revised

TODAY = date(2027, 1, 1)
LATER = "20270101T000000Z"


def current(uid: str, day: date = date(2027, 6, 1), summary: str = "Review", *, stamp: str = "20260501T090000Z", sequence: int = 2) -> Current:
    return Current(Event(uid, day, summary), stamp, sequence)


def run(before: Mapping[str, Entry], now: Sequence[Current], today: date = TODAY, unknown: str = "") -> dict[str, Revision]:
    found = revised(before, now, today, lambda _uid: LATER, lambda uid: bool(unknown) and uid.startswith(unknown))
    return {revision.entry.uid: revision for revision in found}


def published(found: Mapping[str, Revision]) -> dict[str, Entry]:
    return {uid: revision.entry for uid, revision in found.items()}


FIRST = published(run({}, [current("a"), current("b")]))


def test_a_first_calendar_counts_from_the_number_of_records() -> None:
    assert {(entry.sequence, entry.stamp) for entry in FIRST.values()} == {(2, "20260501T090000Z")}


def test_what_has_not_changed_keeps_its_count_and_its_moment_whatever_was_recorded_since() -> None:
    found = run(FIRST, [current("a", stamp=LATER, sequence=9), current("b")])
    assert published(found) == FIRST
    assert {revision.change for revision in found.values()} == {Change.UNCHANGED}


def test_what_moves_keeps_its_uid_and_counts_one_further() -> None:
    # domain.md, iCalendar
    entry = run(FIRST, [current("a", date(2027, 7, 1), stamp=LATER), current("b")])["a"].entry
    assert (entry.day, entry.sequence, entry.stamp) == (date(2027, 7, 1), 3, LATER)


def test_what_is_no_more_is_cancelled_once_and_stays() -> None:
    # domain.md, iCalendar
    once = run(FIRST, [current("b")])
    assert (once["a"].change, once["a"].entry.cancelled, once["a"].entry.sequence, once["a"].entry.stamp) == (Change.CANCELLED, True, 3, LATER)
    again = run(published(once), [current("b")])
    assert (published(again), again["a"].change) == (published(once), Change.UNCHANGED)


def test_what_was_cancelled_may_come_back_and_counts_on() -> None:
    back = run(published(run(FIRST, [])), [current("a")])["a"]
    assert (back.change, back.entry.cancelled, back.entry.sequence) == (Change.CHANGED, False, 4)


def test_what_took_place_is_not_cancelled() -> None:
    found = run(FIRST, [], today=date(2027, 6, 2))
    assert published(found) == FIRST
    assert run(FIRST, [], today=date(2027, 6, 1))["a"].entry.cancelled


def test_what_has_passed_is_not_told_otherwise_afterwards_unless_it_moves() -> None:
    day = date(2027, 6, 2)
    assert published(run(FIRST, [current("a", summary="Missed"), current("b")], today=day)) == FIRST
    assert run(FIRST, [current("a", date(2027, 7, 1))], today=day)["a"].change is Change.CHANGED


def test_what_is_not_known_to_have_gone_is_not_cancelled() -> None:
    found = run(FIRST, [], unknown="a")
    assert (found["a"].change, found["b"].change) == (Change.UNCHANGED, Change.CANCELLED)


def test_events_come_by_day() -> None:
    assert list(run({}, [current("b"), current("c", date(2027, 1, 2)), current("a")])) == ["c", "a", "b"]


MOMENTS = st.sampled_from(["20260501T090000Z", "20261001T000000Z", LATER])
STATES = st.lists(
    st.builds(current, st.sampled_from("abc"), st.integers(0, 5).map(lambda days: TODAY + timedelta(days=days)), st.sampled_from(["x", "y"]), stamp=MOMENTS, sequence=st.integers(0, 3)),
    max_size=3,
    unique_by=lambda one: one.event.uid,
)  # fmt: skip


@given(st.lists(st.tuples(STATES, st.integers(0, 7)), min_size=2, max_size=6))
def test_whatever_happens_no_event_vanishes_and_neither_count_nor_moment_falls(steps: list[tuple[list[Current], int]]) -> None:
    before: dict[str, Entry] = {}
    for now, days in steps:
        after = published(run(before, now, today=TODAY + timedelta(days=days)))
        assert after.keys() >= before.keys()
        for uid, old in before.items():
            new = after[uid]
            assert (new.sequence, new.stamp) >= (old.sequence, old.stamp)
            assert new.stamp >= old.stamp
            assert (new.sequence > old.sequence) == (new.lines != old.lines)
        before = after
