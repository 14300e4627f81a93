"""A Document while it is being put together: provisions that are still open, and what has been put into them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from slagen.formats.word.reading.word_text import BlockText, ListNumber, ParagraphText, Piece, Position


@dataclass(slots=True)
class Put:
    """A block put into a provision. `depth` is that of a list item; `begins` says that it begins one. No block stands for a page break.

    `owns` counts the blocks behind it that are the body of the definition that it is.
    """

    block: BlockText | None
    depth: int | None = None
    begins: bool = False
    pieces: tuple[Piece, ...] = ()
    owns: int = 0


@dataclass(slots=True)
class Provision:
    """A clause or provision that is open."""

    id: str
    level: int
    at: Position
    number: ListNumber | None = None
    heading: tuple[Piece, ...] = ()
    schedule: str = ""
    body: list[Put] = field(default_factory=list)
    children: list[Provision] = field(default_factory=list)
    closing: list[Put] = field(default_factory=list)

    @property
    def last(self) -> list[Put]:
        """Where the next block goes: the body, or the closing once there are provisions below."""
        return self.closing if self.children else self.body

    def put(self, item: Put) -> None:
        """Add a block."""
        self.last.append(item)


@dataclass(slots=True)
class Part:
    """A section or a schedule that is open; `number` is set for a schedule."""

    title: str
    at: Position | None = None
    id: str = ""
    number: ListNumber | None = None
    clauses: list[Provision] = field(default_factory=list)


@dataclass(slots=True)
class Draft:
    """Everything gathered for one Document."""

    title: str = ""
    sections: list[Part] = field(default_factory=list)
    schedules: list[Part] = field(default_factory=list)
    recitals: list[ParagraphText] = field(default_factory=list)
    execution: list[Put] = field(default_factory=list)
    front: list[ParagraphText] = field(default_factory=list)
    bookmarks: dict[str, str] = field(default_factory=dict)
    schedule_of: dict[str, str] = field(default_factory=dict)

    def provisions(self) -> Iterator[Provision]:
        """All provisions in order."""
        waiting = [clause for part in (*self.sections, *self.schedules) for clause in part.clauses][::-1]
        while waiting:
            provision = waiting.pop()
            yield provision
            waiting.extend(reversed(provision.children))
