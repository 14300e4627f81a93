"""Fields: code and cached result, simple or complex, nested, and spread over paragraphs. Only results are printed."""

from __future__ import annotations

from dataclasses import dataclass, field
import re

from lxml import etree

from slagen.formats.word.reading.names import W, switch, value
from slagen.formats.word.reading.word_text import FieldText
from slagen.formats.word.xml_text import whole

_NUMBER_REFERENCE = re.compile(r"^\s*REF\s+(?P<mark>[^\s\\]+)(?=.*\\[rnw]\b)", re.IGNORECASE | re.DOTALL)
_ADDRESS = re.compile(r'^\s*HYPERLINK\s+"(?P<address>[^"]+)"', re.IGNORECASE)
_CONTENTS = re.compile(r"^\s*TOC\b", re.IGNORECASE)
_LONGEST_CODE = 4000


@dataclass(slots=True)
class OpenField:
    """A field that has begun. `start` is where its result begins in the paragraph, `printed` what it has printed so far."""

    serial: int
    start: int
    code: str = ""
    in_result: bool = False
    printed: list[str] = field(default_factory=list)
    target: str = ""
    href: str = ""
    form: str = ""

    def begin_result(self) -> None:
        """The code is whole: what it refers to is known."""
        self.in_result = True
        reference, address = _NUMBER_REFERENCE.match(self.code), _ADDRESS.match(self.code)
        self.target = reference["mark"] if reference else ""
        self.href = address["address"] if address else ""

    def closed(self, end: int) -> FieldText:
        """The field as it stands in its paragraph."""
        return FieldText(" ".join(self.code.split()), "".join(self.printed), min(self.start, end), end)


class Fields:
    """The fields that are open at one point of a story."""

    def __init__(self) -> None:
        self._open: list[OpenField] = []
        self._serial = 0

    def begin(self, start: int, code: str = "", form: str = "") -> OpenField:
        """A field begins; a simple one brings its code along, a box to tick or a list to choose from what it shows."""
        self._serial += 1
        opened = OpenField(self._serial, start, code[:_LONGEST_CODE], form=form)
        self._open.append(opened)
        return opened

    def separate(self) -> None:
        """The code of the innermost field ends, its result begins."""
        if self._open:
            self._open[-1].begin_result()

    def end(self) -> OpenField | None:
        """The innermost field ends."""
        return self._open.pop() if self._open else None

    def code(self, text: str) -> None:
        """More of the innermost field's code."""
        if self._open and not self._open[-1].in_result and len(self._open[-1].code) < _LONGEST_CODE:
            self._open[-1].code += text

    def printed(self, text: str) -> None:
        """Text that is printed belongs to the results of all open fields; what spans paragraphs keeps only so much of it."""
        for opened in self._open[-3:]:
            if len(opened.printed) < _LONGEST_CODE:
                opened.printed.append(text)

    @property
    def prints(self) -> bool:
        """Whether text is printed here: no code is open."""
        return all(opened.in_result for opened in self._open)

    @property
    def in_contents(self) -> bool:
        """Whether a table of contents is open."""
        return any(_CONTENTS.match(opened.code) for opened in self._open)

    @property
    def reference(self) -> tuple[str, int]:
        """The bookmark whose number is printed here, and the field that does so."""
        return next(((opened.target, opened.serial) for opened in self._open if opened.target), ("", 0))

    @property
    def href(self) -> str:
        """The address that a field links to here."""
        return next((opened.href for opened in reversed(self._open) if opened.href), "")

    def paragraph_starts(self) -> None:
        """Positions count anew in each paragraph."""
        for opened in self._open:
            opened.start = 0


def form_text(mark: etree._Element) -> str:
    """What an old form field shows that has no result: a box, ticked or not, or the entry that was chosen."""
    box, choices = mark.find(f"{W}ffData/{W}checkBox"), mark.find(f"{W}ffData/{W}ddList")
    if box is not None:
        ticked = switch(box, "checked")
        return "☒" if (switch(box, "default") if ticked is None else ticked) else "☐"
    if choices is None:
        return ""
    entries = [entry.get(f"{W}val", "") for entry in choices.iterfind(f"{W}listEntry")]
    at = whole(value(choices, "result") or value(choices, "default")) or 0
    return entries[at] if 0 <= at < len(entries) else ""


def stray_marks(tree: etree._Element, hidden: frozenset[str]) -> frozenset[etree._Element]:
    """Marks of fields that begin and do not end, or end and did not begin. They count as absent, so that no text is lost behind them.

    `hidden` are the tags whose content this view does not show.
    """
    waiting: list[etree._Element] = []
    stray: set[etree._Element] = set()
    for mark in tree.iter(f"{W}fldChar"):
        kind = mark.get(f"{W}fldCharType")
        if any(parent.tag in hidden for parent in mark.iterancestors()):
            continue
        if kind == "begin":
            waiting.append(mark)
        elif kind == "end" and not waiting:
            stray.add(mark)
        elif kind == "end":
            waiting.pop()
    return frozenset((*stray, *waiting))
