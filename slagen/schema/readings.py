"""What an ambiguous text may have meant: a figure that is written in two ways is shown in both, and never guessed."""

from __future__ import annotations

from datetime import date
import re

from slagen.core.durations import Duration

_SMALL = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen".split()  # noqa: SIM905 - a row of words
)
_TENS = {word: tens * 10 for tens, word in enumerate("twenty thirty forty fifty sixty seventy eighty ninety".split(), 2)}  # noqa: SIM905 - a row of words
_WORDS = {word: number for number, word in enumerate(_SMALL)} | _TENS
_TOKEN = re.compile(r"\d+(?:\.\d+)?|[a-z]+", re.ASCII)
_BLANK = re.compile(r"[\s_.…●•·?x*<>\[\]{}()-]*(?:tbd|tbc|tba|date|to be (?:agreed|confirmed|determined|decided))?[\s_.…●•·?x*<>\[\]{}()-]*", re.IGNORECASE)
_DOTTED_DATE = re.compile(r"(\d{1,2})[./-](\d{1,2})[./-](\d{4})", re.ASCII)
_UNIT_AT_END = re.compile(r"(?:(?:business|working|calendar) )?(?:day|week|month|year|hour|minute)s?\s*$", re.IGNORECASE)
_LONGEST = 200


def is_blank(text: str) -> bool:
    """Whether a text is a gap that somebody meant to fill in: `____`, `[●]`, `[date]`, `TBD`."""
    return len(text) <= _LONGEST and _BLANK.fullmatch(text) is not None


def is_blank_length(text: str) -> bool:
    """Whether the number before a unit of time is such a gap: `____ days`, `[●] months`."""
    return is_blank(_UNIT_AT_END.sub("", text[: _LONGEST + 1]))


def lengths_of_time(text: str) -> tuple[str, ...]:
    """Each length of time that a text may mean: `sixty 90 days` gives 60 days and 90 days."""
    found: dict[str, None] = {}
    waiting: list[str] = []
    unit: list[str] = []
    for token in [*_TOKEN.findall(text[:_LONGEST].lower()), ""]:
        number = _number(token)
        if number is not None:
            waiting = _extend(waiting, token, number) if not unit else [number]
            unit = []
            continue
        unit.append(token)
        for count in waiting:
            if reading := _reading(count, unit):
                found[reading] = None
    return tuple(found)


def _number(token: str) -> str | None:
    if token[:1].isdigit():
        return token
    return str(_WORDS[token]) if token in _WORDS else None


def _extend(waiting: list[str], token: str, number: str) -> list[str]:
    """`twenty` and then `one` are one number; `sixty` and then `90` are two."""
    if waiting and token in _SMALL[1:10] and waiting[-1] in map(str, _TENS.values()):
        return [*waiting[:-1], str(int(waiting[-1]) + int(number))]
    return [*waiting, number]


def _reading(count: str, unit: list[str]) -> str | None:
    try:
        return str(Duration.parse(f"{count} {' '.join(unit)}"))
    except ValueError:
        return None


def days(text: str) -> tuple[str, ...]:
    """Each day that `01/02/2026` may mean, in ISO form."""
    match = _DOTTED_DATE.fullmatch(text)
    if match is None:
        return ()
    first, second, year = (int(part) for part in match.groups())
    found: dict[str, None] = {}
    for month, day in ((second, first), (first, second)):
        try:
            found[date(year, month, day).isoformat()] = None
        except ValueError:
            continue
    return tuple(found)
