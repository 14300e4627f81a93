"""A Word file that came back: what it says of itself, the parts of it that are read, and what beside its words decides what is seen."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
import hashlib

from lxml import etree

from slagen.formats.word.imprint import Imprint, read_imprint
from slagen.formats.word.numbering import numbering_part
from slagen.formats.word.package import PackageError, read_package, resolve_target
from slagen.formats.word.reading.names import R, W, switch
from slagen.formats.word.relationships import Link, links_of
from slagen.formats.word.untrusted_xml import parse_xml
from slagen.formats.word.visible_text import Trees

_NOTES = ("footnotes", "endnotes")
_REFERENCES = {"header": f"{W}headerReference", "footer": f"{W}footerReference"}
_ONE_OF_EACH = ("styles", "numbering", "settings", *_NOTES)
_FONTS = (".odttf", ".ttf", ".otf", ".fntdata")
_AGAIN = "ask for the file again, or open it in Word and save it again"


@dataclass(frozen=True, slots=True)
class Returned:
    """A file as it came back. `imprint` is None where it does not say what it is.

    `oddities` are facts about the whole file that change what its reader sees; `pictures` are the fingerprints of the pictures of each story.
    """

    imprint: Imprint | None
    trees: Trees
    has_comments: bool
    oddities: frozenset[str] = frozenset()
    pictures: Mapping[str, frozenset[str]] | None = None


def open_returned(data: bytes, name: str) -> Returned:
    """Read a file that came back; `name` stands in messages.

    Raises:
        PackageError: it is not a Word file, is protected by a password, is damaged, is unsafe to open, or can be read in two ways.
    """
    parts = read_package(data, name)
    main = _main_part(parts, name)
    tree = parse_xml(parts[main], main, name)
    if tree.tag != f"{W}document":
        raise PackageError(name, "is not written as Word writes files", "save it in Word as “Word document (.docx)”")
    links = [link for link in links_of(parts, main, name) if not link.outside and resolve_target(main, link.target) in parts]
    sheets = {kind: parse_xml(parts[target], target, name) for kind, target in _sheets(main, links, name).items()}
    targets = {"body": main} | {kind: _target(main, links, kind) for kind in _NOTES if kind in sheets}
    targets |= dict(_around(tree, sheets.get("settings"), {link.id: resolve_target(main, link.target) for link in links}))
    stories = {story: tree if part == main else parse_xml(parts[part], part, name) for story, part in targets.items()}
    addresses = {story: {link.id: link.target for link in links_of(parts, part, name)} for story, part in targets.items()}
    styles, numbering = sheets.get("styles", etree.Element("styles")), sheets.get("numbering", etree.fromstring(numbering_part("", "")))
    return Returned(
        read_imprint(parts),
        Trees(stories, styles, numbering, addresses),
        any(link.kind == "comments" for link in links),
        frozenset(_oddities(parts, tree, sheets.get("settings"))),
        {story: frozenset(_pictures(parts, part, name)) for story, part in targets.items()},
    )


def _main_part(parts: Mapping[str, bytes], name: str) -> str:
    """The one part with the main text. Two of them are two documents in one file, and each program shows another."""
    found = {resolve_target("", link.target) for link in links_of(parts, "", name) if link.kind == "officeDocument" and not link.outside}
    if len(found) > 1:
        raise PackageError(name, "holds two documents in one file", _AGAIN, unsafe=True)
    main = next(iter(found), "")
    if main not in parts:
        raise PackageError(name, "is not a Word document", "open it in Word and save it as .docx")
    return main


def _sheets(main: str, links: list[Link], name: str) -> dict[str, str]:
    found = {kind: {resolve_target(main, link.target) for link in links if link.kind == kind} for kind in _ONE_OF_EACH}
    for kind, targets in found.items():
        if len(targets) > 1:
            raise PackageError(name, f"holds {kind} twice", _AGAIN, unsafe=True)
    return {kind: target for kind, targets in found.items() for target in targets}


def _target(main: str, links: list[Link], kind: str) -> str:
    return next(resolve_target(main, link.target) for link in links if link.kind == kind)


def _around(tree: etree._Element, settings: etree._Element | None, targets: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """The headers and footers that are printed: those of first pages only where a section has such a page, those of even pages where the file says so."""
    even = bool(switch(settings, "evenAndOddHeaders"))
    for section in tree.iter(f"{W}sectPr"):
        for kind, tag in _REFERENCES.items():
            for reference in section.iterfind(tag):
                page, target = reference.get(f"{W}type", "default"), targets.get(reference.get(f"{R}id", ""))
                shown = {"first": bool(switch(section, "titlePg")), "even": even}.get(page, True)
                if target is not None and shown:
                    yield f"{kind} {target}", target


def _pictures(parts: Mapping[str, bytes], part: str, name: str) -> Iterator[str]:
    for link in links_of(parts, part, name):
        target = resolve_target(part, link.target)
        if link.kind == "image":
            yield link.target if link.outside else hashlib.sha256(parts.get(target, b"")).hexdigest()


def _oddities(parts: Mapping[str, bytes], tree: etree._Element, settings: etree._Element | None) -> Iterator[str]:
    if any(part.lower().endswith("vbaproject.bin") for part in parts):
        yield "macros, which can change the text when it is opened"
    if any(part.lower().endswith(_FONTS) for part in parts):
        yield "fonts of its own, whose letters can look like others"
    if bool(switch(settings, "linkStyles")):
        yield "styles that are fetched from a template when it is opened"
    background = tree.find(f"{W}background")
    if background is not None and (len(background) or (background.get(f"{W}color") or "auto").upper() not in {"AUTO", "FFFFFF"}):
        yield "a page background"
