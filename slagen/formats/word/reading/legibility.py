"""Formatting that keeps stored words from being read as they are: hidden, struck, pale, tiny, covered, moved off the page, in the signs of another font.

Each function gives signs for a line, one for each such property. What a shell does itself stands in the file built anew as well, so only what was
added counts. The limits are wide: fonts, colours, sizes and spacing that leave words legible give no sign.
"""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from slagen.formats.word.reading.names import W, switch, value
from slagen.formats.word.xml_text import whole

_SWITCHES = {"vanish": "hidden", "specVanish": "hidden", "strike": "struck", "dstrike": "struck", "caps": "capitals", "smallCaps": "capitals"}
_W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
_BACKGROUNDS = frozenset({"background1", "background2", "bg1", "bg2", "light1", "light2"})
_DARK_MARKERS = frozenset({"black", "blue", "darkBlue", "darkCyan", "darkGreen", "darkMagenta", "darkRed", "darkYellow", "darkGray"})
_SIGN_FONTS = ("symbol", "wingdings", "webdings", "zapf", "dingbats", "marlett", "mt extra")
_PALE, _DARK = 0.8, 0.35
_SMALLEST = 8  # half-points: 4 pt
_FARTHEST = 9000  # twips from the margin: about the width of a page
_CLIPPED = 100  # twips: an exact height below the smallest letters


def run_signs(properties: etree._Element) -> Iterator[str]:
    """Signs for `w:rPr`."""
    for name, word in _SWITCHES.items():
        if switch(properties, name):
            yield f"[{word}]"
    if value(properties, "vertAlign") in {"superscript", "subscript"} or abs(whole(value(properties, "position")) or 0) > 12:
        yield "[raised or lowered]"
    if any((whole(value(properties, name)) or 99) < _SMALLEST for name in ("sz", "szCs")):
        yield "[tiny]"
    if _squeezed(properties):
        yield "[squeezed]"
    if _pale(properties.find(f"{W}color")) or properties.find(f"{_W14}textFill") is not None:
        yield "[pale]"
    if _covered(properties) or value(properties, "highlight") in _DARK_MARKERS:
        yield "[covered]"
    if _other_signs(properties.find(f"{W}rFonts")):
        yield "[signs of another font]"


def paragraph_signs(properties: etree._Element) -> Iterator[str]:
    """Signs for `w:pPr`."""
    if properties.find(f"{W}framePr") is not None:
        yield "[framed]"
    spacing = properties.find(f"{W}spacing")
    if spacing is not None and spacing.get(f"{W}lineRule") == "exact" and (whole(spacing.get(f"{W}line")) or 0) < _CLIPPED:
        yield "[clipped]"
    indent = properties.find(f"{W}ind")
    if indent is not None and any(_far(indent.get(f"{W}{side}")) for side in ("left", "start", "right", "end", "firstLine", "hanging")):
        yield "[off the page]"
    if _covered(properties):
        yield "[covered]"


def table_signs(table: etree._Element) -> Iterator[str]:
    """Signs for a `w:tbl`."""
    properties = table.find(f"{W}tblPr")
    if properties is None:
        return
    if properties.find(f"{W}tblpPr") is not None:
        yield "[floating]"
    if switch(properties, "bidiVisual"):
        yield "[columns reversed]"
    indent = properties.find(f"{W}tblInd")
    if indent is not None and _far(indent.get(f"{W}w")):
        yield "[off the page]"


def row_signs(row: etree._Element) -> Iterator[str]:
    """Signs for a `w:tr`."""
    height = row.find(f"{W}trPr/{W}trHeight")
    if height is not None and height.get(f"{W}hRule") == "exact" and (whole(height.get(f"{W}val")) or 0) < _CLIPPED:
        yield "[clipped]"


def cell_signs(cell: etree._Element) -> Iterator[str]:
    """Signs for a `w:tc`."""
    properties = cell.find(f"{W}tcPr")
    if properties is not None and _covered(properties):
        yield "[covered]"


def _squeezed(properties: etree._Element) -> bool:
    scale, spacing = whole(value(properties, "w")), whole(value(properties, "spacing"))
    if any(properties.find(f"{W}{name}") is not None for name in ("fitText", "eastAsianLayout")):
        return True
    return (scale is not None and scale < 50) or (spacing is not None and spacing < -40)


def _pale(colour: etree._Element | None) -> bool:
    if colour is None:
        return False
    theme = colour.get(f"{W}themeColor")
    return theme in _BACKGROUNDS if theme else _lightness(colour.get(f"{W}val"), 0.0) > _PALE


def _covered(properties: etree._Element) -> bool:
    shade = properties.find(f"{W}shd")
    if shade is None:
        return False
    if shade.get(f"{W}val") == "solid":
        return _lightness(shade.get(f"{W}color"), 0.0) < _DARK
    return _lightness(shade.get(f"{W}fill"), 1.0) < _DARK


def _lightness(colour: str | None, otherwise: float) -> float:
    """From 0 for black to 1 for white, weighted as the eye sees (ITU-R BT.709)."""
    if colour is None or len(colour) != 6:
        return otherwise
    try:
        red, green, blue = (int(colour[at : at + 2], 16) for at in (0, 2, 4))
    except ValueError:
        return otherwise
    return (0.2126 * red + 0.7152 * green + 0.0722 * blue) / 255


def _other_signs(fonts: etree._Element | None) -> bool:
    return fonts is not None and any(str(name).casefold().startswith(_SIGN_FONTS) for name in fonts.attrib.values())


def _far(text: str | None) -> bool:
    return abs(whole(text) or 0) > _FARTHEST
