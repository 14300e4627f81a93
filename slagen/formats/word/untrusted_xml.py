"""XML of Word files, parsed without trust. Strict Open XML is read as if it were the usual kind."""

from __future__ import annotations

import re

from lxml import etree

from slagen.formats.word.package import PackageError
from slagen.formats.word.xml_text import NAMESPACE

MAX_XML_BYTES = 24_000_000
MAX_TAGS = 2_000_000
"""Tags of one part: each takes about 130 bytes of memory once it is parsed, and as few as six in the file."""
MAX_PARAGRAPHS = 100_000
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_STRICT = b"http://purl.oclc.org/ooxml/"
_STRICT_NAMES = (
    (b"http://purl.oclc.org/ooxml/wordprocessingml/main", NAMESPACE.encode()),
    (b"http://purl.oclc.org/ooxml/officeDocument/relationships", _OFFICE.encode()),
    (b"http://purl.oclc.org/ooxml/officeDocument/math", b"http://schemas.openxmlformats.org/officeDocument/2006/math"),
    (b"http://purl.oclc.org/ooxml/drawingml/wordprocessingDrawing", b"http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"),
    (b"http://purl.oclc.org/ooxml/drawingml/main", b"http://schemas.openxmlformats.org/drawingml/2006/main"),
)
_SAVE_AGAIN = "open it in Word and save it again"
_UTF16 = {b"\xff\xfe": "utf-16-le", b"\xfe\xff": "utf-16-be", b"<\0": "utf-16-le", b"\0<": "utf-16-be"}
_DECLARATION = re.compile(r"\s*<\?xml[^>]*\?>")


def parse_xml(content: bytes, part: str, name: str) -> etree._Element:
    """The XML of a part without comments and processing instructions, in the usual namespaces, whatever its encoding.

    Raises:
        PackageError: it is too large, is not well-formed, or declares a document type.
    """
    if len(content) > MAX_XML_BYTES:
        raise PackageError(name, f"holds more than {MAX_XML_BYTES // 1_000_000} MB of text in {part}", "split it", unsafe=True)
    content = usual_names(content)
    if content.count(b"<") > MAX_TAGS:
        raise PackageError(name, f"holds more than {MAX_TAGS:,} tags in {part}", "split it", unsafe=True)
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True, remove_pis=True)
    try:
        tree = etree.fromstring(content, parser)
    except etree.XMLSyntaxError as error:
        if error.msg.startswith("Excessive depth"):
            raise PackageError(name, f"is nested far too deeply in {part}", "Word never does that: do not use the file", unsafe=True) from error
        raise PackageError(name, f"is damaged: {part} cannot be read ({error.msg})", _SAVE_AGAIN) from error
    if tree.getroottree().docinfo.internalDTD is not None:
        raise PackageError(name, f"declares a document type in {part}", "Word never does that: do not use the file", unsafe=True)
    return tree


def usual_names(content: bytes) -> bytes:
    """The XML of a part in UTF-8 and, for a strict file, under the namespaces of the usual kind."""
    content = _in_utf8(content)
    if _STRICT in content:
        for strict, usual in _STRICT_NAMES:
            content = content.replace(strict, usual)
    return content


def _in_utf8(content: bytes) -> bytes:
    """UTF-16 parts (Open Packaging Conventions, 8.1.4 allows them) as UTF-8 without a declaration; others as they are."""
    encoding = next((encoding for mark, encoding in _UTF16.items() if content.startswith(mark)), "")
    if not encoding:
        return content
    return _DECLARATION.sub("", content.decode(encoding, "replace").lstrip("\ufeff"), count=1).encode("utf-8", "replace")
