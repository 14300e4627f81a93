"""A large file of samples, read in columns.

A row is taken from the columns only where it is plainly right: a level that takes samples, a time in the one form that programs write, a plain number. Every
other row is read by itself, as all rows of a small file are, so that what is unusual is understood and what is wrong is told in the same words. A file whose
lines cannot be told apart in this way is not read here at all.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

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


@dataclass(frozen=True, slots=True)
class _Level:
    """The plainly right rows of a level, with their times as they were told; null is the instant of a row that must be read by itself."""

    rows: pl.DataFrame
    times: Instants

    def frame(self) -> pl.DataFrame:
        """Instants, values and lines."""
        found = self.rows.select(self.times.at.alias("at"), "value", "line")
        return found.filter(pl.col("at").is_not_null()) if self.times.at.null_count() else found

    def elsewhere(self, file: str, zone: str) -> Finding | None:
        """The finding about the first row that was told by another clock."""
        place = self.times.elsewhere(zone)
        return None if place is None else by_another_clock(self.times.text[place], zone, Source(file, int(self.rows["line"][place])))


def read_samples(data: bytes, file: str, known: Knowledge) -> tuple[Intake, tuple[Finding, ...]] | None:
    """What a file of samples says, with everything that is wrong with it; None where it must be read row by row."""
    found = table(data)
    if found is None:
        return None
    plain = _plain(found.frame, known)
    levels = _levels(found.frame, plain, known)
    try:
        odd = _odd(found, plain, levels, file, known)
    except UnreadableLineError:
        return None
    samples = _samples(levels, odd)
    return Intake("samples", (), samples), (*odd.short, *_findings(samples, levels, odd, file, known))


def _plain(texts: pl.DataFrame, known: Knowledge) -> pl.DataFrame:
    """For each row its level and its value, or null where one of them is not plainly right."""
    ids = [name for name, level in known.levels.items() if name == level.id and level.role != STANDARD and (not level.source or level.source.type == "samples")]
    number = pl.col("value")
    value = pl.when(number.str.contains(_NUMBER)).then(number.cast(_DIGITS, strict=False).to_physical())
    found = texts.select(pl.col("service_level").cast(pl.Enum(ids), strict=False).alias("level"), value.alias("value"), "line")
    found = found.with_columns(narrowed(found["value"]).alias("value"))
    shares = [name for name in ids if is_percentage(known.levels[name])]
    if not shares:
        return found
    too_large = pl.col("level").cast(pl.String).is_in(shares) & (pl.col("value") > 100 * UNIT)
    return found.with_columns(pl.when(~too_large).then(pl.col("value")))


def _levels(texts: pl.DataFrame, plain: pl.DataFrame, known: Knowledge) -> dict[str, _Level]:
    both = plain.with_columns(texts["at"]).lazy().filter(pl.col("value").is_not_null() & pl.col("at").is_not_null())
    names = [str(name) for name in plain["level"].unique().to_list() if name is not None]
    found: dict[str, _Level] = {}
    for name, rows in zip(names, pl.collect_all([both.filter(pl.col("level") == name) for name in names]), strict=True):
        shared = next((one.times for one in found.values() if one.times.text.equals(rows["at"])), None)
        found[name] = _Level(rows.select("value", "line"), shared or instants(rows["at"], known.now))
    return found


def _odd(found: Table, plain: pl.DataFrame, levels: Mapping[str, _Level], file: str, known: Knowledge) -> OddRows:
    taken = [one.frame()["line"] for one in levels.values()]
    if sum(map(len, taken)) == len(plain):
        return OddRows()
    odd = pl.repeat(value=True, n=len(plain), eager=True)
    for lines in taken:
        odd = odd.scatter(lines - FIRST_LINE, False)  # noqa: FBT003 - the value that is put there
    return odd_rows(found, odd, file, known)


def _samples(levels: Mapping[str, _Level], odd: OddRows) -> dict[str, ColumnSamples]:
    """By level, in the order in which the file names them first."""
    parts = {name: [one.frame(), *odd.frames.get(name, ())] for name, one in levels.items()}
    parts |= {name: frames for name, frames in odd.frames.items() if name not in levels}
    made = {name: together(frames) for name, frames in parts.items()}
    return dict(sorted(((name, one) for name, one in made.items() if len(one)), key=lambda pair: pair[1].lines(1)))


def _findings(samples: Mapping[str, ColumnSamples], levels: Mapping[str, _Level], odd: OddRows, file: str, known: Knowledge) -> tuple[Finding, ...]:
    faults = Faults(file)
    order = [one for level, found in samples.items() for one in faults.about(level, found)]
    strange = _first((odd.elsewhere, *(one.elsewhere(file, known.zone) for one in levels.values())))
    return shortened(chain(odd.refused, order, strange), file, odd.more + faults.more)


def _first(found: Sequence[Finding | None]) -> Iterator[Finding]:
    told = [one for one in found if one is not None]
    if told:
        yield min(told, key=lambda one: one.source.line or 0)
