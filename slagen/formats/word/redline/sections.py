"""Sections: their layout, their headers and footers."""

from __future__ import annotations

from copy import deepcopy

from slagen.formats.word.redline.context import Context, sides_of
from slagen.formats.word.redline.names import SECT_PR, Element, R, W
from slagen.formats.word.redline.operations import Op
from slagen.formats.word.redline.stories import marked_content, write_story
from slagen.formats.word.redline.word_file import Link

_REFERENCES = (f"{W}headerReference", f"{W}footerReference")
_UNTRACKED = frozenset((*_REFERENCES, f"{W}sectPrChange", f"{W}footnotePr", f"{W}endnotePr"))


def compare_sections(pairs: list[tuple[Element, Element]], context: Context) -> None:
    """Track what changed in the layout of each section and in its headers and footers."""
    done: set[tuple[str, str]] = set()
    for old, new in pairs:
        _layout(old, new, context)
        for tag in _REFERENCES:
            for kind in ("default", "first", "even"):
                _header(old, new, (tag, kind), context, done)


def _layout(old: Element, new: Element, context: Context) -> None:
    sides = sides_of(context, context.old.main, context.new.main)
    if not context.formatting or sides.old.properties(old, _UNTRACKED) == sides.new.properties(new, _UNTRACKED):
        return
    before = [item for item in old if item.tag not in {*_REFERENCES, f"{W}sectPrChange"}]
    references = [item for item in old if item.tag in _REFERENCES]
    after = [context.importer.bring(item, context.new.main, context.old.main) for item in new if item.tag not in {*_REFERENCES, f"{W}sectPrChange"}]
    change = context.marker.change("sectPrChange", "sectPr", before)
    old[:] = [*references, *after, change]


def _reference(section: Element, tag: str, kind: str) -> Element | None:
    return next((item for item in section.iterfind(tag) if item.get(f"{W}type") == kind), None)


def _header(old: Element, new: Element, which: tuple[str, str], context: Context, done: set[tuple[str, str]]) -> None:
    mine, theirs = _reference(old, *which), _reference(new, *which)
    if theirs is None:
        if mine is not None:
            _gone(mine, context, done)
        return
    link = context.new.links(context.new.main).get(theirs.get(f"{R}id", ""))
    if link is None or link.target not in context.new.parts:
        return
    if mine is None:
        _came(old, theirs, link, context)
        return
    own = context.old.links(context.old.main).get(mine.get(f"{R}id", ""))
    if own is None or own.target not in context.old.parts or (own.target, link.target) in done:
        return
    done.add((own.target, link.target))
    sides = sides_of(context, own.target, link.target)
    if write_story(context.old.tree(own.target), context.new.tree(link.target), context, sides):
        context.old.touch(own.target)


def _gone(reference: Element, context: Context, done: set[tuple[str, str]]) -> None:
    link = context.old.links(context.old.main).get(reference.get(f"{R}id", ""))
    if link is None or link.target not in context.old.parts or (link.target, "") in done:
        return
    done.add((link.target, ""))
    story = context.old.touch(link.target)
    story[:] = list(marked_content(story, Op.DELETE, context, sides_of(context, link.target, "")))


def _came(section: Element, reference: Element, link: Link, context: Context) -> None:
    part = context.importer.part(link.target)
    story = context.old.touch(part)
    sides = sides_of(context, part, link.target)
    story[:] = list(marked_content(context.new.tree(link.target), Op.INSERT, context, sides))
    copy = deepcopy(reference)
    copy.set(f"{R}id", context.old.add_link(context.old.main, Link(link.type, part, outside=False)))
    section.insert(sum(1 for item in section if item.tag in _REFERENCES), copy)


def body_sections(old: Element, new: Element) -> list[tuple[Element, Element]]:
    """The last section of both files, where both say something about it."""
    section, theirs = old.find(SECT_PR), new.find(SECT_PR)
    return [] if section is None or theirs is None else [(section, theirs)]
