"""Native numbering: one multilevel list for clauses, one for each schedule, bound to styles. Nothing is typed by hand."""

from __future__ import annotations

from dataclasses import dataclass

from slagen.assembly.number import STANDARD
from slagen.formats.word.style_xml import style_id
from slagen.formats.word.styles import HANGING, NUMBER_INDENTS, clause_style, schedule_style
from slagen.formats.word.xml_text import NAMESPACE

WORD_LEVELS = 9
ROLES = ("clauses", "schedules", "paragraphs", "recitals", "bullets")


@dataclass(frozen=True, slots=True)
class Level:
    """One level of a list: its format, its text, the style bound to it and its indents in twips."""

    number_format: str
    text: str
    style: str = ""
    left: int = 720
    hanging: int = 720
    run: str = ""


def role_levels(role: str, *, bound: bool) -> tuple[Level, ...]:
    """The levels of the list for `role` (one of ROLES); `bound` ties them to the styles of our catalogue."""
    if role in {"clauses", "paragraphs"}:
        name = clause_style if role == "clauses" else schedule_style
        return tuple(
            Level(level.number_format, level.text, style_id(name(at)) if bound and at < len(HANGING) else "", *_indents(at), "" if at else "<w:b/><w:bCs/>")
            for at, level in enumerate(STANDARD.clauses)
        )
    if role == "schedules":
        return (Level("decimal", STANDARD.schedules.text, style_id("Schedule Heading") if bound else "", 1871, 1871),)
    if role == "recitals":
        return (Level("upperLetter", "(%1)", style_id("Recital") if bound else ""),)
    signs = ("•", "–", "▪")
    return tuple(Level("bullet", signs[at % 3], "", 1080 + 360 * at, 360) for at in range(WORD_LEVELS))


def _indents(level: int) -> tuple[int, int]:
    at = min(level, len(HANGING) - 1)
    return NUMBER_INDENTS[at], HANGING[at]


def abstract_list(identifier: int, levels: tuple[Level, ...]) -> str:
    """A `w:abstractNum`. Its `w:nsid` follows from the id, so that builds agree."""
    kind = "multilevel" if len(levels) > 1 else "singleLevel"
    return (
        f'<w:abstractNum w:abstractNumId="{identifier}"><w:nsid w:val="{0x51A60000 + identifier:08X}"/><w:multiLevelType w:val="{kind}"/>'
        f"{''.join(_level(at, level) for at, level in enumerate(levels))}</w:abstractNum>"
    )


def _level(at: int, level: Level) -> str:
    style = f'<w:pStyle w:val="{level.style}"/>' if level.style else ""
    run = '<w:rFonts w:ascii="Arial" w:hAnsi="Arial" w:cs="Arial" w:hint="default"/>' if level.number_format == "bullet" else level.run
    return (
        f'<w:lvl w:ilvl="{at}"><w:start w:val="1"/><w:numFmt w:val="{level.number_format}"/>{style}<w:suff w:val="tab"/><w:lvlText w:val="{level.text}"/>'
        f'<w:lvlJc w:val="left"/><w:pPr><w:ind w:left="{level.left}" w:hanging="{level.hanging}"/></w:pPr>{f"<w:rPr>{run}</w:rPr>" if run else ""}</w:lvl>'
    )


def list_instance(identifier: int, abstract: int, *, restarts: bool = False) -> str:
    """A `w:num` of an abstract list; one that restarts counts every level from 1 again."""
    overrides = "".join(f'<w:lvlOverride w:ilvl="{level}"><w:startOverride w:val="1"/></w:lvlOverride>' for level in range(WORD_LEVELS)) if restarts else ""
    return f'<w:num w:numId="{identifier}"><w:abstractNumId w:val="{abstract}"/>{overrides}</w:num>'


def numbering_part(abstracts: str, instances: str) -> bytes:
    """A whole `numbering.xml`."""
    return f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<w:numbering xmlns:w="{NAMESPACE}">{abstracts}{instances}</w:numbering>'.encode()
