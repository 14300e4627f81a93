"""Pieces of text to inlines, in one normal form: links outside, then bold, then italic; neighbours that look alike are one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
import itertools
import re

from slagen.formats.word.reading.word_text import Piece
from slagen.formats.word.xml_text import BLANK, EMPHASIS, STRONG
from slagen.model.document import Blank, CrossReference, Emphasis, Inline, LineBreak, Link, Strong, Text

SAFE_LINK = re.compile(r"(?:https?://|mailto:)[^\x00-\x20]", re.IGNORECASE)
_BLANK = re.compile(r"(\[[^\[\]]*\])")
_JOINT = " of "


@dataclass(frozen=True, slots=True)
class Targets:
    """What bookmarks lead to: the ids of provisions and schedules, and the schedule that each stands in."""

    ids: Mapping[str, str] = field(default_factory=dict)
    schedules: Mapping[str, str] = field(default_factory=dict)


NO_TARGETS = Targets()


def inlines(pieces: Sequence[Piece], targets: Targets = NO_TARGETS, standing_in: str = "") -> tuple[Inline, ...]:
    """The inlines that print as the pieces do; `standing_in` is the id of the schedule around them."""
    merged = _merged(_cited_once([_resolved(piece, targets) for piece in pieces], targets, standing_in))
    return tuple(_linked(_merged(_with_blanks(merged)) if any(piece.flags & BLANK for piece in merged) else merged))


def _resolved(piece: Piece, targets: Targets) -> Piece:
    """A field that prints the number of something else is plain text; a link that leads to nowhere safe too."""
    href = piece.href if SAFE_LINK.match(piece.href) else ""
    if piece.target and piece.target not in targets.ids:
        return Piece(piece.text, piece.flags, href)
    return Piece(piece.text, piece.flags, href, targets.ids[piece.target], piece.field) if piece.target else Piece(piece.text, piece.flags, href)


def _cited_once(pieces: list[Piece], targets: Targets, standing_in: str) -> Iterator[Piece]:
    """`2.1 of Schedule 1` is written as two fields; it is one reference."""
    wholes = [next(group) for _, group in itertools.groupby(pieces, key=lambda piece: (piece.field, id(piece) if not piece.field else 0))]
    at = 0
    while at < len(wholes):
        piece = wholes[at]
        yield piece
        schedule = targets.schedules.get(piece.target, "")
        names_it = schedule not in {piece.target, standing_in} and [one.target for one in wholes[at + 1 : at + 3]] == ["", schedule]
        at += 3 if schedule and names_it and wholes[at + 1].text == _JOINT else 1


def _with_blanks(pieces: Iterable[Piece]) -> Iterator[Piece]:
    """Marked text in brackets is a blank, each for itself (`field` tells them apart); other marked text is text."""
    serial = 0
    for piece in pieces:
        if not piece.flags & BLANK or piece.target:
            yield piece
            continue
        for part in _BLANK.split(piece.text):
            serial -= 1
            blank = bool(_BLANK.fullmatch(part))
            yield Piece(part, piece.flags if blank else piece.flags & ~BLANK, piece.href, "", serial if blank else 0)


def _merged(pieces: Iterable[Piece]) -> list[Piece]:
    """Neighbours that look alike as one; pieces without text are gone."""
    out: list[Piece] = []
    for piece in pieces:
        last = out[-1] if out else None
        if not piece.text and not piece.target:
            continue
        if last is not None and not piece.target and not last.target and (last.flags, last.href, last.field) == (piece.flags, piece.href, piece.field):
            out[-1] = Piece(last.text + piece.text, last.flags, last.href)
        else:
            out.append(piece)
    return out


def _linked(pieces: Sequence[Piece]) -> Iterator[Inline]:
    for href, group in itertools.groupby(pieces, key=lambda piece: piece.href):
        inside = tuple(_formatted(list(group), STRONG))
        if href:
            yield Link(href, inside)
        else:
            yield from inside


def _formatted(pieces: list[Piece], flag: int) -> Iterator[Inline]:
    """The pieces with one format as a node around those that have it; bold first, italic inside."""
    for has, group in itertools.groupby(pieces, key=lambda piece: bool(piece.flags & flag)):
        members = list(group)
        inside = tuple(_formatted(members, EMPHASIS) if flag == STRONG else _plain(members))
        if has:
            yield Strong(inside) if flag == STRONG else Emphasis(inside)
        else:
            yield from inside


def _plain(pieces: list[Piece]) -> Iterator[Inline]:
    for piece in pieces:
        if piece.target:
            yield CrossReference(piece.target)
        elif piece.flags & BLANK:
            yield Blank("", piece.text[1:-1])
        else:
            yield from _lines(piece.text)


def _lines(text: str) -> Iterator[Inline]:
    for at, line in enumerate(text.split("\n")):
        if at:
            yield LineBreak()
        if line:
            yield Text(line)
