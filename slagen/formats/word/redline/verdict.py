"""How much of a difference a redline shows: none, looks only, places only, or substance."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain
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

Said: TypeAlias = Mapping[str, Sequence[str]]
"""What every paragraph of a file says, story by story."""
View: TypeAlias = tuple[Said, Said]
"""The old and the new file."""


def printed(file: WordFile) -> Said:
    """What every paragraph prints."""
    return {part: [visible(paragraph) for paragraph in file.tree(part).iter(P)] for part in sorted(story_parts(file))}


def views(old: WordFile, new: WordFile, prints: View) -> tuple[View, ...]:
    """The two files as they print, and, where they differ, with what references refer to in place of its number, and without page numbers."""
    return (prints,) if prints[0] == prints[1] else (prints, (_meant(old, prints[0]), _meant(new, prints[1])))


def _meant(file: WordFile, prints: Said) -> Said:
    return {part: _meant_in(file, part) or lines for part, lines in prints.items()}


def _meant_in(file: WordFile, part: str) -> list[str]:
    tree, canon = file.tree(part), Canon(file, part)
    return [] if next(tree.iter(*_REFERRING), None) is None else [_refers(paragraph, canon) for paragraph in tree.iter(P)]


def _refers(paragraph: Element, canon: Canon) -> str:
    refers = next(paragraph.iter(*_REFERRING), None) is not None
    return said(atoms_of(paragraph, canon), canon.file.numbers) if refers else visible(paragraph)


def verdict(found: Iterable[View], redlined: WordFile, *, changed: bool) -> Verdict:
    """A reference that prints or means the same is the same; white space, quotation marks, dashes, case and formatting are looks."""
    if not changed:
        return Verdict.SAME
    if any(_more_than_words(tree) for tree in _touched(redlined)):
        return Verdict.SUBSTANCE
    same = [(old, new) for old, new in found if _says_the_same(old, new)]
    if not same:
        return Verdict.SUBSTANCE
    return Verdict.COSMETIC if any(_essences(_all(old)) == _essences(_all(new)) for old, new in same) else Verdict.MOVED


def _says_the_same(old: Said, new: Said) -> bool:
    """In whatever order, and its looks taken away."""
    before, after = Counter(_all(old)), Counter(_all(new))
    return Counter(_essences((before - after).elements())) == Counter(_essences((after - before).elements()))


def _all(texts: Said) -> Iterator[str]:
    return chain.from_iterable(texts.values())


def _essences(texts: Iterable[str]) -> list[str]:
    return [text for text in map(essence, texts) if text]


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
