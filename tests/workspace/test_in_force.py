"""A day that is past is answered by the version then in force, and by the records of that day and before, in whatever order they were written."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from slagen.model.record import Ground
from slagen.workspace.answering import snooze
from slagen.workspace.due_list import Wanted, due
from slagen.workspace.events import sign
from slagen.workspace.identifying import Document
from slagen.workspace.key_dates import dates
from slagen.workspace.overview import overview
from slagen.workspace.reviewing import review
from slagen.workspace.status import status
from slagen.workspace.term_events import Ending, amend, terminate
from tests.workspace.deal import Deal

TERM = """contract_term:
  effective_date: 2026-01-01
  initial: 12 months
  renewal: {mode: automatic, period: 12 months}
  notice: {period: 90 days, before: last_day}
review: {every: 3 months}
"""


@pytest.fixture(scope="module")
def deal(tmp_path_factory: pytest.TempPathFactory) -> Deal:
    """Signed in January, amended twice; a review and a termination were recorded later than they happened."""
    made = Deal(tmp_path_factory.mktemp("deal"))
    made.change("accepted:", f"{TERM}accepted:")
    made.save("with a term")
    signed(made, date(2026, 1, 10))
    for month, old, new in ((3, "12 months\n", "24 months\n"), (5, "24 months\n", "36 months\n")):
        amend(made.root, made.loaded, "acme", made.how(at=date(2026, month, 1)))
        made.change(f"initial: {old}", f"initial: {new}")
        made.save(f"{new} now")
        signed(made, date(2026, month, 15))
    amend(made.root, made.loaded, "acme", made.how(at=date(2026, 7, 1)))
    made.change("initial: 36 months", "initial: 48 months")
    made.save("not signed yet")
    review(made.root, made.loaded, "acme", "keep", made.how(at=date(2026, 4, 2)))
    snooze(made.root, made.loaded, "acme:review:2", date(2026, 7, 20), made.how(at=date(2026, 6, 25), note="ill"))
    terminate(made.root, made.loaded, "acme", Ending(date(2026, 12, 31), Ground.MUTUAL), made.how(at=date(2026, 6, 1), note="agreed"))
    return made


def signed(deal: Deal, on: date) -> None:
    sign(deal.root, deal.loaded, "acme", [Document("signed.pdf", f"%PDF-1.7 {on}".encode())], deal.how(at=on))


@pytest.mark.parametrize(
    ("on", "version", "stands", "last_day"),
    [
        (date(2026, 1, 9), "", "draft", date(2026, 12, 31)),  # nothing was signed: what was then to be signed, not what was amended since
        (date(2026, 1, 10), "v1.0", "active", date(2026, 12, 31)),
        (date(2026, 3, 14), "v1.0", "active", date(2026, 12, 31)),  # the amendment is open
        (date(2026, 3, 15), "v1.1", "active", date(2027, 12, 31)),
        (date(2026, 5, 14), "v1.1", "active", date(2027, 12, 31)),
        (date(2026, 5, 15), "v1.2", "active", date(2028, 12, 31)),
        (date(2026, 5, 31), "v1.2", "active", date(2028, 12, 31)),
        (date(2026, 6, 1), "v1.2", "expiring", date(2028, 12, 31)),  # terminated on that day, though recorded last
        (date(2026, 12, 31), "v1.2", "expiring", date(2028, 12, 31)),
        (date(2027, 1, 1), "v1.2", "terminated", None),
    ],
)
def test_dates_and_status_are_those_of_the_version_in_force(deal: Deal, on: date, version: str, stands: str, last_day: date | None) -> None:
    found = dates(deal.loaded, "acme", today=on)
    report = status(deal.root, deal.loaded, "acme", on, looking_back=True)
    [line] = overview(deal.root, lambda _zone: on).lines
    assert (found.version, found.status, found.dates.term.last_day if found.dates.term else None) == (version, stands, last_day)
    assert (report.standing.version, report.status, line.version, line.status) == (version, stands, version, stands)
    assert all(record.day <= on for record in report.events)
    assert report.because


@pytest.mark.parametrize(
    ("on", "expected"),
    [
        (date(2026, 2, 1), {"review:1": date(2026, 4, 1), "renewal:term-1": date(2027, 1, 1)}),
        (date(2026, 4, 2), {"review:2": date(2026, 7, 1), "renewal:term-1": date(2028, 1, 1)}),  # the review was held that day
        (date(2026, 5, 20), {"review:2": date(2026, 7, 1), "renewal:term-1": date(2029, 1, 1)}),
        (date(2026, 6, 2), {"review:2": date(2026, 7, 1), "expiry:term-1": date(2026, 12, 31)}),
        (date(2026, 6, 25), {"expiry:term-1": date(2026, 12, 31)}),
        (date(2026, 7, 20), {"review:2": date(2026, 7, 1), "expiry:term-1": date(2026, 12, 31)}),
        (date(2027, 1, 1), {}),
    ],
)
def test_what_was_due_on_a_day_that_is_past(deal: Deal, on: date, expected: dict[str, date]) -> None:
    found = {item.id.removeprefix("acme:"): item.due for item in due(deal.loaded, Wanted(), today=on, agreements=["acme"]).items}
    assert {name: day for name, day in found.items() if name.partition(":")[0] in {"review", "renewal", "expiry"}} == expected


def test_a_status_says_why_and_what_is_next(deal: Deal) -> None:
    now = status(deal.root, deal.loaded, "acme", date(2026, 7, 1))
    assert now.because == "notice was given or it was terminated: it ends on 31 December 2026"
    assert now.next == "It ends on 31 December 2026: see to what must be done before."
    early = status(deal.root, deal.loaded, "acme", date(2026, 2, 1), looking_back=True)
    assert early.because == "its contract term runs until 31 December 2026; whether it goes on is a question from 4 July 2026"
    assert [item.kind.value for item in early.due[:1]] == ["review"]
    assert 'slagen amend acme --note "what is to change"' in early.next


@pytest.mark.parametrize(
    ("on", "because", "todo"),
    [
        (date(2026, 1, 1), "it is signed, and begins on 1 February 2026", "slagen amend"),
        (date(2026, 8, 3), "the option to go on after 31 January 2027 can be exercised until 31 October 2026", "by 30 October 2026 (slagen renew acme)"),
        (date(2026, 12, 1), "the option was not exercised by 31 October 2026: it ends on 31 January 2027", "It ends on 31 January 2027"),
        (date(2027, 3, 1), "it ended on 31 January 2027", "slagen new NEW-NAME"),
    ],
)
def test_the_words_fit_an_option_of_ours(tmp_path: Path, on: date, because: str, todo: str) -> None:
    made = Deal(tmp_path)
    option = "contract_term: {effective_date: 2026-02-01, initial: 12 months, renewal: {mode: option, period: 12 months, exercised_by: provider}, notice: {period: 3 months, before: last_day}}\n"
    made.change("accepted:", f"{option}accepted:")
    made.save("with an option")
    signed(made, date(2025, 12, 1))
    found = status(made.root, made.loaded, "acme", on)
    assert found.because == because
    assert todo in found.next
