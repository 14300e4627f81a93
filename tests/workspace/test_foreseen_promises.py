"""What a charter promises is warned of by the names that people know, its surveys too."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from slagen.formats.files import Folder
from slagen.lifecycle.due_item import DueItem
from slagen.workspace.due_list import Wanted, due
from slagen.workspace.load import load
from tests.workspace.charter import CHARTER, COUNTS, TICKETS, VALUES, charter_in_git

SURVEYS = "2026-02-01_2026-02-28-values-survey.csv"
FEW = CHARTER.replace("publish: 12 months,", "publish: 12 months, minimum_sample: 30,")


def warnings(root: Path, day: str) -> dict[str, DueItem]:
    """What is foreseen on a day, by its name in the charter; the index must say the same."""
    on, wanted = date.fromisoformat(day), Wanted(kinds=("early-warning",))
    found = due(load(Folder(root)), wanted, today=on, agreements=["acme"]).items
    assert due(load(Folder(root)), wanted, today=on).items == found
    return {one.period: one for one in found}


def survey(answers: int = 40, days: str = "2026-02-02/2026-02-20") -> dict[str, str]:
    return {SURVEYS: f"{VALUES}feedback,{days},84.5,{answers}\n"}


def test_promises_are_called_by_their_channel_and_complaints_by_their_stage(tmp_path: Path) -> None:
    """80 of 100 replies by e-mail in time; a complaint of stage 1 answered after nine business days; the clause promises to acknowledge it within two."""
    mail = {"2026-01-01_2026-01-31-counts-mail-desk.csv": f"{COUNTS}mail.reply,2026-01,80,100\nmail.acknowledge,2026-01,99,100\n"}
    late = "2026-01-05T10:00:00Z,2026-01-09T10:00:00Z,,2026-01-16T10:00:00Z"
    post = {
        "2026-01-01_2026-01-31-tickets-post-book.csv": f"{TICKETS}letter,,2026-01-05T10:00:00Z,2026-01-09T10:00:00Z,,2026-01-09T10:00:00Z\ncomplaints.1,,{late}\n"
    }
    found = warnings(charter_in_git(tmp_path / "ws", mail | post), "2026-01-31")
    told = {name: one.if_nothing.partition(":")[0] for name, one in found.items()}
    assert told == {
        "mail.reply-2026-01": "E-mail, replies",
        "letter.acknowledge-2026-01": "Letter, acknowledgements",
        "complaints.acknowledge-2026-01": "Complaints, acknowledgements",
        "complaints.1-2026-01": "Complaints, stage 1",
    }
    assert found["mail.reply-2026-01"].why[0].startswith("E-mail, replies: the measurement period 2026-01")


def test_a_survey_that_does_not_come_is_told_ten_days_after_its_time(tmp_path: Path) -> None:
    """Customers are asked every six months, once from 1 July to 31 December."""
    root = charter_in_git(tmp_path / "ws", survey())
    assert not warnings(root, "2026-12-31")
    assert not warnings(root, "2027-01-09")
    [found] = warnings(root, "2027-01-10").values()
    assert (found.period, found.due, found.legal, found.value) == ("feedback-2", date(2027, 1, 15), False, None)
    assert found.if_nothing == ("Survey of customers: no figures from 1 July 2026 to 31 December 2026, the survey that the charter promises is missing")
    assert found.why == (
        "customers are asked every 6 months: once from 1 July 2026 to 31 December 2026",
        "its figures should be there by 15 January 2027",
        "clauses: charter-feedback",
    )
    assert list(warnings(root, "2027-06-30")) == ["feedback-2"]


def test_one_that_comes_late_is_enough_and_one_in_time_is_not_asked_for(tmp_path: Path) -> None:
    late = survey(days="2027-01-04/2027-01-12")
    assert not warnings(charter_in_git(tmp_path / "1", late), "2027-01-20")
    assert not warnings(charter_in_git(tmp_path / "2", survey(days="2026-12-01/2026-12-31")), "2027-01-20")


def test_a_survey_that_too_few_answered_is_told_while_customers_can_be_asked_again(tmp_path: Path) -> None:
    root = charter_in_git(tmp_path / "1", survey(29), FEW)
    assert not warnings(root, "2026-02-19")
    [found] = warnings(root, "2026-03-01").values()
    assert (found.period, found.due) == ("feedback-1", date(2026, 6, 30))
    assert found.if_nothing == "Survey of customers: 29 answers, fewer than 30 are too few to speak for everybody"
    assert not warnings(root, "2026-07-01")
    assert not warnings(charter_in_git(tmp_path / "2", survey(30), FEW), "2026-03-01")
    again = {SURVEYS: f"{VALUES}feedback,2026-02-02/2026-02-20,84.5,29\nfeedback,2026-04-01/2026-04-10,84.5,31\n"}
    assert not warnings(charter_in_git(tmp_path / "3", again, FEW), "2026-05-01")


def test_a_charter_of_which_nobody_says_where_its_surveys_come_from_is_not_asked_for_them(tmp_path: Path) -> None:
    mail = {"2026-01-01_2026-01-31-counts-mail-desk.csv": f"{COUNTS}mail.reply,2026-01,100,100\n"}
    silent = CHARTER.replace(", source: {type: values, system: Survey}}", "}")
    assert "feedback-1" not in warnings(charter_in_git(tmp_path / "1", mail, silent), "2026-07-20")
    assert "feedback-1" in warnings(charter_in_git(tmp_path / "2", mail), "2026-07-20")
