"""Figures in running text, and the facts that they ought to agree with, topic by topic."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
import re
from typing import TypeAlias

from slagen.core.durations import Duration, Unit
from slagen.core.money import Percentage
from slagen.model.agreement import Agreement
from slagen.model.target import Target

_FIGURE = re.compile(
    r"(?<![\w.,])(\d+(?:[.,]\d+)?)\s*(?:-\s*)?(%|per cent|seconds?|minutes?|min\b|hours?|(?:business|working|calendar) days?|days?|weeks?|months?|years?)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Figure:
    """A percentage, or a length of time counted in seconds (a month has 30.4375 days) or in business days."""

    kind: str
    amount: Decimal


@dataclass(frozen=True, slots=True)
class Printed:
    """A figure and how it stands in the text."""

    text: str
    figure: Figure


def percentage(value: Percentage) -> Figure:
    """A percentage as a figure."""
    return Figure("percentage", value.per_hundred.normalize())


def length(value: Duration) -> Figure:
    """A length of time as a figure: months, business days or seconds."""
    months = value.whole_months
    if months is not None:
        return Figure("time", Decimal(months) * 2_629_800)
    if value.unit is Unit.BUSINESS_DAY:
        return Figure("business time", value.count)
    return Figure("time", (value.seconds or Decimal(0)).normalize())


def figures_in(text: str) -> Iterator[Printed]:
    """The percentages and lengths of time in a text."""
    for match in _FIGURE.finditer(text):
        number = match[1].replace(",", ".")
        if match[2] == "%" or match[2].lower() == "per cent":
            yield Printed(match[0], percentage(Percentage(Decimal(number))))
        else:
            yield Printed(match[0], length(Duration(Decimal(number), Duration.parse(f"1 {match[2].lower()}").unit)))


Facts: TypeAlias = Callable[[Agreement], Iterable[Figure]]


@dataclass(frozen=True, slots=True)
class Topic:
    """Sentences that `about` matches speak of `name`, and their figures ought to be among `facts`."""

    name: str
    about: re.Pattern[str]
    facts: Facts


def target_figures(target: Target) -> Iterator[Figure]:
    """The figures of a target: its share, and its value where that is a percentage or a length of time."""
    if target.share is not None:
        yield percentage(target.share)
    if target.unit == "%":
        yield percentage(Percentage(target.value))
        return
    try:
        yield length(Duration.parse(f"{target.value} {target.unit}"))
    except ValueError:
        return


def _targets(metric: str) -> Facts:
    return lambda agreement: (
        figure for level in agreement.service_levels if level.metric == metric for stage in level.current_targets for figure in target_figures(stage.target)
    )


def _credits(agreement: Agreement) -> Iterator[Figure]:
    for scheme in agreement.service_credits:
        for bands in scheme.bands.values():
            yield from (percentage(band.credit) for band in bands if band.credit is not None)
        yield from (percentage(cap.percent) for cap in scheme.caps)
        yield from (percentage(one) for one in (scheme.point_value, scheme.at_risk, scheme.earn_back.percent) if one is not None)


def _renewal(agreement: Agreement) -> Iterator[Figure]:
    facts = agreement.contract_term
    if facts is not None and facts.renewal.period is not None:
        yield length(facts.renewal.period)
        yield from _notice(agreement)
        yield length(facts.initial)


def _initial(agreement: Agreement) -> Iterator[Figure]:
    if agreement.contract_term is not None:
        yield length(agreement.contract_term.initial)


def _notice(agreement: Agreement) -> Iterator[Figure]:
    facts = agreement.contract_term
    if facts is not None:
        yield from (length(rule.period) for rule in (facts.notice, *facts.notice_by.values()) if rule is not None)
        yield from (length(rule.not_before) for rule in (facts.notice, *facts.notice_by.values()) if rule is not None and rule.not_before is not None)


def _maintenance(agreement: Agreement) -> Iterator[Figure]:
    if agreement.maintenance is not None:
        yield from (length(one) for one in (agreement.maintenance.notice, agreement.maintenance.allowance) if one is not None)


def _about(words: str) -> re.Pattern[str]:
    return re.compile(words, re.IGNORECASE)


TOPICS = (
    Topic("availability", _about(r"\b(?:availability|uptime)\b"), _targets("availability")),
    Topic("response times", _about(r"\bresponse time|\bresponds? to (?:an? )?(?:incident|ticket|request)|\bfirst response\b"), _targets("response-time")),
    Topic("resolution times", _about(r"\bresolution time|\bresolves? (?:an? |each |every )?(?:incident|ticket|request)"), _targets("resolution-time")),
    Topic("service credits", _about(r"\bservice credits?\b"), _credits),
    Topic("the initial term", _about(r"\binitial (?:contract )?term\b"), _initial),
    Topic("renewal", _about(r"\brenews\b|\brenewed for\b"), _renewal),
    Topic("planned maintenance", _about(r"\bplanned maintenance\b"), _maintenance),
)


def disagreements(sentence: str, agreement: Agreement) -> Iterator[tuple[Printed, Topic]]:
    """Figures of a sentence that differ from every fact of the same kind on what the sentence speaks of."""
    for printed in figures_in(sentence):
        topics = [topic for topic in TOPICS if topic.about.search(sentence)]
        known = {topic.name: {figure for figure in topic.facts(agreement) if figure.kind == printed.figure.kind} for topic in topics}
        stated = [topic for topic in topics if known[topic.name]]
        if stated and not any(printed.figure in known[topic.name] for topic in stated):
            yield printed, stated[0]
