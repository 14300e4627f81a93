"""A shell may come from a stranger: its tags print and repeat, and do nothing else."""

from __future__ import annotations

import pytest

from slagen.formats.word.package import read_package, write_package
from slagen.formats.word.shell import check_shell
from slagen.formats.word.starter import STARTERS, starter_shell

GOOD = starter_shell(STARTERS["customer-sla"])


def codes(text: str, *, instead: tuple[str, str] = ("", "")) -> list[str]:
    parts = dict(read_package(GOOD, "shell.docx"))
    body = parts["word/document.xml"].decode().replace("<w:body>", f"<w:body><w:p><w:r><w:t>{text}</w:t></w:r></w:p>", 1).replace(*instead)
    _, findings = check_shell(write_package({**parts, "word/document.xml": body.encode()}), "shell.docx")
    assert all("body" in finding.message or finding.code == "SLG071" for finding in findings)
    return [finding.code for finding in findings]


@pytest.mark.parametrize(
    "text",
    [
        "{{ 'a' * 900000000 }}",
        "{{ 9 ** 9 ** 9 }}",
        "{{ 'a' | center(900000000) }}",
        "{{ 'a'.ljust(900000000) }}",
        "{{ '%0900000000d' | format(1) }}",
        "{{ lipsum(n=100000) }}",
        "{% for a in range(99999) %}{% for b in range(99999) %}{% endfor %}{% endfor %}",
        "{% for a in title %}{% endfor %}",
        "{% for a in parties %}{% for b in parties %}{% endfor %}{% endfor %}",
        "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}",
        "{% include 'x' %}",
        "{{ title | safe }}",
        "{{ title | attr('__class__') }}",
        "{{ " + "(" * 5_000 + "1" + ")" * 5_000 + " }}",
        "{% if title %}" * 150 + "{% endif %}" * 150,
    ],
)
def test_a_tag_that_would_compute_call_or_never_end_is_refused_before_it_runs(text: str) -> None:
    assert set(codes(text)) == {"SLG074"}


@pytest.mark.parametrize("text", ["{{ ''.__class__.__mro__ }}", "{{ parties.__class__ }}", "{{ title.format.__globals__ }}"])
def test_the_insides_of_python_are_out_of_reach(text: str) -> None:
    assert codes(text) in (["SLG073"], ["SLG074"])


@pytest.mark.parametrize(
    "text",
    [
        "{% for party in parties %}{{ party.name }}{% for person in party.signatories %}{{ person.name | upper }}{% endfor %}{% endfor %}",
        "{{ parties[0].name }}",
    ],
)
def test_parties_and_their_signatories_may_be_repeated(text: str) -> None:
    assert codes(text) == []


def test_a_page_size_that_is_no_number_of_twips_is_no_fault_of_the_program() -> None:
    assert codes("x", instead=('w:w="', 'w:w="a')) == []


def test_a_shell_with_far_too_much_text_is_refused_before_it_is_read() -> None:
    assert codes("a" * 4_000_001) == ["SLG071"]
