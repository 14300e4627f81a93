from __future__ import annotations

from collections.abc import Mapping

from hypothesis import given
from hypothesis import strategies as st
import pytest

from slagen.core.findings import Finding, Severity, Source
from slagen.core.raw import Raw
from slagen.formats.yaml import read_yaml
from slagen.formats.yaml_write import render
from slagen.model.lock import ClausePin, LayerPin, Lock, TemplatePin
from slagen.vault.lock import lock_data, read_lock

HASHES = st.text("0123456789abcdef", min_size=40, max_size=40)
IDS = st.from_regex(r"[a-z0-9][a-z0-9-]{0,20}", fullmatch=True)
VERSIONS = st.from_regex(r"[0-9]{1,2}\.[0-9]{1,2}(\.[0-9])?", fullmatch=True)
LOCKS = st.builds(
    Lock,
    st.builds(TemplatePin, IDS, HASHES, st.one_of(st.just(""), HASHES)),
    st.dictionaries(IDS, st.builds(ClausePin, VERSIONS, HASHES), max_size=5),
    st.dictionaries(IDS, st.builds(LayerPin, VERSIONS, st.one_of(st.just(""), HASHES)), max_size=3),
)
BLOB = "3b18e512dba79e4c8300dd08aeb37f8e728b8dad"
GOOD = f"format: 1\ntemplate: {{id: customer-sla, blob: {BLOB}}}\n"


@given(LOCKS)
def test_a_lock_that_is_written_is_read_again(lock: Lock) -> None:
    assert read_lock(read_yaml(render(lock_data(lock)).encode(), "agreement.lock")) == (lock, ())


def test_the_order_of_the_pins_does_not_depend_on_the_order_in_which_they_were_found() -> None:
    pins = {"b": ClausePin("1.0.0", BLOB), "a": ClausePin("1.0.0", BLOB)}
    template = TemplatePin("t", BLOB)

    def text(clauses: Mapping[str, ClausePin]) -> str:
        return render(lock_data(Lock(template, clauses)))

    assert text(pins) == text(dict(sorted(pins.items())))


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("", 1, "empty"),
        ("format: 2\n", 1, "format is “2”"),
        ("format: 1\n", 1, "no pin for “template”"),
        (f"format: 1\ntemplate: {{id: a/b, blob: {BLOB}}}\n", 2, "the id of “template” is “a/b”"),
        ("format: 1\ntemplate: {id: a, blob: abc}\n", 2, "the blob of “template” is “abc”"),
        (f"format: 1\ntemplate: {{id: a, blob: {BLOB}, shell: x}}\n", 2, "shell"),
        (f"{GOOD}extra: 1\n", 3, "“extra” does not belong"),
        (f"{GOOD}clauses: [a]\n", 3, "not a mapping"),
        (f"{GOOD}clauses: {{../x: {{version: 1.0.0, blob: {BLOB}}}}}\n", 3, "not an id"),
        (f"{GOOD}clauses: {{x: {{blob: {BLOB}}}}}\n", 3, "the version of “x”"),
        (f"{GOOD}clauses: {{x: {{version: 1.0.0, blob: {BLOB}, why: y}}}}\n", 3, "“why” does not belong"),
        (f"{GOOD}layers:\n  x: 1\n", 4, "no pin for “x”"),
    ],
)
def test_a_broken_lock_is_a_finding_at_its_line(text: str, line: int, message: str) -> None:
    lock, (finding,) = read_lock(read_yaml(text.encode(), "agreement.lock"))
    assert lock is None
    assert (finding.code, finding.source.line) == ("SLG500", line)
    assert message in finding.message


def test_what_the_reader_found_is_passed_on() -> None:
    broken = Finding("SLG001", Severity.ERROR, "m", Source("f", 1))
    assert read_lock(Raw("f", None, findings=(broken,))) == (None, (broken,))
