"""What a paragraph is for where no style of ours says so: told by outline levels, list numbers and typed labels."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
import re

from slagen.formats.word.reading.roles import Line, Role, own_line
from slagen.formats.word.reading.word_text import BlockText, ListNumber, ParagraphText, TableText
from slagen.formats.word.xml_text import STRONG

DEEPEST = 8
_LONGEST_HEADING = 160
_SCHEDULE = re.compile(r"\s*(?:schedule|annex|appendix|exhibit|attachment|anlage|anhang|annexe)\b[^.;]*", re.IGNORECASE)
_TYPED = re.compile(r"(?P<label>\d{1,3}(?:\.\d{1,3}){1,5}\.?|\d{1,3}\.|\((?P<sign>[a-zA-Z]{1,4}|\d{1,3})\))[ \t\u00a0]+(?=\S)")
_ROMAN = re.compile(r"[ivxlc]+", re.IGNORECASE)
_SIGNS = re.compile(r"\w+")


@dataclass(slots=True)
class _Opened:
    """A provision that is open: its list and level there, what its label looks like, its outline level, and its level in the Document."""

    list: str
    list_level: int
    shape: tuple[str, str]
    outline: int | None
    level: int
    label: str


@dataclass(slots=True)
class Outliner:
    """Finds the role of each block of a story in turn. `numbered` says whether the story numbers anything at all."""

    numbered: bool
    _opened: list[_Opened] = field(default_factory=list)

    def line(self, block: BlockText) -> Line:
        """The block's role."""
        if isinstance(block, TableText):
            return Line(Role.TABLE, block, left=block.left)
        own = own_line(block)
        if own is not None:
            self._follow(own)
            return own
        return self._heading(block) if block.outline is not None and block.text.strip() else self._paragraph(block)

    def _follow(self, line: Line) -> None:
        if line.role is Role.CLAUSE and line.number is not None and line.level is not None:
            self._open(line.number, line.level, None)
        elif line.role in {Role.SECTION, Role.SCHEDULE}:
            self._opened.clear()

    def _heading(self, block: ParagraphText) -> Line:
        number = None if _is_bullet(block.number) else block.number
        if _is_schedule(block):
            self._opened.clear()
            return Line(Role.SCHEDULE, block, number=number)
        if number is None and not block.outline and self.numbered:
            self._opened.clear()
            return Line(Role.SECTION, block)
        typed = None if number else _typed(block, self._opened)
        number = number or typed or ListNumber("", "", "heading", block.outline or 0, "none")
        level = self._level(number, block.outline)
        self._open(number, level, block.outline)
        return Line(Role.CLAUSE, block, level, titled=True, number=number, skip=_typed_length(block) if typed else 0)

    def _paragraph(self, block: ParagraphText) -> Line:
        if _is_bullet(block.number):
            return Line(Role.BULLET, block, depth=block.number.level if block.number else 0)
        typed = None if block.number else _typed(block, self._opened)
        number = block.number or typed
        if number is None:
            return Line(Role.TEXT, block)
        if _SCHEDULE.match(number.label):
            self._opened.clear()
            return Line(Role.SCHEDULE, block, number=number)
        level = self._level(number, None)
        self._open(number, level, None)
        return Line(Role.CLAUSE, block, level, titled=level == 0 and _is_bold(block), number=number, skip=_typed_length(block) if typed else 0)

    def _level(self, number: ListNumber, outline: int | None) -> int:
        """The level in the Document: lists nest as they open, and a list that was open before goes on where it stood."""
        same = [one for one in self._opened if one.list == number.list]
        for one in reversed(same):
            if one.list_level <= number.level:
                return one.level if one.list_level == number.level else min(one.level + 1, DEEPEST)
        if same:
            return same[0].level
        alike = [one for one in self._opened if one.shape == _shape(number) and one.shape != ("none", "")]
        if outline is None and alike:
            return alike[-1].level
        above = [one for one in self._opened if outline is None or (one.outline is not None and one.outline < outline)]
        return min(above[-1].level + 1, DEEPEST) if above else 0

    def _open(self, number: ListNumber, level: int, outline: int | None) -> None:
        while self._opened and self._opened[-1].level >= level:
            self._opened.pop()
        self._opened.append(_Opened(number.list, number.level, _shape(number), outline, level, number.label))


def numbers_anything(blocks: Iterable[BlockText]) -> bool:
    """Whether some paragraph outside tables carries a number, of a list or typed."""
    return any(
        isinstance(block, ParagraphText) and ((block.number and not _is_bullet(block.number) and block.number.label) or _TYPED.match(block.text))
        for block in blocks
    )


def _is_bullet(number: ListNumber | None) -> bool:
    return number is not None and (number.format == "bullet" or (not number.label and number.list != "heading"))


def _is_schedule(block: ParagraphText) -> bool:
    label = block.number.label if block.number else ""
    return bool(_SCHEDULE.match(label) or (not label and _SCHEDULE.fullmatch(block.text) and len(block.text) < _LONGEST_HEADING))


def _is_bold(block: ParagraphText) -> bool:
    return len(block.text) < _LONGEST_HEADING and all(piece.flags & STRONG or not piece.text.strip() for piece in block.pieces)


def _shape(number: ListNumber) -> tuple[str, str]:
    """The format and the punctuation of a label: (a) and (b) have the same shape."""
    return number.format, _SIGNS.sub("", number.label)


def _typed_length(block: ParagraphText) -> int:
    match = _TYPED.match(block.text)
    return match.end() if match else 0


def _typed(block: ParagraphText, opened: list[_Opened]) -> ListNumber | None:
    """A number that somebody typed: 1., 1.1, (a), (i)."""
    match = _TYPED.match(block.text)
    if match is None:
        return None
    label = match["label"]
    if match["sign"] is None:
        plain = label.rstrip(".")
        return ListNumber(label, plain, "typed", plain.count("."), "decimal")
    kind = _kind(match["sign"], opened)
    parent = next((one.label.rstrip(".") for one in reversed(opened) if one.list == "typed"), "")
    return ListNumber(label, f"{parent}{label}", f"typed-{kind}", 0, kind)


def _kind(sign: str, opened: list[_Opened]) -> str:
    """Letters or small Roman numerals: (i) after (h) is a letter."""
    case = "lower" if sign.islower() else "upper"
    if sign.isdigit():
        return "decimal"
    last = next((one.label.strip("()") for one in reversed(opened) if one.list == f"typed-{case}Letter"), "")
    follows = len(sign) == 1 and len(last) == 1 and ord(sign) == ord(last) + 1
    return f"{case}Roman" if _ROMAN.fullmatch(sign) and not follows else f"{case}Letter"
