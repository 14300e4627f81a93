"""The pieces of a style, each as the XML of one property. Lengths are in twips, sizes in half-points, colours in hex."""

from __future__ import annotations

from collections.abc import Sequence

BOLD = "<w:b/><w:bCs/>"
ITALIC = "<w:i/><w:iCs/>"
KEEP_NEXT = "<w:keepNext/>"
KEEP_LINES = "<w:keepLines/>"
KEEP = "<w:keepNext/><w:keepLines/>"
PAGE_BREAK = "<w:pageBreakBefore/>"
CENTRED = '<w:jc w:val="center"/>'
JUSTIFIED = '<w:jc w:val="both"/>'
SPACED_CAPS = "<w:caps/>"


def style_id(name: str) -> str:
    """The id that a style of ours gets inside the file."""
    return "".join(word[:1].upper() + word[1:] for word in name.split())


def paragraph_style(name: str, based_on: str, paragraph: str, run: str = "", following: str = "") -> str:
    """A paragraph style from its paragraph and run properties; `following` is the style that Word goes on with after it."""
    after = f'<w:next w:val="{style_id(following)}"/>' if following else ""
    custom = "" if name[0].islower() or name in {"Title", "Subtitle"} else ' w:customStyle="1"'  # Word's own styles are not custom
    return (
        f'<w:style w:type="paragraph"{custom} w:styleId="{style_id(name)}"><w:name w:val="{name}"/><w:basedOn w:val="{style_id(based_on)}"/>{after}<w:qFormat/>'
        f"{f'<w:pPr>{paragraph}</w:pPr>' if paragraph else ''}{f'<w:rPr>{run}</w:rPr>' if run else ''}</w:style>"
    )


def fonts(font: str) -> str:
    """One font for Latin text, with companions for Chinese, Japanese and Korean and for right-to-left scripts."""
    return f'<w:rFonts w:ascii="{font}" w:hAnsi="{font}" w:eastAsia="Yu Gothic" w:cs="Arial"/>' if font else ""


def size(half_points: int) -> str:
    """The size of the letters."""
    return f'<w:sz w:val="{half_points}"/><w:szCs w:val="{half_points}"/>'


def colour(value: str) -> str:
    """The colour of the letters."""
    return f'<w:color w:val="{value}"/>'


def tracking(twips: int) -> str:
    """Space between letters."""
    return f'<w:spacing w:val="{twips}"/>'


def numbered(number: int, level: int) -> str:
    """The list that the style counts in; nothing where there is none."""
    return f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>' if number else ""


def spacing(before: int | None = None, after: int | None = None, line: int | None = None, *, exact: bool = False) -> str:
    """Space above and below; `line` in 240ths of a line, or in twips where it is exact."""
    parts = [f' w:{name}="{value}"' for name, value in (("before", before), ("after", after), ("line", line)) if value is not None]
    rule = f' w:lineRule="{"exact" if exact else "auto"}"' if line is not None else ""
    return f"<w:spacing{''.join(parts)}{rule}/>"


def indent(left: int, hanging: int = 0) -> str:
    """Where the text starts, and how far its first line reaches out to the left."""
    return f'<w:ind w:left="{left}" w:hanging="{hanging}"/>' if hanging else f'<w:ind w:left="{left}"/>'


def tab(position: int, kind: str = "left") -> str:
    """One tab stop."""
    return f'<w:tabs><w:tab w:val="{kind}" w:pos="{position}"/></w:tabs>'


def rule(side: str, value: str, *, eighths: int = 6, distance: int = 4) -> str:
    """A line above or below the paragraph; its thickness in eighths of a point, its distance in points."""
    return rules((side,), value, eighths=eighths, distance=distance)


def rules(sides: Sequence[str], value: str, *, eighths: int, distance: int) -> str:
    """Lines around the paragraph, from the top down."""
    lines = "".join(f'<w:{side} w:val="single" w:sz="{eighths}" w:space="{distance}" w:color="{value}"/>' for side in sides)
    return f"<w:pBdr>{lines}</w:pBdr>"


def outline(level: int) -> str:
    """The depth of a heading in the outline, from 0."""
    return f'<w:outlineLvl w:val="{level}"/>'
