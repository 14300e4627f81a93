"""A review is recorded once, completes the planned one that was due, and says what follows."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from slagen.core.errors import NotFoundError, RefusedError, UsageError
from slagen.model.record import seal_of
from slagen.workspace.due_list import Wanted, due
from slagen.workspace.records import records_of
from slagen.workspace.reviewing import Particulars, Reviewed, review
from tests.workspace.deal import Deal

TERM = """contract_term:
  effective_date: 2026-01-01
  initial: 24 months
  renewal: {mode: automatic, period: 12 months}
  notice: {period: 90 days, before: last_day}
  delivery: [{method: post, deemed: 2 business days}]
renegotiation: {opens: 180 days}
"""
FIXED = "review: {every: 3 months, anchor: effective_date}\n"
FLOATING = "review: {every: 3 months, anchor: last_completed}\n"


def deal_with(root: Path, plan: str) -> Deal:
    made = Deal(root)
    made.change("accepted:", f"{TERM}{plan}accepted:")
    made.save("with reviews")
    return made


@pytest.fixture
def deal(tmp_path: Path) -> Deal:
    return deal_with(tmp_path, FIXED)


def reviewed(deal: Deal, on: date, outcome: str = "keep", planned: date | None = None, note: str = "") -> Reviewed:
    return review(deal.root, deal.loaded, "acme", outcome, deal.how(note=note, at=on), Particulars(planned))


def next_review(deal: Deal, on: date) -> date:
    [item] = due(deal.loaded, Wanted(kinds=("review",)), today=on, agreements=["acme"]).items
    return item.due


@pytest.mark.parametrize(
    ("on", "completes"),
    [
        (date(2026, 3, 20), date(2026, 4, 1)),  # the first one, held early
        (date(2026, 4, 20), date(2026, 4, 1)),  # late: nearer to the one in April than to the one in July
        (date(2026, 6, 20), date(2026, 7, 1)),  # early: nearer to the one in July
    ],
)
def test_the_first_review_on_record_completes_the_planned_one_that_is_nearer(deal: Deal, on: date, completes: date) -> None:
    assert reviewed(deal, on).completes == completes


def test_a_fixed_anchor_does_not_drift(deal: Deal) -> None:
    found = reviewed(deal, date(2026, 4, 20))
    assert (found.next_review, next_review(deal, date(2026, 4, 21))) == (date(2026, 7, 1), date(2026, 7, 1))


def test_a_floating_one_counts_from_the_day_on_which_it_took_place(tmp_path: Path) -> None:
    deal = deal_with(tmp_path, FLOATING)
    assert reviewed(deal, date(2026, 4, 22)).next_review == date(2026, 7, 22)
    assert next_review(deal, date(2026, 4, 23)) == date(2026, 7, 22)


def test_what_was_missed_since_the_last_review_is_told_and_left_behind(deal: Deal) -> None:
    reviewed(deal, date(2026, 4, 1))
    assert next_review(deal, date(2026, 10, 5)) == date(2026, 7, 1)
    found = reviewed(deal, date(2026, 10, 5))
    assert (found.completes, found.missed, found.next_review) == (date(2026, 10, 1), (date(2026, 7, 1),), date(2027, 1, 4))  # 1 January is a holiday


def test_the_same_review_is_recorded_once(deal: Deal) -> None:
    first, second = reviewed(deal, date(2026, 4, 1)), reviewed(deal, date(2026, 4, 1))
    assert (first.filed.before, second.filed.before, second.completes) == (False, True, first.completes)
    assert len(records_of(deal.loaded, "acme")) == 1


def test_a_review_long_before_the_next_one_is_one_beside_the_plan_unless_that_is_named(deal: Deal) -> None:
    reviewed(deal, date(2026, 4, 1))
    found = reviewed(deal, date(2026, 5, 19), "amend")  # 43 days before 1 July
    assert (found.completes, found.missed, found.next_review, found.opens) == (None, (), date(2026, 7, 1), date(2026, 6, 1))
    assert next_review(deal, date(2026, 5, 20)) == date(2026, 7, 1)
    assert reviewed(deal, date(2026, 5, 19), "amend", date(2026, 7, 1)).completes == date(2026, 7, 1)
    assert next_review(deal, date(2026, 5, 20)) == date(2026, 10, 1)


def test_a_review_beside_the_plan_does_not_take_back_one_that_was_completed_early(deal: Deal) -> None:
    assert reviewed(deal, date(2026, 6, 20)).completes == date(2026, 7, 1)
    found = reviewed(deal, date(2026, 6, 25), "amend")
    assert (found.completes, found.next_review) == (None, date(2026, 10, 1))
    assert next_review(deal, date(2026, 6, 26)) == date(2026, 10, 1)


@pytest.mark.parametrize(
    ("plan", "opens"),
    [
        ("every: 3 months, anchor: effective_date", date(2026, 3, 2)),  # 30 days before 1 April
        ("every: 3 months, anchor: effective_date, lead: 14 days", date(2026, 3, 2)),  # 14 days are fewer
        ("every: 3 months, anchor: effective_date, lead: 40 days", date(2026, 2, 20)),
        ("every: 3 months, anchor: effective_date, lead: 80 days", date(2026, 2, 15)),  # half of the 90 days from 1 January
        ("every: 1 month, anchor: effective_date", date(2026, 1, 16)),  # half of the 31 days from 1 January
    ],
)
def test_the_time_of_a_review_begins_thirty_days_before_or_when_it_is_to_be_prepared(tmp_path: Path, plan: str, opens: date) -> None:
    deal = deal_with(tmp_path, f"review: {{{plan}}}\n")
    found = reviewed(deal, opens - timedelta(days=1))
    assert (found.completes, found.opens) == (None, opens)


def test_from_that_day_on_it_is_the_planned_one(tmp_path: Path) -> None:
    assert reviewed(deal_with(tmp_path, FIXED), date(2026, 3, 2)).completes == date(2026, 4, 1)


def test_two_reviews_shortly_after_each_other_must_say_which_one_the_second_completes(deal: Deal) -> None:
    reviewed(deal, date(2026, 6, 1), "keep", date(2026, 4, 1))
    with pytest.raises(RefusedError, match="reviewed on 1 June 2026") as told:
        reviewed(deal, date(2026, 6, 10), "amend")
    assert "--due 2026-07-01" in told.value.hint
    assert reviewed(deal, date(2026, 6, 10), "amend", date(2026, 7, 1)).completes == date(2026, 7, 1)


def test_a_day_before_the_last_review_and_a_day_that_is_not_planned_are_refused(deal: Deal) -> None:
    reviewed(deal, date(2026, 4, 1))
    with pytest.raises(RefusedError, match="reviewed last"):
        reviewed(deal, date(2026, 3, 31))
    for planned in (date(2026, 4, 1), date(2026, 5, 5)):
        with pytest.raises(RefusedError, match="no open review") as told:
            reviewed(deal, date(2026, 6, 30), "amend", planned)
        assert "1 July 2026" in told.value.hint


def test_without_a_plan_or_after_the_end_nothing_is_reviewed(tmp_path: Path) -> None:
    deal = deal_with(tmp_path, "")
    with pytest.raises(RefusedError, match="no review is planned"):
        reviewed(deal, date(2026, 4, 1))
    place = deal.root / "agreements/acme/agreement.yaml"
    text = (
        place.read_text(encoding="utf-8")
        .replace("renewal: {mode: automatic, period: 12 months}", "renewal: {mode: none}")
        .replace("renegotiation", f"{FIXED}renegotiation")
    )
    place.write_text(text, encoding="utf-8")
    with pytest.raises(RefusedError, match="left before it ends"):
        reviewed(deal, date(2028, 4, 1))


@pytest.mark.parametrize(
    ("outcome", "expected"),
    [
        ("keep", "It stays as it is, and renews after 31 December 2027."),
        ("amend", "Change its facts, and save: slagen save acme -m …"),
        ("renegotiate", "Negotiate within the window, from 2 July 2027 to 1 October 2027."),
        ("terminate", "Send notice by 29 September 2027 at the latest: slagen notice acme --kind non-renewal"),
    ],
)
def test_each_outcome_says_what_follows(deal: Deal, outcome: str, expected: str) -> None:
    # 180 and 90 days before Friday 31 December 2027 are Sunday 4 July and Saturday 2 October; posted on Wednesday 29 it is received on Friday 1
    assert reviewed(deal, date(2026, 4, 1), outcome).follow_up == expected


def test_once_sending_is_no_longer_safe_no_day_that_has_passed_is_named_for_it(deal: Deal) -> None:
    # Wednesday 29 September 2027 was the last safe day; notice still counts if it is received on Friday 1 or Saturday 2 October
    found = reviewed(deal, date(2027, 9, 30), "terminate").follow_up
    assert found.startswith("Send notice today (it is no longer safe to send: hand it over, or ask counsel, today; else it renews")


def test_a_signed_agreement_is_amended_not_edited(deal: Deal) -> None:
    deal.sign()
    assert "slagen amend acme" in reviewed(deal, date(2026, 7, 1), "amend").follow_up


LEVEL = """\
services: [{id: hosting, name: Hosting}]
service_levels:
  - {id: uptime, service: hosting, metric: availability, role: kpi, target: ">= 99.9 %", period: calendar-month, source: {type: outages, system: Pages}}
"""


def test_confirmed_baselines_are_kept_with_the_review_and_sealed(tmp_path: Path) -> None:
    deal = deal_with(tmp_path, FIXED + LEVEL)
    found = review(deal.root, deal.loaded, "acme", "keep", deal.how(at=date(2026, 4, 1)), Particulars(baselines={"uptime": " 99.930 % "}))
    [record] = found.filed.records
    assert dict(record.baselines) == {"uptime": Decimal("99.930")}
    kept = records_of(deal.loaded, "acme")[-1]
    assert kept.baselines == record.baselines
    assert seal_of(kept) == kept.seal


@pytest.mark.parametrize(
    ("level", "figure", "wrong"),
    [
        ("uptim", "99.9", "no service level"),
        ("uptime", "good", "is no figure"),
        ("uptime", "100.1", "outside 0 and 100"),
        ("uptime", "-1", "is no figure|outside"),
    ],
)
def test_a_baseline_of_no_level_or_no_figure_is_refused(tmp_path: Path, level: str, figure: str, wrong: str) -> None:
    deal = deal_with(tmp_path, FIXED + LEVEL)
    with pytest.raises((NotFoundError, UsageError), match=f"(?i){wrong}"):
        review(deal.root, deal.loaded, "acme", "keep", deal.how(at=date(2026, 4, 1)), Particulars(baselines={level: figure}))
