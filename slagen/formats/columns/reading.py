"""A large file of samples, read in columns.

A row is taken from the columns only where it is plainly right: a level that takes samples, a time in the one form that programs write, a plain number. Every
other row is read by itself, as all rows of a small file are, so that what is unusual is understood and what is wrong is told in the same words. A file whose
lines cannot be told apart in this way is not read here at all.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain, pairwise

import polars as pl

from slagen.core.findings import Finding, Source
from slagen.formats.columns.faults import Faults
from slagen.formats.columns.instants import Instants, instants
from slagen.formats.columns.odd_rows import OddRows, UnreadableLineError, odd_rows
from slagen.formats.columns.series import UNIT, ColumnSamples, narrowed, together
from slagen.formats.columns.table import FIRST_LINE, Table, table
from slagen.model.charter import STANDARD
from slagen.schema.measurement_rows import Knowledge, is_percentage
from slagen.schema.measurements import Intake, by_another_clock, shortened

_NUMBER = r"^[0-9]{1,15}(\.[0-9]{1,9})?$"
_DIGITS = pl.Decimal(24, 9)


_OFTEN = 3
"""How often an instant must be told in a row, on average, for it to be read once for all of these rows."""
_LOOKED_AT = 10_000
"""Of so many rows it is looked at."""


@dataclass(frozen=True, slots=True)
class _Taken:
    """The plainly right rows by level, with their instants, values and lines; and the finding about the first of them that was told by another clock."""

    frames: Mapping[str, pl.DataFrame]
    elsewhere: Finding | None


def read_samples(data: bytes, file: str, known: Knowledge) -> tuple[Intake, tuple[Finding, ...]] | None:
    """What a file of samples says, with everything that is wrong with it; None where it must be read row by row."""
    found = table(data)
    if found is None:
        return None
    plain = _plain(found.frame, known)
    found = replace(found, frame=found.frame.clear())  # a fifth of the memory
    taken = _taken(plain, file, known)
    try:
        odd = _odd(found, len(plain), taken.frames, file, known)
    except UnreadableLineError:
        return None
    samples = _samples(taken.frames, odd)
    return Intake("samples", (), samples), (*odd.short, *_findings(samples, taken, odd, file))


def _plain(texts: pl.DataFrame, known: Knowledge) -> pl.DataFrame:
    """For each row its level and its value, or null where one of them is not plainly right; and its time as it was told."""
    ids = [name for name, level in known.levels.items() if name == level.id and level.role != STANDARD and (not level.source or level.source.type == "samples")]
    number = pl.col("value")
    value = pl.when(number.str.contains(_NUMBER)).then(number.cast(_DIGITS, strict=False).to_physical())
    found = texts.select(pl.col("service_level").cast(pl.Enum(ids), strict=False).alias("level"), value.alias("value"), "line", "at")
    found = found.with_columns(narrowed(found["value"]).alias("value"))
    shares = [name for name in ids if is_percentage(known.levels[name])]
    if not shares:
        return found
    too_large = pl.col("level").cast(pl.String).is_in(shares) & (pl.col("value") > 100 * UNIT)
    return found.with_columns(pl.when(~too_large).then(pl.col("value")))


def _taken(plain: pl.DataFrame, file: str, known: Knowledge) -> _Taken:
    rows = plain.drop_nulls() if any(plain.null_count().row(0)) else plain
    if int(_starts(rows["at"].head(_LOOKED_AT)).sum()) * _OFTEN < min(len(rows), _LOOKED_AT):
        return _by_time(rows, file, known)
    return _by_level(rows, file, known)


def _starts(at: pl.Series) -> pl.Series:
    """Where another instant is told than in the row before."""
    return at.ne_missing(at.shift())


def _by_time(rows: pl.DataFrame, file: str, known: Knowledge) -> _Taken:
    """Of a file that tells of all levels minute by minute: each instant is read once."""
    starts = _starts(rows["at"])
    once = instants(rows["at"].filter(starts), known.now)
    place = starts.cast(pl.UInt32).cum_sum() - 1
    at, offset = (None if one is None else one.gather(place) for one in (once.at, once.offset))
    assert at is not None
    found = rows.select("level", at.alias("at"), "value", "line")
    frames: dict[str, pl.DataFrame] = {}
    for name, part in _parts(found):
        frame = part.select("at", "value", "line")
        twin = next((one["at"] for one in frames.values() if one["at"].equals(frame["at"])), None)
        frames[name] = frame if twin is None else frame.with_columns(twin)
    return _Taken({name: _told(frame) for name, frame in frames.items()}, _elsewhere(rows, Instants(rows["at"], at, offset), file, known))


def _by_level(rows: pl.DataFrame, file: str, known: Knowledge) -> _Taken:
    """Of a file that tells of one level after the other: each has its own instants, unless they are those of an earlier one."""
    frames: dict[str, pl.DataFrame] = {}
    times: list[Instants] = []
    strange: list[Finding | None] = []
    for name, part in _parts(rows):
        shared = next((one for one in times if _same(one.text, part["at"])), None)
        own = shared or instants(part["at"], known.now)
        times += () if shared else (own,)
        frames[name] = _told(part.select(own.at.alias("at"), "value", "line"))
        strange.append(_elsewhere(part, own, file, known))
    return _Taken(frames, next(_first(strange), None))


def _same(one: pl.Series, other: pl.Series) -> bool:
    return len(one) == len(other) and bool(one[0] == other[0]) and one.equals(other)


def _parts(rows: pl.DataFrame) -> Iterator[tuple[str, pl.DataFrame]]:
    """The rows of each level: pieces of the same columns where each level stands in one piece."""
    codes = rows["level"].to_physical()
    changes = codes != codes.shift()
    kinds = codes.unique()
    if int(changes.sum()) < len(kinds):
        for first, end in pairwise((0, *changes.arg_true(), len(rows))):
            yield str(rows["level"][first]), rows.slice(first, end - first)
        return
    lazy = rows.lazy()
    for part in pl.collect_all([lazy.filter(pl.col("level").to_physical() == code) for code in kinds]):
        yield str(part["level"][0]), part


def _told(frame: pl.DataFrame) -> pl.DataFrame:
    """Without the rows whose time must be looked at."""
    return frame.filter(pl.col("at").is_not_null()) if frame["at"].null_count() else frame


def _elsewhere(rows: pl.DataFrame, times: Instants, file: str, known: Knowledge) -> Finding | None:
    """The finding about the first row that was told by another clock."""
    place = times.elsewhere(known.zone)
    return None if place is None else by_another_clock(times.text[place], known.zone, Source(file, int(rows["line"][place])))


def _odd(found: Table, count: int, levels: Mapping[str, pl.DataFrame], file: str, known: Knowledge) -> OddRows:
    taken = [one["line"] for one in levels.values()]
    if sum(map(len, taken)) == count:
        return OddRows()
    odd = pl.repeat(value=True, n=count, eager=True)
    for lines in taken:
        odd = odd.scatter(lines - FIRST_LINE, False)  # noqa: FBT003 - the value that is put there
    return odd_rows(found, odd, file, known)


def _samples(levels: Mapping[str, pl.DataFrame], odd: OddRows) -> dict[str, ColumnSamples]:
    """By level, in the order in which the file names them first."""
    parts = {name: [one, *odd.frames.get(name, ())] for name, one in levels.items()}
    parts |= {name: frames for name, frames in odd.frames.items() if name not in levels}
    made = {name: together(frames) for name, frames in parts.items()}
    return dict(sorted(((name, one) for name, one in made.items() if len(one)), key=lambda pair: pair[1].lines(1)))


def _findings(samples: Mapping[str, ColumnSamples], taken: _Taken, odd: OddRows, file: str) -> tuple[Finding, ...]:
    faults = Faults(file)
    order = [one for level, found in samples.items() for one in faults.about(level, found)]
    strange = _first((odd.elsewhere, taken.elsewhere))
    return shortened(chain(odd.refused, order, strange), file, odd.more + faults.more)


def _first(found: Sequence[Finding | None]) -> Iterator[Finding]:
    told = [one for one in found if one is not None]
    if told:
        yield min(told, key=lambda one: one.source.line or 0)
