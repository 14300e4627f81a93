"""Sections: their layout, their headers and footers."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import dataclass, field

from slagen.formats.word.redline.blocks import blocks_of
from slagen.formats.word.redline.canonical import Canon
from slagen.formats.word.redline.context import Context, sides_of
from slagen.formats.word.redline.names import SECT_PR, Element, R, W
from slagen.formats.word.redline.operations import Op
from slagen.formats.word.redline.stories import marked_content, write_story
from slagen.formats.word.redline.word_file import Link, WordFile, office_type

_REFERENCES = (f"{W}headerReference", f"{W}footerReference")
_UNTRACKED = frozenset((*_REFERENCES, f"{W}sectPrChange", f"{W}footnotePr", f"{W}endnotePr"))


def compare_sections(pairs: list[tuple[Element, Element]], context: Context) -> None:
    """Track what changed in the layout of each section and in its headers and footers."""
    headers = _Headers(context)
    for old, new in pairs:
        _layout(old, new, context)
        for tag in _REFERENCES:
            for kind in ("default", "first", "even"):
                headers.compare(old, new, (tag, kind))


def _layout(old: Element, new: Element, context: Context) -> None:
    sides = sides_of(context, context.old.main, context.new.main)
    if not context.formatting or sides.old.properties(old, _UNTRACKED) == sides.new.properties(new, _UNTRACKED):
        return
    before = [item for item in old if item.tag not in {*_REFERENCES, f"{W}sectPrChange"}]
    references = [item for item in old if item.tag in _REFERENCES]
    after = [context.importer.bring(item, context.new.main, context.old.main) for item in new if item.tag not in {*_REFERENCES, f"{W}sectPrChange"}]
    change = context.marker.change("sectPrChange", "sectPr", before)
    old[:] = [*references, *after, change]
    context.old.touch(context.old.main)


def _reference(section: Element, tag: str, kind: str) -> Element | None:
    return next((item for item in section.iterfind(tag) if item.get(f"{W}type") == kind), None)


@dataclass(slots=True)
class _Headers:
    """The headers and footers of the sections, one after another. A section without one has that of the section before (17.10.5)."""

    context: Context
    done: set[tuple[str, str]] = field(default_factory=set)
    theirs_before: dict[tuple[str, str], str] = field(default_factory=dict)
    brought: dict[str, str] = field(default_factory=dict)

    def compare(self, old: Element, new: Element, which: tuple[str, str]) -> None:
        """Track what changed in the header or footer of one kind."""
        mine, theirs = (self._part(file, _reference(section, *which)) for file, section in ((self.context.old, old), (self.context.new, new)))
        before = self.theirs_before.get(which, "")
        self.theirs_before[which] = theirs or before
        if mine and (theirs or before):
            self._changed(mine, theirs or before)
        elif mine:
            self._gone(mine)
        elif theirs and not (before and self._same(before, theirs)):
            self._came(old, new, which, theirs)

    def _part(self, file: WordFile, reference: Element | None) -> str:
        link = None if reference is None else file.links(file.main).get(reference.get(f"{R}id", ""))
        return link.target if link is not None and link.target in file.parts else ""

    def _changed(self, mine: str, theirs: str) -> None:
        if (mine, theirs) in self.done:
            return
        self.done.add((mine, theirs))
        context = self.context
        if write_story(context.old.tree(mine), context.new.tree(theirs), context, sides_of(context, mine, theirs)):
            context.old.touch(mine)

    def _gone(self, mine: str) -> None:
        if (mine, "") in self.done:
            return
        self.done.add((mine, ""))
        story = self.context.old.touch(mine)
        story[:] = list(marked_content(story, Op.DELETE, self.context, sides_of(self.context, mine, "")))

    def _same(self, one: str, other: str) -> bool:
        """Whether the new file's section merely spells out what it would have from the section before."""
        said = ([block.text for block in blocks_of(self.context.new.tree(part), Canon(self.context.new, part))] for part in (one, other))
        return next(said) == next(said)

    def _came(self, old: Element, new: Element, which: tuple[str, str], theirs: str) -> None:
        context = self.context
        if theirs not in self.brought:
            part = self.brought[theirs] = context.importer.copy_part(theirs)
            story = context.old.touch(part)
            story[:] = list(marked_content(context.new.tree(theirs), Op.INSERT, context, sides_of(context, part, theirs)))
        reference = _reference(new, *which)
        assert reference is not None
        copy = deepcopy(reference)
        kind = "header" if which[0] == _REFERENCES[0] else "footer"
        copy.set(f"{R}id", context.old.add_link(context.old.main, Link(office_type(kind), self.brought[theirs], outside=False)))
        old.insert(sum(1 for item in old if item.tag in _REFERENCES), copy)
        context.old.touch(context.old.main)


def body_sections(old: Element, new: Element) -> list[tuple[Element, Element]]:
    """The last section of both files, where both say something about it."""
    section, theirs = old.find(SECT_PR), new.find(SECT_PR)
    return [] if section is None or theirs is None else [(section, theirs)]
