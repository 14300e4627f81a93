"""Labels: what is printed for a provision, and how it is cited."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple, TypeAlias


class Label(NamedTuple):
    """What is printed for one provision.

    `text` stands beside it (`4.1`, `(a)`, `Schedule 1`), `full` cites it from within its own numbered body (`4.1(a)`).
    `level` is 0 for a clause with a heading, then 1 to 4; -1 for a schedule. `schedule` is the id of the schedule it stands in.
    """

    text: str
    full: str
    level: int
    schedule: str = ""


Labels: TypeAlias = Mapping[str, Label]


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
