from __future__ import annotations

from datetime import date

import pytest

from slagen.core.errors import BadInputError
from slagen.workspace.dates import Agenda, Filter, due
from tests.small_workspace import AGREEMENT, clause, loaded

TODAY = date(2026, 10, 1)
TERM = (
    "contract_term: {effective_date: 2026-01-01, initial: 36 months, renewal: {mode: automatic, period: 12 months}, "
    "notice: {period: 90 days, before: last_day}}\nreview: {every: 3 months, owner: jo@northwind.example}\n"
)
FILES = {
    "agreements/acme/agreement.yaml": AGREEMENT + TERM,
    "agreements/broken/agreement.yaml": "id: [\n",
    "clauses/common/scope.md": clause("scope", "1. x", review_by="2027-03-31"),
}


def agenda(wanted: Filter | None = None, *ids: str) -> Agenda:
    return due(loaded({**FILES}), wanted or Filter(), today=TODAY, agreement_ids=ids)


def test_what_is_due_comes_soonest_first_from_agreements_and_library() -> None:
    made = agenda()
    assert [item.due for item in made.items] == sorted(item.due for item in made.items)
    assert {item.kind.value for item in made.items} >= {"review", "last-notice", "clause-review"}


def test_the_dates_of_a_broken_agreement_are_told_and_the_others_stand() -> None:
    assert {finding.agreement for finding in agenda().problems} == {"broken"}
    assert agenda(None, "acme").problems == ()


def test_named_agreements_stand_alone_without_the_library() -> None:
    assert {item.agreement for item in agenda(None, "acme").items} == {"acme"}


def test_the_list_is_narrowed_by_days_owner_and_kind() -> None:
    assert {item.kind.value for item in agenda(Filter(kind="review")).items} == {"review"}
    assert {item.owner for item in agenda(Filter(owner="JO@")).items} == {"jo@northwind.example"}
    assert all(item.days_left <= 120 for item in agenda(Filter(within_days=120)).items)


def test_a_calendar_that_is_not_known_is_a_problem_of_its_agreement_alone() -> None:
    law = "governing_law: {law: England and Wales, courts: England and Wales, calendar: GB-ENG}\n"
    files = {**FILES, "agreements/beta/agreement.yaml": AGREEMENT.replace("id: acme", "id: beta") + TERM + law}
    made = loaded(files)
    try:
        items = due(made, Filter(), today=TODAY).items
    except BadInputError:
        pytest.fail("one agreement stopped the others")
    assert {item.agreement for item in items} >= {"acme", "beta"}


def test_one_list_writes_the_money_and_the_days_of_every_agreement_as_the_workspace_does() -> None:
    # 50.400 € beside £50,400 would be read as fifty
    charges = "locale: de_DE\nservices: [{id: h, name: Hosting}]\ncharges: [{service: h, amount: 4200.00, currency: EUR, per: month}]\n"
    made = due(loaded({"agreements/acme/agreement.yaml": AGREEMENT + TERM + charges}), Filter(kind="last-notice"), today=TODAY)
    assert [item.if_nothing for item in made.items] == ["renews for 12 months, €50,400"]
