"""Pictures and other shapes in a file that came back: what they say, and whether they could cover the words around them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
import re

from lxml import etree

from slagen.formats.word.reading.names import W

PICTURE = "[picture]"
OVER = "[picture that may cover words]"
OBJECT = "[object]"
DRAWN = "[drawn: "
_WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
_PICTURES = (
    "{http://schemas.openxmlformats.org/drawingml/2006/picture}pic", "{urn:schemas-microsoft-com:vml}imagedata", "{urn:schemas-microsoft-com:vml}textpath",
)  # fmt: skip
_VML = "{urn:schemas-microsoft-com:vml}"
_LINE = "{urn:schemas-microsoft-com:office:office}signatureline"
_DRAWN = "{http://schemas.openxmlformats.org/drawingml/2006/main}t"
_WIDEST, _HIGHEST, _FARTHEST = 9.0, 4.5, 4.0  # centimetres: more than a signature or a stamp needs
_EMU, _POINT = 360_000, 28.35  # in a centimetre
_NEAR = frozenset({"paragraph", "line", "character", "column", "text", "char", ""})
_STYLE = re.compile(r"\s*([a-z-]+)\s*:\s*([^;]+)", re.IGNORECASE)
_LENGTH = re.compile(r"(-?\d+(?:\.\d+)?)(pt|in|cm|mm|px)?")
_UNITS = {"pt": 1 / _POINT, "in": 2.54, "cm": 1.0, "mm": 0.1, "px": 2.54 / 96, None: 2.54 / 96}


def shape_signs(shape: etree._Element) -> Iterator[str]:
    """Signs for a `w:drawing`, `w:pict` or `w:object`: one for what it is, one for each text drawn in it. A line to sign on gives none."""
    if next(shape.iter(_LINE), None) is not None and next(shape.iter(f"{W}txbxContent", _DRAWN), None) is None:
        return
    if shape.tag == f"{W}object" or (len(shape) and next(shape.iter(*_PICTURES, f"{_VML}shape"), None) is None):
        yield OBJECT
    else:
        yield OVER if _may_cover(shape) else PICTURE
    yield from (f"{DRAWN}{' '.join(text.split())}]" for text in _drawn(shape) if text.strip())


def is_of_shape(sign: str) -> bool:
    """Whether a sign speaks of a shape: programs anchor shapes anywhere in their paragraph, so these have no place among its words."""
    return sign in {PICTURE, OVER, OBJECT} or sign.startswith(DRAWN)


def _drawn(shape: etree._Element) -> Iterator[str]:
    for path in shape.iter(f"{_VML}textpath"):
        yield path.get("string", "")
    for text in shape.iter(_DRAWN):
        yield text.text or ""


def _may_cover(shape: etree._Element) -> bool:
    return any(map(_anchored_badly, shape.iter(f"{_WP}anchor"))) or any(map(_placed_badly, shape.iter(f"{_VML}shape", f"{_VML}rect", f"{_VML}group")))


def _anchored_badly(anchor: etree._Element) -> bool:
    """Too large for a signature, or placed by the page, or far from its paragraph."""
    extent = anchor.find(f"{_WP}extent")
    width, height = (0.0, 0.0) if extent is None else (_emu(extent.get("cx")), _emu(extent.get("cy")))
    vertical = anchor.find(f"{_WP}positionV")
    offset = 0.0 if vertical is None else _emu(vertical.findtext(f"{_WP}posOffset"))
    relative = "" if vertical is None else vertical.get("relativeFrom", "")
    return width > _WIDEST or height > _HIGHEST or abs(offset) > _FARTHEST or relative not in _NEAR


def _placed_badly(shape: etree._Element) -> bool:
    style = {name.lower(): text.strip() for name, text in _STYLE.findall(shape.get("style", ""))}
    if style.get("position") != "absolute":
        return False
    width, height, offset = (_length(style, name) for name in ("width", "height", "margin-top"))
    return width > _WIDEST or height > _HIGHEST or abs(offset) > _FARTHEST or style.get("mso-position-vertical-relative", "") not in _NEAR


def _emu(text: str | None) -> float:
    """English Metric Units in centimetres; what is no number counts as far too much."""
    try:
        return int(text or "0") / _EMU
    except ValueError:
        return 1000.0


def _length(style: Mapping[str, str], name: str) -> float:
    match = _LENGTH.fullmatch(style.get(name, "0"))
    return float(match[1]) * _UNITS[match[2]] if match else 1000.0
