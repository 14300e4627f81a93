"""A simulation in words and rows, for the terminal and for documents alike."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from slagen.compare.directions import Direction
from slagen.core.counts import counted
from slagen.core.locales import Formats
from slagen.core.money import Money
from slagen.performance.misses import earns
from slagen.performance.month_credits import MonthCredits
from slagen.performance.result import Result, Verdict
from slagen.performance.statement import critical_account
from slagen.workspace.simulating import Simulation
from slagen.workspace.simulation_rows import CreditRow, LevelRow, Total

LEVELS = ("Service level", "Period", "Result", "As it is", "As proposed", "For the customer")
CREDITS = ("Month", "As it is", "As proposed", "Difference", "For the customer", "Notes")
TERMS = ("Term", "As it is", "As proposed", "For the customer")
NOTHING = "–"
_NO_FIGURES = "no figures"
_CAPS = {"monthly-charges": "the Monthly Charges", "period-charges": "the charges for the period", "annual-charges": "the Annual Charges"}
Row = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Words:
    """The words of one simulation."""

    found: Simulation

    @property
    def formats(self) -> Formats:
        """The digits of the agreement’s locale."""
        return self.found.printing.formats

    def term_rows(self) -> list[Row]:
        """What is proposed, term by term."""
        return [(one.label, one.old or NOTHING, one.new or NOTHING, _mark(one.direction)) for one in self.found.terms]

    def level_rows(self, rows: Sequence[LevelRow]) -> list[Row]:
        """Each level in each period: its result, and what it is under both."""
        return [(row.name, row.period, self._results(row), *self._standings(row), _mark(row.direction)) for row in rows]

    def _results(self, row: LevelRow) -> str:
        """The result; both, where the proposed terms measure otherwise."""
        told = dict.fromkeys(self._value(one) for one in (row.before, row.after) if one is not None)
        return " → ".join(told)

    def _value(self, result: Result) -> str:
        if result.value is None:
            return NOTHING
        return self.found.printing.result(result.value, result.staged.target if result.staged else None)

    def _standings(self, row: LevelRow) -> Row:
        return _standing(row.before, missed=row.missed_before), _standing(row.after, missed=row.missed_after)

    def credit_rows(self) -> list[Row]:
        """Each month of each scheme, and the sums."""
        schemes = {row.scheme for row in self.found.credits}
        rows = [(self._month(row, schemes), *self._amounts(*row.given), _mark(row.direction), "; ".join(self._notes(row))) for row in self.found.credits]
        return [*rows, *(("Together", *self._amounts(one.before, one.after), _mark(one.direction), "") for one in self.found.totals)]

    def _month(self, row: CreditRow, schemes: set[str]) -> str:
        return f"{row.month:%Y-%m}" if len(schemes) == 1 else f"{row.month:%Y-%m}, {row.scheme}"

    def _amounts(self, before: Money, after: Money) -> Row:
        return self.formats.money(before), self.formats.money(after), self.signed(Money(after.amount - before.amount, before.currency))

    def signed(self, amount: Money) -> str:
        """A difference with its sign; a dash where there is none."""
        sign = "+" if amount.amount > 0 else "−"
        return f"{sign}{self.formats.money(Money(abs(amount.amount), amount.currency))}" if amount.amount else NOTHING

    def _notes(self, row: CreditRow) -> Iterator[str]:
        """Limits that were reached, and critical failures; where only one side has them, which."""
        yield from _where([self._side_notes(side, row.currency) for side in (row.before, row.after)])

    def _side_notes(self, month: MonthCredits | None, currency: str) -> list[str]:
        if month is None:
            return [f"nothing in {currency}"]
        caps = [f"limit of {self.formats.percentage(one.cap.percent)} of {_CAPS[one.cap.of]} per {one.cap.per} reached" for one in month.caps if one.reduced]
        bonus = [f"bonus of {self.formats.money(month.bonus)}"] if month.bonus else []
        back = [f"{self.formats.money(one.amount)} regained" for one in month.regained]
        return [*caps, *(["critical failure"] if month.critical else []), *bonus, *back]

    def rights(self) -> list[str]:
        """The critical failures, each with what brought it and the right that it gives."""
        names = {row.level.id: row.name for row in self.found.levels}

        def told(month: MonthCredits | None) -> list[str]:
            events = critical_account(month.critical, self.found.printing, names) if month else ()
            return [f"{one.outcome} ({one.working})" for one in events]

        return [
            f"{row.month:%Y-%m}, {text}" if text.startswith("as ") else f"{row.month:%Y-%m}: {text}"
            for row in self.found.credits
            for text in _where([told(row.before), told(row.after)])
        ]

    def changed(self) -> list[LevelRow]:
        """The rows of the levels for which anything differs between the two sides."""
        differing = {row.level.id for row in self.found.levels if row.direction is not Direction.NEUTRAL or _told(row.before) != _told(row.after)}
        return [row for row in self.found.levels if row.level.id in differing]

    def unchanged(self) -> list[str]:
        """The levels that come to the same under both, by name."""
        changed = {row.level.id for row in self.changed()}
        return list(dict.fromkeys(row.name for row in self.found.levels if row.level.id not in changed))

    def summary(self) -> str:
        """What a negotiator wants to know first."""
        return " ".join(self._sentences())

    def _sentences(self) -> Iterator[str]:
        known = [row for row in self.found.levels if row.measured]
        before, after = sum(row.missed_before for row in known), sum(row.missed_after for row in known)
        old, new = sum(row.before is not None for row in known), sum(row.after is not None for row in known)
        if (before, old) == (after, new):
            yield f"Under the proposed terms as many of {counted(new, 'result')} miss their targets as under the terms as they are: {after}."
        else:
            instead = f"{before} of {old}" if old != new else f"{before}"
            yield f"Under the proposed terms {after} of {counted(new, 'result')} miss their targets instead of {instead}."
        yield from self._without_figures()
        yield from (self._sum(one) for one in self.found.totals)
        yield from self._critical()
        free = self._free()
        if free:
            yield f"{counted(free, 'further miss') if free == 1 else f'{free} further misses'} earned nothing: no credit band begins at the proposed target."

    def _without_figures(self) -> Iterator[str]:
        """Periods of which nothing was delivered stand apart from results, although a contract may count them as misses."""
        rows = [row for row in self.found.levels if not row.measured]
        if not rows:
            return
        before, after = sum(row.missed_before for row in rows), sum(row.missed_after for row in rows)
        if before != after:
            told = f"of which {before or 'none'} {_count_as_misses(before)} as it is, and {after or 'none'} as proposed"
        elif len(rows) == 1:
            told = f"which {'counts' if after else 'does not count'} as a miss"
        else:
            told = f"{after or 'none'} of which {_count_as_misses(after)}"
        yield f"There are no figures for {len(rows)} more ({self.formats.listed(list(dict.fromkeys(row.name for row in rows)))}), {told}."

    def _sum(self, one: Total) -> str:
        before, after = (self.formats.money(side) for side in (one.before, one.after))
        if not one.difference.amount:
            return f"Service Credits come to the same, {after}."
        more = "more" if one.difference.amount > 0 else "less"
        difference = self.formats.money(Money(abs(one.difference.amount), one.before.currency))
        return f"Service Credits come to {after} instead of {before}: {difference} {more} for the customer."

    def _critical(self) -> Iterator[str]:
        sides = ((row.before, row.after) for row in self.found.credits)
        before, after = (sum(bool(month and month.critical) for month in side) for side in zip(*sides, strict=True)) if self.found.credits else (0, 0)
        if before != after:
            yield f"A critical failure arises in {counted(after, 'month')} instead of {before or 'none'}."

    def _free(self) -> int:
        """Misses of the proposed terms alone that reach no row of the credit table of their level."""
        earned = {(miss.result.level, miss.result.window.name) for row in self.found.credits if row.after for miss in row.after.misses}
        credited = {
            level for binding in self.found.proposed.bindings for scheme in binding.agreement.service_credits for level in (*scheme.bands, *scheme.points)
        }
        new = (row for row in self.found.levels if row.missed_after and not row.missed_before and row.after is not None and row.level.id in credited)
        return sum(earns(row.level, row.after) and (row.level.id, row.period) not in earned for row in new if row.after is not None)


def _told(result: Result | None) -> tuple[object, ...]:
    return (None,) if result is None else (result.value, result.verdict)


def _standing(result: Result | None, *, missed: bool) -> str:
    if result is None:
        return NOTHING
    if result.verdict is Verdict.MISSING:
        return f"{_NO_FIGURES}: a miss" if missed else _NO_FIGURES
    return result.verdict.value


def _count_as_misses(count: int) -> str:
    return "counts as a miss" if count < 2 else "count as misses"


def _mark(direction: Direction) -> str:
    return NOTHING if direction is Direction.NEUTRAL else direction.value


def _where(sides: Sequence[Sequence[str]]) -> Iterator[str]:
    """What both sides say, and what only one of them does."""
    before, after = sides
    yield from (text for text in before if text in after)
    yield from (f"as it is: {text}" for text in before if text not in after)
    yield from (f"as proposed: {text}" for text in after if text not in before)
