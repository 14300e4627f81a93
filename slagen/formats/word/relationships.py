"""Relationships: how a part of a Word file names other parts, and addresses outside the file (Open Packaging Conventions, ISO/IEC 29500-2)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from slagen.formats.word.package import PackageError, relationships_name, resolve_target
from slagen.formats.word.untrusted_xml import parse_xml
from slagen.formats.word.xml_text import escape

OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_RELATIONSHIP = f"{{{PACKAGE}/relationships}}Relationship"


@dataclass(frozen=True, slots=True)
class Link:
    """A relationship of a part: its id, its kind (the last word of its type), its target, and whether that is outside the file."""

    id: str
    type: str
    target: str
    outside: bool

    @property
    def kind(self) -> str:
        """The last word of the type: `header`, `styles`."""
        return self.type.rpartition("/")[2]


def main_part(parts: Mapping[str, bytes], name: str) -> str:
    """The name of the part with the main text; raises PackageError where there is none."""
    for link in links_of(parts, "", name):
        if link.type == f"{OFFICE}/officeDocument" and resolve_target("", link.target) in parts:
            return resolve_target("", link.target)
    raise PackageError(name, "is not a Word document", "open it in Word and save it as .docx")


def links_of(parts: Mapping[str, bytes], part: str, name: str) -> list[Link]:
    """The relationships of a part; none where it has none. Raises PackageError."""
    file = relationships_name(part)
    if file not in parts:
        return []
    items = parse_xml(parts[file], file, name).iter(_RELATIONSHIP)
    return [Link(item.get("Id", ""), item.get("Type", ""), item.get("Target", ""), item.get("TargetMode", "").lower() == "external") for item in items]


def relationships_xml(links: Iterable[Link]) -> str:
    """The part that holds the relationships of another one."""
    outside = {True: ' TargetMode="External"', False: ""}
    items = "".join(
        f'<Relationship Id="{escape(link.id)}" Type="{escape(link.type)}" Target="{escape(link.target)}"{outside[link.outside]}/>' for link in links
    )
    return f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<Relationships xmlns="{PACKAGE}/relationships">{items}</Relationships>'
