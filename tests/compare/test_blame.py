"""Blame by hand-made versions: what was done to a clause, and what does not count as a change of it."""

from __future__ import annotations

from slagen.compare.blame import Snapshot, blame, clause_texts, deviations_of
from slagen.core.raw import RawValue
from slagen.model.lock import ClausePin

ONE, TWO = ClausePin("1.0.0", "a" * 40), ClausePin("1.1.0", "b" * 40)
SET: dict[str, RawValue] = {"values": {"within": "14 days"}}
ADD: dict[str, RawValue] = {"id": "fees", "after": "scope", "approved_by": "lee", "reason": "asked for"}


def kinds(*snapshots: Snapshot) -> dict[str, list[tuple[str, tuple[str, ...]]]]:
    return {one.clause: [(step.version, step.kinds) for step in one.steps] for one in blame(snapshots)}


def test_printed_numbers_and_labels_are_no_text_of_a_clause() -> None:
    old = '## All\n\n### <a id="scope"></a>1. Scope\n\n<a id="scope.one"></a>1.1 As in clause [2.1](#fees.due).\n\n&emsp;(a) one\n\n### <a id="fees"></a>2. Fees\n\n2.1 Pay.\n'
    new = '## All\n\n### <a id="fees"></a>1. Fees\n\n1.1 Pay.\n\n### <a id="scope"></a>2. Scope\n\n<a id="scope.one"></a>2.1 As in clause [1.1](#fees.due).\n\n&emsp;(a) one\n'
    assert clause_texts(old) == clause_texts(new)
    assert set(clause_texts(old)) == {"scope", "fees"}


def test_figures_at_the_start_of_a_line_are_text() -> None:
    assert clause_texts('### <a id="a"></a>1. A\n\n1.1 Within\n30 days.\n') != clause_texts('### <a id="a"></a>1. A\n\n1.1 Within\n60 days.\n')


def test_each_kind_of_change_is_told_apart() -> None:
    set_values = {"fees": {"set": SET | {"approved_by": "jo", "reason": "agreed"}}}
    steps = kinds(
        Snapshot("1", {"scope": "x", "fees": "30 days"}, {"scope": ONE, "fees": ONE}),
        Snapshot("2", {"scope": "y", "fees": "30 days"}, {"scope": TWO, "fees": ONE}),
        Snapshot("3", {"scope": "y", "fees": "14 days"}, {"scope": TWO, "fees": ONE}, set_values),
        Snapshot("4", {"scope": "z", "fees": "14 days"}, {"scope": TWO, "fees": ONE}, set_values, {"title": "new"}),
        Snapshot("5", {"scope": "z"}, {"scope": TWO}),
        Snapshot("6", {"scope": "w", "fees": "30 days"}, {"scope": ClausePin("1.1.0", "b" * 40, "c" * 40), "fees": ONE}),
    )
    assert steps == {
        "scope": [("1", ("brought in",)), ("2", ("upgraded",)), ("4", ("facts",)), ("6", ("wording",))],
        "fees": [("1", ("brought in",)), ("3", ("parameters",)), ("5", ("removed",)), ("6", ("brought in",))],
    }


def test_a_change_names_its_facts_and_who_approved_it() -> None:
    facts: dict[str, RawValue] = {
        "clauses": {"set": {"fees": {"values": {"within": "14 days"}, "reason": "agreed", "approved_by": "jo", "approved_on": "2026-05-01"}}}
    }
    [fees] = blame(
        [
            Snapshot("1", {"fees": "30 days of £1"}, {"fees": ONE}),
            Snapshot("2", {"fees": "14 days of £1"}, {"fees": ONE}, deviations_of(facts), facts),
            Snapshot("3", {"fees": "14 days of £2"}, {"fees": ONE}, deviations_of(facts), {**facts, "charges": "£2"}),
        ]
    )
    assert [(step.approved_by, step.approved_on, step.reason, step.facts) for step in fees.steps[1:]] == [
        ("jo", "2026-05-01", "agreed", ()), ("jo", "2026-05-01", "agreed", ("charges",)),
    ]  # fmt: skip


def test_an_approval_that_comes_later_is_a_step_of_its_own() -> None:
    first, then = {"fees": {"set": SET}}, {"fees": {"set": SET | {"approved_by": "lee"}}}
    [fees] = blame([Snapshot("1", {"fees": "x"}, {"fees": ONE}, first), Snapshot("2", {"fees": "x"}, {"fees": ONE}, then)])
    assert (fees.last.kinds, fees.last.approved_by, fees.brought_in.version) == (("approval",), "lee", "1")


def test_each_change_stands_under_its_own_approval_and_none_under_anothers() -> None:
    [fees] = blame(
        [
            Snapshot("1", {"fees": "30 days of £1"}, {"fees": ONE}, {"fees": {"add": ADD}}),
            Snapshot("2", {"fees": "14 days of £1"}, {"fees": ONE}, {"fees": {"add": ADD, "set": SET | {"approved_by": "kim"}}}),
            Snapshot("3", {"fees": "14 days of £2"}, {"fees": ONE}, {"fees": {"add": ADD, "set": SET | {"approved_by": "kim"}}}, {"charges": "£2"}),
            Snapshot("4", {"fees": "30 days of £2"}, {"fees": ONE}, {"fees": {"add": ADD}}, {"charges": "£2"}),
        ]
    )
    assert [(step.kinds, step.approved_by, step.reason) for step in fees.steps] == [
        (("brought in",), "lee", "asked for"),
        (("parameters",), "kim", ""),
        (("facts",), "lee, kim", "asked for"),
        (("parameters",), "", ""),
    ]


def test_a_clause_that_is_gone_stands_last() -> None:
    found = blame([Snapshot("1", {"a": "x", "b": "y"}), Snapshot("2", {"b": "y"})])
    assert [(one.clause, one.is_gone) for one in found] == [("b", False), ("a", True)]
