"""Warnings of surveys that a charter promises: one that does not come, and one that too few have answered.

A charter promises no result of a survey, only that customers are asked so often; and it may say from how many answers on these speak for everybody.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from slagen.lifecycle.outlook import Foreseen
from slagen.lifecycle.recurrence import first_after, occurrence
from slagen.model.charter import Feedback
from slagen.performance.charter_promises import FEEDBACK
from slagen.performance.result import Result
from slagen.workspace.foreseen_silence import BEFORE_THE_REPORT, WITHOUT_A_REPORT
from slagen.workspace.known_figures import ONE_DAY, KnownFigures

_CLAUSES = "clauses: charter-feedback"


@dataclass(frozen=True, slots=True)
class _Turn:
    """One of the times between two surveys: the days on which customers are to be asked once."""

    number: int
    first: date
    last: date


def surveys(known: KnownFigures) -> Iterator[Foreseen]:
    """What is to be told of surveys; nothing where nobody ever said where their figures come from.

    Raises:
        ValueError: a length of time makes no date.
    """
    charter = known.setting.agreement.charter
    plan = charter.feedback if charter else None
    told = known.results_of(FEEDBACK) if plan else ()
    if plan is None or (plan.source is None and not told):
        return
    number = first_after(known.life.first_day, plan.survey, known.day)
    now = _turn(known, plan, number)
    known.turns += [now.first, now.last + ONE_DAY]
    before = _turn(known, plan, number - 1) if number > 1 else None
    if before is not None and not any(one.window.last_day >= before.first for one in told):
        yield from _missing(known, plan, before)
    yield from _too_few(known, plan, now, [one for one in told if one.window.last_day >= now.first])


def _turn(known: KnownFigures, plan: Feedback, number: int) -> _Turn:
    anchor = known.life.first_day
    return _Turn(number, occurrence(anchor, plan.survey, number - 1), occurrence(anchor, plan.survey, number) - ONE_DAY)


def _missing(known: KnownFigures, plan: Feedback, turn: _Turn) -> Iterator[Foreseen]:
    by, written = turn.last + WITHOUT_A_REPORT, known.printing.formats.date
    known.turns.append(by - BEFORE_THE_REPORT)
    if known.day >= by - BEFORE_THE_REPORT:
        missed = f"Survey of customers: no figures from {written(turn.first)} to {written(turn.last)}, the survey that the charter promises is missing"
        yield Foreseen(f"{FEEDBACK}-{turn.number}", by, missed, (_every(known, plan, turn), f"its figures should be there by {written(by)}", _CLAUSES))


def _too_few(known: KnownFigures, plan: Feedback, turn: _Turn, told: list[Result]) -> Iterator[Foreseen]:
    answers = [one.total for one in told if one.total is not None]
    if plan.minimum_sample is None or not answers or max(answers) >= plan.minimum_sample:
        return
    printing = known.printing
    enough = printing.formats.number(plan.minimum_sample)
    last = printing.formats.date(turn.last)
    few = f"Survey of customers: {printing.number(max(answers), 0)} answers, fewer than {enough} are too few to speak for everybody"
    why = (_every(known, plan, turn), f"customers can be asked again until {last}", _CLAUSES)
    yield Foreseen(f"{FEEDBACK}-{turn.number}", turn.last, few, why)


def _every(known: KnownFigures, plan: Feedback, turn: _Turn) -> str:
    formats = known.printing.formats
    return f"customers are asked every {formats.duration(plan.survey)}: once from {formats.date(turn.first)} to {formats.date(turn.last)}"
