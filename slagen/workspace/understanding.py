"""What was understood of a file of measurements, level by level, so that whoever delivers it sees a slip before anybody else does."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from zoneinfo import ZoneInfo

from slagen.core.spans import moment, which_of_two
from slagen.model.agreement import Agreement
from slagen.model.measurement import Count, Figure, Outage, Sample, Ticket, Use
from slagen.model.measurement_file import MeasurementFile
from slagen.model.samples import Samples
from slagen.model.service_level import ServiceLevel
from slagen.performance.windows import Life, windows
from slagen.schema.measurements import Entry, Intake

_MOST_CAUSES = 5
_LONGEST_CAUSE = 80


@dataclass(frozen=True, slots=True)
class Understood:
    """Of one level: how many rows, from when to when as the clock of the agreement shows it or by the names of periods, and what they say."""

    level: str
    rows: int
    first: str
    last: str
    says: str


def understood(intake: Intake, levels: Sequence[ServiceLevel], zone: str) -> tuple[Understood, ...]:
    """Of each of these levels, and of whatever else the file names: the levels that it leaves out are told too, because for them nothing happened."""
    rows: dict[str, list[Entry]] = {level.id: [] for level in levels}
    for entry in intake.entries:
        rows.setdefault(entry.level, []).append(entry)
    known = {level.id: level for level in levels}
    columns = (_of_samples(name, samples, zone) for name, samples in intake.samples.items())
    plain = (_of_rows(name, found, known.get(name), zone) for name, found in rows.items() if found or name not in intake.samples)
    return (*columns, *plain)


def ended_periods(agreement: Agreement, levels: Sequence[ServiceLevel], file: MeasurementFile) -> tuple[str, ...]:
    """The measurement periods of these levels that end in the days that the file tells of."""
    if agreement.contract_term is None:
        return ()
    life = Life(agreement.contract_term.effective_date, None, agreement.time_zone)
    return tuple(dict.fromkeys(one.name for level in levels for one in windows(level.period, life, file.first_day, file.last_day)))


def _of_samples(name: str, samples: Samples, zone: str) -> Understood:
    first, last = samples.ends or (0, 0)
    says = f"from {_figure(samples.ranked(1))} to {_figure(samples.ranked(len(samples)))}"
    return Understood(name, len(samples), _clock(first, zone), _clock(last, zone), says)


def _of_rows(name: str, rows: Sequence[Entry], level: ServiceLevel | None, zone: str) -> Understood:
    if not rows:
        return Understood(name, 0, "", "", "nothing happened")
    ends = sorted({end for row in rows for end in _ends(row, zone)})
    return Understood(name, len(rows), ends[0], ends[-1], "; ".join(_SAYS[type(rows[0])](rows, level)))


def _ends(row: Entry, zone: str) -> Iterator[str]:
    match row:
        case Outage():
            yield _clock(row.start, zone)
            if row.end is not None:
                yield _clock(row.end, zone)
        case Sample():
            yield _clock(row.at, zone)
        case Ticket():
            yield _clock(row.opened, zone)
        case Count() | Figure() | Use():
            yield row.period


def _clock(at: int, zone: str) -> str:
    here = moment(at).astimezone(ZoneInfo(zone))
    return f"{here:%Y-%m-%d %H:%M}{which_of_two(here)}"


def _outages(rows: Sequence[Entry], level: ServiceLevel | None) -> Iterator[str]:
    """How many count, how many are left out, and by which causes."""
    outages = [row for row in rows if isinstance(row, Outage)]
    out = frozenset(level.exclusions if level else ())
    for excluded, what in ((False, "count"), (True, "left out")):
        causes = Counter(one.cause or "no cause stated" for one in outages if (one.cause in out) is excluded)
        if causes:
            yield f"{causes.total()} {what} ({_listed(causes)})"
    lasting = sum(one.end is None for one in outages)
    if lasting:
        yield f"{lasting} still {'lasts' if lasting == 1 else 'last'}"


def _listed(counts: Mapping[str, int]) -> str:
    first = [(_in_short(name), count) for name, count in list(counts.items())[:_MOST_CAUSES]]
    named = [f"{name} {count}" if count > 1 else name for name, count in first]
    return ", ".join(named) + (f" and {len(counts) - _MOST_CAUSES} more" if len(counts) > _MOST_CAUSES else "")


def _in_short(name: str) -> str:
    """On one line, which a cause from a quoted cell need not be."""
    line = " ".join(name.split())
    return line if len(line) <= _LONGEST_CAUSE else f"{line[: _LONGEST_CAUSE - 1]}…"


def _samples(rows: Sequence[Entry], level: ServiceLevel | None) -> Iterator[str]:
    del level
    values = [row.value for row in rows if isinstance(row, Sample)]
    yield f"from {min(values):f} to {max(values):f}"


def _counts(rows: Sequence[Entry], level: ServiceLevel | None) -> Iterator[str]:
    del level
    yield from _first_told([f"{row.good:f} of {row.total:f} good" for row in rows[:_MOST_CAUSES] if isinstance(row, Count)], len(rows))


def _figures(rows: Sequence[Entry], level: ServiceLevel | None) -> Iterator[str]:
    del level
    figures = [row for row in rows[:_MOST_CAUSES] if isinstance(row, Figure)]
    yield from _first_told([f"{one.value:f}" + (f" (taken from {one.sample:f})" if one.sample is not None else "") for one in figures], len(rows))


def _tickets(rows: Sequence[Entry], level: ServiceLevel | None) -> Iterator[str]:
    del level
    tickets = [row for row in rows if isinstance(row, Ticket)]
    severities = Counter(one.severity for one in tickets if one.severity)
    yield _listed(severities) if severities else f"{len(tickets)} opened"
    for count, what in ((sum(one.responded is None for one in tickets), "not answered"), (sum(one.resolved is None for one in tickets), "not resolved")):
        if count:
            yield f"{count} {what}"


def _use(rows: Sequence[Entry], level: ServiceLevel | None) -> Iterator[str]:
    del level
    yield from _first_told([f"{row.quantity:f} {row.unit}" for row in rows[:_MOST_CAUSES] if isinstance(row, Use)], len(rows))


def _first_told(told: Sequence[str], every: int) -> Iterator[str]:
    """The first few, and how many more there are."""
    yield from told
    if every > len(told):
        yield f"and {every - len(told)} more"


def _figure(value: Fraction) -> str:
    """A value that was delivered as a decimal number."""
    return f"{(Decimal(value.numerator) / Decimal(value.denominator)).normalize():f}"


_SAYS: Mapping[type, Callable[[Sequence[Entry], ServiceLevel | None], Iterator[str]]] = {
    Outage: _outages,
    Sample: _samples,
    Count: _counts,
    Figure: _figures,
    Ticket: _tickets,
    Use: _use,
}
