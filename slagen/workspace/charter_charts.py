"""The course of a charter's promises month by month: a chart and a table for each standard, which say the same in words and figures."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from fractions import Fraction

from slagen.core.calendar_periods import name_of
from slagen.model.chart import Chart, ChartKind, Mark, Point
from slagen.model.document import Block, Figure
from slagen.performance.charter_promises import Part
from slagen.performance.kept_promises import KeptPromise
from slagen.performance.result import Result, Verdict
from slagen.workspace.charter_report import CharterReport, Compared
from slagen.workspace.charter_words import NOTHING, CharterWords
from slagen.workspace.review_blocks import Part as Chapter
from slagen.workspace.review_blocks import table

_DIGITS = Decimal("1e-6")
_MARKS = {Verdict.MISSED: Mark.MISSED, Verdict.MISSING: Mark.NO_FIGURES, Verdict.NOTHING: Mark.NOTHING}
_NO_FIGURES = "no figures"


def month_by_month(found: CharterReport, words: CharterWords) -> Iterator[Chapter]:
    """A part for each standard of which there are figures of several months."""
    for name in dict.fromkeys(one.promise.of for one in found.standards):
        own = [one for one in found.standards if one.promise.of == name and _has_course(one)]
        if own:
            yield f"Month by month: {words.channel(own[0].promise)}", tuple(_standard(own, words))


def _has_course(one: Compared) -> bool:
    """Whether there are figures of two months at least."""
    return sum(result.value is not None for result in one.now.results) > 1


def _standard(own: Sequence[Compared], words: CharterWords) -> Iterator[Block]:
    for one in own:
        yield Figure(promise_chart(one.now, words))
    header = ("Month", *(f"{'Acknowledged' if one.promise.part is Part.ACKNOWLEDGE else 'Answered'} in time" for one in own))
    rows = [(_month(results[0]), *(_told(one, words) for one in results)) for results in zip(*(one.now.results for one in own), strict=True)]
    yield table(header, rows, f"{words.channel(own[0].promise)}, month by month")


def promise_chart(kept: KeptPromise, words: CharterWords) -> Chart:
    """One promise over the months, against what was aimed for."""
    title = words.title(kept.promise)
    points = tuple(_point(result, kept, words, first=not place) for place, result in enumerate(kept.results))
    told = "; ".join(f"{_month(result)} {point.text}{' (fell short)' if result.missed else ''}" for result, point in zip(kept.results, points, strict=True))
    aim = words.aim(kept)
    aimed = "we promise it every time" if kept.aim == 100 else f"we aim for {aim}"
    return Chart(
        title,
        ChartKind.TREND,
        points,
        f"Line chart. {title}: in how many per cent of cases we kept it, month by month; {aimed}. {told}.",
        "Kept in so many per cent of cases",
        "%",
        f"our aim:\n{aim}",
        words.agreement.locale,
    )


def _point(result: Result, kept: KeptPromise, words: CharterWords, *, first: bool) -> Point:
    day = result.window.first_day
    year = f"\n{day.year}" if first or day.month == 1 else ""
    limit = _decimal(kept.aim) if kept.aim is not None else None
    value = _decimal(result.value) if result.value is not None else None
    return Point(name_of(day, 1), value, _share(result, kept, words), limit, _MARKS.get(result.verdict, Mark.PLAIN), f"{day:%b}{year}")


def _share(result: Result, kept: KeptPromise, words: CharterWords) -> str:
    if result.value is None:
        return _NO_FIGURES if result.verdict is Verdict.MISSING else NOTHING
    return words.result(result.value, kept.aim)


def _told(result: Result, words: CharterWords) -> str:
    """A month in the table: the share, and how many there were."""
    if result.value is None:
        return _NO_FIGURES if result.verdict is Verdict.MISSING else "nobody contacted us"
    aim = Fraction(result.staged.target.share.per_hundred) if result.staged and result.staged.target.share else None
    many = "" if result.total is None else f", {words.number(result.good)} of {words.number(result.total)}" if result.good is not None else ""
    many = many or (f", of {words.number(result.total)}" if result.total is not None else "")
    return f"{words.result(result.value, aim)}{many}{'; fell short' if result.missed else ''}"


def _month(result: Result) -> str:
    return f"{result.window.first_day:%B %Y}"


def _decimal(value: Fraction) -> Decimal:
    return (Decimal(value.numerator) / Decimal(value.denominator)).quantize(_DIGITS).normalize()
