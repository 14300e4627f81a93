"""Facts of an agreement that must fit each other. Each rule holds for a layer as well, where it can be seen there."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from difflib import get_close_matches
from typing import Any

from slagen.core.durations import Duration
from slagen.core.raw import RawPath
from slagen.model.target import Target
from slagen.schema.faults import CONFLICT, NOT_ALLOWED, Fault

NO_UNIT, WRONG_UNIT = "SLG030", "SLG036"
ROLES = ("provider", "customer", "supplier", "guarantor")

_TIMES = ("response-time", "resolution-time", "update-interval", "latency", "recovery-point", "recovery-time")
_SHARES = ("availability", "first-contact-resolution", "error-rate")


def faults_between_facts(facts: dict[str, Any]) -> Iterator[Fault]:
    """What is wrong between facts that are right one by one."""
    for rule in _RULES:
        yield from rule(facts)


def _entries(facts: dict[str, Any], key: str) -> Iterator[tuple[RawPath, dict[str, Any]]]:
    """The entries of a list or mapping that are mappings themselves."""
    value = facts.get(key)
    pairs = enumerate(value) if isinstance(value, list) else value.items() if isinstance(value, dict) else ()
    for step, item in pairs:
        if isinstance(item, dict):
            yield (key, step), item


def _parties(facts: dict[str, Any]) -> Iterator[Fault]:
    for path, party in _entries(facts, "parties"):
        key = str(path[-1])
        if isinstance(party.get("id"), str) and party["id"] != key:
            yield Fault(CONFLICT, f"the id “{party['id']}” is not the key “{key}”", "Leave “id” out: the key is the id.", (*path, "id"))
        role = party.get("role", key)
        if isinstance(role, str) and role not in ROLES and (near := get_close_matches(role, ROLES, n=1, cutoff=0.75)):
            hint = f"Did you mean “{near[0]}”? Give another kind of party a “role” of its own, such as {', '.join(ROLES)}."
            yield Fault(NOT_ALLOWED, f"“{role}” looks like a misspelt role", hint, (*path, "role") if "role" in party else path)


def _levels(facts: dict[str, Any]) -> Iterator[Fault]:
    for path, level in _entries(facts, "service_levels"):
        if isinstance(level.get("target"), Target):
            yield from _unit(level, level["target"], (*path, "target"))
        staged = level.get("targets")
        if isinstance(staged, list):
            yield from _stages(level, staged, (*path, "targets"))


def _unit(level: dict[str, Any], target: Target, path: RawPath) -> Iterator[Fault]:
    metric = level.get("metric")
    if not target.unit:
        yield Fault(NO_UNIT, f"“{target}” has no unit", "Write the unit after the number, such as %, min or points.", path)
    elif metric in _TIMES and not _is_time(target.unit):
        yield Fault(WRONG_UNIT, f"“{target.unit}” is no unit of time, and {metric} is a length of time", "Write it as 95 % <= 30 min, or <= 200 ms.", path)
    elif metric in _SHARES and target.unit != "%":
        yield Fault(WRONG_UNIT, f"{metric} is a percentage, not a number of “{target.unit}”", "Write it as >= 99.9 %.", path)


def _is_time(unit: str) -> bool:
    if unit == "ms":
        return True
    try:
        Duration.parse(f"1 {unit}")
    except ValueError:
        return False
    return True


def _stages(level: dict[str, Any], staged: list[Any], path: RawPath) -> Iterator[Fault]:
    """Staged targets follow one another: no stage ends before it starts, and no two hold on one day."""
    last: date | None = date.min
    for index, stage in enumerate(staged):
        if not isinstance(stage, dict):
            continue
        if isinstance(stage.get("target"), Target):
            yield from _unit(level, stage["target"], (*path, index, "target"))
        start, end = stage.get("from", date.min), stage.get("to", date.max)
        if not isinstance(start, date) or not isinstance(end, date):
            return
        if end < start:
            yield Fault(CONFLICT, f"the stage ends on {end}, before it starts on {start}", "Exchange the two days.", (*path, index))
        if index and (last is None or start <= last):
            yield Fault(CONFLICT, "the stage starts before the one above it has ended", "Give each stage a “from” after the “to” above it.", (*path, index))
        last = end if "to" in stage else None


def _dates(facts: dict[str, Any]) -> Iterator[Fault]:
    term = facts.get("contract_term")
    if not isinstance(term, dict):
        return
    notice = term.get("notice")
    rules = [(("contract_term", "notice"), notice), *((("contract_term", "notice_by", key), rule) for key, rule in _items(term.get("notice_by")))]
    for path, rule in rules:
        if not isinstance(rule, dict):
            continue
        period, first = rule.get("period"), rule.get("not_before")
        if isinstance(period, Duration) and isinstance(first, Duration) and first.rough_days <= period.rough_days:
            message = f"notice cannot be given earlier than {first} before the end, and must be given {period} before it: no day is left"
            yield Fault(CONFLICT, message, "Make “not_before” longer than “period”.", (*path, "not_before"))


def _items(value: Any) -> Any:
    return value.items() if isinstance(value, dict) else ()


def _critical(facts: dict[str, Any]) -> Iterator[Fault]:
    for path, scheme in _entries(facts, "service_credits"):
        failures = scheme.get("critical")
        for index, failure in enumerate(failures if isinstance(failures, list) else ()):
            if not isinstance(failure, dict):
                continue
            missed, of = failure.get("missed"), failure.get("of")
            if isinstance(missed, int) and isinstance(of, int) and missed > of:
                yield Fault(CONFLICT, f"{missed} misses of {of} periods cannot happen", "Make “of” at least “missed”.", (*path, "critical", index))


_RULES: tuple[Callable[[dict[str, Any]], Iterator[Fault]], ...] = (_parties, _levels, _dates, _critical)
