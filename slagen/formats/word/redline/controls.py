"""Content controls that come or go as a whole: ranges around their beginning and their end say so (ISO/IEC 29500-1, 17.13.5.4 to 17.13.5.11)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from slagen.formats.word.redline.marks import Marker
from slagen.formats.word.redline.names import ID, RANGE_MARKS, SDT, SDT_CONTENT, Element, P, W

_WAYS = {f"{W}{name}": f"{name[0].upper()}{name[1:]}" for name in ("ins", "del", "moveFrom", "moveTo")}
_OPENED = frozenset(f"{W}{name}" for name in ("hyperlink", "smartTag", "customXml", "dir", "bdo", "sdt", "sdtContent"))
_PROPERTIES = frozenset(f"{W}{name}" for name in ("sdtPr", "sdtEndPr", "smartTagPr", "customXmlPr"))
_UNSAID = RANGE_MARKS | _PROPERTIES


def tracked_control(control: Element, way: str, marker: Marker) -> Sequence[Element]:
    """The control (`way` is Ins, Del, MoveFrom or MoveTo) with what stands before and after it; marks within speak of its content."""
    content = control.find(SDT_CONTENT)
    assert content is not None
    opening, closing = (marker.mark(f"customXml{way}RangeStart") for _ in range(2))
    content[:] = [marker.make(f"customXml{way}RangeEnd", id=opening.get(ID, "")), *content, closing]
    return opening, control, marker.make(f"customXml{way}RangeEnd", id=closing.get(ID, ""))


def track_controls(paragraph: Element, marker: Marker) -> None:
    """Track the controls of a paragraph all of whose content came, or went."""
    for control in list(paragraph.iter(SDT)):
        if next(control.iterancestors(P), None) is not paragraph:
            continue
        ways = set(_ways(control))
        parent = control.getparent()
        if len(ways) == 1 and "" not in ways and parent is not None:
            at = parent.index(control)
            parent[at : at + 1] = tracked_control(control, ways.pop(), marker)


def _ways(element: Element) -> Iterator[str]:
    for item in element:
        if item.tag in _OPENED:
            yield from _ways(item)
        elif item.tag not in _UNSAID and "Range" not in str(item.tag):
            yield _WAYS.get(str(item.tag), "")
