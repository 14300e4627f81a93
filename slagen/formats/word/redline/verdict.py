"""How much of a difference a redline shows: none, looks only, places only, or substance."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from typing import TypeAlias

from slagen.compare.cosmetics import essence
from slagen.compare.verdicts import Verdict
from slagen.formats.word.redline.atoms import atoms_of
from slagen.formats.word.redline.canonical import Canon, visible
from slagen.formats.word.redline.names import NOTE_REFERENCES, Element, P, W
from slagen.formats.word.redline.references import said
from slagen.formats.word.redline.word_file import WordFile
from slagen.formats.word.revisions.resolve import story_parts

_WAYS = tuple(f"{W}{name}" for name in ("ins", "del"))
_FORMS = frozenset((*(f"{W}{name}" for name in ("drawing", "pict", "object", "sym")), *NOTE_REFERENCES))
_REFERRING = (f"{W}instrText", f"{W}hyperlink", f"{W}fldSimple")
_NUMBERS = tuple(f"{W}{name}" for name in ("numId", "ilvl"))


View: TypeAlias = tuple[list[str], list[str]]
"""What every paragraph of the old and of the new file says, its looks taken away, story by story; empty ones left out."""


def views(old: WordFile, new: WordFile) -> tuple[View, ...]:
    """The two files as they print, and, where numbers of provisions were looked at, with what references refer to in place of those numbers."""
    printed = _passages(old, _printed), _passages(new, _printed)
    return (printed, (_passages(old, _meant), _passages(new, _meant))) if old.numbers and printed[0] != printed[1] else (printed,)


def _passages(file: WordFile, read: Callable[[Element, Canon], str]) -> list[str]:
    parts = ((file.tree(part), Canon(file, part)) for part in sorted(story_parts(file)))
    return [text for tree, canon in parts for paragraph in tree.iter(P) if (text := essence(read(paragraph, canon)))]


def _printed(paragraph: Element, _canon: Canon) -> str:
    return visible(paragraph)


def _meant(paragraph: Element, canon: Canon) -> str:
    refers = next(paragraph.iter(*_REFERRING), None) is not None
    return said(atoms_of(paragraph, canon), canon.file.numbers) if refers else visible(paragraph)


def verdict(found: Sequence[View], redlined: WordFile, *, changed: bool) -> Verdict:
    """A reference that prints or means the same is the same; white space, quotation marks, dashes, case and formatting are looks."""
    if not changed:
        return Verdict.SAME
    if any(_more_than_words(tree) for tree in _touched(redlined)):
        return Verdict.SUBSTANCE
    if any(old == new for old, new in found):
        return Verdict.COSMETIC
    return Verdict.MOVED if any(Counter(old) == Counter(new) for old, new in found) else Verdict.SUBSTANCE


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
