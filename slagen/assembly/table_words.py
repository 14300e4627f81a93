"""Headings and fixed words of the generated tables, by language. Clause text itself is in the library's language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class TableWords:
    """The words of one language."""

    headings: Mapping[str, str]
    summaries: Mapping[str, str]
    words: Mapping[str, str]
    bounds: Mapping[str, str]
    metrics: Mapping[str, str]
    roles: Mapping[str, str]
    choices: Mapping[str, str]
    always: str

    def role(self, role: str) -> str:
        """The defined term for a party with this role, such as Provider."""
        return self.roles.get(role, role.replace("-", " ").capitalize())


_ENGLISH = TableWords(
    headings={
        "service_level": "Service Level", "service": "Service", "target": "Target", "measured_over": "Measured over", "remedy": "Remedy",
        "result": "Result", "credit": "Service Credit", "points": "Points", "weight": "Weight", "severity": "Severity", "meaning": "Meaning", "hours": "Hours",
        "level": "Level", "goes_to": "Goes to", "after": "After", "party": "Party", "name": "Name", "address": "Address",
        "charge": "Charge", "per": "Per", "channel": "How you contact us", "acknowledge": "We acknowledge within",
        "reply": "We reply within", "share": "In this share of cases",
    },
    summaries={
        "service_levels": "Service levels with their targets", "credits": "Service credits by result", "severities": "Severity levels and their meaning",
        "escalation": "Escalation levels", "parties": "The parties", "charges": "Charges by service", "standards": "Standards of service by channel",
    },
    words={
        "from": "from", "until": "until", "and": "and", "no_credits": "no Service Credits", "target_missed": "Target missed", "number": "number",
        "interim": "with an interim reply if we need longer",
    },
    bounds={"at_least": "at least", "above": "above", "below": "below", "at_most": "at most"},
    metrics={
        "availability": "Availability", "response-time": "Response time", "resolution-time": "Resolution time",
        "update-interval": "Update interval",
        "first-contact-resolution": "First-contact resolution", "satisfaction": "Satisfaction", "latency": "Latency",
        "error-rate": "Error rate", "throughput": "Throughput",
        "recovery-point": "Recovery point", "recovery-time": "Recovery time", "other": "Other",
    },
    roles={"provider": "Provider", "customer": "Customer", "supplier": "Supplier", "guarantor": "Guarantor"},
    choices={
        "credited": "Service Credits", "slo": "Corrective action", "kpi": "Reported only",
        "rolling-30-days": "rolling 30 days", "fixed-30-days": "fixed 30 days",
    },
    always="24 hours a day, every day",
)  # fmt: skip

_BY_LANGUAGE: Mapping[str, TableWords] = {"en": _ENGLISH}


def table_words(language: str) -> TableWords:
    """The words for a language such as `en` or `en-GB`; English where there is no translation."""
    return _BY_LANGUAGE.get(language.partition("-")[0], _ENGLISH)
