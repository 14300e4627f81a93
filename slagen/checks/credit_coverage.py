"""SLG312 to SLG315: credits that belong to nothing, and levels without any."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from slagen.checks.context import Context
from slagen.core.findings import Finding, Severity
from slagen.model.document import Document
from slagen.model.service_level import CreditScheme


def check(document: Document, context: Context) -> Iterable[Finding]:
    """Credits for a level that is only reported or is of another service; a level with a remedy that no scheme knows.

    A base that is nothing, or in two currencies, is found as well.
    """
    del document
    agreement = context.agreement
    services = frozenset(service.id for service in agreement.services)
    for scheme in agreement.service_credits:
        yield from _levels(context, scheme, services)
        if services.issuperset(scheme.services):
            yield from _base(context, scheme)
    if agreement.service_credits:
        yield from _without_credit(context)


def _levels(context: Context, scheme: CreditScheme, services: frozenset[str]) -> Iterator[Finding]:
    levels = {level.id: level for level in context.agreement.service_levels}
    key = f"service_credits.{scheme.id}"
    for level in (levels[name] for name in credited(scheme) if name in levels):
        if level.role != "slo":
            message = f"“{level.id}” is only reported (kpi), yet “{scheme.id}” credits it"
            yield context.about_fact("SLG312", Severity.ERROR, key, message, "Make it an slo, or take it out of the scheme.")
        elif level.service not in scheme.services and services.issuperset(scheme.services):
            message = f"“{level.id}” belongs to “{level.service}”, which “{scheme.id}” does not cover"
            yield context.about_fact("SLG313", Severity.ERROR, key, message, "Add the service to the scheme.")


def _without_credit(context: Context) -> Iterator[Finding]:
    covered = {name for scheme in context.agreement.service_credits for name in credited(scheme)}
    hint = "Give it bands in a scheme, or make it a kpi."
    for level in context.agreement.service_levels:
        if level.role == "slo" and level.id not in covered:
            message = f"“{level.id}” is an slo, but missing it costs nothing"
            yield context.about_fact("SLG314", Severity.WARNING, f"service_levels.{level.id}", message, hint)


def credited(scheme: CreditScheme) -> tuple[str, ...]:
    """The levels that a scheme gives credits for."""
    return (*scheme.bands, *scheme.points, *scheme.weights)


def _base(context: Context, scheme: CreditScheme) -> Iterator[Finding]:
    charges = [charge for charge in context.agreement.charges if charge.service in scheme.services]
    currencies = sorted({charge.currency for charge in charges})
    key = f"service_credits.{scheme.id}"
    if not charges:
        yield context.about_fact("SLG315", Severity.WARNING, key, f"“{scheme.id}” has no charges to be a percentage of", "Add charges for its services.")
    elif len(currencies) > 1:
        message = f"the charges under “{scheme.id}” are in {' and '.join(currencies)}, which cannot be added"
        yield context.about_fact("SLG315", Severity.WARNING, key, message, "Make a scheme for each currency.")
