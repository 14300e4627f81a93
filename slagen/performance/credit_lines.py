"""The lines of a statement that tell of money: what a miss earns by itself, and what a scheme comes to in a month, figure by figure."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from slagen.core.durations import Duration
from slagen.core.money import Money, Percentage
from slagen.model.agreement import Charge
from slagen.model.service_level import Band, CreditScheme
from slagen.model.target import Target
from slagen.performance.bases import MONTHS_IN, Tariff, months_in, months_of
from slagen.performance.caps import CapApplied
from slagen.performance.claim_lines import claim_lines
from slagen.performance.earn_back import Banked, Given, Regained
from slagen.performance.misses import Miss
from slagen.performance.month_credits import MonthCredits
from slagen.performance.statement import Line, Printing, Working, critical_account
from slagen.performance.windows import Window

BASES = {"monthly-charges": "Monthly Charges", "period-charges": "Charges for the period", "annual-charges": "Annual Charges"}
_TIMES = {"month": "in the month", "quarter": "in the quarter", "year": "in the year", "contract-year": "in the contract year"}


@dataclass(frozen=True, slots=True)
class Wording:
    """What the lines of one scheme are told with: the charges that its base is made of, the names of services and levels, and how figures are printed.

    `exercise_within` is the time that the clause on critical failures gives where a rule of the scheme states none.
    """

    scheme: CreditScheme
    charged: Tariff
    services: Mapping[str, str]
    levels: Mapping[str, str]
    printing: Printing
    exercise_within: Duration | None = None

    def money(self, value: Money) -> str:
        """An amount of money."""
        return self.printing.formats.money(value)

    def percent(self, value: Percentage | None) -> str:
        """A percentage that the agreement states."""
        return self.printing.formats.percentage(value) if value is not None else ""

    def level(self, name: str) -> str:
        """A level by its name."""
        return self.levels.get(name, name)


def earned(miss: Miss, wording: Wording) -> Iterator[Line]:
    """What a miss earns by itself, step by step."""
    scheme, printing, result = wording.scheme, wording.printing, miss.result
    if miss.row is not None:
        yield _row_line(miss, miss.row, result.staged.target if result.staged else None, wording)
    if miss.points is not None and scheme.point_value is not None:
        yield from _points(miss, miss.points, wording)
    if scheme.weights:
        weight = printing.rate(Fraction(scheme.weights[result.level]))
        yield Line("Weight", f"{weight} of the {wording.percent(scheme.at_risk)} at risk", printing.rate(miss.percent), "service-credits")
    base = _base(scheme.base, miss.base, result.window, wording)
    if not miss.base.currency:
        yield Line("Base", base, "open", "service-credits")
        yield Line("Service Credit by itself", f"{printing.rate(miss.percent)} of what is charged, rounded half up", "open", "service-credits.order")
        return
    yield Line("Base", base, wording.money(miss.base), "service-credits")
    working = f"{printing.rate(miss.percent)} of {wording.money(miss.base)}, rounded half up"
    yield Line("Service Credit by itself", working, wording.money(miss.amount), "service-credits.order")


def _row_line(miss: Miss, row: Band, target: Target | None, wording: Wording) -> Line:
    points = _counted(Fraction(row.points or 0), wording.printing)
    why = "; the smallest, until the figures are delivered" if miss.estimated else ""
    place = "service-credits.missing" if miss.estimated else "service-credits.deepest"
    return Line("Row of the credit table", _row(row, target, wording.printing) + why, wording.percent(row.credit) or points, place)


def _counted(points: Fraction, printing: Printing) -> str:
    return f"{printing.number(points, 2)} {'point' if points == 1 else 'points'}"


def _points(miss: Miss, points: Fraction, wording: Wording) -> Iterator[Line]:
    printing, scheme = wording.printing, wording.scheme
    if miss.repeated and miss.row is not None:
        working = f"{_counted(Fraction(miss.row.points or 0), printing)} × {printing.number(Fraction(scheme.repeat or 1), 2)}"
        yield Line("Repeated miss", f"{working}, because the period before was missed too", _counted(points, printing), "service-credits")
    working = f"{_counted(points, printing)} × {wording.percent(scheme.point_value)}"
    yield Line("Points", working, printing.rate(miss.percent), "service-credits")


def _row(row: Band, target: Target | None, printing: Printing) -> str:
    unit = "" if target is None else "%" if target.share is not None else target.unit
    bounds = (("below", row.below), ("at most", row.at_most), ("above", row.above), ("at least", row.at_least))

    def written(figure: Decimal) -> str:
        return printing.formats.percentage(Percentage(figure)) if unit == "%" else f"{printing.formats.number(figure)} {unit}".rstrip()

    return " and ".join(f"{word} {written(figure)}" for word, figure in bounds if figure is not None)


def _base(name: str, base: Money, window: Window, wording: Wording) -> str:
    """The charges that a base is made of, and how many months of them: `Hosting £120,000.00 a year ÷ 12`."""
    charges = [one for one in wording.charged.charges if one.currency == base.currency or not base.currency]
    parts = [_price(one, wording) + (f" ÷ {MONTHS_IN[one.per]}" if one.per != "month" else "") for one in charges if not one.is_by_use]
    months = months_in(name, window, wording.charged)
    times = "" if months == 1 else f" × {months.numerator}" if months.denominator == 1 else f" × {months.numerator} ÷ {months.denominator}, by its days"
    together = " + ".join(parts)
    recurring = f"{f'({together})' if times and len(parts) > 1 else together}{times if parts else ''}"
    used = [_used(name, one, window, wording) for one in charges if one.is_by_use]
    return f"{BASES[name]}: {' + '.join(one for one in (recurring, *used) if one)}"


def _price(charge: Charge, wording: Wording) -> str:
    return f"{wording.services.get(charge.service, charge.service)} {wording.money(charge.price)} a {charge.per}"


def _used(name: str, charge: Charge, window: Window, wording: Wording) -> str:
    """A charge by use with the use that counts: `Cloud $29.00 a user and month × 250`."""
    month, number = window.last_day.replace(day=1), wording.printing.number
    if name == "annual-charges":
        average = wording.charged.average(charge, month)
        told = "what was used is not known" if average is None else f"{number(average, 2)} on average × 12"
    else:
        counted = [one for one, _ in months_of(window)] if name == "period-charges" else [month]
        uses = [(one, wording.charged.quantity(charge, one)) for one in counted]
        told = " + ".join(_use_in(one, used, wording, alone=len(uses) == 1) for one, used in uses)
        told = f"({told})" if len(uses) > 1 else told
    return f"{_price(charge, wording)} × {told}"


def _use_in(month: date, used: Fraction | None, wording: Wording, *, alone: bool) -> str:
    number = "use that was not delivered" if used is None else wording.printing.number(used, 2)
    return number if alone else f"{number} in {month:%Y-%m}"


def month_account(found: MonthCredits, wording: Wording, claim: tuple[str, str] | None) -> Working:
    """The steps of one scheme in one month, from the misses together to what is given; `claim` is how the last day to claim it is found, and that day."""
    lines = [
        *_days(found),
        *_together(found, wording),
        *critical_account(found.critical, wording.printing, wording.levels, wording.exercise_within),
        *_instead(found, wording),
        *(_cap(one, wording) for one in found.caps),
        *_given(found, wording),
        *_shares(found, wording),
        *(_regained(one, wording) for one in found.regained),
        *_bank(found, wording),
        *_bonus(found, wording),
        *claim_lines(found, wording.printing.formats, claim),
    ]
    return Working(f"Scheme “{wording.scheme.id}”, {found.month:%Y-%m}", tuple(lines))


def open_account(month: date, wording: Wording) -> Working:
    """What is to be said of a scheme whose base depends on use alone: percentages are known, amounts are not."""
    working = "the percentages above of what was charged for the month, which depends on use that was not delivered"
    title = f"Scheme “{wording.scheme.id}”, {month:%Y-%m}"
    return Working(title, (Line(_outcome(wording), working, "open", "service-credits.order"),))


def _together(found: MonthCredits, wording: Wording) -> Iterator[Line]:
    scheme, several = wording.scheme, len(found.misses) > 1
    amounts = [f"{wording.level(miss.result.level)} {wording.money(miss.amount)}" for miss in found.misses]
    counting = Money(sum(found.counting, Decimal(0)), found.credit.currency)
    how = _how(found, amounts, wording) if several else f"one miss: {amounts[0]}" if amounts else "no miss"
    yield Line("Misses together", how, wording.money(counting), "multiple-failures" if several else "service-credits.order")
    if counting.amount > found.combined.amount:
        working = f"all shares together are at most {wording.percent(scheme.at_risk)} of {wording.money(found.widest)}"
        yield Line("Amount at risk", working, wording.money(found.combined), "service-credits")


def _days(found: MonthCredits) -> Iterator[Line]:
    length = monthrange(found.month.year, found.month.month)[1]
    if found.days < length:
        yield Line("Charges of the month", "due for the days on which the agreement ran", f"{found.days} of {length} days", "charges.part")


def _how(found: MonthCredits, amounts: Sequence[str], wording: Wording) -> str:
    scheme, every = wording.scheme, ", ".join(amounts)
    if scheme.combine == "sum":
        return " + ".join(amounts)
    if scheme.combine == "highest":
        return f"the highest of {every}"
    counted = any(miss.result.level == found.chosen for miss in found.misses)
    return f"of {every}, the Customer has chosen {wording.level(found.chosen)}" if counted else f"until the Customer has chosen, the highest of {every}"


def _instead(found: MonthCredits, wording: Wording) -> Iterator[Line]:
    before = found.combined
    if found.instead is not None:
        working = "takes the place of the Service Credits that led to the Critical Failure, beside the others"
        yield Line("Compensation", working, wording.money(found.instead), "critical-failure.compensation")
        before = max(found.combined, found.instead, key=lambda one: one.amount)
    if before.amount > found.widest.amount:
        yield Line("Limit", f"never more than the base, {wording.money(found.widest)}", wording.money(found.widest), "service-credits.limit")


def _cap(one: CapApplied, wording: Wording) -> Line:
    time = _TIMES.get(one.cap.per, f"in {one.cap.per} in a row")
    used = f", of which {_counting(one, wording)} counts: {_what_counts(one)}" if one.used.amount else ""
    working = f"at most {wording.percent(one.cap.percent)} of the {BASES[one.cap.of]}, {wording.money(one.base)}, {time}: {wording.money(one.limit)}{used}"
    more = "; it comes to more if what may still be claimed lapses" if one.reduced and one.open else ""
    place = "credit-cap.order" if one.used.amount else "credit-cap"
    return Line("Limit", working + more, wording.money(one.after) if one.reduced else "not exceeded", place)


def _counting(one: CapApplied, wording: Wording) -> str:
    """What earlier months count with, one by one: `£3,000.00 for 2026-07 + £800.00 for 2026-08 = £3,800.00`."""
    total = f" = {wording.money(one.used)}" if len(one.months) > 1 else ""
    return " + ".join(f"{wording.money(amount)} for {month:%Y-%m}" for month, amount in one.months) + total


def _what_counts(one: CapApplied) -> str:
    if not one.open:
        return "it was given before"
    return f"what was given before, and what may still be claimed ({', '.join(f'{month:%Y-%m}' for month in one.open)})"


def is_claimed(scheme: CreditScheme) -> bool:
    """Whether a credit of the scheme is given only where the Customer claims it in time."""
    return scheme.claim.mode == "claimed"


def _outcome(wording: Wording) -> str:
    return "Service Credit earned" if is_claimed(wording.scheme) else "Service Credit given"


def _given(found: MonthCredits, wording: Wording) -> Iterator[Line]:
    what, claimed = _outcome(wording), "; it is given once it is claimed in time" if is_claimed(wording.scheme) and found.credit.amount else ""
    if not found.banked_used.amount:
        yield Line(what, f"what the steps above leave{claimed}", wording.money(found.credit), "service-credits.order")
        return
    before = Money(found.credit.amount + found.banked_used.amount, found.credit.currency)
    yield Line("Banked amounts", "set off, the oldest first", f"−{wording.money(found.banked_used)}", "earn-back")
    working = f"{wording.money(before)} − {wording.money(found.banked_used)}"
    yield Line(what, working + claimed, wording.money(found.credit), "service-credits.order")


def _shares(found: MonthCredits, wording: Wording) -> Iterator[Line]:
    """What each level has of the credit: only that can be earned back for it."""
    if wording.scheme.earn_back.mode == "none" or len(found.misses) < 2:
        return
    for miss, share in zip(found.misses, found.shares, strict=True):
        yield Line("Falls to", f"{wording.level(miss.result.level)}, in proportion to what counted", wording.money(share), "earn-back.amount")


def _regained(one: Regained, wording: Wording) -> Line:
    percent = wording.scheme.earn_back.percent if wording.scheme.earn_back.mode == "proportion" else None
    what = "better than the target" if wording.scheme.earn_back.mode == "all" else "met"
    working = f"{_credit(one.given, wording, percent)}; {what} in {', '.join(f'{month:%Y-%m}' for month in one.by)}"
    return Line("Earned back", working, wording.money(one.amount), "earn-back.how")


def _credit(given: Given, wording: Wording, percent: Percentage | None) -> str:
    part = f"{wording.percent(percent)} of " if percent is not None else ""
    return f"{part}{wording.money(given.amount)}, {wording.level(given.level)}, {given.month:%Y-%m}"


def _bank(found: MonthCredits, wording: Wording) -> Iterator[Line]:
    rule = wording.scheme.earn_back
    for one in found.banked:
        working = f"{_credit(one.given, wording, rule.percent)}; every level met in {rule.after} months in a row since{_lapses(one)}"
        yield Line("Banked", working, wording.money(one.left), "earn-back.how")
    if found.in_bank:
        working = " + ".join(f"{wording.money(one.left)} of {one.given.month:%Y-%m}{_lapses(one)}" for one in found.in_bank)
        left = Money(sum((one.left.amount for one in found.in_bank), Decimal(0)), found.credit.currency)
        yield Line("Left to be set off", working, wording.money(left), "earn-back.how")


def _lapses(one: Banked) -> str:
    return f", until the end of {one.last_month:%Y-%m}" if one.last_month is not None else ""


def _better(base: Money, levels: Sequence[str], wording: Wording) -> str:
    times = f"{len(levels)} × " if len(levels) > 1 else ""
    return f"{', '.join(map(wording.level, levels))}; {times}{wording.percent(wording.scheme.bonus.percent)} of {wording.money(base)}"


def _bonus(found: MonthCredits, wording: Wording) -> Iterator[Line]:
    rule = wording.scheme.bonus
    if found.bonus is None:
        return
    most = f", at most {wording.percent(rule.cap)}" if rule.cap is not None else ""
    parts = [_better(one, [better.level for better in found.better if better.base == one], wording) for one in dict.fromkeys(one.base for one in found.better)]
    working = f"better than the target: {'; '.join(parts)}{most}"
    yield Line("Bonus", working, wording.money(found.bonus), "bonus")
