"""A signature table back to the block that it was made from."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
import itertools

from slagen.formats.signing import (
    ATTORNEY,
    INCORPORATED,
    PLACE_AND_DATE,
    WITNESSED,
    acting,
    authority,
    before_party,
    how,
)
from slagen.formats.word.reading.word_text import CellText, ParagraphText, TableText
from slagen.formats.word.xml_text import STRONG
from slagen.model.document import Signatory, SignatureBlock

_STYLE = "signature text"
_METHODS = ("e-signature", "wet-ink")


def signature(table: TableText) -> SignatureBlock | None:
    """The signature block; None where the table is none of ours."""
    if len(table.rows) != 1 or len(table.rows[0].cells) != 3:
        return None
    left, _, right = (_paragraphs(cell) for cell in table.rows[0].cells)
    if not left or not right or any(paragraph.style.casefold() != _STYLE for paragraph in (*left, *right)):
        return None
    everybody = tuple(_people(right))
    people = tuple(person for person in everybody if person != Signatory(""))
    place = any(line.text.startswith(f"{PLACE_AND_DATE}\t") for line in right)
    for named in dict.fromkeys((everybody, people)):  # lines for nobody, and those for somebody without a name, look the same
        found = _deed(left[0], named) or _simple(left[0], named)
        if found is not None:
            return replace(found, signatories=people, place=place)
    return None


def _paragraphs(cell: CellText) -> list[ParagraphText]:
    return [block for block in cell.blocks if isinstance(block, ParagraphText)]


def _people(lines: Sequence[ParagraphText]) -> Iterator[Signatory]:
    """Those who sign: a group of lines for each, the first with the label Signature. Witnesses stand in the other cell."""
    known: dict[str, str] = {}
    for line in lines:
        label, _, value = line.text.partition("\t")
        if label == "Signature" and known:
            yield _person(known)
            known = {}
        known[label] = "" if value == "\t" else value
    if known:
        yield _person(known)


def _person(known: dict[str, str]) -> Signatory:
    return Signatory(known.get("Name", ""), known.get("Title", ""), known.get("Email", ""), known.get("Capacity", "").removeprefix(ATTORNEY))


def _deed(statement: ParagraphText, people: tuple[Signatory, ...]) -> SignatureBlock | None:
    for method, manner in itertools.product(_METHODS, ("representative", "in-person")):
        head = f"{how('deed', method, manner)} by "
        if statement.text.startswith(head):
            rest = statement.text[len(head) :]
            name = _bold_after(statement, len(head), rest)
            after = rest[len(name) :].removesuffix(WITNESSED)
            if manner == "representative" and people:
                by = f", acting by {acting(people)}"
                after = after.removesuffix(authority(people))
                if not after.endswith(by):
                    continue
                after = after.removesuffix(by)
            label, abroad, territory = after.rpartition(INCORPORATED)
            if abroad:
                return SignatureBlock("", _label(label), name, people, "deed", method, "overseas", territory)
            return SignatureBlock("", _label(after), name, people, "deed", method, manner)
    return None


def _simple(statement: ParagraphText, people: tuple[Signatory, ...]) -> SignatureBlock | None:
    for method in _METHODS:
        first = how("simple", method, "")
        for manner, head in (("representative", f"{first}{before_party(people)}"), ("in-person", f"{first} by ")):
            if statement.text.startswith(head):
                rest = statement.text[len(head) :]
                name = _bold_after(statement, len(head), rest)
                return SignatureBlock("", _label(rest[len(name) :]), name, people, "simple", method, manner)
    return None


def _bold_after(statement: ParagraphText, start: int, rest: str) -> str:
    """The name of the party stands in bold letters."""
    bold = "".join(character for character, strong in itertools.islice(_letters(statement), start, start + len(rest)) if strong)
    return bold if rest.startswith(bold) else ""


def _letters(statement: ParagraphText) -> Iterator[tuple[str, bool]]:
    for piece in statement.pieces:
        for character in piece.text:
            yield character, bool(piece.flags & STRONG)


def _label(text: str) -> str:
    return text[2:-1] if text.startswith(" (") and text.endswith(")") else ""
