"""What one row of a measurement file says, and what is wrong with it: times with their offset, plain numbers, periods that exist."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
import re
from zoneinfo import ZoneInfo

from slagen.core.calendar_periods import FIRST_YEAR, days_of, kind_of
from slagen.core.findings import Finding, Severity, Source
from slagen.core.money import parse_decimal
from slagen.core.spans import instant, moment
from slagen.model.charter import STANDARD, SURVEY
from slagen.model.service_level import ServiceLevel
from slagen.model.table_row import Row
from slagen.schema.value_types import LONGEST_NAME

PERCENTAGES = frozenset({"availability", "first-contact-resolution", "error-rate"})
"""Metrics whose results lie between 0 and 100."""
_EXAMPLES = {"calendar-month": "2026-10", "calendar-quarter": "2026-Q4"}
_ONE_DAY = timedelta(days=1)
_DAY_NUMBER = re.compile(r"[2-9]\d{4}(\.\d{1,12})?", re.ASCII)
_DAY_ZERO = datetime(1899, 12, 30)  # noqa: DTZ001 - the clock of whoever wrote the sheet
_SHOWN = re.compile(r"\d{1,4}[./-]\d{1,2}[./-]\d{2,4}", re.ASCII)
_THOUSANDS = re.compile(r"-?[1-9]\d{0,2}(,\d{3}){1,5}(\.\d{1,9})?", re.ASCII)
_LONGEST_SHOWN = 500
_DECIMAL_COMMA = re.compile(r"-?\d{1,15},\d{1,9}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Knowledge:
    """What rows are held against: the levels of the agreement by their names in files, its severities, its time zone, the instant from which things lie ahead.

    `told_together` names the figures that tickets tell of under another name; `by_use` holds the units that a service is charged by.
    """

    levels: Mapping[str, ServiceLevel]
    severities: frozenset[str]
    zone: str
    now: int
    told_together: Mapping[str, str] = field(default_factory=dict)
    by_use: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def noun(self) -> str:
        """What its levels are called: those of a charter are standards."""
        return "standard" if any(level.role == STANDARD for level in self.levels.values()) else "service level"


class RowError(ValueError):
    """What is wrong with a row: the code of the finding, what it says, and the way out, which need not be looked for until it is told."""

    def __init__(self, code: str, message: str, hint: str | Callable[[], str]) -> None:
        super().__init__(message)
        self.code, self.hint = code, hint

    def finding(self, file: str, row: Row) -> Finding:
        """The finding about a row of a file."""
        return Finding(self.code, Severity.ERROR, in_brief(str(self)), Source(file, row.line), self.hint if isinstance(self.hint, str) else self.hint())


def in_brief(text: str) -> str:
    """A text without its middle, where that is long: a cell may have a million characters, and nobody reads them."""
    return text if len(text) <= _LONGEST_SHOWN else f"{text[: _LONGEST_SHOWN // 2]} … {text[-_LONGEST_SHOWN // 2 :]}"


def time_of(row: Row, name: str, known: Knowledge) -> int:
    """The instant that a cell names.

    Raises:
        RowError: it is no time, does not say its offset, or lies in the future.
    """
    text = row.cells[name]
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        raise RowError("SLG603", f"“{text}” is not a time ({name})", _time_meant(text, known)) from None
    if at.tzinfo is None:
        offset = at.replace(tzinfo=ZoneInfo(known.zone)).isoformat()
        raise RowError("SLG603", f"“{text}” does not say its offset from UTC ({name})", f"If the clock of {known.zone} is meant, write {offset}.")
    if at.year < FIRST_YEAR:
        raise RowError("SLG603", f"“{text}” lies before {FIRST_YEAR} ({name})", "Look at the year.")
    found = instant(at)
    if found > known.now:
        raise RowError("SLG605", f"{text} lies in the future ({name})", "Leave out what has not happened yet; what still lasts has no end.")
    return found


def _time_meant(text: str, known: Knowledge) -> str:
    """The way out for what is no time: spreadsheets show times as they like, or keep them as the number of days since the end of 1899."""
    if _DAY_NUMBER.fullmatch(text):
        meant = (_DAY_ZERO + timedelta(seconds=round(float(text) * 86400))).replace(tzinfo=ZoneInfo(known.zone)).isoformat()
        return f"It is the number by which a spreadsheet keeps a time. If the clock of {known.zone} is meant, write {meant}."
    if _SHOWN.match(text):
        return "A spreadsheet has written it its own way, which leaves open what is the day and what the month. Write it as 2026-10-05T09:30:00+01:00."
    return "Write it as 2026-10-05T09:30:00+01:00."


def optional_time(row: Row, name: str, known: Knowledge, after: int) -> int | None:
    """The instant that a cell names, which is not before `after`; None where it is empty."""
    if not row.cells[name]:
        return None
    found = time_of(row, name, known)
    if found < after:
        raise RowError("SLG604", f"{name} lies before the start: {moment(found):%Y-%m-%d %H:%M} UTC", "Exchange the two, or correct the one that is wrong.")
    return found


def cause_of(row: Row) -> str:
    """The cause that a row names, which reports print; may be empty.

    Raises:
        RowError: it is longer than a name.
    """
    cause = row.cells["cause"]
    if len(cause) > LONGEST_NAME:
        raise RowError("SLG666", f"the cause has {len(cause):,} characters, and may have {LONGEST_NAME:,}", "Shorten it: reports and statements print it.")
    return cause


def number_of(row: Row, name: str) -> Decimal:
    """A number that is not negative.

    Raises:
        RowError: it is none.
    """
    text = row.cells[name]
    try:
        found = parse_decimal(text.removesuffix("%"))
    except ValueError:
        raise RowError("SLG606", f"“{text}” is not a plain number ({name})", _number_meant(text)) from None
    if found < 0:
        raise RowError("SLG606", f"{text} is below zero ({name})", "Leave out the sign.")
    return found


def _number_meant(text: str) -> str:
    """The way out for what is no plain number. A comma before three digits can mean either: “41,000” is never guessed to be 41."""
    whole, point = text.replace(",", ""), text.replace(",", ".")
    if _THOUSANDS.fullmatch(text):
        either = _DECIMAL_COMMA.fullmatch(text)
        return f"Write it as {whole}, without separators of thousands" + (f"; if the comma marks decimals, as {point}." if either else ".")
    return f"Write it as {point if _DECIMAL_COMMA.fullmatch(text) else '99.95'}, without separators of thousands."


def is_percentage(level: ServiceLevel) -> bool:
    """Whether the results of a level lie between 0 and 100."""
    units = {stage.target.unit for stage in level.current_targets if stage.target.share is None}
    return level.metric in PERCENTAGES or level.role == STANDARD or (level.metric == "satisfaction" and units == {"%"})


def percentage_or_number(row: Row, name: str, level: ServiceLevel) -> Decimal:
    """A value of a level: at most 100 where it is a percentage."""
    found = number_of(row, name)
    if is_percentage(level) and found > 100:
        raise RowError("SLG606", f"{found} % is more than everything ({name})", f"“{level.id}” is measured in per cent.")
    return found


def level_of(row: Row, known: Knowledge, near: Callable[[], str]) -> ServiceLevel:
    """The level that the row is about; `near` says how to find the right name."""
    name = row.cells["service_level"]
    level = known.levels.get(name)
    if level is None:
        raise RowError("SLG602", f"the agreement has no {known.noun} “{name}”", near)
    return level


def period_of(row: Row, level: ServiceLevel, known: Knowledge) -> str:
    """The measurement period that a cell names, as the level counts them.

    Raises:
        RowError: there is no such period, it is not of the level's kind, or it has not ended.
    """
    text = row.cells["period"].upper() if "Q" in row.cells["period"].upper() else row.cells["period"]
    days = days_of(text)
    wanted = _EXAMPLES.get(level.period, "2026-10-02/2026-10-31")
    if days is None or (level.period != SURVEY and kind_of(text) != ("days" if level.period not in _EXAMPLES else level.period)):
        raise RowError(
            "SLG607", f"“{text}” is not a measurement period of “{level.id}”", f"It is measured by {level.period.replace('-', ' ')}: write {wanted}."
        )
    return _begun(text, days[0], known)


def month_of(row: Row, known: Knowledge) -> str:
    """The month that a cell names.

    Raises:
        RowError: it is no month, or has not begun.
    """
    text = row.cells["period"]
    days = days_of(text)
    if days is None or kind_of(text) != "calendar-month":
        raise RowError("SLG607", f"“{text}” is not a month", f"Write it as {_EXAMPLES['calendar-month']}.")
    return _begun(text, days[0], known)


def _begun(text: str, first: date, known: Knowledge) -> str:
    if first > moment(known.now).astimezone(ZoneInfo(known.zone)).date():
        raise RowError("SLG605", f"the period {text} lies in the future", "Leave out what has not happened yet.")
    return text
