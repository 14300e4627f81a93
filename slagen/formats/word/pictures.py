"""Charts in a Word file: vectors where the program can show them, dots where it cannot, and words for those who see neither."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
import posixpath
from typing import TYPE_CHECKING

from slagen.formats.word.package import PackedPart, pack
from slagen.formats.word.xml_text import attribute

if TYPE_CHECKING:
    from slagen.formats.charts.draw import Drawing
    from slagen.model.chart import Chart

_EMU_PER_INCH, _EMU_PER_TWIP = 914_400, 635
_FIRST_ID = 810_000_000
"""Ids of drawings, far from those that a shell may have."""
_RELATIONSHIPS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_DRAWING = "http://schemas.openxmlformats.org/drawingml/2006"
_VECTORS = "{96DAC541-7B7A-43D3-8B79-37D633B846F1}"
_TYPES = {"png": "image/png", "svg": "image/svg+xml"}


@dataclass(slots=True)
class Pictures:
    """The charts of one document in order, each drawn once; `prefix` begins the ids of their relationships, `width` is that of a line in twips."""

    prefix: str
    width: int
    drawings: list[Drawing] = field(default_factory=list)

    def add(self, chart: Chart, indent: int) -> str:
        """The run that shows a chart, as wide as the line from `indent` on allows."""
        from slagen.formats.charts.draw import drawing  # noqa: PLC0415 - heavy

        drawn = drawing(chart)
        self.drawings.append(drawn)
        number = len(self.drawings)
        across = min(round(drawn.width * _EMU_PER_INCH), (self.width - indent) * _EMU_PER_TWIP)
        down = round(across * drawn.height / drawn.width)
        size = f'cx="{across}" cy="{down}"'
        named = f'id="{_FIRST_ID + number}" name="Chart {number}" descr="{attribute(chart.description)}"'
        vectors = f'<asvg:svgBlip xmlns:asvg="http://schemas.microsoft.com/office/drawing/2016/SVG/main" r:embed="{self._id(number, "svg")}"/>'
        return (
            f'<w:r><w:drawing><wp:inline xmlns:wp="{_DRAWING}/wordprocessingDrawing" distT="0" distB="0" distL="0" distR="0"><wp:extent {size}/>'
            f'<wp:docPr {named}/><wp:cNvGraphicFramePr><a:graphicFrameLocks xmlns:a="{_DRAWING}/main" noChangeAspect="1"/></wp:cNvGraphicFramePr>'
            f'<a:graphic xmlns:a="{_DRAWING}/main"><a:graphicData uri="{_DRAWING}/picture"><pic:pic xmlns:pic="{_DRAWING}/picture">'
            f"<pic:nvPicPr><pic:cNvPr {named}/><pic:cNvPicPr/></pic:nvPicPr>"
            f'<pic:blipFill><a:blip xmlns:r="{_RELATIONSHIPS}" r:embed="{self._id(number, "png")}">'
            f'<a:extLst><a:ext uri="{_VECTORS}">{vectors}</a:ext></a:extLst>'
            "</a:blip><a:stretch><a:fillRect/></a:stretch></pic:blipFill>"
            f'<pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext {size}/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr>'
            "</pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>"
        )

    def _id(self, number: int, kind: str) -> str:
        return f"{self.prefix}{kind}{number}"

    def _places(self, main: str) -> Iterator[tuple[int, Drawing, str, str]]:
        folder = posixpath.dirname(main)
        for number, drawn in enumerate(self.drawings, start=1):
            for kind in _TYPES:
                yield number, drawn, kind, posixpath.join(folder, "media", f"slagen-chart-{number}.{kind}")

    def relationships(self, main: str) -> str:
        """What ties the main text to the charts."""
        rows = (f'<Relationship Id="{self._id(number, kind)}" Type="{_RELATIONSHIPS}/image" Target="/{part}"/>' for number, _, kind, part in self._places(main))
        return "".join(rows)

    def types(self, main: str) -> str:
        """What kinds of file the charts are."""
        return "".join(f'<Override PartName="/{part}" ContentType="{_TYPES[kind]}"/>' for _, _, kind, part in self._places(main))

    def parts(self, main: str) -> Iterator[PackedPart]:
        """The charts themselves."""
        for _, drawn, kind, part in self._places(main):
            yield _packed(drawn, kind, part)


@lru_cache(maxsize=128)
def _packed(drawn: Drawing, kind: str, part: str) -> PackedPart:
    return pack(part, drawn.png if kind == "png" else drawn.svg)
