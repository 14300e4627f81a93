"""Counters as they are printed: the number formats of ECMA-376 Part 1, 17.18.59, that contracts use. Others print as decimals."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from slagen.assembly.number import letters, roman

_MOST_LETTERS = 780  # Word goes on repeating the letter; thirty of them are enough for anybody
_MOST_ROMAN = 3999
_ZEROS = "decimalZero"
_MARKS = "*†‡§"
_SMALL = (
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen",
    "sixteen", "seventeen", "eighteen", "nineteen",
)  # fmt: skip
_TENS = ("", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_ORDINALS = {"one": "first", "two": "second", "three": "third", "five": "fifth", "eight": "eighth", "nine": "ninth", "twelve": "twelfth"}


def printed(count: int, number_format: str) -> str:
    """The counter in its format: 3 in `lowerRoman` is iii. A counter outside a format's range prints as a decimal."""
    if number_format.startswith(_ZEROS) and number_format != _ZEROS:
        return str(count).zfill(int(number_format.removeprefix(_ZEROS)))
    return _FORMATS.get(number_format, str)(count)


def _letters(count: int) -> str:
    return letters(count) if 0 < count <= _MOST_LETTERS else str(count)


def _roman(count: int) -> str:
    return roman(count) if 0 < count <= _MOST_ROMAN else str(count)


def _marks(count: int) -> str:
    """*, †, ‡, §, **, … as The Chicago Manual of Style marks notes."""
    return _MARKS[(count - 1) % len(_MARKS)] * min(1 + (count - 1) // len(_MARKS), 30) if count > 0 else str(count)


def _ordinal(count: int) -> str:
    ending = "th" if count % 100 in {11, 12, 13} else {1: "st", 2: "nd", 3: "rd"}.get(count % 10, "th")
    return f"{count}{ending}"


def _cardinal_text(count: int) -> str:
    if not 0 <= count < 1000:
        return str(count)
    hundreds, rest = divmod(count, 100)
    tens, ones = divmod(rest, 10)
    small = _SMALL[rest] if rest < 20 else _TENS[tens] + (f"-{_SMALL[ones]}" if ones else "")
    if not hundreds:
        return small.capitalize()
    return f"{_SMALL[hundreds]} hundred{f' {small}' if rest else ''}".capitalize()


def _ordinal_text(count: int) -> str:
    words = _cardinal_text(count)
    head, sign, last = words.rpartition("-") if "-" in words else words.rpartition(" ")
    lower = last.lower()
    ordinal = _ORDINALS.get(lower) or (f"{lower[:-1]}ieth" if lower.endswith("y") else f"{lower}th")
    return f"{head}{sign}{ordinal}".capitalize()


_FORMATS: Mapping[str, Callable[[int], str]] = {
    "lowerLetter": _letters,
    "upperLetter": lambda count: _letters(count).upper(),
    "lowerRoman": _roman,
    "upperRoman": lambda count: _roman(count).upper(),
    "decimalZero": lambda count: f"{count:02}",
    "ordinal": _ordinal,
    "chicago": _marks,
    "cardinalText": _cardinal_text,
    "ordinalText": _ordinal_text,
    "none": lambda _count: "",
    "bullet": lambda _count: "",
}
