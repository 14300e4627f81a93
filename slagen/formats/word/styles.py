"""The styles that a contract is written in. A shell that has them keeps its own; the missing ones are added."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from slagen.formats.word.style_xml import (
    BOLD,
    JUSTIFIED,
    KEEP,
    KEEP_NEXT,
    PAGE_BREAK,
    colour,
    fonts,
    indent,
    numbered,
    outline,
    paragraph_style,
    rule,
    size,
    spacing,
    style_id,
    tab,
)
from slagen.formats.word.xml_text import NAMESPACE, escape

LEVELS = 5
NUMBER_INDENTS = (720, 720, 1287, 1854, 2421)
"""Twips from the left margin to the text of a numbered paragraph, by level."""
HANGING = (720, 720, 567, 567, 567)
SCHEDULE_INDENT = 1871


@dataclass(frozen=True, slots=True)
class Look:
    """What a house may choose. Fonts that are empty are left to the shell; sizes are in half-points, colours in hex."""

    body_font: str = ""
    heading_font: str = ""
    size: int = 21
    accent: str = "1F2A44"
    rule: str = "B8BCC6"
    shade: str = "EEF0F4"
    compact: bool = False
    justified: bool = False

    def around(self, before: int, after: int) -> tuple[int, int]:
        """Space above and below a paragraph, in twips; half of it where the look is compact."""
        return (before // 2, after // 2) if self.compact else (before, after)

    @property
    def edges(self) -> str:
        """How the lines of running text end; tables and headings are never justified."""
        return JUSTIFIED if self.justified else ""


@dataclass(frozen=True, slots=True)
class NumberedStyles:
    """The numbering that the styles of this module refer to (`w:numId`); 0 leaves a style without."""

    clauses: int = 0
    schedules: int = 0
    paragraphs: int = 0
    recitals: int = 0
    bullets: int = 0


def clause_style(level: int) -> str:
    """The style of a numbered clause or provision; level 0 is the clause with its heading."""
    return f"Clause Level {min(level, LEVELS - 1) + 1}"


def schedule_style(level: int) -> str:
    """The style of a numbered paragraph in a schedule."""
    return f"Schedule Level {min(level, LEVELS - 1) + 1}"


def text_style(level: int) -> str:
    """The style of unnumbered text that belongs to a clause or provision on `level`."""
    return f"Clause Text {min(level, LEVELS - 1) + 1}"


def catalogue(look: Look, numbers: NumberedStyles) -> dict[str, str]:
    """Every style that the body may use, by name, as a `w:style` element. A style stands after those it is based on."""
    return (
        _headings(look, numbers)
        | _clause_styles(look, numbers)
        | _texts(look, numbers)
        | _contents(look)
        | {"Contract Table": _table_style("Contract Table", look)}
    )


def _headings(look: Look, numbers: NumberedStyles) -> dict[str, str]:
    letters = f"{fonts(look.heading_font)}{BOLD}{colour(look.accent)}"
    line = rule("bottom", look.rule)
    schedule = (
        f"{PAGE_BREAK}{numbered(numbers.schedules, 0)}{line}{tab(SCHEDULE_INDENT)}{spacing(before=0, after=240)}{indent(SCHEDULE_INDENT, SCHEDULE_INDENT)}"
    )
    return {
        "heading 1": paragraph_style("heading 1", "Normal", f"{KEEP}{spacing(*look.around(360, 160))}{outline(0)}", letters + size(look.size + 7), "Normal"),
        "heading 2": paragraph_style("heading 2", "Normal", f"{KEEP}{spacing(*look.around(280, 120))}{outline(1)}", letters + size(look.size + 2), "Normal"),
        "Section Heading": paragraph_style("Section Heading", "heading 1", line, following="Normal"),
        "Schedule Heading": paragraph_style("Schedule Heading", "heading 1", schedule, size(look.size + 9)),
    }


def _clause_styles(look: Look, numbers: NumberedStyles) -> dict[str, str]:
    styles: dict[str, str] = {}
    for level in range(LEVELS):
        place = indent(NUMBER_INDENTS[level], HANGING[level])
        for name, number in ((clause_style(level), numbers.clauses), (schedule_style(level), numbers.paragraphs)):
            following = "" if level else text_style(0)
            styles[name] = paragraph_style(
                name, "Normal" if level else "heading 2", numbered(number, level) + place + (look.edges if level else ""), following=following
            )
        styles[text_style(level)] = paragraph_style(text_style(level), "Normal", indent(NUMBER_INDENTS[level]) + look.edges)
    return styles


def _texts(look: Look, numbers: NumberedStyles) -> dict[str, str]:
    heading = f"{fonts(look.heading_font)}{BOLD}{colour(look.accent)}"
    return {
        "Definition": paragraph_style("Definition", text_style(0), ""),
        "Recital": paragraph_style("Recital", "Normal", numbered(numbers.recitals, 0) + indent(720, 720) + look.edges),
        "Clause Bullet": paragraph_style(
            "Clause Bullet", "Normal", numbered(numbers.bullets, 0) + spacing(after=look.around(80, 80)[1]) + indent(1080, 360) + look.edges
        ),
        "Table Text": paragraph_style("Table Text", "Normal", spacing(*look.around(50, 50), 247), size(look.size - 3)),
        "Table Heading": paragraph_style("Table Heading", "Table Text", KEEP_NEXT, heading),
        "Table Space": paragraph_style("Table Space", "Normal", spacing(0, 60, 120, exact=True), size(8)),
        "Signature Text": paragraph_style("Signature Text", "Normal", KEEP + spacing(40, 40)),
        "Hyperlink": (
            '<w:style w:type="character" w:styleId="Hyperlink"><w:name w:val="Hyperlink"/><w:uiPriority w:val="99"/>'
            '<w:rPr><w:color w:val="1F4E99"/><w:u w:val="single"/></w:rPr></w:style>'
        ),
    }


def _contents(look: Look) -> dict[str, str]:
    letters = f"{fonts(look.heading_font)}{BOLD}{colour(look.accent)}{size(look.size - 3)}"
    return {
        "toc 1": paragraph_style("toc 1", "Normal", KEEP_NEXT + tab(1134) + spacing(140, 40), letters),
        "toc 2": paragraph_style("toc 2", "Normal", tab(454) + spacing(0, 20) + indent(454, 454), size(look.size - 3)),
    }


def document_defaults(look: Look, language: str) -> str:
    """`w:docDefaults` with the language of the words (BCP 47)."""
    return (
        f"<w:docDefaults><w:rPrDefault><w:rPr>{fonts(look.body_font)}{size(look.size)}"
        f'<w:lang w:val="{escape(language)}" w:eastAsia="ja-JP" w:bidi="ar-SA"/></w:rPr></w:rPrDefault>'
        f"<w:pPrDefault><w:pPr>{spacing(after=look.around(120, 120)[1], line=247 if look.compact else 271)}</w:pPr></w:pPrDefault></w:docDefaults>"
    )


_BASICS = (
    '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/><w:pPr><w:widowControl/></w:pPr></w:style>'
    '<w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont"><w:name w:val="Default Paragraph Font"/>'
    '<w:uiPriority w:val="1"/><w:semiHidden/></w:style>'
    '<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/><w:uiPriority w:val="99"/><w:semiHidden/>'
    '<w:tblPr><w:tblInd w:w="0" w:type="dxa"/><w:tblCellMar><w:top w:w="0" w:type="dxa"/><w:left w:w="108" w:type="dxa"/>'
    '<w:bottom w:w="0" w:type="dxa"/><w:right w:w="108" w:type="dxa"/></w:tblCellMar></w:tblPr></w:style>'
    '<w:style w:type="numbering" w:default="1" w:styleId="NoList"><w:name w:val="No List"/><w:uiPriority w:val="99"/><w:semiHidden/></w:style>'
)


def styles_part(look: Look, styles: Mapping[str, str], language: str) -> bytes:
    """A whole `styles.xml` for a new shell."""
    return (
        f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<w:styles xmlns:w="{NAMESPACE}">'
        f"{document_defaults(look, language)}{_BASICS}{''.join(styles.values())}</w:styles>"
    ).encode()


def _table_style(name: str, look: Look) -> str:
    edges = "".join(f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="{look.rule}"/>' for side in ("top", "bottom", "insideH"))
    strong = "".join(f'<w:{side} w:val="single" w:sz="8" w:space="0" w:color="{look.accent}"/>' for side in ("top", "bottom"))
    head = f'<w:tblPr/><w:tcPr><w:tcBorders>{strong}</w:tcBorders><w:shd w:val="clear" w:color="auto" w:fill="{look.shade}"/></w:tcPr>'
    return (
        f'<w:style w:type="table" w:customStyle="1" w:styleId="{style_id(name)}"><w:name w:val="{name}"/><w:basedOn w:val="TableNormal"/><w:qFormat/>'
        f'<w:tblPr><w:tblBorders>{edges}</w:tblBorders></w:tblPr><w:tblStylePr w:type="firstRow">{head}</w:tblStylePr></w:style>'
    )
