"""What OpenSLO has no field for, said in words: a description for people, annotations for programs."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from slagen.formats.openslo.objectives import RATIO_TIMESLICES, TIMESLICES, Objective, error_budget
from slagen.formats.openslo.promise import Promise

LONGEST_DESCRIPTION = 1050
"""OpenSLO v1: “contains at most 1050 characters”."""
_THIRTY_DAYS = timedelta(days=30)
_PERIODS = {
    "calendar-month": "each calendar month",
    "calendar-quarter": "each calendar quarter",
    "rolling-30-days": "any 30 days, looked at when a month ends",
    "fixed-30-days": "30 days at a time",
}


def description_of(promise: Promise) -> str:
    """The promise in words, and what a monitor cannot know of it."""
    return shortened(" ".join(_sentences(promise)))


def shortened(text: str) -> str:
    """No longer than a description may be."""
    return text if len(text) <= LONGEST_DESCRIPTION else text[: LONGEST_DESCRIPTION - 1].rstrip() + "…"


def _sentences(promise: Promise) -> Iterator[str]:
    level = promise.level
    target = f": {promise.target}" if promise.target else ""
    where = f", {promise.place.cited} of the contract" if promise.place else ""
    yield f"{promise.title}{target}, {_PERIODS.get(level.period, level.period)}{where}."
    if level.description:
        yield f"{level.description.rstrip('.')}."
    severity = promise.contract.agreement.severities.get(level.severity)
    if severity:
        yield f"Severity {level.severity}, {severity.title}: {severity.means.rstrip('.')}."
    if level.role == "kpi":
        yield "Reported only: no remedy depends on it."
    if promise.reason:
        yield f"No SLO is made of it: {promise.reason}."
    yield from _unknown(promise)


def _unknown(promise: Promise) -> Iterator[str]:
    """What the contract says and no field of OpenSLO holds: a monitor that does not see to it counts otherwise."""
    level, formats = promise.level, promise.contract.formats
    hours = hours_of(promise)
    if hours:
        yield f"Only time in these hours counts: {hours}."
    if level.exclusions:
        yield f"Not counted: {formats.listed([formats.term(one) for one in level.exclusions])}."
    if level.minimum_outage:
        yield f"Outages shorter than {formats.value(level.minimum_outage)} do not count."
    if level.minimum_sample is not None:
        yield f"Fewer than {formats.number(level.minimum_sample)} events are too few to be missed."
    method = promise.objective.method if promise.objective else ""
    if method == TIMESLICES:
        yield "A minute that was down in part is spent whole here; the contract counts the seconds."
    if method == RATIO_TIMESLICES:
        yield "The contract takes the mean of the samples, however long each one stands for."
    if promise.staged and promise.objective and not promise.objective.operator and promise.staged.target.comparison in {">", "<"}:
        yield "A result of just this figure misses the contract’s target, and meets the objective here."


def hours_of(promise: Promise) -> str:
    """The hours in which the level's clock runs, by its severity or its own; empty where it always does."""
    agreement, level = promise.contract.agreement, promise.level
    severity = agreement.severities.get(level.severity)
    name = severity.hours if severity else level.hours
    hours = agreement.service_hours.get(name)
    if hours is None or name == "always":
        return ""
    weekly = promise.contract.formats.value(hours.weekly)
    return f"{weekly}, without the holidays of {hours.calendar}" if hours.calendar else weekly


def annotations_of(promise: Promise, *, whole: bool = True) -> dict[str, str]:
    """What programs may want to know, every value a text; not `whole`: only where it is promised."""
    said = (*_where(promise), *(_what(promise) if whole else ()))
    return {f"slagen.{key}": value for key, value in said if value}


def _where(promise: Promise) -> Iterator[tuple[str, str]]:
    place = promise.place
    yield "agreement", promise.contract.agreement.id
    yield "contract-version", promise.contract.version
    if place:
        yield from (("clause", place.clause), ("clause-version", place.version), ("clause-cited", place.cited))
    yield "service-level", promise.level.id


def _what(promise: Promise) -> Iterator[tuple[str, str]]:
    level, formats = promise.level, promise.contract.formats
    yield "severity", level.severity
    yield "target", promise.target
    if level.targets:
        yield "targets", "; ".join(_stages(promise))
    yield "error-budget", _budget(promise.objective) if promise.objective and promise.objective.method == TIMESLICES else ""
    yield "unit", promise.staged.target.unit if promise.staged and (promise.objective is None or promise.objective.operator) else ""
    yield "service-hours", hours_of(promise)
    yield "exclusions", ", ".join(level.exclusions)
    yield "minimum-outage", formats.value(level.minimum_outage) if level.minimum_outage else ""
    yield "minimum-sample", str(level.minimum_sample) if level.minimum_sample is not None else ""
    yield "denominator", level.denominator if level.metric == "availability" else ""
    yield "no-slo-because", promise.reason


def _budget(objective: Objective) -> str:
    minutes, rest = divmod(error_budget(objective.target, _THIRTY_DAYS), timedelta(minutes=1))
    hours, minutes = divmod(minutes, 60)
    told = ((hours, "h"), (minutes, "min"), (rest // timedelta(seconds=1), "s"))
    return f"{' '.join(f'{count} {unit}' for count, unit in told if count) or '0 s'} in 30 days"


def _stages(promise: Promise) -> Iterator[str]:
    for stage in promise.level.targets:
        days = "".join(f" {word} {day.isoformat()}" for word, day in (("from", stage.from_), ("to", stage.to)) if day)
        yield f"{promise.contract.formats.value(stage.target)}{days}{'' if stage.credits else ' (no credits)'}"
