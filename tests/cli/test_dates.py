"""`slagen dates`, as people call it."""

from __future__ import annotations

from datetime import date
import json
from pathlib import Path

import pytest

from slagen.cli.main import run
from slagen.model.record import Ground
from slagen.workspace.term_events import Ending, terminate
from tests.workspace.deal import Deal

ROOT = Path(__file__).resolve().parents[2]


def told(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    assert run(["dates", *arguments, "--workspace", str(ROOT)]) == 0
    return capsys.readouterr().out


def test_each_step_names_the_clause_that_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    out = told(capsys, "acme-hosting", "--on", "2028-06-01", "--explain")
    assert "Our last notice (provider)" in out
    assert "our notice: not less than 90 days before the last day, 31 December 2028: 2 October 2028 [clause 6.2 (Renewal)]" in out
    assert "by courier, sent by 29 September 2028, Acme plc receives it on 2 October 2028 (business days in GB-ENG) [clause 7.3 (Notices)]" in out


def test_without_explain_there_is_only_the_table(capsys: pytest.CaptureFixture[str]) -> None:
    assert "[clause" not in told(capsys, "acme-hosting", "--on", "2028-06-01")


def test_what_has_no_end_or_no_term_is_told_as_such(capsys: pytest.CaptureFixture[str]) -> None:
    open_ended = json.loads(told(capsys, "platform-ola", "--on", "2028-06-01", "--json"))
    assert (open_ended["contract_term"]["last_day"], open_ended["notices"], open_ended["last_notice_date"]) == (None, [], None)
    over = json.loads(told(capsys, "strathmuir-casework", "--on", "2060-06-01", "--json"))
    assert over["contract_term"] is None
    assert over["explain"][0]["step"] == "no contract term runs on 1 June 2060"


def test_the_table_shows_the_business_day_by_which_we_act_as_due_does(capsys: pytest.CaptureFixture[str]) -> None:
    # 30 September 2028 is a Saturday
    out = told(capsys, "lindenhof-archive", "--on", "2028-06-01")
    rows = [line.split() for line in out.splitlines() if "Our last notice" in line]
    assert [(row[:3], row[-3:]) for row in rows] == [
        (["Our", "last", "notice"], ["Sat", "2028-09-30", "121"]),
        (["Our", "last", "notice"], ["Fri", "2028-09-29", "120"]),
    ]
    assert "on a business day" in out
    data = json.loads(told(capsys, "lindenhof-archive", "--on", "2028-06-01", "--json"))
    assert (data["last_notice_date"], data["act_by"]) == ("2028-09-30", "2028-09-29")
    assert [one["act_by"] for one in data["notices"]] == ["2028-09-29", None]
    assert next(item["due"] for item in data["items"] if item["kind"] == "last-notice") == data["act_by"]


def test_the_table_shows_the_first_day_for_notice(capsys: pytest.CaptureFixture[str]) -> None:
    [row] = [line.split() for line in told(capsys, "acme-hosting", "--on", "2028-06-01").splitlines() if "Their earliest notice (customer)" in line]
    assert row[-3:] == ["Tue", "2028-07-04", "33"]


def test_an_option_is_called_one_and_nothing_is_called_renewed_that_is_not(capsys: pytest.CaptureFixture[str]) -> None:
    out = told(capsys, "strathmuir-casework", "--on", "2027-06-01", "--explain")
    assert "Their last day to exercise the option (customer)" in out
    assert "unless that is done it ends on 17 May 2028" in out
    assert "Renewal date, if the option is exercised" in out
    assert "Final expiry, unless the option is exercised" in out
    assert "last notice" not in out
    assert "after the last renewal" not in out


def test_readings_of_notice_that_works_to_the_end_of_a_quarter_are_told_apart(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    deal = Deal(tmp_path)
    term = "contract_term: {effective_date: 2026-02-15, initial: 12 months, renewal: {mode: automatic, period: 12 months}, "
    deal.change("accepted:", f"{term}notice: {{period: 6 weeks, before: last_day, to: quarter-end}}}}\naccepted:")
    assert run(["dates", "acme", "--on", "2026-10-01", "--workspace", str(deal.root)]) == 0
    out = capsys.readouterr().out
    assert "if counted from the last day, 2026-12-31" in out
    assert "if counted from the last day, 2027-03-31" in out


TOO_LONG = "notice of 100 days is not shorter than the initial term of 3 months: by the period, its last day is"


def test_notice_longer_than_the_term_is_told_with_both_readings_and_due_and_check_agree(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    deal = Deal(tmp_path)
    term = "contract_term: {effective_date: 2026-06-01, initial: 3 months, renewal: {mode: automatic, period: 12 months}, "
    deal.change("accepted:", f"{term}notice: {{period: 100 days, before: last_day}}}}\naccepted:")
    for command in (["dates", "acme"], ["due"], ["dates", "acme", "--json"]):
        assert run([*command, "--on", "2026-06-10", "--workspace", str(deal.root)]) == 3
        shown = capsys.readouterr()
        assert TOO_LONG in shown.out + shown.err
        assert "1 June 2026 on, which leaves less than 100 days" in shown.out + shown.err
        assert "SLG457" in shown.out + shown.err
    assert run(["check", "acme", "--workspace", str(deal.root)]) == 1
    assert TOO_LONG in capsys.readouterr().out
    for command in (["dates", "acme"], ["due"]):  # once the initial term is over, nothing depends on it
        assert run([*command, "--on", "2026-10-10", "--workspace", str(deal.root)]) == 0
    capsys.readouterr()


def test_notice_longer_than_the_term_is_told_until_somebody_accepts_it(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    deal = Deal(tmp_path)
    term = "contract_term: {effective_date: 2026-06-01, initial: 3 months, renewal: {mode: automatic, period: 12 months}, "
    deal.change("accepted:", f"{term}notice: {{period: 100 days, before: last_day}}}}\naccepted:")
    deal.change("by: lee@northwind.example}]", "by: lee@northwind.example}, {code: SLG457, reason: meant for renewals, by: lee@northwind.example}]")
    assert run(["due", "--on", "2026-06-10", "--workspace", str(deal.root)]) == 0
    capsys.readouterr()


def test_one_agreement_is_told_by_its_own_locale_and_the_portfolio_by_the_workspaces(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    deal = Deal(tmp_path)
    term = "contract_term: {effective_date: 2026-06-01, initial: 12 months, renewal: {mode: automatic, period: 12 months}, "
    deal.change("accepted:", f"locale: en_US\n{term}notice: {{period: 30 days, before: last_day}}}}\naccepted:")
    on = ("--on", "2026-06-10", "--workspace", str(deal.root))
    assert run(["dates", "acme", "--explain", *on]) == 0
    assert "ends on May 31, 2027" in capsys.readouterr().out
    assert run(["due", "--why", *on]) == 0
    assert "ends on 31 May 2027" in capsys.readouterr().out


def test_an_unknown_calendar_is_told_with_the_file_that_names_it(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    deal = Deal(tmp_path)
    law = "governing_law: {law: England and Wales, courts: England and Wales, calendar: GB-XYZ}"
    deal.change("accepted:", f"{law}\ncontract_term: {{effective_date: 2026-06-01, initial: 12 months}}\naccepted:")
    for command in (["dates", "acme"], ["due"]):
        assert run([*command, "--on", "2026-06-10", "--workspace", str(deal.root)]) == 3
        shown = capsys.readouterr().err
        assert "agreements/acme/agreement.yaml: " in shown
        assert "there is no calendar “GB-XYZ”: choose one of GB-ENG, GB-NIR, GB-SCT, GB-WLS" in shown
        assert "Correct governing_law.calendar." in shown


def test_what_was_terminated_has_one_end(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    deal = Deal(tmp_path)
    deal.change("accepted:", "contract_term: {effective_date: 2026-06-01, initial: 12 months}\naccepted:")
    deal.save("with a term")
    deal.sign()
    terminate(deal.root, deal.loaded, "acme", Ending(date(2026, 12, 31), Ground.MUTUAL), deal.how(note="as agreed"))
    capsys.readouterr()
    assert run(["dates", "acme", "--on", "2026-07-01", "--workspace", str(deal.root)]) == 0
    out = capsys.readouterr().out
    assert ("Ends on" in out, "Final expiry" in out) == (True, False)
