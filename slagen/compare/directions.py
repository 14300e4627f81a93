"""What the customer wants of each fact: rules as data."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from fnmatch import fnmatchcase
from functools import lru_cache


class Direction(StrEnum):
    """What a change means for the customer."""

    BETTER = "better"
    WORSE = "worse"
    NEUTRAL = "neutral"


BETTER: Mapping[str, str] = {
    "service_levels.*.target": "higher +",
    "service_levels.*.targets.*.target": "higher +",
    "service_levels.*.targets.*.credits": "true",
    "service_levels.*.role": "slo",
    "service_levels.*.missing": "misses +",
    "service_levels.*.exclusions": "lower -",
    "service_levels.*.minimum_outage": "lower -",
    "service_levels.*.minimum_sample": "lower -",
    "service_levels.*.percentile": "higher",
    "service_hours.*.weekly": "higher",
    "service_credits.*.base": "",
    "service_credits.*.*.*.*.credit": "higher +",
    "service_credits.*.*.*.*.points": "higher +",
    "service_credits.*.*.*.*.below": "higher",
    "service_credits.*.*.*.*.at_most": "higher",
    "service_credits.*.*.*.*.above": "lower",
    "service_credits.*.*.*.*.at_least": "lower",
    "service_credits.*.repeat": "higher +",
    "service_credits.*.point_value": "higher +",
    "service_credits.*.at_risk": "higher +",
    "service_credits.*.combine": "sum",
    "service_credits.*.caps.*.percent": "higher -",
    "service_credits.*.claim.mode": "automatic",
    "service_credits.*.claim.within": "higher -",
    "service_credits.*.earn_back.mode": "none",
    "service_credits.*.earn_back.percent": "lower -",
    "service_credits.*.earn_back.after": "higher",
    "service_credits.*.earn_back.expires": "lower",
    "service_credits.*.bonus.mode": "none",
    "service_credits.*.bonus.percent": "lower -",
    "service_credits.*.bonus.cap": "lower +",
    "service_credits.*.critical.*.missed": "lower",
    "service_credits.*.critical.*.of": "higher",
    "service_credits.*.critical.*.hours_down": "lower",
    "service_credits.*.critical.*.in": "higher",
    "service_credits.*.critical.*.exercise_within": "higher -",
    "service_credits.*.critical.*.right": "+",
    "services.*.included": "higher +",
    "services.*.excluded": "lower -",
    "charges.*.amount": "lower -",
    "escalation.*.after": "lower +",
    "maintenance.notice": "higher +",
    "maintenance.allowance": "lower +",
    "liability.cap.greater_of.*.amount": "higher",
    "liability.cap.greater_of.*.percent": "higher",
    "liability.credits_count": "false",
    "liability.super_caps.*.cap.greater_of.*.amount": "higher",
    "liability.super_caps.*.cap.greater_of.*.percent": "higher",
    "reporting.due": "lower +",
    "price_review.every": "higher",
    "price_review.notice": "higher +",
    "contract_term.notice_by.customer.period": "lower",
    "contract_term.notice_by.provider.period": "higher",
    "charter.standards.*.acknowledge": "lower +",
    "charter.standards.*.reply": "lower +",
    "charter.standards.*.share": "higher",
    "charter.standards.*.interim": "true",
    "charter.complaints.stages.*.within": "lower +",
    "charter.complaints.outside_body": "+",
}
"""What the customer wants of a fact: `higher`, `lower`, or one value; `+` and `-` say what it means that the fact is there at all.

A fact that is not listed has no direction, nor has one where two readings are possible: a shorter notice period frees both parties.
A cap on credits limits what the customer gets, so that it is worse to have one and better for it to be high.
"""


@lru_cache(maxsize=4096)
def better_of(key: str) -> str:
    """What the customer wants of the fact `key`; empty where it has no direction."""
    parts = key.count(".")
    return next((rule for pattern, rule in BETTER.items() if pattern.count(".") == parts and fnmatchcase(key, pattern)), "")
