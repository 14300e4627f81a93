"""The spreadsheet of what is due: what stands in its cells, and of which kind it is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
import io
from typing import Any
import zipfile

from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
import pytest

from slagen.core.errors import BadInputError
from slagen.formats import spreadsheet
from slagen.formats.spreadsheet import to_xlsx
from slagen.lifecycle.due_item import DueItem, DueKind

ON = date(2026, 10, 1)
ITEM = DueItem(
    "acme-hosting", "Hosting für Äcme", DueKind.LAST_NOTICE, date(2026, 9, 28), -3, "jo@northwind.example", legal=True, who_acts="we",
    if_nothing="renews for 12 months, £120,000", value=Decimal("120000.00"), currency="GBP", why=("first", "then"), period="provider-term-1",
)  # fmt: skip
NS = {"x": "http://schemas.openxmlformats.org/spreadsheetml/2006/main"}
HEADINGS = [
    "Urgency", "Due", "Days left", "Agreement", "Title", "What", "Legal", "Who acts", "Owner", "If nobody acts", "At stake", "Currency", "Seen on",
    "Put off until", "Why", "Item",
]  # fmt: skip


class Sheet:
    """A sheet as a program reads it: the kind of each cell, its value, and its number format."""

    def __init__(self, data: bytes, number: int = 1) -> None:
        package = zipfile.ZipFile(io.BytesIO(data))
        self.root: Any = etree.fromstring(package.read(f"xl/worksheets/sheet{number}.xml"))
        strings: Any = etree.fromstring(package.read("xl/sharedStrings.xml"))
        self.strings = ["".join(found.itertext()) for found in strings.findall("x:si", NS)]
        styles: Any = etree.fromstring(package.read("xl/styles.xml"))
        formats = {found.get("numFmtId"): found.get("formatCode") for found in styles.iterfind(".//x:numFmt", NS)}
        self.formats = [formats.get(found.get("numFmtId"), "") for found in styles.find("x:cellXfs", NS)]
        fonts = [font.find("x:b", NS) is not None for font in styles.find("x:fonts", NS)]
        self.bold = [fonts[int(found.get("fontId"))] for found in styles.find("x:cellXfs", NS)]

    def row(self, number: int) -> dict[str, tuple[str, str, str]]:
        found: dict[str, tuple[str, str, str]] = {}
        for cell in self.root.iterfind(f".//x:row[@r='{number}']/x:c", NS):
            assert cell.find("x:f", NS) is None, "a formula"
            value = cell.findtext("x:v", default="", namespaces=NS)
            column = "".join(sign for sign in cell.get("r") if sign.isalpha())
            text = self.strings[int(value)] if cell.get("t") == "s" else value
            found[HEADINGS[ord(column) - ord("A")]] = (cell.get("t", "n"), text, self.formats[int(cell.get("s", 0))])
        return found


def made(*items: DueItem) -> Sheet:
    return Sheet(to_xlsx(items, [("Workspace", "W")], on=ON))


def test_days_and_sums_are_days_and_sums_and_the_rest_is_text() -> None:
    row = made(ITEM).row(2)
    assert row["Due"] == ("n", "46293", "yyyy-mm-dd")  # 1 January 1900 is 1, and 1900 counts as a leap year
    assert row["Days left"][:2] == ("n", "-3")
    assert row["At stake"] == ("n", "120000.00", "[$GBP] #,##0.00")
    assert (row["Title"][:2], row["Urgency"][:2], row["What"][:2]) == (("s", "Hosting für Äcme"), ("s", "overdue"), ("s", "last notice"))
    assert row["Why"][1] == "first\nthen"
    assert row["Item"][1] == "acme-hosting:last-notice:provider-term-1"
    assert "Seen on" not in row


def test_the_heading_stays_and_columns_can_be_filtered() -> None:
    sheet = made(ITEM, ITEM)
    assert [text for _, text, _ in sheet.row(1).values()] == HEADINGS
    pane = sheet.root.find(".//x:pane", NS)
    assert (pane.get("ySplit"), pane.get("state")) == ("1", "frozen")
    assert sheet.root.find("x:autoFilter", NS).get("ref") == "A1:P3"


def test_what_the_contract_attaches_something_to_is_bold() -> None:
    sheet = made(ITEM, replace(ITEM, legal=False))
    styles = [int(sheet.root.find(f".//x:row[@r='{number}']/x:c", NS).get("s")) for number in (2, 3)]
    assert [sheet.bold[style] for style in styles] == [True, False]


def test_no_row_is_higher_than_programs_allow() -> None:
    sheet = made(replace(ITEM, why=tuple("a reason" for _ in range(400))))
    assert float(sheet.root.find(".//x:row[@r='2']", NS).get("ht")) == 408.75


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "{=", "http://", "mailto:"])
def test_no_text_is_a_formula_or_a_link(start: str) -> None:
    text = f'{start}HYPERLINK("http://evil.example","x")'
    sheet = made(replace(ITEM, title=text, owner=text, who_acts=text, if_nothing=text, why=(text,)))
    assert {sheet.row(2)[name][:2] for name in ("Title", "Owner", "Who acts", "If nobody acts", "Why")} == {("s", text)}
    assert sheet.root.find("x:hyperlinks", NS) is None


@settings(max_examples=30, deadline=None)
@given(st.text(max_size=60), st.text(max_size=8))
def test_any_text_makes_a_file_that_can_be_read(text: str, currency: str) -> None:
    row = made(replace(ITEM, title=f"a{text}", if_nothing=text, currency=currency)).row(2)
    assert row["Title"][0] == "s"
    assert row["At stake"][1] == "120000.00"


def test_what_is_longer_than_a_cell_is_cut_and_not_lost() -> None:
    text = made(replace(ITEM, if_nothing="x" * 40_000)).row(2)["If nobody acts"][1]
    assert (len(text), text[-1]) == (32_767, "…")


@pytest.mark.parametrize(("day", "kind"), [(date(1899, 12, 31), "s"), (date(1900, 2, 28), "s"), (date(1900, 3, 1), "n"), (date(9999, 12, 31), "n")])
def test_days_that_spreadsheets_count_wrongly_are_text(day: date, kind: str) -> None:
    assert made(replace(ITEM, due=day)).row(2)["Due"][0] == kind


def test_the_same_items_give_the_same_bytes_and_the_second_sheet_says_of_what() -> None:
    about: Sequence[tuple[str, str | int | date]] = [("What is due on", ON), ("Workspace", "=Northwind"), ("Items", 1)]
    data = to_xlsx([ITEM], about, on=ON)
    assert data == to_xlsx([ITEM], about, on=ON)
    cells = Sheet(data, 2)
    assert [cells.row(number)["Due"][1] for number in (1, 2, 3)] == ["46296", "=Northwind", "1"]


def test_nothing_due_is_a_sheet_with_its_heading() -> None:
    assert [text for _, text, _ in made().row(1).values()] == HEADINGS


def test_more_than_a_sheet_holds_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spreadsheet, "MOST_ROWS", 2)
    with pytest.raises(BadInputError, match="3 items"):
        to_xlsx([ITEM] * 3, [], on=ON)


def test_rows_are_as_high_as_their_wrapped_text() -> None:
    """Some programs keep the height of one line, and the lines of the next rows ran into each other."""
    sheet = made(
        replace(ITEM, why=("one",)), replace(ITEM, title="Operational Level Agreement for the Hosting Platform of the Group", why=("one", "two", "three"))
    )
    heights = [float(row.get("ht", 0)) for row in sheet.root.iterfind(".//x:row", NS)][1:]
    assert heights == [13.5, 40.5]


@pytest.mark.parametrize(
    ("owner", "lines"), [("jo@northwind.example", 1), ("kundenbetreuung@bergquell.example", 2), ("x" * 100, 4), ("客户服务部门负责人" * 4, 3), ("W" * 60, 4)]
)
def test_a_row_has_room_for_letters_of_every_breadth(owner: str, lines: int) -> None:
    """Broad letters and long words were cut where a row was as high as their number alone would have it."""
    row = made(replace(ITEM, title="Hosting", who_acts="we", if_nothing="", why=("one",), owner=owner, legal=False)).root.find(".//x:row[@r='2']", NS)
    assert float(row.get("ht", 13.5)) == 13.5 * lines
