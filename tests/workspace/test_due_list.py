"""What is due across a portfolio: chosen, in the order of what hurts most, from the index."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest

from slagen.core.errors import BadInputError, SlagenError, UsageError
from slagen.formats.files import Folder
from slagen.lifecycle.due_item import DueItem
from slagen.lifecycle.pain import by_pain, in_order
from slagen.workspace import due_list
from slagen.workspace.due_list import BY_DAY, DueList, Wanted, due, last_day, portfolio, require_kind
from slagen.workspace.load import load
from tests.small_workspace import AGREEMENT, clause, loaded, put_in_git
from tests.workspace.afresh import due_afresh

TODAY = date(2026, 10, 1)
NOTICE = "notice: {period: 90 days, before: last_day}"
FILES: dict[str, str] = {
    f"agreements/a{number}/agreement.yaml": AGREEMENT.replace("id: acme", f"id: a{number}")
    + f"contract_term: {{effective_date: 2025-{number:02}-07, initial: 12 months, renewal: {{mode: automatic, period: 12 months}}, {NOTICE}}}\n"
    + f"review: {{every: 1 month, owner: owner{number % 3}@northwind.example}}\n"
    + f"services: [{{id: h, name: Hosting}}]\ncharges: [{{service: h, amount: {number}00.00, currency: GBP, per: month}}]\n"
    for number in range(1, 13)
} | {"clauses/common/scope.md": clause("scope", "1. x", review_by="2026-03-31")}
SNOOZED = "verb: snooze\nat: 2026-09-20\nby: Jo <jo@northwind.example>\nitem: {item}\nuntil: {until}\nnote: later\nseal: {seal}\n"


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return put_in_git(tmp_path_factory.mktemp("portfolio"), FILES)


def asked(root: Path, wanted: Wanted | None = None, on: date = TODAY) -> DueList:
    return portfolio(root, wanted or Wanted(), lambda _zone: on)


def afresh(root: Path, on: date = TODAY) -> tuple[DueItem, ...]:
    return due_afresh(load(Folder(root)), on)[0]


def test_what_hurts_most_comes_first_and_by_the_day_what_is_soonest(root: Path) -> None:
    assert asked(root).items == by_pain(afresh(root))
    assert asked(root, Wanted(order=BY_DAY)).items == in_order(afresh(root))
    assert asked(root).items[0].days_left < 0, "what is overdue"


@pytest.mark.parametrize("order", ["pain", BY_DAY])
def test_the_first_of_a_long_list_are_the_first_of_the_whole_list(root: Path, order: str) -> None:
    whole = asked(root, Wanted(order=order))
    for most in (1, 5, 17, 40, len(whole.items), len(whole.items) + 1):
        part = asked(root, Wanted(order=order, most=most))
        assert part.items == whole.items[:most]
        assert part.more == len(whole.items) - len(part.items)


def test_it_is_counted_no_further_than_a_thousand_what_was_left_out(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(due_list, "MANY", 5)
    assert asked(root, Wanted(most=3)).more == 5


def test_the_list_is_narrowed_by_time_owner_and_several_kinds(root: Path) -> None:
    within = asked(root, Wanted(within="3m")).items
    assert {item.id for item in within} == {item.id for item in afresh(root) if item.due <= date(2027, 1, 1)}
    assert {item.owner for item in asked(root, Wanted(owner="OWNER1@")).items} == {"owner1@northwind.example"}
    assert {item.kind.value for item in asked(root, Wanted(kinds=("review", "renewal"))).items} == {"review", "renewal"}
    both = asked(root, Wanted(within="30d", owner="owner1", kinds=("review",), most=3)).items
    assert both
    assert all(item.kind == "review" and item.days_left <= 30 for item in both)


def test_on_the_first_of_all_days_nothing_is_overdue_and_no_failure(root: Path) -> None:
    assert asked(root, Wanted(most=5), on=date.min).items == asked(root, on=date.min).items[:5]


def test_near_the_end_of_all_days_the_list_is_empty_and_no_failure(root: Path) -> None:
    assert asked(root, Wanted(most=5), on=date.max).on == date.max
    assert asked(root, Wanted(within="90d", most=5), on=date.max - timedelta(days=3)).problems


def test_what_was_put_off_is_hidden_and_counted_until_its_day(tmp_path: Path) -> None:
    [review] = [item for item in afresh(put_in_git(tmp_path, FILES)) if item.agreement == "a1" and item.kind == "review"]
    record = tmp_path / "agreements/a1/records/2026-09-20-snooze-1.yaml"
    record.parent.mkdir()
    record.write_text(SNOOZED.format(item=review.id, until="2026-10-05", seal=64 * "0"), encoding="utf-8")
    hidden = asked(tmp_path)
    assert review.id not in {item.id for item in hidden.items}
    assert hidden.put_off == 1
    shown = asked(tmp_path, Wanted(snoozed=True))
    assert (shown.put_off, [item.snoozed_until for item in shown.items if item.id == review.id]) == (0, [date(2026, 10, 5)])
    later = asked(tmp_path, on=date(2026, 10, 5))
    assert (later.put_off, review.id in {item.id for item in later.items}) == (0, True)


@pytest.mark.parametrize(
    ("text", "last"),
    [("90d", "2027-01-29"), ("90 days", "2027-01-29"), ("12w", "2027-01-23"), ("3m", "2027-01-31"), ("4 months", "2027-02-28"), ("1y", "2027-10-31"), ("7", "2026-11-07")],
)  # fmt: skip
def test_a_length_of_time_counts_from_the_day_asked_and_months_are_those_of_the_calendar(text: str, last: str) -> None:
    assert last_day(text, date(2026, 10, 31)) == date.fromisoformat(last)


def test_a_length_beyond_all_days_reaches_to_the_last_one() -> None:
    assert last_day("900y", date(9500, 1, 1)) == last_day("", TODAY) == last_day("90d", date.max) == date.max


@pytest.mark.parametrize("text", ["soon", "-3d", "d", "3x", "99.9 %", "2 business days", "3 hours"])
def test_what_is_no_length_of_time_is_refused_with_an_example(text: str) -> None:
    with pytest.raises(UsageError) as caught:
        last_day(text, TODAY)
    assert "90d" in caught.value.hint


def test_a_kind_that_is_not_there_is_refused_with_the_nearest(root: Path) -> None:
    assert require_kind("review") == "review"
    with pytest.raises(SlagenError) as caught:
        asked(root, Wanted(kinds=("reveiw",)))
    assert "review" in caught.value.hint


TERM = (
    "contract_term: {effective_date: 2026-01-01, initial: 36 months, renewal: {mode: automatic, period: 12 months}, "
    "notice: {period: 90 days, before: last_day}}\nreview: {every: 3 months, owner: jo@northwind.example}\n"
)
SMALL = {
    "agreements/acme/agreement.yaml": AGREEMENT + TERM,
    "agreements/broken/agreement.yaml": "id: [\n",
    "clauses/common/scope.md": clause("scope", "1. x", review_by="2027-03-31"),
}


def small(wanted: Wanted | None = None, *ids: str) -> DueList:
    return due(loaded({**SMALL}), wanted or Wanted(order=BY_DAY), today=TODAY, agreements=ids)


def test_what_is_due_comes_soonest_first_from_agreements_and_library() -> None:
    made = small()
    assert [item.due for item in made.items] == sorted(item.due for item in made.items)
    assert {item.kind.value for item in made.items} >= {"review", "last-notice", "clause-review"}


def test_the_dates_of_a_broken_agreement_are_told_and_the_others_stand() -> None:
    assert {finding.agreement for finding in small().problems} == {"broken"}
    assert small(None, "acme").problems == ()


def test_named_agreements_stand_alone_without_the_library() -> None:
    assert {item.agreement for item in small(None, "acme").items} == {"acme"}


def test_the_list_is_narrowed_by_days_owner_and_kind() -> None:
    assert {item.kind.value for item in small(Wanted(kinds=("review",))).items} == {"review"}
    assert {item.owner for item in small(Wanted(owner="JO@")).items} == {"jo@northwind.example"}
    assert all(item.days_left <= 120 for item in small(Wanted(within="120d")).items)


def test_a_calendar_that_is_not_known_is_a_problem_of_its_agreement_alone() -> None:
    law = "governing_law: {law: England and Wales, courts: England and Wales, calendar: GB-ENG}\n"
    files = {**SMALL, "agreements/beta/agreement.yaml": AGREEMENT.replace("id: acme", "id: beta") + TERM + law}
    made = loaded(files)
    try:
        items = due(made, Wanted(), today=TODAY).items
    except BadInputError:
        pytest.fail("one agreement stopped the others")
    assert {item.agreement for item in items} >= {"acme", "beta"}


def test_one_list_writes_the_money_and_the_days_of_every_agreement_as_the_workspace_does() -> None:
    # 50.400 € beside £50,400 would be read as fifty
    charges = "locale: de_DE\nservices: [{id: h, name: Hosting}]\ncharges: [{service: h, amount: 4200.00, currency: EUR, per: month}]\n"
    made = due(loaded({"agreements/acme/agreement.yaml": AGREEMENT + TERM + charges}), Wanted(kinds=("last-notice",)), today=TODAY)
    assert [item.if_nothing for item in made.items] == ["renews for 12 months, €50,400"]
