"""Schemes and results to work out credits from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from slagen.core.money import Percentage
from slagen.core.periods import add_months
from slagen.core.spans import HOUR
from slagen.model.agreement import Charge
from slagen.model.measurement import Figure, Measurements, Outage
from slagen.model.native import from_native
from slagen.model.service_level import CreditScheme, ServiceLevel
from slagen.performance.account import Account, Edition, Terms
from slagen.performance.attainment import downtime, results
from slagen.performance.credits import credits_of
from slagen.performance.month_credits import MonthCredits
from slagen.performance.ordered import Ordered
from slagen.performance.result import Result
from slagen.performance.windows import Window
from tests.performance.conditions import LIFE, conditions, level, months

PLAIN = Terms()
CHARGES = (Charge("hosting", Decimal(10_000), "GBP", "month"),)
ROWS = {"availability": [{"below": Decimal("99.9"), "credit": Percentage(Decimal(10))}, {"below": Decimal(99), "credit": Percentage(Decimal(25))}]}
AWS = [
    {"below": Decimal("99.99"), "credit": Percentage(Decimal(10))},
    {"below": Decimal(99), "credit": Percentage(Decimal(30))},
    {"below": Decimal(95), "credit": Percentage(Decimal(100))},
]


def scheme(**facts: Any) -> CreditScheme:
    return from_native(CreditScheme, {"id": "standard", "services": ("hosting",), "base": "monthly-charges", **facts})


def figures(measured: ServiceLevel, values: Sequence[str | None], first: str = "2026-01-01") -> list[Result]:
    """The result of one month after another; None where none was delivered."""
    start = date.fromisoformat(first)
    windows = months(first, str(date.fromordinal(add_months(start, len(values)).toordinal() - 1)))
    named = [(window.name, value) for window, value in zip(windows, values, strict=True)]
    data = Measurements(figures=tuple(Figure(measured.id, name, Decimal(value)) for name, value in named if value is not None))
    return list(results(measured, windows, data, conditions()))


def account(
    rules: CreditScheme,
    found: Mapping[str, Sequence[Result]],
    levels: Sequence[ServiceLevel],
    terms: Terms = PLAIN,
    down: int = 0,
    charges: Sequence[Charge] = CHARGES,
) -> Account:
    edition = Edition(LIFE.first_day, rules, {one.id: one for one in levels}, charges, terms)
    return Account((edition,), found, LIFE.first_day, lambda _service, _first, _last: down)


def worked_out(rules: CreditScheme, *values: str | None, terms: Terms = PLAIN, **facts: Any) -> tuple[MonthCredits, ...]:
    """One level by delivered figures, month by month."""
    measured = level(source="values", **facts)
    return credits_of(account(rules, {measured.id: figures(measured, values)}, [measured], terms))


def amounts(found: Sequence[MonthCredits]) -> list[str]:
    return [f"{one.credit.amount:f}" for one in found]


def by_outages(rules: CreditScheme, hours: Sequence[int], terms: Terms = PLAIN) -> tuple[MonthCredits, ...]:
    """So many hours down at the beginning of each month from January 2026, one service, one level."""
    measured, place = level(), conditions()
    windows = months("2026-01-01", str(date.fromordinal(add_months(date(2026, 1, 1), len(hours)).toordinal() - 1)))
    outages = tuple(Outage(measured.id, one.span[0], one.span[0] + lost * HOUR) for one, lost in zip(windows, hours, strict=True) if lost)
    data = Measurements(outages=outages, covered=((windows[0].span[0], windows[-1].span[1]),))

    def down(_service: str, first: date, last: date) -> int:
        return downtime(measured, Window("", max(first, LIFE.first_day), last, LIFE.zone), Ordered.of(data), place)

    edition = Edition(LIFE.first_day, rules, {measured.id: measured}, CHARGES, terms)
    return credits_of(Account((edition,), {measured.id: list(results(measured, windows, data, place))}, LIFE.first_day, down))
