"""The types that facts and parameters can have, and how each is read from text.

YAML gives strings only, so that `NO` stays Norway and `1.10` stays a version: the type decides what a text means.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
import re
from typing import Any
from urllib.parse import urlsplit

from slagen.core.durations import Duration, Unit
from slagen.core.hours import WeeklyHours, WeeklyWindow
from slagen.core.identifiers import ID_RULE, did_you_mean, is_id
from slagen.core.locales import LANGUAGES, currencies, is_language, is_locale
from slagen.core.money import Money, Percentage, parse_decimal
from slagen.core.places import Place, is_zone
from slagen.model.target import Target
from slagen.schema import readings
from slagen.schema.targets import parse_target
from slagen.schema.weekly_hours import read_weekly_hours

BAD_VALUE, CONTRADICTION, BLANK, BAD_YEAR, BAD_ID, TOO_LONG = "SLG022", "SLG031", "SLG032", "SLG033", "SLG026", "SLG024"
EARLIEST_YEAR = 1900
LATEST_YEAR = 2999
LONGEST_NAME, LONGEST_LINE = 300, 2_000
"""Characters. Names stand in headings, narrow columns and charts; programs that set pages take minutes for a line of ten thousand."""

_DATE = re.compile(r"(\d{4})-(\d{2})-(\d{2})", re.ASCII)
_TIME = re.compile(r"([01]\d|2[0-3]):([0-5]\d)", re.ASCII)
_INTEGER = re.compile(r"[+-]?\d{1,15}", re.ASCII)
_EMAIL = re.compile(r"[^\s@<>,;:\"()\[\]\\]{1,64}@[^\s@<>,;:\"()\[\]\\.]+(?:\.[^\s@<>,;:\"()\[\]\\.]+)+")
_VERSION = re.compile(r"\d{1,6}\.\d{1,6}\.\d{1,6}", re.ASCII)
_LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[A-Z]{2})?", re.ASCII)
_FILE = re.compile(r"(?:[A-Za-z0-9_][\w. -]{0,100}/){0,4}[A-Za-z0-9_][\w. -]{0,100}")
_KEY = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,62}", re.ASCII)
_CODE = re.compile(r"SLG\d{3}", re.ASCII)
_VERSION_NAME = re.compile(r"v\d{1,6}\.\d{1,6}|(?:sent|received|notice)-[1-9]\d{0,5}|[0-9a-f]{7,40}", re.ASCII)
_COMMIT = re.compile(r"[0-9a-f]{40}", re.ASCII)
_MONTH = re.compile(r"(?:19|2\d)\d{2}-(?:0[1-9]|1[0-2])", re.ASCII)
_SHA256 = re.compile(r"[0-9a-f]{64}", re.ASCII)
_CLOCK = frozenset({Unit.SECOND, Unit.MINUTE, Unit.HOUR})
_LONGEST_DAYS = Decimal(36_525)
_ANCHORS = frozenset({"effective_date", "signature_date", "last_completed"})
_TRUTH = {"true": True, "yes": True, "false": False, "no": False}


class NotReadableError(ValueError):
    """A text that the type refuses for a reason with a code of its own."""

    def __init__(self, problem: str, *, code: str = BAD_VALUE, hint: str = "") -> None:
        self.code = code
        self.hint = hint
        super().__init__(problem)


@dataclass(frozen=True, slots=True)
class Unreadable:
    """Stands in the data for a value that could not be read, until the validator reports it."""

    problem: str
    code: str = BAD_VALUE
    hint: str = ""


@dataclass(frozen=True, slots=True)
class ValueType:
    """A type: the Python classes of its values, how it is read, and `wanted`, which completes “it must be …”.

    `rank` orders values for min and max; None means that they have no order. `whole` says that lists and mappings are read as well.
    """

    classes: tuple[type, ...]
    read: Callable[[Any], Any]
    wanted: str
    rank: Callable[[Any], Any] | None = None
    whole: bool = False


def _string(text: str) -> str:
    return _line(text, "text", LONGEST_LINE)


def _name(text: str) -> str:
    return _line(text, "name", LONGEST_NAME)


def _line(text: str, what: str, most: int) -> str:
    cleaned = text.strip()
    if "\n" in cleaned:
        raise NotReadableError(f"the {what} has line breaks, and must stand on one line")
    if len(cleaned) > most:
        raise NotReadableError(f"the {what} has {len(cleaned):,} characters, and may have {most:,}", code=TOO_LONG, hint="Shorten it.")
    return cleaned


def _text(text: str) -> str:
    return text.strip("\n")


def _integer(text: str) -> int:
    if not _INTEGER.fullmatch(text.strip()):
        raise NotReadableError(f"“{text}” is not a whole number")
    return int(text)


def _boolean(text: str) -> bool:
    value = _TRUTH.get(text.strip().lower())
    if value is None:
        raise NotReadableError(f"“{text}” is neither true nor false")
    return value


def _bound(text: str) -> Decimal:
    return parse_decimal(text.strip().removesuffix("%"))


def _date(text: str) -> date:
    cleaned = text.strip()
    if readings.is_blank(cleaned):
        raise NotReadableError(f"“{cleaned}” is a blank, not a date", code=BLANK, hint="Write the date as 2026-01-31, or leave the key out.")
    match = _DATE.fullmatch(cleaned)
    if match is None:
        raise _not_a_date(cleaned)
    try:
        value = date(*(int(part) for part in match.groups()))
    except ValueError:
        raise NotReadableError(f"“{cleaned}” is a day that does not exist") from None
    if value.year < EARLIEST_YEAR:
        raise NotReadableError(f"“{cleaned}” lies before {EARLIEST_YEAR}", code=BAD_YEAR, hint="Look at the year.")
    return value


def _moment(text: str) -> date:
    """A day, or a moment that says how far it is from UTC."""
    cleaned = text.strip()
    if len(cleaned) <= len("2026-01-31"):
        return _date(cleaned)
    try:
        value = datetime.fromisoformat(cleaned)
    except ValueError:
        raise NotReadableError(f"“{text}” is not a moment", hint="Write it as 2026-01-31T17:30:00+00:00.") from None
    if value.tzinfo is None:
        raise NotReadableError(f"“{text}” does not say how far it is from UTC", hint=f"Write the offset behind it: {cleaned}+00:00.")
    _date(value.date().isoformat())
    return value


def _not_a_date(text: str) -> NotReadableError:
    possible = readings.days(text)
    if len(possible) > 1:
        return NotReadableError(f"“{text}” may mean {' or '.join(possible)}", code=CONTRADICTION, hint="Write the one that is meant.")
    return NotReadableError(f"“{text}” is not a date", hint=f"Write {possible[0] if possible else 'it as 2026-01-31 (year, month, day)'}.")


def _time(text: str) -> time:
    match = _TIME.fullmatch(text.strip())
    if match is None:
        raise NotReadableError(f"“{text}” is not a time of day", hint="Write it as 09:00 or 17:30.")
    return time(int(match[1]), int(match[2]))


def _duration(text: str) -> Duration:
    if readings.is_blank_length(text):
        raise NotReadableError(f"“{text}” is a blank, not a length of time", code=BLANK, hint="Write it as 30 days, or leave the key out.")
    try:
        return Duration.parse(text)
    except ValueError:
        possible = readings.lengths_of_time(text)
        if len(possible) > 1:
            raise NotReadableError(f"“{text}” may mean {' or '.join(possible)}", code=CONTRADICTION, hint="Write the one that is meant.") from None
        if possible:
            raise NotReadableError(f"“{text}” is not a plain length of time", hint=f"Write {possible[0]}.") from None
        raise


def _whole(text: str, smaller: frozenset[Unit], wanted: str) -> Duration:
    """A length that dates can be counted by: in whole numbers, not shorter than a day, not longer than anybody plans."""
    value = _duration(text)
    if value.unit in smaller or value.count != value.count.to_integral_value():
        raise NotReadableError(f"“{text}” is not a whole number of {wanted}", hint="Write it as 90 days or 12 months.")
    if value.rough_days > _LONGEST_DAYS:
        raise NotReadableError(f"“{text}” is longer than 100 years", hint="Look at the number and the unit.")
    return value


def _term_length(text: str) -> Duration:
    return _whole(text, _CLOCK | {Unit.BUSINESS_DAY}, "days, weeks, months or years")


def _notice_length(text: str) -> Duration:
    return _whole(text, _CLOCK, "days, business days, weeks, months or years")


def _anchor(text: str) -> str:
    cleaned = text.strip()
    if cleaned in _ANCHORS:
        return cleaned
    day = _date(cleaned)
    if day.year > LATEST_YEAR:
        raise NotReadableError(f"“{cleaned}” lies after {LATEST_YEAR}", code=BAD_YEAR, hint="Look at the year.")
    return day.isoformat()


def _currency(text: str) -> str:
    code = text.strip()
    if code not in currencies():
        raise NotReadableError(f"“{text}” is not a currency", hint="Write the three letters of ISO 4217, such as GBP or EUR.")
    return code


def _money(text: str) -> Money:
    money = Money.parse(text)
    _currency(money.currency)
    return money


def _email(text: str) -> str:
    cleaned = text.strip()
    if len(cleaned) > 254 or not _EMAIL.fullmatch(cleaned):
        raise NotReadableError(f"“{text}” is not an e-mail address", hint="Write it as jo@example.com.")
    return cleaned


def _url(text: str) -> str:
    cleaned = text.strip()
    try:
        parts = urlsplit(cleaned)
        sound = parts.scheme in {"http", "https"} and bool(parts.hostname) and not re.search(r"[\s<>\"]", cleaned)
    except ValueError:
        sound = False
    if not sound:
        raise NotReadableError(f"“{text}” is not a web address", hint="Write it as https://example.com/page.")
    return cleaned


def _place(text: str) -> str:
    return str(Place.parse(text))


def _zone(text: str) -> str:
    if not is_zone(text.strip()):
        raise NotReadableError(f"“{text}” is not a time zone", hint=_nearest_zone(text))
    return text.strip()


def _nearest_zone(text: str) -> str:
    from zoneinfo import available_timezones  # noqa: PLC0415 - reads hundreds of files, so only where something is wrong

    return did_you_mean(text[:60], available_timezones()) or "Write a name of the IANA database, such as Europe/London."


def _locale(text: str) -> str:
    if not is_locale(text.strip()):
        raise NotReadableError(f"“{text}” is not a known locale", hint="Write a language and a country, such as en_GB or de_DE.")
    return text.strip()


def _language(text: str) -> str:
    if not is_language(text.strip()):
        raise NotReadableError(f"“{text}” is not a language that can be printed", hint=f"Choose one of {', '.join(LANGUAGES)}.")
    return text.strip()


def _id(text: str) -> str:
    if not is_id(text.strip()):
        raise NotReadableError(f"“{text}” is not an id", code=BAD_ID, hint=f"An id has {ID_RULE}.")
    return text.strip()


def _formed(form: re.Pattern[str], what: str, example: str) -> Callable[[str], str]:
    def read(text: str) -> str:
        if not form.fullmatch(text.strip()):
            raise NotReadableError(f"“{text}” is not {what}", hint=f"Write it as {example}.")
        return text.strip()

    return read


def _file(text: str) -> str:
    if not _FILE.fullmatch(text.strip()):
        raise NotReadableError(f"“{text}” is not the name of a file beside this one", hint="Write a name such as shell.docx, without “..” and “/” in front.")
    return text.strip()


def _cap_period(text: str) -> str:
    cleaned = text.strip()
    if cleaned in {"month", "quarter", "year", "contract-year"}:
        return cleaned
    if Duration.parse(cleaned).whole_months is None:
        raise NotReadableError(f"“{text}” is not a period that credits are capped over", hint="Write month, or a number of months such as 12 months.")
    return cleaned


def _closing(text: str) -> str:
    cleaned = text.strip()
    if cleaned != "last_notice_date":
        _notice_length(cleaned)
    return cleaned


def _amount(value: Money) -> Decimal:
    return value.amount


def _length(value: Duration) -> Decimal:
    return value.rough_days


def _itself(value: Any) -> Any:
    return value


_LENGTH_OF_TIME = "a length of time such as 30 days"
_AN_ID = "an id such as service-credits"

PARAMETER_TYPES: Mapping[str, ValueType] = {
    "string": ValueType((str,), _string, "a text on one line"),
    "text": ValueType((str,), _text, "a text"),
    "integer": ValueType((int,), _integer, "a whole number", _itself),
    "number": ValueType((Decimal,), parse_decimal, "a number such as 10 or 99.9", _itself),
    "boolean": ValueType((bool,), _boolean, "true or false"),
    "list": ValueType((list,), _itself, "a list such as [one, two]", whole=True),
    "dict": ValueType((dict,), _itself, "a mapping such as {key: value}", whole=True),
    "date": ValueType((date,), _date, "a date such as 2026-01-31", _itself),
    "time": ValueType((time,), _time, "a time of day such as 17:30", _itself),
    "percentage": ValueType((Percentage,), Percentage.parse, "a percentage such as 99.9 %", _itself),
    "duration": ValueType((Duration,), _duration, _LENGTH_OF_TIME, _length),
    "money": ValueType((Money,), _money, "an amount with its currency such as 10000.00 GBP", _amount),
    "currency": ValueType((str,), _currency, "a currency such as GBP"),
    "email": ValueType((str,), _email, "an e-mail address"),
    "url": ValueType((str,), _url, "a web address"),
    "place": ValueType((str,), _place, "a place such as DE or GB-ENG"),
    "zone": ValueType((str,), _zone, "a time zone such as Europe/London"),
    "weekly-hours": ValueType((WeeklyHours,), read_weekly_hours, 'weekly hours such as {mon-fri: ["09:00-17:30"]}', whole=True),
    "window": ValueType((WeeklyWindow,), WeeklyWindow.parse, "a weekly window such as sun 02:00-06:00"),
    "clause": ValueType((str,), _id, _AN_ID),
    "party": ValueType((str,), _id, "the id of a party such as customer"),
    "id": ValueType((str,), _id, _AN_ID),
}
"""What a clause's parameter can be (docs/authoring.md)."""

FACT_TYPES: Mapping[str, ValueType] = {
    "name": ValueType((str,), _name, "a name on one line"),
    "term-length": ValueType((Duration,), _term_length, "a length of time such as 12 months", _length),
    "notice-length": ValueType((Duration,), _notice_length, "a length of time such as 90 days or 5 business days", _length),
    "anchor": ValueType((str,), _anchor, "effective_date, signature_date, last_completed, or a date such as 2026-01-31"),
    "target": ValueType((Target,), parse_target, "a target such as >= 99.9 % or 95 % <= 30 min"),
    "bound": ValueType((Decimal,), _bound, "a number in the unit of the service level", _itself),
    "version": ValueType((str,), _formed(_VERSION, "a version", "2.1.0"), "a version such as 2.1.0"),
    "any-language": ValueType((str,), _formed(_LANGUAGE, "a language", "en or de"), "a language such as en"),
    "language": ValueType((str,), _language, "a language such as en"),
    "locale": ValueType((str,), _locale, "a locale such as en_GB"),
    "file": ValueType((str,), _file, "the name of a file"),
    "key": ValueType((str,), _formed(_KEY, "a key", "P1: letters, digits and hyphens"), "a key such as P1"),
    "cap-period": ValueType((str,), _cap_period, "a period such as month or 12 months"),
    "closing": ValueType((str,), _closing, "last_notice_date, or a length of time before the last day"),
    "code": ValueType((str,), _formed(_CODE, "the code of a finding", "SLG204"), "the code of a finding such as SLG204"),
    "moment": ValueType((date,), _moment, "a moment such as 2026-01-31T17:30:00+00:00, or a date"),
    "month": ValueType((str,), _formed(_MONTH, "a month", "2026-10"), "a month such as 2026-10"),
    "version-name": ValueType((str,), _formed(_VERSION_NAME, "the name of a version", "sent-1 or v1.0"), "the name of a version such as sent-1 or v1.0"),
    "commit": ValueType((str,), _formed(_COMMIT, "a commit", "40 hexadecimal digits"), "a commit, in full"),
    "sha256": ValueType((str,), _formed(_SHA256, "a SHA-256", "64 hexadecimal digits"), "a SHA-256, in hexadecimal digits"),
    "value": ValueType((str, list, dict), _itself, "a value", whole=True),
}
"""What only slagen's own rule sets use."""

TYPES: Mapping[str, ValueType] = {**PARAMETER_TYPES, **FACT_TYPES}


def read_value(kind: ValueType, value: Any) -> Any:
    """A value of the type, or `Unreadable`. What is no plain text is left to the validator, which names the type that is wanted."""
    if not isinstance(value, str) and not kind.whole:
        return value
    try:
        return kind.read(value)
    except NotReadableError as error:
        return Unreadable(str(error), error.code, error.hint)
    except ValueError as error:
        return Unreadable(str(error))
