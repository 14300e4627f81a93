"""Two versions of an agreement as a Word file with tracked changes."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from slagen.compare.annotations import explaining, explanation, tells
from slagen.compare.term_groups import gathered
from slagen.core.moments import in_utc
from slagen.model.record import Verb
from slagen.vault.history import history
from slagen.vault.identity import known_person
from slagen.vault.repository import open_repository
from slagen.workspace.sides import Side, Sides, compared

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from slagen.compare.difference import Difference
    from slagen.compare.terms import TermChange
    from slagen.formats.word.redline.compare import Redline

_SOMEBODY = "slagen"


@dataclass(frozen=True, slots=True)
class Redlined:
    """A redline of two versions, and what could not be explained at a place of its own because its words are not in the text."""

    redline: Redline
    difference: Difference
    unplaced: tuple[str, ...] = ()


def redlined(  # noqa: PLR0913 - each is a question of its own
    root: Path, agreement_id: str, old: str = "", new: str = "", *, now: datetime, annotate: bool = False, renumbering: bool = True
) -> Redlined:
    """What changed, as `differing.difference` finds it, as a Word file with tracked changes in the name of who saved `new`.

    `annotate` adds a comment where a term changed.

    Changes of the draft are dated `now`, those of a saved version when it was saved.

    Words are tracked, looks are not: the columns of a table are as wide as its words ask for. Without `renumbering`, references are not tracked
    of which but the number changed.

    Raises:
        as `differing.difference`.
    """
    from slagen.formats.word.redline.compare import Manner, redline  # noqa: PLC0415 - start-up

    sides = Sides(root, agreement_id)
    before, after = map(sides.side, sides.names(old, new))
    found = compared(before, after)
    author, moment = _author(root, after, now)
    made = redline(before.word, after.word, Manner(author, moment, formatting=False, renumbering=renumbering), (before.name, after.name))
    return _annotated(made, found, author, moment) if annotate else Redlined(made, found)


def _annotated(made: Redline, found: Difference, author: str, moment: str) -> Redlined:
    from slagen.formats.word.redline.annotate import annotate  # noqa: PLC0415 - start-up

    placed: set[TermChange] = set()

    def explain(gone: str, came: str, around: str) -> tuple[str, ...]:
        meant = explaining(found.terms, gone, came, around)
        placed.update(meant)
        return tuple(explanation(term) for term in meant if tells(term))

    told = annotate(made.data, explain, author, moment, {one.new: one.old for one in made.edited_moves})
    unplaced = tuple(explanation(term) for term in gathered([term for term in found.terms if term not in placed]))
    return Redlined(replace(made, data=told.data), found, unplaced)


def _author(root: Path, side: Side, now: datetime) -> tuple[str, str]:
    """Who made a version, and when: of a draft, who works here, and now; of what came back, whom it came from."""
    if side.record:
        theirs = side.record.to if side.record.verb is Verb.RECEIVE else ""
        return theirs or side.record.by, in_utc(side.record.at)
    with open_repository(root) as repository:
        if side.commit:
            [version] = history(repository, start=side.commit, limit=1)
            return version.author, in_utc(version.at)
        person = known_person(repository.git)
    return person.name if person else _SOMEBODY, in_utc(now)
