from __future__ import annotations

from datetime import date

import pytest

from slagen.formats.markdown.write import write
from slagen.workspace.briefing import NEXT_DATES, brief
from slagen.workspace.drafting import draft
from tests.small_workspace import AGREEMENT, NASTY, loaded

FACTS = """\
services: [{id: h, name: "Hosting & <more>"}]
service_hours: {office: {title: UK Office hours, weekly: {mon-fri: ["09:00-17:30"]}}}
severities: {P1: {title: Critical, means: Nothing works}, P2: {title: High, means: Slow}}
service_levels: [{id: availability, service: h, metric: availability, role: slo, target: '>= 99.90 %', period: calendar-month, source: {type: outages, system: s}}]
escalation: [{level: 1, role: Service manager, after: 1 hour}]
people: {account-manager: jo@northwind.example}
contract_term: {effective_date: 2026-01-01, initial: 36 months, renewal: {mode: automatic, period: 12 months}, notice: {period: 90 days, before: last_day}}
review: {every: 3 months, owner: jo@northwind.example}
"""


def page(facts: str = FACTS, today: date = date(2026, 10, 1)) -> str:
    made = loaded({"agreements/acme/agreement.yaml": AGREEMENT.replace("Acme plc", f"'{NASTY}'") + facts})
    drafted = draft(made, "acme")
    document, labels = brief(made, drafted, drafted.usable, today=today)
    assert set(labels) >= {clause.id for section in document.sections for clause in section.clauses}
    return write(document, labels)


@pytest.mark.parametrize(
    "part", ["at least 99.90%", "Monday to Friday 09:00–17:30", "Nothing works", "Service manager", "jo@northwind.example", "Account manager (our side)"]
)
def test_the_brief_says_what_the_people_at_the_phone_must_know(part: str) -> None:
    assert part in page().replace("\\", "")


def test_names_print_in_the_brief_as_they_are() -> None:
    text = page()
    assert "UK Office hours" in text
    assert "Hosting &amp; \\<more\\>" in text or "Hosting & \\<more>" in text or "Hosting &amp; &lt;more&gt;" in text


def test_only_dates_that_are_still_to_come_are_listed_and_not_too_many() -> None:
    text = page(today=date(2026, 10, 2))
    dates = [line for line in text.split("\n") if line.lstrip().startswith(("-", "*")) and " 20" in line]
    assert dates
    assert len(dates) <= NEXT_DATES
    assert "1 October 2026" not in text


def test_parts_without_facts_are_left_out() -> None:
    text = page("")
    assert "Who and what" in text
    assert "What we promise" not in text
    assert "What comes next" not in text


def test_the_brief_says_what_is_to_be_done_and_who_does_it_not_that_a_duty_is_missed() -> None:
    duties = "obligations: [{id: users, who: customer, what: Send the list of users, every: 1 month, anchor: effective_date}]\n"
    lines = [line.replace("\\", "") for line in page(FACTS + duties).split("\n")]
    assert f"- 1 October 2026: Send the list of users ({NASTY})" in [line.replace("&amp;", "&").replace("&lt;", "<") for line in lines]
    assert "- 1 October 2026: review" in lines
    assert "- 2 October 2028: last notice; if nobody acts: renews for 12 months" in lines
