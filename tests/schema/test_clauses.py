from __future__ import annotations

from datetime import date
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from slagen.core.durations import Duration
from slagen.core.findings import Finding, Source
from slagen.core.raw import Raw, RawValue
from slagen.formats.frontmatter import split
from slagen.model.library import ClauseStatus, LibraryClause
from slagen.schema.clauses import read_clause

SAMPLES = Path(__file__).parents[1] / "samples"
LEAST = "id: scope\ntitle: Scope\nversion: 1.0.0\nstatus: draft\nkinds: [sla]\n"


def read(facts: str) -> tuple[LibraryClause | None, tuple[Finding, ...]]:
    """The clause; the facts begin on line 2."""
    return read_clause(*split(f"---\n{facts}---\nText.\n".encode(), "scope.md"), blob="b1", group="common")


def faults(extra: str) -> list[tuple[str, int | None]]:
    """Codes and lines; the extra facts begin on line 7."""
    return [(item.code, item.source.line) for item in read(LEAST + extra)[1]]


def test_the_example_of_the_file_formats_is_read_whole() -> None:
    clause, found = read_clause(*split((SAMPLES / "clause.md").read_bytes(), "clauses/remedies/service-credits.md"), blob="b1", group="remedies")
    assert found == ()
    assert clause is not None
    assert (clause.id, clause.version, clause.status, clause.kinds) == ("service-credits", "2.1.0", ClauseStatus.APPROVED, ("sla",))
    assert (clause.review_by, clause.negotiable, clause.requires) == (date(2027, 3, 31), True, ("service-levels",))
    assert clause.parameters["within"].default == Duration.parse("30 days")
    assert clause.positions["fallback"].values == {"within": Duration.parse("14 days")}
    assert clause.positions["walk_away"].approver == "general-counsel"
    assert (clause.source, clause.group, clause.blob) == (Source("clauses/remedies/service-credits.md", 1), "remedies", "b1")
    assert clause.text.startswith("If the Provider misses")


def test_a_clause_needs_little() -> None:
    clause, found = read(LEAST)
    assert found == ()
    assert clause is not None
    assert (clause.text, clause.text_line) == ("Text.\n", 8)
    assert clause.parameters == {}


def test_what_is_missing_is_said() -> None:
    assert {item.message for item in read("summary: s\n")[1]} == {f"“{key}” is missing" for key in ("id", "title", "version", "status", "kinds")}
    assert {item.code for item in read("")[1]} == {"SLG021"}


def test_faults_have_the_line_of_the_file() -> None:
    assert faults("sumary: s\nstatus: final\n") == [("SLG002", 8), ("SLG020", 7)]
    assert faults("requires: [a b]\nreview_by: 2027-02-30\nnegotiable: perhaps\n") == [("SLG026", 7), ("SLG022", 8), ("SLG022", 9)]
    assert read(LEAST.replace("[sla]", "[sla, nda]"))[1][0].code == "SLG023"
    assert read(LEAST.replace("1.0.0", "1.10"))[1][0].code == "SLG022"


def test_a_position_is_held_to_the_parameters() -> None:
    parameters = "parameters:\n  within: {type: duration, max: 90 days}\n"
    found = read(LEAST + parameters + "positions:\n  standard:\n  fallback: {values: {within: 91 days}}\n  walk_away: {values: {wihtin: 1 day}}\n")[1]
    assert [(item.code, item.source.line) for item in found] == [("SLG037", 11), ("SLG037", 12)]
    assert "“fallback”" in found[0].message
    assert found[1].hint == "Did you mean “within”?"


def test_a_position_that_does_not_exist_is_an_unknown_key() -> None:
    assert faults("positions: {walkaway: {}}\n") == [("SLG020", 7)]
    assert faults("positions: {fallback: {values: [a]}}\n") == [("SLG022", 7)]
    assert faults("positions: [a]\n") == [("SLG022", 7)]


def test_a_position_says_nothing_about_a_parameter_that_is_broken_itself() -> None:
    assert faults("parameters: {a: {type: intger}}\npositions: {fallback: {values: {a: 1}}}\n") == [("SLG035", 7)]


def test_parameters_that_are_no_mapping_are_one_finding() -> None:
    assert faults("parameters: [a]\n") == [("SLG022", 7)]


def test_broken_front_matter_is_all_that_is_said() -> None:
    clause, found = read_clause(*split(b"no facts\n", "a.md"), blob="", group="")
    assert clause is None
    assert [item.code for item in found] == ["SLG011"]


DATA = st.recursive(
    st.none() | st.text(max_size=4) | st.sampled_from(["duration", "30 days", "sla", "1.0.0", "draft"]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["id", "title", "version", "status", "kinds", "parameters", "positions", "fallback", "values", "type", "a"]), inner)
    ),
    max_leaves=15,
)


@given(DATA)
def test_no_facts_make_it_raise(data: RawValue) -> None:
    clause, found = read_clause(Raw("a.md", data), "Text.", 9, blob="", group="")
    assert (clause is None) == bool(found)
