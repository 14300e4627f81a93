"""A large file of samples, read in columns: in pieces, by all processors.

A row is taken from the columns only where it is plainly right: a level that takes samples, a time in the one form that programs write, a plain number. Every
other row is read by itself, as all rows of a small file are, so that what is unusual is understood and what is wrong is told in the same words. A file whose
lines cannot be told apart in this way is not read here at all.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import accumulate, chain, pairwise

import polars as pl

from slagen.core.findings import Finding, Source
from slagen.formats.columns.faults import Faults
from slagen.formats.columns.odd_rows import OddRows, UnreadableLineError, odd_lines, odd_rows
from slagen.formats.columns.pieces import Piece, read_piece
from slagen.formats.columns.series import ColumnSamples, same_instants, stacked, together
from slagen.formats.columns.table import heading, is_long_line, pieces, without_mark
from slagen.schema.measurement_rows import Knowledge
from slagen.schema.measurements import Intake, by_another_clock, shortened

PIECE = 2**24
"""Bytes: enough for the library to be quick, and few enough that the texts of some pieces are little beside the file."""
_HEADER = 1


def read_samples(data: bytes, file: str, known: Knowledge, *, piece: int = PIECE) -> tuple[Intake, tuple[Finding, ...]] | None:
    """What a file of samples says, with everything that is wrong with it; None where it must be read row by row."""
    data = without_mark(data)
    written = heading(data)
    if written is None:
        return None
    places = tuple(pieces(data, written, piece))
    if any(is_long_line(place, piece) for place in places):
        return None
    with ThreadPoolExecutor(pl.thread_pool_size()) as pool:
        read = tuple(pool.map(lambda place: read_piece(data, place, written, known), places))
    found = [one for one in read if one is not None]
    if len(found) < len(read):
        return None
    above = tuple(accumulate((one.lines for one in found), initial=_HEADER))
    try:
        odd = odd_rows(_odd_lines(data, places, found, above), written, file, known)
    except UnreadableLineError:
        return None
    samples = _samples(_by_level(found, above), odd)
    return Intake("samples", (), samples), (*odd.short, *_findings(samples, _elsewhere(found, above, file, known), odd, file))


def _odd_lines(data: bytes, places: Sequence[tuple[int, int]], found: Sequence[Piece], above: Sequence[int]) -> Iterator[tuple[int, bytes]]:
    """Those of all pieces, with their numbers in the file."""
    for (start, end), one, before in zip(places, found, above, strict=False):
        if one.odd is not None:
            yield from ((before + number, line) for number, line in odd_lines(data[start:end], one.odd))


def _elsewhere(found: Sequence[Piece], above: Sequence[int], file: str, known: Knowledge) -> Finding | None:
    """The finding about the first row that was told by another clock."""
    told = ((before + one.elsewhere[0], one.elsewhere[1]) for one, before in zip(found, above, strict=False) if one.elsewhere)
    line, text = next(told, (0, ""))
    return by_another_clock(text, known.zone, Source(file, line)) if line else None


def _by_level(found: Sequence[Piece], above: Sequence[int]) -> dict[str, pl.DataFrame]:
    """The rows of each level. Levels that were measured at the same instants share one column of them."""
    frames: dict[str, pl.DataFrame] = {}
    if not found:
        return frames
    rows = stacked([one.rows.with_columns(pl.col("line") + before) for one, before in zip(found, above, strict=False)])
    for name, part in _parts(rows):
        twin = next((one["at"] for one in frames.values() if same_instants(one["at"], part["at"])), part["at"])
        frames[name] = part.select(twin, "value", "line")
    return frames


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


def _samples(levels: Mapping[str, pl.DataFrame], odd: OddRows) -> dict[str, ColumnSamples]:
    """By level, in the order in which the file names them first."""
    parts = {name: [one, *odd.frames.get(name, ())] for name, one in levels.items()}
    parts |= {name: frames for name, frames in odd.frames.items() if name not in levels}
    made = {name: together(frames) for name, frames in parts.items()}
    return dict(sorted(((name, one) for name, one in made.items() if len(one)), key=lambda pair: pair[1].lines(1)))


def _findings(samples: Mapping[str, ColumnSamples], elsewhere: Finding | None, odd: OddRows, file: str) -> tuple[Finding, ...]:
    faults = Faults(file)
    order = [one for level, found in samples.items() for one in faults.about(level, found)]
    strange = sorted((one for one in (odd.elsewhere, elsewhere) if one is not None), key=lambda one: one.source.line or 0)[:1]
    return shortened(chain(odd.refused, order, strange), file, odd.more + faults.more)
