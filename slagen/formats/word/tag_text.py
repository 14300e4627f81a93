"""The tags of one part as people wrote them: found in its text, put together where Word split them, each with its place in words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
import re

from lxml import etree

from slagen.formats.word.xml_text import NAMESPACE

W = f"{{{NAMESPACE}}}"
TAG = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}", re.DOTALL)
_PARTS = re.compile(r"\{[{%#](?P<word>(?:p|r|tr|tc)(?=\s))?\s*(?P<inside>.*?)\s*[}%#]\}", re.DOTALL)
_LOOSE = re.compile(r"\{[{%#]|[}%#]\}")
_STRAIGHT = str.maketrans({"“": '"', "”": '"', "‘": "'", "’": "'", "\u00a0": " ", "\u202f": " ", "\n": " ", "\t": " "})
_LONGEST = 80


@dataclass(frozen=True, slots=True, eq=False)
class Tag:
    """A tag: what is written, `word` where it stands for a whole paragraph (`p`), row or cell (`tr`, `tc`), and the paragraph it stands in."""

    text: str
    paragraph: etree._Element
    place: str
    word: str = ""
    inside: str = ""

    @property
    def is_statement(self) -> bool:
        """It decides or repeats, and prints nothing."""
        return self.text.startswith("{%")

    @property
    def keyword(self) -> str:
        """What a statement begins with: `if`, `endfor`."""
        return next(iter(self.inside.split()), "")

    @property
    def is_comment(self) -> bool:
        """It is there for those who edit the shell."""
        return self.text.startswith("{#")


@dataclass(frozen=True, slots=True)
class Tags:
    """The tags of a part in their order, and what begins or ends as a tag and is none: `(what, place)`."""

    found: tuple[Tag, ...] = ()
    broken: tuple[tuple[str, str], ...] = ()


@dataclass(slots=True)
class _Line:
    """A paragraph's own text nodes, without those of text boxes anchored in it."""

    paragraph: etree._Element
    nodes: list[etree._Element] = field(default_factory=list)

    @property
    def text(self) -> str:
        return "".join(node.text or "" for node in self.nodes)


def gather(tree: etree._Element, story: str) -> Tags:
    """Every tag of the part that is called `story`. A tag split over runs, links or revisions is put into the run that it begins in."""
    found: list[Tag] = []
    broken: list[tuple[str, str]] = []
    said = ""
    for number, line in enumerate(_lines(tree), start=1):
        text = line.text
        if "{" in text or "}" in text:
            _join(line)
            text = line.text
            place = _place(story, number, text, said)
            found += [_tag(match[0], line.paragraph, place) for match in TAG.finditer(text)]
            broken += [(match[0], place) for match in _LOOSE.finditer(TAG.sub("", text))]
        said = text if _words(text) else said
    return Tags(tuple(found), tuple(broken))


def _lines(tree: etree._Element) -> Iterator[_Line]:
    lines = {paragraph: _Line(paragraph) for paragraph in tree.iter(f"{W}p")}
    for node in tree.iter(f"{W}t"):
        holder = next(node.iterancestors(f"{W}p"), None)
        if holder is not None:
            lines[holder].nodes.append(node)
    yield from lines.values()


def _join(line: _Line) -> None:
    """Put the whole of each tag into the text node where it begins."""
    for match in reversed(list(TAG.finditer(line.text))):
        _put(line.nodes, match.start(), match.end(), match[0].translate(_STRAIGHT))


def _put(nodes: list[etree._Element], start: int, end: int, tag: str) -> None:
    at = 0
    for node in nodes:
        text = node.text or ""
        first, last = max(start - at, 0), min(end - at, len(text))
        if first < last:
            begins = at <= start
            node.text = text[:first] + (tag if begins else "") + text[last:]
            node.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
        at += len(text)


def _tag(text: str, paragraph: etree._Element, place: str) -> Tag:
    parts = _PARTS.fullmatch(text)
    return Tag(text, paragraph, place, (parts and parts["word"]) or "", parts["inside"] if parts else "")


def _words(text: str) -> str:
    return re.sub(r"\W+", " ", TAG.sub("", text)).strip()


def _place(story: str, number: int, text: str, said: str) -> str:
    """“header of section 2, paragraph 1: “{{ titel }}”, after “Acme plc””; what stands before is told where the paragraph has no words of its own."""
    after = f", after “{_short(said)}”" if said and not _words(text) else ""
    return f"{story}, paragraph {number}: “{_short(text)}”{after}"


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"


def beside(tag: Tag) -> str:
    """What stands in the paragraph of a tag beside it and would be lost with the paragraph, in words; empty where nothing does."""
    text = "".join(node.text or "" for node in tag.paragraph.iter(f"{W}t"))
    if text.strip() != tag.text:
        return "other text"
    return next((name for element in tag.paragraph.iter("*") if (name := _THINGS.get(str(element.tag)))), "")


_THINGS = {
    f"{W}drawing": "a picture", f"{W}pict": "a picture", f"{W}object": "an object",
    f"{W}footnoteReference": "a footnote", f"{W}endnoteReference": "an endnote", f"{W}sym": "a sign", f"{W}fldSimple": "a field", f"{W}fldChar": "a field",
}  # fmt: skip
