from __future__ import annotations

from collections.abc import Mapping
from datetime import date, time
from decimal import Decimal
from pathlib import Path
import time as clock
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
import pytest

from slagen.core.durations import Duration
from slagen.core.findings import Finding, Severity, Source
from slagen.core.money import Percentage
from slagen.core.raw import Raw, RawPath, RawValue
from slagen.formats.yaml import read_yaml
from slagen.model.agreement import Agreement
from slagen.model.native import from_native, to_native
from slagen.schema.agreement_rules import AGREEMENT
from slagen.schema.agreements import check_layer, read_agreement

SAMPLES = Path(__file__).parents[1] / "samples"
LEAST = "id: acme\ntitle: Hosting\nkind: sla\ntemplate: customer-sla\nparties: {provider: {name: N Ltd}, customer: {name: A plc}}\n"
LEVEL = "{id: up, service: hosting, metric: availability, role: slo, target: '>= 99.9 %', period: calendar-month, source: {type: outages, system: status}}"


def findings(text: str, *, layer: bool = False) -> list[Finding]:
    raw = read_yaml(text.encode(), "agreement.yaml")
    return list(check_layer(raw) if layer else read_agreement(raw)[1])


def faults(extra: str) -> list[tuple[str, int | None]]:
    """Codes and lines; the extra text starts on line 6."""
    return [(item.code, item.source.line) for item in findings(LEAST + extra)]


def read(text: str) -> Agreement:
    agreement, found = read_agreement(read_yaml(text.encode(), "agreement.yaml"))
    assert found == ()
    assert agreement is not None
    return agreement


def test_the_example_of_the_file_formats_is_read_whole() -> None:
    agreement = read((SAMPLES / "agreement.yaml").read_text("utf-8"))
    assert agreement.contract_term is not None
    assert agreement.contract_term.effective_date == date(2026, 1, 1)
    assert agreement.contract_term.notice_by["customer"].to == "quarter-end"
    assert agreement.contract_term.delivery[1].cutoff == time(17)
    assert agreement.contract_term.delivery[1].except_ == ("termination",)
    assert agreement.parties["customer"].notices[0].for_ == "termination"
    assert agreement.parties["provider"].number == "01234567"
    assert agreement.charges[0].amount == Decimal("10000.00")
    assert agreement.service_hours["always"].weekly.always
    assert str(agreement.service_levels[1].target) == "95 % <= 30 min"
    assert agreement.service_credits[0].bands["availability"][1].credit == Percentage(Decimal(25))
    assert agreement.service_credits[0].critical[1].in_ == Duration.parse("3 months")
    assert agreement.maintenance is not None
    assert str(agreement.maintenance.windows[0]) == "sun 02:00-06:00"
    assert agreement.clauses.set["service-credits"].values == {"within": "14 days"}
    assert agreement.accepted[0].code == "SLG204"


def test_the_example_charter_is_read() -> None:
    charter = read((SAMPLES / "charter.yaml").read_text("utf-8")).charter
    assert charter is not None
    assert charter.standards[0].share == Percentage(Decimal(90))
    assert charter.complaints is not None
    assert charter.complaints.outside_body == "Ombudsman"


@pytest.mark.parametrize("name", ["agreement.yaml", "charter.yaml"])
def test_the_facts_survive_their_json_form(name: str) -> None:
    agreement = read((SAMPLES / name).read_text("utf-8"))
    assert from_native(Agreement, to_native(agreement)) == agreement


def test_a_partys_id_and_role_default_to_its_key() -> None:
    agreement = read(LEAST + "supports: [acme-hosting]\n")
    assert [(key, party.id, party.role) for key, party in agreement.parties.items()] == [("provider",) * 3, ("customer",) * 3]
    other = read(LEAST.replace("customer: {", "acme: {role: customer, "))
    assert (other.parties["acme"].id, other.parties["acme"].role) == ("acme", "customer")


def test_a_set_value_may_be_a_list() -> None:
    agreement = read(LEAST + "clauses: {set: {security: {values: {standards: [ISO 27001, '1.10']}, reason: r}}}\n")
    assert agreement.clauses.set["security"].values == {"standards": ["ISO 27001", "1.10"]}


def test_norway_stays_norway() -> None:
    assert read(LEAST + "governing_law: {law: NO, courts: NO, calendar: NO}\n").governing_law is not None


def test_an_empty_file_lacks_what_every_agreement_needs() -> None:
    assert {item.message for item in findings("")} == {f"“{key}” is missing" for key in ("id", "title", "kind", "template", "parties")}


@pytest.mark.parametrize("text", ["just words", "[a, b]"])
def test_a_file_that_is_no_mapping_is_one_finding(text: str) -> None:
    assert [item.code for item in findings(text)] == ["SLG022"]


def test_findings_of_reading_come_first_and_stop_the_agreement() -> None:
    raw = read_yaml((LEAST + "title: Again\nlevle: customer\n").encode(), "agreement.yaml")
    agreement, found = read_agreement(raw)
    assert agreement is None
    assert [item.code for item in found] == ["SLG002", "SLG020"]
    assert read_agreement(read_yaml(b"a: [", "x.yaml"))[0] is None


def test_all_faults_are_gathered_in_the_order_of_lines() -> None:
    found = faults("levle: customer\ntime_zone: Mars\nreview: {every: 30 months}\ncharges: [{service: Big, amount: x, currency: GBP, per: month}]\n")
    assert found == [("SLG020", 6), ("SLG022", 7), ("SLG024", 8), ("SLG022", 9), ("SLG026", 9)]


def test_an_unknown_key_names_the_nearest_known_one() -> None:
    found = findings(LEAST + "contract_term:\n  efective_date: 2026-01-01\n  initial: 12 months\n")
    assert [(item.code, item.source.line, item.hint) for item in found if item.code == "SLG020"] == [("SLG020", 7, "Did you mean “effective_date”?")]
    assert "contract_term" in found[0].message


def test_a_misspelt_key_is_not_told_as_missing_as_well() -> None:
    assert faults(f"service_levels:\n  - {LEVEL.replace('period:', 'periode:')}\n") == [("SLG020", 7)]
    assert [item.code for item in findings(LEAST.replace("parties:", "partys:"))] == ["SLG020"]


def test_an_unknown_key_like_nothing_lists_what_is_known() -> None:
    assert "law, courts, calendar" in findings(LEAST + "governing_law: {law: a, courts: b, zzz: c}\n")[0].hint


def test_a_comma_in_a_flow_mapping_is_explained() -> None:
    found = findings(LEAST + "charges: [{service: a, amount: 1, currency: GBP, per: user, a month in advance}]\n")
    assert [item.code for item in found] == ["SLG020"]
    assert "quotation marks" in found[0].hint


@pytest.mark.parametrize(
    ("extra", "code"),
    [
        ("level: galactic\n", "SLG023"),
        ("level:\n", "SLG025"),
        ("level: [customer]\n", "SLG022"),
        ("builds_on: corporate\n", "SLG022"),
        ("builds_on: [a/b]\n", "SLG026"),
        ("master: {ref: M-1, external: perhaps}\n", "SLG022"),
        ("services: [{id: a, name: ''}]\n", "SLG025"),
        (f"services: [{{id: a, name: {'n' * 301}}}]\n", "SLG024"),
        (f"severities: {{P1: {{title: A, means: {'m' * 2_001}}}, P2: {{title: A, means: B}}}}\n", "SLG024"),
        ("services: [{id: a, name: A}, {id: a, name: B}]\n", "SLG027"),
        ("services: [{name: A}]\n", "SLG021"),
        ("services: [text]\n", "SLG022"),
        ("services: {a: {name: A}}\n", "SLG022"),
        ("severities: {P1: {title: A, means: B}}\n", "SLG024"),
        ("severities: {P1: {title: A, means: B}, 'P 2': {title: A, means: B}}\n", "SLG022"),
        ("service_hours: {Office: {weekly: {mon: ['09:00-10:00']}}}\n", "SLG026"),
        ("service_hours: {office: {weekly: {mon: ['9-10']}}}\n", "SLG022"),
        ("service_hours: {office: {weekly: always}}\n", "SLG022"),
        ("contract_term: {effective_date: ____, initial: 12 months}\n", "SLG032"),
        ("contract_term: {effective_date: 2026-01-01, initial: sixty 90 days}\n", "SLG031"),
        ("contract_term: {effective_date: 2026-01-01, initial: 180 days / 6 months}\n", "SLG031"),
        ("contract_term: {effective_date: 1026-01-01, initial: 12 months}\n", "SLG033"),
        ("contract_term: {effective_date: 2026-01-01, initial: 121 months}\n", "SLG024"),
        ("contract_term: {effective_date: 2026-01-01, initial: 0 days}\n", "SLG024"),
        ("contract_term: {effective_date: 2026-01-01, initial: 1 year, renewal: {mode: option}}\n", "SLG029"),
        ("contract_term: {effective_date: 2026-01-01, initial: 1 year, renewal: {mode: automatic}}\n", "SLG029"),
        ("contract_term: {effective_date: 2026-01-01, initial: 1 year, renewal: {mode: none, max_renewals: 11}}\n", "SLG024"),
        ("contract_term: {effective_date: 2026-01-01, initial: 1 year, notice: {period: 90 days, not_before: 60 days}}\n", "SLG028"),
        ("contract_term: {effective_date: 2026-01-01, initial: 1 year, notice_by: {customer: {period: 90 days, not_before: 90 days}}}\n", "SLG028"),
        ("contract_term: {effective_date: 2026-01-01, initial: 1 year, delivery: [{method: post, deemed: 6 business days}]}\n", "SLG024"),
        ("renegotiation: {opens: 180 days, closes: soon}\n", "SLG022"),
        ("obligations: [{id: a, who: provider, what: b}]\n", "SLG029"),
        ("obligations: [{id: a, who: provider, what: b, every: 1 month, on: 2026-01-01}]\n", "SLG028"),
        ("liability: {cap: {greater_of: [{amount: 5}]}}\n", "SLG029"),
        ("liability: {cap: {greater_of: [{amount: 5, currency: GBP, percent: 5, of: annual-charges}]}}\n", "SLG028"),
        ("liability: {cap: {greater_of: []}}\n", "SLG025"),
        ("clauses: {replace: [{id: a, file: ../b.md}]}\n", "SLG022"),
        ("escalation: [{level: 1, role: A, after: 1 hour}, {level: 1, role: B, after: 2 hours}]\n", "SLG027"),
        ("people: {account: Jo}\n", "SLG022"),
        ("accepted: [{code: 204, reason: r, by: jo}]\n", "SLG022"),
    ],
)
def test_each_fault_is_one_finding_at_its_line(extra: str, code: str) -> None:
    assert faults(extra) == [(code, 6)]


@pytest.mark.parametrize("text", ["sixty 90 days", "180 days / 6 months"])
def test_a_contradiction_shows_both_readings(text: str) -> None:
    (found,) = findings(LEAST + f"review: {{every: {text}}}\n")
    assert found.message.startswith(f"review.every: “{text}” may mean ")
    assert " or " in found.message


@pytest.mark.parametrize("missing", ["metric", "role", "period", "source", "service", "target"])
def test_a_service_level_without_target_period_or_source_is_refused(missing: str) -> None:
    entries = [entry for entry in LEVEL.strip("{}").replace("source: {", "source: {").split(", ") if not entry.startswith(missing)]
    text = "{" + ", ".join(entries) + ("}}" if missing != "source" else "}")
    text = text.replace(", system: status", "") if missing == "source" else text
    found = findings(LEAST + f"service_levels: [{text}]\n")
    assert [item.source.line for item in found] == [6]
    assert f"“{missing}”" in found[0].message
    assert "service_levels.up" in found[0].message


def test_a_kpi_may_have_no_target() -> None:
    read(LEAST + f"service_levels: [{LEVEL.replace('slo', 'kpi').replace(chr(39) + '>= 99.9 %' + chr(39), '>= 1 %').replace(' target: >= 1 %,', '')}]\n")


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        (">= 99.9 %", ">= 99.9", "SLG030"),
        (">= 99.9 %", ">= 99.9 min", "SLG036"),
        (">= 99.9 %", "99.9 %", "SLG022"),
        ("calendar-month", "month", "SLG023"),
        ("availability", "availabilty", "SLG023"),
        ("metric: availability", "metric: response-time", "SLG036"),
        ("metric: availability", "metric: first-contact-resolution, percentile: 101", "SLG024"),
        ("metric: availability, role: slo, target: '>= 99.9 %'", "metric: latency, role: slo, target: 95 % <= 30 cats", "SLG036"),
        ("target: '>= 99.9 %'", "targets: [{target: '>= 99.5 %', from: soon}]", "SLG022"),
        ("target: '>= 99.9 %'", "targets: [first]", "SLG022"),
        ("role: slo", "role: slo, targets: [{target: '>= 99.5 %'}]", "SLG028"),
        ("target: '>= 99.9 %'", "targets: []", "SLG025"),
        ("target: '>= 99.9 %'", "targets: [{target: '>= 99.5'}]", "SLG030"),
        ("target: '>= 99.9 %'", "targets: [{target: '>= 99.5 %', from: 2026-02-01, to: 2026-01-01}]", "SLG028"),
        ("target: '>= 99.9 %'", "targets: [{target: '>= 99.5 %', to: 2026-03-31}, {target: '>= 99.9 %', from: 2026-03-31}]", "SLG028"),
        ("target: '>= 99.9 %'", "targets: [{target: '>= 99.5 %'}, {target: '>= 99.9 %', from: 2026-03-31}]", "SLG028"),
    ],
)
def test_a_service_level_says_what_it_measures(old: str, new: str, code: str) -> None:
    assert faults(f"service_levels: [{LEVEL.replace(old, new)}]\n") == [(code, 6)]


@pytest.mark.parametrize("target", ["95 % <= 30 min", "<= 200 ms", "<= 4 hours"])
def test_a_metric_of_time_is_measured_in_time(target: str) -> None:
    read(LEAST + f"service_levels: [{LEVEL.replace('metric: availability', 'metric: response-time').replace('>= 99.9 %', target)}]\n")


def test_staged_targets_that_follow_one_another_are_sound() -> None:
    staged = "targets: [{target: '>= 99.5 %', to: 2026-03-31, credits: false}, {target: '>= 99.9 %', from: 2026-04-01}]"
    level = read(LEAST + f"service_levels: [{LEVEL.replace(chr(39).join(['target: ', '>= 99.9 %', '']), staged)}]\n").service_levels[0]
    assert [stage.credits for stage in level.current_targets] == [False, True]


SCHEME = "{id: standard, services: [hosting], base: monthly-charges, bands: {up: [{below: 99.9, credit: 10}]}}"


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("bands: {up: [{below: 99.9, credit: 10}]}", "at_risk: 10", "SLG029"),
        ("bands:", "weights: {up: 100}, at_risk: 10, bands:", "SLG028"),
        ("bands: {up: [{below: 99.9, credit: 10}]}", "weights: {up: 100}", "SLG029"),
        ("bands: {up: [{below: 99.9, credit: 10}]}", "points: {up: [{below: 99, points: 1}]}", "SLG029"),
        ("below: 99.9, credit: 10", "credit: 10", "SLG029"),
        ("below: 99.9, credit: 10", "below: 99.9", "SLG029"),
        ("below: 99.9, credit: 10", "below: 99.9, at_most: 99, credit: 10", "SLG028"),
        ("below: 99.9, credit: 10", "below: 99.9, credit: 10, points: 1", "SLG028"),
        ("below: 99.9", "below: bad", "SLG022"),
        ("monthly-charges", "yearly-charges", "SLG023"),
        ("bands:", "claim: {mode: claimed}, bands:", "SLG029"),
        ("bands:", "earn_back: {mode: proportion, after: 6}, bands:", "SLG029"),
        ("bands:", "earn_back: {mode: all, after: 13}, bands:", "SLG024"),
        ("bands:", "bonus: {mode: percent}, bands:", "SLG029"),
        ("bands:", "critical: [{right: terminate}], bands:", "SLG029"),
        ("bands:", "critical: [{missed: 3, right: terminate}], bands:", "SLG029"),
        ("bands:", "critical: [{hours_down: 3, right: terminate}], bands:", "SLG029"),
        ("bands:", "critical: [{missed: 7, of: 6, right: terminate}], bands:", "SLG028"),
        ("bands:", "critical: [{missed: 3, of: 6, hours_down: 24, in: 3 months, right: terminate}], bands:", "SLG028"),
        ("bands:", "caps: [{percent: 30, of: monthly-charges, per: 30 days}], bands:", "SLG022"),
        ("bands:", "combine: maximum, bands:", "SLG023"),
    ],
)
def test_a_credit_scheme_says_how_a_miss_becomes_a_credit(old: str, new: str, code: str) -> None:
    assert old in SCHEME
    assert faults(f"service_credits: [{SCHEME.replace(old, new)}]\n") == [(code, 6)]


def test_a_misspelt_role_is_noticed_whether_it_is_the_key_or_written_out() -> None:
    assert [item.code for item in findings(LEAST.replace("customer: {", "custommer: {"))] == ["SLG023"]
    assert [item.code for item in findings(LEAST.replace("customer: {", "acme: {role: customr, "))] == ["SLG023"]
    assert findings(LEAST.replace("customer: {", "regulator: {")) == []


def test_a_party_id_that_differs_from_its_key_is_refused() -> None:
    assert [item.code for item in findings(LEAST.replace("customer: {", "customer: {id: acme, "))] == ["SLG028"]


def test_a_layer_may_lack_keys_but_not_the_ids_of_its_items() -> None:
    assert findings("id: corporate\nservice_levels: [{id: up, target: '>= 99.9 %'}]\nseverities: {P1: {hours: always}}\n", layer=True) == []
    assert [item.code for item in findings("service_levels: [{target: '>= 99.9 %'}]\n", layer=True)] == ["SLG021"]


def test_a_layer_is_held_to_every_rule_about_what_it_does_say() -> None:
    text = "levle: service\nservice_levels:\n  - {id: up, target: '>= 99.9', targets: [{target: '>= 99 %'}]}\ncontract_term: {renewal: {mode: option, max_renewals: 99}}\n"
    assert [(item.code, item.source.line) for item in findings(text, layer=True)] == [("SLG020", 1), ("SLG028", 3), ("SLG030", 3), ("SLG024", 4)]
    assert findings("", layer=True) == []


def test_a_finding_in_merged_facts_names_the_layer_that_the_fact_came_from() -> None:
    data: RawValue = {"id": "a", "levle": "x"}
    raw = Raw("agreement.yaml", data, {("levle",): Source("corporate/agreement.yaml", 9, "corporate")})
    assert [item.source.layer for item in read_agreement(raw)[1] if item.code == "SLG020"] == ["corporate"]


def _native(rules: Mapping[str, Any]) -> st.SearchStrategy[Any]:
    """Data of roughly the right form: known keys, odd values."""
    odd = st.none() | st.text(max_size=6) | st.sampled_from(["30 days", "2026-01-01", "true", "5", "99.9 %", "sla", "a", ">= 99 %"])
    if rules["type"] == "list" and "schema" in rules:
        return odd | st.lists(_native(rules["schema"]), max_size=2)
    if "valuesrules" in rules:
        return odd | st.dictionaries(st.sampled_from(["a", "customer", "P1", "B d"]), _native(rules["valuesrules"]), max_size=2)
    if rules["type"] == "dict" and "schema" in rules:
        keys = {key: _native(item) for key, item in rules["schema"].items()}
        return odd | st.fixed_dictionaries({}, optional={**keys, "odd": odd})
    return odd | st.lists(odd, max_size=1) | st.dictionaries(st.text(max_size=2), odd, max_size=1)


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(_native(AGREEMENT))
def test_no_data_makes_the_schema_raise_and_every_refusal_says_where(data: RawValue) -> None:
    raw = Raw("x.yaml", data)
    agreement, found = read_agreement(raw)
    assert (agreement is None) == any(item.severity is Severity.ERROR for item in found)
    assert all(item.message and item.code.startswith("SLG0") and item.source.file == "x.yaml" for item in (*found, *check_layer(raw)))


def _paths(data: RawValue, path: RawPath = ()) -> list[RawPath]:
    steps = enumerate(data) if isinstance(data, list) else data.items() if isinstance(data, dict) else ()
    return [path, *(below for step, item in steps for below in _paths(item, (*path, step)))]


WHOLE = read_yaml((SAMPLES / "agreement.yaml").read_bytes(), "agreement.yaml")


def _replaced(data: RawValue, path: RawPath, value: RawValue) -> RawValue:
    if not path:
        return value
    if isinstance(data, list):
        return [_replaced(item, path[1:], value) if index == path[0] else item for index, item in enumerate(data)]
    assert isinstance(data, dict)
    return {key: _replaced(item, path[1:], value) if key == path[0] else item for key, item in data.items()}


@settings(deadline=None)
@given(st.sampled_from(_paths(WHOLE.data)), st.sampled_from([None, "", "x", "-1", "[", "9" * 30, [], {}, [None], {"x": None}, [[]], {"id": []}, "nan", "a\nb"]))
def test_one_odd_value_anywhere_in_a_whole_agreement_never_makes_it_raise(path: RawPath, value: RawValue) -> None:
    raw = Raw(WHOLE.file, _replaced(WHOLE.data, path, value), WHOLE.sources)
    agreement, found = read_agreement(raw)
    assert (agreement is None) == bool(found)
    check_layer(raw)


@pytest.mark.repeats
@pytest.mark.parametrize("value", [[], {}, None])
def test_a_list_a_mapping_or_nothing_in_any_place_never_makes_it_raise(value: RawValue) -> None:
    for path in _paths(WHOLE.data):
        agreement, found = read_agreement(Raw(WHOLE.file, _replaced(WHOLE.data, path, value), WHOLE.sources))
        assert (agreement is None) == bool(found), path


def test_checking_an_agreement_takes_a_few_times_as_long_as_reading_its_yaml() -> None:
    """On a quiet machine about three times: the best of many rounds of both in turn, which a busy machine slows down alike."""
    data = (SAMPLES / "agreement.yaml").read_bytes()
    raw = read_yaml(data, "x.yaml")
    reading, checking = [], []
    for _ in range(25):
        start = clock.process_time()
        read_yaml(data, "x.yaml")
        between = clock.process_time()
        read_agreement(raw)
        reading.append(between - start)
        checking.append(clock.process_time() - between)
    assert min(checking) < 15 * min(reading)


def test_twenty_thousand_unknown_keys_are_told_in_part_and_at_once() -> None:
    _, findings = read_agreement(Raw("agreement.yaml", {f"unknown{number}": "1" for number in range(20_000)}))
    assert 50 <= len(findings) <= 100


def test_a_fault_in_each_of_thousands_of_items_is_told_at_once() -> None:
    """Cerberus sorts all errors anew for each: two thousand such items took more than a minute."""
    start = clock.process_time()
    _, findings = read_agreement(Raw("agreement.yaml", {"id": "acme", "services": [{"ide": f"a{number}", "nmae": "x"} for number in range(4_000)]}))
    assert len(findings) >= 100
    assert clock.process_time() - start < 5
