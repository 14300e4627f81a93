"""The word DRAFT across every page of a draft: put into every header of a shell, behind a condition that only drafts meet.

A page shows what its header holds, so a section without a header of its kind (a cover, say) gets an empty one with the mark.
"""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from slagen.formats.word.xml_text import NAMESPACE

PART = "word/headerDraft.xml"
RELATIONSHIP_ID = "rIdDraft"
_W = f"{{{NAMESPACE}}}"
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_VML, _OFFICE = "urn:schemas-microsoft-com:vml", "urn:schemas-microsoft-com:office:office"
_FORMULAS = (
    "sum #0 0 10800", "prod #0 2 1", "sum 21600 0 @1", "sum 0 0 @2", "sum 21600 0 @3", "if @0 @3 0", "if @0 21600 @1", "if @0 0 @2", "if @0 @4 21600",
    "mid @5 @6", "mid @8 @5", "mid @7 @8", "mid @6 @7", "sum @6 0 @5",
)  # fmt: skip
_SHAPE_TYPE = (
    '<v:shapetype id="_x0000_t136" coordsize="21600,21600" o:spt="136" adj="10800" path="m@7,l@8,m@5,21600l@6,21600e">'
    "<v:formulas>" + "".join(f'<v:f eqn="{formula}"/>' for formula in _FORMULAS) + "</v:formulas>"
    '<v:path textpathok="t" o:connecttype="custom" o:connectlocs="@9,0;@10,10800;@11,21600;@12,10800" o:connectangles="270,180,90,0"/>'
    '<v:textpath on="t" fitshape="t"/><v:handles><v:h position="#0,bottomRight" xrange="6629,14971"/></v:handles>'
    '<o:lock v:ext="edit" text="t" shapetype="t"/></v:shapetype>'
)
_PLACE = (
    "position:absolute;margin-left:0;margin-top:0;width:430pt;height:172pt;rotation:315;z-index:-251658752;"
    "mso-position-horizontal:center;mso-position-horizontal-relative:margin;mso-position-vertical:center;mso-position-vertical-relative:margin"
)
_SHAPE = (
    f'<v:shape id="DraftMark{{number}}" o:spid="_x0000_s{{place}}" type="#_x0000_t136" alt="Draft" style="{_PLACE}" o:allowincell="f" '
    'fillcolor="#d3d6db" stroked="f"><v:fill opacity=".45"/><v:textpath style="font-family:&quot;Arial&quot;;font-size:1pt" string="DRAFT"/></v:shape>'
)
_KINDS = ("default", "first", "even")


def mark_headers(main: etree._Element, headers: dict[str, etree._Element], *, even: bool) -> bool:
    """Put the mark into the trees of all headers; `even` says that even pages have headers of their own.

    True where the main text now refers to a further header, PART, which is then among `headers`. A header with lettering of its own
    that says so already is left alone; other lettering of the house stays, and the mark comes beside it.
    """
    lacking = [(section, kind) for section, kind in _without_header(main, even=even)]
    for section, kind in lacking:
        reference = section.makeelement(f"{_W}headerReference", {f"{_W}type": kind, f"{_R}id": RELATIONSHIP_ID})
        section.insert(0, reference)
    if lacking:
        headers[PART] = etree.fromstring(f'<w:hdr xmlns:w="{NAMESPACE}"><w:p/></w:hdr>')
    for number, header in enumerate(headers.values(), start=1):
        if not any("draft" in lettering.get("string", "").lower() for lettering in header.iter(f"{{{_VML}}}textpath")):
            _mark(header, number)
    return bool(lacking)


def _without_header(main: etree._Element, *, even: bool) -> Iterator[tuple[etree._Element, str]]:
    """Sections whose pages would show no header, by kind of page; a section shows those of the one before where it has none."""
    known: set[str] = set()
    for section in main.iter(f"{_W}sectPr"):
        known |= {reference.get(f"{_W}type", "default") for reference in section.findall(f"{_W}headerReference")}
        needed = {"default": True, "first": section.find(f"{_W}titlePg") is not None, "even": even}
        for kind in reversed(_KINDS):
            if needed[kind] and kind not in known:
                known.add(kind)
                yield section, kind


def _mark(header: etree._Element, number: int) -> None:
    paragraph = header.find(f"{_W}p")
    if paragraph is None:
        paragraph = etree.SubElement(header, f"{_W}p")
    shape = _SHAPE.format(number=number, place=2048 + number)
    runs = (
        f'<w:x xmlns:w="{NAMESPACE}" xmlns:v="{_VML}" xmlns:o="{_OFFICE}"><w:r><w:t>{{% if draft %}}</w:t></w:r>'
        f"<w:r><w:rPr><w:noProof/></w:rPr><w:pict>{_SHAPE_TYPE}{shape}</w:pict></w:r><w:r><w:t>{{% endif %}}</w:t></w:r></w:x>"
    )
    paragraph.extend(list(etree.fromstring(runs)))
