"""Sections: their layout, their headers and footers."""

from __future__ import annotations

from collections.abc import Mapping
from copy import deepcopy
from dataclasses import dataclass, field

from lxml import etree

from slagen.formats.word.redline.blocks import blocks_of
from slagen.formats.word.redline.canonical import Canon
from slagen.formats.word.redline.context import Context, sides_of
from slagen.formats.word.redline.names import BOOKMARK_END, BOOKMARK_START, RPR, SECT_PR, Element, R, W
from slagen.formats.word.redline.operations import Op
from slagen.formats.word.redline.stories import marked_content, write_story
from slagen.formats.word.redline.word_file import Link, WordFile, office_type

_REFERENCES = (f"{W}headerReference", f"{W}footerReference")
_UNTRACKED = frozenset((*_REFERENCES, f"{W}sectPrChange", f"{W}footnotePr", f"{W}endnotePr"))


def compare_sections(pairs: list[tuple[Element, Element]], context: Context) -> None:
    """Track what changed in the layout of each section and in its headers and footers."""
    headers = _Headers(context, _standing(context.old, kept=True), _standing(context.new))
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


@dataclass(frozen=True, slots=True)
class _Standing:
    """Where a section stands among those of its file, and the header and footer parts that it has, its own or that of a section before (17.10.5)."""

    place: int
    parts: Mapping[tuple[str, str], str]


def _standing(file: WordFile, *, kept: bool = False) -> dict[Element, _Standing]:
    """All sections of a file; `kept` leaves out those that came into it from the new one."""
    found: dict[Element, _Standing] = {}
    parts: dict[tuple[str, str], str] = {}
    for section in file.tree(file.main).iter(SECT_PR):
        if kept and _came(section):
            continue
        for reference in section.iterchildren(*_REFERENCES):
            if part := _part(file, reference):
                parts[str(reference.tag), reference.get(f"{W}type", "default")] = part
        found[section] = _Standing(len(found), dict(parts))
    return found


def _came(section: Element) -> bool:
    ppr = section.getparent()
    return ppr is not None and any(ppr.find(f"{RPR}/{W}{way}") is not None for way in ("ins", "moveTo"))


def _part(file: WordFile, reference: Element | None) -> str:
    link = None if reference is None else file.links(file.main).get(reference.get(f"{R}id", ""))
    return link.target if link is not None and link.target in file.parts else ""


def _reference(section: Element, tag: str, kind: str) -> Element | None:
    return next((item for item in section.iterfind(tag) if item.get(f"{W}type") == kind), None)


@dataclass(slots=True)
class _Headers:
    """The headers and footers of the sections, one after another.

    A part of the old file becomes one part of the new one (`becomes`). Where sections share it that no longer do, the others get a copy of
    it as it was (`pristine`), one for each part that it becomes (`copies`).
    """

    context: Context
    olds: Mapping[Element, _Standing]
    news: Mapping[Element, _Standing]
    shown: dict[tuple[str, str], tuple[tuple[int, int], str]] = field(default_factory=dict)
    """The places of the sections that were looked at last, and the part of the new file that is shown there once all is accepted."""
    becomes: dict[str, str] = field(default_factory=dict)
    pristine: dict[str, Element] = field(default_factory=dict)
    copies: dict[tuple[str, str], str] = field(default_factory=dict)
    brought: dict[str, str] = field(default_factory=dict)

    def compare(self, old: Element, new: Element, which: tuple[str, str]) -> None:
        """Track what changed in the header or footer of one kind."""
        before, after = self.olds[old], self.news[new]
        mine, theirs = before.parts.get(which, ""), after.parts.get(which, "")
        last, shown = self.shown.get(which, ((-1, -1), ""))
        follows = last == (before.place - 1, after.place - 1)
        self.shown[which] = (before.place, after.place), theirs
        spelt_out = _reference(new, *which) is not None
        if own := _part(self.context.old, _reference(old, *which)):
            self._own(old, own, theirs, which)
        elif follows and self._same(shown, theirs):
            self.shown[which] = (before.place, after.place), shown
        elif mine and (follows or spelt_out or not self._says(mine, theirs)):
            self._refer(old, self._copy(mine, theirs), which)
        elif not mine and spelt_out:
            self._came(old, theirs, which)

    def _own(self, section: Element, mine: str, theirs: str, which: tuple[str, str]) -> None:
        if mine not in self.becomes:
            self.becomes[mine] = theirs
            self.pristine.setdefault(mine, deepcopy(self.context.old.tree(mine)))
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
            self.context.old.trees[part] = deepcopy(self.pristine.setdefault(mine, self.context.old.tree(mine)))
            etree.strip_elements(self.context.old.touch(part), BOOKMARK_START, BOOKMARK_END, with_tail=False)
            self._changed(part, theirs)
        return self.copies[mine, theirs]

    def _same(self, one: str, other: str) -> bool:
        """Whether two parts of the new file say the same: a section may spell out what it would have from the section before."""
        if one == other or not one or not other:
            return one == other
        return self._texts(self.context.new, one) == self._texts(self.context.new, other)

    def _says(self, mine: str, theirs: str) -> bool:
        """Whether a part of the old file that no section in common has for its own says what the part of the new file does."""
        return bool(theirs) and mine not in self.becomes and self._texts(self.context.old, mine) == self._texts(self.context.new, theirs)

    def _texts(self, file: WordFile, part: str) -> list[str]:
        return [block.text for block in blocks_of(file.tree(part), Canon(file, part))]

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
