"""What each miss is worth by itself: the row of the credit table that its result reaches, its points or its weight."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from slagen.core.money import Money
from slagen.model.service_level import Band, CreditScheme, ServiceLevel
from slagen.performance.bases import Tariff, base_of
from slagen.performance.result import Result, Verdict


@dataclass(frozen=True, slots=True)
class Miss:
    """One missed level in one measurement period, and what it earns.

    `percent` is what of `base` it earns, and `amount` that, rounded half up to the minor unit of its currency; `row` is the row that applies,
    `points` what it comes to with the factor for a repeated miss. `estimated` marks a miss for which figures are missing.
    """

    result: Result
    percent: Fraction
    base: Money
    amount: Money
    row: Band | None = None
    points: Fraction | None = None
    repeated: bool = False
    estimated: bool = False


def counts_as_missed(level: ServiceLevel, result: Result) -> bool:
    """Whether a result is a miss: by its figure, or because it is missing and the level says that this is one."""
    return result.verdict is Verdict.MISSED or (result.verdict is Verdict.MISSING and level.missing == "misses")


def earns(level: ServiceLevel, result: Result) -> bool:
    """Whether a miss earns anything: not while the target's stage says that no credits arise."""
    return counts_as_missed(level, result) and (result.staged is None or result.staged.credits)


def deepest(rows: Iterable[Band], value: Fraction) -> Band | None:
    """The row for the worst result among those that `value` satisfies; rows are not added."""
    return max((row for row in rows if reaches(row, value)), key=_worth, default=None)


def mildest(rows: Iterable[Band]) -> Band | None:
    """The row that earns least: what counts while figures are missing."""
    return min(rows, key=_worth, default=None)


def _worth(row: Band) -> Fraction:
    return Fraction(row.credit.per_hundred) if row.credit is not None else Fraction(row.points or 0)


def reaches(row: Band, value: Fraction) -> bool:
    """Whether an unrounded result satisfies a row: `below` and `above` leave the figure itself out, `at_most` and `at_least` take it in."""
    return (
        (row.below is None or value < Fraction(row.below))
        and (row.at_most is None or value <= Fraction(row.at_most))
        and (row.above is None or value > Fraction(row.above))
        and (row.at_least is None or value >= Fraction(row.at_least))
    )


def misses_of(scheme: CreditScheme, level: ServiceLevel, result: Result, before: Result | None, charged: Tariff) -> tuple[Miss, ...]:
    """What a result earns in a scheme, one for each currency of its base: nothing where it is no miss, or the level has no part in the scheme.

    `before` is the result of the period immediately before: where that was missed too, points are multiplied, once.
    """
    if not earns(level, result):
        return ()
    return tuple(_miss(scheme, level, result, charged, repeated=before is not None and counts_as_missed(level, before)))


def _miss(scheme: CreditScheme, level: ServiceLevel, result: Result, charged: Tariff, *, repeated: bool) -> Iterable[Miss]:
    estimated = result.value is None
    rows = (scheme.bands or scheme.points).get(level.id, ())
    row = mildest(rows) if estimated else deepest(rows, result.value or Fraction())
    points, percent = _percent(scheme, level, row, repeated=repeated)
    if percent is None:
        return
    for currency, base in base_of(scheme.base, charged, result.window).items():
        amount = Money.of(base * percent / 100, currency)
        yield Miss(result, percent, Money.of(base, currency), amount, row, points, repeated and scheme.repeat is not None and points is not None, estimated)


def _percent(scheme: CreditScheme, level: ServiceLevel, row: Band | None, *, repeated: bool) -> tuple[Fraction | None, Fraction | None]:
    """Points, where they are what counts, and the per cent of the base; None where the level has no part in the scheme or no row is reached."""
    if scheme.weights:
        weight = scheme.weights.get(level.id)
        at_risk = Fraction(scheme.at_risk.per_hundred) if scheme.at_risk else Fraction()
        return None, None if weight is None else Fraction(weight) * at_risk / 100
    if row is None:
        return None, None
    if row.points is not None:
        points = Fraction(row.points) * (Fraction(scheme.repeat) if repeated and scheme.repeat else 1)
        return points, points * (Fraction(scheme.point_value.per_hundred) if scheme.point_value else 0)
    return None, Fraction(row.credit.per_hundred) if row.credit else Fraction()
