"""What a Word file says beside its contract: cover and parties, what follows the signatures, headers, footers, notes and text boxes.

A Document has no room for these words, and whoever compares two files must not miss them. What slagen prints there of its own accord is left out:
it says which version a file is, and says another thing in each.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
import re

from slagen.formats.word.reading.word_text import BlockText, FieldText, ParagraphText, TableText, WordText, paragraphs
from slagen.formats.wording import OFFER_NOTE, TEAMS_NOTE, draft_banner

FRONT, BEHIND = "Cover and parties", "After the contract"
_TITLES: Mapping[str, str] = {"header": "Headers", "footer": "Footers", "footnotes": "Footnotes", "endnotes": "Endnotes"}
_BOXES = "Text boxes"
_COUNTED = frozenset({"PAGE", "NUMPAGES", "SECTIONPAGES"})
_STATUSES = frozenset({draft_banner("sla"), draft_banner("charter"), draft_banner("ola"), "Execution version", "Executed", OFFER_NOTE, TEAMS_NOTE})
_HASH = re.compile(r"Text hash \(SHA-256\)\s+[0-9a-f\s]+")
_IDENTITY = re.compile(rf"[\w.-]+ · \S+(?: · [0-9a-f]{{7,64}})? · (?:text(?: [0-9a-f]{{4}})+|{'|'.join(map(re.escape, sorted(_STATUSES)))})")
_STORY = re.compile(r"(?P<kind>[a-z]+)\d*")


def beside(text: WordText) -> dict[str, tuple[str, ...]]:
    """The lines that stand beside the contract, by where they stand: `FRONT`, `BEHIND`, Headers, Footers, Footnotes, Endnotes, Text boxes.

    A header that several sections or pages share is told once.
    """
    found: dict[str, tuple[str, ...]] = {}
    for title, blocks in _parts(text):
        lines = tuple(line for block in blocks for line in _lines(block))
        if title in {"Headers", "Footers"}:
            lines = tuple(dict.fromkeys((*found.get(title, ()), *lines)))
            found[title] = lines
        else:
            found[title] = (*found.get(title, ()), *lines)
    return {title: lines for title, lines in found.items() if lines}


def _parts(text: WordText) -> Iterator[tuple[str, Iterable[BlockText]]]:
    main, *others = text.stories
    placed = [place.paragraph for place in text.places.values() if place.story == main.name]
    first, last = (min(placed), max(placed)) if placed else (0, -1)
    yield FRONT, (block for block in main.blocks if block.at.paragraph < first)
    yield BEHIND, (block for block in main.blocks if placed and block.at.paragraph > last)
    for story in others:
        match = _STORY.fullmatch(story.name)
        yield _TITLES.get(match["kind"] if match else "", _BOXES), story.blocks


def _lines(block: BlockText) -> Iterator[str]:
    if isinstance(block, TableText):
        for row in block.rows:
            cells = (" ".join(one for part in paragraphs(cell.blocks) for one in _told(part)) for cell in row.cells)
            yield from filter(str.strip, (" | ".join(cells),))
    elif not block.contents:
        yield from _told(block)


def _told(paragraph: ParagraphText) -> Iterator[str]:
    """A paragraph without page numbers and without what slagen prints of its own accord."""
    parts = (" ".join(part.split()) for part in _uncounted(paragraph).split("\t"))
    kept = " ".join(part for part in parts if part and not _is_printed(part))
    if kept:
        number = paragraph.number.label if paragraph.number else paragraph.mark and f"[{paragraph.mark}]"
        yield f"{number} {kept}" if number else kept


def _uncounted(paragraph: ParagraphText) -> str:
    text = paragraph.text
    for field in reversed(paragraph.fields):
        if _is_counted(field):
            text = f"{text[: field.start]}#{text[field.end :]}"
    return text


def _is_counted(field: FieldText) -> bool:
    code = field.code.split()
    return bool(code) and code[0].upper() in _COUNTED


def _is_printed(part: str) -> bool:
    return part in _STATUSES or bool(_HASH.fullmatch(part) or _IDENTITY.fullmatch(part))
