"""What a contract's file knows about itself: a custom XML part with ids, versions and hashes, and nothing else.

It stands beside the bookmarks, so that a file which comes back can be recognised after any program has saved it.
The part is a claim, never a proof: whoever changes the text can change it as well.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
import hashlib
import re

from lxml import etree

from slagen.formats.word.xml_text import attribute, legal
from slagen.model.document import Document

ITEM = "customXml/item1.xml"
PROPERTIES = "customXml/itemProps1.xml"
PROPERTIES_TYPE = "application/vnd.openxmlformats-officedocument.customXmlProperties+xml"
RELATIONSHIP = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/customXml"
NAMESPACE = "urn:slagen:imprint:1"
MAX_BYTES = 2_000_000
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_STORE = "http://schemas.openxmlformats.org/officeDocument/2006/customXml"
_ITEM_ID = "{51A6E000-0001-4000-8000-000000000001}"
_FIELDS = ("agreement", "kind", "template", "version", "status", "commit", "text")
_ITEM_NAME = re.compile(r"customXml/item\d*\.xml")

FIXED: Mapping[str, bytes] = {
    PROPERTIES: (
        f'{_HEAD}<ds:datastoreItem ds:itemID="{_ITEM_ID}" xmlns:ds="{_STORE}">'
        f'<ds:schemaRefs><ds:schemaRef ds:uri="{NAMESPACE}"/></ds:schemaRefs></ds:datastoreItem>'
    ).encode(),
    "customXml/_rels/item1.xml.rels": (
        f'{_HEAD}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="rId1" Type="{RELATIONSHIP}Props" Target="itemProps1.xml"/></Relationships>'
    ).encode(),
}
"""The parts around it, which are the same in every file."""


@dataclass(frozen=True, slots=True)
class PartRecord:
    """One part of the contract: the bookmark that it begins at, the fingerprint of its text, and the clause and version where it is one."""

    mark: str
    fingerprint: str
    clause: str = ""
    version: str = ""


@dataclass(frozen=True, slots=True)
class Imprint:
    """What a file says of itself. `text` is the SHA-256 of the document, `pins` the versions of all clauses that it was made of, by id."""

    agreement: str
    kind: str = ""
    template: str = ""
    version: str = ""
    status: str = ""
    commit: str = ""
    text: str = ""
    pins: tuple[tuple[str, str], ...] = ()
    parts: tuple[PartRecord, ...] = ()


def imprint_of(document: Document, full_hash: str, commit: str, parts: Iterable[PartRecord]) -> Imprint:
    """The imprint of a document that is being written."""
    info = document.meta
    pins = tuple((pin.clause, pin.version) for pin in document.pins)
    return Imprint(info.agreement, info.kind, info.template, info.version, info.status, commit, full_hash, pins, tuple(parts))


def imprint_part(imprint: Imprint) -> bytes:
    """The custom XML part."""
    facts = "".join(f' {name}="{attribute(getattr(imprint, name))}"' for name in _FIELDS if getattr(imprint, name))
    pins = "".join(f'<pin clause="{attribute(clause)}" version="{attribute(version)}"/>' for clause, version in imprint.pins)
    parts = "".join(map(_part, imprint.parts))
    return f'{_HEAD}<imprint xmlns="{NAMESPACE}"{facts}>{pins}{parts}</imprint>'.encode()


def _part(part: PartRecord) -> str:
    clause = f' clause="{attribute(part.clause)}" version="{attribute(part.version)}"' if part.clause else ""
    return f'<part mark="{attribute(part.mark)}" fingerprint="{part.fingerprint}"{clause}/>'


def read_imprint(parts: Mapping[str, bytes]) -> Imprint | None:
    """The imprint among the parts of a file, whatever name another program gave it; None where there is none that can be read."""
    for name in sorted(parts):
        if _ITEM_NAME.fullmatch(name) and len(parts[name]) <= MAX_BYTES and NAMESPACE.encode() in parts[name]:
            tree = _parsed(parts[name])
            if tree is not None and tree.tag == f"{{{NAMESPACE}}}imprint":
                return _imprint(tree)
    return None


def _parsed(data: bytes) -> etree._Element | None:
    try:
        return etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True, remove_pis=True))
    except etree.XMLSyntaxError:
        return None


def _imprint(tree: etree._Element) -> Imprint:
    facts = {name: tree.get(name, "") for name in _FIELDS}
    pins = tuple((pin.get("clause", ""), pin.get("version", "")) for pin in tree.iterfind(f"{{{NAMESPACE}}}pin"))
    parts = tuple(
        PartRecord(part.get("mark", ""), part.get("fingerprint", ""), part.get("clause", ""), part.get("version", ""))
        for part in tree.iterfind(f"{{{NAMESPACE}}}part")
    )
    return Imprint(**facts, pins=pins, parts=parts)


def fingerprint(texts: Iterable[str]) -> str:
    """What identifies a text however its lines are broken: the start of the SHA-256 over its characters without white space."""
    return hashed(compact("".join(texts)))


def compact(text: str) -> str:
    """The characters of a text without white space; a text in pieces is as compact as its pieces are."""
    plain = text.replace(" ", "").replace("\xa0", "")
    if plain.isprintable():
        return plain
    # line breaks become spaces, as `text_elements` writes them; signs that XML cannot carry do not vanish
    return "".join(legal(plain.replace("\x0b", " ").replace("\x0c", " ")).split())


def hashed(characters: str) -> str:
    """The fingerprint of a text that is compact."""
    return hashlib.sha256(characters.encode()).hexdigest()[:24]
