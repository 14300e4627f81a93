"""What matplotlib writes as SVG, made fit to stand in a page or in a Word file: no style sheets, no names that clash, words for those who cannot see it."""

from __future__ import annotations

import re

from lxml import etree

from slagen.formats.charts.look import ACCENT, INK, LINE, PALE, PAPER, QUIET, SMALL
from slagen.formats.word.xml_text import legal
from slagen.model.chart import Chart

_SVG = "http://www.w3.org/2000/svg"
_LINK = "{http://www.w3.org/1999/xlink}href"
_TONES = {
    INK: "var(--ink)", QUIET: "var(--quiet)", LINE: "var(--line)", ACCENT: "var(--accent)", PALE: "var(--pale)", PAPER: "var(--paper)", "#000000": "var(--ink)",
}  # fmt: skip
_REFERENCE = re.compile(r"url\(#([^)]+)\)")
_FONT = re.compile(r"(?:(bold|\d{3}) )?([\d.]+)px")


def portable(text: str) -> bytes:
    """SVG that stands by itself."""
    root = _cleaned(text, "c")
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=False)


def inline(text: str, chart: Chart, name: str) -> str:
    """SVG that stands in a page: its tones are those of the page, its title and description are read aloud in its place."""
    root = _cleaned(text, name)
    for gone in ("width", "height", "version"):
        root.attrib.pop(gone, "")
    for element in root.iter():
        for key in ("fill", "stroke"):
            if (tone := element.get(key, "").lower()) in _TONES:
                element.set(key, _TONES[tone])
    root.set("class", "chart")
    root.set("role", "img")
    root.set("aria-labelledby", f"{name}-title {name}-description")
    for position, (tag, words) in enumerate((("title", chart.title), ("desc", chart.description))):
        told = etree.Element(f"{{{_SVG}}}{tag}", {"id": f"{name}-{'title' if tag == 'title' else 'description'}"})
        told.text = legal(words)
        root.insert(position, told)
    return etree.tostring(root, encoding="unicode")


def _cleaned(text: str, name: str) -> etree._Element:
    """Declarations become attributes, only what is pointed at keeps an id, and nothing but drawing is left."""
    root = etree.fromstring(text.encode(), etree.XMLParser(resolve_entities=False, remove_comments=True, remove_blank_text=True))
    for element in [*root.iter(f"{{{_SVG}}}metadata", f"{{{_SVG}}}style")]:
        parent = element.getparent()
        if parent is not None:
            parent.remove(element)
    root.set("stroke-linejoin", "round")
    used = _pointed_at(root)
    for element in root.iter():
        _as_attributes(element)
        _renamed(element, used, name)
    etree.cleanup_namespaces(root)
    return root


def _pointed_at(root: etree._Element) -> set[str]:
    links = {(element.get(_LINK) or "").removeprefix("#") for element in root.iter()}
    return links | {target for element in root.iter() for value in element.attrib.values() for target in _REFERENCE.findall(str(value))}


def _as_attributes(element: etree._Element) -> None:
    for part in (str(element.attrib.pop("style", ""))).split(";"):
        key, _, value = (piece.strip() for piece in part.partition(":"))
        if key == "font":
            said = _FONT.search(value)
            element.set("font-size", said[2] if said else f"{SMALL}")
            if said and said[1]:
                element.set("font-weight", said[1])
        elif key and not key.startswith("font-family"):
            element.set(key, value.removesuffix("px") if key == "font-size" else value)


def _renamed(element: etree._Element, used: set[str], name: str) -> None:
    own = element.get("id")
    if own is not None:
        if own in used:
            element.set("id", f"{name}-{own}")
        else:
            del element.attrib["id"]
    for key, value in element.attrib.items():
        if key == _LINK:
            element.set(key, f"#{name}-{str(value).removeprefix('#')}")
        elif "url(#" in str(value):
            element.set(key, _REFERENCE.sub(lambda match: f"url(#{name}-{match[1]})", str(value)))
