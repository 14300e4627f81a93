"""SLG400 to SLG403: operational level agreements that together do not carry the service level agreement above them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from math import prod

from slagen.checks.context import Context
from slagen.core.durations import Duration
from slagen.core.findings import Finding, Severity
from slagen.core.identifiers import did_you_mean
from slagen.core.locales import Formats
from slagen.model.agreement import Agreement
from slagen.model.document import Document
from slagen.model.service_level import ServiceLevel
from slagen.model.target import Target

_ADDED = ("response-time", "resolution-time", "recovery-time")


@dataclass(frozen=True, slots=True)
class Support:
    """A promise upwards, and the promises it rests on."""

    above: Agreement
    below: tuple[Agreement, ...]

    def levels(self, metric: str, severity: str = "") -> tuple[ServiceLevel, ...]:
        """The levels below of one metric (and severity) that have a target."""
        return tuple(
            level
            for agreement in self.below
            for level in agreement.service_levels
            if level.metric == metric and level.severity == severity and level.current_targets
        )


def check(document: Document, context: Context) -> Iterable[Finding]:
    """Availabilities of serial components multiply: three at 99.95 % make 99.85 %, which does not carry 99.9 %. Times add up."""
    del document
    agreement = context.agreement
    for name in agreement.supports:
        above = context.related.get(name)
        if above is None:
            hint = did_you_mean(name, context.related) or "Name an agreement of this workspace."
            yield context.about_fact("SLG400", Severity.ERROR, "supports", f"there is no agreement “{name}” to support", hint)
            continue
        others = (other for key, other in sorted(context.related.items()) if name in other.supports and key != agreement.id)
        support = Support(above, (agreement, *others))
        for level in above.service_levels:
            if level.role == "slo" and level.current_targets:
                yield from _availability(context, support, level)
                yield from _times(context, support, level)


def strictest(level: ServiceLevel) -> Target:
    """The strictest of a level's targets."""
    targets = [stage.target for stage in level.current_targets]
    return max(targets, key=lambda target: target.value) if targets[0].higher_is_better else min(targets, key=lambda target: target.value)


def weakest(level: ServiceLevel) -> Target:
    """The weakest of a level's targets."""
    targets = [stage.target for stage in level.current_targets]
    return min(targets, key=lambda target: target.value) if targets[0].higher_is_better else max(targets, key=lambda target: target.value)


def serial_availability(levels: Iterable[ServiceLevel]) -> Decimal:
    """What components that all must work reach together, in per cent: the product of their availabilities."""
    return prod((weakest(level).value / 100 for level in levels), start=Decimal(1)) * 100


def _availability(context: Context, support: Support, level: ServiceLevel) -> Iterator[Finding]:
    parts = support.levels("availability") if level.metric == "availability" else ()
    if not parts:
        return
    together, promised = serial_availability(parts), strictest(level).value
    if together < promised:
        names = ", ".join(part.id for part in parts)
        verb = "together reach" if len(parts) > 1 else "reaches"
        reached = together.quantize(Decimal("0.01"))
        message = f"{names} {verb} {reached} %, but “{support.above.id}” promises {promised:f} % ({level.id})"
        yield context.about_fact("SLG401", Severity.WARNING, "service_levels", message, "Raise the availability of the components, or lower the promise above.")


def _times(context: Context, support: Support, level: ServiceLevel) -> Iterator[Finding]:
    parts = support.levels(level.metric, level.severity) if level.metric in _ADDED else ()
    promised = _seconds(strictest(level))
    times = [_seconds(weakest(part)) for part in parts]
    if not parts or promised is None or None in times:
        return
    together = sum((time for time in times if time is not None), Decimal(0))
    names = " and ".join(part.id for part in parts)
    if together > promised:
        formats = Formats("en", context.agreement.locale)
        takes = f"need {_words(together, formats)} together" if len(parts) > 1 else f"needs {_words(together, formats)}"
        message = f"{names} {takes}, but “{support.above.id}” promises {_words(promised, formats)} ({level.id})"
        yield context.about_fact("SLG402", Severity.WARNING, "service_levels", message, "Shorten the times, or lengthen the promise above.")
    share = strictest(level).share
    weak = [part for part in parts if share is not None and (own := weakest(part).share) is not None and own < share]
    for part in weak:
        message = f"“{part.id}” holds for a smaller share of cases than “{level.id}” of “{support.above.id}”, which rests on it"
        yield context.about_fact("SLG403", Severity.WARNING, f"service_levels.{part.id}", message, "Raise its share to that of the promise above.")


def _seconds(target: Target) -> Decimal | None:
    try:
        return Duration.parse(f"{target.value} {target.unit}").seconds
    except ValueError:
        return None


def _words(seconds: Decimal, formats: Formats) -> str:
    for unit, size in (("hours", 3600), ("minutes", 60)):
        if seconds >= size and seconds % size == 0:
            return formats.duration(Duration.parse(f"{int(seconds // size)} {unit}"))
    return formats.duration(Duration.parse(f"{seconds.normalize():f} seconds"))
