"""Facts as clause text sees them: values that know the key that they were stated under.

A `Fact` compares and counts like the value inside; printing one leaves a token behind (see `placeholders`),
so that no value is ever read as markup.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping
import dataclasses
from functools import cache
import typing
from typing import Any

from slagen.core.durations import Duration
from slagen.core.errors import BadInputError
from slagen.core.money import Money, Percentage
from slagen.model.native import field_key

MISSING = object()
MOST_STEPS = 100_000


class Budget:
    """How many loop steps one text may still take; it stops a loop that would never end for people."""

    __slots__ = ("left",)

    def __init__(self, steps: int = MOST_STEPS) -> None:
        self.left = steps

    def spend(self, steps: int = 1) -> None:
        """Take so many steps.

        Raises:
            BadInputError: they are not left.
        """
        self.left -= steps
        if self.left < 0:
            raise BadInputError(f"the loops of this text take more than {MOST_STEPS:,} steps", hint="Loop over one list at a time.")


class Fact:
    """A value with its key. Attributes and items are reached through `lookup`, never through Python's own."""

    __slots__ = ("budget", "key", "value")

    def __init__(self, key: str, value: Any, budget: Budget) -> None:
        self.key = key
        self.value = value
        self.budget = budget

    def lookup(self, name: object) -> Any:
        """The part called `name`, or MISSING."""
        part = _part(self.value, name)
        return MISSING if part is MISSING else Fact(join(self.key, name), part, self.budget)

    def __bool__(self) -> bool:
        return bool(self.value)

    def __len__(self) -> int:
        return len(self.value)

    def __iter__(self) -> Iterator[Fact]:
        if isinstance(self.value, Mapping):
            for name in self.value:
                self.budget.spend()
                yield Fact(join(self.key, name), name, self.budget)
            return
        for index, item in enumerate(self.value):
            self.budget.spend()
            yield Fact(join(self.key, item_name(item, index)), item, self.budget)

    def __contains__(self, item: object) -> bool:
        self.budget.spend(len(self.value))
        return any(_same(part, item) for part in self.value)

    def __eq__(self, other: object) -> bool:
        return _same(self.value, other)

    def __hash__(self) -> int:
        return hash(self.value)

    def __lt__(self, other: object) -> bool:
        return bool(measure(self) < measure(other))

    def __le__(self, other: object) -> bool:
        return bool(measure(self) <= measure(other))

    def __gt__(self, other: object) -> bool:
        return bool(measure(self) > measure(other))

    def __ge__(self, other: object) -> bool:
        return bool(measure(self) >= measure(other))

    def __str__(self) -> str:
        if isinstance(self.value, (Mapping, tuple)) or (dataclasses.is_dataclass(self.value) and not hasattr(self.value, "parse")):
            raise BadInputError(f"“{self.key or 'this'}” is a group of facts, not one value", hint="Name one of its parts.")
        return str(self.value)


def bare(value: object) -> Any:
    """The value without its key."""
    return value.value if isinstance(value, Fact) else value


def measure(value: object) -> Any:
    """What a value is compared by: the number inside a percentage or an amount, the rough length of a duration."""
    plain = bare(value)
    match plain:
        case Percentage():
            return plain.per_hundred
        case Money():
            return plain.amount
        case Duration():
            return plain.rough_days
        case _:
            return plain


def _same(left: object, right: object) -> bool:
    one, other = bare(left), bare(right)
    if isinstance(one, str) or isinstance(other, str):
        return str(one) == str(other)
    return bool(measure(one) == measure(other))


def join(key: str, name: object) -> str:
    """The key of a part."""
    return f"{key}.{name}" if key else str(name)


def item_name(item: object, index: int) -> str:
    """The name of a list's item in keys: its id where it has one, else its place from 0."""
    name = getattr(item, "id", None) or (item.get("id") if isinstance(item, Mapping) else None)
    return str(name or index)


@cache
def _fields(kind: Hashable) -> Mapping[str, str]:
    names: dict[str, str] = {}
    for spec in dataclasses.fields(typing.cast("Any", kind)):
        names[field_key(spec.name)] = names[spec.name] = spec.name
    return names


def _part(value: Any, name: object) -> Any:
    if isinstance(value, Mapping):
        return value.get(bare(name), MISSING)
    if isinstance(value, (tuple, list)):
        return _item(value, bare(name))
    if dataclasses.is_dataclass(value) and isinstance(name, str):
        field = _fields(typing.cast("Hashable", type(value))).get(name)
        return getattr(value, field) if field else MISSING
    return MISSING


def _item(items: Any, name: Any) -> Any:
    if isinstance(name, int):
        return items[name] if -len(items) <= name < len(items) else MISSING
    return next((item for index, item in enumerate(items) if item_name(item, index) == name), MISSING)


def names_of(value: object) -> tuple[str, ...]:
    """The names that `lookup` would find in a value, for hints."""
    plain = bare(value)
    if isinstance(plain, Mapping):
        return tuple(str(name) for name in plain)
    if dataclasses.is_dataclass(plain) and not isinstance(plain, type):
        return tuple(field_key(spec.name) for spec in dataclasses.fields(plain))
    return ()


def find(root: object, key: str) -> Any:
    """The value under a dotted key such as `service_levels.availability.target`, or MISSING."""
    here: Any = root
    for name in key.split("."):
        step = _part(here, name)
        if step is MISSING and name.isdecimal():
            step = _part(here, int(name))
        if step is MISSING:
            return MISSING
        here = step
    return here
