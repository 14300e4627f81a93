"""Gathering: what many files tell of one level, put together once, so that each row is taken in hand as often for a hundred files as for one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from slagen.core.findings import Finding
from slagen.core.spans import Span, merged
from slagen.formats.measurements import LARGE, LARGEST, read_rows
from slagen.model.measurement import Count, Figure, Measurements, Outage, Sample, Ticket
from slagen.model.samples import PlainSamples, Samples
from slagen.schema.measurement_rows import Knowledge
from slagen.schema.measurements import Entry, Intake, read_measurements


@dataclass(slots=True)
class Gathered:
    """What was found of one level so far: the time that its files cover, and their rows."""

    covered: list[Span] = field(default_factory=list)
    entries: list[Entry] = field(default_factory=list)
    samples: list[Samples] = field(default_factory=list)

    def add(self, covered: Span, entries: Iterable[Entry]) -> None:
        """What one more file tells."""
        self.covered.append(covered)
        self.entries.extend(entries)

    def add_samples(self, samples: Samples | None) -> None:
        """The samples that a large file tells of in columns, if any."""
        if samples is not None:
            self.samples.append(samples)

    def together(self) -> Measurements:
        """All of it."""
        return Measurements(
            outages=tuple(one for one in self.entries if isinstance(one, Outage)),
            samples=_joined(PlainSamples.of((one.at, one.value) for one in self.entries if isinstance(one, Sample)), self.samples),
            counts=tuple(one for one in self.entries if isinstance(one, Count)),
            figures=tuple(one for one in self.entries if isinstance(one, Figure)),
            tickets=tuple(one for one in self.entries if isinstance(one, Ticket)),
            covered=merged(self.covered),
        )


def _joined(plain: PlainSamples, parts: Sequence[Samples]) -> Samples:
    if not parts:
        return plain
    from slagen.formats.columns import joined  # noqa: PLC0415 - start-up

    return joined((plain, *parts))


def read_figures(data: bytes, name: str, known: Knowledge) -> tuple[Intake | None, tuple[Finding, ...]]:
    """What a file of measurements says, with everything that is wrong with it: samples in columns where there are many, else row by row."""
    if LARGE <= len(data) <= LARGEST:
        from slagen.formats.columns import read_samples  # noqa: PLC0415 - start-up

        found = read_samples(data, name, known)
        if found is not None:
            return found
    rows, findings = read_rows(data, name)
    if rows is None:
        return None, findings
    intake, more = read_measurements(rows, known)
    return intake, (*findings, *more)


def by_level(entries: Iterable[Entry]) -> dict[str, list[Entry]]:
    """Rows by the level that they tell of, in their order."""
    found: dict[str, list[Entry]] = {}
    for one in entries:
        found.setdefault(one.level, []).append(one)
    return found
