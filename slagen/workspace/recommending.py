"""Recommending: which kind of agreement the circumstances ask for.

A service level agreement fits where quality can be measured and something hangs on it; a charter where what matters cannot be counted; often both.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

CUSTOMER, SERVICE, CORPORATE, INTERNAL, CHARTER = "customer-sla", "service-sla", "corporate-sla", "ola", "client-charter"


class Audience(StrEnum):
    """Whom an agreement is for."""

    ONE_CUSTOMER = "one customer"
    EVERY_USER = "every user"
    SHARED = "shared terms"
    INTERNAL = "internal"


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What is known about a deal before anything is written."""

    measurable: bool
    money: bool
    several_parties: bool
    outage_costs: bool
    relationship: bool
    audience: Audience


@dataclass(frozen=True, slots=True)
class Recommendation:
    """The templates to use (two are a pair), and why, in one sentence."""

    templates: tuple[str, ...]
    reason: str


def recommend(circumstances: Circumstances) -> Recommendation:
    """The kind of agreement, and its level, for the circumstances."""
    match circumstances.audience:
        case Audience.INTERNAL:
            return Recommendation(
                (INTERNAL,), "Teams of one organisation promise each other what their customers' agreements rest on, without credits in money."
            )
        case Audience.SHARED:
            return Recommendation((CORPORATE,), "Terms that several agreements share are written once, and the agreements build on them.")
        case Audience.EVERY_USER:
            return _for_every_user(circumstances)
        case Audience.ONE_CUSTOMER:
            return _for_one_customer(circumstances)


def _for_every_user(circumstances: Circumstances) -> Recommendation:
    if not circumstances.measurable:
        return Recommendation((CHARTER,), _NOT_MEASURABLE)
    more = "; a charter can be added for a customer with whom the relationship matters" if circumstances.relationship else ""
    return Recommendation((SERVICE,), f"Every user gets the same promise, so one standard serves them all{more}.")


def _for_one_customer(circumstances: Circumstances) -> Recommendation:
    stakes = _stakes(circumstances)
    if not circumstances.measurable:
        return Recommendation((CHARTER,), _NOT_MEASURABLE)
    if circumstances.relationship and stakes:
        return Recommendation(
            (CUSTOMER, CHARTER), f"Quality can be measured and {stakes}, so that is promised in figures; what cannot be counted is for a charter."
        )
    if circumstances.relationship:
        return Recommendation((CHARTER,), "Nothing hangs on the figures in money, and what matters here is how people deal with each other.")
    return Recommendation((CUSTOMER,), f"Quality can be measured{f' and {stakes}' if stakes else ''}, so it is promised in figures, with consequences.")


_NOT_MEASURABLE = "What cannot be measured cannot be promised in figures; a charter says what can be expected, until there is something to measure."


def _stakes(circumstances: Circumstances) -> str:
    known = (
        (circumstances.money, "money depends on it"),
        (circumstances.several_parties, "several parties must be coordinated"),
        (circumstances.outage_costs, "an outage costs"),
    )
    return " and ".join(words for holds, words in known if holds)
