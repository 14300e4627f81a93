"""Values as they are kept."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from decimal import Decimal
import json
from typing import Any, TypeVar

from hypothesis import given
from hypothesis import strategies as st
import pytest

from slagen.compare.terms import KeptTerm, Term, compare_terms
from slagen.compare.value_forms import form_of, value_of
from slagen.core.durations import Duration, Unit
from slagen.core.hours import Interval, WeeklyHours, WeeklyWindow
from slagen.core.money import Money, Percentage
from slagen.model.target import Comparison, Target

M = TypeVar("M", datetime, time)


def _once(moment: M) -> M:
    """Not the second of two hours that have one name when clocks are put back: no file can say so."""
    return moment.replace(fold=0)


numbers = st.decimals(min_value=0, max_value=10**9, places=3) | st.sampled_from([Decimal("1E+2"), Decimal("10.0"), Decimal(0)])
intervals = st.tuples(st.integers(0, 700), st.integers(701, 1440)).map(lambda ends: Interval(*ends))
single: st.SearchStrategy[Any] = st.one_of(
    st.text(),
    st.booleans(),
    st.integers(),
    numbers,
    st.dates(),
    st.datetimes(timezones=st.just(UTC)).map(_once),
    st.times().map(_once),
    st.builds(Percentage, numbers),
    st.builds(Money, numbers, st.sampled_from(["GBP", "EUR"])),
    st.builds(Duration, numbers, st.sampled_from(Unit)),
    st.builds(WeeklyWindow, st.lists(st.integers(0, 6)).map(tuple), intervals),
    st.builds(WeeklyHours, st.lists(st.lists(intervals, max_size=2).map(tuple), max_size=7).map(tuple)),
    st.builds(Target, st.sampled_from(Comparison), numbers, st.sampled_from(["%", "min", ""]), st.none() | st.builds(Percentage, numbers)),
)
values = st.recursive(
    single, lambda inner: st.lists(inner, max_size=3) | st.lists(inner, max_size=3).map(tuple) | st.dictionaries(st.text(), inner, max_size=3)
)

listed = single | st.lists(single, max_size=3).map(tuple)


@given(values)
def test_a_value_comes_back_from_its_form_as_it_was_printing_and_all(value: Any) -> None:
    found = value_of(json.loads(json.dumps(form_of(value))))
    assert (found, type(found), str(found)) == (value, type(value), str(value))


def test_a_word_of_a_list_is_kept_as_its_text_which_it_is_equal_to() -> None:
    assert form_of(Comparison.AT_LEAST) == ">="


@pytest.mark.parametrize("value", [None, 1.5, object(), {1: "a"}, ({"a": b"x"},)])
def test_what_is_no_value_of_a_fact_has_no_form(value: object) -> None:
    with pytest.raises(TypeError):
        form_of(value)


@pytest.mark.parametrize(
    "form",
    [
        None, 1.5, [], ["number"], ["number", 5], ["number", "x"], ["number", "1", "2"], ["day", "2026-02-30"], ["day", 5], ["unknown", "x"], [["day"], "x"],
        ["duration", "5", "fortnight"], ["money", "5", 7], ["window", ["a"], 1, 2], ["hours", [[[True, 2]]]], ["hours", 5], ["target", ">=", "5", "%", 5],
        ["tuple", [["nothing"]]], ["mapping", [["a"]]], ["mapping", [[1, "a"]]], {"kind": "day"},
    ],
)  # fmt: skip
def test_what_is_no_form_is_refused_as_that_and_nothing_else(form: Any) -> None:
    with pytest.raises(ValueError, match="form"):
        value_of(form)


def kept(term: Term) -> KeptTerm:
    return KeptTerm(term.key, term.label, term.text, form_of(term.value), term.better)


@given(st.lists(listed, max_size=4), st.lists(listed, max_size=4), st.sampled_from(["", "higher +", "lower", "true"]))
def test_kept_terms_compare_as_those_that_they_were_made_of(before: list[Any], after: list[Any], better: str) -> None:
    old, new = ({str(at): Term(str(at), "label", "text", value, better) for at, value in enumerate(side)} for side in (before, after))
    changes = compare_terms(old, new)
    for one in (old, {key: kept(term) for key, term in old.items()}):
        assert compare_terms(one, {key: kept(term) for key, term in new.items()}) == changes


def test_numbers_that_are_equal_are_no_change_however_they_are_written() -> None:
    one, other = (KeptTerm("a", "a", "10", form_of(Percentage(Decimal(text)))) for text in ("10", "10.0"))
    assert compare_terms({"a": one}, {"a": other}) == ()


def test_days_moments_and_times_are_told_apart() -> None:
    forms = [form_of(value) for value in (date(2026, 1, 31), datetime(2026, 1, 31, tzinfo=UTC), time(9, 30))]
    assert forms == [["day", "2026-01-31"], ["moment", "2026-01-31T00:00:00+00:00"], ["time", "09:30:00"]]
