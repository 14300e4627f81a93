"""How much of a difference a redline shows: none, looks only, places only, or substance."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from slagen.compare.cosmetics import essence
from slagen.compare.verdicts import Verdict
from slagen.formats.word.redline.canonical import visible
from slagen.formats.word.redline.names import NOTE_REFERENCES, Element, P, W
from slagen.formats.word.redline.word_file import WordFile
from slagen.formats.word.revisions.resolve import story_parts

_WAYS = tuple(f"{W}{name}" for name in ("ins", "del"))
_FORMS = frozenset((*(f"{W}{name}" for name in ("drawing", "pict", "object", "sym")), *NOTE_REFERENCES))
_NUMBERS = tuple(f"{W}{name}" for name in ("numId", "ilvl"))


def passages(file: WordFile) -> list[str]:
    """What every paragraph says, its looks taken away, story by story; empty ones left out."""
    return [text for part in sorted(story_parts(file)) for paragraph in file.tree(part).iter(P) if (text := essence(visible(paragraph)))]


def verdict(old: Sequence[str], new: Sequence[str], redlined: WordFile, *, changed: bool) -> Verdict:
    """`old` and `new` are the `passages` of the two files; white space, quotation marks, dashes, case and formatting are looks."""
    if not changed:
        return Verdict.SAME
    if any(_more_than_words(tree) for tree in _touched(redlined)):
        return Verdict.SUBSTANCE
    if old == new:
        return Verdict.COSMETIC
    return Verdict.MOVED if Counter(old) == Counter(new) else Verdict.SUBSTANCE


def _touched(file: WordFile) -> Iterator[Element]:
    yield from (file.tree(part) for part in story_parts(file) if part in file.touched)


def _more_than_words(tree: Element) -> bool:
    """Whether a picture, a note or the like came or went, or a paragraph has another number."""
    if any(piece.tag in _FORMS for mark in tree.iter(*_WAYS) for piece in mark.iter()):
        return True
    return any(_numbered(change.getparent()) != _numbered(change.find(f"{W}pPr")) for change in tree.iter(f"{W}pPrChange"))


def _numbered(properties: Element | None) -> list[str]:
    place = None if properties is None else properties.find(f"{W}numPr")
    return [] if place is None else [item.get(f"{W}val", "") for item in place if item.tag in _NUMBERS]
