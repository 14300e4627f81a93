"""Document properties: written by us, so that a shell's own (author, company, comments) never leave the house."""

from __future__ import annotations

from slagen.formats.word.xml_text import escape
from slagen.model.document import Document

_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
APPLICATION = (
    f'{_HEAD}<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"><Application>slagen</Application></Properties>'
).encode()


def core_properties(document: Document, language: str) -> bytes:
    """Title, identifier, language and version name; no dates and no people."""
    meta = document.meta
    return (
        f'{_HEAD}<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"<dc:identifier>{escape(meta.agreement)}</dc:identifier><dc:language>{escape(language)}</dc:language><dc:title>{escape(meta.title)}</dc:title>"
        f"<cp:version>{escape(meta.version)}</cp:version></cp:coreProperties>"
    ).encode()
