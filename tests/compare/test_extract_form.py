"""Extracts as they are kept."""

from __future__ import annotations

from contextlib import suppress
import json
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
import pytest

from slagen.assembly.number import Label, cite, number
from slagen.compare.extract_form import read, written
from slagen.compare.extracts import Extract, compare_extracts
from slagen.compare.outlines import outline
from slagen.compare.terms import Term
from slagen.model.document import Document
from tests.formats.word.any_document import documents

TERM = Term("a", "A", "5", 5)


def row_of(label: Label) -> tuple[str, str, int, str]:
    return label.text, label.full, label.level, label.schedule


def extract(document: Document, *terms: Term) -> Extract[Label]:
    labels = number(document)
    return Extract("Hosting", {term.key: term for term in terms}, outline(document, labels, lambda name: cite(name, labels)))


def again(one: Extract[Label]) -> Extract[Label]:
    return read(written(one, row_of), Label)


@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(documents(), documents())
def test_what_was_kept_compares_as_the_document_that_it_was_made_of(old: Document, new: Document) -> None:
    before, after = extract(old, TERM), extract(new)
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
