"""A copy of a Word file for LibreOffice to print.

LibreOffice sets a contents field in one column whatever the shell says, and now and then fails to balance two columns.
So the copy has the entries without the field, and a break where the second column is to begin.
"""

from __future__ import annotations

from itertools import accumulate
import re

from slagen.formats.word.contents import without_field
from slagen.formats.word.package import read_package, write_package
from slagen.formats.word.relationships import main_part

_ENTRY = re.compile(r'<w:p><w:pPr><w:pStyle w:val="[^"]*"/></w:pPr>(?=<w:hyperlink )')
_SECTION = re.compile(r"<w:sectPr[ >].*?</w:sectPr>", re.DOTALL)
_TWO_COLUMNS = re.compile(r'<w:cols [^>]*w:num="2"')
_EMPTY_LINE = r"<w:p><w:pPr>(?:(?!</?w:pPr>|<w:sectPr).)*</w:pPr>(?:<w:r>(?:<w:rPr/>)?</w:r>)?</w:p>"  # LibreOffice saves one before such a section
_EMPTY_SECTION = re.compile(
    rf'(?:{_EMPTY_LINE})*<w:p><w:pPr>(?:<w:spacing [^>]*/>)?<w:sectPr><w:type w:val="continuous"/>(?:(?!</w:sectPr>).)*</w:sectPr></w:pPr></w:p>', re.DOTALL
)
_AT_THE_TOP = '<w:spacing w:before="0"/></w:pPr>'
_BREAK = '<w:r><w:br w:type="column"/></w:r>'
_MOST_ENTRIES = 90  # more do not fit on one page, where a break of ours would only do harm


def for_printing(data: bytes, name: str) -> bytes:
    """The file with its contents as plain paragraphs with links; the file itself where it has none. `name` stands in messages.

    Raises:
        PackageError: the file cannot be read.
    """
    parts = read_package(data, name)
    main = main_part(parts, name)
    before, entries, after = without_field(parts[main].decode())
    if not entries:
        return data
    columns = _in_columns(entries, after)
    rest = _without_empty_section(after) if columns != entries else after
    return write_package(parts | {main: f"{before}{columns}{rest}".encode()})


def _in_columns(entries: str, after: str) -> str:
    """The entries with a break before the group that begins the second column, where their section has two."""
    section = _SECTION.search(after)
    found = list(_ENTRY.finditer(entries))
    if section is None or not _TWO_COLUMNS.search(section[0]) or not 3 <= len(found) <= _MOST_ENTRIES:
        return entries
    first = found[0][0]
    heights = list(accumulate((2 if entry[0] == first else 1 for entry in found), initial=0))
    groups = [at for at, entry in enumerate(found) if at and entry[0] == first]
    if not groups:
        return entries
    chosen = found[min(groups, key=lambda at: abs(2 * heights[at] - heights[-1]))]
    return f"{entries[: chosen.start()]}{first.replace('</w:pPr>', _AT_THE_TOP)}{_BREAK}{entries[chosen.end() :]}"


def _without_empty_section(after: str) -> str:
    """Without the section that makes Word balance the columns: with a break in them it would begin a page of its own."""
    _, columns, rest = after.partition("</w:sectPr></w:pPr></w:p>")
    empty = _EMPTY_SECTION.match(rest)
    return after[: len(after) - len(rest)] + rest[empty.end() :] if columns and empty else after
