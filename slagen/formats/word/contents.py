"""The table of contents: a field whose entries are right from the start.

It prints numbers and headings without page numbers: page numbers are known only to whoever lays out the pages,
and a wrong one on first opening is worse than none. Every entry is a link.
"""

from __future__ import annotations

from collections.abc import Iterator
import re

from slagen.assembly.labels import Labels
from slagen.formats.word.body import RECITALS_HEADING
from slagen.formats.word.bookmarks import bookmark_name, heading_bookmark
from slagen.formats.word.inlines import plain
from slagen.formats.word.surface import CONTRACT_TEXT, Surface
from slagen.formats.word.xml_text import escape, runs
from slagen.model.document import Clause, Document

_BEGINNING = re.compile(
    r'<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText xml:space="preserve"> TOC [^<]*</w:instrText></w:r>'
    r'<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
)
_CODE = r'TOC \o "1-2" \n \h \z \u'
FIELD_END = '<w:r><w:fldChar w:fldCharType="end"/></w:r>'


def contents(document: Document, labels: Labels, surface: Surface) -> str:
    """The field with an entry for each section, clause and schedule; empty where there are none."""
    entries = [
        (
            f'<w:p><w:pPr><w:pStyle w:val="{surface.styles[f"toc {depth}"]}"/></w:pPr>',
            f'<w:hyperlink w:anchor="{target}" w:history="1">{runs(_text(number, title))}</w:hyperlink>',
        )
        for depth, target, number, title in _entries(document, labels)
    ]
    last = len(entries) - 1
    begin = _begin(f"{_CODE} \\b {CONTRACT_TEXT}" if surface.marks_contract else _CODE)
    return "".join(f"{opener}{begin if not at else ''}{line}{FIELD_END if at == last else ''}</w:p>" for at, (opener, line) in enumerate(entries))


def without_field(xml: str) -> tuple[str, str, str]:
    """A main text in three: what stands before the entries of its contents, the entries without the field around them, and the rest."""
    begin = _BEGINNING.search(xml)
    end = xml.find(FIELD_END, begin.end()) if begin else -1
    if begin is None or end < 0:
        return xml, "", ""
    start = xml.rindex("<w:p>", 0, begin.start())
    return xml[:start], f"{xml[start : begin.start()]}{xml[begin.end() : end]}</w:p>", xml[end + len(FIELD_END) :].removeprefix("</w:p>")


def _begin(code: str) -> str:
    return (
        f'<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText xml:space="preserve"> {escape(code)} </w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
    )


def _text(number: str, title: str) -> str:
    return f"{number}\t{title}" if number else title


def _entries(document: Document, labels: Labels) -> Iterator[tuple[int, str, str, str]]:
    """Depth, target, number and title of each entry, as Word would gather them from the headings."""
    if document.recitals:
        yield 1, heading_bookmark("recitals"), "", RECITALS_HEADING
    for position, section in enumerate(document.sections, start=1):
        if section.title:
            yield 1, heading_bookmark(str(position)), "", section.title
        yield from _clauses(section.clauses, labels)
    for schedule in document.schedules:
        yield 1, bookmark_name(schedule.id), labels[schedule.id].text, schedule.title
        yield from _clauses(schedule.clauses, labels)


def _clauses(clauses: tuple[Clause, ...], labels: Labels) -> Iterator[tuple[int, str, str, str]]:
    for clause in clauses:
        if clause.heading:
            yield 2, bookmark_name(clause.id), labels[clause.id].text, plain(clause.heading, labels, labels[clause.id].schedule).replace("\n", " ")
