"""Notice, terms and windows that fit each other."""

from __future__ import annotations

from typing import Any

import pytest

from slagen.checks.known_calendars import check as calendars
from slagen.checks.notice_periods import check
from tests.checks.desk import TERM, Desk

DESK = Desk(check)


def term(**changes: Any) -> dict[str, Any]:
    return {"contract_term": {**TERM, **changes}}


def notice(period: str, before: str = "last_day") -> dict[str, str]:
    return {"period": period, "before": before}


def test_notice_that_fits_passes() -> None:
    assert DESK.codes(**term()) == []
    assert DESK.codes() == []


@pytest.mark.parametrize(
    ("changes", "codes"),
    [
        ({"initial": "3 months", "renewal": {"mode": "none"}, "notice": notice("89 days")}, []),
        ({"initial": "3 months", "renewal": {"mode": "none"}, "notice": notice("90 days")}, ["SLG457"]),  # 90 days in all
        ({"initial": "3 months", "renewal": {"mode": "none"}, "notice": notice("3 months")}, ["SLG457"]),
        ({"initial": "3 months", "renewal": {"mode": "none"}, "notice": notice("100 days")}, ["SLG457"]),
        ({"initial": "3 months", "renewal": {"mode": "none"}, "notice": notice("3 months", "renewal_date")}, []),  # on the first day
        ({"effective_date": "2027-02-01", "initial": "3 months", "renewal": {"mode": "none"}, "notice": notice("89 days")}, ["SLG457"]),  # 89 days in all
        ({"effective_date": "2027-02-01", "initial": "3 months", "renewal": {"mode": "none"}, "notice": notice("88 days")}, []),
        ({"renewal": {"mode": "automatic", "period": "1 month"}}, ["SLG467"]),
        ({"renewal": {"mode": "evergreen", "period": "90 days"}}, ["SLG467"]),
        ({"notice": None, "notice_by": {"customer": notice("4 years")}}, ["SLG457", "SLG467"]),
        ({"notice": notice("90 days", "")}, ["SLG451"]),
        ({"notice": notice("90 days", ""), "renewal": {"mode": "none"}}, []),
        ({"notice": None}, ["SLG452"]),
        ({"notice": None, "renewal": {"mode": "evergreen"}}, ["SLG452"]),
        ({"notice": None, "renewal": {"mode": "none"}}, []),
    ],
)
def test_notice_is_shorter_than_the_term_clear_and_there_where_it_is_needed(changes: dict[str, Any], codes: list[str]) -> None:
    assert DESK.codes(**term(**changes)) == codes


def test_notice_longer_than_the_term_is_told_with_both_readings() -> None:
    (found,) = DESK.found(**term(initial="3 months", renewal={"mode": "none"}, notice=notice("100 days")))
    assert found.message == (
        "notice of 100 days is not shorter than the initial term of 3 months: by the period, its last day is 21 December 2025, before the term begins, "
        "and nobody can give it; by the term, it can be given from 1 January 2026 on, which leaves less than 100 days"
    )


@pytest.mark.parametrize(
    ("plan", "codes"),
    [
        ({"opens": "180 days"}, []),
        ({"opens": "60 days"}, ["SLG453"]),
        ({"opens": "180 days", "closes": "30 days"}, []),
        ({"opens": "20 days", "closes": "30 days"}, ["SLG453"]),
        ({"opens": "48 months"}, ["SLG454"]),
    ],
)
def test_the_renegotiation_window_opens_before_it_closes_and_inside_the_term(plan: dict[str, str], codes: list[str]) -> None:
    assert DESK.codes(**term(), renegotiation=plan) == codes


def test_the_window_closes_with_our_own_notice() -> None:
    ours = term(notice_by={"provider": notice("200 days")})
    assert DESK.codes(**ours, renegotiation={"opens": "180 days"}) == ["SLG453"]
    assert DESK.codes(**term(notice=None, renewal={"mode": "none"}), renegotiation={"opens": "180 days"}) == []


def test_calendars_must_exist_and_hide_no_holidays() -> None:
    law = {"law": "England and Wales", "courts": "England and Wales"}
    assert Desk(calendars).codes(governing_law={**law, "calendar": "GB-ENG"}) == []
    assert Desk(calendars).codes(governing_law=law) == []
    (finding,) = Desk(calendars).found(governing_law={**law, "calendar": "GB"})
    assert (finding.code, finding.source.file) == ("SLG456", "governing_law.calendar")
