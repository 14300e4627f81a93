"""What holds of every credit: worse service never earns less, limits hold in any order, and nothing depends on the order of the rows."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st
import pytest

from slagen.core.money import Percentage
from slagen.core.spans import HOUR, MINUTE, total
from slagen.model.measurement import Measurements, Outage, Ticket
from slagen.model.samples import PlainSamples
from slagen.model.service_level import CreditScheme
from slagen.performance.account import Terms
from slagen.performance.attainment import results
from slagen.performance.availability import availability
from slagen.performance.windows import Life, windows
from tests.performance.accounts import ROWS, by_outages, scheme, worked_out
from tests.performance.conditions import LIFE, at, conditions, level, months, october

VALUES = st.decimals("90", "100", places=2)
POINTS = {"availability": [{"below": Decimal("99.9"), "points": Decimal(1)}, {"below": Decimal(98), "points": Decimal(3)}]}
SCHEMES = {
    "bands": scheme(bands=ROWS),
    "capped": scheme(bands=ROWS, caps=[{"percent": Percentage(Decimal(20)), "of": "monthly-charges", "per": "month"}]),
    "points": scheme(points=POINTS, repeat=Decimal(2), point_value=Percentage(Decimal(4))),
    "weights": scheme(weights={"availability": Decimal(120)}, at_risk=Percentage(Decimal(10))),
    "highest": scheme(bands=ROWS, combine="highest"),
}


@pytest.mark.parametrize("rules", SCHEMES.values(), ids=SCHEMES)
@given(before=VALUES, a=VALUES, b=VALUES)
def test_a_worse_month_never_earns_less_whatever_the_month_before_was(rules: CreditScheme, before: Decimal, a: Decimal, b: Decimal) -> None:
    worse, better = sorted((a, b))
    [_, low], [_, high] = (worked_out(rules, str(before), str(value)) for value in (worse, better))
    assert low.credit.amount >= high.credit.amount


@given(st.integers(0, 400), st.integers(0, 400), st.integers(1, 100), st.sampled_from(["sum", "highest"]))
def test_longer_downtime_never_earns_less_across_a_critical_failure(a: int, b: int, compensation: int, combine: str) -> None:
    """Row 13 of the table for every length and every compensation."""
    critical = [{"hours_down": Decimal(24), "in": "1 months", "right": "terminate"}, {"missed": 1, "of": 1, "right": "escalate"}]
    rules = scheme(bands=ROWS, critical=critical, combine=combine)
    shorter, longer = sorted((a, b))
    [less], [more] = (by_outages(rules, [hours], Terms(compensation=Percentage(Decimal(compensation)))) for hours in (shorter, longer))
    assert more.credit.amount >= less.credit.amount


CAPS = [
    {"percent": Percentage(Decimal(20)), "of": "monthly-charges", "per": "month"},
    {"percent": Percentage(Decimal(4)), "of": "annual-charges", "per": "12 months"},
    {"percent": Percentage(Decimal(15)), "of": "monthly-charges", "per": "quarter"},
]


@given(st.lists(VALUES, min_size=1, max_size=15), st.permutations(CAPS))
def test_limits_hold_and_it_does_not_matter_in_which_order_they_are_written(values: list[Decimal], caps: list[dict[str, object]]) -> None:
    found = [one.credit.amount for one in worked_out(scheme(bands=ROWS, caps=caps), *map(str, values))]
    assert found == [one.credit.amount for one in worked_out(scheme(bands=ROWS, caps=CAPS), *map(str, values))]
    assert all(0 <= one <= 2000 for one in found)
    assert all(sum(found[place : place + 12]) <= 4800 for place in range(len(found)))
    assert all(sum(found[place : place + 3]) <= 1500 for place in range(0, len(found), 3)), "15 % of a month in each quarter from January"


SPANS = st.lists(st.tuples(st.integers(-500, 1500), st.integers(1, 600), st.sampled_from(["", "planned-maintenance"])), max_size=8)


def of_minutes(spans: list[tuple[int, int, str]]) -> tuple[Outage, ...]:
    start = october().span[0]
    return tuple(Outage("x", start + first * MINUTE, start + (first + length) * MINUTE, cause) for first, length, cause in spans)


@given(SPANS, st.sampled_from(["net", "gross"]), st.integers(0, 30))
def test_calling_a_cause_excluded_never_worsens_a_result(spans: list[tuple[int, int, str]], denominator: str, shortest: int) -> None:
    def found(excluded: bool) -> Fraction:
        window = october().span
        made = availability(
            window,
            of_minutes(spans),
            excluded=lambda one: excluded and bool(one.cause),
            staffed=(window,),
            shortest=shortest * MINUTE,
            net=denominator == "net",
        )
        assert made.result is not None
        return made.result

    assert found(excluded=True) >= found(excluded=False)


@given(SPANS, st.integers(-500, 1500), st.integers(1, 600))
def test_an_excluded_outage_more_changes_nothing_with_gross_and_never_adds_downtime_with_net(
    spans: list[tuple[int, int, str]], first: int, length: int
) -> None:
    """With net, T is smaller and the same downtime weighs more: so the fraction says, and so the specification."""
    more = (*of_minutes(spans), *of_minutes([(first, length, "planned-maintenance")]))
    for denominator in ("net", "gross"):
        measured = level(exclusions=("planned-maintenance",), denominator=denominator)
        [before], [after] = (
            results(measured, [october()], Measurements(outages=one, covered=(october().span,)), conditions()) for one in (of_minutes(spans), more)
        )
        assert before.availability is not None
        assert after.availability is not None
        assert after.availability.down == before.availability.down
        assert denominator == "net" or after.value == before.value


@settings(max_examples=30)
@given(st.lists(st.tuples(st.integers(0, 40_000), st.integers(0, 600)), max_size=12), st.randoms(use_true_random=False))
def test_the_order_of_the_rows_does_not_matter(rows: list[tuple[int, int]], random: Random) -> None:
    start = october().span[0]
    outages = [Outage("x", start + first * MINUTE, start + (first + length) * MINUTE) for first, length in rows]
    samples = [(start + first * MINUTE, Decimal(length)) for first, length in rows]
    tickets = [Ticket("x", "P1", start + first * MINUTE, start + (first + length) * MINUTE) for first, length in rows]
    cases = (
        (level(), Measurements(outages=tuple(outages))),
        (level("latency", "<= 200 ms", "samples", percentile=Decimal(95)), Measurements(samples=PlainSamples.of(samples))),
        (level("response-time", "95 % <= 30 min", "tickets"), Measurements(tickets=tuple(tickets))),
    )
    for measured, data in cases:
        [before] = results(measured, [october()], data, conditions())
        shuffled = Measurements(
            outages=tuple(random.sample(data.outages, len(data.outages))),
            samples=PlainSamples.of(random.sample(samples, len(samples))),
            tickets=tuple(random.sample(data.tickets, len(data.tickets))),
        )
        [after] = results(measured, [october()], shuffled, conditions())
        assert (after.value, after.verdict, after.good, after.total) == (before.value, before.verdict, before.good, before.total)


@pytest.mark.parametrize("zone", ["Europe/London", "Europe/Berlin", "Australia/Lord_Howe", "America/Havana"])
def test_half_open_periods_of_the_calendar_partition_the_time_across_every_clock_change(zone: str) -> None:
    """Months end where the next begin, whatever the clock does in between (Havana changes it at midnight, Lord Howe by half an hour)."""
    life = Life(LIFE.first_day, None, zone)
    for period in ("calendar-month", "calendar-quarter", "fixed-30-days"):
        spans = [one.span for one in windows(period, life, LIFE.first_day, LIFE.first_day.replace(year=2028))]
        assert all(before[1] == after[0] for before, after in pairwise(spans))
        assert total(spans) == spans[-1][1] - spans[0][0]


@given(st.integers(0, 23 * 60), st.integers(1, 600))
def test_an_outage_has_its_real_length_on_the_days_on_which_the_clock_changes(minute: int, length: int) -> None:
    """29 March has 23 hours and 25 October 25; an outage that ends an hour before midnight of the day loses none and gains none."""
    for day, hours in (("2026-03-29", 23), ("2026-10-25", 25)):
        start, end = at(f"{day} 00:00"), at(f"{day} 00:00") + hours * HOUR
        [window] = months(f"{day[:7]}-01", f"{day[:7]}-31")
        begun = start + minute * MINUTE
        outage = Outage("x", begun, min(end, begun + length * MINUTE))
        [found] = results(level(), [window], Measurements(outages=(outage,)), conditions())
        assert found.availability is not None
        assert found.availability.down == min(length, hours * 60 - minute) * MINUTE
