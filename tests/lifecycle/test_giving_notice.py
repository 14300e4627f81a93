from __future__ import annotations

from dataclasses import replace
from datetime import date, time
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st
import pytest

from slagen.core.calendars import BusinessCalendar
from slagen.core.durations import Duration
from slagen.core.errors import RefusedError
from slagen.lifecycle.giving_notice import Purpose, after_period, end_without_term, ending_window, option_window, price_window, receipt
from slagen.lifecycle.history import History
from slagen.lifecycle.key_dates import Calendars
from slagen.lifecycle.setting import Setting
from slagen.model.agreement import Agreement, ContractTermFacts, DeliveryRule, NoticeRule, Party, PriceReview, Renewal

ENGLAND = BusinessCalendar("GB-ENG")
POST = DeliveryRule("post", Duration.parse("2 business days"))
NINETY = NoticeRule(Duration.parse("90 days"), "last_day", clear_days=True)
PARTIES = {"provider": Party("Northwind Ltd", "provider", "provider"), "customer": Party("Acme plc", "customer", "customer")}


def term(mode: str = "automatic", notice: NoticeRule | None = NINETY, period: str | None = "12 months", **more: object) -> ContractTermFacts:
    renewal = Renewal(mode, Duration.parse(period) if period else None)
    facts = ContractTermFacts(date(2026, 1, 1), Duration.parse("36 months"), renewal, notice)
    return replace(facts, **more)  # type: ignore[arg-type]


def setting(facts: ContractTermFacts | None, on: date = date(2028, 9, 1), history: History | None = None, price: PriceReview | None = None) -> Setting:
    agreement = Agreement("acme", "Hosting", "sla", "plain", PARTIES, contract_term=facts, price_review=price)
    return Setting(agreement, on, "provider", Calendars(ENGLAND), history or History())


def test_notice_not_to_renew_must_be_received_ninety_clear_days_before_the_last_day() -> None:
    found = setting(term())
    window = ending_window(found, found.key_dates(found.today), "provider")
    assert (window.last, window.ends_on, window.disputed_until) == (date(2028, 10, 1), date(2028, 12, 31), None)  # domain.md, latest safe send date


def test_by_post_on_the_thursday_it_is_too_late_and_on_the_wednesday_it_is_not() -> None:
    assert receipt(date(2028, 9, 27), POST, ENGLAND).received == date(2028, 9, 29)  # domain.md: Wed 27 Sep, and Thu 28 is received on Mon 2 Oct
    assert receipt(date(2028, 9, 28), POST, ENGLAND).received == date(2028, 10, 2)


def test_what_is_sent_after_the_cut_off_counts_as_sent_on_the_next_business_day() -> None:
    email = DeliveryRule("email", Duration.parse("same day"), time(17))
    friday = date(2028, 9, 29)
    assert receipt(friday, email, ENGLAND).received == friday
    late = receipt(friday, email, ENGLAND, after_cutoff=True)
    assert (late.counted_from, late.received) == (date(2028, 10, 2), date(2028, 10, 2))


def test_where_the_agreement_leaves_it_open_our_notice_is_too_early_by_none_of_the_readings() -> None:
    # the term ends on 31 December 2028: six months before is 30 June, before the renewal date, 1 January 2029, it is 1 July
    found = setting(term(notice=NoticeRule(Duration.parse("90 days"), not_before=Duration.parse("6 months"))), date(2028, 1, 1))
    dates = found.key_dates(found.today)
    assert ending_window(found, dates, "provider").first == date(2028, 7, 1)
    assert ending_window(found, dates, "customer").first == date(2028, 6, 30)


def test_notice_longer_than_the_initial_term_is_in_time_by_one_of_two_readings_while_that_runs() -> None:
    facts = replace(term(notice=NoticeRule(Duration.parse("4 months"), "last_day")), initial=Duration.parse("3 months"))
    found = setting(facts, date(2026, 2, 2))
    window = ending_window(found, found.key_dates(found.today), "provider")
    assert (window.last, window.disputed_until, window.ends_on) == (date(2025, 11, 30), date(2026, 3, 31), date(2026, 3, 31))


def test_where_the_agreement_leaves_it_open_we_act_by_the_earlier_reading_and_are_told_the_later() -> None:
    found = setting(term(notice=NoticeRule(Duration.parse("3 months"))), date(2028, 1, 1))
    window = ending_window(found, found.key_dates(found.today), "provider")
    assert (window.last, window.disputed_until) == (date(2028, 9, 30), date(2028, 10, 1))
    theirs = ending_window(found, found.key_dates(found.today), "customer")
    assert (theirs.last, theirs.disputed_until) == (date(2028, 10, 1), None)


@pytest.mark.parametrize(
    ("facts", "history", "reason"),
    [
        (term("none", period=None), None, "ends on 31 December 2028 by itself"),
        (term("option"), None, "unless an option is exercised"),
        (term(notice=None), None, "not guessed"),
        (term(), History(ends_on=date(2028, 12, 31)), "ends on 31 December 2028 already"),
        (None, None, "states no contract term"),
        (term("none", period=None, effective_date=date(2020, 1, 1)), None, "It has ended"),
    ],
)
def test_a_notice_that_nobody_needs_or_may_give_is_refused_with_what_happens(facts: ContractTermFacts | None, history: History | None, reason: str) -> None:
    found = setting(facts, history=history)
    with pytest.raises(RefusedError, match=reason) as error:
        ending_window(found, found.key_dates(found.today), "provider")
    assert error.value.hint


def test_an_agreement_without_an_end_ends_a_notice_period_after_the_receipt_and_not_before_its_initial_term() -> None:
    facts = term("evergreen", NoticeRule(Duration.parse("6 months"), "last_day"), None)
    later = setting(facts, date(2030, 3, 15))
    assert ending_window(later, later.key_dates(later.today), "provider").last is None
    received = date(2030, 3, 18)
    assert end_without_term(later, later.key_dates(later.today), "provider", received, received) == date(2030, 9, 18)
    early = setting(facts, date(2026, 3, 2))
    assert end_without_term(early, early.key_dates(early.today), "provider", date(2026, 3, 2), date(2026, 3, 2)) == date(2028, 12, 31)


def test_notice_to_the_end_of_a_quarter_ends_the_agreement_with_the_quarter() -> None:
    facts = term("automatic", NoticeRule(Duration.parse("3 months"), "last_day", to="quarter-end"), initial=Duration.parse("35 months"))
    found = setting(facts, date(2028, 1, 3))
    assert ending_window(found, found.key_dates(found.today), "provider").ends_on == date(2028, 12, 31)


def test_the_option_is_exercised_by_its_holder_in_its_window_and_once_a_term() -> None:
    facts = term("option", renewal=Renewal("option", Duration.parse("12 months"), 1, "customer"))
    found = setting(facts)
    dates = found.key_dates(found.today)
    assert option_window(found, dates, "customer").last == date(2028, 10, 1)
    with pytest.raises(RefusedError, match="option"):
        option_window(found, dates, "provider")
    again = setting(facts, history=History(renewals=1))
    with pytest.raises(RefusedError, match=r"renewed 1 times|exercised before"):
        option_window(again, again.key_dates(again.today), "customer")
    never = setting(term())
    with pytest.raises(RefusedError, match="renews by itself"):
        option_window(never, never.key_dates(never.today), "provider")


def test_new_prices_that_are_told_too_late_for_one_day_apply_from_the_next() -> None:
    plan = PriceReview(Duration.parse("12 months"), notice=Duration.parse("60 days"))
    window, applies = price_window(setting(term(), price=plan), date(2026, 11, 2))
    assert (window.last, applies) == (date(2026, 11, 2), date(2027, 1, 1))  # 60 days before 1 January 2027
    assert price_window(setting(term(), price=plan), date(2026, 11, 3))[1] == date(2028, 1, 1)
    with pytest.raises(RefusedError, match="price_review"):
        price_window(setting(term()), date(2026, 11, 3))


@given(st.dates(date(2026, 1, 1), date(2040, 1, 1)), st.integers(1, 400), st.sampled_from(["day", "business day", "week", "month"]))
def test_a_period_that_begins_with_the_receipt_never_counts_the_day_of_receipt(received: date, count: int, unit: str) -> None:
    length = Duration(Decimal(min(count, 20) if unit == "business day" else count), Duration.parse(f"1 {unit}").unit)
    assert after_period(received, length, ENGLAND) > received


def test_a_notice_is_called_by_words_and_not_by_an_id() -> None:
    assert [purpose.words for purpose in Purpose] == ["non-renewal", "termination", "the exercise of the option", "new prices", "breach"]
