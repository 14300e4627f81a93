"""The right that a critical failure gives is due until it lapses, for whoever has it; gone once it was exercised, or somebody recorded that it will not be."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

from slagen.formats.files import Folder
from slagen.lifecycle.due_item import DueItem
from slagen.model.record import Ground
from slagen.workspace.answering import acknowledge
from slagen.workspace.document_files import rendered
from slagen.workspace.due_list import Wanted, due
from slagen.workspace.key_dates import dates
from slagen.workspace.load import load
from slagen.workspace.publishing import Selection, publish
from slagen.workspace.recording import Circumstances
from slagen.workspace.reminding import Run, preview
from slagen.workspace.review_occasion import occasion
from slagen.workspace.review_pack import Edition, agenda
from slagen.workspace.term_events import Ending, terminate
from tests.small_workspace import SETTINGS, clause, template
from tests.workspace.deal import JO, Deal
from tests.workspace.test_foreseeing import FOLDER, TERM, hour, month, sign_on, workspace

RULE = "critical: [{missed: 3, of: 6, right: terminate}]"
REPORTED = TERM + "reporting: {cadence: monthly, due: 10 business days}\n"
FACTS = REPORTED.replace("right: terminate}", "right: terminate, exercise_within: 30 days}")
MISSED = month(4, hour("2026-04-03")) | month(5, hour("2026-05-03"), last=31) | month(6, hour("2026-06-03"))
"""The third miss is that of June, whose report is due by 14 July."""
NAME = "acme:critical-failure:standard-uptime-2026-06-terminate"
OURS = SETTINGS.replace('we = "provider"', 'we = "customer"')


def rights(root: Path, day: str) -> list[DueItem]:
    """The rights that are open on a day; the index must say the same."""
    on, wanted = date.fromisoformat(day), Wanted(kinds=("critical-failure",))
    found = due(load(Folder(root)), wanted, today=on, agreements=["acme"]).items
    assert due(load(Folder(root)), wanted, today=on).items == found
    return list(found)


def test_their_right_runs_from_the_last_day_for_the_report_that_shows_it(tmp_path: Path) -> None:
    root = workspace(tmp_path, MISSED, FACTS)
    assert not rights(root, "2026-06-30")
    [found] = rights(root, "2026-07-01")
    assert (found.id, found.due, found.legal, found.who_acts) == (NAME, date(2026, 8, 13), True, "Acme plc")
    assert found.if_nothing == "the right lapses: the Customer may terminate the agreement or the services concerned"
    assert found.why == (
        "Uptime: missed in 2026-04, 2026-05, 2026-06",
        "the month that brought it ends on 30 June 2026",
        "its report is due by 14 July 2026, and the time runs from its receipt, which is not on record: it is counted from that day",
        "30 days after 14 July 2026: 13 August 2026",
        "clauses: critical-failure",
    )
    assert [[one.due for one in rights(root, day)] for day in ("2026-08-13", "2026-08-14")] == [[date(2026, 8, 13)], []]


def test_our_agenda_of_a_review_names_it_and_theirs_does_not(tmp_path: Path) -> None:
    found = occasion(load(Folder(workspace(tmp_path, MISSED, FACTS))), "acme", date(2026, 7, 5))
    ours, theirs = (rendered(*agenda(found, edition), "md").decode() for edition in (Edition.US, Edition.CUSTOMER))
    assert "| Thu 13 August 2026 (legal) | Critical failure | Acme plc | the right lapses: the Customer may terminate" in ours
    assert "the right lapses" not in theirs


def test_once_the_receipt_is_recorded_it_runs_from_that(tmp_path: Path) -> None:
    root = workspace(tmp_path, MISSED, FACTS)
    acknowledge(root, load(Folder(root)), "acme:report-due:2026-06", Circumstances(date(2026, 7, 3), signature=JO), done=True)
    assert [one.due for one in rights(root, "2026-07-06")] == [date(2026, 8, 2)]


def test_ours_runs_from_the_failure_and_is_to_be_used_on_a_business_day(tmp_path: Path) -> None:
    """30 days after 30 June is Thursday 30 July; 32 days after it is Saturday 1 August."""
    root = workspace(tmp_path / "1", {**MISSED, "slagen.toml": OURS}, FACTS)
    assert [(one.due, one.who_acts) for one in rights(root, "2026-07-01")] == [(date(2026, 7, 30), "we")]
    later = workspace(tmp_path / "2", {**MISSED, "slagen.toml": OURS}, FACTS.replace("30 days}", "32 days}"))
    [found] = rights(later, "2026-08-01")
    assert (found.due, found.days_left) == (date(2026, 7, 31), -1)
    assert found.if_nothing.startswith("it is still in time if it is received by 1 August 2026; else the right lapses")
    assert not rights(later, "2026-08-02")


def test_a_right_for_years_is_due_for_years(tmp_path: Path) -> None:
    """Four years after 14 July 2026, the last day for the report; January 2030 is more than 1,200 days after June 2026."""
    facts = FACTS.replace("30 days}", "4 years}").replace("initial: 36 months", "initial: 60 months")
    assert [one.due for one in rights(workspace(tmp_path, MISSED, facts), "2030-01-15")] == [date(2030, 7, 14)]


def test_the_clause_has_the_time_where_the_rule_states_none(tmp_path: Path) -> None:
    text = clause("critical-failure", "1. It is critical.", parameters="{exercise_within: {type: duration, default: 60 days}}")
    files = {**MISSED, "clauses/remedies/critical-failure.md": text, "templates/plain/template.yaml": template("scope", "critical-failure", "execution")}
    assert [one.due for one in rights(workspace(tmp_path / "1", files, REPORTED), "2026-07-01")] == [date(2026, 9, 12)]
    assert not rights(workspace(tmp_path / "2", MISSED, REPORTED), "2026-07-01")


def test_a_changed_clause_reaches_what_the_index_knew(tmp_path: Path) -> None:
    text = clause("critical-failure", "1. It is critical.", parameters="{exercise_within: {type: duration, default: 60 days}}")
    files = {**MISSED, "clauses/remedies/critical-failure.md": text, "templates/plain/template.yaml": template("scope", "critical-failure", "execution")}
    root = workspace(tmp_path, files, REPORTED)
    assert [one.due for one in rights(root, "2026-07-01")] == [date(2026, 9, 12)]
    place = root / "clauses/remedies/critical-failure.md"
    place.write_text(text.replace("60 days", "90 days"), encoding="utf-8")
    assert [one.due for one in rights(root, "2026-07-01")] == [date(2026, 10, 12)]


def test_hours_of_downtime_give_it_for_the_service_by_its_name(tmp_path: Path) -> None:
    rule = "critical: [{hours_down: 24, in: 3 months, right: step-in, exercise_within: 30 days}]"
    day = "uptime,2026-06-03T00:00:00+01:00,2026-06-04T01:00:00+01:00,\n"
    [found] = rights(workspace(tmp_path, month(6, day), REPORTED.replace(RULE, rule)), "2026-07-01")
    assert found.period == "standard-hosting-2026-06-step-in"
    assert found.why[0] == "Hosting: down 25 hours (25 in 2026-06); more than 24 hours in 3 months"
    assert found.if_nothing == "the right lapses: the Customer may step in"


def test_each_further_miss_gives_the_right_anew(tmp_path: Path) -> None:
    root = workspace(tmp_path, MISSED | month(7, hour("2026-07-03"), last=31), FACTS)
    assert [one.period[-17:] for one in rights(root, "2026-08-10")] == ["2026-06-terminate", "2026-07-terminate"]


def test_somebody_may_record_that_it_will_not_be_used(tmp_path: Path) -> None:
    root = workspace(tmp_path, MISSED, FACTS)
    acknowledge(root, load(Folder(root)), NAME, Circumstances(date(2026, 7, 20), note="waived in their letter", signature=JO), done=True)
    assert not rights(root, "2026-07-21")


def test_a_termination_for_it_takes_it_away(tmp_path: Path) -> None:
    deal = Deal(tmp_path / "ws")
    deal.change("accepted:", f"{FACTS}accepted:")
    deal.save("with levels")
    sign_on(deal, date(2026, 3, 20))
    (deal.root / FOLDER).mkdir()
    for path, text in MISSED.items():
        (deal.root / path).write_text(text, encoding="utf-8")
    assert len(rights(deal.root, "2026-07-20")) == 1
    ending = Ending(date(2026, 9, 30), Ground.CRITICAL_FAILURE, now=datetime(2026, 7, 20, 12, tzinfo=UTC))
    terminate(deal.root, deal.loaded, "acme", ending, deal.how(note="clause 9", at=date(2026, 7, 20)))
    assert (len(rights(deal.root, "2026-07-19")), rights(deal.root, "2026-07-20")) == (1, [])


def test_it_stands_among_the_dates_in_the_calendar_and_in_the_mail(tmp_path: Path) -> None:
    settings = SETTINGS + '[mail]\nhost = "localhost"\nport = 587\nfrom = "contracts@n.example"\n[reminders]\nlead = ["7 days", "1 day"]\n'
    root = workspace(tmp_path, {**MISSED, "slagen.toml": settings}, FACTS)
    on = date(2026, 8, 7)
    assert NAME in {item.id for item in dates(load(Folder(root)), "acme", today=on).items}
    assert NAME.encode() in publish(load(Folder(root)), Selection(), today=on).data.replace(b"\r\n ", b"")
    posted = preview(root, load(Folder(root)), Run(on, datetime(2026, 8, 7, 6, 30, tzinfo=UTC))).posted
    assert NAME in {entry.item.id for one in posted for entry in one.letter.reminder.entries}
