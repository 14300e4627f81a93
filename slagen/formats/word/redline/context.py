"""What all rooms of a comparison share: the two files, who marks what, and what has been found so far."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from slagen.formats.word.redline.canonical import Canon, Signs
from slagen.formats.word.redline.comments import Comments
from slagen.formats.word.redline.edited_moves import EditedMove
from slagen.formats.word.redline.importing import Importer
from slagen.formats.word.redline.marks import Marker
from slagen.formats.word.redline.names import BOOKMARK_START, ID, NAME, Element
from slagen.formats.word.redline.operations import Op
from slagen.formats.word.redline.word_file import WordFile


@dataclass(slots=True)
class Numbered:
    """Foot- or endnotes of a file by their numbers, and the next free number."""

    by_number: dict[str, Element]
    next: int


@dataclass(slots=True)
class Context:
    """One comparison. `note_pairs` and `section_pairs` are looked at once the main text is through."""

    old: WordFile
    new: WordFile
    marker: Marker
    importer: Importer
    comments: Comments
    formatting: bool = True
    renumbering: bool = True
    note_pairs: list[tuple[str, str, str]] = field(default_factory=list)
    gone_notes: list[tuple[str, str]] = field(default_factory=list)
    section_pairs: list[tuple[Element, Element]] = field(default_factory=list)
    renumbered: int = 0
    """References and lines of contents that went and came with nothing but another number."""
    edited_moves: list[EditedMove] = field(default_factory=list)
    moves: list[str] = field(default_factory=list)
    old_notes: dict[str, Numbered] = field(default_factory=dict)
    new_notes: dict[str, Numbered] = field(default_factory=dict)
    brings_note: bool = False
    """Whether a note is being brought over: Word has no notes within notes, a file from elsewhere may have notes that hold themselves."""
    sides: dict[tuple[str, str], Sides] = field(default_factory=dict)
    signs: Signs = field(default_factory=Signs)

    # What holds blocks and what stands within them need each other: text boxes and cells are stories, too.
    write_story: Callable[[Element, Element, Context, Sides], bool] = field(kw_only=True)
    mark_content: Callable[[Element, Op, Context, Sides], Iterable[Element]] = field(kw_only=True)


@dataclass(slots=True)
class Sides:
    """A story of both files: the parts it stands in, and how their elements are compared."""

    old_part: str
    new_part: str
    old: Canon
    new: Canon
    old_marks: dict[str, str]
    new_marks: dict[str, str]
    old_names: frozenset[str]


def sides_of(context: Context, old_part: str, new_part: str) -> Sides:
    """The two sides of a story."""
    found = context.sides.get((old_part, new_part))
    if found is None:
        old_marks, new_marks = _bookmarks(context.old, old_part), _bookmarks(context.new, new_part)
        canons = Canon(context.old, old_part, context.signs), Canon(context.new, new_part, context.signs)
        found = context.sides[old_part, new_part] = Sides(old_part, new_part, *canons, old_marks, new_marks, frozenset(old_marks.values()))
    return found


def _bookmarks(file: WordFile, part: str) -> dict[str, str]:
    return {item.get(ID, ""): item.get(NAME, "") for item in file.tree(part).iter(BOOKMARK_START)} if part else {}
