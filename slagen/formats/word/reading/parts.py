"""The parts of a Word file that hold words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from lxml import etree

from slagen.formats.word.package import PackageError, read_package, resolve_target
from slagen.formats.word.reading.names import W
from slagen.formats.word.relationships import Link, links_of
from slagen.formats.word.untrusted_xml import MAX_PARAGRAPHS, parse_xml

_SHEETS = ("styles", "numbering", "comments", "commentsExtended")
_STORIES = ("header", "footer", "footnotes", "endnotes")
_CORE = "core-properties"


@dataclass(frozen=True, slots=True)
class StoryPart:
    """A part with text: its story's name, its part's name, its XML, and the outside addresses of its links by relationship id."""

    story: str
    part: str
    tree: etree._Element
    addresses: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class WordParts:
    """A Word file taken apart. `sheets` holds styles, numbering, comments and properties by kind; what a file lacks is an empty element."""

    stories: tuple[StoryPart, ...]
    sheets: Mapping[str, etree._Element]
    has_macros: bool


def open_parts(data: bytes, name: str) -> WordParts:
    """Take a Word file apart.

    Raises:
        PackageError: it is no Word file, is protected, damaged or far too large, or declares a document type.
    """
    parts = read_package(data, name)
    main = _main_part(parts, name)
    links = links_of(parts, main, name)
    tree = parse_xml(parts[main], main, name)
    if tree.tag != f"{W}document":
        raise PackageError(name, "is not a Word document", "open it in the program that made it and save it as .docx")
    stories = [StoryPart("document", main, tree, _addresses(links)), *_other_stories(parts, main, links, name)]
    if sum(1 for story in stories for _ in story.tree.iter(f"{W}p")) > MAX_PARAGRAPHS:
        raise PackageError(name, f"has more than {MAX_PARAGRAPHS:,} paragraphs", "split it")
    has_macros = any(part.lower().endswith("vbaproject.bin") for part in parts)
    return WordParts(tuple(stories), dict(_sheets(parts, main, links, name)), has_macros)


def _main_part(parts: Mapping[str, bytes], name: str) -> str:
    for link in links_of(parts, "", name):
        target = resolve_target("", link.target)
        if link.kind == "officeDocument" and not link.outside:
            if target in parts:
                return target
            raise PackageError(name, f"has lost its main text ({target} is not there)", "ask for the file again")
    raise PackageError(name, "is a zip file but not a Word document", "open it in Word and save it as .docx")


def _other_stories(parts: Mapping[str, bytes], main: str, links: list[Link], name: str) -> Iterator[StoryPart]:
    for kind in _STORIES:
        targets = dict.fromkeys(resolve_target(main, link.target) for link in links if link.kind == kind and not link.outside)
        present = sorted(target for target in targets if target in parts and target != main)
        for position, part in enumerate(present, start=1):
            story = f"{kind}{position}" if kind in {"header", "footer"} else kind
            yield StoryPart(story, part, parse_xml(parts[part], part, name), _addresses(links_of(parts, part, name)))


def _sheets(parts: Mapping[str, bytes], main: str, links: list[Link], name: str) -> Iterator[tuple[str, etree._Element]]:
    found = {link.kind: resolve_target(main, link.target) for link in reversed(links) if not link.outside}
    found |= {link.kind: resolve_target("", link.target) for link in links_of(parts, "", name) if link.kind == _CORE}
    for kind in (*_SHEETS, _CORE):
        part = found.get(kind, "")
        yield kind, parse_xml(parts[part], part, name) if part in parts else etree.Element("nothing")


def _addresses(links: Iterable[Link]) -> dict[str, str]:
    return {link.id: link.target for link in links if link.outside and link.kind == "hyperlink"}
