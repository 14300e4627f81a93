"""The parts of a shell that have text, what people call them, and what in them no contract should have."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
import re

from lxml import etree

from slagen.core.findings import Finding, Severity, Source
from slagen.formats.word.package import resolve_target
from slagen.formats.word.relationships import OFFICE, Link
from slagen.formats.word.shell_reach import field_findings
from slagen.formats.word.tag_text import Tags, W

_KINDS = {"header": "header", "footer": "footer", "footnotes": "footnotes", "endnotes": "endnotes"}
_REVISIONS = ("ins", "del", "moveFrom", "moveTo", "rPrChange", "pPrChange", "tblPrChange", "trPrChange", "tcPrChange", "sectPrChange", "numberingChange")


@dataclass(frozen=True, slots=True)
class Story:
    """A part with text: the body, a header, a footer or the notes. `place` names it for people; `tags` are those that its author wrote."""

    part: str
    place: str
    tree: etree._Element
    tags: Tags
    xml: str


def places_of(main: str, links: Iterable[Link], tree: etree._Element) -> dict[str, str]:
    """The parts with text, and what people call them: “header of section 2”."""
    places = {main: "body"}
    shown = _shown_in(tree)
    for kind, word in _KINDS.items():
        found = [link for link in links if link.kind == kind and not link.outside]
        for position, link in enumerate(found, start=1):
            place = shown.get(link.id, f"{word} {position}") if kind in {"header", "footer"} else word
            places.setdefault(resolve_target(main, link.target), place)
    return places


def _shown_in(tree: etree._Element) -> dict[str, str]:
    """Where each header and footer is shown first, by the id of its relationship."""
    shown: dict[str, str] = {}
    for number, section in enumerate(tree.iter(f"{W}sectPr"), start=1):
        for reference in section.iterfind(f"{W}*"):
            word = etree.QName(reference).localname.removesuffix("Reference")
            if word in {"header", "footer"}:
                page = {"first": "first-page ", "even": "even-page "}.get(reference.get(f"{W}type", ""), "")
                shown.setdefault(reference.get(f"{{{OFFICE}}}id", ""), f"{page}{word} of section {number}")
    return shown


def story_of(part: str, place: str, tree: etree._Element, tags: Tags) -> Story:
    """The story of a part as it stands now."""
    return Story(part, place, tree, tags, etree.tostring(tree, encoding="unicode"))


def stray_tags(kept: Mapping[str, bytes], stories: Mapping[str, str], name: str) -> Iterator[Finding]:
    """Tags (SLG074) in a part whose text is not filled in, such as a diagram: they would be printed as they are."""
    for part, content in kept.items():
        if part.endswith(".xml") and part not in stories and (b"{{" in content or b"{%" in content):
            message = f"The shell {name} has a tag where none is filled in: {part}"
            yield Finding("SLG074", Severity.ERROR, message, Source(name), "write tags as ordinary text of the body, a header or a footer")


def story_findings(stories: Iterable[Story], name: str) -> Iterator[Finding]:
    """Tracked changes (SLG077), a table of contents of the shell's own (SLG078), and fields (SLG079, SLG081)."""
    for story in stories:
        if any(next(story.tree.iter(f"{W}{kind}"), None) is not None for kind in _REVISIONS):
            message = f"The shell {name} has tracked changes ({story.place}): they would stand in every contract"
            yield Finding("SLG077", Severity.WARNING, message, Source(name), "accept or reject the changes in Word")
        codes = "".join(node.text or "" for node in story.tree.iter(f"{W}instrText")) + "".join(
            node.get(f"{W}instr", "") for node in story.tree.iter(f"{W}fldSimple")
        )
        if re.search(r"\bTOC\b", codes):
            message = f"The shell {name} has a table of contents of its own ({story.place}), whose entries would be out of date"
            yield Finding("SLG078", Severity.WARNING, message, Source(name), "delete it and write {{p contents }} in its place")
        yield from field_findings(story.tree, story.place, name)
