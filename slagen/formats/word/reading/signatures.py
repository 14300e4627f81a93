"""A signature table back to the block that it was made from."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
import itertools

from slagen.formats.word.reading.word_text import CellText, ParagraphText, TableText
from slagen.formats.word.xml_text import STRONG
from slagen.model.document import Signatory, SignatureBlock

_STYLE = "signature text"
_DEED = "Executed as a deed"
_ELECTRONIC = "Signed electronically"
_SIGNED = "Signed"
_JOINT = " for and on behalf of "
_ACTING = ", acting by "
_WITNESS = ", in the presence of the witness named here"


def signature(table: TableText) -> SignatureBlock | None:
    """The signature block; None where the table is none of ours."""
    if len(table.rows) != 1 or len(table.rows[0].cells) != 3:
        return None
    left, _, right = (_paragraphs(cell) for cell in table.rows[0].cells)
    if len(left) != 1 or not right or any(paragraph.style.casefold() != _STYLE for paragraph in (*left, *right)):
        return None
    people = tuple(person for person in _people(right) if person != Signatory(""))
    return _block(left[0], people)


def _paragraphs(cell: CellText) -> list[ParagraphText]:
    return [block for block in cell.blocks if isinstance(block, ParagraphText)]


def _people(lines: Sequence[ParagraphText]) -> Iterator[Signatory]:
    """Those who sign: a group of lines for each, the first with the label Signature. Witnesses are not among them."""
    known: dict[str, str] = {}
    for line in lines:
        label, _, value = line.text.partition("\t")
        if label == "Witness" and "\t" not in line.text:
            break
        if label == "Signature" and known:
            yield _person(known)
            known = {}
        known[label] = "" if value == "\t" else value
    if known:
        yield _person(known)


def _person(known: dict[str, str]) -> Signatory:
    return Signatory(known.get("Name", ""), known.get("Title", ""), known.get("Email", ""))


def _block(statement: ParagraphText, people: tuple[Signatory, ...]) -> SignatureBlock | None:
    text = statement.text
    names = " and ".join(", ".join(part for part in (person.name, person.title) if part) for person in people if person.name)
    if text.startswith(_DEED):
        form, head = "deed", f"{_DEED} by "
        method = "e-signature" if any(person.email for person in people) else "wet-ink"
        tail = f"{_ACTING}{names}" if names else ""
        text = text.removesuffix(_WITNESS)
    else:
        how = _ELECTRONIC if text.startswith(_ELECTRONIC) else _SIGNED
        form, method, tail = "simple", "e-signature" if how == _ELECTRONIC else "wet-ink", ""
        head = f"{how} by {names}{_JOINT}" if names else f"{how}{_JOINT}"
    if not text.startswith(head):
        return None
    rest = text.removesuffix(tail)[len(head) :]
    name = _bold_after(statement, len(head), rest)
    return SignatureBlock("", _label(rest[len(name) :]), name, people, form, method)


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
