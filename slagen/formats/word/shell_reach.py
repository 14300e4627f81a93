"""What in a shell reaches outside the file, or would print what belongs to its author's machine: links, embedded things and fields."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
import re
from typing import TYPE_CHECKING

from lxml import etree

from slagen.core.findings import Finding, Severity, Source
from slagen.formats.word.tag_text import W

if TYPE_CHECKING:
    from slagen.formats.word.relationships import Link

EMBEDDED = frozenset({"oleObject", "package", "control", "aFChunk", "subDocument", "activeXControlBinary", "frame", "keyMapCustomizations", "attachedToolbars"})
"""Kinds of relationship to something that is not text or a picture: another program opens it, or Word reads it as a second document."""
_SCHEMES = ("http:", "https:", "mailto:", "tel:", "#")
_FETCHING = frozenset({
    "INCLUDETEXT", "INCLUDEPICTURE", "INCLUDE", "IMPORT", "DDE", "DDEAUTO", "LINK", "DATABASE", "RD", "AUTOTEXT", "EMBED", "MACROBUTTON", "ADDIN",
})  # fmt: skip
_TELLING = frozenset({
    "FILENAME", "TEMPLATE", "USERNAME", "USERINITIALS", "USERADDRESS", "AUTHOR", "LASTSAVEDBY", "COMMENTS", "DOCPROPERTY", "DOCVARIABLE", "INFO", "REVNUM",
    "EDITTIME", "DATE", "TIME", "SAVEDATE", "CREATEDATE", "PRINTDATE",
})  # fmt: skip


def reaching_links(links: Mapping[str, list[Link]], name: str) -> Iterator[Finding]:
    """Relationships (SLG079) that load something from outside, or lead a reader where only the author can go."""
    for part, items in links.items():
        for link in items:
            if not link.outside:
                continue
            if link.kind != "hyperlink":
                message = f"The shell {name} loads something from outside the file ({part}: {link.target})"
                yield _outside(message, name, "put the picture or object into the file itself")
            elif not link.target.lower().startswith(_SCHEMES):
                message = f"The shell {name} has a link that is no web or mail address ({part}: {link.target})"
                yield _outside(message, name, "take the link off, or let it lead to a web or mail address")


def field_findings(tree: etree._Element, place: str, name: str) -> Iterator[Finding]:
    """Fields that fetch from elsewhere or run something (SLG079), and those that print what changes or what nobody else should see (SLG081)."""
    for code in _codes(tree):
        keyword = code.split(" ", 1)[0].upper()
        if keyword in _FETCHING:
            message = f"The shell {name} has the field {keyword}, which reaches outside the file or runs a program ({place}: “{code[:80]}”)"
            yield _outside(message, name, "delete the field; put the text or the picture there itself")
        elif keyword in _TELLING:
            message = f"The shell {name} has the field {keyword}, which prints what is known to its author’s computer ({place}: “{code[:80]}”)"
            yield Finding("SLG081", Severity.WARNING, message, Source(name), "delete the field; docs/shells.md has tags for title, version and dates")
        elif keyword == "HYPERLINK" and (target := re.search(r'"([^"]*)"', code)) and not target[1].lower().startswith(_SCHEMES) and "\\l" not in code:
            yield _outside(f"The shell {name} has a link that is no web or mail address ({place}: “{code[:80]}”)", name, "take the link off")


def _codes(tree: etree._Element) -> Iterator[str]:
    """The code of every field, however Word split it; that of a field inside another is told by itself."""
    open_codes: list[list[str]] = []
    for node in tree.iter(f"{W}fldChar", f"{W}instrText", f"{W}fldSimple"):
        kind = node.get(f"{W}fldCharType")
        if node.tag == f"{W}fldSimple":
            yield " ".join(node.get(f"{W}instr", "").split())
        elif kind == "begin":
            open_codes.append([])
        elif kind in {"separate", "end"} and open_codes:
            if kind == "end":
                yield " ".join("".join(open_codes.pop()).split())
        elif node.tag == f"{W}instrText" and open_codes:
            open_codes[-1].append(node.text or "")


def _outside(message: str, name: str, hint: str) -> Finding:
    return Finding("SLG079", Severity.ERROR, message, Source(name), hint)
