"""Terms that came or went together, such as all facts of a new service level, told as one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from slagen.compare.directions import Direction
from slagen.compare.terms import TermChange


def gathered(terms: Sequence[TermChange]) -> Iterator[TermChange]:
    """The changes in their order; neighbours of one thing (`Escalation 4: role`, `Escalation 4: after`) that all came, or all went, are one change of it."""
    for (head, way), group in groupby(terms, key=lambda term: (_head(term.label), _way(term))):
        members = tuple(group)
        if head and way and len(members) > 1:
            yield _together(head, members)
        else:
            yield from members


def _head(label: str) -> str:
    return label.rpartition(": ")[0]


def _way(term: TermChange) -> str:
    return "came" if term.old is None else "went" if term.new is None else ""


def _together(head: str, members: Sequence[TermChange]) -> TermChange:
    told = "; ".join(f"{term.label.rpartition(': ')[2]}: {(term.old if term.new is None else term.new) or ''}" for term in members)
    ways = {term.direction for term in members} - {Direction.NEUTRAL}
    way = ways.pop() if len(ways) == 1 else Direction.NEUTRAL
    key = members[0].key.rpartition(".")[0]
    return TermChange(key, head, told, None, way) if members[0].new is None else TermChange(key, head, None, told, way)
