"""SLG324: a band so deep that no cap lets anybody reach it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal

from slagen.checks.context import Context
from slagen.core.findings import Finding, Severity
from slagen.model.document import Document
from slagen.model.service_level import Cap, CreditScheme

_WHOLE = Decimal(100)
_MONTHS = {"monthly-charges": 1, "annual-charges": 12}


def check(document: Document, context: Context) -> Iterable[Finding]:
    """Each band alone is held against every cap whose base can be compared: monthly and annual charges. Credits never exceed their base either.

    Points count as often as a repeated miss multiplies them.
    """
    del document
    for scheme in context.agreement.service_credits:
        for level_id, percent in _deepest(scheme):
            limit = min((found for cap in scheme.caps if (found := _limit(cap, scheme.base)) is not None), default=_WHOLE)
            if percent > min(limit, _WHOLE):
                repeated = " if it is missed again" if scheme.points and scheme.repeat else ""
                most = f"{min(limit, _WHOLE).normalize():f} % of the base"
                message = f"“{scheme.id}” offers {percent.normalize():f} % for “{level_id}”{repeated}, but its caps end at {most}"
                hint = "Raise the cap or lower the band: a credit that nobody can reach misleads."
                yield context.about_fact("SLG324", Severity.WARNING, f"service_credits.{scheme.id}", message, hint)


def _deepest(scheme: CreditScheme) -> Iterator[tuple[str, Decimal]]:
    for level_id, bands in scheme.bands.items():
        yield level_id, max((band.credit.per_hundred for band in bands if band.credit is not None), default=Decimal(0))
    if scheme.point_value is not None:
        for level_id, bands in scheme.points.items():
            points = max((band.points for band in bands if band.points is not None), default=Decimal(0))
            yield level_id, points * scheme.point_value.per_hundred * (scheme.repeat or 1)


def _limit(cap: Cap, base: str) -> Decimal | None:
    """The cap as a percentage of the scheme's base, or None where the two cannot be compared."""
    mine, its = _MONTHS.get(base), _MONTHS.get(cap.of)
    if cap.of == base:
        return cap.percent.per_hundred
    return None if mine is None or its is None else cap.percent.per_hundred * its / mine
