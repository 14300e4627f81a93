"""The way from the atoms of the old file to those of the new one, as a careful person would mark it up."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from slagen.compare.words import is_joint, opcodes
from slagen.formats.word.redline.atoms import Atom, Kind
from slagen.formats.word.redline.operations import Op

_BRACKETS = {")": "(", "]": "[", "}": "{", "”": "“", "’": "‘", "»": "«"}


@dataclass(slots=True)
class Step:
    """An atom and what happens to it; a kept one is known from both files."""

    op: Op
    old: Atom | None
    new: Atom | None

    @property
    def atom(self) -> Atom:
        """The atom that is shown."""
        atom = self.old or self.new
        assert atom is not None
        return atom


def steps_between(old: Sequence[Atom], new: Sequence[Atom]) -> list[Step]:
    """The shortest way from one sequence of atoms to another, without changes that mere spaces keep apart, and with whole brackets."""
    head = 0
    shorter = min(len(old), len(new))
    while head < shorter and old[head].key == new[head].key:
        head += 1
    tail = 0
    while tail < shorter - head and old[-1 - tail].key == new[-1 - tail].key:
        tail += 1
    middle = _joined(_middle(old[head : len(old) - tail], new[head : len(new) - tail]))
    groups = [_kept(old[:head], new[:head]), *middle, _kept(old[len(old) - tail :], new[len(new) - tail :])]
    return [step for group in _slid(groups) for step in group]


def _kept(old: Sequence[Atom], new: Sequence[Atom]) -> list[Step]:
    return [Step(Op.KEEP, one, other) for one, other in zip(old, new, strict=True)]


def _middle(old: Sequence[Atom], new: Sequence[Atom]) -> Iterator[list[Step]]:
    """Groups of steps: kept ones, and changed ones with what goes before what comes."""
    gone: list[Step] = []
    came: list[Step] = []
    if not old or not new:
        yield [*all_steps(old, Op.DELETE), *all_steps(new, Op.INSERT)]
        return
    for tag, start, end, to_start, to_end in opcodes([atom.key for atom in old], [atom.key for atom in new]):
        if tag == "equal":
            if gone or came:
                yield [*gone, *came]
                gone, came = [], []
            yield [Step(Op.KEEP, one, other) for one, other in zip(old[start:end], new[to_start:to_end], strict=True)]
        else:
            gone += all_steps(old[start:end], Op.DELETE)
            came += all_steps(new[to_start:to_end], Op.INSERT)
    if gone or came:
        yield [*gone, *came]


def _joined(groups: Iterable[list[Step]]) -> list[list[Step]]:
    """A kept space or dash between two replaced words is replaced with them: one change, not two."""
    done: list[list[Step]] = []
    for group in groups:
        if len(done) >= 2 and _is_change(group) and _is_joint(done[-1]) and _replaces(done[-2]) and _replaces(group):
            space, before = done.pop(), done.pop()
            pieces = [*before, *(part for step in space for part in (Step(Op.DELETE, step.old, None), Step(Op.INSERT, None, step.new))), *group]
            done.append([*(step for step in pieces if step.op is Op.DELETE), *(step for step in pieces if step.op is Op.INSERT)])
        else:
            done.append(group)
    return done


def _is_change(group: list[Step]) -> bool:
    return bool(group) and group[0].op is not Op.KEEP


def _is_joint(group: list[Step]) -> bool:
    return all(step.op is Op.KEEP and step.atom.kind is Kind.TEXT for step in group) and is_joint("".join(step.atom.key for step in group))


def _replaces(group: list[Step]) -> bool:
    return (
        any(step.op is Op.DELETE for step in group) and any(step.op is Op.INSERT for step in group) and not any(step.atom.kind is Kind.MARK for step in group)
    )


def _slid(groups: list[list[Step]]) -> list[list[Step]]:
    """What merely goes or comes can often be marked in several places (`(a) [(b) ](c)` or `(a[) (b]) (c)`): the one that reads best is taken."""
    for at in range(1, len(groups) - 1):
        group = groups[at]
        if group and _is_change(group) and not _is_change(groups[at - 1]) and not _is_change(groups[at + 1]) and len({step.op for step in group}) == 1:
            groups[at - 1], groups[at], groups[at + 1] = _best_place(groups[at - 1], group, groups[at + 1])
    return groups


def _best_place(before: list[Step], change: list[Step], after: list[Step]) -> tuple[list[Step], list[Step], list[Step]]:
    best, best_rating = (before, change, after), _rating(before, change)
    left = (before, change, after)
    while left[0] and left[1] and _same_text(left[0][-1], left[1][-1]):
        left = _shifted_left(*left)
        if (rating := _rating(left[0], left[1])) > best_rating:
            best, best_rating = left, rating
    right = (before, change, after)
    while right[2] and right[1] and _same_text(right[2][0], right[1][0]):
        right = _shifted_right(*right)
        if (rating := _rating(right[0], right[1])) > best_rating:
            best, best_rating = right, rating
    return best


def _same_text(one: Step, other: Step) -> bool:
    return one.atom.kind is Kind.TEXT and one.atom.key == other.atom.key


def _shifted_left(before: list[Step], change: list[Step], after: list[Step]) -> tuple[list[Step], list[Step], list[Step]]:
    kept, moving = before[-1], change[-1]
    first, stays = _swapped(kept, moving)
    return before[:-1], [first, *change[:-1]], [stays, *after]


def _shifted_right(before: list[Step], change: list[Step], after: list[Step]) -> tuple[list[Step], list[Step], list[Step]]:
    kept, moving = after[0], change[0]
    last, stays = _swapped(kept, moving)
    return [*before, stays], [*change[1:], last], after[1:]


def _swapped(kept: Step, moving: Step) -> tuple[Step, Step]:
    """The change that takes the place of a kept atom, and the kept atom that takes the place of the change."""
    if moving.op.goes:
        return Step(moving.op, kept.old, None), Step(Op.KEEP, moving.old, kept.new)
    return Step(moving.op, None, kept.new), Step(Op.KEEP, kept.old, moving.new)


def _rating(before: list[Step], change: list[Step]) -> int:
    """Whole brackets count most, then whole sentences, then a space at the end rather than in the middle."""
    texts = ["".join(text for text, _ in step.atom.pieces) for step in change]
    ended = not before or "".join(text for text, _ in before[-1].atom.pieces).strip() in {"", ".", ";", ":"}
    return 8 * _balanced(texts) + 2 * (ended and texts[-1].isspace()) + (not texts[-1].isspace() and texts[0].isspace()) + (texts[-1] in {".", ";", ","})


def _balanced(texts: Iterable[str]) -> bool:
    open_ones: list[str] = []
    for sign in "".join(text for text in texts if len(text) == 1):
        if sign in _BRACKETS.values():
            open_ones.append(sign)
        elif sign in _BRACKETS and (not open_ones or open_ones.pop() != _BRACKETS[sign]):
            return False
    return not open_ones


def all_steps(atoms: Iterable[Atom], op: Op) -> list[Step]:
    """The same step for every atom."""
    return [Step(op, None, atom) if op.comes else Step(op, atom, None) for atom in atoms]


def end_together(steps: list[Step]) -> list[Step]:
    """The last mark of a story cannot come or go: make the old one and the new one the same."""
    last_old = next((index for index in reversed(range(len(steps))) if _is_mark(steps[index].old)), None)
    last_new = next((index for index in reversed(range(len(steps))) if _is_mark(steps[index].new)), None)
    if last_old is None or last_new is None or last_old == last_new:
        return steps
    final = Step(Op.KEEP, steps[last_old].old, steps[last_new].new)
    changed: list[Step] = []
    for index, step in enumerate(steps):
        if index == last_old:
            changed += [Step(Op.INSERT, None, step.new)] if step.new is not None else []
        elif index == last_new:
            changed += [Step(Op.DELETE, step.old, None)] if step.old is not None else []
        else:
            changed.append(step)
    return [*changed, final]


def _is_mark(atom: Atom | None) -> bool:
    return atom is not None and atom.kind is Kind.MARK
