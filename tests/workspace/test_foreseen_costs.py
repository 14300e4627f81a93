"""What a warning says that a miss costs is what the statement of the month then says."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

from slagen.formats.files import Folder
from slagen.workspace.choosing import Choice, choose
from slagen.workspace.crediting import Statement, statement
from slagen.workspace.load import load
from slagen.workspace.recording import Circumstances
from tests.small_workspace import clause, template
from tests.workspace.deal import JO
from tests.workspace.test_foreseeing import FOLDER, JUNE, TERM, hour, month, warnings, workspace

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
PERCENT, WORD = "{type: percentage, default: 25 %}", "{type: string, default: compensation}"
CRITICAL = clause(
    "critical-failure", "1. Critical.", parameters=f"{{credits: {WORD}, compensation: {PERCENT}, exercise_within: {{type: duration, default: 60 days}}}}"
)
BONUS = clause("bonus", "1. Bonus.", parameters="{clean: {type: boolean, default: true}}")
SPEED = (
    "  - {id: speed, name: Speed, service: hosting, metric: error-rate, role: slo, target: <= 1 %, period: calendar-month, "
    "source: {type: values, system: Load}}\nservice_credits:"
)
TWO = TERM.replace("service_credits:", SPEED).replace("{uptime: [", "{speed: [{above: 1, credit: 10}], uptime: [")
HALF_A_DAY = "uptime,2026-{0}-03T09:00:00+01:00,2026-{0}-03T21:00:00+01:00,\n"


def speed(number: int, value: str, last: int = 30) -> dict[str, str]:
    text = f"service_level,period,value,sample\nspeed,2026-{number:02},{value},\n"
    return {f"{FOLDER}/2026-{number:02}-01_2026-{number:02}-{last:02}-values-load.csv": text}


def stated(root: Path, period: str = "2026-06") -> Statement:
    return statement(load(Folder(root)), "acme", period, now=NOW)


def with_clause(text: str, name: str) -> dict[str, str]:
    return {f"clauses/remedies/{name}.md": text, "templates/plain/template.yaml": template("scope", name, "execution")}


def test_a_compensation_takes_the_place_of_the_credit(tmp_path: Path) -> None:
    """The third miss: 25 % of £10,000.00 in place of 10 %, of which the limit of 20 % leaves £2,000.00."""
    files = month(4, hour("2026-04-03")) | month(5, hour("2026-05-03"), last=31) | month(6, hour("2026-06-03"))
    root = workspace(tmp_path, files | with_clause(CRITICAL, "critical-failure"), TERM)
    [found] = warnings(root, "2026-06-30")
    assert "(£1,000.00; after the Critical Failure a compensation takes its place, £2,500.00 in all, of which £2,000.00 is given" in found.if_nothing
    assert [str(one.amount) for one in stated(root).total] == ["2000.00"] == [str(found.value)]


def test_where_credits_go_on_there_is_none(tmp_path: Path) -> None:
    files = month(4, hour("2026-04-03")) | month(5, hour("2026-05-03"), last=31) | month(6, hour("2026-06-03"))
    goes_on = CRITICAL.replace("default: compensation", "default: continue")
    root = workspace(tmp_path, files | with_clause(goes_on, "critical-failure"), TERM)
    [found] = warnings(root, "2026-06-30")
    assert [str(one.amount) for one in stated(root).total] == ["1000.00"] == [str(found.value)]
    assert "compensation" not in found.if_nothing


def test_what_the_customer_chose_for_earlier_months_leaves_more_of_a_yearly_limit(tmp_path: Path) -> None:
    """2.5 % of £120,000.00 is £3,000.00. Of May £2,500.00 would count, but the customer has chosen the £1,000.00 for the other level."""
    limit = "caps: [{percent: 2.5, of: annual-charges, per: 12 months}]\n    combine: customer-chooses"
    facts = TWO.replace("caps: [{percent: 20, of: monthly-charges, per: month}]", limit).replace("    critical: [{missed: 3, of: 6, right: terminate}]\n", "")
    files = month(4) | speed(4, "0.5") | month(5, HALF_A_DAY.format("05"), last=31) | speed(5, "2", 31) | month(6, HALF_A_DAY.format("06"))
    root = workspace(tmp_path, files, facts)
    [before] = [one for one in warnings(root, "2026-06-30") if "uptime" in one.id]
    assert str(before.value) == "500.00"
    circumstances = Circumstances(date(2026, 6, 8), signature=JO)
    choose(root, load(Folder(root)), "acme", Choice("2026-05", "speed"), circumstances, now=NOW)
    [after] = [one for one in warnings(root, "2026-06-30") if "uptime" in one.id]
    assert "(£2,500.00, of which" in after.if_nothing
    assert [str(one.amount) for one in stated(root).total] == ["2000.00"] == [str(after.value)]
    assert [str(one.value) for one in warnings(root, "2026-06-07") if "uptime" in one.id] == ["500.00"]


def test_a_bonus_that_needs_a_month_without_credits_is_a_part_of_what_the_miss_costs(tmp_path: Path) -> None:
    """2 % of £10,000.00 for the level that is better than its target: no longer earned beside a credit."""
    facts = TWO.replace("2026-04-01", "2026-06-01").replace("    critical:", "    bonus: {mode: percent, percent: 2}\n    critical:")
    files = month(6, hour("2026-06-03")) | speed(6, "0.5")
    root = workspace(tmp_path / "1", files | with_clause(BONUS, "bonus"), facts)
    [found] = warnings(root, "2026-06-30")
    assert found.if_nothing.endswith("; a Bonus of £200.00 for other results of the month, as they stand, is not earned")
    assert (str(found.value), [one.bonus for one in stated(root).months]) == ("1200.00", [None])
    always = workspace(tmp_path / "2", files | with_clause(BONUS.replace("default: true", "default: false"), "bonus"), facts)
    [kept] = warnings(always, "2026-06-30")
    assert (str(kept.value), "Bonus" in kept.if_nothing) == ("1000.00", False)


def test_a_credit_that_would_be_earned_back_with_the_month_is_a_part_of_what_the_miss_costs(tmp_path: Path) -> None:
    """Half of the £1,000.00 of April is earned back after two months that are met: with June, unless June is missed."""
    facts = TERM.replace("    critical:", "    earn_back: {mode: proportion, percent: 50, after: 2}\n    critical:")
    root = workspace(tmp_path, month(4, hour("2026-04-03")) | month(5, last=31) | month(6, hour("2026-06-03")), facts)
    [found] = warnings(root, "2026-06-30")
    assert found.if_nothing.split("; ")[2] == "£500.00 of earlier credits is not earned back"
    assert str(found.value) == "1500.00"


def test_what_was_banked_is_set_off(tmp_path: Path) -> None:
    """The £1,000.00 of April are banked after May, which was met, and set off against the £2,500.00 of June, of which the limit leaves £2,000.00."""
    facts = TERM.replace("    critical:", "    earn_back: {mode: banked, after: 1, expires: 12}\n    critical:")
    root = workspace(tmp_path, month(4, hour("2026-04-03")) | month(5, last=31) | month(6, HALF_A_DAY.format("06")), facts)
    [found] = warnings(root, "2026-06-30")
    assert "(£2,500.00, of which £1,000.00 is left: £1,000.00 that was banked is set off)" in found.if_nothing
    assert [str(one.amount) for one in stated(root).total] == ["1000.00"] == [str(found.value)]


def test_a_miss_of_a_scheme_that_gives_the_highest_adds_what_it_is_more(tmp_path: Path) -> None:
    """Of a period of thirty days that ended in the month £1,000.00 are earned already."""
    level = SPEED.replace("period: calendar-month", "period: fixed-30-days")
    facts = JUNE.replace("service_credits:", level).replace("{uptime: [", "{speed: [{above: 1, credit: 10}], uptime: [")
    facts = facts.replace("2026-06-01", "2026-05-15").replace("    critical:", "    combine: highest\n    critical:")
    late = {f"{FOLDER}/2026-05-15_2026-06-13-values-load.csv": "service_level,period,value,sample\nspeed,2026-05-15/2026-06-13,2,\n"}
    root = workspace(tmp_path, month(6, HALF_A_DAY.format("06")) | late, facts)
    [found] = [one for one in warnings(root, "2026-06-30") if "uptime-2026-06" in one.id]
    assert "£1,000.00 is added to what the month has already" in found.if_nothing
    assert [str(one.amount) for one in stated(root).total] == ["2000.00"]
