from __future__ import annotations

from dataclasses import replace
from datetime import date, time
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st
import pytest

from slagen.compare.directions import Direction, better_of
from slagen.compare.term_labels import chosen_words
from slagen.compare.term_list import plain, terms_of
from slagen.compare.terms import Term, compare_terms
from slagen.compare.which_way import direction
from slagen.core.durations import Duration
from slagen.core.findings import Source
from slagen.core.hours import Interval, WeeklyHours, WeeklyWindow
from slagen.core.money import Money, Percentage
from slagen.model.agreement import Agreement, CapAmount, Charge, ContractTermFacts, DeliveryRule, Liability, LiabilityCap, NoticeRule, Party, Person
from slagen.model.library import ClauseStatus, LibraryClause, Parameter
from slagen.model.service_level import Band, Cap, CreditScheme, Maintenance, MeasurementSource, ServiceHours, ServiceLevel
from slagen.model.target import Comparison, Target

BETTER, WORSE, NEUTRAL = Direction.BETTER, Direction.WORSE, Direction.NEUTRAL


def target(sign: str, value: str, unit: str = "%", share: str = "") -> Target:
    return Target(Comparison(sign), Decimal(value), unit, Percentage(Decimal(share)) if share else None)


LEVEL = ServiceLevel(
    "availability", "hosting", "availability", "slo", "calendar-month", name="Availability", target=target(">=", "99.9"), exclusions=("a", "b")
)
SCHEME = CreditScheme(
    "standard",
    ("hosting",),
    "monthly-charges",
    {"availability": (Band(Percentage(Decimal(10)), below=Decimal("99.9")),)},
    caps=(Cap(Percentage(Decimal(30)), "monthly-charges", "month"),),
)
AGREEMENT = Agreement(
    "acme",
    "SLA",
    "sla",
    "customer-sla",
    {"provider": Party("Northwind & <Sons>"), "customer": Party("Acme", signatories=(Person("B. Person", "CFO"),))},
    contract_term=ContractTermFacts(
        date(2026, 1, 1), Duration.parse("36 months"), delivery=(DeliveryRule("email", Duration.parse("same day"), time(17), ("termination",)),)
    ),
    charges=(Charge("hosting", Decimal("10000.00"), "GBP", "month"),),
    service_hours={"office": ServiceHours(WeeklyHours(((Interval(540, 1050),),) * 5 + ((), ())))},
    service_levels=(LEVEL,),
    service_credits=(SCHEME,),
    maintenance=Maintenance(Duration.parse("5 business days"), windows=(WeeklyWindow.parse("sun 02:00-06:00"),)),
    liability=Liability(LiabilityCap((CapAmount(Decimal(1000000), "GBP"),))),
)


def changes(new: Agreement, old: Agreement = AGREEMENT) -> list[tuple[str, str | None, str | None, Direction]]:
    return [(change.key, change.old, change.new, change.direction) for change in compare_terms(terms_of(old), terms_of(new))]


def test_the_same_facts_make_no_changes() -> None:
    assert changes(AGREEMENT) == []


def test_a_raised_target_is_one_change_for_the_better() -> None:
    raised = replace(AGREEMENT, service_levels=(replace(LEVEL, target=target(">=", "99.95")),))
    assert changes(raised) == [("service_levels.availability.target", ">= 99.9 %", ">= 99.95 %", BETTER)]
    assert changes(AGREEMENT, raised)[0][3] is WORSE


def test_keys_follow_ids_and_files_and_labels_read_well() -> None:
    terms = terms_of(AGREEMENT)
    labels = {key: terms[key].label for key in terms}
    assert labels["service_levels.availability.target"] == "Availability: target"
    assert labels["contract_term.delivery.0.except"] == "Contract term delivery 1: except"
    assert labels["service_credits.standard.bands.availability.0.credit"] == "Service credits standard, availability, below 99.9: credit"
    assert labels["service_credits.standard.bands.availability.0.below"] == "Service credits standard, availability, band 1: below"
    assert labels["service_credits.standard.caps.0.percent"] == "Service credits standard, cap 1: percent"
    assert labels["parties.customer.signatories.0.title"] == "Customer, signatory B. Person: title"
    assert labels["liability.credits_count"] == "Liability: credits count"
    assert labels["liability.cap.greater_of.0.amount"] == "Liability, cap limb 1: amount"
    assert labels["maintenance.windows"] == "Maintenance: windows"
    assert labels["title"] == "Title"


def test_values_print_as_agreement_files_write_them() -> None:
    terms = terms_of(AGREEMENT)
    assert terms["charges.0.amount"].text == "10000.00 GBP"
    assert terms["contract_term.delivery.0.cutoff"].text == "17:00"
    assert terms["service_hours.office.weekly"].text.startswith("mon 09:00-17:30; tue")
    assert terms["maintenance.windows"].text == "sun 02:00-06:00"
    assert terms["liability.credits_count"].text == "no"
    assert plain({"a": (1, True)}) == "a: 1, yes"
    assert plain(WeeklyHours(((Interval(0, 1440),),) * 7)) == "always"


def test_values_print_as_the_caller_shows_them_where_that_is_possible() -> None:
    def show(value: object) -> str:
        if isinstance(value, Decimal | Money):
            return "shown"
        raise TypeError

    terms = terms_of(AGREEMENT, show=show)
    assert (terms["charges.0.amount"].text, terms["title"].text) == ("shown", "SLA")


def test_a_removed_term_stands_after_the_one_that_it_followed() -> None:
    old = {key: Term(key, key, key, key) for key in ("x", "a", "gone", "b")}
    new = {key: Term(key, key, key, key) for key in ("a", "b", "new")}
    assert [(change.key, change.old, change.new) for change in compare_terms(old, new)] == [("x", "x", None), ("gone", "gone", None), ("new", None, "new")]


def test_parameters_of_clauses_are_terms_with_the_labels_and_wishes_of_the_library() -> None:
    parameter = Parameter("within", {}, label="Credited within", better="lower")
    clause = LibraryClause(
        "service-credits", "Service credits", "1.0.0", ClauseStatus.APPROVED, ("sla",), "", 1, Source("f"), "", parameters={"within": parameter}
    )
    clauses = {"service-credits": clause}
    old = terms_of(AGREEMENT, {"service-credits": {"within": Duration.parse("30 days"), "listed": ["a"]}, "other-one": {"x_y": True}}, clauses)
    new = terms_of(AGREEMENT, {"service-credits": {"within": Duration.parse("2 weeks"), "listed": ["a"]}, "other-one": {"x_y": None}}, clauses)
    within, other = compare_terms(old, new)
    assert (within.key, within.label, within.direction) == ("clauses.service-credits.within", "Service credits: credited within", BETTER)
    assert (other.label, other.old, other.new) == ("Other one: x y", "yes", None)


@pytest.mark.parametrize(
    ("key", "old", "new", "way"),
    [
        ("service_credits.s.bands.availability.0.credit", Percentage(Decimal(10)), Percentage(Decimal(15)), BETTER),
        ("service_credits.s.points.availability.0.below", Decimal("99.9"), Decimal("99.0"), WORSE),
        ("service_credits.s.bands.response.0.above", Decimal(30), Decimal(60), WORSE),
        ("service_credits.s.caps.0.percent", Percentage(Decimal(30)), Percentage(Decimal(20)), WORSE),
        ("service_credits.s.caps.0.percent", None, Percentage(Decimal(20)), WORSE),
        ("service_credits.s.caps.0.percent", Percentage(Decimal(20)), None, BETTER),
        ("service_credits.s.claim.mode", "claimed", "automatic", BETTER),
        ("service_credits.s.claim.within", Duration.parse("30 days"), Duration.parse("2 weeks"), WORSE),
        ("service_credits.s.combine", "highest", "customer-chooses", NEUTRAL),
        ("service_credits.s.earn_back.mode", "none", "all", WORSE),
        ("service_levels.a.target", None, target(">=", "99"), BETTER),
        ("service_levels.a.target", target(">=", "99"), None, WORSE),
        ("service_levels.a.target", target("<=", "30", "min"), target("<=", "1", "hour"), WORSE),
        ("service_levels.a.target", target("<=", "60", "min", "95"), target("<=", "1", "hour", "90"), WORSE),
        ("service_levels.a.target", target("<=", "30", "min", "95"), target("<=", "15", "min", "90"), NEUTRAL),
        ("service_levels.a.target", target("<=", "200", "ms"), target("<=", "1", "s"), NEUTRAL),
        ("service_levels.a.target", target(">=", "200"), target("<=", "200"), NEUTRAL),
        ("service_levels.a.exclusions", ("a", "b"), ("a",), BETTER),
        ("service_levels.a.target", target(">=", "99", "%"), target(">=", "100", "points"), NEUTRAL),
        ("service_levels.a.exclusions", ("a",), ("b",), NEUTRAL),
        ("service_levels.a.role", "slo", "kpi", WORSE),
        ("services.s.included", ("a",), ("a", "b"), BETTER),
        ("charges.0.amount", Money(Decimal(100), "GBP"), Money(Decimal(90), "GBP"), BETTER),
        ("charges.0.amount", Money(Decimal(100), "GBP"), Money(Decimal(90), "EUR"), NEUTRAL),
        ("liability.cap.greater_of.0.amount", Money(Decimal(1), "GBP"), Money(Decimal(2), "GBP"), BETTER),
        ("liability.credits_count", False, True, WORSE),
        ("contract_term.notice.period", Duration.parse("90 days"), Duration.parse("60 days"), NEUTRAL),
        ("contract_term.notice_by.customer.period", Duration.parse("90 days"), Duration.parse("60 days"), BETTER),
        ("review.every", Duration.parse("3 months"), Duration.parse("6 months"), NEUTRAL),
        ("maintenance.allowance", Duration.parse("4 hours"), Duration.parse("240 min"), NEUTRAL),
        ("charter.complaints.outside_body", None, "Ombudsman", BETTER),
        ("service_hours.office.weekly", WeeklyHours(((),) * 7), WeeklyHours(((Interval(0, 60),),) * 7), BETTER),
        ("maintenance.windows", (WeeklyWindow.parse("sun 02:00-06:00"),), (), NEUTRAL),
        ("title", "A", "B", NEUTRAL),
    ],
)  # fmt: skip
def test_each_change_goes_the_customers_way_or_not(key: str, old: object, new: object, way: Direction) -> None:
    assert direction(old, new, better_of(key)) is way


@pytest.mark.parametrize(
    ("key", "fact", "told"),
    [
        ("service_levels.availability.role", "slo", "promised, with a remedy"),
        ("service_levels.availability.changes", "next_period", "from the next period on"),
        ("service_levels.availability.period", "calendar-month", "calendar month"),
        ("service_levels.availability.calendar", "GB-ENG", "GB-ENG"),
        ("service_levels.availability.hours", "office-hours", "office-hours"),
        ("title", "slo", "slo"),
    ],
)
def test_a_fact_that_is_one_of_a_few_given_words_is_told_as_people_say_it(key: str, fact: str, told: str) -> None:
    assert chosen_words(key, fact) == told


figures = st.decimals(min_value=0, max_value=100, places=2, allow_nan=False)


@given(figures, figures)
def test_turning_a_change_round_turns_its_direction_round(a: Decimal, b: Decimal) -> None:
    for key in ("charges.0.amount", "service_credits.s.at_risk", "service_levels.a.minimum_sample"):
        there, back = direction(a, b, better_of(key)), direction(b, a, better_of(key))
        assert {there, back} in ({BETTER, WORSE}, {NEUTRAL})


@pytest.mark.parametrize("wish", ["higher", "lower", "x", ""])
def test_words_that_are_no_figures_have_no_more_or_less(wish: str) -> None:
    assert direction("a", "b", wish) is NEUTRAL


def test_facts_of_every_kind_are_reached() -> None:
    more = replace(
        AGREEMENT,
        contract_term=ContractTermFacts(
            date(2026, 1, 1), Duration.parse("1 year"), notice_by={"customer": NoticeRule(Duration.parse("60 days"), to="quarter-end")}
        ),
        service_levels=(replace(LEVEL, source=MeasurementSource("outages", "statuspage")),),
        people={"account": "jo@x.example"},
    )
    assert {"contract_term.notice_by.customer.to", "service_levels.availability.source.system", "people.account"} <= set(terms_of(more))


def test_a_parameter_that_is_an_empty_list_holds_nothing() -> None:
    assert terms_of(AGREEMENT, {"subcontracting": {"approved": []}}).keys() == terms_of(AGREEMENT).keys()
