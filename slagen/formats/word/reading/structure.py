"""From roles to structure: sections, clauses, provisions, and what belongs to each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
import re
import unicodedata

from slagen.formats.word.reading.bookmark_ids import (
    CONTRACT_ENDS,
    EXECUTION_BEGINS,
    EXECUTION_ENDS,
    begins_section,
    marks_of,
    marks_of_structure,
    own_bookmark,
    own_id,
)
from slagen.formats.word.reading.drafts import Draft, Part, Provision, Put
from slagen.formats.word.reading.roles import Line, Role
from slagen.formats.word.reading.signatures import signature
from slagen.formats.word.reading.word_text import ParagraphText, Piece, TableText

_STEP = 360
_NEAR = 20
_DEEPEST_LIST = 9
_LONGEST_ID = 63
_UNWANTED = re.compile(r"[^a-z0-9]+")
_CONTRACT = {Role.SECTION, Role.SCHEDULE, Role.CLAUSE, Role.RECITAL, Role.RECITALS}


@dataclass(slots=True)
class Structurer:
    """Puts the lines of a main story in their places. `indents` are the left indents of text by level, in twips.

    `ours` says that the file carries our bookmarks: what stands around the contract is then the shell's. `marked` says that they also tell
    where the execution blocks begin; without them, these follow an execution heading or begin with the first signature after the last clause.
    """

    indents: Sequence[int]
    ours: bool
    marked: bool = False
    draft: Draft = field(default_factory=Draft)
    _stack: list[Provision] = field(default_factory=list)
    _part: Part | None = None
    _place: Role = Role.FRONT
    _ids: set[str] = field(default_factory=set)
    _times: Counter[str] = field(default_factory=Counter)
    _bodies: dict[str, tuple[list[Put], int]] = field(default_factory=dict)

    def structure(self, lines: Sequence[Line]) -> Draft:
        """The whole draft."""
        last = max((at for at, line in enumerate(lines) if line.role in _CONTRACT or (line.role is Role.TEXT and line.level is not None)), default=-1)
        for at, line in enumerate(lines):
            marks = marks_of(line.block)
            if EXECUTION_BEGINS in marks:
                self._enter(Role.EXECUTION)
            self._marked_line(self._outside(line, marks), marks, is_tail=at > last and not self.marked)
            if self.ours and not marks.isdisjoint({CONTRACT_ENDS, EXECUTION_ENDS}):
                self._enter(Role.END)
        return self.draft

    def _outside(self, line: Line, marks: frozenset[str]) -> Line:
        """Around a contract of ours, words that begin like a provision or a heading are the shell's, or stand where the parties sign."""
        around = self.marked and self._place in {Role.FRONT, Role.END, Role.EXECUTION} and line.role in {Role.CLAUSE, Role.SCHEDULE, Role.SECTION}
        return Line(Role.TEXT, line.block) if around and not own_bookmark(marks) and not begins_section(marks) else line

    def _marked_line(self, line: Line, marks: frozenset[str], *, is_tail: bool) -> None:
        """A line, and what our marks say of it: the closing of which level begins, which definition has a body, and where that is done."""
        for _, level in marks_of_structure(marks, "c"):
            while len(self._stack) > 1 and self._stack[-1].level > level:
                self._stack.pop()
        if self.ours and line.role is Role.CLAUSE and begins_section(marks):
            self._part = None
            self._stack.clear()
        self._line(line, is_tail=is_tail)
        holder = self.draft.execution if self._place is Role.EXECUTION else self._stack[-1].last if self._stack else []
        if holder and holder[-1].block is line.block:
            self._bodies |= {key: (holder, len(holder)) for key, _ in marks_of_structure(marks, "o")}
        for key, _ in marks_of_structure(marks, "d"):
            opened, start = self._bodies.pop(key, ([], 1))
            if opened:
                opened[start - 1].owns = len(opened) - start

    def _enter(self, place: Role) -> None:
        self._place = place
        self._stack.clear()

    def _line(self, line: Line, *, is_tail: bool) -> None:
        block = line.block
        if isinstance(block, ParagraphText) and line.role not in {Role.CLAUSE, Role.SCHEDULE} and not block.text.strip():
            if block.breaks:
                self._page_break()
            return
        match line.role:
            case Role.TITLE | Role.FRONT | Role.END | Role.EXECUTION:
                self._around(line)
            case Role.SECTION | Role.SCHEDULE | Role.RECITALS:
                self._heading(line)
            case Role.RECITAL:
                self._recital(line)
            case Role.CLAUSE:
                self._clause(line)
            case _:
                self._text(line, is_tail=is_tail)

    # Around the contract

    def _around(self, line: Line) -> None:
        if not isinstance(line.block, ParagraphText):
            return
        if line.role is Role.EXECUTION and not self.marked:
            self._enter(Role.EXECUTION)
        elif line.role is Role.END and self._place is Role.EXECUTION:
            self._place = Role.END
        if line.role is Role.TITLE and not self.draft.title:
            self.draft.title = " ".join(line.block.text.split())
        self.draft.front.append(line.block)

    def _heading(self, line: Line) -> None:
        block = line.block
        if not isinstance(block, ParagraphText):
            return
        self._place = Role.RECITALS if line.role is Role.RECITALS else Role.SECTION
        self._stack.clear()
        if line.role is Role.RECITALS:
            return
        if block.breaks and self._part is not None:
            self._page_break()
        self._part = Part(block.text, block.at)
        if line.role is Role.SCHEDULE:
            self._part.id = self._identify(block, block.text or (line.number.label if line.number else ""), "schedule")
            self._part.number = line.number
            self._know(block, self._part.id, self._part.id)
            self.draft.schedules.append(self._part)
        else:
            self.draft.sections.append(self._part)

    def _recital(self, line: Line) -> None:
        if isinstance(line.block, ParagraphText):
            self.draft.recitals.append(line.block)

    # Clauses

    def _clause(self, line: Line) -> None:
        block = line.block
        if not isinstance(block, ParagraphText):
            return
        if block.breaks:
            self._page_break()
        self._place = Role.CLAUSE
        level = line.level or 0
        while self._stack and self._stack[-1].level >= level:
            self._stack.pop()
        pieces = without_start(block.pieces, line.skip)
        words = "".join(piece.text for piece in pieces)
        provision = self._provision(block, level, words if line.titled else "", line)
        if line.titled:
            provision.heading = pieces
        elif words.strip() or any(piece.target for piece in pieces):
            provision.body.append(Put(block, pieces=pieces))

    def _provision(self, block: ParagraphText, level: int, heading: str, line: Line) -> Provision:
        siblings = self._stack[-1].children if self._stack else self._current_part().clauses
        place = len(siblings) + 1
        parent = f"{self._stack[-1].id}." if self._stack else ""
        otherwise = f"{parent}{place}" if parent else _slug(heading) or f"clause-{place}"
        schedule = self._part.id if self._part else ""
        provision = Provision(self._identify(block, "", otherwise), level, block.at, line.number, schedule=schedule)
        siblings.append(provision)
        self._stack.append(provision)
        self._know(block, provision.id, schedule)
        return provision

    def _current_part(self) -> Part:
        if self._part is None:
            self._part = Part("")
            self.draft.sections.append(self._part)
        return self._part

    def _identify(self, block: ParagraphText, words: str, otherwise: str) -> str:
        """The id from our bookmark; without one, from the words, or the one that is given. No id stands twice."""
        wanted = own_id(block.bookmarks)
        if not wanted or wanted in self._ids:
            wanted = _slug(words) or otherwise
        return self._unique(wanted)

    def _know(self, block: ParagraphText, identifier: str, schedule: str) -> None:
        for name in block.bookmarks:
            self.draft.bookmarks.setdefault(name, identifier)
        self.draft.schedule_of[identifier] = schedule

    # Text, lists and tables

    def _text(self, line: Line, *, is_tail: bool) -> None:
        block = line.block
        if isinstance(block, TableText):
            if not _has_text(block):
                return
            if is_tail and self._place in {Role.CLAUSE, Role.SECTION} and signature(block) is not None:
                self._place = Role.EXECUTION
        elif block.breaks:
            self._page_break()
        if self._place is Role.EXECUTION:
            self.draft.execution.append(self._item(line, _steps(line.left or 0)))
        elif self._place in {Role.FRONT, Role.RECITALS, Role.END} and self.ours:
            if isinstance(block, ParagraphText):
                self.draft.front.append(block)
        else:
            base, steps = self._base(line)
            if line.level is not None or base is not None:
                self._climb(line.level if line.level is not None else base)
            self._owner(line).put(self._item(line, steps))

    def _item(self, line: Line, steps: int) -> Put:
        if line.role is Role.BULLET:
            return Put(line.block, min(line.depth, _DEEPEST_LIST), begins=True, pieces=_pieces(line))
        return Put(line.block, steps - 1 if steps else None, pieces=_pieces(line))

    def _base(self, line: Line) -> tuple[int | None, int]:
        """The level of the deepest open provision whose text stands at the line's indent, and how many list indents further in it stands."""
        if line.left is None or not self.ours:
            return None, 0
        for steps in range(_DEEPEST_LIST + 1):
            left = line.left - steps * _STEP
            for provision in reversed(self._stack):
                at = min(provision.level, len(self.indents) - 1)
                if abs(self.indents[at] - left) <= _NEAR:
                    return provision.level, steps
        return None, 0

    def _climb(self, level: int | None) -> None:
        """Close the provisions that are deeper than `level`; what is as deep stays open."""
        if level is None or level >= len(self.indents) - 1:
            return  # the deepest style of text serves all levels from there on
        while len(self._stack) > 1 and self._stack[-1].level > level:
            self._stack.pop()

    def _owner(self, line: Line) -> Provision:
        """The provision that a block belongs to; text before the first number gets a clause without one."""
        if not self._stack:
            part = self._current_part()
            name = self._unique(f"{_slug(part.title) or 'text'}-text" if part.title else "text")
            provision = Provision(name, 0, line.block.at, schedule=part.id)
            part.clauses.append(provision)
            self._stack.append(provision)
            self.draft.schedule_of[name] = part.id
        return self._stack[-1]

    def _unique(self, name: str) -> str:
        """The name, or the name with the first number that nobody has."""
        found = name
        while found in self._ids:
            self._times[name] += 1
            found = f"{name}-{self._times[name] + 1}"
        self._ids.add(found)
        return found

    def _page_break(self) -> None:
        if self._place is Role.EXECUTION:
            self.draft.execution.append(Put(None))
        elif self._stack:
            self._stack[-1].put(Put(None))


def _steps(left: int) -> int:
    """How many list indents from the margin something stands; 0 where it stands elsewhere."""
    steps = round(left / _STEP)
    return steps if 0 < steps <= _DEEPEST_LIST and abs(left - steps * _STEP) <= _NEAR else 0


def _pieces(line: Line) -> tuple[Piece, ...]:
    return line.block.pieces if isinstance(line.block, ParagraphText) else ()


def without_start(pieces: tuple[Piece, ...], count: int) -> tuple[Piece, ...]:
    """The pieces without their first `count` characters."""
    out = []
    for piece in pieces:
        cut = min(count, len(piece.text))
        count -= cut
        if cut < len(piece.text) or not piece.text:
            out.append(Piece(piece.text[cut:], piece.flags, piece.href, piece.target, piece.field))
    return tuple(out)


def _has_text(table: TableText) -> bool:
    return any(_any_text(cell.blocks) for row in table.rows for cell in row.cells)


def _any_text(blocks: Iterable[ParagraphText | TableText]) -> bool:
    return any(bool(block.text.strip()) if isinstance(block, ParagraphText) else _has_text(block) for block in blocks)


def _slug(words: str) -> str:
    """An id from words: small letters, digits and hyphens."""
    plain = unicodedata.normalize("NFKD", words[:200]).encode("ascii", "ignore").decode().lower()
    return _UNWANTED.sub("-", plain).strip("-")[:_LONGEST_ID].strip("-")
