"""How a performance report prints results, targets and budgets."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from slagen.core.durations import Duration
from slagen.core.locales import Formats
from slagen.core.spans import MINUTE, SECOND
from slagen.model.target import Target
from slagen.performance.budget import Budget
from slagen.performance.result import Result, Verdict
from slagen.performance.statement import Printing
from slagen.workspace.reporting import LevelReport, Report

NO_FIGURES = "no figures"
NOTHING = "–"


@dataclass(frozen=True, slots=True)
class Words:
    """The words of one report."""

    found: Report

    @property
    def formats(self) -> Formats:
        """The digits of the agreement’s locale."""
        return Formats("en", self.found.agreement.locale)

    @property
    def printing(self) -> Printing:
        """Results as the contract prints them."""
        return Printing(self.formats, self.found.agreement.time_zone, self.found.decimals)

    def target(self, one: LevelReport) -> str:
        """The target that held last, in words; `none` where there is only a figure."""
        held = [result.staged.target for result in one.results if result.staged] or [stage.target for stage in one.level.current_targets]
        return self.formats.target(held[-1]) if held else "none"

    def value(self, result: Result) -> str:
        """A result in the unit of its target."""
        if result.value is None:
            return NO_FIGURES if result.verdict is Verdict.MISSING else NOTHING
        return self.printing.result(result.value, _target(result))

    def standing(self, one: LevelReport, result: Result) -> str:
        """How a result stands to its target: `met`, `missed`, `no figures`; `so far` while the period runs."""
        words = NO_FIGURES if result.verdict is Verdict.MISSING else str(result.verdict.value)
        if self.found.runs(result):
            return f"{words} so far"
        return f"{words}: a miss" if result.verdict is Verdict.MISSING and self.found.is_missed(one, result) else words

    def told(self, one: LevelReport, result: Result) -> str:
        """A result and how it stands: `99.81%, missed`."""
        return self.standing(one, result) if result.value is None else f"{self.value(result)}, {self.standing(one, result)}"

    def rests_on(self, result: Result) -> str:
        """What a result was worked out from."""
        if result.verdict is Verdict.MISSING:
            return ""
        if result.availability is not None:
            down, every = (self.minutes(time) for time in (result.availability.down, result.availability.measured))
            return f"{down} min down of {every} min"
        if result.good is not None and result.total is not None:
            return f"{self.printing.number(result.good, 2)} of {self.printing.number(result.total, 2)} were good"
        if result.total is None:
            return ""
        return f"worked out from {self.printing.number(result.total, 2)} {'figure' if result.total == 1 else 'figures'}"

    def minutes(self, microseconds: Fraction | int) -> str:
        """Minutes, with one decimal where they are not whole."""
        return self.printing.number(Fraction(microseconds) / MINUTE, 1)

    def length(self, microseconds: int) -> str:
        """A length of time: `1 h 15 min`, `40 s`."""
        minutes, seconds = divmod(round(Fraction(microseconds, SECOND)), 60)
        hours, minutes = divmod(minutes, 60)
        parts = [f"{self.printing.number(Fraction(count), 0)} {unit}" for count, unit in ((hours, "h"), (minutes, "min"), (seconds, "s")) if count]
        return " ".join(parts) or "0 min"

    def timed(self, value: Fraction, unit: str) -> str:
        """A length in the unit of its target: `1.6 hours`."""
        exact = (Decimal(value.numerator) / Decimal(value.denominator)).quantize(Decimal("0.1"), ROUND_HALF_UP)
        shown = exact.quantize(Decimal(1)) if exact == exact.to_integral_value() else exact
        try:
            return self.formats.duration(Duration.parse(f"{shown:f} {unit}"))
        except ValueError:
            return f"{self.formats.number(shown)} {unit}".rstrip()

    def spent(self, budget: Budget) -> str:
        """What was used of what was allowed: `60 min of 43.2 min`, `2 of 3 events`."""
        used = self.amount(budget.used, budget) if budget.in_time else self.printing.number(budget.used, 2)
        return f"{used} of {self.amount(budget.allowed, budget)}"

    def amount(self, figure: Fraction, budget: Budget) -> str:
        """A part of a budget: minutes down, or events."""
        return f"{self.minutes(figure)} min" if budget.in_time else f"{self.printing.number(figure, 2)} {'event' if figure == 1 else 'events'}"

    def share(self, budget: Budget) -> str:
        """How much of a budget was used."""
        if budget.share is None:
            return "more than all" if budget.used else "nothing"
        return self.printing.percent(budget.share, 0 if budget.share >= 10 or not budget.share else 1)

    def clock(self, at: int | None) -> str:
        """A moment by the clock of the agreement; `it lasts` where there is none yet."""
        return "it lasts" if at is None else self.printing.clock(at)

    def periods(self, results: Sequence[Result]) -> str:
        """Their names in a row."""
        return ", ".join(result.window.name for result in results)

    def cause(self, name: str) -> str:
        """A cause as words."""
        return self.formats.term(name) or "none stated"


def _target(result: Result) -> Target | None:
    return result.staged.target if result.staged else None


def worst(results: Sequence[Result]) -> Result | None:
    """The result that is furthest on the wrong side; None where there is no figure."""
    known = [one for one in results if one.value is not None]
    if not known:
        return None
    target = _target(known[-1])
    low_is_bad = target is None or target.share is not None or target.higher_is_better
    return (min if low_is_bad else max)(known, key=lambda one: one.value or Fraction())
