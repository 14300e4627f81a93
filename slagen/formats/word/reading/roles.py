"""What a paragraph is for, told by its style where the style is one of ours."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
import re

from slagen.formats.word.bookmarks import heading_bookmark
from slagen.formats.word.reading.word_text import BlockText, ListNumber, ParagraphText


class Role(StrEnum):
    """What a block of the main story is for."""

    FRONT = "front"
    TITLE = "title"
    SECTION = "section"
    RECITALS = "recitals"
    RECITAL = "recital"
    SCHEDULE = "schedule"
    CLAUSE = "clause"
    TEXT = "text"
    BULLET = "bullet"
    TABLE = "table"
    EXECUTION = "execution"
    END = "end"


@dataclass(frozen=True, slots=True)
class Line:
    """A block with its role.

    `level` is that of the provision it is or belongs to, None where the place in the file decides; `depth` that of a bullet; `left` the indent of
    text and tables that belong to whatever stands there. `titled` says that the words are a heading. `skip` characters at the start are a typed label.
    """

    role: Role
    block: BlockText
    level: int | None = None
    depth: int = 0
    left: int | None = None
    titled: bool = False
    number: ListNumber | None = None
    skip: int = 0


_NUMBERED = re.compile(r"(?:clause|schedule) level (?P<level>[1-9])")
_TEXT = re.compile(r"clause text (?P<level>[1-9])")
_ROLES: Mapping[str, Role] = {
    "title": Role.TITLE,
    "subtitle": Role.FRONT,
    "contents heading": Role.FRONT,
    "parties heading": Role.FRONT,
    "party": Role.FRONT,
    "party detail": Role.FRONT,
    "toc heading": Role.FRONT,
    "schedule heading": Role.SCHEDULE,
    "recital": Role.RECITAL,
    "execution heading": Role.EXECUTION,
}


def own_line(paragraph: ParagraphText) -> Line | None:
    """The role of a paragraph in a style of ours; None for any other style."""
    style = paragraph.style.casefold()
    if paragraph.contents or style.startswith(("toc ", "cover ")):
        return Line(Role.END if style == "cover label" else Role.FRONT, paragraph)
    if style == "section heading":
        return Line(Role.RECITALS if heading_bookmark("recitals") in paragraph.bookmarks else Role.SECTION, paragraph)
    if style in _ROLES:
        return Line(_ROLES[style], paragraph, number=paragraph.number)
    return _clause_line(paragraph, style)


def _clause_line(paragraph: ParagraphText, style: str) -> Line | None:
    number = paragraph.number
    numbered, text = _NUMBERED.fullmatch(style), _TEXT.fullmatch(style)
    if numbered:
        level = number.level if number else int(numbered["level"]) - 1
        return Line(Role.CLAUSE, paragraph, level, titled=level == 0, number=number)
    if text and number and number.format != "bullet":
        return Line(Role.CLAUSE, paragraph, number.level, number=number)
    if text and paragraph.left is None:
        return Line(Role.TEXT, paragraph, int(text["level"]) - 1)
    if text:
        return Line(Role.TEXT, paragraph, left=paragraph.left)
    if style == "definition":
        return Line(Role.TEXT, paragraph, 0) if paragraph.left is None else Line(Role.TEXT, paragraph, left=paragraph.left)
    if style == "clause bullet":
        return Line(Role.BULLET, paragraph, depth=number.level if number else 0, left=paragraph.left)
    return None
