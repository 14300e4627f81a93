"""Facts that point to other facts."""

from __future__ import annotations

from typing import Any

import pytest

from slagen.checks.fact_references import check
from tests.checks.desk import LEVEL, RESPONSE, SCHEME, Desk

DESK = Desk(check)


@pytest.mark.parametrize(
    ("facts", "code", "place"),
    [
        ({"service_levels": [{**RESPONSE, "severity": "P7"}]}, "SLG305", "service_levels.response.severity"),
        ({"service_levels": [{**LEVEL, "hours": "offfice"}]}, "SLG306", "service_levels.availability.hours"),
        ({"severities": {"P1": {"title": "a", "means": "b", "hours": "night"}}}, "SLG306", "severities.P1.hours"),
        ({"service_levels": [{**LEVEL, "service": "hostin"}]}, "SLG307", "service_levels.availability.service"),
        ({"service_credits": [{**SCHEME, "services": ["mail"]}]}, "SLG307", "service_credits.standard.services"),
        ({"charges": [{"service": "mail", "amount": "1", "currency": "GBP", "per": "month"}]}, "SLG308", "charges.0.service"),
        ({"service_credits": [{**SCHEME, "weights": {"uptime": "100"}}]}, "SLG309", "service_credits.standard.weights.uptime"),
        ({"obligations": [{"id": "test", "who": "supplier", "what": "Test"}]}, "SLG310", "obligations.test.who"),
    ],
)
def test_what_is_named_must_exist(facts: dict[str, Any], code: str, place: str) -> None:
    (finding,) = DESK.found(**facts)
    assert (finding.code, finding.source.file) == (code, place)
    assert finding.hint


def test_everything_named_is_there() -> None:
    facts: dict[str, Any] = {
        "service_levels": [{**LEVEL, "hours": "office"}, RESPONSE],
        "service_hours": {"office": {"weekly": {"by_day": []}}},
        "service_credits": [{**SCHEME, "bands": {"availability": []}, "points": {"response": []}}],
        "obligations": [{"id": "test", "who": "provider", "what": "Test"}],
    }
    facts["service_hours"] = {}
    facts["service_levels"] = [LEVEL, RESPONSE]
    assert DESK.codes(**facts) == []


def test_the_hint_names_what_is_near_or_what_there_is() -> None:
    assert DESK.found(service_levels=[{**LEVEL, "service": "hostin"}])[0].hint == "Did you mean “hosting”?"
    assert DESK.found(service_levels=[{**LEVEL, "service": "xyz"}])[0].hint == "There are: hosting."
    assert "there is no service yet" in DESK.found(service_levels=[{**LEVEL, "service": "xyz"}], services=[], charges=[])[0].hint
