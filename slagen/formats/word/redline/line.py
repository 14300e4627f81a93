"""The inline content of one paragraph: atoms that stay, go or come → runs with tracked changes, and the marks and wrappers around them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from copy import deepcopy
from dataclasses import dataclass, field
from itertools import islice

from slagen.formats.word.redline.atoms import Kind, Wrapper
from slagen.formats.word.redline.canonical import TEXT_BOX, Format
from slagen.formats.word.redline.context import Context, Sides
from slagen.formats.word.redline.marks import add_text_run, deleted_runs, run_properties
from slagen.formats.word.redline.names import (
    BOOKMARK_END,
    BOOKMARK_START,
    COMMENT_MARKS,
    COMMENT_REFERENCE,
    ID,
    NAME,
    NOTE_REFERENCES,
    RPR,
    SDT,
    SDT_CONTENT,
    Element,
    W,
    attributes,
)
from slagen.formats.word.redline.operations import Op
from slagen.formats.word.redline.steps import Step

GONE, CAME = "slagen-gone", "slagen-came"
"""Attributes that tell two bookmarks of one name apart until one of them is dropped."""


@dataclass(slots=True)
class Line:
    """The inline content of one paragraph, written step by step: runs joined where they look alike, marks around them, links around those."""

    paragraph: Element
    context: Context
    sides: Sides
    stack: list[tuple[Wrapper, Element]] = field(default_factory=list)
    op: Op = Op.KEEP
    holder: Element | None = None
    text: list[str] = field(default_factory=list)
    style: tuple[Format, Format | None] | None = None

    def write(self, steps: Sequence[Step]) -> None:
        """Write atoms: those whose text stands in one run together."""
        at = 0
        while at < len(steps):
            self._write(steps[at])
            end = _run_end(steps, at)
            self.text += [atom.pieces[0][0] for step in steps[at + 1 : end] if (atom := step.old or step.new)]
            at = end

    def _write(self, step: Step) -> None:
        self.marks_before(step)
        self._enter(step.atom.wrappers, comes=step.op.comes)
        self._set_op(step.op)
        match step.atom.kind:
            case Kind.TEXT:
                self._text(step)
            case Kind.RUNS:
                self._runs(step)
            case _:
                self._block(step)

    def close(self) -> None:
        """Write what is still open."""
        self._end_text()

    def marks_before(self, step: Step) -> None:
        """The bookmarks and comment marks before an atom: the old ones, and those that are new."""
        old = step.old.before if step.old is not None else ()
        new = step.new.before if step.new is not None else ()
        if not old and not new:
            return
        self._end_op()
        for item in old:
            self._place(deepcopy(item), GONE if step.op.goes else "")
        for item in new:
            name = item.get(NAME, "") or self.sides.new_marks.get(item.get(ID, ""), "")
            if item.tag in {BOOKMARK_START, BOOKMARK_END} and (step.op.comes or name not in self.sides.old_names):
                self._place(self.context.importer.bring(item, self.sides.new_part, self.sides.old_part), CAME)
            elif (comment := _comment_of(item)) and (number := self.context.comments.number(comment)):
                self._place(_numbered(self.context.importer.bring(item, self.sides.new_part, self.sides.old_part), number), "")

    def _place(self, item: Element, note: str) -> None:
        if note and item.tag in {BOOKMARK_START, BOOKMARK_END}:
            item.set(note, "1")
        self._container().append(item)

    def _container(self) -> Element:
        return _content(self.stack[-1][1]) if self.stack else self.paragraph

    def _enter(self, wrappers: tuple[Wrapper, ...], *, comes: bool) -> None:
        if not self.stack and not wrappers:
            return
        shared = 0
        for (open_one, _), wanted in zip(self.stack, wrappers, strict=False):
            if open_one.key != wanted.key:
                break
            shared += 1
        if shared == len(self.stack) == len(wrappers):
            return
        self._end_op()
        del self.stack[shared:]
        for wrapper in wrappers[shared:]:
            shell = _shell(wrapper.element)
            if comes:
                shell = self.context.importer.bring(shell, self.sides.new_part, self.sides.old_part)
            self._container().append(shell)
            self.stack.append((wrapper, shell))

    def _set_op(self, op: Op) -> None:
        if op is self.op and (self.holder is not None or op is Op.KEEP):
            return
        self._end_op()
        self.op = op
        if op is not Op.KEEP:
            self.holder = self.context.marker.add_mark(self._container(), op.value)

    def _end_op(self) -> None:
        self._end_text()
        self.op, self.holder = Op.KEEP, None

    def _target(self) -> Element:
        return self._container() if self.holder is None else self.holder

    def _text(self, step: Step) -> None:
        for text, old, new in _pieces(step):
            style = new if step.op.comes else old
            other = None
            if step.op is Op.KEEP and self.context.formatting and new is not None and old is not None and old.canonical != new.canonical:
                style, other = new, old
            assert style is not None
            wanted = (style, other)
            if self.style is None or not _same_style(self.style, wanted):
                self._end_text()
                self.style = wanted
            self.text.append(text)

    def _end_text(self) -> None:
        if self.style is None:
            return
        (style, other), text = self.style, "".join(self.text)
        self.style, self.text = None, []
        rpr = self._run_properties(style, other)
        add_text_run(self._target(), text, rpr, deleted=self.op is Op.DELETE)

    def _run_properties(self, style: Format, other: Format | None) -> Element | None:
        element = style.element
        if element is not None and (self.op.comes or other is not None):
            element = self.context.importer.bring(element, self.sides.new_part, self.sides.old_part)
        return run_properties(self.context.marker, element, None if other is None else other.element, changed=other is not None)

    def _runs(self, step: Step) -> None:
        self._end_text()
        atom = step.atom
        self._note(step)
        if step.op is Op.KEEP and atom.element is not None:
            self._target().append(deepcopy(atom.element))
            return
        others = step.new.runs if step.op is Op.KEEP and step.new is not None and len(step.new.runs) == len(atom.runs) else ()
        for index, run in enumerate(atom.runs):
            if step.op.comes:
                copy = self.context.importer.bring(run, self.sides.new_part, self.sides.old_part)
            else:
                copy = deleted_runs(run) if step.op is Op.DELETE else deepcopy(run)
            if others:
                self._reformat(copy, run, others[index])
                self._text_boxes(copy, others[index])
            self._target().append(copy)

    def _text_boxes(self, copy: Element, new: Element) -> None:
        for box, theirs in zip(list(_outer_boxes(copy)), list(_outer_boxes(new)), strict=False):
            self.context.write_story(box, theirs, self.context, self.sides)

    def _reformat(self, copy: Element, old: Element, new: Element) -> None:
        if not self.context.formatting:
            return
        old_rpr, new_rpr = old.find(RPR), new.find(RPR)
        if self.sides.old.run_properties(old_rpr) == self.sides.new.run_properties(new_rpr):
            return
        brought = None if new_rpr is None else self.context.importer.bring(new_rpr, self.sides.new_part, self.sides.old_part)
        rpr = run_properties(self.context.marker, brought, old_rpr, changed=True)
        present = copy.find(RPR)
        if present is not None:
            copy.remove(present)
        assert rpr is not None
        copy.insert(0, rpr)

    def _note(self, step: Step) -> None:
        for run in step.atom.runs:
            for piece in run:
                kind = NOTE_REFERENCES.get(str(piece.tag))
                if kind is None:
                    continue
                if step.op.goes:
                    self.context.gone_notes.append((kind, piece.get(ID, "")))
                elif step.op is Op.KEEP and step.new is not None:
                    theirs = next((other.get(ID, "") for other_run in step.new.runs for other in other_run if other.tag == piece.tag), "")
                    self.context.note_pairs.append((kind, piece.get(ID, ""), theirs))

    def _block(self, step: Step) -> None:
        self._end_text()
        element = step.atom.element
        assert element is not None
        copy = self.context.importer.bring(element, self.sides.new_part, self.sides.old_part) if step.op.comes else deepcopy(element)
        self._target().append(copy)


def _outer_boxes(element: Element) -> Iterator[Element]:
    """The text boxes in an element, without those that stand within another one: they are compared with its text."""
    for item in element:
        if item.tag == TEXT_BOX:
            yield item
        else:
            yield from _outer_boxes(item)


def _run_end(steps: Sequence[Step], start: int) -> int:
    """Where the steps end whose text stands in the same run as that of the first one, in every respect: most steps are among such."""
    first = steps[start]
    op, old, new = first.op, first.old, first.new
    if (old is not None and old.style is None) or (new is not None and new.style is None):
        return start + 1
    for at, step in enumerate(islice(steps, start + 1, None), start + 1):
        one, other = step.old, step.new
        if (
            step.op is not op
            or (one is not None and (old is None or one.style is not old.style or one.wrappers is not old.wrappers))
            or (other is not None and (new is None or other.style is not new.style or other.wrappers is not new.wrappers))
        ):
            return at
    return len(steps)


def _comment_of(item: Element) -> str:
    """The number of the comment that a mark belongs to, empty for other marks."""
    if item.tag in COMMENT_MARKS:
        return item.get(ID, "")
    return next((reference.get(ID, "") for reference in item.iter(COMMENT_REFERENCE)), "")


def _numbered(item: Element, number: str) -> Element:
    for mark in item.iter(*COMMENT_MARKS, COMMENT_REFERENCE):
        mark.set(ID, number)
    return item


def _pieces(step: Step) -> Iterator[tuple[str, Format | None, Format | None]]:
    """The stretches of a text atom within which neither the old nor the new formatting changes."""
    if step.op is not Op.KEEP or step.new is None or step.old is None:
        yield from ((text, None if step.op.comes else style, style if step.op.comes else None) for text, style in step.atom.pieces)
        return
    olds, news = step.old.pieces, step.new.pieces
    if len(olds) == len(news) == 1:
        yield olds[0][0], olds[0][1], news[0][1]
        return
    at = other = start = other_start = 0
    while at < len(olds) and other < len(news):
        length = min(len(olds[at][0]) - start, len(news[other][0]) - other_start)
        yield olds[at][0][start : start + length], olds[at][1], news[other][1]
        start, other_start = start + length, other_start + length
        if start == len(olds[at][0]):
            at, start = at + 1, 0
        if other_start == len(news[other][0]):
            other, other_start = other + 1, 0


def _same_style(one: tuple[Format, Format | None], other: tuple[Format, Format | None]) -> bool:
    if one[0].canonical != other[0].canonical or (one[1] is None) != (other[1] is None):
        return False
    return one[1] is None or other[1] is None or one[1].canonical == other[1].canonical


def _shell(wrapper: Element) -> Element:
    """A wrapper without its content."""
    shell: Element = wrapper.makeelement(wrapper.tag, attributes(wrapper))
    shell.extend(deepcopy(item) for item in wrapper if item.tag in {f"{W}sdtPr", f"{W}sdtEndPr", f"{W}smartTagPr", f"{W}customXmlPr"})
    if wrapper.tag == SDT:
        shell.append(shell.makeelement(SDT_CONTENT))
    return shell


def _content(shell: Element) -> Element:
    content = shell.find(SDT_CONTENT) if shell.tag == SDT else None
    return shell if content is None else content
