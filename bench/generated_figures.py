"""Invented figures: a year of one-minute samples for twelve levels, and months of outages, tickets and figures."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
import re

from generated import agreement

YEAR = 2025
LEVELS = 12
ID = "bench-00000"
HEADER = "service_level,at,value\n"
_A_DAY = 24 * 60
_DAYS = 365
_KINDS = ('target: "<= 200 ms"', 'target: "<= 400 ms", percentile: 95', 'target: "95 % <= 380 ms"')


def names(count: int = LEVELS) -> list[str]:
    return [f"latency-{number:02}" for number in range(1, count + 1)]


def measured_agreement(levels: str, bands: str = "") -> str:
    """The first of the generated agreements, for the year, with other service levels."""
    text = re.sub(r"effective_date: \S+", f"effective_date: {YEAR}-01-01", agreement(0), count=1)
    text = re.sub(r"initial: \d+ months", "initial: 48 months", text, count=1)
    text = re.sub(r"service_levels:\n(?:  .*\n)+", f"service_levels:\n{levels}", text, count=1)
    return re.sub(r"    bands:\n(?:      .*\n)+", f"    bands:\n{bands}", text, count=1)


def sampled_agreement() -> str:
    """Twelve levels that are measured by samples: by their mean, a percentile and a share in turn."""
    facts = "service: main, metric: latency, role: slo, period: calendar-month, source: {type: samples, system: probes}"
    levels = "".join(f"  - {{id: {name}, name: Latency {name[-2:]}, {facts}, {_KINDS[place % 3]}}}\n" for place, name in enumerate(names()))
    return measured_agreement(levels, "".join(f"      {name}: [{{{_band(place % 3)}}}]\n" for place, name in enumerate(names())))


def _band(kind: int) -> str:
    return ("above: 200, credit: 5", "above: 400, credit: 5", "below: 95, credit: 5")[kind]


def write_samples(file: Path, *, days: int = _DAYS, shifted: bool = False, by_time: bool = False) -> int:
    """One-minute samples of every level, in bytes. `shifted`: each level has seconds of its own. `by_time`: minute by minute, not level by level."""
    start = datetime(YEAR, 1, 1, tzinfo=UTC)
    minutes = [(start + timedelta(minutes=number)).strftime("%Y-%m-%dT%H:%M:") for number in range(days * _A_DAY)]
    columns = [_rows(name, minutes, 5 * place if shifted else 0) for place, name in enumerate(names())]
    with file.open("w", encoding="ascii", newline="\n") as out:
        out.write(HEADER)
        for rows in zip(*columns, strict=True) if by_time else columns:
            out.writelines(rows)
    return file.stat().st_size


def _rows(name: str, minutes: list[str], second: int) -> Iterator[str]:
    random = Random(name)  # noqa: S311 - figures, not secrets
    rest = f"{second:02}+00:00"
    return (f"{name},{minute}{rest},{random.randrange(2_000, 40_000) / 100:.2f}\n" for minute in minutes)


def with_year(text: str) -> str:
    """A generated agreement that begins with the year."""
    return re.sub(r"initial: \d+ months", "initial: 48 months", re.sub(r"effective_date: \S+", f"effective_date: {YEAR}-01-01", text, count=1), count=1)


def months_of_figures(number: int) -> Iterator[tuple[str, str]]:
    """The files of twelve months of a generated agreement: outages, tickets and counts, of which some miss their targets."""
    random = Random(number)  # noqa: S311 - figures, not secrets
    for month in range(1, 13):
        last = (datetime(YEAR + month // 12, month % 12 + 1, 1, tzinfo=UTC) - timedelta(days=1)).day
        days = f"{YEAR}-{month:02}-01_{YEAR}-{month:02}-{last:02}"
        yield f"{days}-outages-helpdesk.csv", "service_level,start,end,cause\n" + "".join(_outage(random, month, day) for day in (3, 17))
        severities = [(what, severity) for severity in ("P1", "P2") for what in ("response", "resolution")]
        tickets = (_ticket(random, f"{what}-{severity.lower()}", severity, month, day) for what, severity in severities for day in range(1, 11))
        yield f"{days}-tickets-helpdesk.csv", "service_level,severity,opened,responded,workaround,resolved\n" + "".join(tickets)
        yield f"{days}-counts-helpdesk.csv", f"service_level,period,good,total\nsatisfaction,{YEAR}-{month:02},{random.randint(80, 100)},100\n"


def _outage(random: Random, month: int, day: int) -> str:
    start = datetime(YEAR, month, day, random.randrange(24), tzinfo=UTC)
    return f"availability,{start.isoformat()},{(start + timedelta(minutes=random.randrange(1, 40))).isoformat()},\n"


def _ticket(random: Random, level: str, severity: str, month: int, day: int) -> str:
    opened = datetime(YEAR, month, day, 9, random.randrange(60), tzinfo=UTC)
    responded, resolved = opened + timedelta(minutes=random.randrange(5, 35)), opened + timedelta(hours=random.randrange(1, 7))
    return f"{level},{severity},{opened.isoformat()},{responded.isoformat()},,{resolved.isoformat()}\n"
