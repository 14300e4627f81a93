"""Sentences that are too long."""

from __future__ import annotations

from slagen.checks.long_sentences import check
from slagen.core.findings import Severity
from tests.checks.desk import Desk, clause, document

DESK = Desk(check)


def words(count: int) -> str:
    return " ".join(["word"] * count) + "."


def test_45_words_can_be_read_and_46_cannot() -> None:
    assert DESK.codes(document(clause("scope", words(45)))) == []
    (finding,) = DESK.found(document(clause("scope", words(46))))
    assert (finding.code, finding.severity) == ("SLG205", Severity.NOTE)
    assert "46 words" in finding.message


def test_more_than_70_words_are_a_warning() -> None:
    assert DESK.severities(document(clause("scope", words(71)))) == [Severity.WARNING]


def test_each_clause_is_told_once_with_its_longest_sentence() -> None:
    (finding,) = DESK.found(document(clause("scope", words(50), words(60), "Short.")))
    assert "2 long sentences, the longest of 60 words" in finding.message


def test_two_sentences_are_two() -> None:
    assert DESK.codes(document(clause("scope", f"W{words(40)} W{words(40)}"))) == []
