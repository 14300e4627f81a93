"""The measurements of the sample agreements: a made-up year that comes out the same each time.

Interruptions and late tickets are told one by one, because a report must have something to tell; the rest is drawn with a fixed seed.
Run it with `make samples` after a change here or to the levels of a sample agreement.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
import csv
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
import io
from pathlib import Path
from random import Random
import shutil
from zoneinfo import ZoneInfo

from slagen.core.calendar_periods import days_of
from slagen.model.measurement_file import MeasurementFile, system_slug
from slagen.schema.measurements import FORMS
from tools.sample_charters import FOLDER, charter_texts

ROOT = Path(__file__).resolve().parents[1]

Row = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Tickets:
    """Tickets of one severity: how many a month, how long an answer and a solution take at most (minutes), and the late ones by the day of the year.

    `levels` are the service levels that each ticket is a row of.
    """

    levels: Sequence[str]
    severity: str
    a_month: tuple[int, int]
    minutes: tuple[int, int]
    hours: tuple[int, int] = (0, 24)
    workdays: bool = False
    late: Mapping[str, tuple[int, int]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Year:
    """What is measured of one agreement, system by system."""

    folder: str
    zone: str
    first: date
    last: date
    outages: Mapping[str, Sequence[tuple[str, str, str, str]]] = field(default_factory=dict)
    tickets: Mapping[str, Sequence[Tickets]] = field(default_factory=dict)
    counts: Mapping[str, Sequence[Row]] = field(default_factory=dict)
    values: Mapping[str, Sequence[Row]] = field(default_factory=dict)
    probes: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    use: Sequence[Row] = ()
    missing: frozenset[str] = frozenset()

    @property
    def months(self) -> Iterator[tuple[date, date]]:
        """Each month, cut to the days that are measured."""
        day = self.first
        while day <= self.last:
            days = days_of(f"{day:%Y-%m}")
            assert days is not None
            yield day, min(days[1], self.last)
            day = days[1] + timedelta(days=1)


ACME = Year(
    "agreements/acme/acme-hosting",
    "Europe/London",
    date(2026, 1, 1),
    date(2026, 10, 31),
    outages={
        "statuspage": [
            ("availability", "2026-01-11T02:00", "2026-01-11T03:40", "planned-maintenance"),
            ("availability", "2026-01-22T10:14", "2026-01-22T10:26", ""),
            ("availability", "2026-02-08T02:00", "2026-02-08T02:55", "planned-maintenance"),
            ("availability", "2026-02-19T16:03:10", "2026-02-19T16:03:50", ""),
            ("availability", "2026-03-17T14:02", "2026-03-17T15:13", "storage failure"),
            ("availability", "2026-04-12T02:00", "2026-04-12T04:00", "planned-maintenance"),
            ("availability", "2026-05-06T09:31", "2026-05-06T09:49", "network provider"),
            ("availability", "2026-05-27T21:10", "2026-05-27T21:19", ""),
            ("availability", "2026-06-14T02:00", "2026-06-14T02:50", "planned-maintenance"),
            ("availability", "2026-06-23T11:40", "2026-06-23T12:11", "name service"),
            ("availability", "2026-07-08T07:55", "2026-07-08T15:30", "power failure in data centre 2"),
            ("availability", "2026-08-13T13:05", "2026-08-13T13:35", "customer-caused"),
            ("availability", "2026-08-13T13:20", "2026-08-13T13:52", "database failover"),
            ("availability", "2026-09-13T02:00", "2026-09-13T03:30", "planned-maintenance"),
            ("availability", "2026-09-21T08:12", "2026-09-21T08:50", "expired certificate"),
            ("availability", "2026-10-25T01:30+01:00", "2026-10-25T01:22+00:00", "scheduler at the change of the clocks"),
        ]
    },
    tickets={
        "helpdesk": [
            Tickets(("response-p1", "resolution-p1"), "P1", (2, 4), (24, 200), late={"2026-03-17T14:05": (22, 290), "2026-07-08T07:58": (47, 452)}),
            Tickets(("response-p2",), "P2", (18, 25), (105, 900), late={"2026-04-16T17:41": (184, 1100), "2026-04-23T11:02": (131, 660)}),
        ]
    },
    counts={
        "helpdesk survey": [("satisfaction", "2026-Q1", "118", "131"), ("satisfaction", "2026-Q2", "102", "125"), ("satisfaction", "2026-Q3", "121", "134")]
    },
    values={"restore tests": [("restore", "2026-Q1", "5.5", "1"), ("restore", "2026-Q2", "6.2", "1"), ("restore", "2026-Q3", "9.1", "1")]},
)
STRATHMUIR = Year(
    "agreements/strathmuir/strathmuir-casework",
    "Europe/London",
    date(2026, 5, 18),
    date(2026, 10, 31),
    outages={
        "uptime monitor": [
            ("availability", "2026-05-29T23:10", "2026-05-30T07:05", "certificate of the login service"),
            ("availability", "2026-06-10T12:00", "2026-06-10T12:25", ""),
            ("availability", "2026-07-14T08:45", "2026-07-14T15:35", "failed update"),
            ("availability", "2026-08-04T09:20", "2026-08-04T17:05", "failed update"),
            ("availability", "2026-08-19T14:00", "2026-08-19T18:30", "storage full"),
            ("availability", "2026-09-06T06:00", "2026-09-06T09:00", "planned-maintenance"),
            ("availability", "2026-10-15T10:05", "2026-10-15T11:20", "network provider"),
        ]
    },
    tickets={
        "support portal": [
            Tickets(("response-s1",), "S1", (3, 6), (12, 180), hours=(7, 22), late={"2026-08-04T09:25": (31, 480)}),
            Tickets(
                ("resolution-s2",),
                "S2",
                (9, 14),
                (40, 460),
                hours=(9, 15),
                workdays=True,
                late={"2026-10-06T10:10": (55, 4800), "2026-10-20T09:30": (30, 7300)},
            ),
        ]
    },
    values={"disaster recovery tests": [("recovery-point", "2026-Q3", "4", "1")]},
    missing=frozenset({"2026-06-support portal"}),
)
TALLOWMERE = Year(
    "agreements/tallowmere/tallowmere-cloud",
    "America/New_York",
    date(2026, 3, 1),
    date(2026, 10, 31),
    outages={
        "public status page": [
            ("uptime", "2026-03-08T01:50-05:00", "2026-03-08T03:04-04:00", "planned-maintenance"),
            ("uptime", "2026-04-21T15:22", "2026-04-21T15:41", "search cluster"),
            ("uptime", "2026-06-02T09:00", "2026-06-02T09:36", "identity provider"),
            ("uptime", "2026-07-19T02:00", "2026-07-19T03:15", "planned-maintenance"),
            ("uptime", "2026-09-10T11:08", "2026-09-10T19:02", "database corruption"),
            ("uptime", "2026-10-13T16:30", "2026-10-13T16:47", ""),
        ]
    },
    tickets={
        "support desk": [
            Tickets(("response-p1", "resolution-p1"), "P1", (4, 8), (50, 430), late={"2026-09-10T11:10": (20, 560), "2026-05-12T03:15": (95, 400)})
        ]
    },
    counts={
        "gateway log": [
            ("errors", "2026-03", "38410233", "38464120"),
            ("errors", "2026-04", "39120554", "39190002"),
            ("errors", "2026-05", "40011870", "40073311"),
            ("errors", "2026-06", "39880127", "39982040"),
            ("errors", "2026-07", "37202918", "37251774"),
            ("errors", "2026-08", "36999001", "37040662"),
            ("errors", "2026-09", "41120330", "41560781"),
            ("errors", "2026-10", "42310044", "42381950"),
        ]
    },
    probes={"synthetic probes": ("search-latency", "0.42")},
    use=[
        ("cloud", f"2026-{month:02}", "user and month", f"{users}") for month, users in zip(range(3, 11), (212, 218, 231, 231, 240, 238, 246, 250), strict=True)
    ],
)


YEARS = (ACME, STRATHMUIR, TALLOWMERE)


def main() -> None:
    """Write the files anew."""
    written = {year.folder: texts_of(year) for year in YEARS} | {FOLDER: charter_texts()}
    for place, texts in written.items():
        folder = ROOT / place / "measurements"
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
        for name, text in texts:
            (folder / name).write_text(text, encoding="utf-8", newline="")


def texts_of(year: Year) -> Iterator[tuple[str, str]]:
    """The name and the text of each file."""
    yield from ((file.name, csv_of(file.form, rows)) for file, rows in files_of(year))


def files_of(year: Year) -> Iterator[tuple[MeasurementFile, list[Row]]]:
    """Each file with its rows: what happens at some time by months, figures of a period by that period."""
    random = Random(year.folder)  # noqa: S311 - made-up figures, the same each time
    for first, last in year.months:
        for system, outages in year.outages.items():
            yield _file(first, last, "outages", system), [_outage(year, one) for one in outages if one[1][:7] == f"{first:%Y-%m}"]
        for system, sorts in year.tickets.items():
            rows = sorted((row for sort in sorts for row in _tickets(year, sort, first, last, random)), key=lambda row: (row[2], row[0]))
            if f"{first:%Y-%m}-{system}" not in year.missing:
                yield _file(first, last, "tickets", system), rows
        for system, (level, middle) in year.probes.items():
            yield _file(first, last, "samples", system), list(_probes(year, level, float(middle), first, last, random))
    for form, figures in (("counts", year.counts), ("values", year.values), ("use", {"invoicing": year.use})):
        for system, told in figures.items():
            for one in told:
                days = days_of(one[1])
                assert days is not None
                yield _file(*days, form, system), [one]


def _file(first: date, last: date, form: str, system: str) -> MeasurementFile:
    return MeasurementFile(first, last, form, system_slug(system))


def _outage(year: Year, told: tuple[str, str, str, str]) -> Row:
    level, start, end, cause = told
    return level, _local(year, start), _local(year, end), cause


def _local(year: Year, told: str) -> str:
    """A time by the clock of the agreement, with its offset."""
    at = datetime.fromisoformat(told)
    return (at if at.tzinfo else at.replace(tzinfo=ZoneInfo(year.zone))).isoformat()


def _tickets(year: Year, sort: Tickets, first: date, last: date, random: Random) -> Iterator[Row]:
    late = {told: minutes for told, minutes in sort.late.items() if told[:7] == f"{first:%Y-%m}"}
    drawn = {_drawn(sort, first, last, random): None for _ in range(random.randint(*sort.a_month))}
    for told, minutes in (*((told, None) for told in drawn), *late.items()):
        answer, solution = minutes or (random.randint(sort.minutes[0] // 6, sort.minutes[0]), random.randint(sort.minutes[1] // 3, sort.minutes[1]))
        opened = datetime.fromisoformat(told).replace(tzinfo=ZoneInfo(year.zone))
        times = (
            opened,
            opened + timedelta(minutes=answer),
            opened + timedelta(minutes=answer + (solution - answer) // 2),
            opened + timedelta(minutes=solution),
        )
        responded, workaround, resolved = (at.isoformat() for at in times[1:])
        workaround = "" if minutes else workaround  # a workaround that restores the service ends the time to resolve: late is what had none
        yield from ((level, sort.severity, opened.isoformat(), responded, workaround, resolved) for level in sort.levels)


def _drawn(sort: Tickets, first: date, last: date, random: Random) -> str:
    while True:
        day = first + timedelta(days=random.randint(0, (last - first).days))
        if not sort.workdays or day.weekday() < 4:
            return f"{day}T{random.randint(sort.hours[0], sort.hours[1] - 1):02}:{random.randint(0, 59):02}"


def _probes(year: Year, level: str, middle: float, first: date, last: date, random: Random) -> Iterator[Row]:
    """Every four hours, by the clock of the whole world; slower in the afternoon."""
    at = datetime.combine(first, datetime.min.time(), ZoneInfo(year.zone)).astimezone(ZoneInfo("UTC"))
    end = datetime.combine(last + timedelta(days=1), datetime.min.time(), ZoneInfo(year.zone)).astimezone(ZoneInfo("UTC"))
    while at < end:
        here = at.astimezone(ZoneInfo(year.zone))
        busy = 0.18 if 9 <= here.hour < 18 and here.weekday() < 5 else 0.0
        yield level, here.isoformat(), f"{max(0.08, random.gauss(middle + busy, 0.11)):.3f}"
        at += timedelta(hours=4)


def csv_of(form: str, rows: Iterable[Row]) -> str:
    """Rows as a file of their form."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(FORMS[form])
    writer.writerows(rows)
    return out.getvalue()


if __name__ == "__main__":
    main()
