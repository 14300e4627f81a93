from __future__ import annotations

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st
import pytest

from slagen.core.money import Money, Percentage, is_currency, minor_digits, parse_decimal

AMOUNTS = st.decimals(-(10**9), 10**9, places=4)


@pytest.mark.parametrize(("text", "value"), [("10000.00", "10000.00"), (" 5 ", "5"), ("-1.5", "-1.5"), ("+2", "2"), ("0.000000001", "1E-9")])
def test_a_plain_number_keeps_its_digits(text: str, value: str) -> None:
    assert str(parse_decimal(text)) == str(Decimal(value))


@pytest.mark.parametrize("text", ["", "1,000", "1e9", "nan", "inf", "٣", "1_000", ".5", "5.", "0x10", "1 000", "9" * 16, "1." + "0" * 10, "--1"])
def test_what_is_no_plain_number_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="not a plain number"):
        parse_decimal(text)


@pytest.mark.parametrize("text", ["99.95 %", "99.95%", "99.95", " 99.95  % "])
def test_a_percentage_is_written_with_or_without_its_sign(text: str) -> None:
    assert Percentage.parse(text) == Percentage(Decimal("99.95"))


def test_a_percentage_keeps_every_digit_and_is_never_negative() -> None:
    assert str(Percentage.parse("99.90")) == "99.90 %"
    with pytest.raises(ValueError, match="below 0"):
        Percentage.parse("-1 %")
    with pytest.raises(ValueError, match="plain number"):
        Percentage.parse("5 % %")


@given(st.decimals(0, 100, places=3), st.decimals(0, 100, places=3))
def test_percentages_are_ordered_by_their_value(one: Decimal, other: Decimal) -> None:
    assert (Percentage(one) < Percentage(other)) == (one < other)


@pytest.mark.parametrize("text", ["10000.00 GBP", "GBP 10000.00", "  GBP   10000.00 "])
def test_money_is_an_amount_and_a_currency_in_either_order(text: str) -> None:
    assert Money.parse(text) == Money(Decimal("10000.00"), "GBP")


@pytest.mark.parametrize("text", ["10000", "GBP", "10000 gbp", "£10000", "1,000 GBP", "10 GBP net", "GBP EUR", ""])
def test_money_without_amount_or_currency_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"not money|not a plain number"):
        Money.parse(text)


@pytest.mark.parametrize(
    ("amount", "currency", "rounded"),
    [
        ("0.005", "GBP", "0.01"),
        ("0.004", "GBP", "0.00"),
        ("-0.005", "GBP", "-0.01"),
        ("2.5", "JPY", "3"),
        ("1.0005", "KWD", "1.001"),
        ("10", "EUR", "10.00"),
    ],
)
def test_money_is_rounded_half_up_to_the_minor_unit_of_iso_4217(amount: str, currency: str, rounded: str) -> None:
    assert str(Money(Decimal(amount), currency).rounded()) == f"{rounded} {currency}"


@given(AMOUNTS, st.sampled_from(["GBP", "JPY", "KWD"]))
def test_rounding_moves_by_half_a_unit_at_most_and_only_once(amount: Decimal, currency: str) -> None:
    money = Money(amount, currency)
    rounded = money.rounded()
    assert abs(rounded.amount - amount) <= Decimal(1).scaleb(-minor_digits(currency)) / 2
    assert rounded.rounded() == rounded


@given(AMOUNTS)
def test_money_that_is_printed_is_read_back(amount: Decimal) -> None:
    assert Money.parse(str(Money(amount, "EUR"))) == Money(amount, "EUR")


@pytest.mark.parametrize(("text", "sound"), [("GBP", True), ("gbp", False), ("GB", False), ("GBPX", False), ("", False), ("G1P", False)])
def test_a_currency_has_three_capitals(text: str, sound: bool) -> None:
    assert is_currency(text) is sound
