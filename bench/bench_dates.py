"""Key dates of many agreements: slagen's against the plainest Python that gives the same answers.

The peer gets every advantage that is fair: its facts are whole numbers and dates, its holidays one set of dates, and it knows nothing of records, options,
other calendars, windows or units of time. Both give the last day, the renewal date, the final expiry, the last notice date of each party and reading, and for
each way of sending the last safe day and the day of receipt; the script compares every answer before it measures.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from math import log
import random
import sys

from measuring import Row, at_most, interleaved, show

from slagen.core.calendars import BusinessCalendar
from slagen.core.durations import Duration, Unit
from slagen.lifecycle.delivery import forget
from slagen.lifecycle.key_dates import Calendars, KeyDates, key_dates
from slagen.model.agreement import Agreement, ContractTermFacts, DeliveryRule, NoticeRule, Party, Renewal

MANY = 100_000
FEW = 1_000
ON = date(2027, 3, 1)
ROUNDS = 5
MOST = 5
EXPONENT = 1.05

_DAY = timedelta(days=1)
_PARTIES = {"provider": Party("Northwind Ltd", role="provider"), "customer": Party("Acme plc", role="customer")}


@dataclass(frozen=True, slots=True)
class Plain:
    """The facts of one agreement as the peer has them: lengths in months, notice in months or days, ways as (method, business days)."""

    start: date
    initial: int
    each: int
    most: int | None
    months: int
    days: int
    clear: int
    readings: tuple[int, ...]
    ways: tuple[tuple[str, int], ...]


def facts(count: int) -> tuple[list[Agreement], list[Plain]]:
    """So many invented agreements, in both forms."""
    chance = random.Random(5)  # noqa: S311 - not for secrets
    made = [_one(number, chance) for number in range(count)]
    return [one for one, _ in made], [one for _, one in made]


def _one(number: int, chance: random.Random) -> tuple[Agreement, Plain]:
    start = date(2015, 1, 1) + timedelta(days=chance.randrange(4300))
    initial, each = chance.choice([12, 24, 36]), chance.choice([6, 12, 24])
    most = chance.choice([None, None, 3, 5])
    in_months, length = chance.choice([(True, 3), (True, 1), (False, 30), (False, 90)])
    clear, before = chance.random() < 0.2, chance.choice(["", "last_day", "last_day", "renewal_date"])
    ways = chance.choice([(("post", 2),), (("courier", 1), ("post", 2)), (("email", 0), ("post", 3))])
    rule = NoticeRule(Duration(Decimal(length), Unit.MONTH if in_months else Unit.DAY), before, clear)
    delivery = tuple(DeliveryRule(method, Duration(Decimal(days), Unit.BUSINESS_DAY)) for method, days in ways)
    renewal = Renewal("automatic", Duration(Decimal(each), Unit.MONTH), most)
    term = ContractTermFacts(start, Duration(Decimal(initial), Unit.MONTH), renewal, rule, delivery=delivery)
    readings = {"": (0, 1), "last_day": (0,), "renewal_date": (1,)}[before]
    plain = Plain(start, initial, each, most, length if in_months else 0, 0 if in_months else length, int(clear), readings, ways)
    return Agreement(f"agreement-{number}", "Hosting", "sla", "sla", _PARTIES, contract_term=term), plain


def _later(anchor: date, months: int) -> date:
    index = anchor.year * 12 + anchor.month - 1 + months
    year, month = index // 12, index % 12 + 1
    return date(year, month, anchor.day if anchor.day <= 28 else min(anchor.day, monthrange(year, month)[1]))


def _last_day(start: date, months: int) -> date:
    corresponding = _later(start, months)
    return corresponding if corresponding.day < start.day else corresponding - _DAY


Answer = tuple[object, ...]


def _plain(one: Plain, holidays: frozenset[date]) -> Answer:
    gone, number = 0, 1
    last = _last_day(one.start, one.initial)
    if last < ON:
        gone = max(0, ((ON.year - last.year) * 12 + ON.month - last.month - 1) // one.each)
        gone = gone if one.most is None else min(gone, one.most)
        last = _last_day(one.start, one.initial + gone * one.each)
        while last < ON:
            if gone == one.most:
                return ()
            gone += 1
            last = _last_day(one.start, one.initial + gone * one.each)
        number = gone + 1
    final = None if one.most is None else _last_day(one.start, one.initial + one.most * one.each)
    if gone == one.most:
        return (number, last, None, final, ())
    parties = []
    for ours in (True, False):
        dates = []
        for after in one.readings:
            event = last + _DAY if after else last
            back = _later(event, -one.months) if one.months else event - timedelta(days=one.days)
            dates.append(back - _DAY if one.clear else back)
        reading = min(dates) if ours else max(dates)
        parties.append((ours, tuple(dates), tuple(sorted(_sending(method, days, reading, holidays) for method, days in one.ways))))
    return (number, last, last + _DAY, final, tuple(parties))


def _sending(method: str, days: int, by: date, holidays: frozenset[date]) -> tuple[date, str, date]:
    sent = by
    while True:
        if sent.weekday() < 5 and sent not in holidays:
            received = sent
            for _ in range(days):
                received += _DAY
                while received.weekday() > 4 or received in holidays:
                    received += _DAY
            if received <= by:
                return sent, method, received
        sent -= _DAY


def ours(every: Sequence[Agreement], calendars: Calendars) -> None:
    """Slagen's key dates of each agreement, one after the other, as `due` works them out; what earlier runs found is forgotten."""
    forget()
    for one in every:
        key_dates(one, ON, "provider", calendars)


def peer(every: Sequence[Plain], holidays: frozenset[date]) -> None:
    """The peer's answers, one after the other."""
    for one in every:
        _plain(one, holidays)


def flat(found: KeyDates) -> Answer:
    """Slagen's answer in the peer's form."""
    if found.term is None:
        return ()
    notices = tuple(
        (one.ours, tuple(reading.last_notice_date for reading in one.notice.readings), tuple((way.send_by, way.method, way.received) for way in one.ways))
        for one in found.notices
    )
    return (found.term.number, found.term.last_day, found.renewal_date, found.final_expiry, notices)


def holidays_of(calendar: BusinessCalendar) -> frozenset[date]:
    """Every weekday on which the calendar is shut."""
    days = (date(2010, 1, 1) + timedelta(days=number) for number in range(366 * 40))
    return frozenset(day for day in days if day.weekday() < 5 and not calendar.is_business_day(day))


def repeat(few: Sequence[Agreement], calendars: Calendars, times: int) -> None:
    """The same few agreements again and again, nothing remembered from the time before."""
    for _ in range(times):
        ours(few, calendars)


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else MANY
    calendar = BusinessCalendar("GB-ENG")
    holidays, calendars = holidays_of(calendar), Calendars(calendar)
    agreements, plain = facts(count)
    assert all(flat(key_dates(one, ON, "provider", calendars)) == _plain(same, holidays) for one, same in zip(agreements, plain, strict=True))
    times = interleaved(ROUNDS, {"ours": lambda: ours(agreements, calendars), "peer": lambda: peer(plain, holidays)})
    few = agreements[:FEW]
    small = interleaved(ROUNDS, {"few": lambda: repeat(few, calendars, count // FEW), "all": lambda: ours(agreements, calendars)})
    exponent = 1 + log(small["all"] / small["few"]) / log(count / FEW)
    show(
        f"Key dates of {count:,} agreements",
        [
            at_most("last day, renewal, notice by party and reading, safe send", times["ours"], times["peer"], MOST),
            Row(f"growth from {FEW:,} to {count:,}", f"exponent {exponent:.3f}", "", "", f"≤ {EXPONENT}", exponent <= EXPONENT),
        ],
    )


if __name__ == "__main__":
    main()
