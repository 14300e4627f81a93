"""The charts of a performance report, each with a description that says the same in words and figures."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction

from slagen.core.calendar_periods import kind_of
from slagen.core.money import Money
from slagen.core.periods import add_months
from slagen.model.chart import Chart, ChartKind, Mark, Point
from slagen.model.target import Target
from slagen.performance.budget import Budget, budget
from slagen.performance.month_credits import MonthCredits
from slagen.performance.result import Result, Verdict, bound
from slagen.workspace.report_words import Words
from slagen.workspace.reporting import LevelReport
from slagen.workspace.review_blocks import capital

_NO_ALLOWANCE = Decimal(1000)
"""Stands in a chart for more than was allowed where nothing was: every such bar is cut."""
_DIGITS = Decimal("1e-6")
_MARKS = {Verdict.MISSED: Mark.MISSED, Verdict.MISSING: Mark.NO_FIGURES, Verdict.NOTHING: Mark.NOTHING}


def _decimal(value: Fraction) -> Decimal:
    return (Decimal(value.numerator) / Decimal(value.denominator)).quantize(_DIGITS).normalize()


def trend_chart(one: LevelReport, words: Words) -> Chart | None:
    """A level’s results over time; None where there are fewer than two periods, or no figure at all."""
    if len(one.trend) < 2 or all(result.value is None for result in one.trend):
        return None
    target = next((result.staged.target for result in reversed(one.trend) if result.staged), None)
    points = tuple(_point(result, words, first=not place) for place, result in enumerate(one.trend))
    first, last = one.trend[0].window.name, one.trend[-1].window.name
    against = f", against the target: {words.formats.target(target)}" if target else ""
    told = "; ".join(f"{point.name} {_spoken(point)}" for point in points)
    return Chart(
        f"{one.name}, {first} to {last}",
        ChartKind.TREND,
        points,
        f"Line chart of {one.name} from {first} to {last}{against}. {_counted(one)} By period: {told}.",
        _scale(one, target, words),
        "%" if target is None or target.share is not None or target.unit == "%" else target.unit,
        _limit(target, words) if target else "",
        words.found.agreement.locale,
    )


def _point(result: Result, words: Words, *, first: bool) -> Point:
    runs = words.found.runs(result) and result.value is not None
    mark = Mark.SO_FAR if runs else _MARKS.get(result.verdict, Mark.PLAIN)
    value = None if result.value is None else _decimal(result.value)
    limit = _decimal(bound(result.staged.target)) if result.staged else None
    return Point(result.window.name, value, words.value(result), limit, mark, _label(result, first=first))


def _label(result: Result, *, first: bool) -> str:
    """`Mar`, with the year where it begins; `Q1` likewise; of other periods the last day."""
    window, name = result.window, result.window.period
    year = f"\n{window.last_day.year}" if first or window.first_day.month == 1 else ""
    match kind_of(name):
        case "calendar-month":
            return f"{window.first_day:%b}{year}"
        case "calendar-quarter":
            return f"{name[-2:]}{year}"
        case _:
            return f"{window.last_day.day} {window.last_day:%b}{year}"


def _spoken(point: Point) -> str:
    if point.value is None:
        return point.mark.value or point.text
    return f"{point.text} ({point.mark.value})" if point.mark is not Mark.PLAIN else point.text


def _counted(one: LevelReport) -> str:
    judged = [result.verdict for result in one.trend if result.verdict is not Verdict.REPORTED]
    missed, missing = judged.count(Verdict.MISSED), judged.count(Verdict.MISSING)
    if not judged:
        return ""
    parts = [f"{len(judged) - missed - missing} of {len(judged)} periods met it", *([f"{missed} missed it"] if missed else [])]
    return f"{', '.join([*parts, *([f'for {missing} there are no figures'] if missing else [])])}."


def _scale(one: LevelReport, target: Target | None, words: Words) -> str:
    metric = capital(words.formats.term(one.level.metric))
    if target is not None and target.share is not None:
        return f"{metric}: events that kept to their limit, in per cent"
    if one.level.metric == "availability":
        return "Availability, in per cent of the measured time"
    unit = "per cent" if target is None or target.unit == "%" else words.timed(Fraction(2), target.unit).removeprefix("2 ")
    return f"{metric}, in {unit}" if unit else metric


def _limit(target: Target, words: Words) -> str:
    said = f"at least {words.formats.percentage(target.share)}" if target.share is not None else words.formats.target(target)
    return f"target\n{said}"


def budget_chart(levels: Sequence[LevelReport], words: Words) -> Chart | None:
    """How much of each error budget was used; over several periods, in the one where most was used. None where there are no budgets."""
    points = tuple(_bar(one, words) for one in levels if any(budget(result) for result in one.results))
    if not points:
        return None
    which = ", in the measurement period where most was used" if words.found.is_long else ""
    told = "; ".join(f"{point.name}: {point.text}{' (more than allowed)' if point.mark is Mark.MISSED else ''}" for point in points)
    return Chart(
        f"Error budget used, {words.found.period.title}",
        ChartKind.SHARES,
        points,
        f"Bar chart of the part of each error budget that was used{which}. {told}.",
        f"Part of the error budget that was used{which}",
        "%",
        "all of it",
        words.found.agreement.locale,
    )


def most_used(one: LevelReport) -> tuple[Result, Budget] | None:
    """The period of which most of the error budget was used."""
    found = [(result, spent) for result in one.results if (spent := budget(result))]
    return max(found, key=lambda pair: (pair[1].exceeded, pair[1].share or 0, pair[1].used), default=None)


def _bar(one: LevelReport, words: Words) -> Point:
    found = most_used(one)
    if found is None:
        return Point(one.name, None, "", mark=Mark.NO_FIGURES)
    result, spent = found
    if not spent.used and (spent.allowed or words.found.is_long):
        return Point(one.name, Decimal(0), "nothing used")
    where = f" in {result.window.name}" if words.found.is_long else ""
    shared = f"{words.share(spent)}{where}: {words.spent(spent)}"
    text = shared if spent.share is not None else f"{words.amount(spent.used, spent)}{where if spent.used else ''}, none allowed"
    value = _decimal(spent.share) if spent.share is not None else _NO_ALLOWANCE if spent.used else Decimal(0)
    return Point(one.name, value, text, mark=Mark.MISSED if spent.exceeded else Mark.PLAIN)


def credit_charts(words: Words) -> Iterator[Chart]:
    """The credits of each month, one chart for each currency; none where there is but one month, or nothing was given."""
    months = sorted({one.month for one in words.found.months})
    for currency in dict.fromkeys(one.credit.currency for one in words.found.months):
        own = [one for one in words.found.months if one.credit.currency == currency]
        if len(months) > 1 and any(one.credit.amount for one in own):
            every = [add_months(months[0], number) for number in range((months[-1].year - months[0].year) * 12 + months[-1].month - months[0].month + 1)]
            points = tuple(_column(own, month, currency, words) for month in every)
            told = "; ".join(f"{point.name} {_spoken(point)}" for point in points)
            yield Chart(
                f"Service Credits by month, {currency}",
                ChartKind.AMOUNTS,
                points,
                f"Column chart of the Service Credits of each month. {told}.",
                f"Service Credits, in {currency}",
                currency,
                locale=words.found.agreement.locale,
            )


def _column(own: Sequence[MonthCredits], month: date, currency: str, words: Words) -> Point:
    given = [one for one in own if one.month == month]
    amount = sum((one.credit.amount for one in given), Decimal(0))
    mark = Mark.LIMITED if any(cap.reduced for one in given for cap in one.caps) else Mark.PLAIN
    year = f"\n{month.year}" if month.month == 1 or month == own[0].month else ""
    return Point(f"{month:%Y-%m}", amount, words.formats.money(Money(amount, currency), short=True), mark=mark, label=f"{month:%b}{year}")
