"""What a cover and the document properties say about the document and its parties."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
import re

from lxml import etree

from slagen.formats.word.reading.word_text import ParagraphText
from slagen.model.document import Document, DocumentParty, Meta, SignatureBlock

_DC = "{http://purl.org/dc/elements/1.1/}"
_CP = "{http://schemas.openxmlformats.org/package/2006/metadata/core-properties}"
_REGISTERED = "Registered number "
_STATUS: Mapping[str, str] = {"execution version": "execution", "executed": "executed"}
_CALLED = re.compile(r"(?P<name>.*) \(the “(?P<label>[^”]*)”\)", re.DOTALL)
_UNWANTED = re.compile(r"[^a-z0-9]+")


@dataclass(frozen=True, slots=True)
class Properties:
    """The document properties that matter here."""

    title: str = ""
    agreement: str = ""
    language: str = ""
    version: str = ""


def properties(core: etree._Element) -> Properties:
    """The core properties of a file."""
    return Properties(*(_line(core.findtext(name)) for name in (f"{_DC}title", f"{_DC}identifier", f"{_DC}language", f"{_CP}version")))


def _line(text: str | None) -> str:
    return " ".join((text or "").split())[:500]


def meta(known: Properties, title: str, front: Sequence[ParagraphText], *, ours: bool) -> Meta:
    """What identifies the document. Kind, level and template are not written in a file, so they are empty."""
    if not ours:
        return Meta("", title or known.title, "", version="", status="", language=known.language)
    return Meta(known.agreement, title or known.title, "", version=known.version, status=_status(front), language=known.language.partition("-")[0] or "en")


def _status(front: Iterable[ParagraphText]) -> str:
    text = next((_line(paragraph.text) for paragraph in front if paragraph.style.casefold() == "cover status"), "")
    return "draft" if text.startswith("Draft") else _STATUS.get(text.casefold(), "")


def parties(front: Iterable[ParagraphText]) -> tuple[DocumentParty, ...]:
    """The parties as our shells name them, under their heading or else on the cover; ids are made from their labels."""
    lines = tuple(front)
    return tuple(_parties(lines, "party", "party detail")) or tuple(_parties(lines, "cover party", "cover detail"))


def _parties(front: Iterable[ParagraphText], naming: str, detailing: str) -> Iterator[DocumentParty]:
    name, details = "", list[str]()
    for paragraph in front:
        style = paragraph.style.casefold()
        if style == detailing and name:
            details.append(paragraph.text)
        elif name:
            yield _party(name, details)
            name = ""
        if style == naming:
            name, details = paragraph.text, []
    if name:
        yield _party(name, details)


def _party(name: str, details: Sequence[str]) -> DocumentParty:
    called = _CALLED.fullmatch(name)
    label = called["label"] if called else details[-1][1:-1] if details and details[-1].startswith("(") and details[-1].endswith(")") else ""
    name, rest = (called["name"], details) if called else (name, details[:-1] if label else details)
    number = next((line.removeprefix(_REGISTERED) for line in rest if line.startswith(_REGISTERED)), "")
    address = "\n".join(line for line in rest if not line.startswith(_REGISTERED))
    return DocumentParty(_UNWANTED.sub("-", (label or name).lower()).strip("-") or "party", label, name, address, number)


def with_signatories(document: Document) -> Document:
    """The document whose parties have the signatories of the signature blocks in their names, and whose blocks name those parties."""
    by_name = {block.name: block for block in document.execution if isinstance(block, SignatureBlock)}
    known = tuple(replace(party, signatories=by_name[party.name].signatories) if party.name in by_name else party for party in document.parties)
    return replace(document, parties=known)
