from __future__ import annotations

import json
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
import pytest

from slagen.assembly.assemble import Assembled
from slagen.core.findings import Severity
from slagen.formats.html.write import write as write_html
from slagen.formats.markdown.write import write as write_markdown
from slagen.formats.word.shell import open_shell
from slagen.formats.word.write import write as write_word
from slagen.model.document import Document, LineBreak, Paragraph, Table, Value
from slagen.model.native import from_native, to_native
from tests.assembly.printed import in_html, in_markdown, in_word
from tests.small_workspace import AGREEMENT, NASTY, assembled, clause, codes, drafted, shell, template

PARTY = "  customer: {name: Acme plc, address: Leeds}\n"
SHELL = open_shell(shell(), "shell.docx")


def agreement(name: str = "Acme plc", address: str = "Leeds", extra: str = "") -> str:
    return AGREEMENT.replace(PARTY, f"  customer: {json.dumps({'name': name, 'address': address}, ensure_ascii=False)}\n") + extra


def with_name(name: str, text: str = "1. For {{ party('customer').name }}.") -> dict[str, str | bytes | None]:
    return {"clauses/common/scope.md": clause("scope", text), "agreements/acme/agreement.yaml": agreement(name)}


def body_values(made: Assembled) -> list[str]:
    [paragraph] = made.document.sections[0].clauses[0].children[0].body
    assert isinstance(paragraph, Paragraph)
    return ["\n" if isinstance(one, LineBreak) else one.text for one in paragraph.content if isinstance(one, (Value, LineBreak))]


def test_a_nasty_name_prints_exactly_so_in_every_format() -> None:
    made = assembled(with_name(NASTY))
    assert body_values(made) == [NASTY]
    assert made.document.parties[1].name == NASTY
    assert json.loads(json.dumps(to_native(made.document)))["parties"][1]["name"] == NASTY
    assert f"For {NASTY}." in in_html(write_html(made.document, made.labels))
    assert f"For {NASTY}." in in_word(write_word(made.document, made.labels, SHELL))
    markdown = write_markdown(made.document, made.labels)
    assert in_markdown(markdown).count(f"For {NASTY}.") == 1


def test_a_newline_in_a_fact_is_a_line_break() -> None:
    files = {
        "clauses/common/scope.md": clause("scope", "1. At {{ party('customer').address }}."),
        "agreements/acme/agreement.yaml": agreement(address="2 High Street\nLeeds"),
    }
    assert body_values(assembled(files)) == ["2 High Street", "\n", "Leeds"]


def test_facts_cannot_smuggle_markup_references_or_placeholders_into_the_text() -> None:
    name = "[](#scope) **bold** {{ agreement.id }} {% if x %} | a | {#label} **“X”** means"
    made = assembled(with_name(name))
    assert body_values(made) == [name]
    assert [finding.code for finding in made.findings] == []


@pytest.mark.parametrize(
    ("locale", "money", "share", "figure"),
    [
        ("en_GB", "£1,234,567.50", "99.90%", "1,000.5"),
        ("de_DE", "1.234.567,50\u00a0£", "99,90\u00a0%", "1.000,5"),
        ("fr_FR", "1\u202f234\u202f567,50\u00a0£GB", "99,90\u00a0%", "1\u202f000,5"),
    ],
)
def test_digits_and_money_follow_the_locale(locale: str, money: str, share: str, figure: str) -> None:
    parameters = "{share: {type: percentage, default: 99.90 %, meta: {label: S}}, figure: {type: number, default: 1000.5, meta: {label: F}}}"
    text = "1. {{ money(agreement.charges[0].amount, agreement.charges[0].currency) }}{{ share }}{{ figure }}{{ agreement.contract_term.effective_date }}"
    extra = f"locale: {locale}\nservices: [{{id: h, name: H}}]\ncharges: [{{service: h, amount: 1234567.50, currency: GBP, per: month}}]\ncontract_term: {{effective_date: 2026-03-01, initial: 12 months}}\n"
    made = assembled({"clauses/common/scope.md": clause("scope", text, parameters=parameters), "agreements/acme/agreement.yaml": agreement(extra=extra)})
    assert body_values(made) == [money, share, figure, "1 March 2026"]


def test_words_follow_the_language() -> None:
    text = "1. {{ agreement.contract_term.effective_date }} {{ agreement.contract_term.initial }}"
    extra = "language: de\nlocale: de_DE\ncontract_term: {effective_date: 2026-03-01, initial: 12 months}\n"
    assert body_values(assembled({"clauses/common/scope.md": clause("scope", text), "agreements/acme/agreement.yaml": agreement(extra=extra)})) == [
        "1. März 2026",
        "12 Monate",
    ]


def test_the_document_says_what_it_is_and_which_texts_it_is_made_of() -> None:
    made = assembled()
    meta = made.document.meta
    assert (meta.agreement, meta.title, meta.kind, meta.level, meta.template, meta.version, meta.status) == (
        "acme",
        "Hosting agreement",
        "sla",
        "customer",
        "plain",
        "draft",
        "draft",
    )
    assert [(pin.clause, pin.version) for pin in made.document.pins] == [("scope", "1.0.0")]


def test_a_document_survives_its_json() -> None:
    made = assembled(with_name(NASTY))
    assert from_native(Document, json.loads(json.dumps(to_native(made.document)))) == made.document


def test_the_same_files_give_the_same_document() -> None:
    assert assembled(with_name(NASTY)).document == assembled(with_name(NASTY)).document


def test_recitals_come_from_their_clauses_and_have_no_number() -> None:
    files = {
        "clauses/common/back.md": clause("back", "First.\n\n1. Second.\n\n   More.\n1. Third."),
        "templates/plain/template.yaml": template("scope", extra="recitals: [back]\n"),
    }
    made = assembled(files)
    assert len(made.document.recitals) == 4
    assert "back" not in made.labels


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("One.\n\n- bullet", "a list"),
        ("1. One.\n   1. below", "items below"),
        ("| a |\n| --- |\n| b |", "a table"),
        ('**"Fee"** means f.', "a definition"),
        ("1. One.\n\n   - bullet", "a list"),
    ],
)
def test_what_no_recital_can_show_is_a_finding_and_not_lost(text: str, kind: str) -> None:
    [finding] = drafted(
        {"clauses/common/back.md": clause("back", text), "templates/plain/template.yaml": template("scope", extra="recitals: [back]\n")}
    ).findings
    assert (finding.code, finding.source.file) == ("SLG054", "clauses/common/back.md")
    assert kind in finding.message


def test_a_party_signs_where_the_contract_has_an_execution_clause() -> None:
    files = {"clauses/common/execution.md": clause("execution", "1. Signed."), "templates/plain/template.yaml": template("scope", "execution")}
    extra = "execution: {form: deed, method: e-signature}\n"
    blocks = assembled({**files, "agreements/acme/agreement.yaml": agreement(extra=extra)}).document.execution
    assert [getattr(block, "form", "") for block in blocks] == ["", "deed", "deed"]
    assert assembled().document.execution == ()


@pytest.mark.parametrize(
    ("text", "line", "code"),
    [
        ("1. Fine.\n1. {{ nobody }}.", 11, "SLG051"),
        ("1. Fine.\n\n   {{ agreement.reviw }}", 12, "SLG051"),
        ("1. See {{ party_table() }} here.", 1, "SLG052"),
        ("1. Fine.\n\n# Heading", 12, "SLG040"),
        ("{% for k in agreement.parties %}\n1. x\n{% endfor %}\n\n> quoted", 14, "SLG040"),
        ("1. {% if %}", 10, "SLG051"),
    ],
)
def test_a_fault_of_a_text_is_told_at_its_line_of_the_file(text: str, line: int, code: str) -> None:
    found = drafted({"clauses/common/scope.md": clause("scope", text)}).findings
    assert [(finding.code, finding.source.line) for finding in found] == [(code, line)]
    assert found[0].severity is Severity.ERROR
    assert found[0].agreement == "acme"


def test_a_fault_of_a_title_is_told_where_the_facts_of_the_clause_stand() -> None:
    [finding] = drafted({"clauses/common/scope.md": clause("scope", "1. x", title='"{{ nobody }}"')}).findings
    assert finding.source.line == 1
    assert "title" in finding.message


def test_a_title_may_print_facts() -> None:
    made = assembled({"clauses/common/scope.md": clause("scope", "1. x", title='"Scope for {{ agreement.id }}"')})
    assert made.document.sections[0].clauses[0].heading[1] == Value("id", "acme")


def test_a_clause_that_cannot_be_filled_leaves_its_place_and_the_rest_goes_on() -> None:
    files = {
        f"clauses/common/{name}.md": clause(name, text) for name, text in (("one", "1. {{ nobody }}"), ("two", "1. {{ noone }}"), ("three", "1. See [](#one)."))
    }
    made = drafted({**files, "templates/plain/template.yaml": template("one", "two", "three")})
    assert codes(made.findings) == ["SLG051", "SLG051"]
    assert made.assembled
    assert made.assembled.labels["three"].text == "3"


def test_a_clause_with_too_many_lines_is_a_finding() -> None:
    [finding] = drafted({"clauses/common/scope.md": clause("scope", "x\n" * 20_001)}).findings
    assert (finding.code, "20,000 lines" in finding.message) == ("SLG051", True)


def test_an_agreements_own_text_of_a_clause_says_which_layer_it_is_from() -> None:
    extra = "clauses: {replace: [{id: scope, file: own.md, reason: theirs}]}\n"
    made = assembled({"agreements/acme/agreement.yaml": AGREEMENT + extra, "agreements/acme/own.md": "1. Their own scope for {{ party('customer').name }}.\n"})
    child = made.document.sections[0].clauses[0].children[0]
    assert child.origin
    assert (child.origin.layer, str(made.lines["scope.1"])) == ("acme", "agreements/acme/own.md:1")


NAMES = st.text(
    st.characters(exclude_categories=("Cs", "Co", "Cc", "Cn"), exclude_characters="\u2028\u2029\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"),
    min_size=1,
    max_size=30,
).filter(lambda text: text.strip() == text)


@given(NAMES)
@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow], deadline=None)
def test_any_name_prints_exactly_in_every_format(name: str) -> None:
    made = drafted(with_name(name, "1. For “{{ party('customer').name }}”."))
    if made.findings:
        assert {finding.code for finding in made.findings} <= {"SLG022"}
        return
    made_of = made.usable
    assert body_values(made_of) == [name]
    assert f"For “{name}”." in in_html(write_html(made_of.document, made_of.labels))
    assert f"For “{name}”." in in_word(write_word(made_of.document, made_of.labels, SHELL))
    assert f"“{name}”" in in_markdown(write_markdown(made_of.document, made_of.labels))


FACTS: dict[str, Any] = {
    "services": [{"id": "hosting", "name": "Hosting", "included": ["backup"]}],
    "contract_term": {"effective_date": "2026-01-01", "initial": "36 months", "renewal": {"mode": "automatic", "period": "12 months"}},
    "charges": [{"service": "hosting", "amount": "10000.00", "currency": "GBP", "per": "month"}],
    "service_levels": [
        {
            "id": "availability",
            "service": "hosting",
            "metric": "availability",
            "role": "slo",
            "target": ">= 99.9 %",
            "period": "calendar-month",
            "source": {"type": "outages", "system": "s"},
        }
    ],
    "service_credits": [{"id": "standard", "services": ["hosting"], "base": "monthly-charges", "bands": {"availability": [{"below": 99.9, "credit": 10}]}}],
    "severities": {"P1": {"title": "Critical", "means": "down"}, "P2": {"title": "High", "means": "slow"}},
    "escalation": [{"level": 1, "role": "Manager", "after": "1 hour"}],
    "review": {"every": "3 months", "owner": "jo@northwind.example"},
    "liability": {"cap": {"greater_of": [{"amount": "1000000.00", "currency": "GBP"}]}},
    "maintenance": {"notice": "5 business days", "windows": ["sun 02:00-06:00"]},
}
SCRAPS = st.sampled_from(["", "x", "-1", "99.9 %", "2026-02-30", "12 months", "GBP", "hosting", "{{ x }}", "a\nb", "1e99", "null", "ü" * 300])
TEXT = """\
{% for service in agreement.services %}
1. {{ service.name }}{% if service.included %}: {{ service.included | listed }}{% endif %}.
{% endfor %}
1. {% if agreement.contract_term %}{{ agreement.contract_term.initial }}{% if agreement.contract_term.renewal.period %}{{ agreement.contract_term.renewal.period }}{% endif %}{% endif %}.
1. All tables:

   {{ service_level_table() }}

   {{ credit_table() }}

   {{ severity_table() }}

   {{ escalation_table() }}

   {{ party_table() }}

   {{ charges_table() }}

   {{ standards_table() }}
"""


@st.composite
def twisted(draw: st.DrawFn) -> dict[str, Any]:
    """Sound facts with a few of them left out or replaced by something else."""

    def twist(value: Any) -> Any:
        if draw(st.integers(0, 39)) == 0:
            return draw(st.one_of(SCRAPS, st.just([]), st.just({}), st.lists(SCRAPS, max_size=2)))
        if isinstance(value, dict):
            return {key: twist(part) for key, part in value.items() if draw(st.integers(0, 39))}
        if isinstance(value, list):
            return [twist(part) for part in value]
        return value

    result = twist(FACTS)
    return result if isinstance(result, dict) else {}


def with_facts(facts: dict[str, Any]) -> dict[str, str | bytes | None]:
    extra = "".join(f"{key}: {json.dumps(value)}\n" for key, value in facts.items())
    return {"clauses/common/scope.md": clause("scope", TEXT), "agreements/acme/agreement.yaml": AGREEMENT + extra}


def test_sound_facts_fill_every_table() -> None:
    made = assembled(with_facts(FACTS))
    tables = [block for child in made.document.sections[0].clauses[0].children for block in child.body if isinstance(block, Table)]
    assert [len(table.rows) for table in tables] == [1, 1, 2, 1, 2, 1, 0]


@given(twisted())
@settings(max_examples=150, suppress_health_check=[HealthCheck.too_slow], deadline=None)
def test_whatever_the_facts_assembling_raises_nothing_and_finds_what_is_wrong(facts: dict[str, Any]) -> None:
    made = drafted(with_facts(facts))
    assert made.assembled or made.findings
    if made.assembled:
        write_markdown(made.assembled.document, made.assembled.labels)
