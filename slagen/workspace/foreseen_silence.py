"""Warnings of figures that do not come: of a period that has ended, or of the days of one that runs."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from statistics import median_high

from slagen.lifecycle.outlook import Foreseen
from slagen.lifecycle.performance_dates import report_by
from slagen.model.charter import STANDARD
from slagen.model.service_level import ServiceLevel
from slagen.performance.attainment import attain
from slagen.performance.consequence import Consequence, if_missed
from slagen.performance.forewarning import money_of, no_figures
from slagen.performance.result import Result, Verdict
from slagen.workspace.foreseen_periods import Part, ended, known_until, name_of
from slagen.workspace.kept_figures import files_of
from slagen.workspace.known_figures import KnownFigures

SILENT = timedelta(days=10)
"""How much later than usual the next figures of a period that runs may come."""
BEFORE_THE_REPORT, WITHOUT_A_REPORT = timedelta(days=5), timedelta(days=15)
"""How long before its report a period without figures is told; and by when they should be there where no report is agreed."""


def silent_since(known: KnownFigures, part: Part) -> date | None:
    """The last day with figures of a period that runs, where none have come for long."""
    last = known_until(known, part)
    if last is None or last >= part.window.last_day:
        return None
    expected = last + _rhythm(known, part.level) + SILENT
    known.turns.append(expected)
    return last if expected <= known.day else None


def _rhythm(known: KnownFigures, level: ServiceLevel) -> timedelta:
    """How many days the files of a level tell of, mostly: who delivers by the month is not asked after ten days."""
    files = files_of(known.loaded, known.setting.agreement.id, level)
    return timedelta(days=median_high([(file.last_day - file.first_day).days + 1 for file in files])) if files else timedelta()


def silence(known: KnownFigures, part: Part, since: date) -> Foreseen:
    """The warning of a period that runs, and of which nothing is known after a day."""
    printing, end = known.printing, part.window.last_day
    then = _if_missing(known, part)
    why = (
        f"{part.level.name or part.level.id}: the measurement period {part.window.name} runs until {printing.formats.date(end)}",
        f"figures are known until {printing.formats.date(since)}, and the next should have come by now, as they came before",
        _clauses(part.level),
    )
    sentence = no_figures(part.level, f"no figures after {printing.formats.date(since)}", then, printing)
    return Foreseen(name_of(known, part), end, sentence, why, cost=money_of(then))


def absences(known: KnownFigures) -> Iterator[Foreseen]:
    """Levels whose last period has ended, and whose figures should be there by now or soon."""
    for part in ended(known):
        found = attain(part.level, part.window, part.staged, known.of(part.level), known.conditions[part.place])
        if found.verdict is Verdict.MISSING:
            by = report_by(known.setting, part.window.last_day) or part.window.last_day + WITHOUT_A_REPORT
            known.turns.append(by - BEFORE_THE_REPORT)
            if by - BEFORE_THE_REPORT <= known.day:
                yield _absence(known, part, by)


def _absence(known: KnownFigures, part: Part, by: date) -> Foreseen:
    printing, then = known.printing, _if_missing(known, part)
    written = printing.formats.date
    last = known.last_day(known.of(part.level).covered)
    has_report = known.setting.agreement.reporting is not None
    why = (
        f"{part.level.name or part.level.id}: the measurement period {part.window.name} ended on {written(part.window.last_day)}",
        f"figures are known until {written(last)}" if last else "no figures are known",
        f"{'its report is due' if has_report else 'they should be there'} by {written(by)}",
        _clauses(part.level),
    )
    sentence = no_figures(part.level, _gap(known, part, last), then, printing)
    return Foreseen(name_of(known, part), by, sentence, why, cost=money_of(then))


def _gap(known: KnownFigures, part: Part, last: date | None) -> str:
    """Where figures are missing: after the last day of which any are known, unless that is later than the period."""
    written, window = known.printing.formats.date, part.window
    if last is not None and last > window.last_day:
        return f"figures are missing between {written(window.first_day)} and {written(window.last_day)}"
    return f"no figures after {written(last) if last else 'the beginning'}"


def _if_missing(known: KnownFigures, part: Part) -> Consequence:
    """What a period without figures brings: nothing, unless the level says that it counts as missed."""
    if part.level.missing != "misses":
        return Consequence()
    return if_missed(part.level, Result(part.level.id, part.window, part.staged, Verdict.MISSING), known.accounts)


def _clauses(level: ServiceLevel) -> str:
    return f"clauses: {'charter-standards' if level.role == STANDARD else 'measurement, reporting'}"
