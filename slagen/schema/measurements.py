"""Measurements, checked and typed: their forms are told apart by the header. Use is no measurement of a level, but what its credits are a part of."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from heapq import nsmallest
from itertools import chain, count, pairwise
from statistics import median
from typing import Protocol
from zoneinfo import ZoneInfo

from slagen.core.findings import Finding, Severity, Source
from slagen.core.identifiers import did_you_mean, nearest
from slagen.core.spans import Span, moment
from slagen.model.charter import STANDARD
from slagen.model.measurement import Count, Figure, Outage, Sample, Ticket, Use
from slagen.model.samples import Samples
from slagen.model.service_level import ServiceLevel
from slagen.model.table_row import Row, Rows
from slagen.schema.measurement_rows import (
    Knowledge,
    RowError,
    cause_of,
    in_brief,
    level_of,
    month_of,
    number_of,
    optional_time,
    percentage_or_number,
    period_of,
    time_of,
)

FORMS: Mapping[str, tuple[str, ...]] = {
    "outages": ("service_level", "start", "end", "cause"),
    "samples": ("service_level", "at", "value"),
    "counts": ("service_level", "period", "good", "total"),
    "values": ("service_level", "period", "value", "sample"),
    "tickets": ("service_level", "severity", "opened", "responded", "workaround", "resolved"),
    "use": ("service", "period", "unit", "quantity"),
}
_OPTIONAL = frozenset({"cause", "sample", "workaround", "end", "responded", "resolved", "severity", "unit"})
_TIMES = frozenset({"start", "end", "at", "opened", "responded", "workaround", "resolved"})
_UTC = ("Z", "+00:00")
USE = "use"
MOST_SHOWN = 50
GAP = 2
"""Times the usual distance between two samples that is a gap."""

Entry = Outage | Sample | Count | Figure | Ticket | Use


class FiledSamples(Samples, Protocol):
    """Samples that know the lines of the file in which they stand."""

    def within(self, span: Span) -> FiledSamples:
        """Those of a span of time, without its end."""
        ...

    def lines(self, most: int) -> tuple[int, ...]:
        """The first lines of them, at most so many."""
        ...


@dataclass(frozen=True, slots=True)
class Intake:
    """What a file says: its form, and what it tells of, in the order of its rows.

    `samples` are those of a file that is too large to be held row by row, by their levels in the order in which the file names them first.
    """

    form: str
    entries: tuple[Entry, ...]
    samples: Mapping[str, FiledSamples] = field(default_factory=dict)


def read_measurements(rows: Rows, known: Knowledge) -> tuple[Intake | None, tuple[Finding, ...]]:
    """What a file says, with everything that is wrong with it; None where its header is of no form."""
    form = next((name for name, columns in FORMS.items() if set(rows.columns) <= set(columns) and set(columns) - set(rows.columns) <= _OPTIONAL), None)
    if form is None:
        return None, (_no_form(rows),)
    entries: list[Entry] = []
    refused: list[Finding] = []
    more = 0
    for row in rows.rows:
        try:
            entries.append(_READ[form](in_full(row, form), known))
        except RowError as error:
            if len(refused) < MOST_SHOWN:
                refused.append(error.finding(rows.file, row))
            else:
                more += 1
    others = (_twice(rows, entries), _ABOUT[form](rows.file, entries, known), _other_zone(rows, form, known))
    return Intake(form, tuple(entries)), shortened(chain(refused, *others), rows.file, more)


def in_full(row: Row, form: str) -> Row:
    """A row with every column of its form, empty where the file has none."""
    if len(row.cells) == len(FORMS[form]):
        return row
    return Row(row.line, {name: row.cells.get(name, "") for name in FORMS[form]})


def shortened(wrong: Iterable[Finding], file: str, more: int = 0) -> tuple[Finding, ...]:
    """The first findings; thousands of the same help nobody. `more` is how many there are that are not among `wrong` and would come later."""
    counter = count(more)
    first = nsmallest(
        MOST_SHOWN, (one for one, _ in zip(wrong, counter, strict=False)), key=lambda one: (one.severity is not Severity.ERROR, one.source.line or 0)
    )
    every = next(counter)
    if every <= MOST_SHOWN:
        return tuple(first)
    rest = f"and {every - MOST_SHOWN:,} more of this kind"
    return (*first, Finding("SLG618", first[0].severity, rest, Source(file), "Mend the first ones and try again."))


def _no_form(rows: Rows) -> Finding:
    header = in_brief(",".join(rows.columns))
    near = nearest(header, [",".join(columns) for columns in FORMS.values()])
    forms = f"Did you mean {near[0]}?" if near else f"Begin the file with one of: {'; '.join(','.join(columns) for columns in FORMS.values())}."
    return Finding("SLG600", Severity.ERROR, f"the header “{header}” is of no form of measurements", Source(rows.file, 1), forms)


def _fitting(row: Row, known: Knowledge, form: str) -> str:
    """The id of a level that this form of figures is for.

    Raises:
        RowError: there is no such level, or the agreement takes its figures from another form.
    """
    name = row.cells["service_level"]
    level = level_of(row, known, lambda: did_you_mean(name, known.levels) or f"There are: {', '.join(sorted(known.levels))}.")
    if level.role == STANDARD:
        _is_plain(level, known, form)
    if level.source is not None and level.source.type != form:
        hint = f"Deliver {','.join(FORMS[level.source.type])}, or change source.type in the agreement."
        raise RowError("SLG610", f"“{level.id}” is measured by {level.source.type}, and these are {form}", hint)
    return level.id


def _is_plain(level: ServiceLevel, known: Knowledge, form: str) -> None:
    """Look whether what a charter promises is measured at all, and is called by the one name that leaves nothing open.

    Raises:
        RowError: nothing says where its figures come from; or the name stands for two figures, or for one that is told under another name.
    """
    if level.source is None:
        hint = "Say where its figures come from, such as source: {type: tickets, system: help desk}, in agreement.yaml."
        raise RowError("SLG645", f"nothing says how “{level.id}” is measured", hint)
    parts = [name for name, together in known.told_together.items() if together == level.id]
    if form != "tickets" and level.id not in known.told_together and any(name.startswith(f"{level.id}.") for name in parts):
        raise RowError("SLG646", f"“{level.id}” makes more than one promise, and the row is about one", f"Write {' or '.join(parts)}.")
    if form == "tickets" and level.id in known.told_together:
        raise RowError("SLG646", f"“{level.id}” is told by the tickets of “{known.told_together[level.id]}”", f"Write {known.told_together[level.id]}.")


def _outage(row: Row, known: Knowledge) -> Outage:
    start = time_of(row, "start", known)
    end = optional_time(row, "end", known, start)
    return Outage(_fitting(row, known, "outages"), start, end, cause_of(row), row.line)


def sample(row: Row, known: Knowledge) -> Sample:
    """What a row of samples says; raises RowError where something is wrong with it."""
    name = _fitting(row, known, "samples")
    return Sample(name, time_of(row, "at", known), percentage_or_number(row, "value", known.levels[name]), row.line)


def _count(row: Row, known: Knowledge) -> Count:
    name = _fitting(row, known, "counts")
    good, every = number_of(row, "good"), number_of(row, "total")
    if good > every:
        raise RowError("SLG606", f"{good} of {every} are more than all", "Exchange good and total, or correct them.")
    return Count(name, period_of(row, known.levels[name], known), good, every, row.line)


def _figure(row: Row, known: Knowledge) -> Figure:
    name = _fitting(row, known, "values")
    level = known.levels[name]
    sample = number_of(row, "sample") if row.cells["sample"] else None
    return Figure(name, period_of(row, level, known), percentage_or_number(row, "value", level), sample, row.line)


def _ticket(row: Row, known: Knowledge) -> Ticket:
    name, severity = _fitting(row, known, "tickets"), row.cells["severity"]
    if severity and severity not in known.severities:
        every = ", ".join(sorted(known.severities)) or "none. Leave the column empty"
        raise RowError("SLG611", f"the agreement has no severity “{severity}”", lambda: did_you_mean(severity, known.severities) or f"There are: {every}.")
    opened = time_of(row, "opened", known)
    responded = optional_time(row, "responded", known, opened)
    workaround = optional_time(row, "workaround", known, opened)
    return Ticket(name, severity, opened, responded, workaround, optional_time(row, "resolved", known, opened), row.line)


def _use(row: Row, known: Knowledge) -> Use:
    service, unit = row.cells["service"], row.cells["unit"]
    if not known.by_use:
        raise RowError("SLG680", "nothing in the agreement is charged by use", "Recurring charges need no figures: leave the file out.")
    if service not in known.by_use:
        hint = did_you_mean(service, known.by_use) or f"There are: {', '.join(sorted(known.by_use))}."
        raise RowError("SLG680", f"no service “{service}” is charged by use", hint)
    units = known.by_use[service]
    if not unit and len(units) == 1:
        unit = units[0]
    if unit not in units:
        raise RowError("SLG680", f"“{service}” is not charged by “{unit}”", did_you_mean(unit, units) or f"Write one of: {', '.join(units)}.")
    return Use(service, month_of(row, known), unit, number_of(row, "quantity"), row.line)


_READ: Mapping[str, Callable[[Row, Knowledge], Entry]] = {
    "outages": _outage,
    "samples": sample,
    "counts": _count,
    "values": _figure,
    "tickets": _ticket,
    "use": _use,
}


def _twice(rows: Rows, entries: Sequence[Entry]) -> Iterator[Finding]:
    """Rows that say the same thing again. Two tickets may be alike; two figures of one level for one period or instant may not even differ."""
    seen: dict[object, int] = {}
    for entry in entries:
        match entry:
            case Count(level, period) | Figure(level, period):
                key: object = (level, period)
            case Sample(level, at):
                key = (level, at)
            case Outage():
                key = (entry.level, entry.start, entry.end, entry.cause)
            case Use():
                key = (entry.service, entry.unit, entry.period)
            case Ticket():
                continue
        if key in seen:
            yield told_twice(entry.level, seen[key], Source(rows.file, entry.row))
        seen.setdefault(key, entry.row)


def told_twice(level: str, earlier: int, source: Source) -> Finding:
    """The finding about a row that says again what an earlier line says."""
    return Finding("SLG608", Severity.ERROR, f"“{level}” has this already in line {earlier}", source, "Keep one of the two.")


def _about_outages(file: str, entries: Sequence[Entry], known: Knowledge) -> Iterator[Finding]:
    outages = sorted((one for one in entries if isinstance(one, Outage)), key=lambda one: (one.level, one.start))
    for before, after in pairwise(outages):
        if before.level == after.level and (before.end is None or after.start < before.end):
            message = f"this overlaps the outage in line {before.row}: where they overlap, the time counts once"
            yield Finding("SLG609", Severity.WARNING, message, Source(file, after.row), "Nothing needs to be done if both are right.")
    for one in outages:
        causes = known.levels[one.level].exclusions
        near = nearest(one.cause, causes) if one.cause and one.cause not in causes else ()
        if near:
            message = f"“{one.cause}” is no cause that “{one.level}” leaves out, so that the time counts"
            yield Finding("SLG613", Severity.WARNING, message, Source(file, one.row), f"Did you mean {near[0]}?")
        if one.end == one.start:
            message = f"the outage at {moment(one.start):%Y-%m-%d %H:%M} UTC has no length"
            yield Finding("SLG614", Severity.WARNING, message, Source(file, one.row), "Give it an end, or leave it out.")


def _other_zone(rows: Rows, form: str, known: Knowledge) -> Iterator[Finding]:
    """Times told by a clock that is neither UTC nor that of the agreement: said once, because it is either nothing or a whole file an hour off."""
    names = [name for name in FORMS[form] if name in _TIMES and name in rows.columns]
    for row in rows.rows:
        for name in names:
            text = row.cells.get(name, "")
            if not text.endswith(_UTC) and (found := by_another_clock(text, known.zone, Source(rows.file, row.line))):
                yield found
                return


def by_another_clock(text: str, zone: str, source: Source) -> Finding | None:
    """The finding about a time that neither UTC nor the clock of the agreement's zone shows; None where it is no time at all."""
    try:
        at = datetime.fromisoformat(text)
        here = at.astimezone(ZoneInfo(zone))
    except (ValueError, OverflowError):
        return None
    if not at.utcoffset() or at.utcoffset() == here.utcoffset():
        return None
    message = f"{in_brief(text)} is told by another clock than that of {zone}, which then showed {here.isoformat()}"
    return Finding("SLG612", Severity.WARNING, message, source, "Nothing needs to be done if the offset is right.")


def _about_samples(file: str, entries: Sequence[Entry], known: Knowledge) -> Iterator[Finding]:
    """Gaps: a sample that comes after more than twice the usual distance."""
    del known
    by_level: dict[str, list[Sample]] = {}
    for entry in entries:
        if isinstance(entry, Sample):
            by_level.setdefault(entry.level, []).append(entry)
    for level, samples in by_level.items():
        ordered = sorted(samples, key=lambda one: one.at)
        distances = [after.at - before.at for before, after in pairwise(ordered)]
        usual = median(distances) if len(distances) > 1 else 0
        for before, after in pairwise(ordered):
            if usual and after.at - before.at > GAP * usual:
                yield gap(level, (before.at, after.at), Source(file, after.row))


def gap(level: str, span: Span, source: Source) -> Finding:
    """The finding about a time without values."""
    start, end = (moment(at) for at in span)
    message = f"“{level}” has no value between {start:%Y-%m-%d %H:%M} and {end:%Y-%m-%d %H:%M} UTC"
    return Finding("SLG614", Severity.WARNING, message, source, "Deliver what is missing, or say in the report why it is.")


def _nothing(file: str, entries: Sequence[Entry], known: Knowledge) -> Iterator[Finding]:
    del file, entries, known
    return iter(())


_ABOUT: Mapping[str, Callable[[str, Sequence[Entry], Knowledge], Iterator[Finding]]] = {
    "outages": _about_outages,
    "samples": _about_samples,
    "counts": _nothing,
    "values": _nothing,
    "tickets": _nothing,
    "use": _nothing,
}
