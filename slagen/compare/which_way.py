"""Which way a changed fact goes for the customer: the comparison of two values."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from slagen.compare.directions import Direction
from slagen.core.durations import Duration
from slagen.core.money import Money, Percentage
from slagen.model.target import Target

_OPPOSITE = {Direction.BETTER: Direction.WORSE, Direction.WORSE: Direction.BETTER, Direction.NEUTRAL: Direction.NEUTRAL}
_PRESENT_BETTER = "+"
_PRESENT_WORSE = "-"
_PRESENT = {_PRESENT_BETTER: Direction.BETTER, _PRESENT_WORSE: Direction.WORSE}


def direction(old: Any, new: Any, better: str) -> Direction:
    """What the change from `old` to `new` means for the customer; None stands for a fact that is not there."""
    wish, _, present = better.rpartition(" ") if better.endswith((" +", " -")) else ("", "", better) if better in _PRESENT else (better, "", "")
    if old is None or new is None:
        arrived = _PRESENT.get(present, Direction.NEUTRAL)
        return arrived if old is None else _OPPOSITE[arrived]
    if isinstance(old, Target) and isinstance(new, Target):
        return _target_direction(old, new)
    if wish in {"higher", "lower"}:
        rising = _rising(old, new)
        return rising if wish == "higher" else _OPPOSITE[rising]
    return _towards(_word(old), _word(new), wish)


def _towards(old: str, new: str, wish: str) -> Direction:
    if not wish or old == new or wish not in {old, new}:
        return Direction.NEUTRAL
    return Direction.BETTER if new == wish else Direction.WORSE


def _word(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _rising(old: Any, new: Any) -> Direction:
    """BETTER where `new` is more than `old`; lists are compared by what they hold."""
    if isinstance(old, tuple) and isinstance(new, tuple):
        return _growing(old, new)
    before, after = measure(old), measure(new)
    if before is None or after is None or before[0] != after[0] or before[1] == after[1]:
        return Direction.NEUTRAL
    return Direction.BETTER if after[1] > before[1] else Direction.WORSE


def _growing(old: tuple[Any, ...], new: tuple[Any, ...]) -> Direction:
    lost, gained = set(old) - set(new), set(new) - set(old)
    if bool(lost) == bool(gained):
        return Direction.NEUTRAL
    return Direction.BETTER if gained else Direction.WORSE


def measure(value: Any) -> tuple[str, Decimal] | None:
    """A value as a number and what it counts; None where it is no number. Numbers of different kinds do not compare."""
    match value:
        case bool():
            return None
        case int() | Decimal():
            return "", Decimal(value)
        case Percentage(per_hundred):
            return "%", per_hundred
        case Money(amount, currency):
            return currency, amount
        case Duration():
            return "time", value.rough_days
        case _:  # hours of the week
            minutes = getattr(value, "minutes", None)
            return None if minutes is None else ("hours", Decimal(minutes))


def _target_direction(old: Target, new: Target) -> Direction:
    """By the sense of the comparison; where the share and the figure go opposite ways the change has no direction."""
    if old.higher_is_better != new.higher_is_better or (old.share is None) != (new.share is None):
        return Direction.NEUTRAL
    figure = _rising(_figure(old), _figure(new))
    ways = {figure if new.higher_is_better else _OPPOSITE[figure]}
    if old.share is not None and new.share is not None:
        ways.add(_rising(old.share, new.share))
    ways.discard(Direction.NEUTRAL)
    return ways.pop() if len(ways) == 1 and _comparable(old, new) else Direction.NEUTRAL


def _comparable(old: Target, new: Target) -> bool:
    before, after = measure(_figure(old)), measure(_figure(new))
    return before is not None and after is not None and before[0] == after[0] and (before[0] == "time" or old.unit == new.unit)


def _figure(target: Target) -> Duration | Decimal:
    try:
        return Duration.parse(f"{target.value} {target.unit}")
    except ValueError:
        return target.value
