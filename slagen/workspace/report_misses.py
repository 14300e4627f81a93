"""The parts of a performance report that say what went wrong and why: misses with each cause, time that did not count, figures that are missing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from slagen.core.spans import total
from slagen.model.document import Block, Table
from slagen.performance.availability import Interruption
from slagen.performance.budget import budget, left_out
from slagen.performance.result import Event, Result, Verdict
from slagen.performance.statement import counted
from slagen.workspace.report_words import Words
from slagen.workspace.reporting import LevelReport
from slagen.workspace.review_blocks import line, lines, table

MOST_ROWS = 40
"""Causes listed for one result, the gravest ones; how many more there are is said."""


def misses(words: Words) -> Iterator[Block]:
    """Each missed result with everything that led to it."""
    missed = [(one, result) for one in words.found.levels for result in one.results if words.found.is_missed(one, result)]
    if not missed:
        yield line("No target was missed by the figures that there are.")
    for one, result in missed:
        yield line(_told(one, result, words))
        yield from _causes(one, result, words)


def _told(one: LevelReport, result: Result, words: Words) -> str:
    head = f"{one.name}, {result.window.name}{'' if one.level.role == 'slo' else ' (reported only)'}"
    target = f"the target is {words.formats.target(result.staged.target)}" if result.staged else "no target held"
    if result.value is None:
        return f"{head}: no figures were delivered, which the contract counts as a miss; {target}."
    so_far = " so far" if words.found.runs(result) else ""
    over = budget(result)
    excess = f", {words.amount(over.used - over.allowed, over)} more than allowed" if over and over.exceeded else ""
    what = words.rests_on(result)
    return (
        f"{head}: {words.value(result)}{so_far}; {target}. {what[:1].upper()}{what[1:]}{excess}."
        if what
        else f"{head}: {words.value(result)}{so_far}; {target}."
    )


def _causes(one: LevelReport, result: Result, words: Words) -> Iterator[Block]:
    if result.availability is not None:
        yield from _interruptions(f"{one.name}: interruptions in {result.window.name}", result.availability.interruptions, words)
    late = [event for event in result.events if not event.good]
    if late:
        yield _late(f"{one.name}: events too late in {result.window.name}", late, result, words)
        yield from _more(len(late))
    elif result.availability is None and result.value is not None:
        yield line(
            f"The figures come from {one.level.source.system} as they are; single causes are not in them."
            if one.level.source
            else "Single causes are not known."
        )


def _interruptions(summary: str, found: Sequence[Interruption], words: Words) -> Iterator[Block]:
    if not found:
        return
    longest = sorted(found, key=lambda one: -total(one.counted) - total(one.excluded))[:MOST_ROWS]
    rows = [
        (words.clock(one.outage.start), words.clock(one.outage.end), words.cause(one.outage.cause), _length(one, words), counted(one, words.printing))
        for one in sorted(longest, key=lambda one: one.outage.start)
    ]
    yield table(("From", "To", "Cause", "Lasted", "Counted"), rows, summary, right=(3,))
    yield from _more(len(found))


def _length(one: Interruption, words: Words) -> str:
    return words.length(one.outage.end - one.outage.start) if one.outage.end is not None else "it lasts"


def _late(summary: str, late: Sequence[Event], result: Result, words: Words) -> Table:
    target = result.staged.target if result.staged else None
    unit = target.unit if target else "min"
    worst = sorted(late, key=lambda one: -one.length)[:MOST_ROWS]
    rows = [
        (
            words.clock(one.ticket.opened) + (f", received {words.clock(one.received)}" if one.received is not None else ""),
            one.ticket.severity or "–",
            f"{words.timed(one.length, unit)}{' so far' if one.runs else ''}",
            words.timed(Fraction(target.value), unit) if target else "–",
        )
        for one in sorted(worst, key=lambda one: one.ticket.opened)
    ]
    return table(("Opened", "Severity", "Took", "Allowed"), rows, summary, right=(2, 3))


def _more(count: int) -> Iterator[Block]:
    if count > MOST_ROWS:
        yield line(f"These are the {MOST_ROWS} gravest of {count}.")


def other_interruptions(words: Words) -> Iterator[Block]:
    """Those of periods whose target was met all the same."""
    for one in words.found.levels:
        met = [result for result in one.results if result.availability and not words.found.is_missed(one, result)]
        found = [part for result in met for part in (result.availability.interruptions if result.availability else ())]
        yield from _interruptions(f"{one.name}: interruptions in periods that met the target", found, words)


def left_out_part(words: Words) -> Iterator[Block]:
    """Time that did not count, by its cause."""
    rows = [
        (one.name, words.cause(part.cause), f"{part.interruptions}", f"{words.minutes(part.time)} min")
        for one in words.found.levels
        for part in left_out(one.results)
    ]
    if rows:
        yield line("Interruptions from causes that the contract leaves out. They reduce no result.")
        yield table(("Service level", "Cause", "Interruptions", "Time"), rows, "Time left out by cause", right=(2, 3))


def missing(words: Words) -> Iterator[Block]:
    """For which periods no figures were delivered."""
    every = [(one, [result for result in one.results if result.verdict is Verdict.MISSING]) for one in words.found.levels]
    ended = [(one, [result for result in results if not words.found.runs(result)]) for one, results in every]
    told = [f"{one.name}: no figures for {words.periods(results)}{_effect(one)}." for one, results in ended if results]
    if told:
        yield line("Figures were not delivered for these periods. They are not met, and nothing is assumed about them.")
        yield from lines(told)
    waiting = [one.name for one, results in every if any(words.found.runs(result) for result in results)]
    if waiting:
        yield line(f"Of measurement periods that have not ended, no figures, or not all of those so far, were delivered for: {'; '.join(waiting)}.")


def _effect(one: LevelReport) -> str:
    return "; the contract counts that as a miss" if one.level.missing == "misses" and one.level.role == "slo" else ""
