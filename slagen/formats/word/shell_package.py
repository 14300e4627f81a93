"""What makes the parts of a shell one package: their content types and relationships, read from the shell and written anew for contracts."""

from __future__ import annotations

from collections.abc import Mapping

from lxml import etree

from slagen.formats.word import imprint, watermark
from slagen.formats.word.package import PackageError, relationships_name
from slagen.formats.word.properties import APPLICATION
from slagen.formats.word.relationships import OFFICE, PACKAGE, Link, relationships_xml
from slagen.formats.word.xml_text import escape

CONTENT_TYPES = "[Content_Types].xml"
CORE = "docProps/core.xml"
WORD_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"
"""What the content types of the parts that Word writes begin with."""
_APP = "docProps/app.xml"
_PICTURES = {
    "png": "png", "jpg": "jpeg", "jpeg": "jpeg", "gif": "gif", "bmp": "bmp", "tif": "tiff", "tiff": "tiff", "emf": "x-emf", "wmf": "x-wmf", "svg": "svg+xml",
}  # fmt: skip


def parse_part(content: bytes, part: str, name: str) -> etree._Element:
    """The XML of a part, read without trust; `name` is what messages call the file. Raises PackageError."""
    try:
        tree = etree.fromstring(content, etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True))
    except etree.XMLSyntaxError as error:
        raise PackageError(name, f"is damaged: {part} is not well-formed ({error.msg})", "open it in Word and save it again") from error
    if tree.getroottree().docinfo.internalDTD is not None:
        raise PackageError(name, f"declares a document type in {part}", "Word never does that: do not use the file", unsafe=True)
    return tree


def content_types(parts: Mapping[str, bytes], name: str) -> dict[str, str]:
    """The content type of each part, empty where none is stated. Raises PackageError."""
    tree = parse_part(parts[CONTENT_TYPES], CONTENT_TYPES, name)
    defaults = {item.get("Extension", "").lower(): item.get("ContentType", "") for item in tree if item.tag.endswith("}Default")}
    overrides = {item.get("PartName", "").lstrip("/"): item.get("ContentType", "") for item in tree if item.tag.endswith("}Override")}
    return {part: overrides.get(part, defaults.get(part.rpartition(".")[2].lower(), "")) for part in parts}


def package_parts(main: str, types: Mapping[str, str], kept: Mapping[str, bytes], links: Mapping[str, list[Link]], numbering: str) -> dict[str, bytes]:
    """The parts that hold the `kept` ones together; `types` are their content types, `links` their relationships."""
    named = {relationships_name(part): relationships_xml(items).encode() for part, items in links.items() if items}
    added = {**named, **imprint.FIXED}
    return added | {CONTENT_TYPES: _types_part(types, {**kept, **added}, numbering), "_rels/.rels": _root_relationships(main), _APP: APPLICATION}


def _root_relationships(main: str) -> bytes:
    return relationships_xml(
        [
            Link("rId1", f"{OFFICE}/officeDocument", main, outside=False),
            Link("rId2", f"{PACKAGE}/relationships/metadata/core-properties", CORE, outside=False),
            Link("rId3", f"{OFFICE}/extended-properties", _APP, outside=False),
        ]
    ).encode()


def _type_of(part: str, types: Mapping[str, str]) -> str:
    ending = part.rpartition(".")[2].lower()
    return types[part] or (f"image/{_PICTURES[ending]}" if ending in _PICTURES else "application/octet-stream")


def _types_part(types: Mapping[str, str], kept: Mapping[str, bytes], numbering: str) -> bytes:
    chosen = {part: _type_of(part, types).replace(".template.main", ".document.main") for part in kept if part in types and not part.endswith(".rels")}
    chosen |= {watermark.PART: f"{WORD_TYPE}.header+xml"} if watermark.PART in kept else {}
    chosen |= {
        numbering: f"{WORD_TYPE}.numbering+xml",
        CORE: "application/vnd.openxmlformats-package.core-properties+xml",
        _APP: "application/vnd.openxmlformats-officedocument.extended-properties+xml",
        imprint.PROPERTIES: imprint.PROPERTIES_TYPE,
    }
    overrides = "".join(f'<Override PartName="/{escape(part)}" ContentType="{escape(kind)}"/>' for part, kind in sorted(chosen.items()))
    return (
        f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<Types xmlns="{PACKAGE}/content-types">'
        f'<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{overrides}</Types>'
    ).encode()
