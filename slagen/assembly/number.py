"""Numbering: from ids to labels. The document stores ids only, so a moved clause renumbers itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from slagen.model.document import Clause, Document

DEEPEST_LEVEL = 4
_ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Label:
    """What is printed for one provision.

    `text` stands beside it (`4.1`, `(a)`, `Schedule 1`), `full` cites it from within its own numbered body (`4.1(a)`).
    `level` is 0 for a clause with a heading, then 1 to 4; -1 for a schedule. `schedule` is the id of the schedule it stands in.
    """

    text: str
    full: str
    level: int
    schedule: str = ""


Labels: TypeAlias = Mapping[str, Label]


def number(document: Document) -> dict[str, Label]:
    """Labels of every clause, provision and schedule, by id.

    Clauses are numbered through all sections (1, 1.1, (a), (i), (A)); each schedule starts again at 1.
    """
    clauses = [clause for section in document.sections for clause in section.clauses]
    labels = dict(_number_body(clauses, ""))
    for position, schedule in enumerate(document.schedules, start=1):
        name = f"Schedule {position}"
        labels[schedule.id] = Label(name, name, -1, schedule.id)
        labels.update(_number_body(schedule.clauses, schedule.id))
    return labels


def _number_body(clauses: Iterable[Clause], schedule: str) -> Iterator[tuple[str, Label]]:
    for position, clause in enumerate(clauses, start=1):
        yield clause.id, Label(str(position), str(position), 0, schedule)
        yield from _number_children(clause, str(position), 1, schedule)


def _number_children(parent: Clause, full: str, level: int, schedule: str) -> Iterator[tuple[str, Label]]:
    for position, child in enumerate(parent.children, start=1):
        text = f"{full}.{position}" if level == 1 else f"({counter(position, level)})"
        child_full = text if level == 1 else f"{full}{text}"
        yield child.id, Label(text, child_full, level, schedule)
        yield from _number_children(child, child_full, level + 1, schedule)


def counter(position: int, level: int) -> str:
    """The counter of the `position`-th item on a level below 1: a, b … on 2, i, ii … on 3, A, B … on 4 and deeper."""
    if level == 2:
        return letters(position)
    return roman(position) if level == 3 else letters(position).upper()


def letters(position: int) -> str:
    """A … z, then aa, bb … as Word's own lowerLetter format counts."""
    turns, place = divmod(position - 1, 26)
    return chr(ord("a") + place) * (turns + 1)


def roman(position: int) -> str:
    """The number in small Roman numerals."""
    out = []
    for size, sign in _ROMAN:
        count, position = divmod(position, size)
        out.append(sign * count)
    return "".join(out)


def cite(target: str, labels: Labels, standing_in: str = "") -> str:
    """How a reference prints: `4.1(a)`; from outside its schedule `2.1 of Schedule 1`; a schedule by its name.

    `standing_in` is the id of the schedule that holds the reference, empty in the main body.
    A provision of the main body cited from a schedule prints its label alone.

    Raises:
        KeyError: there is no such target.
    """
    label = labels[target]
    if label.level < 0 or not label.schedule or label.schedule == standing_in:
        return label.full
    return f"{label.full} of {labels[label.schedule].full}"
