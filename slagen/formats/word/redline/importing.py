"""What comes from the new file into the old one's package: links, pictures, styles, lists and notes that an inserted passage needs."""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass, field

from lxml import etree

from slagen.formats.word.redline.lists import ABSTRACT_ID, NUM_ID, ListSheet, highest, list_sheet
from slagen.formats.word.redline.names import BOOKMARK_END, BOOKMARK_START, ID, NOTE_REFERENCES, VAL, W14, Element, R, W
from slagen.formats.word.redline.style_index import StyleIndex, style_index, style_name
from slagen.formats.word.redline.word_file import Link, WordFile, office_type

_STYLES = frozenset(f"{W}{name}" for name in ("pStyle", "rStyle", "tblStyle"))
_OTHER_STYLES = tuple(f"{W}{name}" for name in ("basedOn", "link", "next"))
_WP_DOC_PR = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr"
_VML = "{urn:schemas-microsoft-com:vml}"
_SPID = "{urn:schemas-microsoft-com:office:office}spid"
_LOST = "NULL"
_RSID = (f"{W}rsidR", f"{W}rsidRPr", f"{W}rsidP", f"{W}rsidRDefault", f"{W}rsidTr", f"{W}rsidDel", f"{W}rsidSect")


@dataclass(slots=True)
class Importer:
    """Brings elements of the new file into the old one. `untracked` names what no tracked change can show."""

    old: WordFile
    new: WordFile
    bring_note: Callable[[str, str], str]
    untracked: list[str] = field(default_factory=list)
    _parts: dict[str, str] = field(default_factory=dict)
    _lists: dict[str, str] = field(default_factory=dict)
    _old_styles: StyleIndex | None = None
    _new_styles: StyleIndex | None = None
    _mine: ListSheet | None = None
    _theirs: ListSheet | None = None
    _styles: dict[str, str] = field(default_factory=dict)
    _next_drawing: int = 0
    _bookmarks: dict[str, str] = field(default_factory=dict)
    _first_bookmark: int = 0
    _next_shape: int = 0

    def bring(self, element: Element, source: str, target: str) -> Element:
        """A copy of an element of the new file's part `source` for the old file's part `target`."""
        copy: Element = deepcopy(element)
        copy.tail = None
        self._next_shape += 1
        for item in copy.iter(etree.Element):
            self._adapt(item, source, target)
        return copy

    def _adapt(self, item: Element, source: str, target: str) -> None:
        tag = item.tag
        if tag in _STYLES:
            item.set(VAL, self.style(item.get(VAL, "")))
        elif tag == NUM_ID:
            item.set(VAL, self.list_number(item.get(VAL, "")))
        elif tag in NOTE_REFERENCES:
            item.set(ID, self.bring_note(NOTE_REFERENCES[tag], item.get(ID, "")))
        elif tag == _WP_DOC_PR:
            item.set("id", self._drawing_id())
        elif tag in {BOOKMARK_START, BOOKMARK_END}:
            item.set(ID, self._bookmark(item.get(ID, "")))
        elif str(tag).startswith(_VML):
            self._rename_shape(item)
        for key in list(item.attrib):
            if str(key).startswith(R):
                item.set(key, self.link(str(item.get(key)), source, target))
            elif key in _RSID or str(key).startswith(W14):
                del item.attrib[key]

    def _rename_shape(self, item: Element) -> None:
        """A shape that comes may have the name of one that goes."""
        for key in ("id", "type", _SPID):
            value = item.get(key)
            if value:
                item.set(key, f"{value}_{self._next_shape}")

    def link(self, identity: str, source: str, target: str) -> str:
        """The relationship in the old file's part that leads where `identity` leads in the new file's part."""
        link = self.new.links(source).get(identity)
        return identity if link is None else self.old.add_link(target, self._lead(link))

    def part(self, name: str) -> str:
        """The name in the old file of a part of the new one, brought over with all that it leads to."""
        waiting: list[str] = []
        here = self._place(name, waiting)
        self._bring_waiting(waiting)
        return here

    def copy_part(self, name: str) -> str:
        """The name in the old file of a copy of a part of the new one that nothing else uses."""
        self._parts[name] = self.old.add_part(name, self.new.parts[name], self.new.content_type(name))
        self._bring_waiting([name])
        return self._parts[name]

    def _bring_waiting(self, waiting: list[str]) -> None:
        while waiting:
            source = waiting.pop()
            for identity, link in self.new.links(source).items():
                self._same_link(self._parts[source], identity, self._lead(link, waiting))

    def _place(self, name: str, waiting: list[str]) -> str:
        """Where a part goes in the old file; one that leads to others waits for them to be brought, too."""
        if name in self._parts:
            return self._parts[name]
        content = self.new.parts[name]
        if self.old.parts.get(name) == content and not self.new.links(name):
            self._parts[name] = name
        else:
            self._parts[name] = self.old.add_part(name, content, self.new.content_type(name))
            waiting.append(name)
        return self._parts[name]

    def _lead(self, link: Link, waiting: list[str] | None = None) -> Link:
        """The same relationship in the old file; one that leads to no part gets the address that Word gives to a lost picture."""
        if link.outside:
            return link
        if link.target not in self.new.parts:
            return Link(link.type, _LOST, outside=True)
        return Link(link.type, self.part(link.target) if waiting is None else self._place(link.target, waiting), outside=False)

    def _same_link(self, part: str, identity: str, link: Link) -> None:
        made = self.old.add_link(part, link)
        if made != identity:  # the part's own XML names the id: give the relationship that name
            known = self.old.links(part)
            known[identity] = known.pop(made)
            for item in self.old.touch(f"{part.rpartition('/')[0]}/_rels/{part.rpartition('/')[2]}.rels"):
                if item.get("Id") == made:
                    item.set("Id", identity)

    def style(self, identity: str) -> str:
        """The id in the old file of a style of the new one, by id or by the name that people see; brought over where it is missing."""
        if identity in self._styles:
            return self._styles[identity]
        part, theirs = self.old.linked("styles"), self.new.linked("styles")
        if self._old_styles is None or self._new_styles is None:
            self._old_styles = style_index(self.old.tree(part)) if part else StyleIndex()
            self._new_styles = style_index(self.new.tree(theirs)) if theirs else StyleIndex()
        waiting, added = [identity] if part else [], []
        while waiting:
            name = waiting.pop()
            style = self._new_styles.by_id.get(name)
            if name in self._styles or name in self._old_styles.by_id or style is None:
                self._styles.setdefault(name, name)
                continue
            self._styles[name] = self._old_styles.like(style) or name
            if self._styles[name] == name:
                added.append(self._add_style(self.old.touch(part), style))
                self._old_styles.add(added[-1])
                waiting += [item.get(VAL, "") for item in reversed(list(added[-1].iterchildren(*_OTHER_STYLES)))]
        for copy in added:
            for item in copy.iterchildren(*_OTHER_STYLES):
                item.set(VAL, self._styles.get(item.get(VAL, ""), item.get(VAL, "")))
        return self._styles.get(identity, identity)

    def _add_style(self, styles: Element, style: Element) -> Element:
        self.untracked.append(f"the style “{style_name(style)}” was added")
        copy: Element = deepcopy(style)
        styles.append(copy)
        for item in copy.iter(NUM_ID):
            item.set(VAL, self.list_number(item.get(VAL, "")))
        return copy

    def list_number(self, number: str) -> str:
        """The number in the old file of a list of the new one, brought over where it is missing."""
        if number in self._lists or number == "0":
            return self._lists.get(number, number)
        if self._theirs is None:
            part = self.new.linked("numbering")
            self._theirs = list_sheet(self.new, part) if part else ListSheet()
        if number not in self._theirs.nums:
            return number
        ours = self.old.linked("numbering") or self._numbering_part()
        if self._mine is None:
            self._mine = list_sheet(self.old, ours)
        form = self._theirs.forms[number]
        if self._mine.forms.get(number) == form:
            self._lists[number] = number
        elif number in self._mine.nums and form in self._mine.first:
            self._lists[number] = self._mine.first[form]
        else:
            self._lists[number] = self._add_list(self.old.touch(ours), self._mine, self._theirs, number)
        return self._lists[number]

    def _numbering_part(self) -> str:
        theirs = self.new.linked("numbering")
        ours = self.old.add_part("word/numbering.xml", self.new.parts[theirs], self.new.content_type(theirs))
        self.old.add_link(self.old.main, Link(office_type("numbering"), ours, outside=False))
        return ours

    def _add_list(self, tree: Element, mine: ListSheet, theirs: ListSheet, wanted: str) -> str:
        num = theirs.nums[wanted]
        abstract = theirs.abstract(num)
        copy = deepcopy(num)
        if wanted in mine.nums:
            mine.last_num += 1
        number = str(mine.last_num) if wanted in mine.nums else wanted
        mine.last_num = max(mine.last_num, highest([number]))
        copy.set(NUM_ID, number)
        if abstract is not None:
            made = deepcopy(abstract)
            mine.last_abstract += 1
            identity = str(mine.last_abstract)
            made.set(ABSTRACT_ID, identity)
            for item in made.findall(f"{W}nsid"):
                made.remove(item)
            mine.abstracts[identity] = made
            tree.insert(1 + _last(tree, f"{W}abstractNum"), made)
            reference = copy.find(ABSTRACT_ID)
            if reference is not None:
                reference.set(VAL, identity)
        tree.insert(1 + max(_last(tree, f"{W}num"), _last(tree, f"{W}abstractNum")), copy)
        mine.add(number, copy, theirs.forms[wanted])
        return number

    def _drawing_id(self) -> str:
        if not self._next_drawing:
            used = (
                item.get("id")
                for part in self.old.parts
                if part.startswith("word/") and part.endswith(".xml") and b"docPr" in self.old.parts[part]
                for item in self.old.tree(part).iter(_WP_DOC_PR)
            )
            self._next_drawing = highest(used)
        self._next_drawing += 1
        return str(self._next_drawing)

    def _bookmark(self, identity: str) -> str:
        """The number that a bookmark of the new file has in the old one, at its start and at its end."""
        if identity not in self._bookmarks:
            if not self._first_bookmark:
                self._first_bookmark = highest(item.get(ID) for item in self.old.tree(self.old.main).iter(BOOKMARK_START)) + 1001
            self._bookmarks[identity] = str(self._first_bookmark + len(self._bookmarks))
        return self._bookmarks[identity]


def _last(tree: Element, tag: str) -> int:
    """The place of the last child of a name, -1 where there is none."""
    found = next(tree.iterchildren(tag, reversed=True), None)
    return -1 if found is None else tree.index(found)
