"""SLG305 to SLG310: facts that point to other facts which are not there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from slagen.checks.context import Context
from slagen.core.findings import Finding, Severity
from slagen.core.identifiers import did_you_mean
from slagen.model.document import Document


def check(document: Document, context: Context) -> Iterable[Finding]:
    """Severities, hours, services, levels and parties that are named must exist."""
    del document
    agreement = context.agreement
    severities, hours = tuple(agreement.severities), ("always", *agreement.service_hours)
    services, levels = tuple(service.id for service in agreement.services), tuple(level.id for level in agreement.service_levels)
    for level in agreement.service_levels:
        key = f"service_levels.{level.id}"
        yield from _missing(context, "SLG305", f"{key}.severity", "severity", level.severity, severities)
        yield from _missing(context, "SLG306", f"{key}.hours", "service hours", level.hours, hours)
        yield from _missing(context, "SLG307", f"{key}.service", "service", level.service, services)
    for name, severity in agreement.severities.items():
        yield from _missing(context, "SLG306", f"severities.{name}.hours", "service hours", severity.hours, hours)
    for index, charge in enumerate(agreement.charges):
        yield from _missing(context, "SLG308", f"charges.{index}.service", "service", charge.service, services)
    for scheme in agreement.service_credits:
        key = f"service_credits.{scheme.id}"
        for service in scheme.services:
            yield from _missing(context, "SLG307", f"{key}.services", "service", service, services)
        for way in ("bands", "points", "weights"):
            for level_id in getattr(scheme, way):
                yield from _missing(context, "SLG309", f"{key}.{way}.{level_id}", "service level", level_id, levels)
    roles = (*agreement.parties, *(party.role for party in agreement.parties.values() if party.role))
    for obligation in agreement.obligations:
        yield from _missing(context, "SLG310", f"obligations.{obligation.id}.who", "party", obligation.who, roles)


def _missing(context: Context, code: str, key: str, what: str, name: str, known: tuple[str, ...]) -> Iterator[Finding]:
    if name and name not in known:
        hint = did_you_mean(name, known) or (
            f"There are: {', '.join(sorted(dict.fromkeys(known)))}." if known else f"Add it to agreement.yaml: there is no {what} yet."
        )
        yield context.about_fact(code, Severity.ERROR, key, f"there is no {what} “{name}”", hint)
