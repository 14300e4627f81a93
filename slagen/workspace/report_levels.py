"""The parts of a performance report that set results against targets: the table of levels, the months, the error budgets, each level over time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from slagen.core.calendar_periods import days_of, name_of
from slagen.model.document import Block, Figure
from slagen.performance.budget import budget, together
from slagen.performance.month_credits import month_of
from slagen.performance.result import Result, Verdict
from slagen.workspace.report_charts import budget_chart, most_used, trend_chart
from slagen.workspace.report_words import NOTHING, Words, worst
from slagen.workspace.reporting import LevelReport
from slagen.workspace.review_blocks import line, table

_COLUMNS = 4
"""Levels side by side in the table of months: more would be too narrow to read."""


def level_table(levels: Sequence[LevelReport], words: Words) -> Iterator[Block]:
    """Each level with its target and what came out."""
    if not levels:
        return
    if words.found.is_long:
        header = ("Service level", "Target", "Met", "Worst result", "Missed in", "No figures for")
        yield table(header, [_long_row(one, words) for one in levels], "Service levels over the period", right=(3,))
        return
    short = ("Service level", "Target", "Result", "How it stands", "Rests on")
    yield table(short, [row for one in levels for row in _rows(one, words)], "Service levels and their results", right=(2,))


def _rows(one: LevelReport, words: Words) -> Iterator[tuple[str, ...]]:
    for result in one.results:
        name = one.name if len(one.results) == 1 else f"{one.name}, {result.window.name}"
        yield name, words.target(one), words.value(result), words.standing(one, result), words.rests_on(result)
    if not one.results:
        yield one.name, words.target(one), NOTHING, _waits(one, words), ""


def _waits(one: LevelReport, words: Words) -> str:
    """Why there is no result: its measurement period ends later."""
    period = words.formats.term(one.level.period)
    ends = days_of(name_of(words.found.period.until, 3)) if one.level.period == "calendar-quarter" else None
    return f"its {period} ends on {words.formats.date(ends[1])}" if ends else f"its period ({period}) does not end here"


def _long_row(one: LevelReport, words: Words) -> tuple[str, ...]:
    judged = [result for result in one.results if result.verdict is not Verdict.REPORTED]
    ended = [result for result in judged if not words.found.runs(result)]
    missed, missing = ([result for result in ended if result.verdict is verdict] for verdict in (Verdict.MISSED, Verdict.MISSING))
    met = f"{len(ended) - len(missed) - len(missing)} of {len(ended)}" if ended else NOTHING
    lowest = worst(one.results)
    one_value = len({result.value for result in one.results if result.value is not None}) == 1
    shown = NOTHING if lowest is None else words.value(lowest) if one_value else f"{words.value(lowest)} ({lowest.window.name})"
    if not one.results:
        return one.name, words.target(one), NOTHING, NOTHING, _waits(one, words), NOTHING
    return one.name, words.target(one), met, shown, words.periods(missed) or "none", words.periods(missing) or "none"


def month_by_month(words: Words) -> Iterator[Block]:
    """A row for each month, a column for each level: what each period that ended in it came to. Levels of one kind of period stand side by side."""
    levels = [one for one in words.found.levels if one.results]
    months = sorted({_month(result, words) for one in levels for result in one.results})
    for some in _side_by_side(levels):
        rows = []
        for month in months:
            cells = [[words.told(one, result) for result in one.results if _month(result, words) == month] for one in some]
            if any(cells):
                rows.append((name_of(month, 1), *("; ".join(cell) or NOTHING for cell in cells)))
        yield replace(table(("Month", *(one.name for one in some)), rows, "Results month by month"), kind="months")
    if any(one.level.period not in {"calendar-month", "rolling-30-days"} for one in levels):
        yield line("A result stands in the month in which its measurement period ends.")


def _side_by_side(levels: Sequence[LevelReport]) -> Iterator[Sequence[LevelReport]]:
    for period in dict.fromkeys(one.level.period for one in levels):
        own = [one for one in levels if one.level.period == period]
        yield from (own[start : start + _COLUMNS] for start in range(0, len(own), _COLUMNS))


def _month(result: Result, words: Words) -> date:
    """The month in which a result stands: the one that its period ends in, or the last of those that have begun."""
    return min(month_of(result.window), words.found.period.until.replace(day=1))


def budgets(words: Words) -> Iterator[Block]:
    """What each level allowed to go wrong, and what of it was used."""
    rows = [row for one in words.found.objectives if (row := _budget_row(one, words))]
    if not rows:
        return
    yield line(
        "The error budget is what may go wrong in a measurement period before the target is missed: minutes of downtime, or late or failed events. "
        "What one period leaves is not carried over."
    )
    chart = budget_chart(words.found.objectives, words)
    if chart is not None:
        yield Figure(chart)
    if words.found.is_long:
        header = ("Service level", "Allowed in all", "Used in all", "Most used in one period", "More than allowed in")
        yield table(header, rows, "Error budgets over the period", right=(1, 2))
    else:
        yield table(("Service level", "Allowed", "Used", "Part used", "Left"), rows, "Error budgets", right=(1, 2, 3, 4))


def _budget_row(one: LevelReport, words: Words) -> tuple[str, ...] | None:
    every = [(result, spent) for result in one.results if (spent := budget(result))]
    added, peak = together([spent for _, spent in every]), most_used(one)
    if added is None or peak is None:
        return None
    allowed, used = words.amount(added.allowed, added), words.amount(added.used, added)
    if not words.found.is_long:
        left = words.amount(max(added.allowed - added.used, added.used * 0), added)
        return one.name, allowed, used, words.share(added), left
    result, most = peak
    over = words.periods([one for one, found in every if found.exceeded])
    return one.name, allowed, used, f"{words.share(most)} in {result.window.name}" if most.used else "nothing", over or "none"


def each_level(one: LevelReport, words: Words) -> Iterator[Block]:
    """One level over time: every period that the trend shows."""
    if len(one.trend) < 2:
        return
    chart = trend_chart(one, words)
    if chart is not None:
        yield Figure(chart)
    rows = []
    for result in one.trend:
        spent = budget(result)
        target = words.formats.target(result.staged.target) if result.staged else "none"
        used = words.spent(spent) if spent else NOTHING
        rows.append((result.window.name, words.value(result), target, words.standing(one, result), used))
    yield table(("Measurement period", "Result", "Target", "How it stands", "Error budget used"), rows, f"{one.name} over time", right=(1, 4))
