"""What the three renderings of a comparison say in the same words."""

from __future__ import annotations

from slagen.compare.difference import Difference
from slagen.compare.documents import Change, ClauseComparison, Verdict
from slagen.compare.terms import TermChange

ABSENT = "—"
VERDICTS = {
    Verdict.SAME: "Nothing differs.",
    Verdict.COSMETIC: "Only looks differ: white space, quotation marks, dashes or capitals.",
    Verdict.MOVED: "Only the order differs: nothing was added, taken away or reworded.",
    Verdict.SUBSTANCE: "",
}


def values(term: TermChange) -> tuple[str, str]:
    """The old and the new value of a term, a dash for one that is not there."""
    return (ABSENT if term.old is None else term.old, ABSENT if term.new is None else term.new)


def heading(clause: ClauseComparison) -> str:
    """`4 → 5 Service credits`."""
    old, new = clause.old_label, clause.new_label
    number = f"{old} → {new}" if old and new and old != new else new or old
    return f"{number} {clause.title}".strip()


def what_happened(clause: ClauseComparison) -> str:
    """`modified, moved; 3 words inserted, 2 deleted; library version 1.0.0 → 1.1.0`."""
    kinds = [clause.change.value]
    if clause.moved and clause.change is not Change.MOVED:
        kinds.append("moved")
    if clause.cosmetic:
        kinds.append("looks only")
    parts = [", ".join(kinds), _counted(clause)]
    if clause.old_version and clause.new_version and clause.old_version != clause.new_version:
        parts.append(f"library version {clause.old_version} → {clause.new_version}")
    return "; ".join(part for part in parts if part)


def _counted(clause: ClauseComparison) -> str:
    counts = ((clause.words_inserted, "inserted"), (clause.words_deleted, "deleted"))
    parts = [f"{count} {'word' if count == 1 else 'words'} {kind}" for count, kind in counts if count]
    return ", ".join(parts)


def summary(difference: Difference) -> str:
    """One sentence on how much differs."""
    if difference.verdict is not Verdict.SUBSTANCE:
        return VERDICTS[difference.verdict]
    clauses = sum(clause.change is not Change.RENUMBERED for clause in difference.document.changes)
    counts = ((len(difference.terms), "term"), (clauses, "clause"))
    return " and ".join(f"{count} {name if count == 1 else f'{name}s'}" for count, name in counts if count) + " changed."
