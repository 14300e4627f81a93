"""The status of every agreement, one line each."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from slagen.core.findings import Finding
from slagen.portfolio import questions
from slagen.portfolio.rows import Line
from slagen.workspace.indexing import Indexed, Watching, asked, unwatched


@dataclass(frozen=True, slots=True)
class Overview:
    """Where each agreement stands, in the order of their ids. `problems` say of which the dates are not known: there the records alone say it."""

    on: date
    lines: tuple[Line, ...]
    problems: tuple[Finding, ...]


def overview(root: Path, day_in: Callable[[str], date], watching: Watching = unwatched) -> Overview:
    """Every agreement of the workspace on the day that `day_in` gives for its time zone, as the index has it.

    Raises:
        FindingsError: the settings of the workspace cannot be used.
    """
    return asked(root, day_in, _answer, watching)


def _answer(found: Indexed) -> Overview:
    return Overview(found.today, questions.lines(found.database, found.today), questions.problems(found.database, found.today))
