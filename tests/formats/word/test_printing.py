"""The copy that LibreOffice prints has the words of the Word file, and its contents in two columns."""

from __future__ import annotations

from dataclasses import replace
import re

import pytest

from slagen.assembly.number import number
from slagen.formats.word.package import read_package, write_package
from slagen.formats.word.printing import for_printing
from slagen.formats.word.shell import open_shell
from slagen.formats.word.starter import STARTERS, starter_shell
from slagen.formats.word.write import write
from slagen.model.document import Clause, Document, Paragraph, Section, Text
from tests.formats.sample_contract import SAMPLE

MAIN = "word/document.xml"
WITH_CONTENTS = tuple(name for name, starter in STARTERS.items() if starter.wording.contents)


def written(document: Document, name: str) -> bytes:
    return write(document, number(document), open_shell(starter_shell(STARTERS[name]), name))


def main_text(data: bytes) -> str:
    return read_package(data, "x.docx")[MAIN].decode()


def words(xml: str) -> list[str]:
    return re.findall(r"<w:t(?: [^>]*)?>([^<]*)", xml)


@pytest.mark.parametrize("name", WITH_CONTENTS)
def test_the_words_and_links_stay_and_the_field_of_the_contents_goes(name: str) -> None:
    data = written(SAMPLE, name)
    before, after = main_text(data), main_text(for_printing(data, "x"))
    assert words(after) == words(before)
    assert re.findall(r'w:anchor="[^"]*"', after) == re.findall(r'w:anchor="[^"]*"', before)
    assert " TOC " in before
    assert " TOC " not in after
    assert after.count('w:fldCharType="begin"') == after.count('w:fldCharType="end"') == before.count('w:fldCharType="begin"') - 1


@pytest.mark.parametrize("name", WITH_CONTENTS)
def test_all_other_parts_stay_as_they_are(name: str) -> None:
    data = written(SAMPLE, name)
    before, after = read_package(data, "x"), read_package(for_printing(data, "x"), "x")
    assert {part for part in before if before[part] != after.get(part)} == {MAIN}
    assert before.keys() == after.keys()


def test_the_second_column_begins_with_a_group_of_entries_near_the_middle() -> None:
    """Four groups of three clauses: 4 × (2 + 3) lines, so the third heading begins the second half."""
    sections = tuple(
        Section(f"Part {part}", tuple(Clause(f"c{part}-{at}", (Text(f"Clause {part}.{at}"),), (Paragraph((Text("Words."),)),)) for at in range(3)))
        for part in range(4)
    )
    document = replace(SAMPLE, recitals=(), sections=sections, schedules=(), execution=())
    after = main_text(for_printing(written(document, "customer-sla"), "x"))
    following = after.partition('<w:br w:type="column"/>')[2]
    assert after.count('<w:br w:type="column"/>') == 1
    assert words(following)[0] == "Part 2"


def test_the_columns_end_with_the_page_on_which_the_contract_does_not_begin() -> None:
    """The section that makes Word balance the columns would begin a page of its own here."""
    data = written(SAMPLE, "customer-sla")
    assert main_text(data).count('<w:type w:val="continuous"/>') == 2
    assert main_text(for_printing(data, "x")).count('<w:type w:val="continuous"/>') == 1


def test_the_columns_end_with_the_page_in_a_shell_that_libreoffice_saved() -> None:
    """It puts an empty line of 1 point before the section that balances the columns."""
    line = '<w:p><w:pPr><w:pStyle w:val="Normal"/><w:spacing w:lineRule="exact" w:line="20" w:before="0" w:after="0"/><w:rPr/></w:pPr><w:r><w:rPr/></w:r></w:p>'
    parts = read_package(written(SAMPLE, "customer-sla"), "x")
    before, columns, rest = main_text(write_package(parts)).partition('w:num="2"')
    end = rest.index("</w:p>") + len("</w:p>")
    saved = write_package({**parts, MAIN: f"{before}{columns}{rest[:end]}{line}{rest[end:]}".encode()})
    after = main_text(for_printing(saved, "x"))
    assert after.count('<w:type w:val="continuous"/>') == 1
    assert line not in after


def test_more_entries_than_a_page_holds_are_left_to_flow() -> None:
    clauses = tuple(Clause(f"c{at}", (Text("Heading"),), (Paragraph((Text("Words."),)),)) for at in range(120))
    document = replace(SAMPLE, sections=(Section("One", clauses[:60]), Section("Two", clauses[60:])), schedules=(), execution=())
    after = main_text(for_printing(written(document, "customer-sla"), "x"))
    assert "w:br w:type" not in after


def test_a_file_without_contents_is_printed_as_it_is() -> None:
    data = written(SAMPLE, "client-charter")
    assert for_printing(data, "x") is data
