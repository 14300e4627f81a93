"""Extracts as they are kept."""

from __future__ import annotations

from contextlib import suppress
from itertools import chain
import json
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
import pytest

from slagen.assembly.labels import Label, cite
from slagen.compare.extract_form import read, written
from slagen.compare.extracts import Extract, compare_extracts
from slagen.compare.passages import Outline, OutlinedPart, OutlinedPassage
from slagen.compare.terms import Term

TERM = Term("a", "A", "5", 5)
LABELS = {
    "pay": Label("1", "1", 0),
    "pay.1": Label("1.1", "1.1", 1),
    "annex": Label("Schedule 1", "Schedule 1", -1, "annex"),
    "detail": Label("1", "1", 0, "annex"),
}
MOVED = {**LABELS, "pay": Label("2", "2", 0), "pay.1": Label("2.1", "2.1", 1)}
words = st.text("ab 1.\n“é\ud800", max_size=8)


def row_of(label: Label) -> tuple[str, str, int, str]:
    return label.text, label.full, label.level, label.schedule


def again(one: Extract[Label]) -> Extract[Label]:
    return read(written(one, row_of), Label)


@st.composite
def extracts(draw: st.DrawFn) -> Extract[Label]:
    pieces = st.lists(st.tuples(words, st.sampled_from(sorted(LABELS))), max_size=2).flatmap(lambda pairs: words.map(lambda end: (*chain(*pairs), end)))
    passages = st.lists(st.builds(OutlinedPassage, st.sampled_from(["pay", "pay.1"]), st.sampled_from(["row", "paragraph"]), words, pieces), max_size=3).map(
        tuple
    )
    places = st.sampled_from(["", "annex"])
    parts = [OutlinedPart(name, draw(pieces), draw(words), draw(places), draw(words), draw(passages)) for name in draw(st.permutations(["pay", "b", "c"]))]
    return Extract(draw(words), {"a": TERM} if draw(st.booleans()) else {}, Outline(tuple(parts), draw(st.sampled_from([LABELS, MOVED]))))


@given(extracts(), extracts())
def test_what_was_kept_compares_as_what_it_was_made_of(before: Extract[Label], after: Extract[Label]) -> None:
    found = compare_extracts(before, after, ("v1", "v2"), cite)
    assert compare_extracts(again(before), again(after), ("v1", "v2"), cite) == found
    assert compare_extracts(before, again(after), ("v1", "v2"), cite) == found
    assert written(again(before), row_of) == written(before, row_of)


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=3) | st.floats(allow_nan=False),
    lambda inner: st.lists(inner, max_size=6) | st.dictionaries(st.text(max_size=2), inner, max_size=3),
    max_leaves=12,
)


@given(anything)
def test_what_is_no_extract_is_refused_as_that_and_nothing_else(form: Any) -> None:
    for data in (json.dumps(form), json.dumps(["t", [], {}, form]), json.dumps(["t", form, {}, []]), json.dumps(["t", [], form, []])):
        with suppress(ValueError):
            read(data.encode(), _label)


@pytest.mark.parametrize("data", [b"", b"[", b"\xff", b"[" * 100_000, b'["t",[],{},[["a","","","","",[["a","p","",["see ","b",""]]]]]]'])
def test_what_is_cut_off_damaged_or_refers_to_nothing_is_refused(data: bytes) -> None:
    with pytest.raises(ValueError, match=r".+"):
        read(data, _label)


def test_a_label_whose_schedule_is_not_there_is_refused() -> None:
    with pytest.raises(ValueError, match="schedule"):
        read(b'["t",[],{"a":["1","1",0,"gone"]},[]]', _label)


def _label(text: Any, full: Any, level: Any, schedule: Any) -> Label:
    if not (isinstance(text, str) and isinstance(full, str) and type(level) is int and isinstance(schedule, str)):
        raise TypeError("no label")
    return Label(text, full, level, schedule)
