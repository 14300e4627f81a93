"""Figures, dates and lists as people write them: words follow a language, digits and money a locale.

Inside a figure the locale's own no-break spaces stay (`99,95 %`, `10.000,00 €`); between a figure and a word, and between
words, there is always an ordinary space, so that printed text can be searched and compared.
Times of day are printed on the 24-hour clock in every locale: a contract should not need “a.m.” and “p.m.”.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
import copy
from dataclasses import dataclass
from datetime import date, time
from decimal import Decimal
from functools import cache, lru_cache
import re
from typing import Any, Protocol, runtime_checkable

from babel.core import Locale, UnknownLocaleError, get_global
from babel.dates import format_date
from babel.lists import format_list
from babel.numbers import NumberPattern, format_decimal
from babel.units import format_unit

from slagen.core.durations import Duration, Unit
from slagen.core.hours import Interval, WeeklyHours, WeeklyWindow
from slagen.core.money import Money, Percentage, minor_digits
from slagen.core.words import WORDS, Words

_LOCALE = re.compile(r"[a-z]{2,3}(?:_[A-Z][a-z]{3})?(?:_(?:[A-Z]{2}|\d{3}))?", re.ASCII)
_LETTER_BEFORE_DIGIT = re.compile(r"(?<=[^\W\d_])(?=\d)")
"""Where a currency's letters meet the amount, which CLDR parts by a no-break space (UTS 35, part 3, currency spacing): `NOK 412`; Babel does not."""
LANGUAGES = tuple(sorted(WORDS))
"""The languages that sentences can be printed in."""
_LANGUAGE = re.compile(r"[a-z]{2,3}(?:-(?:[A-Z]{2}|\d{3}))?", re.ASCII)


@runtime_checkable
class Promise(Protocol):
    """A figure that a result is held against: the shape of a service level's target."""

    @property
    def comparison(self) -> str:
        """`>=`, `<=`, `>` or `<`."""

    @property
    def value(self) -> Decimal:
        """The figure."""

    @property
    def unit(self) -> str:
        """`%`, a unit of time, or what else is counted."""

    @property
    def share(self) -> Percentage | None:
        """The part of the events that must satisfy it."""


_WITH_ARTICLE = frozenset({"AE", "BS", "CF", "CG", "DO", "FK", "FO", "GB", "GM", "IM", "KY", "MH", "MV", "NL", "PH", "SB", "TC", "US", "VG", "VI"})


def is_locale(text: str) -> bool:
    """Whether `text` is a locale such as `en_GB` whose digits and money can be printed."""
    return _locale(text) is not None


def is_language(text: str) -> bool:
    """Whether `text` is a language (`en`, `de`, `en-GB`) that sentences can be printed in."""
    return _LANGUAGE.fullmatch(text) is not None and text.partition("-")[0] in WORDS


def is_country_name(text: str, language: str = "en") -> bool:
    """Whether `text` is the name of a country or region of the world in `language`: `Norway`."""
    return text in _country_names(language.partition("-")[0])


@cache
def country_name(country: str, language: str = "en") -> str:
    """The name of a country (ISO 3166-1) in a sentence: `Ireland`, `the Netherlands`. The code, where it has no name in the language."""
    found = _locale(language.partition("-")[0])
    name = found.territories.get(country, country) if found else country
    return f"the {name}" if language.partition("-")[0] == "en" and country in _WITH_ARTICLE else name


@cache
def currencies() -> frozenset[str]:
    """The currencies of the world, past ones as well (CLDR): `GBP`, `DEM`."""
    return frozenset(get_global("all_currencies"))


@cache
def _country_names(language: str) -> frozenset[str]:
    found = _locale(language)
    return frozenset(found.territories.values()) if found else frozenset()


@lru_cache(maxsize=256)
def _locale(text: str) -> Locale | None:
    if not _LOCALE.fullmatch(text):
        return None
    try:
        return Locale.parse(text)
    except (UnknownLocaleError, ValueError):
        return None


@dataclass(frozen=True, slots=True)
class _Patterns:
    """What Babel knows of one pair of language and locale, looked up once."""

    words: Words
    speech: Locale
    digits: Locale
    days: tuple[str, ...]


@cache
def _patterns(language: str, locale: str) -> _Patterns:
    digits = _locale(locale)
    if digits is None:
        raise ValueError(f"“{locale}” is not a known locale: write a language and a country, such as en_GB or de_DE")
    if not is_language(language):
        raise ValueError(f"“{language}” is not a language that can be printed: choose one of {', '.join(LANGUAGES)}")
    base, _, region = language.partition("-")
    words = WORDS[base]
    wanted = f"{base}_{region or digits.territory or '001'}"
    speech = _locale(wanted) or _locale(words.world) or Locale.parse(base)
    return _Patterns(words, speech, digits, tuple(speech.days["format"]["wide"][day] for day in range(7)))


@dataclass(frozen=True, slots=True)
class Formats:
    """Prints values in the words of `language` and with the digits of `locale`.

    Raises:
        ValueError: the language or the locale is not known.
    """

    language: str
    locale: str

    def __post_init__(self) -> None:
        _patterns(self.language, self.locale)

    @property
    def _known(self) -> _Patterns:
        return _patterns(self.language, self.locale)

    def value(self, value: object) -> str:
        """Any value of an agreement as it is printed.

        Raises:
            TypeError: there is no printed form of this kind of value; nothing at all (None) has none either.
        """
        if isinstance(value, str):
            return str(value)
        printer = _PRINTERS.get(type(value))
        if printer is not None:
            return printer(self, value)
        if isinstance(value, (tuple, list)):
            return self.listed([self.value(item) for item in value])
        if isinstance(value, Promise):
            return self.target(value)
        raise TypeError(f"a {type(value).__name__} cannot be printed in a sentence")

    def yes_or_no(self, value: bool) -> str:
        """`yes` or `no`."""
        return self._known.words.yes if value else self._known.words.no

    def number(self, value: Decimal) -> str:
        """A number with every digit that it was written with: `1,000.50`."""
        return _number(f"{value:f}", self.locale)

    def percentage(self, value: Percentage) -> str:
        """A percentage with every digit that it was written with: `99.90%`, `99,90 %`."""
        sign = self._known.digits.percent_formats[None]
        return f"{sign.prefix[0]}{self.number(value.per_hundred)}{sign.suffix[0]}"

    def money(self, value: Money, *, short: bool = False) -> str:
        """Money with at least the currency's minor digits, and more where more were written: `£10,000.00`.

        `short` leaves them out where the amount is whole: `£120,000`, for messages and tables, not for contracts.
        """
        if short and value.amount == value.amount.to_integral_value():
            return _money(f"{value.amount:.0f}", value.currency, self.locale, 0)
        return _money(f"{value.amount:f}", value.currency, self.locale, minor_digits(value.currency))

    def date(self, value: date) -> str:
        """A date in words: `1 January 2026`."""
        return _plain_spaces(format_date(value, "long", locale=self._known.speech))

    def duration(self, value: Duration) -> str:
        """A length of time in words: `30 days`, `1 month`, `2 Business Days`, `same day`."""
        if value.unit is Unit.BUSINESS_DAY:
            return f"{self.number(value.count)} {self._known.words.business_day[value.count != 1]}"
        if not value.count and value.unit is Unit.DAY:
            return self._known.words.same_day
        return _in_units(f"{value.count:f}", value.unit.value, self._known.speech, self.locale)

    def target(self, value: Promise) -> str:
        """A target in words: `at least 99.9%`, `95% within 30 minutes`, `at most 200 ms`."""
        words = self._known.words
        figure = self._figure(value.value, value.unit)
        if value.share is None:
            return f"{words.comparison[value.comparison]} {figure}"
        share = self.percentage(value.share)
        if value.comparison == "<=":
            return words.within.format(share=share, figure=figure)
        return f"{share}: {words.comparison[value.comparison]} {figure}"

    def _figure(self, value: Decimal, unit: str) -> str:
        if unit == "%":
            return self.percentage(Percentage(value))
        try:
            return self.duration(Duration.parse(f"{value:f} {unit}"))
        except ValueError:
            return f"{self.number(value)} {unit}".rstrip()

    def hours(self, value: WeeklyHours) -> str:
        """Weekly hours: `Monday to Friday 09:00–17:30; Saturday 10:00–14:00`."""
        if value.always:
            return self._known.words.always
        spans: dict[tuple[Interval, ...], list[int]] = {}
        for day, intervals in enumerate(value.by_day):
            if intervals:
                spans.setdefault(intervals, []).append(day)
        return "; ".join(f"{self._days(days)} {self.listed([_clock_span(part) for part in intervals])}" for intervals, days in spans.items())

    def _days(self, days: Sequence[int]) -> str:
        runs: list[list[int]] = []
        for day in days:
            if runs and runs[-1][-1] == day - 1:
                runs[-1].append(day)
            else:
                runs.append([day])
        return self.listed([name for run in runs for name in self._run(run)])

    def _run(self, run: list[int]) -> list[str]:
        names = self._known.days
        return [f"{names[run[0]]} {self._known.words.to} {names[run[-1]]}"] if len(run) > 2 else [names[day] for day in run]

    def window(self, value: WeeklyWindow) -> str:
        """A weekly window: `Sunday 02:00–06:00`."""
        return f"{self._days(sorted(value.days))} {_clock_span(value.interval)}"

    def listed(self, items: Sequence[str]) -> str:
        """Items joined in words: `a, b and c`."""
        return _plain_spaces(format_list(list(items), style="standard", locale=self._known.speech)) if len(items) != 1 else items[0]

    @staticmethod
    def term(text: str) -> str:
        """A key or fixed choice as words: `calendar-month` is `calendar month`."""
        return " ".join(text.replace("-", " ").replace("_", " ").split())


_PRINTERS: Mapping[type, Callable[[Formats, Any], str]] = {
    bool: Formats.yes_or_no,
    int: lambda formats, value: formats.number(Decimal(value)),
    Decimal: Formats.number,
    Percentage: Formats.percentage,
    Money: Formats.money,
    Duration: Formats.duration,
    date: Formats.date,
    time: lambda _formats, value: f"{value:%H:%M}",
    WeeklyHours: Formats.hours,
    WeeklyWindow: Formats.window,
    Interval: lambda _formats, value: _clock_span(value),
}


def _clock_span(interval: Interval) -> str:
    return str(interval).replace("-", "–")


def _plain_spaces(text: str) -> str:
    return text.replace("\u00a0", " ").replace("\u202f", " ")


# The caches below are keyed by the digits as written: as Decimals, 99.9 and 99.90 would be the same key.


@lru_cache(maxsize=4096)
def _number(digits: str, locale: str) -> str:
    found = _patterns("en", locale).digits
    printed: str = _with_decimals(found.decimal_formats[None], _decimals(digits)).apply(Decimal(digits), found)
    return printed


@lru_cache(maxsize=4096)
def _money(digits: str, currency: str, locale: str, at_least: int) -> str:
    found = _patterns("en", locale).digits
    pattern = _with_decimals(found.currency_formats["standard"], max(at_least, _decimals(digits)))
    printed: str = pattern.apply(Decimal(digits), found, currency=currency, currency_digits=False)
    return _LETTER_BEFORE_DIGIT.sub("\N{NO-BREAK SPACE}", printed)


@lru_cache(maxsize=4096)
def _in_units(digits: str, unit: str, speech: Locale, locale: str) -> str:
    count = Decimal(digits)
    in_speech = _plain_spaces(format_unit(count, f"duration-{unit}", "long", locale=speech))
    return in_speech.replace(_plain_spaces(format_decimal(count, locale=speech)), _number(digits, locale), 1)


def _decimals(digits: str) -> int:
    return len(digits.partition(".")[2])


def _with_decimals(pattern: NumberPattern, decimals: int) -> NumberPattern:
    changed = copy.copy(pattern)
    changed.frac_prec = (decimals, decimals)
    return changed
