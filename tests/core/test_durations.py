from __future__ import annotations

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st
import pytest

from slagen.core.durations import Duration, Unit

DURATIONS = st.builds(
    lambda count, unit: Duration(Decimal(count), unit),
    st.integers(0, 999_999),
    st.sampled_from(list(Unit)),
)


@pytest.mark.parametrize(
    ("text", "count", "unit"),
    [
        ("36 months", "36", Unit.MONTH),
        ("1 Month", "1", Unit.MONTH),
        ("2 business days", "2", Unit.BUSINESS_DAY),
        ("3 working days", "3", Unit.BUSINESS_DAY),
        ("30 calendar days", "30", Unit.DAY),
        ("30min", "30", Unit.MINUTE),
        ("60 s", "60", Unit.SECOND),
        ("4 hours", "4", Unit.HOUR),
        ("1.5 h", "1.5", Unit.HOUR),
        ("  2   weeks ", "2", Unit.WEEK),
        ("same day", "0", Unit.DAY),
        ("0 days", "0", Unit.DAY),
        ("1 year", "1", Unit.YEAR),
    ],
)
def test_a_length_is_a_number_and_a_unit(text: str, count: str, unit: Unit) -> None:
    assert Duration.parse(text) == Duration(Decimal(count), unit)


@pytest.mark.parametrize(
    "text", ["", "30", "days", "thirty days", "30 fortnights", "-1 days", "200 ms", "1e3 days", "sixty 90 days", "180 days / 6 months", "1,5 h", "٣ days"]
)
def test_what_is_no_length_is_refused_with_examples(text: str) -> None:
    with pytest.raises(ValueError, match="write a number and a unit"):
        Duration.parse(text)


@pytest.mark.parametrize("text", ["1.5 months", "0.5 years", "2.5 weeks", "1.5 business days"])
def test_units_without_a_fixed_length_come_in_whole_numbers(text: str) -> None:
    with pytest.raises(ValueError, match="whole numbers"):
        Duration.parse(text)


@given(DURATIONS)
def test_a_length_that_is_printed_is_read_back(duration: Duration) -> None:
    assert Duration.parse(str(duration)) == duration


@pytest.mark.parametrize(
    ("text", "printed"), [("1 months", "1 month"), ("same day", "same day"), ("2 working days", "2 business days"), ("0 hours", "0 hours")]
)
def test_a_length_is_printed_in_the_number_that_it_has(text: str, printed: str) -> None:
    assert str(Duration.parse(text)) == printed


def test_only_fixed_units_have_seconds_and_only_months_and_years_have_months() -> None:
    assert Duration.parse("90 min").seconds == 5400
    assert Duration.parse("2 weeks").seconds == 1_209_600
    assert Duration.parse("1 month").seconds is None
    assert Duration.parse("1 business day").seconds is None
    assert Duration.parse("3 years").whole_months == 36
    assert Duration.parse("7 months").whole_months == 7
    assert Duration.parse("30 days").whole_months is None


@pytest.mark.parametrize(
    ("shorter", "longer"), [("23 hours", "1 day"), ("30 days", "1 month"), ("1 month", "31 days"), ("5 business days", "8 days"), ("11 months", "1 year")]
)
def test_units_can_be_compared_roughly(shorter: str, longer: str) -> None:
    assert Duration.parse(shorter).rough_days < Duration.parse(longer).rough_days


@given(st.text(max_size=30) | st.text(st.sampled_from("0123456789. adhmonthsyerw"), max_size=20))
def test_no_text_raises_anything_but_a_value_error(text: str) -> None:
    try:
        duration = Duration.parse(text)
    except ValueError:
        return
    assert duration.count >= 0
