"""Values of facts as JSON, exactly: what is read back is equal to what was written, and counts, orders and prints alike.

A text, a truth and a whole number stand for themselves; every other value is a list that begins with its kind.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime, time
from decimal import Decimal
from typing import TYPE_CHECKING, Any, TypeAlias

if TYPE_CHECKING:
    from slagen.core.durations import Duration
    from slagen.core.hours import WeeklyHours, WeeklyWindow
    from slagen.core.money import Money, Percentage
    from slagen.model.target import Target

Form: TypeAlias = "str | bool | int | list[Any]"


def form_of(value: Any) -> Form:
    """The form of a value.

    Raises:
        TypeError: values of its class have none.
    """
    if isinstance(value, str):  # words of a list (StrEnum) are equal to their text
        return str(value)
    if type(value) in {bool, int}:
        return value  # type: ignore[no-any-return]
    write = _WRITERS.get(type(value).__name__)
    if write is None:
        raise TypeError(f"a value of the class {type(value).__name__} has no form")
    kind, *rest = write(value)
    return [kind, *rest]


def value_of(form: Form) -> Any:
    """The value of a form.

    Raises:
        ValueError: it is no form of a value.
    """
    if isinstance(form, (str, bool, int)):
        return form
    try:
        return _READERS[form[0]](*form[1:])
    except (TypeError, ValueError, KeyError, IndexError, AttributeError, ArithmeticError, RecursionError) as error:
        raise ValueError(f"not the form of a value: {error}") from error


def _whole(number: Any) -> int:
    if type(number) is not int:
        raise TypeError("not a whole number")
    return number


def _text(text: Any) -> str:
    if type(text) is not str:
        raise TypeError("not a text")
    return text


def _number(text: Any) -> Decimal:
    return Decimal(_text(text))


def _percentage(text: Any) -> Percentage:
    from slagen.core.money import Percentage  # noqa: PLC0415 - start-up, as below: few comparisons need all of them

    return Percentage(_number(text))


def _money(amount: Any, currency: Any) -> Money:
    from slagen.core.money import Money  # noqa: PLC0415

    return Money(_number(amount), _text(currency))


def _duration(count: Any, unit: Any) -> Duration:
    from slagen.core.durations import Duration, Unit  # noqa: PLC0415

    return Duration(_number(count), Unit(unit))


def _window(days: Any, start: Any, end: Any) -> WeeklyWindow:
    from slagen.core.hours import Interval, WeeklyWindow  # noqa: PLC0415

    return WeeklyWindow(tuple(map(_whole, days)), Interval(_whole(start), _whole(end)))


def _hours(days: Any) -> WeeklyHours:
    from slagen.core.hours import Interval, WeeklyHours  # noqa: PLC0415

    return WeeklyHours(tuple(tuple(Interval(_whole(start), _whole(end)) for start, end in day) for day in days))


def _target(comparison: Any, value: Any, unit: Any, share: Any) -> Target:
    from slagen.model.target import Comparison, Target  # noqa: PLC0415

    return Target(Comparison(comparison), _number(value), _text(unit), None if share is None else _percentage(share))


def _mapping(rows: Any) -> dict[str, Any]:
    return {_text(key): value_of(item) for key, item in rows}


_WRITERS: Mapping[str, Callable[[Any], tuple[Any, ...]]] = {
    "Decimal": lambda value: ("number", str(value)),
    "date": lambda value: ("day", value.isoformat()),
    "datetime": lambda value: ("moment", value.isoformat()),
    "time": lambda value: ("time", value.isoformat()),
    "Percentage": lambda value: ("percent", str(value.per_hundred)),
    "Money": lambda value: ("money", str(value.amount), value.currency),
    "Duration": lambda value: ("duration", str(value.count), value.unit.value),
    "WeeklyWindow": lambda value: ("window", list(value.days), value.interval.start, value.interval.end),
    "WeeklyHours": lambda value: ("hours", [[[one.start, one.end] for one in day] for day in value.by_day]),
    "Target": lambda value: ("target", value.comparison.value, str(value.value), value.unit, None if value.share is None else str(value.share.per_hundred)),
    "tuple": lambda value: ("tuple", [form_of(item) for item in value]),
    "list": lambda value: ("list", [form_of(item) for item in value]),
    "dict": lambda value: ("mapping", [[_text(key), form_of(item)] for key, item in value.items()]),
}
"""By the name of the class; none of the classes that facts are made of shares its name with another."""
_READERS: Mapping[str, Callable[..., Any]] = {
    "number": _number,
    "day": date.fromisoformat,
    "moment": datetime.fromisoformat,
    "time": time.fromisoformat,
    "percent": _percentage,
    "money": _money,
    "duration": _duration,
    "window": _window,
    "hours": _hours,
    "target": _target,
    "tuple": lambda items: tuple(map(value_of, items)),
    "list": lambda items: list(map(value_of, items)),
    "mapping": _mapping,
}
