"""Every rule, in one list."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from typing import TypeAlias

from slagen.checks import (
    cap_reach,
    charter_measures,
    charter_pairs,
    clause_status,
    credit_bands,
    credit_coverage,
    date_facts,
    definitions,
    deviations,
    escalation_order,
    exclusions_closed,
    fact_references,
    floating_layers,
    indemnity_sides,
    kind_requirements,
    known_calendars,
    level_count,
    level_hours,
    long_sentences,
    mandatory_law,
    measurable_levels,
    notice_periods,
    ola_support,
    people_named,
    placeholder_left,
    points_rule,
    prose_figures,
    response_resolution,
    review_planned,
    service_overrides,
    undefined_terms,
    weakened_remedies,
    who_signs,
    words_and_figures,
)
from slagen.checks.context import Context
from slagen.core.findings import Finding
from slagen.model.document import Document

Rule: TypeAlias = Callable[[Document, Context], Iterable[Finding]]

RULES: tuple[Rule, ...] = (
    placeholder_left.check,
    undefined_terms.check,
    definitions.check,
    long_sentences.check,
    deviations.check,
    kind_requirements.check,
    clause_status.check,
    review_planned.check,
    prose_figures.check,
    service_overrides.check,
    floating_layers.check,
    measurable_levels.check,
    level_count.check,
    response_resolution.check,
    fact_references.check,
    level_hours.check,
    credit_coverage.check,
    credit_bands.check,
    cap_reach.check,
    points_rule.check,
    weakened_remedies.check,
    escalation_order.check,
    exclusions_closed.check,
    indemnity_sides.check,
    people_named.check,
    who_signs.check,
    ola_support.check,
    charter_measures.check,
    charter_pairs.check,
    notice_periods.check,
    words_and_figures.check,
    known_calendars.check,
    date_facts.check,
    mandatory_law.check,
)


def run(document: Document, context: Context, rules: Iterable[Rule] = RULES) -> tuple[Finding, ...]:
    """Every finding of every rule, each once, sorted by place."""
    found = dict.fromkeys(_owned(document, context, rules))
    return tuple(sorted(found, key=Finding.sort_key))


def _owned(document: Document, context: Context, rules: Iterable[Rule]) -> Iterator[Finding]:
    for rule in rules:
        for finding in rule(document, context):
            yield replace(finding, agreement=context.agreement.id)
