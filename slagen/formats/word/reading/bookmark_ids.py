"""From bookmarks back to ids: the other way round of `formats.word.bookmarks`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
import re

from slagen.formats.word.bookmarks import end_bookmark, heading_bookmark, id_of, part_bookmark
from slagen.formats.word.reading.word_text import BlockText, ParagraphText, paragraphs

_PREFIX = "slg_"
RECITALS = heading_bookmark("recitals")
EXECUTION_BEGINS = part_bookmark("execution")
EXECUTION_ENDS = end_bookmark("execution")
CONTRACT_ENDS = end_bookmark("contract")
_UNTITLED = re.compile(rf"{heading_bookmark('')}\d+", re.ASCII)
_MARK = re.compile(r"slgm_(?P<kind>[a-z])(?P<level>\d?)_(?P<key>\w+)", re.ASCII)


def own_id(names: Sequence[str]) -> str:
    """The id that the bookmarks of a paragraph carry; empty where none is ours."""
    return id_of(own_bookmark(names), names)


def own_bookmark(names: Iterable[str]) -> str:
    """The first bookmark of ours among `names`, or the empty string."""
    return next((name for name in names if name.startswith(_PREFIX)), "")


def marks_of(block: BlockText) -> frozenset[str]:
    """The bookmarks of a paragraph, or of all paragraphs of a table."""
    if isinstance(block, ParagraphText):
        return frozenset(block.bookmarks)
    return frozenset(name for paragraph in paragraphs((block,)) for name in paragraph.bookmarks)


def begins_section(names: Iterable[str]) -> bool:
    """Whether a section begins here; on a clause it is one without a title."""
    return any(_UNTITLED.fullmatch(name) for name in names)


def marks_of_structure(names: Iterable[str], kind: str) -> Iterator[tuple[str, int]]:
    """The key and level of each mark of this kind; see `bookmarks.mark_bookmark`."""
    for match in map(_MARK.fullmatch, sorted(names)):
        if match and match["kind"] == kind:
            yield match["key"], int(match["level"] or 0)
