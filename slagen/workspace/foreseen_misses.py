"""Warnings of targets that are about to be missed: what the figures so far foretell, and what the miss would cost."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from slagen.lifecycle.outlook import Foreseen
from slagen.model.charter import STANDARD
from slagen.performance.alarm import Alarm, alarm
from slagen.performance.consequence import if_missed
from slagen.performance.forewarning import if_nobody_acts, money_of, reasons
from slagen.performance.projection import Projection, project
from slagen.performance.result import Result, Verdict
from slagen.workspace.foreseen_periods import Part, known_until, name_of, running
from slagen.workspace.foreseen_silence import silence, silent_since
from slagen.workspace.known_figures import KnownFigures


def misses(known: KnownFigures) -> Iterator[Foreseen]:
    """One warning for each period that runs, and whose target is in danger, or of which no figures come any more."""
    found = [(part, project(part.level, part.window, part.staged, known.of(part.level), known.conditions[part.place])) for part in running(known)]
    for part, projection in found:
        silent = silent_since(known, part)
        beside = [_as_it_stands(other) for _, other in found if other is not None and other is not projection and not other.is_losing]
        warned = _warned(known, part, projection, silent, beside) if projection and alarm(projection, decisive=True) else None
        if warned is not None:
            yield warned
        elif silent is not None:
            yield silence(known, part, silent)


def _as_it_stands(found: Projection) -> Result:
    """What a level that is in no danger comes to at the pace so far: whether it earns a bonus depends on it."""
    return replace(found.so_far, value=found.so_far.value if found.pace is None else found.pace, verdict=Verdict.MET)


def _warned(known: KnownFigures, part: Part, found: Projection, silent: date | None, beside: Sequence[Result]) -> Foreseen | None:
    missed = replace(found.so_far, value=None, verdict=Verdict.MISSED)
    kind = alarm(found, decisive=any(one.is_reached for one in if_missed(part.level, missed, known.accounts).nearing))
    if kind is None:
        return None
    then, printing = if_missed(part.level, _expected(found, kind), known.accounts, beside), known.printing
    why = reasons(found, known_until(known, part), then, printing)
    if silent is not None:
        why = (*why, f"no figures have come for the days after {printing.formats.date(silent)}")
    return Foreseen(
        name_of(known, part),
        part.window.last_day,
        if_nobody_acts(found, kind, then, printing),
        why,
        certain=kind is Alarm.OUT_OF_REACH and found.is_certain and part.level.role != STANDARD,
        cost=money_of(then),
    )


def _expected(found: Projection, kind: Alarm) -> Result:
    """The result that the consequence is worked out from; without a figure where it is only near the target."""
    if kind is Alarm.NEARLY_USED:
        return replace(found.so_far, value=None, verdict=Verdict.MISSED)
    shared = found.so_far.staged is not None and found.target != found.so_far.staged.target
    value = found.so_far.value if shared else found.pace if found.pace is not None else found.best
    return replace(found.so_far, value=value, verdict=Verdict.MISSED)
