"""A story of the old file and the same of the new one → the story with tracked changes, in the old file's place."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from copy import deepcopy
from dataclasses import dataclass

from slagen.compare.align import likeness
from slagen.formats.word.redline.blocks import Block, blocks_of, is_building_block, pairs
from slagen.formats.word.redline.context import Context, Sides
from slagen.formats.word.redline.controls import tracked_control
from slagen.formats.word.redline.edited_moves import edited_moves
from slagen.formats.word.redline.moves import Move, find_moves
from slagen.formats.word.redline.names import ID, NOTE_REFERENCES, PPR, RANGE_MARKS, SDT, SDT_CONTENT, SECT_PR, TBL, Element, W
from slagen.formats.word.redline.operations import Op
from slagen.formats.word.redline.paragraphs import paragraphs
from slagen.formats.word.redline.references import renumbered, unmarked
from slagen.formats.word.redline.steps import Step, all_steps, end_together, steps_between
from slagen.formats.word.redline.tables import changed_table, marked_table

_BETTER = 0.05
"""By how much more alike two paragraphs together must be to a third one before they count as split or merged."""


@dataclass(slots=True)
class Stretch:
    """Blocks that are dealt with together: `kept` as they are, or the old ones that become the new ones."""

    old: list[Block]
    new: list[Block]
    kept: bool = False
    move: Move | None = None

    @property
    def is_text(self) -> bool:
        """Whether all of it are paragraphs."""
        return all(block.is_paragraph for block in (*self.old, *self.new))

    @property
    def meets(self) -> bool:
        """Whether it has a paragraph of both files."""
        return bool(self.old and self.new)


@dataclass(frozen=True, slots=True)
class Ending:
    """The last paragraphs of a story, which end together; a `move` has its old or its new place among them, as `way` says."""

    steps: list[Step]
    move: Move | None
    way: str


def write_story(old: Element, new: Element, context: Context, sides: Sides) -> bool:
    """Track in `old` how it becomes `new`; whether anything changed."""
    before, after = blocks_of(old, sides.old), blocks_of(new, sides.new, unwrapped=not any(is_building_block(item) for item in old))
    paired = list(pairs(before, after))
    if all(one is not None and other is not None and one.exact == other.exact for one, other in paired):
        _kept_sections(paired, context)
        return False
    stretches = _merged(_with_moves(list(_stretches(paired))))
    left = [stretch for stretch in stretches if not stretch.meets and not stretch.move]
    context.edited_moves += edited_moves([block for stretch in left for block in stretch.old], [block for stretch in left for block in stretch.new])
    made = [element for stretch in _ended(stretches) for element in _written(stretch, context, sides)]
    keep_last = [item for item in old if item.tag == SECT_PR]
    keep_first = [item for item in old if str(item.tag).endswith("}tcPr")]
    old[:] = [*keep_first, *made, *keep_last]
    return True


def _kept_sections(paired: Sequence[tuple[Block | None, Block | None]], context: Context) -> None:
    for one, other in paired:
        if one is not None and other is not None:
            _pair_inner(one.element, other.element, context)


def _pair_inner(old: Element, new: Element, context: Context) -> None:
    """What hangs on a kept block and may have changed all the same: its section and its notes."""
    _pair_sections(old, new, context)
    for tag, kind in NOTE_REFERENCES.items():
        for mine, theirs in zip(list(old.iter(tag)), list(new.iter(tag)), strict=False):
            context.note_pairs.append((kind, mine.get(ID, ""), theirs.get(ID, "")))


def _pair_sections(old: Element, new: Element, context: Context) -> None:
    ppr, theirs = old.find(PPR), new.find(PPR)
    section, other = (None if item is None else item.find(SECT_PR) for item in (ppr, theirs))
    if section is not None and other is not None:
        context.section_pairs.append((section, other))


def _stretches(paired: Iterable[tuple[Block | None, Block | None]]) -> Iterator[Stretch]:
    for one, other in paired:
        yield Stretch([one] if one else [], [other] if other else [], kept=one is not None and other is not None and one.exact == other.exact)


def _with_moves(stretches: list[Stretch]) -> list[Stretch]:
    gone = [stretch for stretch in stretches if stretch.old and not stretch.new]
    came = [stretch for stretch in stretches if stretch.new and not stretch.old]
    for one, other, move in find_moves(
        [stretch.old[0] for stretch in gone], [stretch.new[0] for stretch in came], stretches_next(stretches, gone), stretches_next(stretches, came)
    ):
        gone[one].move = came[other].move = move
    return stretches


def stretches_next(stretches: list[Stretch], chosen: list[Stretch]) -> list[int]:
    """The places of the chosen stretches among all."""
    places = {id(stretch): place for place, stretch in enumerate(stretches)}
    return [places[id(stretch)] for stretch in chosen]


def _merged(stretches: list[Stretch]) -> list[Stretch]:
    """Paragraphs that were split or merged stand together: only their marks change."""
    done: list[Stretch] = []
    for stretch in stretches:
        if done and _belongs(done[-1], stretch):
            done[-1] = Stretch([*done[-1].old, *stretch.old], [*done[-1].new, *stretch.new])
        else:
            done.append(stretch)
    return done


def _belongs(before: Stretch, after: Stretch) -> bool:
    if before.kept or after.kept or before.move or after.move or not (before.is_text and after.is_text):
        return False
    if before.meets == after.meets:
        return False
    pair = before if before.meets else after
    alone = _likeness(pair.old, pair.new)
    return alone < 1 and _likeness([*before.old, *after.old], [*before.new, *after.new]) > alone + _BETTER


def _likeness(old: Sequence[Block], new: Sequence[Block]) -> float:
    return likeness("".join(block.words for block in old), "".join(block.words for block in new))


def _ended(stretches: list[Stretch]) -> list[Stretch | Ending]:
    """The last paragraph of a story stays the last: where it came or went alone, it is tied to the last one of the other file."""
    last_meeting = next((index for index in reversed(range(len(stretches))) if not stretches[index].is_text or stretches[index].meets), -1)
    if last_meeting == len(stretches) - 1:
        return list(stretches)
    start = last_meeting if last_meeting >= 0 and stretches[last_meeting].is_text else last_meeting + 1
    tail = stretches[start:]
    if not any(stretch.old for stretch in tail) or not any(stretch.new for stretch in tail):
        return list(stretches)
    move = _move_of(tail)
    for stretch in stretches:
        if stretch.move and stretch.move is not move and any(stretch.move is other.move for other in tail):
            stretch.move = None
    steps = [step for stretch in tail for step in _steps(stretch)]
    return [*stretches[:start], Ending(end_together(steps), move, "moveFrom" if any(stretch.move and stretch.old for stretch in tail) else "moveTo")]


def _move_of(tail: Sequence[Stretch]) -> Move | None:
    """The move that has one of its places in the tail, all of it there; where several have, they are shown as words that went and came."""
    moved = [stretch for stretch in tail if stretch.move]
    move = moved[0].move if moved else None
    if move is None or any(stretch.move is not move for stretch in moved):
        return None
    return move if len(moved) == len(move.old) and len({bool(stretch.old) for stretch in moved}) == 1 else None


def _steps(stretch: Stretch) -> list[Step]:
    old = [atom for block in stretch.old for atom in block.atoms]
    new = [atom for block in stretch.new for atom in block.atoms]
    if not new:
        return all_steps(old, Op.MOVE_FROM if stretch.move else Op.DELETE)
    if not old:
        return all_steps(new, Op.MOVE_TO if stretch.move else Op.INSERT)
    return steps_between(old, new)


def _written(stretch: Stretch | Ending, context: Context, sides: Sides) -> Iterator[Element]:
    if isinstance(stretch, Ending):
        yield from _ending(stretch, context, sides)
    elif stretch.kept:
        _pair_inner(stretch.old[0].element, stretch.new[0].element, context)
        yield stretch.old[0].element
    elif stretch.move:
        yield from _moved(stretch, stretch.move, context, sides)
    elif stretch.is_text:
        steps = _steps(stretch)
        pushed = renumbered(steps, context.old, context.new)
        context.renumbered += pushed
        yield from paragraphs(unmarked(steps, context.old, context.new) if pushed and not context.renumbering else steps, context, sides)
    else:
        yield from _other(stretch, context, sides)


def _moved(stretch: Stretch, move: Move, context: Context, sides: Sides) -> Iterator[Element]:
    op = Op.MOVE_FROM if stretch.old else Op.MOVE_TO
    block = (stretch.old or stretch.new)[0]
    if move.is_first(block):
        yield _range_start(move, op.value, context)
    yield from paragraphs(all_steps(block.atoms, op), context, sides)
    if move.is_last(block):
        yield context.marker.make(f"{op.value}RangeEnd", id=move.ranges[op.value])


def _range_start(move: Move, way: str, context: Context) -> Element:
    if not move.name:
        move.name = context.marker.move_name()
        context.moves.append(move.name)
    start = context.marker.mark(f"{way}RangeStart", name=move.name)
    move.ranges[way] = start.get(ID, "")
    return start


def _ending(ending: Ending, context: Context, sides: Sides) -> Iterator[Element]:
    made = list(paragraphs(ending.steps, context, sides))
    if ending.move is None:
        yield from made
        return
    places = [at for at, paragraph in enumerate(made) if next(paragraph.iter(f"{W}{ending.way}"), None) is not None]
    start = _range_start(ending.move, ending.way, context)
    yield from (*made[: places[0]], start, *made[places[0] : places[-1] + 1])
    yield from (context.marker.make(f"{ending.way}RangeEnd", id=start.get(ID, "")), *made[places[-1] + 1 :])


def _other(stretch: Stretch, context: Context, sides: Sides) -> Iterator[Element]:
    """Tables, content controls and whatever else is no paragraph."""
    if stretch.meets and stretch.old[0].element.tag == TBL:
        changed = changed_table(stretch.old[0].element, stretch.new[0].element, context, sides)
        if changed is not None:
            yield changed
            return
    elif stretch.meets and stretch.old[0].element.tag == SDT:
        content, theirs = (block.element.find(SDT_CONTENT) for block in (stretch.old[0], stretch.new[0]))
        if content is not None and theirs is not None:
            write_story(content, theirs, context, sides)
            yield stretch.old[0].element
            return
    yield from (element for block in stretch.old for element in marked_block(block, Op.DELETE, context, sides))
    yield from (element for block in stretch.new for element in marked_block(block, Op.INSERT, context, sides))


def marked_block(block: Block, op: Op, context: Context, sides: Sides) -> Iterator[Element]:
    """A block that goes or comes as a whole."""
    if block.is_paragraph:
        yield from paragraphs(all_steps(block.atoms, op), context, sides)
    elif block.element.tag == TBL:
        yield marked_table(block.element, op, context, sides)
    elif block.element.tag == SDT and (content := block.element.find(SDT_CONTENT)) is not None:
        yield from _marked_control(block.element, content, op, context, sides)
    elif block.element.tag in RANGE_MARKS:
        if op.goes:
            yield block.element
    else:
        context.importer.untracked.append(f"“{block.element.tag.rpartition('}')[2]}” {'went' if op.goes else 'came'}")
        if op.goes:
            yield block.element


def _marked_control(control: Element, content: Element, op: Op, context: Context, sides: Sides) -> Iterator[Element]:
    way = "Del" if op.goes else "Ins"
    copy = deepcopy(control) if op.goes else context.importer.bring(control, sides.new_part, sides.old_part)
    held = copy.find(SDT_CONTENT)
    assert held is not None
    held[:] = list(marked_content(content, op, context, sides))
    yield from tracked_control(copy, way, context.marker)


def marked_content(parent: Element, op: Op, context: Context, sides: Sides) -> Iterator[Element]:
    """All blocks of a cell, note, header … gone or come."""
    canon = sides.new if op.comes else sides.old
    for block in blocks_of(parent, canon):
        yield from marked_block(block, op, context, sides)
