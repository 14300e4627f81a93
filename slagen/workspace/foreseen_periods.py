"""The measurement periods that warnings are about: those that run on the day, and the last ones that have ended."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from slagen.core.calendar_periods import FIRST_YEAR
from slagen.core.spans import common
from slagen.lifecycle.periods import Rhythm
from slagen.model.charter import SURVEY
from slagen.model.service_level import ServiceLevel, StagedTarget
from slagen.performance.attainment import parts
from slagen.performance.windows import Window, windows
from slagen.workspace.known_figures import ONE_DAY, KnownFigures

_AHEAD = timedelta(days=100)
"""Longer than any measurement period."""


@dataclass(frozen=True, slots=True)
class Part:
    """A period, or the part of one in which one target holds: of which level, and by the facts of which stretch."""

    place: int
    level: ServiceLevel
    window: Window
    staged: StagedTarget | None


def running(known: KnownFigures) -> Iterator[Part]:
    """Every level’s period that runs on the day, by the facts that were in force as it began; the days on which this changes are noted."""
    for place, level, window in _windows(known, known.day, known.day + _AHEAD):
        for part, staged in parts(level, window):
            known.turns += [part.first_day, part.last_day + ONE_DAY]
            if part.first_day <= known.day <= part.last_day:
                yield Part(place, level, part, staged)


def ended(known: KnownFigures) -> Iterator[Part]:
    """The last period of each level that has ended, or the last part of it."""
    last: dict[str, Part] = {}
    for place, level, window in _windows(known, max(known.day - _AHEAD, date(FIRST_YEAR, 1, 1)), known.day - ONE_DAY):
        for part, staged in parts(level, window):
            last[level.id] = Part(place, level, part, staged)
    yield from last.values()


def _windows(known: KnownFigures, first: date, last: date) -> Iterator[tuple[int, ServiceLevel, Window]]:
    """The periods that end from one day to another, of levels that anybody ever delivered figures for."""
    for place, stretch in enumerate(known.stretches):
        begins = stretch.from_day if place else known.life.first_day
        ends = known.stretches[place + 1].from_day - ONE_DAY if place + 1 < len(known.stretches) else date.max
        for level in stretch.levels:
            if known.of(level).covered and level.period != SURVEY:  # a survey is over when it is known
                found = windows(level.period, known.life, first, last)
                yield from ((place, level, one) for one in found if begins <= one.first_day <= ends)


def known_until(known: KnownFigures, part: Part) -> date | None:
    """The last day of the period of which there are figures."""
    return known.last_day(common(known.of(part.level).covered, (part.window.span,)))


def name_of(known: KnownFigures, part: Part) -> str:
    """`availability-2026-11`: periods of 30 days by their number, rolling ones by the month that they end with, as in other dates."""
    rhythm = Rhythm(part.level.period, known.life.first_day)
    return f"{part.level.id}-{rhythm.period(rhythm.number_of(part.window.last_day)).name}"
