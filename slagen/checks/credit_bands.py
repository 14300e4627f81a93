"""SLG320 to SLG322: credit bands with gaps or overlaps, that rise the wrong way, or that credit what was met."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import pairwise

from slagen.checks.band_ranges import Range, higher_is_better, ranges, shown, threshold
from slagen.checks.context import Context
from slagen.core.findings import Finding, Severity
from slagen.model.document import Document
from slagen.model.service_level import Band, ServiceLevel


def check(document: Document, context: Context) -> Iterable[Finding]:
    """Every result below the target falls into exactly one band, a worse result never earns less, and what meets the target earns nothing.

    Worked example, GitHub's quarterly SLA: “≤ 99.9 and > 99.0: 10; < 99.0: 25” leaves 99.0 in no band, and 99.9 both met and credited.
    """
    del document
    levels = {level.id: level for level in context.agreement.service_levels}
    for scheme in context.agreement.service_credits:
        for way in ("bands", "points"):
            for level_id, bands in getattr(scheme, way).items():
                if level_id in levels and bands:
                    yield from _level(context, f"service_credits.{scheme.id}.{way}.{level_id}", levels[level_id], bands)


def _level(context: Context, key: str, level: ServiceLevel, bands: tuple[Band, ...]) -> Iterator[Finding]:
    higher = higher_is_better(level)
    found = ranges(bands, higher=higher)
    if len(found) < len(bands):
        hint = "Where higher is better write “below” or “at_most”; where lower is better, “above” or “at_least”."
        yield context.about_fact("SLG320", Severity.ERROR, key, f"a band of “{level.id}” runs in the wrong direction", hint)
        return
    for better, worse in pairwise(found):
        yield from _neighbours(context, key, level, better, worse)
    last = found[-1]
    if last.low is not None:
        message = f"no band of “{level.id}” covers the worst results, beyond {shown(last.low, higher=higher)}"
        yield context.about_fact("SLG320", Severity.ERROR, key, message, "Leave the far bound of the last band out.")
    yield from _met_and_credited(context, key, level, found[0])


def _neighbours(context: Context, key: str, level: ServiceLevel, better: Range, worse: Range) -> Iterator[Finding]:
    higher = higher_is_better(level)
    at = shown(worse.high, higher=higher)
    if worse.worth < better.worth:
        message = f"a worse result of “{level.id}” (from {at} on) earns less than a better one"
        yield context.about_fact("SLG321", Severity.ERROR, key, message, "Credits grow as results get worse: correct the order.")
    if better.high == worse.high:
        yield context.about_fact("SLG320", Severity.ERROR, key, f"two bands of “{level.id}” both begin at {at}", "Keep one of them.")
    elif better.low is not None:
        low = better.low
        if low.value > worse.high.value or (low.value == worse.high.value and not low.included and not worse.high.included):
            span = at if low.value == worse.high.value else f"between {at} and {shown(low, higher=higher)}"
            yield context.about_fact(
                "SLG320",
                Severity.ERROR,
                key,
                f"a result of {span} is in no band of “{level.id}”",
                "Let one band end where the next begins, and say which of the two has the figure itself.",
            )
        elif low.value < worse.high.value or (low.included and worse.high.included):
            yield context.about_fact(
                "SLG320", Severity.ERROR, key, f"a result of {at} is in two bands of “{level.id}”", "Let one band end where the next begins."
            )


def _met_and_credited(context: Context, key: str, level: ServiceLevel, best: Range) -> Iterator[Finding]:
    higher = higher_is_better(level)
    for stage in level.current_targets:
        if not stage.credits:
            continue
        met = threshold(stage, higher=higher)
        high = best.high
        if high.value > met.value or (high.value == met.value and high.included and met.included):
            message = f"a result of {shown(met, higher=higher)} meets the target of “{level.id}” and is credited as well"
            yield context.about_fact("SLG322", Severity.ERROR, key, message, f"Begin the first band {'below' if higher else 'above'} the target.")
        elif high.value < met.value or (not high.included and not met.included):
            message = f"a result between {shown(high, higher=higher)} and the target {shown(met, higher=higher)} misses “{level.id}” and earns nothing"
            yield context.about_fact("SLG323", Severity.NOTE, key, message, "Begin the first band at the target, if that is not meant.")
