from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
import pytest

from slagen.core.durations import Duration
from slagen.formats.yaml import read_yaml
from slagen.formats.yaml_write import render
from slagen.model.agreement import Acceptance
from slagen.model.document import Text

PLAIN = st.text(
    st.characters(
        codec="utf-8",
        exclude_categories=("Cc", "Cs", "Co", "Cn", "Zl", "Zp"),
        exclude_characters="\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff",
    ),
    max_size=12,
)
TRICKY = st.sampled_from(
    [
        "NO",
        "1.10",
        "12:30",
        "~",
        "null",
        "2026-01-01",
        "",
        " x",
        "x ",
        "a: b",
        "# x",
        "- x",
        "*x",
        "&x",
        "!x",
        "{x",
        "a\nb",
        "a\n b\n",
        "'",
        '"',
        "=",
        "<<",
        "0x1f",
        "1e5",
        "@",
        "`",
        "%",
        "yes",
    ]
)
LEAVES = st.one_of(PLAIN, TRICKY)
DATA = st.dictionaries(
    PLAIN.filter(bool),
    st.recursive(LEAVES, lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(PLAIN.filter(bool), inner, max_size=3)), max_leaves=8),
    max_size=4,
)


def test_the_lock_reads_as_the_documents_show_it() -> None:
    data = {
        "format": 1,
        "template": {"id": "customer-sla", "blob": "3b18e5"},
        "clauses": {"service-credits": {"version": "2.1.0", "blob": "51e103"}, "b": {"version": "1.10"}},
        "layers": {},
    }
    assert render(data) == (
        "format: 1\ntemplate: {id: customer-sla, blob: 3b18e5}\nclauses:\n  service-credits: {version: 2.1.0, blob: 51e103}\n  b: {version: '1.10'}\nlayers: {}\n"
    )


def test_dates_numbers_and_dataclasses_have_a_form() -> None:
    at = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
    data = {
        "due": date(2026, 1, 2),
        "text": "2026-01-02",
        "at": at,
        "whole": Decimal(10),
        "part": Decimal("10.50"),
        "none": None,
        "yes": True,
        "of": Acceptance("SLG204", "why", "jo"),
    }
    assert render(data) == (
        "due: 2026-01-02\ntext: 2026-01-02\nat: '2026-01-02T03:04:05+00:00'\nwhole: 10\npart: 10.50\nnone: null\n'yes': true\nof: {code: SLG204, reason: why, by: jo}\n"
    )
    assert render({"d": Duration.parse("3 days")}) == "d: 3 days\n"
    assert render({"n": Text("x")}) == "n: {node: Text, text: x}\n"


def test_several_lines_become_a_block() -> None:
    assert render({"address": "1 High Street\nLondon"}) == "address: |-\n  1 High Street\n  London\n"


def test_what_has_no_form_is_refused() -> None:
    with pytest.raises(TypeError, match="set"):
        render({"x": {1}})


def test_the_same_object_twice_is_written_twice() -> None:
    pin = {"version": "1"}
    assert "&" not in render({"a": [pin, pin]})


@given(DATA)
def test_what_is_written_is_read_again(data: dict[str, Any]) -> None:
    raw = read_yaml(render(data).encode(), "f.yaml")
    assert raw.findings == ()
    assert raw.data == (data or raw.data)
