"""What a Word file says, before anybody asks what it means: stories of paragraphs and tables, with printed numbers and positions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

from slagen.assembly.labels import Labels
from slagen.model.document import Document


class View(StrEnum):
    """Which side of the tracked changes is read: with all of them accepted, or as before them."""

    CURRENT = "current"
    ORIGINAL = "original"


@dataclass(frozen=True, slots=True)
class Position:
    """A place in a story.

    `story` is `document`, `header1`, `footnotes`, `textbox1` …; `paragraph` counts every `w:p` of the story's part from 0, in either view;
    `path` leads to the element inside `part`; `start` and `end` count characters of the paragraph's text in the view that was read.
    """

    story: str
    part: str
    paragraph: int
    path: str
    start: int = 0
    end: int = 0


@dataclass(frozen=True, slots=True)
class Piece:
    """Characters that look alike. `flags` are those of xml_text; `target` is the bookmark whose number a field prints, `field` tells fields apart."""

    text: str
    flags: int = 0
    href: str = ""
    target: str = ""
    field: int = 0


@dataclass(frozen=True, slots=True)
class FieldText:
    """A field: its code, the result that is printed, and where that stands in the paragraph."""

    code: str
    result: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class ListNumber:
    """The number of a paragraph. `label` stands beside it, `full` cites it; `list` is the abstract list, `format` its level's number format.

    `signs` say what keeps the number from being read as it is; see `formats.word.reading.legibility`.
    """

    label: str
    full: str
    list: str
    level: int
    format: str
    separator: str = "\t"
    signs: str = ""


@dataclass(frozen=True, slots=True)
class ParagraphText:
    """A paragraph. `style` is the name that people see; `outline` counts from 0; `left` (twips) and `align` are stated by the paragraph itself.

    `bookmarks` start in it; `contents` says that it belongs to a table of contents; `breaks` that it starts a page; `mark` is its note's mark.
    """

    at: Position
    style: str
    pieces: tuple[Piece, ...]
    number: ListNumber | None = None
    bookmarks: tuple[str, ...] = ()
    fields: tuple[FieldText, ...] = ()
    outline: int | None = None
    left: int | None = None
    align: str = ""
    breaks: bool = False
    contents: bool = False
    mark: str = ""

    @property
    def text(self) -> str:
        """What is printed, without the number."""
        return "".join(piece.text for piece in self.pieces)


@dataclass(frozen=True, slots=True)
class CellText:
    """A cell; it covers `columns` columns. `continues` says that it belongs to the cell above."""

    blocks: tuple[BlockText, ...]
    columns: int = 1
    continues: bool = False


@dataclass(frozen=True, slots=True)
class RowText:
    """A row. `header` says that it repeats on every page; `before` columns are left out at its start."""

    cells: tuple[CellText, ...]
    header: bool = False
    before: int = 0


@dataclass(frozen=True, slots=True)
class TableText:
    """A table. `left` is its indent in twips, `summary` its alt text, `at` the place of its first paragraph."""

    at: Position
    rows: tuple[RowText, ...]
    summary: str = ""
    left: int = 0


BlockText: TypeAlias = ParagraphText | TableText


@dataclass(frozen=True, slots=True)
class Story:
    """A run of text of its own: the document, a header, the footnotes, a text box."""

    name: str
    part: str
    blocks: tuple[BlockText, ...]


@dataclass(frozen=True, slots=True)
class Change:
    """A tracked change: what kind, who, when (as written in the file), the words, and where."""

    kind: str
    what: str
    author: str
    date: str
    text: str
    at: Position


@dataclass(frozen=True, slots=True)
class Comment:
    """A comment with the words it is about; `parent` is the id of the comment it answers."""

    id: str
    author: str
    date: str
    text: str
    about: str = ""
    at: Position | None = None
    parent: str = ""
    done: bool = False


@dataclass(frozen=True, slots=True)
class Note:
    """Something that a Document cannot hold, or that was left out: `kind` is one word, `message` says it to people."""

    kind: str
    message: str
    at: Position | None = None


@dataclass(frozen=True, slots=True)
class WordText:
    """A Word file read: the Document, the labels as printed, and everything beside it.

    `places` leads from the address of a block in the document (`sections/0/clauses/2/body/1`) to where it stands in the file.
    """

    name: str
    view: View
    document: Document
    labels: Labels
    places: Mapping[str, Position]
    stories: tuple[Story, ...]
    changes: tuple[Change, ...] = ()
    comments: tuple[Comment, ...] = ()
    notes: tuple[Note, ...] = ()


def paragraphs(blocks: tuple[BlockText, ...]) -> Iterator[ParagraphText]:
    """Every paragraph in order, those in tables included."""
    for block in blocks:
        if isinstance(block, ParagraphText):
            yield block
        else:
            for row in block.rows:
                for cell in row.cells:
                    yield from paragraphs(cell.blocks)
