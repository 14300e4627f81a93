"""Figures, dates and lists print as language and locale want them."""

from __future__ import annotations

from datetime import date, time
from decimal import Decimal
import re

from hypothesis import given
from hypothesis import strategies as st
import pytest

from slagen.core.durations import Duration
from slagen.core.hours import Interval, WeeklyHours, WeeklyWindow
from slagen.core.locales import Formats, is_country_name, is_language, is_locale
from slagen.core.money import Money, Percentage
from slagen.model.target import Comparison, Target

ENGLISH = Formats("en", "en_GB")
GERMAN = Formats("de", "de_DE")
NBSP = "\u00a0"
OFFICE = WeeklyHours((*((Interval(540, 1050),),) * 5, (Interval(600, 840),), ()))


@pytest.mark.parametrize(
    ("value", "english", "german"),
    [
        ("Acme & Sons", "Acme & Sons", "Acme & Sons"),
        (True, "yes", "ja"),
        (False, "no", "nein"),
        (12345, "12,345", "12.345"),
        (Decimal("1000.50"), "1,000.50", "1.000,50"),
        (Percentage(Decimal("99.95")), "99.95%", f"99,95{NBSP}%"),
        (Money(Decimal("10000.00"), "GBP"), "£10,000.00", f"10.000,00{NBSP}£"),
        (Money(Decimal(10000), "EUR"), "€10,000.00", f"10.000,00{NBSP}€"),
        (Money(Decimal("0.00125"), "GBP"), "£0.00125", f"0,00125{NBSP}£"),
        (Money(Decimal(5000), "JPY"), "JP¥5,000", f"5.000{NBSP}¥"),
        (Money(Decimal("412000.00"), "NOK"), f"NOK{NBSP}412,000.00", f"412.000,00{NBSP}NOK"),
        (Money(Decimal("-3150.00"), "CHF"), f"-CHF{NBSP}3,150.00", f"-3.150,00{NBSP}CHF"),
        (Duration.parse("30 days"), "30 days", "30 Tage"),
        (Duration.parse("1 month"), "1 month", "1 Monat"),
        (Duration.parse("2 business days"), "2 Business Days", "2 Arbeitstage"),
        (Duration.parse("1 business day"), "1 Business Day", "1 Arbeitstag"),
        (Duration.parse("same day"), "same day", "am selben Tag"),
        (Duration.parse("1.5 h"), "1.5 hours", "1,5 Stunden"),
        (date(2026, 1, 1), "1 January 2026", "1. Januar 2026"),
        (time(17, 0), "17:00", "17:00"),
        (OFFICE, "Monday to Friday 09:00–17:30; Saturday 10:00–14:00", "Montag bis Freitag 09:00–17:30; Samstag 10:00–14:00"),
        (WeeklyHours(((Interval(0, 1440),),) * 7), "24 hours a day, every day", "rund um die Uhr an allen Tagen"),
        (WeeklyWindow.parse("sun 02:00-06:00"), "Sunday 02:00–06:00", "Sonntag 02:00–06:00"),
        (WeeklyWindow.parse("sat,sun 02:00-06:00"), "Saturday and Sunday 02:00–06:00", "Samstag und Sonntag 02:00–06:00"),
        (Interval(0, 1440), "00:00–24:00", "00:00–24:00"),
        (Target(Comparison.AT_LEAST, Decimal("99.9"), "%"), "at least 99.9%", f"mindestens 99,9{NBSP}%"),
        (Target(Comparison.AT_MOST, Decimal(30), "min", Percentage(Decimal(95))), "95% within 30 minutes", f"95{NBSP}%: höchstens 30 Minuten"),
        (Target(Comparison.AT_MOST, Decimal(200), "ms"), "at most 200 ms", "höchstens 200 ms"),
        (Target(Comparison.AT_LEAST, Decimal("4.20"), "of 5"), "at least 4.20 of 5", "mindestens 4,20 of 5"),
        (Target(Comparison.BELOW, Decimal(5)), "less than 5", "weniger als 5"),
        (Target(Comparison.AT_LEAST, Decimal(4), "", Percentage(Decimal(90))), "90%: at least 4", f"90{NBSP}%: mindestens 4"),
        (["a", date(2026, 1, 1), 3], "a, 1 January 2026 and 3", "a, 1. Januar 2026 und 3"),
        ((), "", ""),
    ],
)
def test_a_value_prints_in_the_words_of_its_language_and_the_digits_of_its_locale(value: object, english: str, german: str) -> None:
    assert ENGLISH.value(value) == english
    assert GERMAN.value(value) == german


def test_english_words_can_stand_with_german_digits() -> None:
    mixed = Formats("en", "de_DE")
    assert mixed.value(Duration.parse("1000 days")) == "1.000 days"
    assert mixed.date(date(2026, 1, 1)) == "1 January 2026"
    assert mixed.percentage(Percentage(Decimal("99.95"))) == f"99,95{NBSP}%"


def test_american_english_puts_the_month_first_and_the_comma_before_and() -> None:
    american = Formats("en", "en_US")
    assert american.date(date(2026, 1, 1)) == "January 1, 2026"
    assert american.listed(["a", "b", "c"]) == "a, b, and c"


def test_words_are_parted_by_ordinary_spaces_even_where_the_locale_prefers_others() -> None:
    assert Formats("fr", "fr_FR").value(Duration.parse("30 days")) == "30 jours"


@given(st.decimals(min_value=0, max_value=100, places=2), st.decimals(min_value=0, max_value=100, places=4))
def test_a_percentage_keeps_every_digit_as_written(two: Decimal, four: Decimal) -> None:
    assert ENGLISH.percentage(Percentage(two)) == f"{two}%"
    assert ENGLISH.percentage(Percentage(four)) == f"{four}%"


def test_figures_that_are_equal_but_written_differently_print_differently() -> None:
    assert [ENGLISH.percentage(Percentage(Decimal(text))) for text in ("99.9", "99.90", "99.9")] == ["99.9%", "99.90%", "99.9%"]


@given(st.decimals(min_value=0, max_value=10**12, places=2))
def test_money_keeps_its_digits(amount: Decimal) -> None:
    assert re.sub(r"[£,]", "", ENGLISH.money(Money(amount, "GBP"))) == f"{amount:f}"


def test_messages_leave_out_minor_digits_that_are_zero() -> None:
    assert ENGLISH.money(Money(Decimal("120000.00"), "GBP"), short=True) == "£120,000"
    assert ENGLISH.money(Money(Decimal("120000.5"), "GBP"), short=True) == "£120,000.50"


def test_nothing_has_no_printed_form() -> None:
    with pytest.raises(TypeError, match="NoneType"):
        ENGLISH.value(None)


@pytest.mark.parametrize(
    ("language", "locale", "word"), [("en", "en_XX", "en_XX"), ("en", "../../etc/passwd", "passwd"), ("xx", "en_GB", "xx"), ("EN", "en_GB", "EN")]
)
def test_an_unknown_language_or_locale_is_refused_by_name(language: str, locale: str, word: str) -> None:
    with pytest.raises(ValueError, match=word):
        Formats(language, locale)


def test_the_schema_can_ask_first() -> None:
    assert [is_locale(text) for text in ("en_GB", "de_DE", "en", "en-GB", "de_GB", "")] == [True, True, True, False, False, False]
    assert [is_language(text) for text in ("en", "de", "en-GB", "tlh", "")] == [True, True, True, False, False]


def test_names_of_countries_are_known_in_each_language() -> None:
    assert [is_country_name(name) for name in ("Norway", "United Nations", "Norwegen", "Charge")] == [True, True, False, False]
    assert is_country_name("Norwegen", "de")
    assert not is_country_name("Norway", "xx")


def test_a_key_reads_as_words() -> None:
    assert Formats.term("calendar-month") == "calendar month"
    assert Formats.term("first_contact-resolution") == "first contact resolution"
