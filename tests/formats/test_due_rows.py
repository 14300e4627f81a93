from __future__ import annotations

import csv
from datetime import date
from decimal import Decimal
import io
import json

from hypothesis import given
from hypothesis import strategies as st
import pytest

from slagen.formats.due_rows import to_csv, to_json, to_markdown
from slagen.lifecycle.due_item import DueItem, DueKind

ITEM = DueItem(
    "acme-hosting", "Hosting", DueKind.LAST_NOTICE, date(2028, 10, 2), 732, "jo@northwind.example", legal=True, who_acts="we",
    if_nothing="renews for 12 months, £120,000", value=Decimal("120000.00"), currency="GBP", why=("a", "b"),
)  # fmt: skip


def rows(*items: DueItem) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(to_csv(items), newline="")))


def with_text(text: str) -> DueItem:
    return DueItem("", text, DueKind.REVIEW, date(2026, 10, 1), -3, text, legal=False, who_acts=text, if_nothing=text, why=(text,))


def test_json_keeps_amounts_as_strings_and_dates_as_iso() -> None:
    [data] = to_json([ITEM])
    assert data == {
        "agreement": "acme-hosting", "title": "Hosting", "item": "acme-hosting:last-notice:", "kind": "last-notice", "due": "2028-10-02", "days_left": 732, "owner": "jo@northwind.example",
        "legal": True, "who_acts": "we", "if_nothing": "renews for 12 months, £120,000", "value": "120000.00", "currency": "GBP", "acknowledged_on": None, "snoozed_until": None, "urgency": "later",
        "why": ["a", "b"],
    }  # fmt: skip
    assert json.loads(json.dumps(data)) == data


def test_what_has_no_value_has_null_in_json_and_nothing_in_csv() -> None:
    [data] = to_json([with_text("x")])
    assert (data["value"], data["currency"]) == (None, None)
    assert (rows(with_text("x"))[0]["value"], rows(with_text("x"))[0]["currency"]) == ("", "")


def test_csv_has_a_row_for_each_item_and_lines_end_as_rfc_4180_says() -> None:
    text = to_csv([ITEM, ITEM])
    assert text.count("\r\n") == 3
    assert rows(ITEM)[0] | {"legal": "yes", "days_left": "732", "why": "a; b"} == rows(ITEM)[0]


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_no_cell_is_a_formula_for_a_spreadsheet(start: str) -> None:
    [row] = rows(with_text(f'{start}HYPERLINK("x")'))
    assert row["title"].startswith("'")
    assert row["days_left"] == "-3"


@given(st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=40))
def test_any_text_comes_through_csv(text: str) -> None:
    [row] = rows(with_text(text))
    assert row["title"].removeprefix("'") == text.removeprefix("'")


@pytest.mark.parametrize("text", ["a | b", "a\nb", "*bold*", "<b>", "[x](y)", "`code`", "\\|"])
def test_no_text_breaks_a_row_of_the_markdown_table(text: str) -> None:
    lines = to_markdown([with_text(text), ITEM]).split("\n")
    assert len(lines) == 5
    assert {line.replace("\\\\", "").replace("\\|", "").count("|") for line in lines if line} == {8}


def test_what_the_contract_attaches_something_to_is_marked_as_legal() -> None:
    assert "last notice (legal)" in to_markdown([ITEM])
    assert "review (legal)" not in to_markdown([with_text("x")])
