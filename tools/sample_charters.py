"""The figures of the sample charter: ten months of calls, messages, letters, complaints and surveys, made up, and the same each time.

Two busy months, a month that nobody counted, a letter and a complaint that were answered late, a survey with few answers: a page must have something to tell.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from random import Random
from zoneinfo import ZoneInfo

from slagen.core.calendar_periods import days_of
from slagen.core.calendars import BusinessCalendar
from slagen.model.measurement_file import MeasurementFile, system_slug

FOLDER = "agreements/acme/acme-charter"
Row = tuple[str, ...]
_CALENDAR = BusinessCalendar("GB-ENG")
_ZONE = ZoneInfo("Europe/London")
_CALLS = (
    ("92.4", "412"), ("93.1", "388"), ("84.7", "566"), ("91.8", "401"), ("92.2", "377"),
    ("93.0", "395"), ("81.9", "702"), ("90.6", "344"), ("92.7", "421"), ("91.5", "433"),
)  # fmt: skip
"""The share of calls that were answered in time, and how many came, month by month."""
_MESSAGES = {
    "e-mail.acknowledge": ((301, 307), (288, 291), (342, 356), (295, 300), (280, 284), (299, 305), (371, 390), (306, 312), (310, 316), (322, 328)),
    "e-mail.reply": ((296, 307), (280, 291), (331, 356), (291, 300), (274, 284), (293, 305), (360, 390), (305, 312), (305, 316), (318, 328)),
    "portal.acknowledge": ((118, 120), (109, 112), (140, 146), (121, 124), (117, 119), (125, 128), (166, 171), (), (122, 125), (131, 134)),
    "portal.reply": ((114, 120), (107, 112), (131, 146), (118, 124), (114, 119), (122, 128), (149, 171), (), (119, 125), (127, 134)),
}
_LETTERS = (5, 4, 6, 5, 3, 5, 6, 4, 5, 5)
_COMPLAINTS = (1, 1, 2, 1, 1, 1, 3, 1, 1, 1)
_FURTHER = {"2026-03", "2026-07"}
_UPHELD = {"2026-03": ("1", "2"), "2026-07": ("2", "3")}
_SURVEYS = (("2026-02-02/2026-02-20", "84.5", "71"), ("2026-08-03/2026-08-21", "87.5", "24"))


def charter_texts() -> Iterator[tuple[str, str]]:
    """The name and the text of each file."""
    random = Random(FOLDER)  # noqa: S311 - made-up figures, the same each time
    for number in range(10):
        month = date(2026, number + 1, 1)
        name = f"{month:%Y-%m}"
        yield _file(name, "values", "telephone system", [("phone", name, *_CALLS[number])])
        for standard, system in (("e-mail", "mail desk"), ("portal", "customer portal")):
            told = [(promise, name, *map(str, every[number])) for promise, every in _MESSAGES.items() if every[number] and promise.startswith(standard)]
            if told:
                yield _file(name, "counts", system, told)
        yield _file(name, "tickets", "post book", sorted(_letters(month, _LETTERS[number], random), key=lambda row: row[2]))
        yield _file(name, "tickets", "complaints book", sorted(_complaints(month, _COMPLAINTS[number], random), key=lambda row: row[2]))
        decided = _UPHELD.get(name, ("1" if number % 4 == 0 else "0", str(_COMPLAINTS[number])))
        yield _file(name, "counts", "complaints book", [("complaints.upheld", name, *decided)])
    for period, satisfied, answers in _SURVEYS:
        yield _file(period[:7], "values", "survey", [("feedback", period, satisfied, answers)])


def _letters(month: date, count: int, random: Random) -> Iterator[Row]:
    for number in range(count):
        came = _day(month, random)
        long = number == 0 and month.month % 3 == 0
        late = number == 1 and month.month == 7
        answered = 27 if long else 19 if late else random.randint(3, 5 if month.month == 10 else 13)
        yield _ticket("letter", came, random.randint(0, 3), 12 if long else None, answered, random)


def _complaints(month: date, count: int, random: Random) -> Iterator[Row]:
    for number in range(count):
        came = _day(month, random)
        yield _ticket("complaints.1", came, random.randint(0, 1), None, 8 if month.month == 7 and number == 0 else random.randint(2, 5), random)
    if f"{month:%Y-%m}" in _FURTHER:
        yield _ticket("complaints.2", _day(month, random), random.randint(0, 1), None, random.randint(8, 14), random)


def _day(month: date, random: Random) -> date:
    return _CALENDAR.preceding(month + timedelta(days=random.randint(6, 20 if month.month == 10 else 27)))


def _ticket(name: str, came: date, acknowledged: int, interim: int | None, answered: int, random: Random) -> Row:
    """One that came in office hours; the other times are so many business days later, but not after what had happened when the book was copied."""
    opened = _at(came, 9, random)
    steps = [None if days is None else _at(_CALENDAR.add_business_days(came, days), 16, random) for days in (acknowledged, interim, answered)]
    known = ["" if at is None or at >= datetime(2026, 11, 2, tzinfo=_ZONE) else at.isoformat() for at in steps]
    return (name, "", opened.isoformat(), *known)


def _at(day: date, hour: int, random: Random) -> datetime:
    return datetime(day.year, day.month, day.day, hour, random.randint(0, 59), tzinfo=_ZONE)


def _file(period: str, form: str, system: str, rows: Sequence[Row]) -> tuple[str, str]:
    from tools.sample_measurements import csv_of  # noqa: PLC0415 - it calls this module

    days = days_of(period)
    assert days is not None
    return MeasurementFile(*days, form, system_slug(system)).name, csv_of(form, rows)
