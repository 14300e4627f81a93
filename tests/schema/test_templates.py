from __future__ import annotations

from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st
import pytest

from slagen.core.findings import Finding, Source
from slagen.core.raw import Raw, RawValue
from slagen.formats.yaml import read_yaml
from slagen.model.library import ClauseChoice, Template
from slagen.schema.templates import read_template

SAMPLES = Path(__file__).parents[1] / "samples"
LEAST = "id: t\ntitle: T\nkind: sla\nsections: [{title: A, clauses: [parties]}]\n"


def read(text: str) -> tuple[Template | None, tuple[Finding, ...]]:
    return read_template(read_yaml(text.encode(), "t/template.yaml"), blob="b1")


def faults(extra: str) -> list[tuple[str, int | None]]:
    """Codes and lines; the extra text starts on line 5."""
    return [(item.code, item.source.line) for item in read(LEAST + extra)[1]]


def test_the_example_of_the_file_formats_is_read_whole() -> None:
    template, found = read((SAMPLES / "template.yaml").read_text("utf-8"))
    assert found == ()
    assert template is not None
    assert [choice.id for choice in template.sections[0].clauses] == ["parties", "agreement-type", "precedence", "interpretation"]
    locked, conditional = template.sections[1].clauses[1:]
    assert locked == ClauseChoice("service-levels", Source("t/template.yaml", 12), locked=True)
    assert (conditional.when, conditional.defaults) == ("agreement.service_credits", {"within": "30 days"})
    assert template.schedules[0].clauses[0].id == "service-level-details"
    assert template.questions[0].key == "parties.customer.name"
    assert (template.shell, template.definitions, template.source) == ("shell.docx", "gathered", Source("t/template.yaml", 1))


def test_a_template_needs_little() -> None:
    template, found = read(LEAST)
    assert found == ()
    assert template is not None
    assert (template.shell, template.definitions, template.schedules) == ("shell.docx", "gathered", ())


@pytest.mark.parametrize(
    ("extra", "code"),
    [
        ("shel: shell.docx\n", "SLG020"),
        ("shell: ../shell.docx\n", "SLG022"),
        ("definitions: scattered\n", "SLG023"),
        ("recitals: background\n", "SLG022"),
        ("recitals: [[parties]]\n", "SLG022"),
        ("recitals: [Parties]\n", "SLG026"),
        ("recitals: [{id: a, lockd: true}]\n", "SLG020"),
        ("recitals: [{locked: true}]\n", "SLG021"),
        ("schedules: [{id: a, title: A, clauses: []}]\n", "SLG025"),
        ("schedules: [{id: a, title: A, clauses: [b]}, {id: a, title: A, clauses: [c]}]\n", "SLG027"),
        ("schedules: [{id: a, title: A, clauses: [parties]}]\n", "SLG027"),
        ("questions: [{key: parties.customer.nmae, ask: Who?}]\n", "SLG020"),
        ("questions: [{key: titel, ask: What?}]\n", "SLG020"),
        ("questions: [{key: title, ask: What?, type: target}]\n", "SLG023"),
        ("questions: [{key: title, ask: What?}, {key: title, ask: Again?}]\n", "SLG027"),
    ],
)
def test_each_fault_is_one_finding_at_its_line(extra: str, code: str) -> None:
    assert faults(extra) == [(code, 5)]


def test_a_clause_that_is_a_recital_as_well_is_selected_twice() -> None:
    assert faults("recitals: [parties]\n") == [("SLG027", 4)]


def test_a_question_for_a_fact_that_does_not_exist_names_the_nearest_one() -> None:
    assert read(LEAST + "questions: [{key: contract_term.efective_date, ask: When?}]\n")[1][0].hint == "Did you mean “effective_date”?"


@pytest.mark.parametrize("key", ["title", "parties.customer.name", "services.main.name", "charter.values.0.title", "supports", "charges.0.amount"])
def test_a_question_may_ask_for_any_fact(key: str) -> None:
    assert faults(f"questions: [{{key: {key}, ask: What?}}]\n") == []


def test_broken_yaml_is_all_that_is_said() -> None:
    template, found = read("id: [\n")
    assert template is None
    assert [item.code for item in found] == ["SLG001"]
    assert {item.code for item in read("")[1]} == {"SLG021"}


DATA = st.recursive(
    st.none() | st.text(max_size=4) | st.sampled_from(["sla", "parties", "title"]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["id", "title", "kind", "sections", "schedules", "clauses", "recitals", "questions", "key", "ask", "defaults"]), inner
        )
    ),
    max_leaves=15,
)


@given(DATA)
def test_no_data_make_it_raise(data: RawValue) -> None:
    template, found = read_template(Raw("t.yaml", data), blob="")
    assert (template is None) == bool(found)
