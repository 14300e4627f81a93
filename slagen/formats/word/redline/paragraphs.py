"""Atoms that stay, go or come → paragraphs with tracked changes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from copy import deepcopy

from slagen.formats.word.redline.atoms import Atom, Kind
from slagen.formats.word.redline.context import Context, Sides
from slagen.formats.word.redline.controls import track_controls
from slagen.formats.word.redline.line import Line
from slagen.formats.word.redline.marks import clean_paragraph_properties, run_properties, set_mark
from slagen.formats.word.redline.names import (
    PPR,
    RPR,
    SECT_PR,
    Element,
    attributes,
)
from slagen.formats.word.redline.operations import Op
from slagen.formats.word.redline.steps import Step


def paragraphs(steps: Iterable[Step], context: Context, sides: Sides) -> Iterator[Element]:
    """The paragraphs that the steps make."""
    steps, start, mark = list(steps), 0, Kind.MARK
    for at, step in enumerate(steps):
        atom = step.old or step.new
        if atom is not None and atom.kind is mark:
            yield _paragraph(steps[start:at], step, context, sides)
            start = at + 1
    assert start == len(steps), "every paragraph ends with its mark"


def _paragraph(line: list[Step], mark: Step, context: Context, sides: Sides) -> Element:
    source = mark.atom.element
    assert source is not None
    paragraph = source.makeelement(source.tag, {} if mark.op.comes else attributes(source))
    ppr = _paragraph_properties(mark, context, sides)
    if ppr is not None:
        paragraph.append(ppr)
    line_writer = Line(paragraph, context, sides)
    line_writer.write(line)
    line_writer.marks_before(mark)
    line_writer.close()
    track_controls(paragraph, context.marker)
    if mark.op is not Op.KEEP:
        set_mark(context.marker, paragraph, context.marker.mark(mark.op.value))
    return paragraph


def _paragraph_properties(mark: Step, context: Context, sides: Sides) -> Element | None:
    if mark.op.comes:
        assert mark.new is not None
        return _brought_properties(mark.new, context, sides)
    old = None if mark.old is None or mark.old.element is None else mark.old.element.find(PPR)
    if mark.op.goes or mark.new is None or mark.new.element is None:
        return deepcopy(old)
    new = mark.new.element.find(PPR)
    result = _changed_properties(old, new, context, sides) if context.formatting else deepcopy(old)
    section, theirs = (None if ppr is None else ppr.find(SECT_PR) for ppr in (result, new))
    if section is not None and theirs is not None:
        context.section_pairs.append((section, theirs))
    return result


def _brought_properties(atom: Atom, context: Context, sides: Sides) -> Element | None:
    ppr = None if atom.element is None else atom.element.find(PPR)
    return None if ppr is None else context.importer.bring(ppr, sides.new_part, sides.old_part)


def _changed_properties(old: Element | None, new: Element | None, context: Context, sides: Sides) -> Element | None:
    marker = context.marker
    paragraph_differs = sides.old.paragraph_properties(old) != sides.new.paragraph_properties(new)
    old_mark, new_mark = (None if ppr is None else ppr.find(RPR) for ppr in (old, new))
    mark_differs = sides.old.run_properties(old_mark) != sides.new.run_properties(new_mark)
    if not paragraph_differs and not mark_differs:
        return deepcopy(old)
    result = marker.make("pPr")
    brought = None if new is None else context.importer.bring(new, sides.new_part, sides.old_part)
    result.extend(deepcopy(item) for item in clean_paragraph_properties(brought if paragraph_differs else old))
    brought_mark = None if brought is None else brought.find(RPR)
    rpr = run_properties(marker, brought_mark, old_mark, changed=True) if mark_differs else deepcopy(old_mark)
    if rpr is not None:
        result.append(rpr)
    section = None if old is None else old.find(SECT_PR)
    if section is not None:
        result.append(deepcopy(section))
    if paragraph_differs:
        result.append(marker.change("pPrChange", "pPr", clean_paragraph_properties(old)))
    return result
