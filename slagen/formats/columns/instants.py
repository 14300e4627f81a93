"""A column of times as instants. Only the one form is read here that programs write; whatever else names a time is for the row's own reading."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
import re
from zoneinfo import ZoneInfo

import polars as pl

from slagen.core.spans import MINUTE, moment

_TIME = r"^(19|[2-9][0-9])[0-9]{2}-[0-9]{2}-[0-9]{2}T([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](\.[0-9]{3}|\.[0-9]{6})?(Z|[+-]([01][0-9]|2[0-3]):[0-5][0-9])$"
_OFFSET = re.compile(r"Z|[+-]([01][0-9]|2[0-3]):[0-5][0-9]", re.ASCII)
_TO_SECONDS = len("2026-10-05T09:30:00")
_WITH_OFFSET = len("+01:00")
_QUARTER = 15 * MINUTE
"""Clocks change at whole quarters of an hour of UTC, but for a few that did so long ago; those are looked at one by one."""


@dataclass(frozen=True, slots=True)
class Instants:
    """The instants of a column, in microseconds since 1970, null where the row must be looked at by itself; and the offsets that they were told with."""

    at: pl.Series
    offset: pl.Series | None

    def elsewhere(self, zone: str) -> int | None:
        """The place of the first row that was told by another clock than UTC's and the zone's; None where none was."""
        if self.offset is None:
            return None
        told = pl.DataFrame({"at": self.at, "quarter": self.at // _QUARTER, "offset": self.offset}).with_row_index("place")
        told = told.filter((pl.col("offset") != 0) & pl.col("quarter").is_not_null())
        kinds = told.select("quarter", "offset").unique()
        doubtful = [(quarter, offset) for quarter, offset in kinds.iter_rows() if not _surely_here(quarter, offset, ZoneInfo(zone))]
        if not doubtful:
            return None
        rows = told.join(pl.DataFrame(doubtful, schema=kinds.schema, orient="row"), on=("quarter", "offset"), how="semi")
        return min((place for place, at, _, offset in rows.iter_rows() if _offset(at, ZoneInfo(zone)) != offset), default=None)


def _surely_here(quarter: int, offset: int, zone: ZoneInfo) -> bool:
    """Whether the clock of the zone was ahead of UTC by `offset` for all of a quarter of an hour."""
    return _offset(quarter * _QUARTER, zone) == offset == _offset((quarter + 1) * _QUARTER - 1, zone)


def _offset(at: int, zone: ZoneInfo) -> int:
    there: datetime = moment(at).astimezone(zone)
    return (there.utcoffset() or timedelta()) // timedelta(microseconds=1)


def instants(text: pl.Series, now: int) -> Instants:
    """The instants that a column of texts names; none that lies after `now`."""
    fine = text.str.contains(_TIME)
    tail = _common_tail(text)
    clock = _clock(pl.select(pl.when(fine).then(text if tail else text.str.slice(0, _TO_SECONDS))).to_series(), tail)
    offset = _same_offset(tail, len(text)) if tail else _offsets(text, fine)
    at = clock + (0 if tail else _parts_of_seconds(text, fine)) - (0 if offset is None else offset)
    return Instants(pl.select(pl.when(at <= now).then(at)).to_series().rename("at"), offset)


def _common_tail(text: pl.Series) -> str:
    """What all texts have after whole seconds; empty where they differ, or tell parts of seconds."""
    tail = str(text[0])[_TO_SECONDS:] if len(text) else ""
    same = _OFFSET.fullmatch(tail) and bool((text.str.len_bytes() == _TO_SECONDS + len(tail)).all()) and bool(text.str.ends_with(tail).all())
    return tail if same else ""


def _clock(text: pl.Series, tail: str) -> pl.Series:
    return text.str.to_datetime(f"%Y-%m-%dT%H:%M:%S{tail}", time_unit="us", strict=False, cache=False).cast(pl.Int64)


def _same_offset(tail: str, count: int) -> pl.Series | None:
    ahead = 0 if tail == "Z" else _minutes(tail)
    return pl.repeat(MINUTE * ahead, count, dtype=pl.Int64, eager=True) if ahead else None


def _parts_of_seconds(text: pl.Series, fine: pl.Series) -> pl.Series | int:
    whole = (_TO_SECONDS + 1, _TO_SECONDS + _WITH_OFFSET)
    if bool((~fine | text.str.len_bytes().is_in(whole)).all()):
        return 0
    digits = text.str.extract(r"\.([0-9]{3,6})").str.pad_end(6, "0")
    return pl.select(pl.when(fine).then(digits.fill_null("0")).cast(pl.Int64)).to_series()


def _offsets(text: pl.Series, fine: pl.Series) -> pl.Series | None:
    """What each clock was ahead of UTC, in microseconds; None where every one showed UTC itself."""
    tail = pl.select(pl.when(fine & ~text.str.ends_with("Z")).then(text.str.slice(-_WITH_OFFSET))).to_series()
    minutes = {one: _minutes(one) for one in tail.unique().to_list() if one is not None}
    if not any(minutes.values()):
        return None
    return tail.replace_strict(list(minutes), [MINUTE * one for one in minutes.values()], default=0, return_dtype=pl.Int64)


def _minutes(offset: str) -> int:
    ahead = int(offset[1:3]) * 60 + int(offset[4:6])
    return -ahead if offset[0] == "-" else ahead
