"""Which changed term a change of words comes from: told by the figures that went and came, and by what stands around."""

from __future__ import annotations

from collections.abc import Sequence
import re

from slagen.compare.directions import Direction
from slagen.compare.terms import TermChange

_PIECE = re.compile(r"[^\W_]+(?:[.,:]\d+)*", re.UNICODE)
"""Whole figures and words: the 4 of a check sum such as 96c4 is none."""
_FIGURE = re.compile(r"\d")
_ABSENT = "—"
_SAYS = {Direction.BETTER: ": better for the customer", Direction.WORSE: ": worse for the customer", Direction.NEUTRAL: ""}
_FEWEST_LETTERS = 4


def explanation(term: TermChange) -> str:
    """`Availability: target ≥ 99.9% → ≥ 99.95%: better for the customer`."""
    old, new = (_ABSENT if value is None else " ".join(value.split()) for value in (term.old, term.new))
    return f"{term.label} {old} → {new}{_SAYS[term.direction]}"


def tells(term: TermChange) -> bool:
    """Whether an explanation says more than the changed words do: a value that came or went stands there, unless it is better for somebody."""
    return (term.old is not None and term.new is not None) or term.direction is not Direction.NEUTRAL


def explaining(terms: Sequence[TermChange], gone: str, came: str, around: str) -> tuple[TermChange, ...]:
    """The terms that account for one change of words: what is new of a term came, what it has lost went.

    Where several do, those are meant whose own words (those that not all of them have) are found the most `around`.
    """
    lost, found = _pieces(gone), _pieces(came)
    meant = [term for term in terms if _accounts(term, lost, found)]
    if len(meant) < 2:
        return tuple(meant)
    place = _letters(around)
    words = [_letters(f"{term.label} {term.old} {term.new}") for term in meant]
    common = frozenset[str].intersection(*words)
    rates = [len((own - common) & place) / max(len(own - common), 1) for own in words]
    return tuple(term for term, rate in zip(meant, rates, strict=True) if rate == max(rates))


def _accounts(term: TermChange, lost: frozenset[str], found: frozenset[str]) -> bool:
    before, after = _pieces(term.old or ""), _pieces(term.new or "")
    went, came = _telling(before - after), _telling(after - before)
    return bool(went or came) and went <= lost and came <= found


def _telling(pieces: frozenset[str]) -> frozenset[str]:
    """Figures tell a term; where it has none, its longer words do."""
    return frozenset(piece for piece in pieces if _FIGURE.search(piece)) or frozenset(piece for piece in pieces if len(piece) >= _FEWEST_LETTERS)


def _pieces(text: str) -> frozenset[str]:
    return frozenset(_PIECE.findall(text))


def _letters(text: str) -> frozenset[str]:
    return frozenset(piece.casefold() for piece in _pieces(text) if not _FIGURE.search(piece))
