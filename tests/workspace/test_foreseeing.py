"""Early warnings of an agreement: from its files, as of any day."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
import json
from pathlib import Path
import shutil

import pytest

from slagen.core.errors import RefusedError
from slagen.formats.files import Folder
from slagen.lifecycle.due_item import DueItem, DueKind
from slagen.workspace import known_figures
from slagen.workspace.answering import acknowledge
from slagen.workspace.due_list import Wanted, due
from slagen.workspace.events import sign
from slagen.workspace.identifying import Document
from slagen.workspace.load import load
from slagen.workspace.publishing import Selection, publish
from slagen.workspace.recording import Circumstances
from slagen.workspace.reminding import Run, preview
from slagen.workspace.term_events import amend
from tests.small_workspace import SETTINGS, put_in_git
from tests.workspace.deal import CONTENTS, FACTS, JO, SIGNED_BY, Deal

FOLDER = "agreements/acme/measurements"
OUTAGES = "service_level,start,end,cause\n"
TERM = """\
contract_term: {effective_date: 2026-04-01, initial: 36 months, renewal: {mode: none}}
time_zone: Europe/London
people: {account: jo@northwind.example}
services: [{id: hosting, name: Hosting}]
charges: [{service: hosting, amount: 10000.00, currency: GBP, per: month}]
service_levels:
  - {id: uptime, name: Uptime, service: hosting, metric: availability, role: slo, target: ">= 99.9 %", period: calendar-month, source: {type: outages, system: Pages}}
service_credits:
  - id: standard
    services: [hosting]
    base: monthly-charges
    bands: {uptime: [{below: 99.9, credit: 10}, {below: 99.0, credit: 25}]}
    caps: [{percent: 20, of: monthly-charges, per: month}]
    critical: [{missed: 3, of: 6, right: terminate}]
"""

JUNE = TERM.replace("2026-04-01", "2026-06-01")
"""The same from June on, so that nothing is missing of earlier months."""


def month(number: int, text: str = "", last: int = 30) -> dict[str, str]:
    """A file of outages of one month of 2026."""
    return {f"{FOLDER}/2026-{number:02}-01_2026-{number:02}-{last:02}-outages-pages.csv": OUTAGES + text}


def hour(day: str) -> str:
    return f"uptime,{day}T09:00:00+01:00,{day}T10:00:00+01:00,\n"


def workspace(tmp_path: Path, files: dict[str, str], facts: str = JUNE) -> Path:
    return put_in_git(tmp_path / "ws", CONTENTS | {FACTS: SIGNED_BY + facts} | files)


def warnings(root: Path, day: str) -> list[DueItem]:
    """What is foreseen on a day; the index must say the same."""
    on = date.fromisoformat(day)
    wanted = Wanted(kinds=("early-warning",))
    found = due(load(Folder(root)), wanted, today=on, agreements=["acme"])
    assert not found.problems
    assert due(load(Folder(root)), wanted, today=on).items == found.items
    return list(found.items)


def test_a_target_out_of_reach_is_told_with_its_credit_and_its_figures(tmp_path: Path) -> None:
    root = workspace(tmp_path, month(6, hour("2026-06-03"), last=10))
    [found] = warnings(root, "2026-06-10")
    assert (found.id, found.due, found.legal, found.who_acts) == ("acme:early-warning:uptime-2026-06", date(2026, 6, 30), True, "we")
    assert (str(found.value), found.currency, found.owner) == ("1000.00", "GBP", "jo@northwind.example")
    assert found.if_nothing == ("Uptime: at best 99.8611%, at least 99.9% is out of reach; Service Credit of 10% of the Monthly Charges (£1,000.00)")
    assert found.why == (
        "Uptime: the measurement period 2026-06 runs until 30 June 2026; figures are known until 10 June 2026",
        "down for 60 min so far; at least 99.9% of 43,200 min allows 43.200 min: 139% of the error budget is used",
        "if the service stays up from now on: 99.8611%, the target is missed",
        "if it goes on as until now (33% of the period is known): 99.5833%, the target is missed",
        "clauses: service-levels, measurement, service-credits, credit-cap",
    )


def test_a_limit_that_leaves_less_is_told(tmp_path: Path) -> None:
    half_a_day = "uptime,2026-06-03T09:00:00+01:00,2026-06-03T21:00:00+01:00,\n"
    [found] = warnings(workspace(tmp_path, month(6, half_a_day, last=10)), "2026-06-10")
    assert "25% of the Monthly Charges (£2,500.00, of which the limits leave £2,000.00)" in found.if_nothing
    assert found.value == 2000


def test_the_third_miss_of_six_is_told_as_the_critical_failure_that_it_would_be(tmp_path: Path) -> None:
    files = month(4, hour("2026-04-03")) | month(5, hour("2026-05-03"), last=31)
    first = workspace(tmp_path / "1", month(4, hour("2026-04-03")) | month(5, hour("2026-05-03"), last=10), TERM)
    assert "miss 2 of the 3 in 6 periods by which the Customer may terminate the agreement" in warnings(first, "2026-05-10")[0].if_nothing
    half = "uptime,2026-06-03T09:00:00+01:00,2026-06-03T09:22:00+01:00,\n"
    second = workspace(tmp_path / "2", files | month(6, half, last=29), TERM)
    [found] = warnings(second, "2026-06-29")
    assert found.if_nothing.startswith("Uptime: with more than 21.200 min of further downtime at least 99.9% is missed; Service Credit of at least 10%")
    assert "Critical Failure (3 misses in 6 periods, where 3 are enough): the Customer may terminate the agreement" in found.if_nothing
    calm = workspace(tmp_path / "3", month(6, half, last=29))
    assert not warnings(calm, "2026-06-29")


def test_hours_of_downtime_that_are_a_critical_failure_are_told(tmp_path: Path) -> None:
    facts = JUNE.replace("critical: [{missed: 3, of: 6, right: terminate}]", "critical: [{hours_down: 24, in: 3 months, right: terminate}]")
    outage = "uptime,2026-06-03T00:00:00+01:00,2026-06-{}T01:00:00+01:00,\n"
    [short] = warnings(workspace(tmp_path / "1", month(6, outage.format("03"), last=10), facts), "2026-06-10")
    [found] = warnings(workspace(tmp_path / "2", month(6, outage.format("04"), last=10), facts), "2026-06-10")
    assert "Critical Failure" not in short.if_nothing
    assert found.if_nothing.endswith("; Critical Failure (25 hours down): the Customer may terminate the agreement or the services concerned")


def sign_on(deal: Deal, day: date) -> None:
    sign(deal.root, deal.loaded, "acme", (Document("signed.pdf", f"%PDF-1.7 {day}".encode()),), deal.how(note="on paper", at=day), as_is=True)


def test_an_amendment_in_the_middle_of_a_month_leaves_its_target_until_the_next(tmp_path: Path) -> None:
    deal = Deal(tmp_path / "ws")
    deal.change("accepted:", f"{JUNE}accepted:")
    deal.save("with levels")
    sign_on(deal, date(2026, 6, 1))
    amend(deal.root, deal.loaded, "acme", deal.how(note="stricter", at=date(2026, 6, 5)))
    deal.change(">= 99.9 %", ">= 99.99 %")
    deal.save("stricter")
    sign_on(deal, date(2026, 6, 15))
    folder = deal.root / FOLDER
    folder.mkdir()
    for path, text in month(6, "uptime,2026-06-03T09:00:00+01:00,2026-06-03T09:20:00+01:00,\n").items():
        (deal.root / path).write_text(text, encoding="utf-8")
    (folder / "2026-07-01_2026-07-31-outages-pages.csv").write_text(f"{OUTAGES}uptime,2026-07-03T09:00:00+01:00,2026-07-03T09:20:00+01:00,\n", encoding="utf-8")
    assert not warnings(deal.root, "2026-06-20")
    assert "at least 99.99% is out of reach" in warnings(deal.root, "2026-07-10")[0].if_nothing


def test_once_an_amendment_has_taken_the_credits_away_no_warning_names_one(tmp_path: Path) -> None:
    deal = Deal(tmp_path / "ws")
    deal.change("accepted:", f"{JUNE}accepted:")
    deal.save("with credits")
    sign_on(deal, date(2026, 6, 1))
    amend(deal.root, deal.loaded, "acme", deal.how(note="no credits", at=date(2026, 6, 5)))
    deal.change(JUNE[JUNE.index("service_credits:") :], "")
    deal.save("without credits")
    sign_on(deal, date(2026, 6, 15))
    (deal.root / FOLDER).mkdir()
    for path, text in (month(6, hour("2026-06-20")) | month(7, hour("2026-07-03"), last=31)).items():
        (deal.root / path).write_text(text, encoding="utf-8")
    assert "Service Credit of 10%" in warnings(deal.root, "2026-06-25")[0].if_nothing
    assert warnings(deal.root, "2026-07-10")[0].if_nothing.endswith("is out of reach; no service credit arises")


def test_on_an_earlier_day_nothing_is_known_of_what_came_later(tmp_path: Path) -> None:
    root = workspace(tmp_path, month(6, hour("2026-06-20")))
    assert [len(warnings(root, day)) for day in ("2026-06-19", "2026-06-20", "2026-06-30", "2026-07-01")] == [0, 1, 1, 0]


def test_an_outage_that_lasts_brings_the_warning_with_the_day_and_without_a_new_file(tmp_path: Path) -> None:
    root = workspace(tmp_path, month(6, "uptime,2026-06-10T23:20:00+01:00,,\n", last=10))
    assert [len(warnings(root, day)) for day in ("2026-06-10", "2026-06-11", "2026-06-12")] == [0, 1, 1]


def test_a_new_file_of_measurements_reaches_what_the_index_knew(tmp_path: Path) -> None:
    root = workspace(tmp_path, month(6, last=9))
    assert not warnings(root, "2026-06-10")
    [path] = month(6, last=9)
    (root / path).write_text(OUTAGES + hour("2026-06-03"), encoding="utf-8")
    assert len(warnings(root, "2026-06-10")) == 1
    (root / path).unlink()
    assert not warnings(root, "2026-06-10")


def test_figures_of_the_last_period_that_do_not_come_are_told_before_the_report_is_due(tmp_path: Path) -> None:
    """Ten business days after 31 May 2026 is 12 June."""
    facts = TERM + "reporting: {cadence: monthly, due: 10 business days}\n"
    root = workspace(tmp_path, month(4), facts)
    assert not warnings(root, "2026-06-06")
    [found] = warnings(root, "2026-06-07")
    assert (found.id, found.due, found.legal) == ("acme:early-warning:uptime-2026-05", date(2026, 6, 12), False)
    assert found.if_nothing == "Uptime: no figures after 30 April 2026, the period has no result"
    assert [one.id for one in warnings(root, "2026-07-09")] == ["acme:early-warning:uptime-2026-06"]


def test_a_month_that_was_left_out_is_named_where_later_figures_are_known(tmp_path: Path) -> None:
    [found] = warnings(workspace(tmp_path, month(4) | month(6, last=14), TERM), "2026-06-14")
    assert found.id == "acme:early-warning:uptime-2026-05"
    assert found.if_nothing == "Uptime: figures are missing between 1 May 2026 and 31 May 2026, the period has no result"


def test_missing_figures_that_count_as_a_miss_are_told_with_their_credit(tmp_path: Path) -> None:
    facts = TERM.replace("role: slo,", "role: slo, missing: misses,")
    [found] = warnings(workspace(tmp_path, month(4), facts), "2026-06-14")
    assert found.due == date(2026, 6, 15)
    assert found.if_nothing == (
        "Uptime: no figures after 30 April 2026, a period without figures counts as missed; Service Credit of at least 10% of the Monthly Charges (£1,000.00)"
    )


def test_figures_that_stop_in_a_running_period_are_told_after_their_usual_time_and_ten_days(tmp_path: Path) -> None:
    monthly = month(4) | month(5, last=31) | {f"{FOLDER}/2026-06-01_2026-06-07-outages-pages.csv": OUTAGES}
    assert not warnings(workspace(tmp_path, monthly, TERM), "2026-06-30")
    days = [(1, 7), (8, 14), (15, 21), (22, 28), (29, 31)]
    weekly = {f"{FOLDER}/2026-05-{first:02}_2026-05-{last:02}-outages-pages.csv": OUTAGES for first, last in days}
    root = workspace(tmp_path / "weekly", weekly | {f"{FOLDER}/2026-06-01_2026-06-07-outages-pages.csv": OUTAGES}, TERM)
    assert [len(warnings(root, day)) for day in ("2026-06-23", "2026-06-24", "2026-06-30")] == [0, 1, 1]
    assert warnings(root, "2026-06-24")[0].if_nothing == "Uptime: no figures after 7 June 2026, the period has no result"


def test_what_was_never_measured_is_not_looked_at(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def unexpected(*_: object) -> None:
        raise AssertionError

    monkeypatch.setattr(known_figures, "measurements_of", unexpected)
    monkeypatch.setattr(known_figures, "stretches", unexpected)
    assert not warnings(workspace(tmp_path, {}), "2026-06-20")


def test_damaged_figures_keep_no_other_date_from_being_told(tmp_path: Path) -> None:
    root = workspace(tmp_path, month(6, "uptime,yesterday,,\n"))
    found = due(load(Folder(root)), Wanted(), today=date(2026, 6, 20), agreements=["acme"])
    assert not found.problems
    assert {one.kind for one in found.items} >= {DueKind.EXPIRY, DueKind.UNSIGNED_DRAFT}


def test_every_day_of_a_year_is_the_same_from_the_index_as_without_it(tmp_path: Path) -> None:
    files = month(4, hour("2026-04-03")) | month(5, hour("2026-05-03"), last=31) | month(6, hour("2026-06-20"), last=25)
    root = workspace(tmp_path, files, TERM)
    day = date(2026, 4, 1)
    while day < date(2026, 9, 1):
        warnings(root, day.isoformat())
        day += timedelta(days=6)


def test_the_names_of_warnings_can_be_answered(tmp_path: Path) -> None:
    root = workspace(tmp_path, month(6, hour("2026-06-03"), last=10))
    [found] = warnings(root, "2026-06-10")
    assert json.dumps(found.id).isascii()
    assert found.id.count(":") == 2


def test_a_charter_warns_of_its_promises_and_of_nothing_legal(tmp_path: Path) -> None:
    samples = Path(__file__).parents[2]
    root = put_in_git(tmp_path / "ws", {})
    for name in ("slagen.toml", "clauses", "templates", "agreements/acme"):
        target = root / name
        shutil.copytree(samples / name, target, dirs_exist_ok=True) if (samples / name).is_dir() else shutil.copy(samples / name, target)
    place = root / "agreements/acme/acme-charter/measurements/2026-11-01_2026-11-30-counts-mail-desk.csv"
    rows = (samples / "agreements/acme/acme-charter/measurements/2026-10-01_2026-10-31-counts-mail-desk.csv").read_text(encoding="utf-8")
    header, first, *_ = rows.splitlines()
    level, _, _, total = first.split(",")
    place.write_text(f"{header}\n{level},2026-11,1,{total}\n", encoding="utf-8")
    found = due(load(Folder(root)), Wanted(kinds=("early-warning",)), today=date(2026, 11, 30), agreements=["acme-charter"])
    [warned] = [one for one in found.items if level in one.id]
    assert not warned.legal
    assert warned.value is None
    assert warned.why[-1] == "clauses: charter-standards"


def test_calendars_leave_warnings_out_unless_they_are_asked_for(tmp_path: Path) -> None:
    root, on = workspace(tmp_path, month(6, hour("2026-06-03"), last=10)), date(2026, 6, 10)
    plain = publish(load(Folder(root)), Selection(), today=on)
    asked = publish(load(Folder(root)), Selection(kinds=("early-warning",)), today=on)
    assert b"early-warning" not in plain.data
    assert b"acme:early-warning:uptime-2026-06" in asked.data.replace(b"\r\n ", b"")


def test_a_warning_is_taken_on_and_goes_by_itself(tmp_path: Path) -> None:
    root, name = workspace(tmp_path, month(6, hour("2026-06-03"), last=10)), "acme:early-warning:uptime-2026-06"
    circumstances = Circumstances(date(2026, 6, 10), signature=JO)
    with pytest.raises(RefusedError, match="goes by itself"):
        acknowledge(root, load(Folder(root)), name, circumstances, done=True)
    assert acknowledge(root, load(Folder(root)), name, circumstances).due is not None
    assert warnings(root, "2026-06-11")[0].acknowledged_on == date(2026, 6, 10)
    assert not warnings(root, "2026-07-01")


def test_a_warning_is_mailed_at_once_and_without_a_calendar(tmp_path: Path) -> None:
    settings = SETTINGS + '[mail]\nhost = "localhost"\nport = 587\nfrom = "contracts@n.example"\n[reminders]\nlead = ["7 days", "1 day"]\n'
    root = workspace(tmp_path, {**month(6, hour("2026-06-03"), last=4), "slagen.toml": settings})
    [posted] = preview(root, load(Folder(root)), Run(date(2026, 6, 4), datetime(2026, 6, 4, 6, 30, tzinfo=UTC))).posted
    assert "acme:early-warning:uptime-2026-06" in {entry.item.id for entry in posted.letter.reminder.entries}
    named = {part.get_filename() for part in posted.mail.walk()} - {None}
    items = [entry.item.kind for entry in posted.letter.reminder.entries]
    assert bool(named) == any(kind is not DueKind.EARLY_WARNING for kind in items)


CLAIMED = JUNE.replace("    critical:", "    claim: {mode: claimed, within: 30 days, from: period-end}\n    critical:")


def claims(root: Path, day: str) -> list[tuple[str, str, str]]:
    """The claims that are open on a day; the index must say the same."""
    on = date.fromisoformat(day)
    wanted = Wanted(kinds=("credit-claim",))
    found = due(load(Folder(root)), wanted, today=on, agreements=["acme"]).items
    assert due(load(Folder(root)), wanted, today=on).items == found
    return [(one.period, f"{one.value or ''}", one.if_nothing) for one in found]


def test_a_claim_names_its_credit_once_the_period_is_measured_and_goes_where_there_is_none(tmp_path: Path) -> None:
    """June: an hour of 720 is down, 99.861 %: 10 % of £10,000.00. July is met; of August nothing is known."""
    root = workspace(tmp_path, month(6, hour("2026-06-03")) | month(7, last=31), CLAIMED)
    lapses = "the credit of £1,000.00 for the month that ends on 30 June 2026 lapses"
    assert claims(root, "2026-07-20")[0] == ("standard-2026-06", "1000.00", lapses)
    assert [name for name, _, _ in claims(root, "2026-08-10")] == ["standard-2026-08"]
    assert claims(root, "2026-09-10")[0][2] == "a credit for the month that ends on 31 August 2026 lapses, if there is one"


def test_how_many_more_may_fail_is_written_as_other_numbers_are(tmp_path: Path) -> None:
    # 0.2 % of 10,000,000 requests are 20,000; 18,000 failed; the 2,001st more is one too many
    level = 'metric: error-rate, role: slo, target: "<= 0.2 %", period: calendar-month, source: {type: counts, system: Pages}'
    facts = JUNE.replace('metric: availability, role: slo, target: ">= 99.9 %", period: calendar-month, source: {type: outages, system: Pages}', level)
    facts = facts.replace("[{below: 99.9, credit: 10}, {below: 99.0, credit: 25}]", "[{above: 0.2, credit: 10}]")
    file = {f"{FOLDER}/2026-06-01_2026-06-30-counts-pages.csv": "service_level,period,good,total\nuptime,2026-06,9982000,10000000\n"}
    [found] = warnings(workspace(tmp_path, file, facts), "2026-06-30")
    assert "with 2,001 further misses at most 0.2% is missed" in found.if_nothing
