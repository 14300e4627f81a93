from __future__ import annotations

import pickle

import pytest

from slagen.core.errors import BadInputError, FindingsError, MissingProgramError, NotFoundError, RefusedError, SlagenError, UsageError
from slagen.core.findings import Finding, Severity, Source

HERE = Source("agreement.yaml", 3)
ERRORS = [
    SlagenError("m"),
    UsageError("m", hint="h"),
    BadInputError("m", source=HERE),
    FindingsError("m", [Finding("SLG1", Severity.ERROR, "f", HERE)], hint="h"),
    NotFoundError("clause", "scop", ["scope"], source=HERE),
    RefusedError("m"),
    MissingProgramError("m"),
]


@pytest.mark.parametrize("error", ERRORS, ids=lambda error: type(error).__name__)
def test_an_error_keeps_its_facts_when_it_crosses_a_process_boundary(error: SlagenError) -> None:
    copy = pickle.loads(pickle.dumps(error))  # noqa: S301 - our own bytes
    assert type(copy) is type(error)
    assert str(copy) == str(error)
    assert vars(copy) == vars(error)


@pytest.mark.parametrize(
    ("kind", "exit_code"),
    [(UsageError, 2), (BadInputError, 3), (FindingsError, 3), (NotFoundError, 4), (RefusedError, 5), (MissingProgramError, 8), (SlagenError, 3)],
)
def test_each_kind_of_error_has_its_exit_code(kind: type[SlagenError], exit_code: int) -> None:
    assert kind.exit_code == exit_code


def test_what_was_not_found_names_the_nearest_or_says_how_to_list() -> None:
    near = NotFoundError("clause", "scop", ["scope", "scopes"])
    assert (str(near), near.hint) == ("No clause “scop”.", "Did you mean “scope”?")
    assert NotFoundError("clause", "x", hint="list them with: slagen clauses list").hint == "list them with: slagen clauses list"


def test_findings_that_stop_a_command_are_all_kept_and_the_first_says_where() -> None:
    found = [Finding("SLG1", Severity.ERROR, "one", HERE), Finding("SLG2", Severity.ERROR, "two", Source("b"))]
    error = FindingsError("two findings", found)
    assert error.findings == tuple(found)
    assert error.source == HERE
    assert FindingsError("none", []).source is None
