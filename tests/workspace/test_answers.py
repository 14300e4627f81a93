from __future__ import annotations

from slagen.formats.yaml import read_yaml
from slagen.workspace.answers import answers_in


def test_dotted_keys_and_nested_mappings_say_the_same() -> None:
    dotted, _ = answers_in(read_yaml(b"parties.customer.name: A\nparties.customer.members: [x, y]\n", "a.yaml"))
    nested, _ = answers_in(read_yaml(b"parties:\n  customer:\n    name: A\n    members: [x, y]\n", "a.yaml"))
    assert dotted.values == nested.values == {"parties.customer.name": "A", "parties.customer.members": ["x", "y"]}


def test_each_answer_knows_its_line() -> None:
    answers, _ = answers_in(read_yaml(b"title: A\n\nparties:\n  customer: {name: B}\n", "a.yaml"))
    assert [str(answers.source(key)) for key in answers.values] == ["a.yaml:1", "a.yaml:4"]


def test_an_answer_given_twice_is_a_finding_at_its_second_line() -> None:
    answers, findings = answers_in(read_yaml(b"a.b: 1\na: {b: 2}\n", "a.yaml"))
    assert [(finding.code, finding.source.line) for finding in findings] == [("SLG027", 2)]
    assert answers.values == {"a.b": "1"}


def test_answers_that_are_no_mapping_are_a_finding() -> None:
    assert [finding.code for finding in answers_in(read_yaml(b"- a\n", "a.yaml"))[1]] == ["SLG022"]
    assert [finding.code for finding in answers_in(read_yaml(b"a: [\n", "a.yaml"))[1]] == ["SLG001"]


def test_an_empty_file_answers_nothing() -> None:
    answers, findings = answers_in(read_yaml(b"", "a.yaml"))
    assert (answers.values, findings) == ({}, ())
