from __future__ import annotations

from datetime import date, time
from decimal import Decimal
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
import pytest

from slagen.core.durations import Duration, Unit
from slagen.core.hours import Interval, WeeklyHours, WeeklyWindow
from slagen.core.money import Money, Percentage
from slagen.schema.value_types import PARAMETER_TYPES, TYPES, Unreadable, read_value


def refusal(kind: str, text: Any) -> Unreadable:
    value = read_value(TYPES[kind], text)
    assert isinstance(value, Unreadable), value
    return value


@pytest.mark.parametrize(
    ("kind", "text", "value"),
    [
        ("string", "NO", "NO"),
        ("string", " 1.10 ", "1.10"),
        ("string", "12:30", "12:30"),
        ("text", "1 High Street\nLondon\n", "1 High Street\nLondon"),
        ("integer", "36", 36),
        ("integer", "-1", -1),
        ("number", "10000.00", Decimal("10000.00")),
        ("boolean", "true", True),
        ("boolean", "No", False),
        ("date", "2028-02-29", date(2028, 2, 29)),
        ("time", "17:00", time(17)),
        ("percentage", "99.95 %", Percentage(Decimal("99.95"))),
        ("percentage", "1.10", Percentage(Decimal("1.10"))),
        ("duration", "2 business days", Duration(Decimal(2), Unit.BUSINESS_DAY)),
        ("duration", "same day", Duration(Decimal(0), Unit.DAY)),
        ("money", "10000.00 GBP", Money(Decimal("10000.00"), "GBP")),
        ("currency", "EUR", "EUR"),
        ("email", "jo@northwind.example", "jo@northwind.example"),
        ("url", "https://status.example/a?b=c", "https://status.example/a?b=c"),
        ("place", "NO", "NO"),
        ("place", "GB-ENG", "GB-ENG"),
        ("zone", "Europe/London", "Europe/London"),
        ("window", "sun 02:00-06:00", WeeklyWindow((6,), Interval(120, 360))),
        ("weekly-hours", {"sun": ["02:00-06:00"]}, WeeklyHours((*[()] * 6, (Interval(120, 360),)))),
        ("clause", "service-credits", "service-credits"),
        ("party", "customer", "customer"),
        ("id", "a1", "a1"),
        ("version", "2.1.0", "2.1.0"),
        ("locale", "de_DE", "de_DE"),
        ("language", "en", "en"),
        ("any-language", "it", "it"),
        ("file", "confidentiality.md", "confidentiality.md"),
        ("key", "P1", "P1"),
        ("bound", "99.9 %", Decimal("99.9")),
        ("cap-period", "month", "month"),
        ("cap-period", "12 months", "12 months"),
        ("closing", "last_notice_date", "last_notice_date"),
        ("closing", "30 days", "30 days"),
        ("code", "SLG204", "SLG204"),
        ("term-length", "3 years", Duration(Decimal(3), Unit.YEAR)),
        ("notice-length", "5 business days", Duration(Decimal(5), Unit.BUSINESS_DAY)),
        ("anchor", "last_completed", "last_completed"),
        ("anchor", "2026-01-31", "2026-01-31"),
    ],
)
def test_the_type_decides_what_a_text_means(kind: str, text: Any, value: Any) -> None:
    read = read_value(TYPES[kind], text)
    assert read == value
    assert type(read) is type(value)
    assert isinstance(read, TYPES[kind].classes)


@pytest.mark.parametrize(
    ("kind", "text", "code", "words"),
    [
        ("string", "a\nb", "SLG022", "line breaks"),
        ("integer", "1.5", "SLG022", "whole number"),
        ("integer", "1_000", "SLG022", "whole number"),
        ("integer", "٣", "SLG022", "whole number"),
        ("number", "1e9", "SLG022", "plain number"),
        ("number", "nan", "SLG022", "plain number"),
        ("number", "1,000", "SLG022", "plain number"),
        ("boolean", "maybe", "SLG022", "neither true nor false"),
        ("boolean", "on", "SLG022", "neither true nor false"),
        ("date", "2026-02-30", "SLG022", "does not exist"),
        ("date", "20260101", "SLG022", "not a date"),
        ("date", "2026-W01-1", "SLG022", "not a date"),
        ("date", "0206-01-01", "SLG033", "before 1900"),
        ("date", "____", "SLG032", "blank"),
        ("date", "[date]", "SLG032", "blank"),
        ("date", "01/02/2026", "SLG031", "2026-02-01 or 2026-01-02"),
        ("time", "24:00", "SLG022", "time of day"),
        ("time", "9:00", "SLG022", "time of day"),
        ("currency", "GPB", "SLG022", "not a currency"),
        ("money", "500 GPB", "SLG022", "not a currency"),
        ("percentage", "-1 %", "SLG022", "below 0"),
        ("percentage", "high", "SLG022", "plain number"),
        ("duration", "sixty 90 days", "SLG031", "60 days or 90 days"),
        ("duration", "180 days / 6 months", "SLG031", "180 days or 6 months"),
        ("duration", "TBD", "SLG032", "blank"),
        ("duration", "30", "SLG022", "length of time"),
        ("duration", "1.5 months", "SLG022", "whole numbers"),
        ("money", "10000", "SLG022", "not money"),
        ("currency", "Euro", "SLG022", "not a currency"),
        ("email", "jo@localhost", "SLG022", "e-mail"),
        ("email", "jo@x.example, al@x.example", "SLG022", "e-mail"),
        ("email", "Jo <jo@x.example>", "SLG022", "e-mail"),
        ("url", "javascript:alert(1)", "SLG022", "web address"),
        ("url", "https://", "SLG022", "web address"),
        ("url", "https://[", "SLG022", "web address"),
        ("place", "England", "SLG022", "not a place"),
        ("place", "XX", "SLG022", "not a place"),
        ("zone", "GMT+25", "SLG022", "time zone"),
        ("zone", "../../etc/passwd", "SLG022", "time zone"),
        ("window", "sun", "SLG022", "range of times"),
        ("id", "Service/Credits", "SLG026", "not an id"),
        ("id", "a" * 64, "SLG026", "not an id"),
        ("version", "2.1", "SLG022", "not a version"),
        ("file", "../secret.md", "SLG022", "name of a file"),
        ("file", "/etc/passwd", "SLG022", "name of a file"),
        ("file", "a/../b.md", "SLG022", "name of a file"),
        ("file", "C:\\x", "SLG022", "name of a file"),
        ("locale", "xx_YY", "SLG022", "not a known locale"),
        ("language", "it", "SLG022", "can be printed"),
        ("cap-period", "30 days", "SLG022", "capped"),
        ("closing", "whenever", "SLG022", "length of time"),
        ("code", "X1", "SLG022", "code of a finding"),
        ("term-length", "36 hours", "SLG022", "days, weeks, months or years"),
        ("term-length", "5 business days", "SLG022", "days, weeks, months or years"),
        ("term-length", "1.5 days", "SLG022", "whole number"),
        ("term-length", "101 years", "SLG022", "longer than 100 years"),
        ("notice-length", "2 hours", "SLG022", "business days"),
        ("anchor", "birthday", "SLG022", "not a date"),
        ("anchor", "9999-12-31", "SLG033", "lies after 2999"),
        ("notice-length", "____ days", "SLG032", "is a blank"),
        ("term-length", "[●] months", "SLG032", "is a blank"),
    ],
)
def test_what_the_type_is_not_is_refused_in_plain_words(kind: str, text: str, code: str, words: str) -> None:
    refused = refusal(kind, text)
    assert refused.code == code
    assert words in refused.problem


@pytest.mark.parametrize(
    ("kind", "most", "words"), [("name", 300, "the name has 301 characters, and may have 300"), ("string", 2_000, "the text has 2,001 characters")]
)
def test_a_line_has_its_longest_length(kind: str, most: int, words: str) -> None:
    """Programs that set pages take minutes for a line of ten thousand characters in a narrow column."""
    assert read_value(TYPES[kind], f" {'n' * most} ") == "n" * most
    refused = refusal(kind, "n" * (most + 1))
    assert (refused.code, words in refused.problem) == ("SLG024", True)


def test_a_length_with_words_around_it_shows_how_to_write_it() -> None:
    assert refusal("duration", "thirty (30) days").hint == "Write 30 days."


def test_a_date_in_another_order_shows_how_to_write_it() -> None:
    assert refusal("date", "31.01.2026").hint == "Write 2026-01-31."


def test_a_misspelt_zone_names_the_nearest_one() -> None:
    assert refusal("zone", "Europe/Lodnon").hint == "Did you mean “Europe/London”?"


@given(text=st.text(max_size=40) | st.text(st.sampled_from("0123456789 -:/.%@daysmonth\n"), max_size=30))
def test_no_text_makes_a_type_raise(text: str) -> None:
    for name, kind in TYPES.items():
        value = read_value(kind, text)
        assert isinstance(value, (Unreadable, *kind.classes)) or kind.whole, name


@given(
    value=st.none()
    | st.lists(st.none() | st.text(max_size=3), max_size=2)
    | st.dictionaries(st.text(max_size=3), st.none() | st.lists(st.text(max_size=3)), max_size=2)
)
def test_lists_and_mappings_are_left_to_the_validator_or_read_without_raising(value: Any) -> None:
    for name, kind in TYPES.items():
        read = read_value(kind, value)
        assert kind.whole or read == value, name


def test_every_type_of_the_authors_guide_exists() -> None:
    named = "string text integer number boolean list dict date time percentage duration money currency email url place zone weekly-hours window clause party id"
    assert list(PARAMETER_TYPES) == named.split()
