"""What is no text: pictures, text boxes, formulas, embedded files. It is named, so that nobody takes it for absent."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from slagen.formats.word.ancestors import stands_in
from slagen.formats.word.reading.names import MC, M, W

_WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
_PIC = "{http://schemas.openxmlformats.org/drawingml/2006/picture}"
_VML = "{urn:schemas-microsoft-com:vml}"
_CHART = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
_DIAGRAM = "{http://schemas.openxmlformats.org/drawingml/2006/diagram}"


def describe_object(element: etree._Element) -> Iterator[tuple[str, str, etree._Element | None]]:
    """Kind and message of everything in a `w:drawing`, `w:pict` or `w:object`; a text box brings the element that holds its text."""
    around = (f"{MC}Fallback", f"{W}txbxContent")  # a box inside a box is found when that one is read
    boxes = [box for box in element.iter(f"{W}txbxContent") if not any(stands_in(box, tag, element) for tag in around)]
    for box in boxes:
        yield "text-box", "a text box is read as a story of its own", box
    text = _alternative_text(element)
    named = f": “{text}”" if text else ", which has no alternative text"
    if element.tag == f"{W}object":
        yield "embedded", f"an embedded object is not read{named}", None
    elif _holds(element, f"{_PIC}pic", f"{_VML}imagedata"):
        yield "picture", f"a picture is not read{named}", None
    elif _holds(element, f"{_CHART}chart", f"{_DIAGRAM}relIds"):
        yield "chart", f"a chart or diagram is not read{named}", None
    elif not boxes:
        yield "shape", f"a drawing is not read{named}", None


def _holds(element: etree._Element, *tags: str) -> bool:
    return next(element.iter(*tags), None) is not None


def _alternative_text(element: etree._Element) -> str:
    for described in element.iter(f"{_WP}docPr"):
        return " ".join((described.get("descr") or described.get("title") or "").split())[:200]
    for shape in element.iter(f"{_VML}shape"):
        return " ".join((shape.get("alt") or "").split())[:200]
    return ""


def math_text(element: etree._Element, hidden: frozenset[str]) -> str:
    """The characters of a formula, in the order in which they are written; `hidden` are the tags of changes that are not in this view."""
    return "".join(node.text or "" for node in element.iter(f"{M}t", f"{W}t") if not any(parent.tag in hidden for parent in node.iterancestors()))
