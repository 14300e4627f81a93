"""Sections: their layout, their headers and footers."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import dataclass, field

from lxml import etree

from slagen.formats.word.redline.blocks import blocks_of
from slagen.formats.word.redline.canonical import Canon
from slagen.formats.word.redline.context import Context, sides_of
from slagen.formats.word.redline.names import BOOKMARK_END, BOOKMARK_START, SECT_PR, Element, R, W
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
    """The headers and footers of the sections, one after another. A section without one has that of the section before (17.10.5).

    A part of the old file becomes one part of the new one (`becomes`). Where sections share it that no longer do, the others get a copy of
    it as it was (`pristine`), one for each part that it becomes (`copies`).
    """

    context: Context
    mine_before: dict[tuple[str, str], str] = field(default_factory=dict)
    theirs_before: dict[tuple[str, str], str] = field(default_factory=dict)
    shown_before: dict[tuple[str, str], str] = field(default_factory=dict)
    """The part of the new file that the section before shows once all is accepted."""
    becomes: dict[str, str] = field(default_factory=dict)
    pristine: dict[str, Element] = field(default_factory=dict)
    copies: dict[tuple[str, str], str] = field(default_factory=dict)
    brought: dict[str, str] = field(default_factory=dict)

    def compare(self, old: Element, new: Element, which: tuple[str, str]) -> None:
        """Track what changed in the header or footer of one kind."""
        own, theirs_own = (self._part(file, _reference(section, *which)) for file, section in ((self.context.old, old), (self.context.new, new)))
        mine, theirs = own or self.mine_before.get(which, ""), theirs_own or self.theirs_before.get(which, "")
        shown = self.shown_before.get(which, "")
        self.mine_before[which], self.theirs_before[which], self.shown_before[which] = mine, theirs, theirs
        if own:
            self._own(old, own, theirs, which)
        elif self._same(shown, theirs):
            self.shown_before[which] = shown
        elif mine in self.pristine:
            self._refer(old, self._copy(mine, theirs), which)
        elif not mine and theirs_own:
            self._came(old, theirs, which)

    def _part(self, file: WordFile, reference: Element | None) -> str:
        link = None if reference is None else file.links(file.main).get(reference.get(f"{R}id", ""))
        return link.target if link is not None and link.target in file.parts else ""

    def _own(self, section: Element, mine: str, theirs: str, which: tuple[str, str]) -> None:
        if mine not in self.becomes:
            self.becomes[mine] = theirs
            self.pristine[mine] = deepcopy(self.context.old.tree(mine))
            self._changed(mine, theirs)
        elif not self._same(self.becomes[mine], theirs):
            self._refer(section, self._copy(mine, theirs), which)

    def _changed(self, mine: str, theirs: str) -> None:
        context, story = self.context, self.context.old.tree(mine)
        if not theirs:
            story[:] = list(marked_content(story, Op.DELETE, context, sides_of(context, mine, "")))
            context.old.touch(mine)
        elif write_story(story, context.new.tree(theirs), context, sides_of(context, mine, theirs)):
            context.old.touch(mine)

    def _copy(self, mine: str, theirs: str) -> str:
        if (mine, theirs) not in self.copies:
            part = self.copies[mine, theirs] = self.context.old.copy_part(mine)
            self.context.old.trees[part] = deepcopy(self.pristine[mine])
            etree.strip_elements(self.context.old.touch(part), BOOKMARK_START, BOOKMARK_END, with_tail=False)
            self._changed(part, theirs)
        return self.copies[mine, theirs]

    def _same(self, one: str, other: str) -> bool:
        """Whether two parts of the new file say the same: a section may spell out what it would have from the section before."""
        if one == other or not one or not other:
            return one == other
        said = ([block.text for block in blocks_of(self.context.new.tree(part), Canon(self.context.new, part))] for part in (one, other))
        return next(said) == next(said)

    def _came(self, section: Element, theirs: str, which: tuple[str, str]) -> None:
        context = self.context
        if theirs not in self.brought:
            part = self.brought[theirs] = context.importer.copy_part(theirs)
            story = context.old.touch(part)
            story[:] = list(marked_content(context.new.tree(theirs), Op.INSERT, context, sides_of(context, part, theirs)))
        self._refer(section, self.brought[theirs], which)

    def _refer(self, section: Element, part: str, which: tuple[str, str]) -> None:
        tag, kind = which
        file = self.context.old
        reference = _reference(section, *which)
        if reference is None:
            reference = section.makeelement(tag, {f"{W}type": kind})
            section.insert(sum(1 for item in section if item.tag in _REFERENCES), reference)
        name = "header" if tag == _REFERENCES[0] else "footer"
        reference.set(f"{R}id", file.add_link(file.main, Link(office_type(name), part, outside=False)))
        file.touch(file.main)


def body_sections(old: Element, new: Element) -> list[tuple[Element, Element]]:
    """The last section of both files, where both say something about it."""
    section, theirs = old.find(SECT_PR), new.find(SECT_PR)
    return [] if section is None or theirs is None else [(section, theirs)]
