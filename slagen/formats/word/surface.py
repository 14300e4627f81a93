"""What a document is written onto: the ids of the shell's styles, its lists, its indents and its page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from slagen.assembly.number import STANDARD, Scheme

CONTRACT_TEXT = "slgt_contract"
"""A bookmark that a shell may put around its contract: the contents then leave out the headings of the shell itself."""


@dataclass(frozen=True, slots=True)
class Lists:
    """The `w:numId` of each list. `paragraphs` serves Schedule 1, `further_paragraphs` the next schedule, and so on upwards.

    `direct` names the roles whose styles carry no numbering of their own, so that each paragraph must.
    """

    clauses: int
    schedules: int
    paragraphs: int
    recitals: int
    bullets: int
    further_paragraphs: int
    direct: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Surface:
    """Style ids by style name, lists, the left indent of text on each level and the width of a line, both in twips, and how the lists count.

    `marks_contract` says that the shell holds the bookmark CONTRACT_TEXT.
    """

    styles: Mapping[str, str]
    lists: Lists
    text_indents: tuple[int, ...]
    text_width: int
    first_bookmark: int = 1
    first_link: str = "rIdLink"
    scheme: Scheme = STANDARD
    marks_contract: bool = False
