"""From bookmarks back to ids: the other way round of `formats.word.bookmarks`."""

from __future__ import annotations

from collections.abc import Iterable

from slagen.formats.word.bookmarks import end_bookmark, heading_bookmark, part_bookmark
from slagen.formats.word.reading.word_text import BlockText, ParagraphText, paragraphs

_PREFIX = "slg_"
RECITALS = heading_bookmark("recitals")
EXECUTION_BEGINS = part_bookmark("execution")
EXECUTION_ENDS = end_bookmark("execution")
CONTRACT_ENDS = end_bookmark("contract")


def id_of_bookmark(name: str) -> str:
    """The id that the bookmark was made from; empty where it is not one of ours. Of a long id only the shortened form is left."""
    if not name.startswith(_PREFIX):
        return ""
    return name.removeprefix(_PREFIX).replace("__", ".").replace("_", "-")


def own_bookmark(names: Iterable[str]) -> str:
    """The first bookmark of ours among `names`, or the empty string."""
    return next((name for name in names if name.startswith(_PREFIX)), "")


def marks_of(block: BlockText) -> frozenset[str]:
    """The bookmarks of a paragraph, or of all paragraphs of a table."""
    if isinstance(block, ParagraphText):
        return frozenset(block.bookmarks)
    return frozenset(name for paragraph in paragraphs((block,)) for name in paragraph.bookmarks)
