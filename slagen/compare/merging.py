"""Two people's changes to one text brought together, in whole words; where both changed the same words, a conflict is told instead.

This is the three-way merge of diff3 (Khanna, Kunal, Pierce: “A formal investigation of diff3”, 2007) over words in place of lines.
It is more careful than diff3: changes with nothing but spaces between them count as changes of the same words.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from slagen.compare.words import opcodes, tokens

_CONTEXT_TOKENS = 12

Edit: TypeAlias = tuple[int, int, tuple[str, ...]]
"""Where in the base, from and to, and what stands there afterwards."""


@dataclass(frozen=True, slots=True)
class Conflict:
    """A place where both sides changed the same words in different ways. `before` and `after` are the words around it."""

    base: str
    ours: str
    theirs: str
    before: str = ""
    after: str = ""


@dataclass(frozen=True, slots=True)
class Merged:
    """The text with both sides' changes. Where there are conflicts it holds our words in those places, and is not to be used unseen."""

    text: str
    conflicts: tuple[Conflict, ...] = ()


@dataclass(frozen=True, slots=True)
class _Group:
    """Edits that touch each other: a stretch of the base, and what each side makes of it."""

    start: int
    end: int
    ours: tuple[Edit, ...]
    theirs: tuple[Edit, ...]


def merge(base: str, ours: str, theirs: str) -> Merged:
    """`base` with the changes of both sides."""
    if theirs in {base, ours}:
        return Merged(ours)
    if ours == base:
        return Merged(theirs)
    words = tokens(base)
    mine, other = (tuple(_edits(words, tokens(side))) for side in (ours, theirs))
    text: list[str] = []
    conflicts: list[Conflict] = []
    done = 0
    for group in _groups(words, mine, other):
        text.extend(words[done : group.start])
        left, right = (_applied(words, group, edits) for edits in (group.ours, group.theirs))
        if group.ours and group.theirs and left != right:
            around = words[max(0, group.start - _CONTEXT_TOKENS) : group.start], words[group.end : group.end + _CONTEXT_TOKENS]
            conflicts.append(Conflict("".join(words[group.start : group.end]), left, right, "".join(around[0]), "".join(around[1])))
        text.append(left if group.ours else right)
        done = group.end
    text.extend(words[done:])
    return Merged("".join(text), tuple(conflicts))


def _edits(base: Sequence[str], side: Sequence[str]) -> Iterator[Edit]:
    """The changes from `base` to `side`; a deletion and an insertion at one place are one."""
    waiting: Edit | None = None
    for tag, start, end, to_start, to_end in opcodes(base, side) if base and side else _whole(base, side):
        if tag == "equal":
            continue
        new = tuple(side[to_start:to_end])
        if waiting and waiting[1] == start:
            waiting = (waiting[0], end, waiting[2] + new)
            continue
        if waiting:
            yield waiting
        waiting = (start, end, new)
    if waiting:
        yield waiting


def _whole(base: Sequence[str], side: Sequence[str]) -> Iterator[tuple[str, int, int, int, int]]:
    yield "change", 0, len(base), 0, len(side)


def _groups(words: Sequence[str], ours: Sequence[Edit], theirs: Sequence[Edit]) -> Iterator[_Group]:
    """The edits of both sides in order; those that touch, or have only spaces between them, are one group."""
    pending = sorted([(edit, True) for edit in ours] + [(edit, False) for edit in theirs], key=lambda item: item[0][:2])
    group: list[tuple[Edit, bool]] = []
    end = 0
    for edit, is_ours in pending:
        if group and not _touches(words, end, edit[0]):
            yield _group(group)
            group = []
        group.append((edit, is_ours))
        end = max(end, edit[1]) if len(group) > 1 else edit[1]
    if group:
        yield _group(group)


def _touches(words: Sequence[str], end: int, start: int) -> bool:
    return start <= end or "".join(words[end:start]).isspace()


def _group(members: Sequence[tuple[Edit, bool]]) -> _Group:
    start, end = min(edit[0] for edit, _ in members), max(edit[1] for edit, _ in members)
    return _Group(start, end, tuple(edit for edit, is_ours in members if is_ours), tuple(edit for edit, is_ours in members if not is_ours))


def _applied(words: Sequence[str], group: _Group, edits: Sequence[Edit]) -> str:
    pieces: list[str] = []
    place = group.start
    for start, end, new in edits:
        pieces.extend((*words[place:start], *new))
        place = end
    return "".join((*pieces, *words[place : group.end]))
