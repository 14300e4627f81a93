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
    levels = {level.id: level for level in agreement.service_levels}
    services = {service.id for service in agreement.services}
    covered: set[str] = set()
    for scheme in agreement.service_credits:
        for level_id in credited(scheme):
            covered.add(level_id)
            level = levels.get(level_id)
            if level is None:
                continue
            key = f"service_credits.{scheme.id}"
            if level.role != "slo":
                yield context.about_fact(
                    "SLG312",
                    Severity.ERROR,
                    key,
                    f"“{level_id}” is only reported (kpi), yet “{scheme.id}” credits it",
                    "Make it an slo, or take it out of the scheme.",
                )
            elif level.service not in scheme.services and services.issuperset(scheme.services):
                yield context.about_fact(
                    "SLG313",
                    Severity.ERROR,
                    key,
                    f"“{level_id}” belongs to “{level.service}”, which “{scheme.id}” does not cover",
                    "Add the service to the scheme.",
                )
        if services.issuperset(scheme.services):
            yield from _base(context, scheme)
    if agreement.service_credits:
        for level in agreement.service_levels:
            if level.role == "slo" and level.id not in covered:
                hint = "Give it bands in a scheme, or make it a kpi."
                yield context.about_fact(
                    "SLG314", Severity.WARNING, f"service_levels.{level.id}", f"“{level.id}” is an slo, but missing it costs nothing", hint
                )


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
