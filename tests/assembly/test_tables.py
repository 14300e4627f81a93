from __future__ import annotations

from typing import Any

import pytest

from slagen.assembly.facts import Budget, Fact
from slagen.assembly.fill import TABLES
from slagen.assembly.tables import Tables
from slagen.core.durations import Duration
from slagen.core.hours import Interval, WeeklyHours
from slagen.core.locales import Formats
from slagen.core.money import Percentage
from slagen.model.agreement import Agreement
from slagen.model.document import Inline, LineBreak, Table, Text, Value
from slagen.model.native import from_native
from slagen.model.service_level import ServiceHours

LEVEL = {"id": "availability", "service": "hosting", "metric": "availability", "role": "slo", "period": "calendar-month"}
TARGET = {"comparison": ">=", "value": "99.90", "unit": "%"}


def tables(language: str = "en", locale: str = "en_GB", **facts: Any) -> Tables:
    base = {"id": "acme", "title": "T", "kind": "sla", "template": "t", "parties": {}, "services": [{"id": "hosting", "name": "Managed hosting"}]}
    return Tables(from_native(Agreement, {**base, **facts}), Formats(language, locale))


def shown(content: tuple[Inline, ...]) -> str:
    return "".join("/" if isinstance(one, LineBreak) else one.text if isinstance(one, (Text, Value)) else "?" for one in content)


def rows(table: Table) -> list[list[str]]:
    assert {len(row) for row in table.rows} <= {len(table.header)}
    return [[shown(cell.content) for cell in row] for row in table.rows]


def keys(table: Table) -> set[str]:
    return {inline.key for row in table.rows for cell in row for inline in cell.content if isinstance(inline, Value)}


def headings(table: Table) -> list[str]:
    return [shown(cell.content) for cell in table.header]


def test_service_levels_show_target_period_and_remedy_with_their_keys() -> None:
    table = tables(service_levels=[{**LEVEL, "target": TARGET}]).service_levels()
    assert headings(table) == ["Service Level", "Service", "Target", "Measured over", "Remedy"]
    assert rows(table) == [["Availability", "Managed hosting", "at least 99.90%", "calendar month", "Corrective action"]]
    part = "service_levels.availability"
    assert keys(table) == {f"{part}.metric", f"{part}.target", f"{part}.period", f"{part}.role", "services.hosting.name"}


def test_a_level_that_earns_credits_says_so_and_a_kpi_is_reported_only() -> None:
    levels = [{**LEVEL, "id": name, "role": role} for name, role in (("a", "slo"), ("b", "slo"), ("c", "slo"), ("d", "kpi"))]
    scheme = {"id": "s", "services": [], "base": "monthly-charges", "bands": {"a": []}, "points": {"b": []}}
    assert [row[4] for row in rows(tables(service_levels=levels, service_credits=[scheme]).service_levels())] == [
        "Service Credits", "Service Credits", "Corrective action", "Reported only",
    ]  # fmt: skip


def test_service_levels_of_one_service_may_be_asked_for_by_id_or_by_the_service() -> None:
    made = tables(service_levels=[LEVEL, {**LEVEL, "id": "mail", "service": "mail"}])
    service = made._agreement.services[0]
    assert len(rows(made.service_levels())) == 2
    assert len(rows(made.service_levels("mail"))) == len(rows(made.service_levels(Fact("services.hosting", service, Budget())))) == 1


def test_an_own_name_and_a_severity_are_shown_and_not_twice() -> None:
    levels = [
        {**LEVEL, "metric": "response-time", "severity": "P1"},
        {**LEVEL, "id": "b", "name": "Response to P1", "severity": "P1"},
        {**LEVEL, "id": "c", "metric": "own-figure"},
    ]
    assert [row[0] for row in rows(tables(service_levels=levels).service_levels())] == ["Response time (P1)", "Response to P1", "own figure"]


def test_staged_targets_show_each_stage_on_a_line_with_its_days() -> None:
    stages = [{"target": {**TARGET, "value": "99.5"}, "to": "2026-03-31", "credits": False}, {"target": TARGET, "from": "2026-04-01"}]
    table = tables(service_levels=[{**LEVEL, "targets": stages}]).service_levels()
    assert rows(table)[0][2] == "at least 99.5% until 31 March 2026 (no Service Credits)/at least 99.90% from 1 April 2026"
    part = "service_levels.availability.targets"
    assert {f"{part}.0.target", f"{part}.0.to", f"{part}.1.target", f"{part}.1.from"} <= keys(table)


def test_what_has_no_target_shows_a_dash_and_never_a_blank() -> None:
    assert rows(tables(service_levels=[LEVEL]).service_levels())[0][2] == "–"


@pytest.mark.parametrize(
    ("band", "target", "expected"),
    [
        ({"below": "99.90"}, TARGET, "below 99.90%"),
        ({"at_least": "99.0", "below": "99.9"}, TARGET, "at least 99.0% and below 99.9%"),
        ({"at_most": "99"}, TARGET, "at most 99%"),
        ({"above": "4"}, {"comparison": "<=", "value": "4", "unit": "hours"}, "above 4 hours"),
        ({"above": "200"}, {"comparison": "<=", "value": "150", "unit": "ms"}, "above 200 ms"),
        ({"below": "80"}, {"comparison": "<=", "value": "30", "unit": "min", "share": "95 %"}, "below 80%"),
        ({"below": "8"}, {"comparison": ">=", "value": "9", "unit": ""}, "below 8"),
    ],
)
def test_bands_are_printed_in_the_unit_of_the_level_with_every_digit(band: dict[str, str], target: dict[str, str], expected: str) -> None:
    scheme = {"id": "s", "services": ["hosting"], "base": "monthly-charges", "bands": {"availability": [{**band, "credit": "10.50"}]}}
    table = tables(service_levels=[{**LEVEL, "target": target}], service_credits=[scheme]).credits()
    assert rows(table)[0][1:] == [expected, "10.50%"]
    assert "service_credits.s.bands.availability.0.credit" in keys(table)
    assert [cell.align for cell in table.rows[0]] == ["left", "left", "right"]


def test_points_and_weights_have_headings_of_their_own() -> None:
    base = {"services": ["hosting"], "base": "monthly-charges"}
    points = {**base, "id": "p", "points": {"availability": [{"below": "99", "points": "2"}]}}
    weights = {**base, "id": "w", "weights": {"availability": "120"}}
    made = tables(service_levels=[{**LEVEL, "target": TARGET}], service_credits=[points, weights])
    assert headings(made.credits("p"))[2] == "Points"
    assert rows(made.credits("p")) == [["Availability", "below 99%", "2"]]
    assert headings(made.credits("w"))[2] == "Weight"
    assert rows(made.credits("w")) == [["Availability", "Target missed", "120%"]]
    assert headings(made.credits())[2] == "Service Credit"
    assert {"service_credits.p.points.availability.0.points", "service_credits.w.weights.availability"} <= keys(made.credits())


def test_one_scheme_may_be_asked_for_and_a_band_without_credit_shows_a_dash() -> None:
    scheme = {"id": "s", "services": [], "base": "monthly-charges", "bands": {"gone": [{"below": "99"}]}}
    made = tables(service_credits=[scheme, {**scheme, "id": "t"}])
    found = made._agreement.service_credits[0]
    assert rows(made.credits(Fact("service_credits.s", found, Budget()))) == rows(made.credits("t")) == [["gone", "below 99%", "–"]]
    assert len(rows(made.credits())) == 2


def test_severities_say_what_they_mean_and_when_their_clock_runs() -> None:
    hours = ServiceHours(WeeklyHours(tuple((Interval.parse("09:00-17:30"),) if day < 5 else () for day in range(7))))
    severities = {
        "P1": {"title": "Critical", "means": "down"},
        "P2": {"title": "High", "means": "slow\nor worse", "hours": "office"},
        "P3": {"title": "Low", "means": "m", "hours": "gone"},
    }
    table = tables(severities=severities, service_hours={"office": hours}).severities()
    assert rows(table) == [
        ["P1 Critical", "down", "24 hours a day, every day"],
        ["P2 High", "slow/or worse", "Monday to Friday 09:00–17:30"],
        ["P3 Low", "m", "gone"],
    ]
    assert {"severities.P1", "severities.P1.title", "severities.P2.means", "service_hours.office.weekly", "service_hours.always"} <= keys(table)


def test_escalation_goes_level_by_level() -> None:
    levels = [{"level": 1, "role": "Service manager", "after": "1 hour"}, {"level": 2, "role": "Director", "after": "2 business days"}]
    table = tables(escalation=levels).escalation()
    assert rows(table) == [["1", "Service manager", "1 hour"], ["2", "Director", "2 Business Days"]]
    assert {"escalation.0.level", "escalation.1.role", "escalation.1.after"} <= keys(table)


def test_parties_are_shown_as_they_are_named_line_by_line() -> None:
    parties = {
        "provider": {"name": "R*D* & <Sons>", "role": "provider", "address": "1 High Street\nLondon", "number": "01234567"},
        "desk": {"name": "Desk\nTeam", "role": "service-desk"},
    }
    table = tables(parties=parties).parties()
    assert rows(table) == [["Provider", "R*D* & <Sons> (number 01234567)", "1 High Street/London"], ["Service desk", "Desk/Team", "–"]]
    assert keys(table) == {"parties.provider.name", "parties.provider.number", "parties.provider.address", "parties.desk.name"}


def test_charges_keep_their_currency_and_may_have_a_description() -> None:
    charges = [
        {"service": "hosting", "amount": "10000", "currency": "GBP", "per": "month"},
        {"service": "hosting", "amount": "0.005", "currency": "EUR", "per": "request", "description": "Each call"},
    ]
    table = tables(charges=charges).charges()
    assert rows(table) == [["Managed hosting", "£10,000.00", "month"], ["Each call", "€0.005", "request"]]
    assert {"services.hosting.name", "charges.0.amount", "charges.1.description", "charges.1.per"} <= keys(table)


def test_charter_standards_show_what_is_promised_by_channel() -> None:
    standards = [
        {"id": "phone", "channel": "phone", "acknowledge": Duration.parse("20 s"), "share": Percentage.parse("90")},
        {"id": "sms", "channel": "SMS and post", "reply": Duration.parse("15 business days"), "interim": True},
    ]
    table = tables(charter={"values": [], "standards": standards}).standards()
    assert rows(table) == [["Phone", "20 seconds", "–", "90%"], ["SMS and post", "–", "15 Business Days (with an interim reply if we need longer)", "–"]]
    assert {"charter.standards.phone.acknowledge", "charter.standards.sms.reply"} <= keys(table)


def test_without_facts_a_table_has_no_rows_and_still_its_headings() -> None:
    made = tables()
    for table in (made.service_levels(), made.credits(), made.severities(), made.escalation(), made.parties(), made.charges(), made.standards()):
        assert table.header
        assert table.rows == ()
        assert table.summary


def test_figures_follow_the_locale_and_words_the_language() -> None:
    charges = [{"service": "hosting", "amount": "10000", "currency": "EUR", "per": "month"}]
    assert rows(tables("en", "de_DE", charges=charges).charges())[0][1] == "10.000,00\u00a0€"


def test_clauses_may_call_exactly_the_tables_that_there_are() -> None:
    assert set(tables().functions()) == TABLES
