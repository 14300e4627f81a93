"""A Word file that is open for writing: parts parsed when they are asked for, relationships, content types, new parts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
import posixpath

from lxml import etree

from slagen.formats.word.package import PackageError, read_package, relationships_name, resolve_target, write_package
from slagen.formats.word.redline.names import Element
from slagen.formats.word.relationships import OFFICE, PACKAGE
from slagen.formats.word.untrusted_xml import parse_xml, usual_names

_RELATIONSHIPS = f"{PACKAGE}/relationships"
_TYPES = f"{PACKAGE}/content-types"
_CONTENT_TYPES = "[Content_Types].xml"


@dataclass(frozen=True, slots=True)
class Link:
    """A relationship of a part. `target` is the name of a part, or an address where it leads `outside`."""

    type: str
    target: str
    outside: bool

    @property
    def kind(self) -> str:
        """The last word of its type, such as `header` or `image`."""
        return self.type.rpartition("/")[2]


@dataclass(slots=True)
class WordFile:
    """A Word file taken apart. Trees that were `touch`ed are written anew, every other part keeps its bytes.

    `numbers` has the number of the provision that each bookmark stands at, where that has been looked at (`references.learn_numbers`).
    `hashes` keeps what was computed of parts that lead to each other: there are far more ways than parts.
    """

    name: str
    parts: dict[str, bytes]
    main: str = ""
    trees: dict[str, Element] = field(default_factory=dict)
    touched: set[str] = field(default_factory=set)
    hashes: dict[tuple[str, int], str] = field(default_factory=dict)
    numbers: Mapping[str, str] = field(default_factory=dict)
    _links: dict[str, dict[str, Link]] = field(default_factory=dict)

    def tree(self, part: str) -> Element:
        """The XML of a part; raises PackageError where it cannot be read."""
        if part not in self.trees:
            self.trees[part] = parse_xml(self.parts[part], part, self.name)
        return self.trees[part]

    def touch(self, part: str) -> Element:
        """The XML of a part that is going to be changed."""
        self.touched.add(part)
        return self.tree(part)

    def links(self, part: str) -> dict[str, Link]:
        """The relationships of a part by id."""
        if part not in self._links:
            file = relationships_name(part)
            self._links[part] = (
                {item.get("Id", ""): _link(item, part) for item in self.tree(file).iter(f"{{{_RELATIONSHIPS}}}Relationship")} if file in self.parts else {}
            )
        return self._links[part]

    def linked(self, kind: str) -> str:
        """The name of the part of that kind that the main text links to (`styles`, `numbering`, `footnotes` …), empty where there is none."""
        return next((link.target for link in self.links(self.main).values() if link.kind == kind and not link.outside and link.target in self.parts), "")

    def add_link(self, part: str, link: Link) -> str:
        """The id of a relationship of `part` to `link`, made where it is missing."""
        known = self.links(part)
        for identity, other in known.items():
            if other == link:
                return identity
        identity = next(name for number in range(1, len(known) + 100_000) if (name := f"rId{number}") not in known)
        known[identity] = link
        file = relationships_name(part)
        if file not in self.parts:
            self.parts[file] = f'<Relationships xmlns="{_RELATIONSHIPS}"/>'.encode()
        target = link.target if link.outside else _relative(part, link.target)
        item = etree.SubElement(self.touch(file), f"{{{_RELATIONSHIPS}}}Relationship", Id=identity, Type=link.type, Target=target)
        if link.outside:
            item.set("TargetMode", "External")
        return identity

    def content_type(self, part: str) -> str:
        """The content type of a part."""
        types = self.tree(_CONTENT_TYPES)
        for item in types.iter(f"{{{_TYPES}}}Override"):
            if item.get("PartName") == f"/{part}":
                return item.get("ContentType", "")
        ending = part.rpartition(".")[2].lower()
        return next((item.get("ContentType", "") for item in types.iter(f"{{{_TYPES}}}Default") if item.get("Extension", "").lower() == ending), "")

    def add_part(self, wanted: str, content: bytes, content_type: str) -> str:
        """Add a part under the wanted name or the next free one; its name."""
        stem, ending = posixpath.splitext(wanted)
        known = {part.lower() for part in self.parts}
        name = next(name for number in range(100_000) if (name := f"{stem}{number or ''}{ending}").lower() not in known)
        self.parts[name] = content
        if self.content_type(name) != content_type:
            etree.SubElement(self.touch(_CONTENT_TYPES), f"{{{_TYPES}}}Override", PartName=f"/{name}", ContentType=content_type)
        return name

    def copy_part(self, name: str) -> str:
        """Add a copy of a part, with what it links to; the copy's name."""
        copy = self.add_part(name, self.parts[name], self.content_type(name))
        links = self.parts.get(relationships_name(name))
        if links is not None:
            self.parts[relationships_name(copy)] = links
        return copy

    def save(self) -> bytes:
        """The file as bytes; the same trees give the same bytes."""
        written = {part: etree.tostring(self.trees[part], xml_declaration=True, encoding="UTF-8", standalone=True) for part in self.touched}
        return write_package({**self.parts, **written})


def open_file(data: bytes, name: str) -> WordFile:
    """Take a Word file apart.

    Raises:
        PackageError: it is no Word file, is protected, damaged or far too large.
    """
    file = WordFile(name, {part: usual_names(content) if part.endswith((".xml", ".rels")) else content for part, content in read_package(data, name).items()})
    main = next((link.target for link in file.links("").values() if link.kind == "officeDocument" and not link.outside), "")
    if main not in file.parts:
        raise PackageError(name, "is a zip file but not a Word document", "open it in Word and save it as .docx")
    file.main = main
    return file


def office_type(kind: str) -> str:
    """The type of a relationship of that kind."""
    return f"{OFFICE}/{kind}"


def _link(item: Element, part: str) -> Link:
    outside = item.get("TargetMode") == "External"
    target = item.get("Target", "")
    return Link(
        item.get("Type", "").replace("http://purl.oclc.org/ooxml/officeDocument/relationships", OFFICE),
        target if outside else resolve_target(part, target),
        outside,
    )


def _relative(part: str, target: str) -> str:
    return posixpath.relpath(target, posixpath.dirname(part) or ".")
