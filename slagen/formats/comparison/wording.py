"""What the three renderings of a comparison say in the same words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from slagen.compare.annotations import explaining, explanation, tells
from slagen.compare.difference import Difference
from slagen.compare.documents import Change, ClauseComparison, PassageComparison
from slagen.compare.term_groups import gathered
from slagen.compare.terms import TermChange
from slagen.compare.verdicts import VERDICTS, Verdict
from slagen.compare.words import Op

ABSENT = "—"


def title(difference: Difference) -> str:
    """`Managed hosting: v1.0 → draft`."""
    versions = f"{difference.old} → {difference.new}"
    return f"{difference.title}: {versions}" if difference.title else versions


def rows(difference: Difference) -> Iterator[TermChange]:
    """The changed terms; what came or went together is told as one."""
    return gathered(difference.terms)


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
    if clause.upgraded and clause.change is not Change.UPGRADED:
        kinds.append("upgraded")
    if clause.cosmetic:
        kinds.append("looks only")
    parts = [", ".join(kinds), _counted(clause)]
    if clause.upgraded:
        parts.append(f"library version {clause.old_version} → {clause.new_version}")
    return "; ".join(part for part in parts if part)


def explained(difference: Difference, clause: ClauseComparison, passage: PassageComparison) -> tuple[str, ...]:
    """Which changed terms account for the words that changed in a passage."""
    if passage.change is not Change.MODIFIED:
        return ()
    gone, came = ("".join(segment.text for segment in passage.segments if segment.op is op) for op in (Op.DELETE, Op.INSERT))
    around = f"{clause.title} " + "".join(segment.text for segment in passage.segments)
    return tuple(explanation(term) for term in explaining(difference.terms, gone, came, around) if tells(term))


def renumbered(clauses: Iterable[ClauseComparison]) -> Iterator[str]:
    """`5–23 → 6–24 (19 clauses)` for clauses that were pushed on together, `4 → 5 Service credits` for one alone."""
    group: list[ClauseComparison] = []
    for clause in clauses:
        if group and not _goes_on(group[-1], clause):
            yield _together(group)
            group = []
        group.append(clause)
    if group:
        yield _together(group)


def _goes_on(before: ClauseComparison, clause: ClauseComparison) -> bool:
    return all(
        (one := _number(first)) is not None and (other := _number(second)) is not None and (other[0], other[1]) == (one[0] + 1, one[1])
        for first, second in ((before.old_label, clause.old_label), (before.new_label, clause.new_label))
    )


def _number(label: str) -> tuple[int, str] | None:
    """`3 of Schedule 2` as 3 and the rest."""
    first, _, rest = label.partition(" ")
    return (int(first), rest) if first.isascii() and first.isdigit() else None


def _together(group: list[ClauseComparison]) -> str:
    if len(group) == 1:
        return heading(group[0])
    (old_first, rest), (new_first, new_rest) = (_number(label) or (0, "") for label in (group[0].old_label, group[0].new_label))
    old, new = (f"{first}–{first + len(group) - 1}{f' {more}' if more else ''}" for first, more in ((old_first, rest), (new_first, new_rest)))
    return f"{old} → {new} ({len(group)} clauses)"


def _counted(clause: ClauseComparison) -> str:
    counts = ((clause.words_inserted, "inserted"), (clause.words_deleted, "deleted"))
    parts = [f"{count} {'word' if count == 1 else 'words'} {kind}" for count, kind in counts if count]
    return ", ".join(parts)


def parted(difference: Difference) -> tuple[tuple[ClauseComparison, ...], tuple[ClauseComparison, ...]]:
    """The clauses that changed, and those of which but the number did: they are told in a list of their own."""
    changes = difference.document.changes
    pushed = tuple(clause for clause in changes if clause.change is Change.RENUMBERED)
    return tuple(clause for clause in changes if clause.change is not Change.RENUMBERED), pushed


def moved(passage: PassageComparison) -> str:
    """`moved here` or `moved away` of a passage that moved, else empty."""
    if passage.change is not Change.MOVED:
        return ""
    return "moved here" if any(segment.op is Op.INSERT for segment in passage.segments) else "moved away"


def accepted(difference: Difference) -> Iterator[str]:
    """What is to be known before the rest is read: whose tracked changes counted as accepted."""
    for name in difference.resolved:
        yield f"{name} carried tracked changes: they were accepted first. To see them as they are: slagen revisions list FILE"


def summary(difference: Difference) -> str:
    """One sentence on how much differs."""
    if difference.verdict is not Verdict.SUBSTANCE:
        upgraded = sum(clause.upgraded for clause in difference.document.changes)
        more = f" {upgraded} {'clause comes' if upgraded == 1 else 'clauses come'} from another version of the library." if upgraded else ""
        return VERDICTS[difference.verdict] + more
    clauses = sum(clause.change not in {Change.RENUMBERED, Change.UPGRADED} for clause in difference.document.changes)
    counts = ((len(difference.terms), "term"), (clauses, "clause"))
    return " and ".join(f"{count} {name if count == 1 else f'{name}s'}" for count, name in counts if count) + " changed."
