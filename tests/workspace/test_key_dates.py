"""Key dates come from the version that is in force on the day asked."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from slagen.core.errors import FindingsError, NotFoundError
from slagen.model.record import Ground
from slagen.workspace.due_list import Wanted, due
from slagen.workspace.key_dates import Dated, dates
from slagen.workspace.term_events import Ending, terminate
from tests.small_workspace import git
from tests.workspace.deal import Deal

TERM = """contract_term:
  effective_date: 2026-06-01
  initial: 12 months
  renewal: {mode: automatic, period: 12 months}
  notice: {period: 90 days, before: last_day}
  delivery: [{method: post, deemed: 2 business days}]
review: {every: 3 months, anchor: effective_date}
"""


@pytest.fixture
def deal(tmp_path: Path) -> Deal:
    made = Deal(tmp_path)
    made.change("accepted:", f"{TERM}accepted:")
    made.save("with a term")
    return made


def asked(deal: Deal, on: date) -> Dated:
    return dates(deal.loaded, "acme", today=on, explain=True)


def test_before_the_signature_the_draft_counts(deal: Deal) -> None:
    found = asked(deal, date(2026, 6, 1))
    assert (found.version, found.status) == ("", "draft")
    assert found.dates.term is not None
    assert found.dates.term.last_day == date(2027, 5, 31)
    assert found.next_review == date(2026, 9, 1)
    assert found.data.startswith("holidays ")


def test_an_open_amendment_changes_no_date_until_it_is_signed(deal: Deal) -> None:
    deal.sign()
    deal.amend()
    deal.change("initial: 12 months", "initial: 24 months")
    found = asked(deal, date(2026, 6, 2))
    assert (found.version, found.status) == ("v1.0", "active")
    assert found.dates.term is not None
    assert found.dates.term.last_day == date(2027, 5, 31)
    renewals = [item.due for item in due(deal.loaded, Wanted(kinds=("renewal",)), today=date(2026, 6, 2)).items]
    assert renewals == [date(2027, 6, 1)]
    deal.save("longer")
    deal.sign()
    signed = asked(deal, date(2026, 6, 2))
    assert (signed.version, signed.dates.term and signed.dates.term.last_day) == ("v1.1", date(2028, 5, 31))


def test_what_was_terminated_renews_no_more(deal: Deal) -> None:
    deal.sign()
    terminate(deal.root, deal.loaded, "acme", Ending(date(2026, 12, 31), Ground.MUTUAL), deal.how(note="as agreed"))
    found = asked(deal, date(2026, 7, 1))
    assert (found.status, found.dates.ends_on, found.dates.renewal_date) == ("expiring", date(2026, 12, 31), None)
    assert asked(deal, date(2027, 1, 1)).status == "terminated"
    assert {item.kind.value for item in due(deal.loaded, Wanted(), today=date(2026, 7, 1)).items if item.agreement} == {"expiry", "review"}


@pytest.mark.parametrize("day", ["9999-06-01", "soon", ""])
def test_dates_that_make_no_sense_are_told_with_a_way_out(deal: Deal, day: str) -> None:
    deal.change("effective_date: 2026-06-01", f"effective_date: {day}")
    with pytest.raises(FindingsError) as told:
        asked(deal, date(2026, 6, 1))
    assert told.value.hint == "Mend what is listed: slagen check acme"


def test_a_signed_version_that_lost_its_name_is_told_and_not_replaced_by_the_draft(deal: Deal) -> None:
    deal.sign()
    deal.amend()
    git(deal.root, "tag", "-d", "acme/v1.0")
    with pytest.raises(NotFoundError, match=r"v1\.0"):
        asked(deal, date(2026, 6, 2))
    [problem] = due(deal.loaded, Wanted(), today=date(2026, 6, 2)).problems
    assert "v1.0" in problem.message


def test_dates_of_an_agreement_that_moved_to_another_folder_come_from_what_was_signed(deal: Deal) -> None:
    deal.sign()
    deal.amend()
    deal.change("initial: 12 months", "initial: 24 months")
    (deal.root / "agreements/moved").mkdir()
    (deal.root / "agreements/acme").rename(deal.root / "agreements/moved/acme")
    found = asked(deal, date(2026, 6, 2))
    assert (found.version, found.dates.term and found.dates.term.last_day) == ("v1.0", date(2027, 5, 31))
