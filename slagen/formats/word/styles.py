"""The styles that a contract is written in. A shell that has them keeps its own; the missing ones are added."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from slagen.formats.word.xml_text import NAMESPACE, escape

LEVELS = 5
NUMBER_INDENTS = (720, 720, 1287, 1854, 2421)
"""Twips from the left margin to the text of a numbered paragraph, by level."""
HANGING = (720, 720, 567, 567, 567)


@dataclass(frozen=True, slots=True)
class Look:
    """What a house may choose. Fonts that are empty are left to the shell; sizes are in half-points, colours in hex."""

    body_font: str = ""
    heading_font: str = ""
    size: int = 21
    accent: str = "1F2A44"
    rule: str = "B8BCC6"
    shade: str = "EEF0F4"
    heading_caps: bool = False


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


def style_id(name: str) -> str:
    """The id that a style of ours gets inside the file."""
    return "".join(word[:1].upper() + word[1:] for word in name.split())


def catalogue(look: Look, numbers: NumberedStyles) -> Mapping[str, str]:
    """Every style that the body may use, by name, as a `w:style` element. A style stands after those it is based on."""
    heading = _fonts(look.heading_font)
    accent = f'<w:color w:val="{look.accent}"/>'
    caps = "<w:caps/><w:spacing w:val=\"10\"/>" if look.heading_caps else ""
    small = _size(look.size - 3)
    styles = {
        "heading 1": _paragraph("heading 1", "Normal", "<w:keepNext/><w:keepLines/><w:spacing w:before=\"360\" w:after=\"160\"/><w:outlineLvl w:val=\"0\"/>",
                                f"{heading}<w:b/><w:bCs/>{accent}{_size(look.size + 7)}", following="Normal"),
        "heading 2": _paragraph("heading 2", "Normal", "<w:keepNext/><w:keepLines/><w:spacing w:before=\"280\" w:after=\"120\"/><w:outlineLvl w:val=\"1\"/>",
                                f"{heading}<w:b/><w:bCs/>{accent}{_size(look.size + 2)}", following="Normal"),
        "Section Heading": _paragraph("Section Heading", "heading 1", _section_rule(look), caps, following="Normal"),
        "Schedule Heading": _paragraph("Schedule Heading", "heading 1", "<w:pageBreakBefore/>" + _number(numbers.schedules, 0) + _section_rule(look)
                                       + "<w:tabs><w:tab w:val=\"left\" w:pos=\"1871\"/></w:tabs><w:spacing w:before=\"0\" w:after=\"240\"/><w:ind w:left=\"1871\" w:hanging=\"1871\"/>",
                                       _size(look.size + 9)),
        "Recital": _paragraph("Recital", "Normal", _number(numbers.recitals, 0) + _indent(720, 720)),
        "Clause Bullet": _paragraph("Clause Bullet", "Normal", _number(numbers.bullets, 0) + "<w:spacing w:after=\"80\"/>" + _indent(1080, 360)),
        "Table Text": _paragraph("Table Text", "Normal", "<w:spacing w:before=\"50\" w:after=\"50\" w:line=\"247\" w:lineRule=\"auto\"/>", small),
        "Table Heading": _paragraph("Table Heading", "Table Text", "<w:keepNext/>", f"{heading}<w:b/><w:bCs/>{accent}"),
        "Table Space": _paragraph("Table Space", "Normal", "<w:spacing w:before=\"0\" w:after=\"60\" w:line=\"120\" w:lineRule=\"exact\"/>", _size(8)),
        "Signature Text": _paragraph("Signature Text", "Normal", "<w:keepNext/><w:keepLines/><w:spacing w:before=\"40\" w:after=\"40\"/>"),
        "Signature Line": _paragraph("Signature Line", "Signature Text", "<w:spacing w:before=\"0\" w:after=\"0\"/>", f'<w:color w:val="5A6172"/>{_size(look.size - 5)}'),
        "toc 1": _paragraph("toc 1", "Normal", "<w:keepNext/><w:tabs><w:tab w:val=\"left\" w:pos=\"1134\"/></w:tabs><w:spacing w:before=\"140\" w:after=\"40\"/>", f"{heading}<w:b/><w:bCs/>{accent}{small}"),
        "toc 2": _paragraph("toc 2", "Normal", "<w:tabs><w:tab w:val=\"left\" w:pos=\"454\"/></w:tabs><w:spacing w:before=\"0\" w:after=\"20\"/><w:ind w:left=\"454\" w:right=\"170\" w:hanging=\"454\"/>", small),
        "Hyperlink": f'<w:style w:type="character" w:styleId="Hyperlink"><w:name w:val="Hyperlink"/><w:uiPriority w:val="99"/><w:rPr><w:color w:val="1F4E99"/><w:u w:val="single"/></w:rPr></w:style>',
        "Contract Table": _table_style("Contract Table", look),
    }  # fmt: skip
    for level in range(LEVELS):
        for name, number in ((clause_style(level), numbers.clauses), (schedule_style(level), numbers.paragraphs)):
            if level:
                styles[name] = _paragraph(name, "Normal", _number(number, level) + _indent(NUMBER_INDENTS[level], HANGING[level]))
            else:
                styles[name] = _paragraph(name, "heading 2", _number(number, 0) + _indent(720, 720), following=text_style(0))
        name = text_style(level)
        styles[name] = _paragraph(name, "Normal", _indent(NUMBER_INDENTS[level]))
    styles["Definition"] = _paragraph("Definition", text_style(0), "")
    return styles


def document_defaults(look: Look, language: str) -> str:
    """`w:docDefaults` with the language of the words (BCP 47)."""
    return (
        f'<w:docDefaults><w:rPrDefault><w:rPr>{_fonts(look.body_font)}{_size(look.size)}<w:lang w:val="{escape(language)}" w:eastAsia="ja-JP" w:bidi="ar-SA"/>'
        '</w:rPr></w:rPrDefault><w:pPrDefault><w:pPr><w:spacing w:after="120" w:line="271" w:lineRule="auto"/></w:pPr></w:pPrDefault></w:docDefaults>'
    )


def styles_part(look: Look, styles: Mapping[str, str], language: str) -> bytes:
    """A whole `styles.xml` for a new shell."""
    basics = (
        '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/><w:pPr><w:widowControl/></w:pPr></w:style>'
        '<w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont"><w:name w:val="Default Paragraph Font"/><w:uiPriority w:val="1"/><w:semiHidden/></w:style>'
        '<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/><w:uiPriority w:val="99"/><w:semiHidden/>'
        '<w:tblPr><w:tblInd w:w="0" w:type="dxa"/><w:tblCellMar><w:top w:w="0" w:type="dxa"/><w:left w:w="108" w:type="dxa"/>'
        '<w:bottom w:w="0" w:type="dxa"/><w:right w:w="108" w:type="dxa"/></w:tblCellMar></w:tblPr></w:style>'
        '<w:style w:type="numbering" w:default="1" w:styleId="NoList"><w:name w:val="No List"/><w:uiPriority w:val="99"/><w:semiHidden/></w:style>'
    )
    return (
        f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<w:styles xmlns:w="{NAMESPACE}">'
        f"{document_defaults(look, language)}{basics}{''.join(styles.values())}</w:styles>"
    ).encode()


def _paragraph(name: str, based_on: str, paragraph: str, run: str = "", following: str = "") -> str:
    after = f'<w:next w:val="{style_id(following)}"/>' if following else ""
    custom = "" if name[0].islower() else ' w:customStyle="1"'  # Word knows its own styles by names in small letters
    return (
        f'<w:style w:type="paragraph"{custom} w:styleId="{style_id(name)}"><w:name w:val="{name}"/><w:basedOn w:val="{style_id(based_on)}"/>{after}<w:qFormat/>'
        f"{f'<w:pPr>{paragraph}</w:pPr>' if paragraph else ''}{f'<w:rPr>{run}</w:rPr>' if run else ''}</w:style>"
    )


def paragraph_style(name: str, based_on: str, paragraph: str, run: str = "") -> str:
    """A paragraph style of a shell's own, from its paragraph and run properties."""
    return _paragraph(name, based_on, paragraph, run)


def _fonts(font: str) -> str:
    return f'<w:rFonts w:ascii="{font}" w:hAnsi="{font}" w:eastAsia="Yu Gothic" w:cs="Arial"/>' if font else ""


def _size(half_points: int) -> str:
    return f'<w:sz w:val="{half_points}"/><w:szCs w:val="{half_points}"/>'


def _number(number: int, level: int) -> str:
    return f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>' if number else ""


def _indent(left: int, hanging: int = 0) -> str:
    return f'<w:ind w:left="{left}" w:hanging="{hanging}"/>' if hanging else f'<w:ind w:left="{left}"/>'


def _section_rule(look: Look) -> str:
    return f'<w:pBdr><w:bottom w:val="single" w:sz="6" w:space="4" w:color="{look.rule}"/></w:pBdr>'


def _table_style(name: str, look: Look) -> str:
    edges = "".join(f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="{look.rule}"/>' for side in ("top", "bottom", "insideH"))
    return (
        f'<w:style w:type="table" w:customStyle="1" w:styleId="{style_id(name)}"><w:name w:val="{name}"/><w:basedOn w:val="TableNormal"/><w:qFormat/>'
        f"<w:tblPr><w:tblBorders>{edges}</w:tblBorders></w:tblPr>"
        f'<w:tblStylePr w:type="firstRow"><w:tblPr/><w:tcPr><w:tcBorders><w:top w:val="single" w:sz="8" w:space="0" w:color="{look.accent}"/>'
        f'<w:bottom w:val="single" w:sz="8" w:space="0" w:color="{look.accent}"/></w:tcBorders><w:shd w:val="clear" w:color="auto" w:fill="{look.shade}"/></w:tcPr></w:tblStylePr></w:style>'
    )
