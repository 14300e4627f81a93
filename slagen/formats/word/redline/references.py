"""References to numbered provisions: one whose target was merely given another number says what it said."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from copy import deepcopy
from dataclasses import replace
from itertools import groupby
import re

from slagen.formats.word.redline.atoms import Atom, Kind
from slagen.formats.word.redline.names import Element, T, W
from slagen.formats.word.redline.operations import Op
from slagen.formats.word.redline.steps import Step
from slagen.formats.word.redline.word_file import WordFile

_CODE = re.compile(r"REF\s+(\w+)\s.*?\\([wrn])(?=\s|$)", re.IGNORECASE)
"""REF with a switch for numbers: in full (`w`), relative (`r`) or the last level alone (`n`); ISO/IEC 29500-1, 17.16.5.54."""
_PAGE = re.compile(r"(PAGEREF|PAGE|NUMPAGES|SECTIONPAGES)(?=\s|$)", re.IGNORECASE)
_CONTENTS = "\x00code  TOC "
_FIELD = re.compile("\x00field ([^\x00]*)\x00([^\x00]*)")
_LINE = "line"
_LINK, _ANCHOR, _FIELD_CHAR = f"{W}hyperlink", f"{W}anchor", f"{W}fldChar"


def learn_numbers(old: WordFile, new: WordFile) -> None:
    """Note which numbers the targets of references have, unless all fields and links within the two files print the same."""
    if _printed(old) == _printed(new):
        return
    from slagen.formats.word.stories import numbered_paragraphs  # noqa: PLC0415 - start-up: it takes the reader along

    for file in (old, new):
        styles, numbering = file.linked("styles"), file.linked("numbering")
        if numbering:
            main = file.tree(file.main)
            found = numbered_paragraphs(main, file.tree(styles) if styles else main.makeelement(f"{W}styles"), file.tree(numbering))
            file.numbers = {name: item.full for item in found for name in item.bookmarks}


def _printed(file: WordFile) -> list[str]:
    texts: list[str] = []
    depth = 0
    if next(file.tree(file.main).iter(_FIELD_CHAR, _LINK), None) is None:
        return texts
    for item in file.tree(file.main).iter(_FIELD_CHAR, T):
        if item.tag == _FIELD_CHAR:
            depth += {"begin": 1, "end": -1}.get(item.get(f"{W}fldCharType", ""), 0)
        elif depth or _in_link(item):
            texts.append(item.text or "")
    return texts


def _in_link(item: Element) -> bool:
    run = item.getparent()
    parent = None if run is None else run.getparent()
    return parent is not None and parent.tag == _LINK


def said(atoms: Iterable[Atom], numbers: Mapping[str, str]) -> str:
    """What a paragraph says, its looks aside; of a reference that prints the number of its target, what it refers to."""
    return "".join(_said(list(group), numbers) for _, group in groupby(atoms, key=lambda atom: atom.wrappers))


def _said(atoms: Sequence[Atom], numbers: Mapping[str, str]) -> str:
    text = "".join(_unnumbered(atom.key, numbers) or atom.key for atom in atoms)
    anchor = next((wrapper.element.get(_ANCHOR, "") for wrapper in atoms[0].wrappers if wrapper.element.tag == _LINK), "")
    number = numbers.get(anchor, "")
    return text.replace(number, "", 1) if number and _shown(atoms).startswith(f"{number}\t") else text


def _shown(atoms: Iterable[Atom]) -> str:
    return "".join(text for atom in atoms for text in ([piece for piece, _ in atom.pieces] or [atom.key[0]]))


def _unnumbered(key: str, numbers: Mapping[str, str]) -> str:
    """The key of a reference or page number without the number that it prints, empty for what is none or prints another number than its target has.

    How a table of contents is made does not count.
    """
    found = _FIELD.match(key)
    if found is None:
        return _CONTENTS if key.startswith(_CONTENTS) else ""
    code, printed = found[1], found[2].strip()
    rest = f"\x00field {code}{key[found.end() :]}"
    if _PAGE.match(code):
        return rest if printed.isdecimal() else ""
    reference = _CODE.match(code)
    if reference is None:
        return ""
    return rest if _is_number(printed, numbers.get(reference[1], ""), in_full=reference[2].lower() == "w") else ""


def _is_number(printed: str, full: str, *, in_full: bool) -> bool:
    number, whole = printed.rstrip("."), full.rstrip(".")
    if in_full or number == whole:
        return bool(number) and number == whole
    return bool(number) and whole.endswith(number) and (number[0] == "(" or whole[-len(number) - 1] in ".(")


def renumbered(steps: Sequence[Step], old: WordFile, new: WordFile) -> int:
    """How many references, page numbers and lines of contents went and came with nothing but another number."""
    return sum(pair is not None for pair in _pairs(steps, old, new)) if old.numbers else 0


def unmarked(steps: Sequence[Step], old: WordFile, new: WordFile) -> list[Step]:
    """The steps without marks at those: they print the new number."""
    pairs = _pairs(steps, old, new)
    gone = {id(pair) for pair in pairs if pair is not None}
    return [
        Step(Op.KEEP, _printing(pair.atom, step.atom), step.atom) if pair is not None else step
        for step, pair in zip(steps, pairs, strict=True)
        if id(step) not in gone
    ]


def _pairs(steps: Sequence[Step], old: WordFile, new: WordFile) -> list[Step | None]:
    """For each step that brings a reference or line with another number, the one with which it went."""
    waiting: dict[str, list[Step]] = defaultdict(list)
    found: list[Step | None] = []
    line = _is_pushed_line(steps, old, new)
    for step in steps:
        partner = None
        if step.op is Op.DELETE and (key := _unnumbered(step.atom.key, old.numbers) or (line and step.atom.kind is Kind.TEXT and _LINE)):
            waiting[key].append(step)
        elif step.op is Op.INSERT and (key := _unnumbered(step.atom.key, new.numbers) or (line and step.atom.kind is Kind.TEXT and _LINE)):
            partner = waiting[key].pop(0) if waiting[key] else None
        found.append(partner)
    return found


def _is_pushed_line(steps: Sequence[Step], old: WordFile, new: WordFile) -> bool:
    """Whether it is one line of a table of contents with another number."""
    if [step.op for step in steps if step.op is not Op.KEEP] != [Op.DELETE, Op.INSERT] or sum(step.atom.kind is Kind.MARK for step in steps) != 1:
        return False
    before, after = [step.old for step in steps if step.old is not None], [step.new for step in steps if step.new is not None]
    return said(before, old.numbers) == said(after, new.numbers)


def _printing(old: Atom, new: Atom) -> Atom:
    """The old atom with what the new one prints."""
    if old.kind is Kind.TEXT:
        return replace(old, pieces=(("".join(text for text, _ in new.pieces), old.pieces[0][1]),))
    runs = tuple(deepcopy(run) for run in old.runs)
    texts = [item for run in runs for item in run.iter(T)]
    for item in texts:
        item.text = ""
    texts[0].text = "".join(item.text or "" for run in new.runs for item in run.iter(T))
    return replace(old, runs=runs, element=None)
