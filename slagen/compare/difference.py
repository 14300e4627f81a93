"""The whole difference between two versions of an agreement, and its JSON form."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from slagen.compare.documents import Change, ClauseComparison, DocumentComparison, PassageComparison
from slagen.compare.terms import TermChange
from slagen.compare.verdicts import EXIT_CODES, Verdict


@dataclass(frozen=True, slots=True)
class Difference:
    """`old` and `new` name the versions, `title` the agreement, `resolved` those of the two that carried tracked changes, which were accepted first."""

    old: str
    new: str
    terms: tuple[TermChange, ...]
    document: DocumentComparison
    title: str = ""
    resolved: tuple[str, ...] = ()

    @property
    def verdict(self) -> Verdict:
        """How much of a difference there is; a changed term is substance, even where the text does not print it."""
        return Verdict.SUBSTANCE if self.terms else self.document.verdict

    @property
    def exit_code(self) -> int:
        """0 the same, 1 substance, 6 cosmetic only, 7 moved only."""
        return EXIT_CODES[self.verdict]


def to_json(difference: Difference) -> dict[str, Any]:
    """The shape that docs/json.md describes for `diff`."""
    return {
        "old": difference.old,
        "new": difference.new,
        "verdict": difference.verdict.value,
        "resolved": list(difference.resolved),
        "terms": [{"key": term.key, "label": term.label, "old": term.old, "new": term.new, "direction": term.direction.value} for term in difference.terms],
        "clauses": [_clause(clause) for clause in difference.document.changes],
    }


def _clause(clause: ClauseComparison) -> dict[str, Any]:
    return {
        "id": clause.id,
        "title": clause.title,
        "change": clause.change.value,
        "moved": clause.moved,
        "upgraded": clause.upgraded,
        "cosmetic": clause.cosmetic,
        "old_label": clause.old_label,
        "new_label": clause.new_label,
        "old_version": clause.old_version,
        "new_version": clause.new_version,
        "words_inserted": clause.words_inserted,
        "words_deleted": clause.words_deleted,
        "passages": [_passage(passage) for passage in clause.changes] if clause.change is not Change.RENUMBERED else [],
    }


def _passage(passage: PassageComparison) -> dict[str, Any]:
    return {
        "change": passage.change.value,
        "old_label": passage.old_label,
        "new_label": passage.new_label,
        "words": [[segment.op.value, segment.text] for segment in passage.segments],
    }
