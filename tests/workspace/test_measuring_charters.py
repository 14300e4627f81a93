"""What a charter promises is measured like any service level: from its own names, in working days, with interim replies."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest

from slagen.core.errors import FindingsError, UsageError
from slagen.formats.files import Folder
from slagen.performance.result import Result
from slagen.workspace.identifying import Document
from slagen.workspace.load import load
from slagen.workspace.measuring import Delivery, Measured, measure
from slagen.workspace.performing import performance
from tests.workspace.charter import CHARTER, COUNTS, NOW, TICKETS, VALUES, charter_in_git

LETTERS = "2026-05-01_2026-05-31-tickets-post-book.csv"
MAIL = "2026-05-01_2026-05-31-counts-mail-desk.csv"


def results(tmp_path: Path, files: Mapping[str, str], facts: str = CHARTER) -> dict[str, Result]:
    """The result of May 2026 (bank holidays on the 4th and the 25th) of each promise, and the last one of surveys."""
    root = charter_in_git(tmp_path / "ws", files, facts)
    found = performance(load(Folder(root)), "acme", until=date(2026, 12, 31), now=NOW)
    return {name: next((one for one in every if one.window.name == "2026-05"), every[-1]) for name, every in found.results.items() if every}


def said(result: Result) -> tuple[str, object, object]:
    return result.verdict.value, result.good, result.total


def delivered(tmp_path: Path, text: str, **how: str) -> Measured:
    root = charter_in_git(tmp_path / "ws", {})
    return measure(root, load(Folder(root)), "acme", Document("may.csv", text.encode()), Delivery(dry=True, **how), now=NOW)  # type: ignore[arg-type]


def test_tickets_tell_of_both_promises_in_working_days_after_the_day_on_which_a_message_came(tmp_path: Path) -> None:
    """From Friday 1 May: Monday is a bank holiday in England, so that the third working day is Thursday 7 May, and the tenth is Monday 18 May."""
    rows = (
        "letter,,2026-05-01T16:00:00+01:00,2026-05-07T17:00:00+01:00,,2026-05-18T09:00:00+01:00\n"
        "letter,,2026-05-01T16:00:00+01:00,2026-05-08T09:00:00+01:00,,2026-05-19T09:00:00+01:00\n"
    )
    found = results(tmp_path, {LETTERS: TICKETS + rows})
    assert said(found["letter.acknowledge"]) == ("missed", 1, 2)
    assert said(found["letter.reply"]) == ("missed", 1, 2)


def test_an_interim_reply_in_time_counts_where_the_charter_says_so_and_only_there(tmp_path: Path) -> None:
    row = "letter,,2026-05-01T16:00:00+01:00,2026-05-05T09:00:00+01:00,2026-05-18T09:00:00+01:00,2026-06-30T09:00:00+01:00\n"
    assert said(results(tmp_path / "a", {LETTERS: TICKETS + row})["letter.reply"]) == ("met", 1, 1)
    strict = CHARTER.replace("interim: true", "interim: false")
    assert said(results(tmp_path / "b", {LETTERS: TICKETS + row}, strict)["letter.reply"]) == ("missed", 0, 1)


def test_an_answer_acknowledges_and_an_interim_reply_too(tmp_path: Path) -> None:
    rows = "letter,,2026-05-05T09:00:00Z,,,2026-05-06T09:00:00Z\nletter,,2026-05-05T09:00:00Z,2026-05-29T09:00:00Z,2026-05-06T09:00:00Z,\n"
    assert said(results(tmp_path, {LETTERS: TICKETS + rows})["letter.acknowledge"]) == ("met", 2, 2)


def test_what_is_not_answered_yet_has_failed_once_its_time_is_over(tmp_path: Path) -> None:
    found = results(tmp_path, {LETTERS: TICKETS + "letter,,2026-05-05T09:00:00Z,2026-05-06T09:00:00Z,,\n"})
    assert said(found["letter.reply"]) == ("missed", 0, 1)


def test_without_a_share_everybody_is_promised_and_with_one_so_many_in_a_hundred(tmp_path: Path) -> None:
    found = results(tmp_path, {MAIL: f"{COUNTS}mail.acknowledge,2026-05,95,100\nmail.reply,2026-05,94,100\n"})
    assert said(found["mail.acknowledge"]) == ("met", 95, 100)
    assert said(found["mail.reply"]) == ("missed", 94, 100)


def test_nobody_who_wrote_is_nothing_to_measure_and_no_file_is_missing(tmp_path: Path) -> None:
    found = results(tmp_path, {LETTERS: TICKETS, MAIL: f"{COUNTS}mail.acknowledge,2026-05,0,0\n"})
    assert said(found["letter.reply"]) == ("nothing to measure", None, None)
    assert found["mail.acknowledge"].verdict.value == "nothing to measure"
    assert found["phone.acknowledge"].verdict.value == "missing"
    assert found["counter.reply"].verdict.value == "missing"


def test_a_standard_with_one_promise_goes_by_its_own_name_too(tmp_path: Path) -> None:
    name = "2026-05-01_2026-05-31-values-exchange.csv"
    for place, called in enumerate(("phone", "phone.acknowledge")):
        assert said(results(tmp_path / str(place), {name: f"{VALUES}{called},2026-05,91.5,400\n"})["phone.acknowledge"]) == ("met", None, 400)


def test_complaints_are_measured_stage_by_stage_and_their_acknowledgement_as_the_clause_says(tmp_path: Path) -> None:
    rows = (
        "complaints.1,,2026-05-05T09:00:00Z,2026-05-07T09:00:00Z,,2026-05-12T09:00:00Z\n"
        "complaints.1,,2026-05-05T09:00:00Z,2026-05-08T09:00:00Z,,2026-05-13T09:00:00Z\n"
        "complaints.2,,2026-05-14T09:00:00Z,,,2026-05-20T09:00:00Z\n"
    )
    upheld = {"2026-05-01_2026-05-31-counts-post-book.csv": f"{COUNTS}complaints.upheld,2026-05,1,2\n"}
    found = results(tmp_path, {LETTERS: TICKETS + rows} | upheld)
    assert said(found["complaints.acknowledge"]) == ("missed", 1, 2)
    assert said(found["complaints.1"]) == ("missed", 1, 2)
    assert said(found["complaints.2"]) == ("met", 1, 1)
    assert said(found["complaints.upheld"]) == ("reported", 1, 2)


def test_a_survey_is_of_the_time_that_it_names(tmp_path: Path) -> None:
    found = results(tmp_path, {"2026-07-01_2026-12-31-values-survey.csv": f"{VALUES}feedback,2026-H2,88.5,212\n"})
    assert (found["feedback"].window.name, found["feedback"].value, found["feedback"].total) == ("2026-H2", Fraction(177, 2), Fraction(212))


def test_a_survey_ends_no_period_of_its_own_making(tmp_path: Path) -> None:
    assert delivered(tmp_path, f"{VALUES}feedback,2026-08-03/2026-08-21,88,40\n").periods == ()


@pytest.mark.parametrize(
    ("row", "code", "told"),
    [
        (f"{COUNTS}mial.reply,2026-05,1,1\n", "SLG602", "no standard “mial.reply”"),
        (f"{COUNTS}mail,2026-05,1,1\n", "SLG646", "more than one promise"),
        (f"{TICKETS}letter.reply,,2026-05-05T09:00:00Z,,,\n", "SLG646", "tickets of “letter”"),
        (f"{TICKETS}complaints.acknowledge,,2026-05-05T09:00:00Z,,,\n", "SLG646", "tickets of “complaints.1”"),
        (f"{TICKETS}letter,P1,2026-05-05T09:00:00Z,,,\n", "SLG611", "no severity “P1”"),
        (f"{TICKETS}letter,,2026-05-05T09:00:00Z,,,2026-05-04T09:00:00Z\n", "SLG604", "resolved lies before the start"),
        (f"{TICKETS}letter,,2027-05-05T09:00:00Z,,,\n", "SLG605", "in the future"),
        (f"{COUNTS}mail.reply,2027-05,1,1\n", "SLG605", "in the future"),
        (f"{COUNTS}mail.reply,2026-Q2,1,1\n", "SLG607", "not a measurement period"),
        (f"{COUNTS}mail.reply,2026-05,2,1\n", "SLG606", "more than all"),
        (f"{VALUES}phone,2026-05,101,10\n", "SLG606", "more than everything"),
        (f"{VALUES}feedback,2026-H1,101,10\n", "SLG606", "more than everything"),
        (f"{VALUES}feedback,2026-H3,80,10\n", "SLG607", "not a measurement period"),
        (f"{TICKETS}counter,,2026-05-05T09:00:00Z,,,\n", "SLG645", "nothing says how"),
        (f"{VALUES}letter,2026-05,80,10\n", "SLG646", "more than one promise"),
        (f"{VALUES}letter.reply,2026-05,80,10\n", "SLG610", "measured by tickets"),
        (f"{VALUES}phone,2026-05,80,10\nphone.acknowledge,2026-05,81,10\n", "SLG608", "already in line 2"),
    ],
)
def test_what_is_wrong_with_a_row_is_told_with_its_line(tmp_path: Path, row: str, code: str, told: str) -> None:
    with pytest.raises(FindingsError) as caught:
        delivered(tmp_path, row)
    [finding] = caught.value.findings
    assert (finding.code, finding.source.line) == (code, row.count("\n"))
    assert told in finding.message


def test_an_unknown_name_is_answered_with_the_nearest(tmp_path: Path) -> None:
    with pytest.raises(FindingsError) as caught:
        delivered(tmp_path, f"{COUNTS}mail.repli,2026-05,1,1\n")
    assert "mail.reply" in caught.value.findings[0].hint


def test_an_empty_file_of_a_form_by_which_nothing_is_measured_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="Nothing of “acme” is measured by outages"):
        delivered(tmp_path, "service_level,start,end,cause\n", period="2026-05")
