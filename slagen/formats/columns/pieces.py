"""One piece of a large file of samples: its rows that are plainly right, and which of its lines must be looked at by themselves."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from slagen.formats.columns.instants import Instants, instants
from slagen.formats.columns.series import UNIT, narrowed
from slagen.formats.columns.table import Heading, texts
from slagen.model.charter import STANDARD
from slagen.schema.measurement_rows import Knowledge, is_percentage

_NUMBER = r"^[0-9]{1,15}(\.[0-9]{1,9})?$"
_DIGITS = pl.Decimal(24, 9)

_OFTEN = 3
"""How often an instant must be told in a row, on average, for it to be read once for all of these rows."""
_LOOKED_AT = 10_000
"""Of so many rows it is looked at."""


@dataclass(frozen=True, slots=True)
class Piece:
    """`rows` have `level`, `at` in microseconds since 1970, `value` in billionths and `line`, counted from 1 in the piece; there are `lines` of them in all.

    `odd` says of each line whether it is not among the rows, and is None where none is; `elsewhere` is the line of the first row that was told by another clock
    than UTC's and the agreement's, and its time.
    """

    rows: pl.DataFrame
    lines: int
    odd: pl.Series | None
    elsewhere: tuple[int, str] | None


def read_piece(data: bytes, ends: tuple[int, int], written: Heading, known: Knowledge) -> Piece | None:
    """What a piece of a file says; None where its lines cannot be told apart."""
    found = texts(data, ends, written)
    if found is None:
        return None
    plain = _plain(found, known)
    lines = len(found)
    del found  # a fifth of the memory
    rows = plain.drop_nulls() if any(plain.null_count().row(0)) else plain
    times = _instants(rows["at"], known.now)
    place = times.elsewhere(known.zone)
    taken = rows.with_columns(times.at.alias("at"))
    taken = taken.filter(pl.col("at").is_not_null()) if times.at.null_count() else taken
    odd = _others(taken["line"], lines) if len(taken) < lines else None
    return Piece(taken, lines, odd, None if place is None else (int(rows["line"][place]), str(rows["at"][place])))


def _plain(found: pl.DataFrame, known: Knowledge) -> pl.DataFrame:
    """For each row its level and its value, or null where one of them is not plainly right; and its time as it was told."""
    ids = [name for name, level in known.levels.items() if name == level.id and level.role != STANDARD and (not level.source or level.source.type == "samples")]
    number = pl.col("value")
    value = pl.when(number.str.contains(_NUMBER)).then(number.cast(_DIGITS, strict=False).to_physical())
    plain = found.select(pl.col("service_level").cast(pl.Enum(ids), strict=False).alias("level"), "at", value.alias("value"), "line")
    plain = plain.with_columns(narrowed(plain["value"]).alias("value"))
    shares = [name for name in ids if is_percentage(known.levels[name])]
    if not shares:
        return plain
    too_large = pl.col("level").cast(pl.String).is_in(shares) & (pl.col("value") > 100 * UNIT)
    return plain.with_columns(pl.when(~too_large).then(pl.col("value")).alias("value"))


def _instants(at: pl.Series, now: int) -> Instants:
    """The instants that are told; of a file that tells of all levels minute by minute, each is read once."""
    first = at.head(_LOOKED_AT).rle_id()
    if not len(at) or (int(first[-1]) + 1) * _OFTEN >= len(first):
        return instants(at, now)
    runs = at.rle_id()
    once = instants(at.filter((runs != runs.shift()).fill_null(value=True)), now)
    return Instants(once.at.gather(runs), None if once.offset is None else once.offset.gather(runs))


def _others(lines: pl.Series, count: int) -> pl.Series:
    """Of each line whether it is not among `lines`."""
    return pl.repeat(value=True, n=count, eager=True).scatter(lines - 1, False)  # noqa: FBT003 - the value that is put there
