"""The lists of a file and what they look like, told once for all of them: long-lived files have thousands."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
import hashlib

from slagen.formats.word.redline.canonical import Canon
from slagen.formats.word.redline.names import VAL, Element, W
from slagen.formats.word.redline.word_file import WordFile
from slagen.formats.word.xml_text import whole

_LARGEST = 2**30
"""Numbers beyond it are let alone: Word counts in 32 bits, and there is room above."""
NUM_ID, ABSTRACT_ID = f"{W}numId", f"{W}abstractNumId"


@dataclass(slots=True)
class ListSheet:
    """The lists (`w:num`) of a numbering part by number; `forms` are equal for lists that look alike, level by level."""

    nums: dict[str, Element] = field(default_factory=dict)
    abstracts: dict[str, Element] = field(default_factory=dict)
    forms: dict[str, str] = field(default_factory=dict)
    first: dict[str, str] = field(default_factory=dict)
    """The first list of each form."""
    last_num: int = 0
    last_abstract: int = 0

    def add(self, number: str, num: Element, form: str) -> None:
        """Add a list; of two with one number the first counts."""
        self.nums.setdefault(number, num)
        self.forms.setdefault(number, form)
        self.first.setdefault(form, number)

    def abstract(self, num: Element) -> Element | None:
        """What a list is an instance of."""
        return self.abstracts.get(_abstract_id(num))


def list_sheet(file: WordFile, part: str) -> ListSheet:
    """The lists of a file's numbering part."""
    canon, tree, sheet = Canon(file, part), file.tree(part), ListSheet()
    for item in tree.iterfind(f"{W}abstractNum"):
        sheet.abstracts.setdefault(item.get(ABSTRACT_ID, ""), item)
    levels = {identity: _digest([canon.of(item) for item in abstract if item.tag == f"{W}lvl"]) for identity, abstract in sheet.abstracts.items()}
    for num in tree.iterfind(f"{W}num"):
        overrides = [canon.of(item) for item in num if item.tag == f"{W}lvlOverride"]
        sheet.add(num.get(NUM_ID, ""), num, _digest((levels.get(_abstract_id(num)), overrides)))
    sheet.last_num, sheet.last_abstract = highest(sheet.nums), highest(sheet.abstracts)
    return sheet


def highest(used: Iterable[str | None]) -> int:
    """The highest number in use, at least 0; what is no number or far out of the row does not count."""
    numbers = (whole(text) or 0 for text in used)
    return max((number for number in numbers if 0 < number < _LARGEST), default=0)


def _abstract_id(num: Element) -> str:
    reference = num.find(ABSTRACT_ID)
    return "" if reference is None else reference.get(VAL, "")


def _digest(form: object) -> str:
    return hashlib.sha256(repr(form).encode("utf-8", "replace")).hexdigest()
