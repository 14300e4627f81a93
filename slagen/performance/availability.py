"""Availability: (T - D) / T x 100 over one window, T its measured time, D the downtime that counts.

The order of work is that of the contract: overlapping interruptions are merged, then shorter ones are left out, then they are split at the ends of the
window; one that still lasts counts until the window's end; time that comes from an excluded cause alone is left out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from slagen.core.spans import Span, Spans, clipped, common, merged, total, without
from slagen.model.measurement import Outage


@dataclass(frozen=True, slots=True)
class Interruption:
    """What became of one outage in one window: the time that counted, the time left out as excluded, and whether it was too short to count at all."""

    outage: Outage
    counted: Spans
    excluded: Spans
    too_short: bool = False


@dataclass(frozen=True, slots=True)
class Availability:
    """Times in microseconds. `measured` is T, `down` is D, `left_out` the excluded time; `result` in per cent, None where no time was measured."""

    measured: int
    down: int
    left_out: int
    interruptions: tuple[Interruption, ...]

    @property
    def result(self) -> Fraction | None:
        """The exact result."""
        return Fraction(100 * (self.measured - self.down), self.measured) if self.measured > 0 else None


def availability(
    window: Span, outages: Sequence[Outage], *, excluded: Callable[[Outage], bool], staffed: Spans, shortest: int = 0, net: bool = True
) -> Availability:
    """The availability of `window`, of which `staffed` is the time that is measured at all.

    `excluded` says which outages come from a cause that the level leaves out, `shortest` in microseconds how long one must last to count, measured at
    its full length, merged with those that overlap it. `net` leaves excluded time out of T as well.
    """
    kept = _long_enough(outages, window[1], shortest)
    inside = common(common(kept, (window,)), staffed)
    counting = common(merged(_span(one, window[1]) for one in outages if not excluded(one)), inside)
    alone = without(inside, counting)
    measured = total(staffed) - (total(alone) if net else 0)
    return Availability(measured, total(counting), total(alone), tuple(_told(outages, window, kept, counting, alone)))


def _long_enough(outages: Iterable[Outage], until: int, shortest: int) -> Spans:
    return tuple(span for span in merged(_span(one, until) for one in outages) if span[1] - span[0] >= shortest)


def _span(outage: Outage, until: int) -> Span:
    """From start to end; one that still lasts until the end of the window."""
    return outage.start, until if outage.end is None else outage.end


def _told(outages: Iterable[Outage], window: Span, kept: Spans, counting: Spans, alone: Spans) -> Iterable[Interruption]:
    """What became of each outage that touches the window."""
    for outage in sorted(outages, key=lambda one: (one.start, one.row)):
        start, end = _span(outage, window[1])
        own = max(start, window[0]), min(end, window[1])
        if own[0] < own[1]:
            yield Interruption(outage, clipped(counting, own), clipped(alone, own), too_short=not clipped(kept, own))


def allowed_downtime(measured: int, target: Fraction) -> Fraction:
    """How long a service may be down, in microseconds, for `target` per cent of `measured` to be met exactly: the error budget."""
    return measured * (100 - target) / 100
