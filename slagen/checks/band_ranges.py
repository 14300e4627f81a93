"""Credit bands as ranges of results below the target, best results first, in one direction for all levels."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from slagen.model.service_level import Band, ServiceLevel, StagedTarget
from slagen.model.target import Comparison


@dataclass(frozen=True, slots=True)
class Edge:
    """An end of a range: results up to `value`, with it where `included`."""

    value: Decimal
    included: bool


@dataclass(frozen=True, slots=True)
class Range:
    """The results of one band on a scale where higher is better. `low` is None where the band goes on to the worst result."""

    high: Edge
    low: Edge | None
    worth: Decimal
    band: Band


def higher_is_better(level: ServiceLevel) -> bool:
    """Whether a higher result is a better one: a share of events in time is, whatever the target of the single event."""
    targets = level.current_targets
    return not targets or targets[0].target.share is not None or targets[0].target.higher_is_better


def ranges(bands: tuple[Band, ...], *, higher: bool) -> tuple[Range, ...]:
    """The bands as ranges, best results first. Where lower is better, results and bounds change their sign."""
    found = []
    for band in bands:
        upper, lower = _edge(band.at_most, band.below), _edge(band.at_least, band.above)
        if not higher:
            upper, lower = _mirrored(lower), _mirrored(upper)
        if upper is not None:
            found.append(Range(upper, lower, _worth(band), band))
    return tuple(sorted(found, key=lambda one: (one.high.value, one.high.included), reverse=True))


def _edge(included: Decimal | None, excluded: Decimal | None) -> Edge | None:
    if included is not None:
        return Edge(included, included=True)
    return None if excluded is None else Edge(excluded, included=False)


def _mirrored(edge: Edge | None) -> Edge | None:
    return None if edge is None else Edge(-edge.value, edge.included)


def _worth(band: Band) -> Decimal:
    if band.credit is not None:
        return band.credit.per_hundred
    return band.points or Decimal(0)


def threshold(stage: StagedTarget, *, higher: bool) -> Edge:
    """The worst result that meets the target; not `included` where the target asks for more than that."""
    target = stage.target
    if target.share is not None:
        return Edge(target.share.per_hundred, included=True)
    met = target.comparison in {Comparison.AT_LEAST, Comparison.AT_MOST}
    return Edge(target.value if higher else -target.value, met)


def shown(edge: Edge, *, higher: bool) -> str:
    """The value of an edge as it was written."""
    value = edge.value if higher else -edge.value
    return f"{value:f}"
