"""Where a value stands in the negotiation playbook: standard, fallback, walk-away, or beyond."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from slagen.core.durations import Duration
from slagen.core.money import Money, Percentage
from slagen.model.library import LibraryClause, Parameter

POSITIONS = ("fallback", "walk_away")


@dataclass(frozen=True, slots=True)
class Standing:
    """Whether a value gives way further than the standard; `position` is the first one that allows it, empty where none does."""

    needs_approval: bool
    position: str = ""
    approver: str = ""


def standing(clause: LibraryClause, parameter: Parameter, value: Any, we: str) -> Standing:
    """Where `value` stands. What is no worse for our side than the standard needs nobody's approval.

    `better` says which direction suits the customer; where we are the customer, the other direction gives way.
    A parameter without a direction gives way with every change that no position allows.
    """
    standard = clause.positions["standard"].values.get(parameter.name, parameter.default) if "standard" in clause.positions else parameter.default
    if value == standard or _in_our_favour(parameter.better, standard, value, we):
        return Standing(needs_approval=False)
    for name in POSITIONS:
        position = clause.positions.get(name)
        allowed = position.values.get(parameter.name) if position else None
        if position is not None and allowed is not None and (value == allowed or _between(standard, value, allowed)):
            return Standing(needs_approval=True, position=name.replace("_", "-"), approver=position.approver)
    last = next((clause.positions[name].approver for name in reversed(POSITIONS) if name in clause.positions and clause.positions[name].approver), "")
    return Standing(needs_approval=True, approver=last)


def measure(value: Any) -> Decimal | None:
    """A figure by which two values of one kind can be ranked, or None."""
    match value:
        case bool() | str():
            return None
        case int() | Decimal():
            return Decimal(value)
        case Percentage():
            return value.per_hundred
        case Duration():
            return value.rough_days
        case Money():
            return value.amount
        case _:
            return None


def _in_our_favour(better: str, standard: Any, value: Any, we: str) -> bool:
    old, new = measure(standard), measure(value)
    if better not in {"higher", "lower"} or old is None or new is None:
        return False
    suits_customer = new > old if better == "higher" else new < old
    return suits_customer == (we == "customer")


def _between(standard: Any, value: Any, allowed: Any) -> bool:
    ends = sorted(end for end in (measure(standard), measure(allowed)) if end is not None)
    figure = measure(value)
    return len(ends) == 2 and figure is not None and ends[0] <= figure <= ends[1]
