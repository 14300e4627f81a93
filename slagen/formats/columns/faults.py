"""What is wrong with the order of samples in columns: instants that come twice, and gaps. In the words in which it is told of a small file."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

import polars as pl

from slagen.core.findings import Finding, Source
from slagen.formats.columns.series import ColumnSamples, same_instants
from slagen.schema.measurements import GAP, MOST_SHOWN, gap, told_twice


@dataclass(slots=True)
class Faults:
    """Of one file. The places of faults are worked out once for levels that share their instants; `more` is how many are not told one by one."""

    file: str
    more: int = 0
    _known: list[tuple[pl.Series, pl.Series, pl.Series]] = field(default_factory=list)

    def about(self, level: str, samples: ColumnSamples) -> Iterator[Finding]:
        """The first findings about one level."""
        twice, gaps = self._places(samples.instants)
        for place, line in self._first(twice, samples):
            earlier = int(samples.instants.search_sorted(samples.instants[place], side="left"))
            yield told_twice(level, int(samples.rows[earlier]), Source(self.file, line))
        for place, line in self._first(gaps, samples):
            yield gap(level, (int(samples.instants[place - 1]), int(samples.instants[place])), Source(self.file, line))

    def _places(self, instants: pl.Series) -> tuple[pl.Series, pl.Series]:
        """Where an instant comes again, and where one comes too late."""
        known = next(((twice, late) for one, twice, late in self._known if same_instants(one, instants)), None)
        if known is not None:
            return known
        distances = instants.diff()
        usual = distances.median() if len(distances) > 2 else None
        late = (distances > GAP * usual).arg_true() if isinstance(usual, float) and usual else pl.Series(dtype=pl.UInt32)
        twice = (distances == 0).arg_true()
        self._known.append((instants, twice, late))
        return twice, late

    def _first(self, places: pl.Series, samples: ColumnSamples) -> list[tuple[int, int]]:
        """The places of the first lines, and the lines."""
        self.more += max(0, len(places) - MOST_SHOWN)
        frame = pl.DataFrame({"place": places, "line": samples.rows.gather(places)}).sort("line").head(MOST_SHOWN)
        return [(int(place), int(line)) for place, line in frame.iter_rows()]
