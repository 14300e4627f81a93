"""The facts of an agreement and the parameters of its clauses as a flat list of terms."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
import dataclasses
from datetime import time
from decimal import Decimal
from typing import Any

from slagen.compare.directions import better_of
from slagen.compare.term_labels import choice_words, chosen_words, clause_label, fact_label, words_of
from slagen.compare.terms import Term
from slagen.core.hours import DAYS, WeeklyHours
from slagen.core.money import Money
from slagen.model.agreement import Agreement, Party
from slagen.model.library import LibraryClause
from slagen.model.native import field_key
from slagen.model.service_level import Band
from slagen.model.target import Target

_LEFT_OUT = frozenset({"id", "layer", "clauses"})
_BOUNDS = ("above", "at_least", "below", "at_most")
_NOTHING: Mapping[str, Any] = {}


def terms_of(
    agreement: Agreement,
    parameters: Mapping[str, Mapping[str, Any]] = _NOTHING,
    clauses: Mapping[str, LibraryClause] = _NOTHING,
    show: Callable[[Any], str] | None = None,
) -> dict[str, Term]:
    """Every fact of the agreement and every parameter of its clauses, by key (`service_levels.availability.target`, `clauses.claims.within`).

    `parameters` are the settled values by clause and name, `clauses` the clauses by id, `show` prints a value in the agreement's language.
    Facts that hold nothing are left out.
    """
    printed = show or plain
    terms = {}
    for key, value, names in _facts("", agreement, ()):
        text = chosen_words(key, value) if isinstance(value, str) else _text(value, printed)
        terms[key] = Term(key, fact_label(key, names), text, value, better_of(key))
    for clause_id, values in parameters.items():
        for name, value in values.items():
            term = _parameter(clause_id, name, value, clauses.get(clause_id), printed)
            if _holds(term.value):
                terms[term.key] = term
    return terms


def _parameter(clause_id: str, name: str, value: Any, clause: LibraryClause | None, show: Callable[[Any], str]) -> Term:
    known = clause.parameters.get(name) if clause else None
    label = clause_label(clause.title if clause else clause_id, (known.label if known else "") or name)
    settled = tuple(value) if isinstance(value, list) else value
    text = _text(settled, show)
    chosen = known is not None and "allowed" in known.rules and isinstance(settled, str)
    return Term(f"clauses.{clause_id}.{name}", label, choice_words(text) if chosen else text, settled, known.better if known else "")


def _facts(key: str, value: Any, names: tuple[str, ...]) -> Iterator[tuple[str, Any, tuple[str, ...]]]:
    """Leaves with their keys; `names` are what people call the list items on the way (an item's own name, else its id or place)."""
    if not _holds(value):
        return
    if isinstance(value, Mapping):
        for name, item in value.items():
            yield from _facts(f"{key}.{name}", item, (*names, _name(item, words_of(str(name)))))
    elif isinstance(value, tuple) and any(_is_group(item) for item in value):
        for place, item in enumerate(value):
            own = str(getattr(item, "id", ""))
            yield from _facts(f"{key}.{own or place}", item, (*names, _name(item, words_of(own) or str(place + 1))))
    elif _is_group(value):
        for name, item in _fields(value):
            called = (*names[:-1], f"band {int(key.rpartition('.')[2]) + 1}") if isinstance(value, Band) and name in _BOUNDS else names
            yield from _facts(f"{key}.{name}" if key else name, item, called)
    else:
        yield key, value, names


def _fields(group: Any) -> Iterator[tuple[str, Any]]:
    """The fields of a group of facts; an amount and its currency are one."""
    values = {field_key(spec.name): getattr(group, spec.name) for spec in dataclasses.fields(group) if spec.name not in _LEFT_OUT}
    if isinstance(values.get("amount"), Decimal) and values.get("currency"):
        values["amount"] = Money(values["amount"], values.pop("currency"))
    yield from values.items()


def _holds(value: Any) -> bool:
    return value is not None and value not in ("", ())


def _is_group(value: Any) -> bool:
    return dataclasses.is_dataclass(value) and not hasattr(type(value), "parse") and not isinstance(value, (Target, WeeklyHours))


def _name(item: Any, otherwise: str) -> str:
    """What people call an item: a band by its bound, a party by its role (its name may be what changed), else by its name or title."""
    if isinstance(item, Band):
        bounds = (f"{words_of(bound)} {getattr(item, bound)}" for bound in _BOUNDS if getattr(item, bound) is not None)
        return " ".join(bounds) or otherwise
    named = "" if isinstance(item, Party) else getattr(item, "name", "") or getattr(item, "title", "")
    return named if isinstance(named, str) and named else otherwise


def _text(value: Any, show: Callable[[Any], str]) -> str:
    try:
        return show(value)
    except TypeError:
        return plain(value)


def plain(value: Any) -> str:
    """A value as agreement files write it."""
    match value:
        case bool():
            return "yes" if value else "no"
        case tuple() | list():
            return ", ".join(plain(item) for item in value)
        case WeeklyHours(by_day):
            days = (f"{DAYS[day]} {', '.join(map(str, intervals))}" for day, intervals in enumerate(by_day) if intervals)
            return "always" if value.always else "; ".join(days)
        case time():
            return f"{value:%H:%M}"
        case Mapping():
            return ", ".join(f"{name}: {plain(item)}" for name, item in value.items())
        case _:
            return str(value)
