"""What a reader finds beside the text: tracked changes, comments, notes, and the numbers of footnotes, over all stories of a file."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from lxml import etree

from slagen.formats.word.reading.names import W14, W15, W
from slagen.formats.word.reading.number_formats import printed
from slagen.formats.word.reading.numbering_state import Lists
from slagen.formats.word.reading.style_sheet import StyleSheet
from slagen.formats.word.reading.word_text import Change, Comment, Note, Position, View

_LONGEST_ABOUT = 500
_MOST_NOTES = 500


@dataclass(slots=True)
class CommentRange:
    """Where a comment's words begin and end, and the words."""

    start: Position
    end: Position | None = None
    words: list[str] = field(default_factory=list)
    length: int = 0


@dataclass(slots=True)
class Gathering:
    """What is shared by the stories of one file while they are read."""

    view: View
    styles: StyleSheet
    lists: Lists
    changes: list[Change] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    ranges: dict[str, CommentRange] = field(default_factory=dict)
    open_ranges: set[str] = field(default_factory=set)
    marks: dict[tuple[str, str], str] = field(default_factory=dict)
    counts: Counter[str] = field(default_factory=Counter)
    boxes: list[etree._Element] = field(default_factory=list)

    def note(self, kind: str, message: str, at: Position | None = None) -> None:
        """Say that something was left out or cannot be shown; a file of thousands of pictures says it so many times."""
        if len(self.notes) < _MOST_NOTES:
            self.notes.append(Note(kind, message, at))

    def mark_of(self, kind: str, identifier: str) -> str:
        """The mark of a foot- or endnote, numbered by first reference: footnotes 1, 2, endnotes i, ii."""
        key = (kind, identifier)
        if key not in self.marks:
            self.counts[kind] += 1
            self.marks[key] = printed(self.counts[kind], "decimal" if kind == "footnotes" else "lowerRoman")
        return self.marks[key]

    def words(self, text: str) -> None:
        """Text that is printed belongs to the comments that are open; of many words the first are enough."""
        for identifier in tuple(self.open_ranges):
            found = self.ranges[identifier]
            found.words.append(text)
            found.length += len(text)
            if found.length > _LONGEST_ABOUT:
                self.open_ranges.discard(identifier)


def comments(tree: etree._Element, extended: etree._Element, ranges: dict[str, CommentRange]) -> Iterator[Comment]:
    """Every comment with its place, in the order of the comments part."""
    items = tree.findall(f"{W}comment")
    by_paragraph = {identifier: item.get(f"{W}id", "") for item in items for identifier in _paragraph_ids(item)}
    more = {entry.get(f"{W15}paraId", ""): entry for entry in extended.iterfind(f"{W15}commentEx")}
    for item in items:
        entry = next((more[identifier] for identifier in _paragraph_ids(item) if identifier in more), None)
        parent = "" if entry is None else by_paragraph.get(entry.get(f"{W15}paraIdParent", ""), "")
        done = entry is not None and entry.get(f"{W15}done") in {"1", "true"}
        identifier = item.get(f"{W}id", "")
        about, at = _about(ranges.get(identifier))
        yield Comment(identifier, item.get(f"{W}author", ""), item.get(f"{W}date", ""), _text(item), about, at, parent, done)


def _about(found: CommentRange | None) -> tuple[str, Position | None]:
    if found is None:
        return "", None
    end = found.end
    same = end is not None and end.paragraph == found.start.paragraph and end.story == found.start.story
    at = replace(found.start, end=end.end if same and end is not None else found.start.start)
    return "".join(found.words)[:_LONGEST_ABOUT], at


def _paragraph_ids(comment: etree._Element) -> Iterator[str]:
    for paragraph in comment.iter(f"{W}p"):
        identifier = paragraph.get(f"{W14}paraId")
        if identifier:
            yield identifier


def _text(comment: etree._Element) -> str:
    return "\n".join("".join(node.text or "" for node in paragraph.iter(f"{W}t")) for paragraph in comment.iter(f"{W}p"))
