"""A Word file that came back: what it says of itself, and the parts of it that are read."""

from __future__ import annotations

from dataclasses import dataclass

from lxml import etree

from slagen.formats.word.imprint import Imprint, read_imprint
from slagen.formats.word.numbering import numbering_part
from slagen.formats.word.package import PackageError, read_package, resolve_target
from slagen.formats.word.shell_parts import links_of, main_part, parse_part
from slagen.formats.word.visible_text import Trees
from slagen.formats.word.xml_text import NAMESPACE

_W = f"{{{NAMESPACE}}}"
_STORIES = ("header", "footer", "footnotes", "endnotes")


@dataclass(frozen=True, slots=True)
class Returned:
    """A file as it came back. `imprint` is None where it does not say what it is."""

    imprint: Imprint | None
    trees: Trees
    has_comments: bool


def open_returned(data: bytes, name: str) -> Returned:
    """Read a file that came back; `name` stands in messages.

    Raises:
        PackageError: it is not a Word file, is protected by a password, is damaged, or is unsafe to open.
    """
    parts = read_package(data, name)
    main = main_part(parts, name)
    tree = parse_part(parts[main], main, name)
    if tree.tag != f"{_W}document":
        raise PackageError(name, "is not written as Word writes files", "save it in Word as “Word document (.docx)”")
    stories, found = {"body": tree}, {"styles": etree.Element("styles"), "numbering": etree.fromstring(numbering_part("", ""))}
    links = links_of(parts, main, name)
    for link in links:
        target = resolve_target(main, link.target)
        if link.outside or target not in parts:
            continue
        if link.kind in _STORIES:
            stories[f"{link.kind} {target}"] = parse_part(parts[target], target, name)
        elif link.kind in found:
            found[link.kind] = parse_part(parts[target], target, name)
    comments = any(link.kind == "comments" for link in links)
    return Returned(read_imprint(parts), Trees(stories, found["styles"], found["numbering"]), comments)
