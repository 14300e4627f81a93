"""Claims are recorded once, late ones as late; what lapses, what is given and what was credited follows from the records."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
import json
from pathlib import Path

import pytest

from slagen.cli.main import run
from slagen.core.errors import NotFoundError, RefusedError, UsageError
from slagen.core.locales import Formats
from slagen.lifecycle.due import due_items
from slagen.lifecycle.due_item import DueKind
from slagen.model.record import Record
from slagen.performance.claim_lines import how_it_stands
from slagen.workspace.answering import acknowledge
from slagen.workspace.claim_grounds import Asked
from slagen.workspace.claiming import claim, credit
from slagen.workspace.crediting import Statement, statement
from slagen.workspace.dates import setting_of
from slagen.workspace.document_files import Order
from slagen.workspace.foreseeing import with_outlook
from slagen.workspace.load import load_agreement
from slagen.workspace.performing import performance
from slagen.workspace.records import records_of
from slagen.workspace.statement_document import written
from tests.formats.printed_text import as_read
from tests.small_workspace import put_in_git
from tests.workspace.claims import CLAIMED, HEADER, MISSED
from tests.workspace.deal import CONTENTS, FACTS, SIGNED_BY, Deal
from tests.workspace.test_performing import APRIL, FOLDER, TERM

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
IN_TIME, LATE = date(2026, 5, 20), date(2026, 6, 6)
"""The last day is 30 May."""


@pytest.fixture
def deal(tmp_path: Path) -> Deal:
    """April missed, May met; figures of June have not come."""
    found = deal_with(tmp_path, CLAIMED, "2026-04-01_2026-04-30", MISSED)
    (found.root / f"{FOLDER}/2026-05-01_2026-05-31-outages-pages.csv").write_text(HEADER, encoding="utf-8")
    return found


def deal_with(tmp_path: Path, terms: str, days: str, outages: str) -> Deal:
    """These terms, signed on 3 May, and the outages of some days."""
    found = Deal(tmp_path / "deal")
    found.change("accepted:", terms + "accepted:")
    found.save("terms")
    found.sign()
    (found.root / FOLDER).mkdir()
    (found.root / f"{FOLDER}/{days}-outages-pages.csv").write_text(HEADER + outages, encoding="utf-8")
    return found


def claimed(deal: Deal, day: date = IN_TIME, note: str = "", period: str = "2026-04", **asked: str) -> Record:
    return claim(deal.root, deal.loaded, "acme", Asked(period, **asked), deal.how("", note, day), now=NOW).records[0]


def given(deal: Deal, day: date, note: str = "", **asked: str) -> Record:
    return credit(deal.root, deal.loaded, "acme", Asked("2026-04", **asked), deal.how("", note, day), now=NOW).records[0]


def stated(deal: Deal, now: datetime = NOW) -> Statement:
    return statement(deal.loaded, "acme", "2026-04", now=now)


def last_steps(deal: Deal) -> list[tuple[str, str]]:
    """The steps after what is earned."""
    lines = stated(deal).schemes[0].lines
    first = next(place for place, line in enumerate(lines) if line.what == "Service Credit earned")
    return [(line.what, line.outcome) for line in lines[first:]]


def test_a_claim_in_time_gives_the_credit_and_says_when_and_by_whom(deal: Deal) -> None:
    record = claimed(deal, note="letter of 19 May")
    assert (record.verb, record.scheme, record.period, record.party, record.due) == ("claim", "standard", "2026-04", "customer", date(2026, 5, 30))
    assert record.file_name.startswith("2026-05-20-claim-")
    assert last_steps(deal) == [
        ("Service Credit earned", "£1,000.00"),
        ("Claimed", "all of it"),
        ("Service Credit given", "£1,000.00"),
        ("Still to be credited", "£1,000.00"),
    ]


def test_what_nobody_claimed_has_lapsed_once_its_last_day_is_over_and_not_before(deal: Deal) -> None:
    open_ = stated(deal, datetime(2026, 5, 30, 12, tzinfo=UTC)).months[0].standing
    assert [f"{one.amount}" for one in (open_.open, open_.lapsed)] == ["1000.00", "0.00"]
    over = stated(deal, datetime(2026, 5, 31, 12, tzinfo=UTC)).months[0].standing
    assert [f"{one.amount}" for one in (over.open, over.lapsed)] == ["0.00", "1000.00"]
    [line] = [line for line in stated(deal).schemes[0].lines if line.what == "Lapsed"]
    assert line.working == "no claim is on record: the month ends on 30 April 2026; 30 days after 30 April 2026: 30 May 2026"


def test_a_late_claim_is_recorded_told_with_its_days_and_counts_only_with_an_excuse(deal: Deal) -> None:
    claimed(deal, LATE)
    assert last_steps(deal)[1:] == [("Claimed late", "all of it"), ("Lapsed", "£1,000.00")]
    [line] = [line for line in stated(deal).schemes[0].lines if line.what == "Claimed late"]
    assert line.working == "received on 6 June 2026, 7 days after the last day for it, 30 May 2026; it does not count"
    with pytest.raises(RefusedError, match="was claimed on 2026-06-06") as refused:
        claimed(deal, date(2026, 6, 8))
    assert refused.value.hint is not None
    assert "--excuse" in refused.value.hint
    claimed(deal, LATE, "Jo, by email of 9 June", excuse="waived")
    assert last_steps(deal)[1:3] == [("Claimed late", "all of it"), ("Service Credit given", "£1,000.00")]
    told = next(line for line in stated(deal).schemes[0].lines if line.what == "Claimed late")
    assert told.working.endswith("it counts, for the Provider has waived that it lapsed (Jo, by email of 9 June)")
    assert told.place == "boilerplate.waiver", "the clause on claims knows no waiver"


def test_the_same_claim_again_is_no_second_one_and_another_is_refused(deal: Deal) -> None:
    assert claimed(deal).path == claimed(deal).path
    with pytest.raises(RefusedError, match="was claimed on 2026-05-20"):
        claimed(deal, IN_TIME + timedelta(days=1))
    with pytest.raises(RefusedError, match="was claimed on 2026-05-20"):
        claimed(deal, amount="10.00 GBP")


def test_claims_of_a_part_go_on_until_nothing_is_left(deal: Deal) -> None:
    claimed(deal, amount="400.00 GBP")
    assert last_steps(deal)[1:] == [
        ("Claimed", "£400.00"),
        ("Service Credit given", "£400.00"),
        ("Lapsed", "£600.00"),
        ("Still to be credited", "£400.00"),
    ]
    claimed(deal, amount="600.00 GBP")
    assert stated(deal).months[0].standing.lapsed.amount == 0
    with pytest.raises(RefusedError, match="was claimed on"):
        claimed(deal, amount="1.00 GBP")


@pytest.mark.parametrize(
    ("asked", "day", "error", "says"),
    [
        (Asked("2026-05"), LATE, RefusedError, "earned no credit for 2026-05"),
        (Asked("2026-04"), date(2026, 4, 30), RefusedError, "no measurement period of 2026-04 had ended"),
        (Asked("2026-11"), IN_TIME, RefusedError, "2026-11 has not ended"),
        (Asked("2026-Q2"), IN_TIME, UsageError, "is not a month"),
        (Asked("2026-04", "standart"), IN_TIME, NotFoundError, "standart"),
        (Asked("2026-04", amount="10.00 EUR"), IN_TIME, RefusedError, "gives no credits in EUR"),
        (Asked("2026-04", amount="a lot"), IN_TIME, UsageError, "is not money"),
        (Asked("2026-04", amount="0.00 GBP"), IN_TIME, UsageError, "no sum above nothing"),
        (Asked("2026-04", excuse="waived"), LATE, UsageError, "not said why"),
        (Asked("2026-04", excuse="kindness"), LATE, UsageError, "no excuse"),
    ],
)
def test_what_could_not_have_been_claimed_is_refused_and_nothing_is_kept(deal: Deal, asked: Asked, day: date, error: type[Exception], says: str) -> None:
    before = records_of(deal.loaded, "acme")
    with pytest.raises(error, match=says):
        claim(deal.root, deal.loaded, "acme", asked, deal.how("", "", day), now=NOW)
    assert records_of(deal.loaded, "acme") == before


def test_an_excuse_for_what_was_in_time_is_a_mistake(deal: Deal) -> None:
    with pytest.raises(UsageError, match="was in time: the last day for it is 2026-05-30"):
        claimed(deal, note="why not", excuse="waived")


def test_a_month_of_which_figures_are_missing_can_be_claimed(deal: Deal) -> None:
    assert claimed(deal, date(2026, 7, 5), period="2026-06").period == "2026-06"


def test_credits_that_come_by_themselves_are_not_claimed_but_may_be_credited(tmp_path: Path) -> None:
    facts = {FACTS: SIGNED_BY + TERM, APRIL: HEADER + MISSED}
    deal = Deal.__new__(Deal)
    deal.root = put_in_git(tmp_path / "ws", CONTENTS | facts)
    with pytest.raises(RefusedError, match="given without a claim"):
        claimed(deal)
    with pytest.raises(RefusedError, match="was not known before 2026-05-01"):
        given(deal, date(2026, 4, 30))
    given(deal, date(2026, 5, 31))
    assert stated(deal).months[0].credited.amount == 1000


def test_what_was_credited_is_recorded_once_after_the_claim(deal: Deal) -> None:
    with pytest.raises(RefusedError, match="Nothing is given") as refused:
        given(deal, LATE)
    assert refused.value.hint is not None
    assert "No claim counts yet" in refused.value.hint
    claimed(deal)
    with pytest.raises(RefusedError, match="was claimed on 2026-05-20, after 2026-05-19"):
        given(deal, date(2026, 5, 19))
    record = given(deal, LATE, "invoice 1203", amount="700.00 GBP")
    assert (record.verb, record.party) == ("credit", "provider")
    assert last_steps(deal)[3:] == [("Credited", "£700.00"), ("Still to be credited", "£300.00")]
    assert how_it_stands(stated(deal).months[0], Formats("en", "en_GB")) == "claimed on 20 May 2026; £700.00 of it credited on 6 June 2026"
    given(deal, LATE, "invoice 1204", amount="300.00 GBP")
    assert last_steps(deal)[3:] == [("Credited", "£700.00"), ("Credited", "£300.00")]
    assert stated(deal).months[0].credited.amount == 1000
    with pytest.raises(RefusedError, match="was given on 2026-06-06"):
        given(deal, LATE + timedelta(days=1))


def items(deal: Deal, today: date) -> list[str]:
    known = [record for record in records_of(deal.loaded, "acme") if record.day <= today]
    agreement = load_agreement(deal.loaded, "acme").agreement
    assert agreement is not None
    found = due_items(with_outlook(deal.loaded, setting_of(deal.loaded, known, agreement, today, "en_GB")))
    return [f"{item.period} {item.value}" for item in found if item.kind is DueKind.CREDIT_CLAIM and item.period < "standard-2026-05"]


def test_the_claim_is_due_until_it_is_on_record_and_of_a_part_only_the_rest_is(deal: Deal) -> None:
    assert items(deal, IN_TIME) == ["standard-2026-04 1000.00"]
    claimed(deal, amount="400.00 GBP")
    assert items(deal, IN_TIME) == ["standard-2026-04 600.00"]
    assert items(deal, IN_TIME - timedelta(days=1)) == ["standard-2026-04 1000.00"], "as of the day before nothing was claimed"
    claimed(deal)
    assert items(deal, IN_TIME) == []


def test_a_due_claim_is_done_by_recording_it(deal: Deal) -> None:
    with pytest.raises(RefusedError, match="done by an event of its own"):
        acknowledge(deal.root, deal.loaded, "acme:credit-claim:standard-2026-04", deal.how(at=IN_TIME), done=True)


def test_under_proposed_terms_nobody_is_held_to_have_missed_a_claim_that_was_not_needed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """April's 1,000 came by themselves. Had they to be claimed, they would still count: June's limit of 12 % of the year's charges is not raised by them."""
    caps = "    caps: [{percent: 1, of: annual-charges, per: 12 months}]\n"
    june = f"{FOLDER}/2026-06-01_2026-06-30-outages-pages.csv"
    missed = {APRIL: HEADER + MISSED, june: HEADER + MISSED.replace("-04-", "-06-")}
    root = put_in_git(tmp_path / "ws", CONTENTS | {FACTS: SIGNED_BY + TERM + caps} | missed)
    claim_ = "service_credits.standard.claim={mode: claimed, within: 30 days, from: period-end}"
    assert run(["simulate", "acme", "--set", claim_, "--from", "2026-04", "--to", "2026-06", "--workspace", str(root)]) == 0
    assert "Service Credits come to the same, £1,200.00." in capsys.readouterr().out


def test_the_statement_says_the_same_in_html_and_markdown_and_the_parts_of_a_quarter_add_up(deal: Deal, tmp_path: Path) -> None:
    claimed(deal, amount="400.00 GBP")
    given(deal, LATE, "invoice 1203")
    found = statement(deal.loaded, "acme", "2026-Q2", now=NOW)
    html, text = (as_read(path.read_text(encoding="utf-8")) for path in written(deal.root, found, Order(("html", "md"), tmp_path / "out")))
    for told in ("£400.00 claimed on 20 May 2026; £600.00 lapsed: not claimed by 30 May 2026; credited on 6 June 2026", "on 6 June 2026: invoice 1203"):
        assert told in html
        assert told in text
    assert "| Of that, given | £400.00: £400.00 of it credited already |" in text
    assert "| Of that, lapsed | £600.00 |" in text


def test_the_events_of_status_say_of_which_month_and_how_much(deal: Deal, capsys: pytest.CaptureFixture[str]) -> None:
    claimed(deal, amount="400.00 GBP")
    given(deal, LATE)
    assert run(["status", "acme", "--workspace", str(deal.root)]) == 0
    told = capsys.readouterr().out
    assert "claim 2026-04, 400.00 GBP" in told
    assert "credit 2026-04 " in told


@pytest.fixture
def command(deal: Deal, monkeypatch: pytest.MonkeyPatch) -> Callable[..., int]:
    for name in ("AUTHOR", "COMMITTER"):
        monkeypatch.setenv(f"GIT_{name}_NAME", "Jo")
        monkeypatch.setenv(f"GIT_{name}_EMAIL", "jo@northwind.example")
    return lambda *arguments: run(["statement", "acme", "--period", "2026-04", *arguments, "--json", "--workspace", str(deal.root)])


def test_the_command_records_and_states_by_it_and_tells_what_was_late(command: Callable[..., int], capsys: pytest.CaptureFixture[str]) -> None:
    assert command("--claimed", "2026-06-06") == 0
    told = capsys.readouterr()
    assert "Recorded as " in told.err
    assert "came 7 days after the last day for it, 30 May 2026: the credit of “standard” has lapsed" in told.err
    [standing] = json.loads(told.out)["standing"]
    assert (standing["lapsed"], standing["claims"][0]["days_late"], standing["last_day"]) == ("1000.00", 7, "2026-05-30")
    assert command("--claimed", "2026-06-06", "--excuse", "corrected", "--note", "new figures on 5 June") == 0
    told = capsys.readouterr()
    assert "has lapsed" not in told.err
    assert json.loads(told.out)["standing_total"][0]["given"] == "1000.00"
    assert command("--credited", "2026-06-30") == 0
    assert json.loads(capsys.readouterr().out)["standing"][0]["creditings"][0]["day"] == "2026-06-30"


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("--claimed", "2026-05-20", "--choose", "uptime"), 2),
        (("--claimed", "2026-05-20", "--on", "2026-05-21"), 2),
        (("--scheme", "standard"), 2),
        (("--excuse", "waived"), 2),
        (("--on", "2026-05-21"), 2),
        (("--note", "letter of 20 May"), 2),
        (("--claimed", "2099-01-01"), 2),
        (("--claimed", "2026-05-20", "--scheme", "other"), 4),
        (("--credited", "2026-05-20"), 5),
    ],
)
def test_what_cannot_be_recorded_ends_with_its_code(command: Callable[..., int], arguments: tuple[str, ...], code: int) -> None:
    assert command(*arguments) == code


def test_nothing_is_recorded_where_the_statement_cannot_be_written_as_asked(deal: Deal, command: Callable[..., int], tmp_path: Path) -> None:
    assert command("--claimed", "2026-05-20", "--out", str(tmp_path / "statement.xlsx")) == 2
    assert [record.verb for record in records_of(deal.loaded, "acme")] == ["sign"]


def test_the_credits_of_the_month_in_which_the_agreement_began_can_be_claimed(tmp_path: Path) -> None:
    """It was signed on 3 May and began on the 15th: £10,000 × 17/31, of which 10 % are credited for May. No scheme held on the first of May."""
    deal = deal_with(tmp_path, CLAIMED.replace("2026-04-01", "2026-05-15"), "2026-05-15_2026-05-31", MISSED.replace("2026-04-05", "2026-05-20"))
    claimed(deal, date(2026, 6, 5), period="2026-05")
    [month] = statement(deal.loaded, "acme", "2026-05", now=NOW).months
    assert (f"{month.standing.given}", f"{month.standing.lapsed}") == ("548.39 GBP", "0.00 GBP")


def test_a_compensation_for_downtime_can_be_claimed_though_no_period_ended_in_its_month(tmp_path: Path) -> None:
    """A quarterly level, and 34 hours down in May: the right time to claim runs from the end of May, and what is not claimed lapses."""
    terms = CLAIMED.replace("period: calendar-month", "period: calendar-quarter")
    deal = deal_with(tmp_path, terms, "2026-05-01_2026-05-31", "uptime,2026-05-05T00:00:00Z,2026-05-06T10:00:00Z,\n")
    found = performance(deal.loaded, "acme", until=date(2026, 5, 31), now=NOW).accounts["standard"].claims
    assert {month: one.until for month, one in found.items()} == {date(2026, 5, 1): date(2026, 6, 30)}


def test_a_sum_with_parts_of_a_penny_is_refused(deal: Deal) -> None:
    """What is given and what lapses are sums that somebody pays: £500.001 would leave £499.999."""
    with pytest.raises(UsageError, match="parts that nobody can pay") as refused:
        claimed(deal, amount="500.001 GBP")
    assert "500.00 GBP" in (refused.value.hint or "")
    claimed(deal, amount="500 GBP")
    assert f"{stated(deal).months[0].standing.given}" == "500.00 GBP"


def test_a_statement_tells_that_a_claim_on_record_was_changed_or_cannot_be_read(deal: Deal) -> None:
    place = deal.root / claimed(deal, IN_TIME).path
    assert stated(deal).findings == ()
    whole = place.read_text(encoding="utf-8")
    place.write_text(whole.replace("customer", "provider"), encoding="utf-8")
    assert [one.code for one in stated(deal).findings] == ["SLG521"]
    place.write_text(whole + "seal: twice\n", encoding="utf-8")
    assert "SLG002" in [one.code for one in stated(deal).findings]
