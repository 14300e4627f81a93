"""Read a clause's text: Markdown with its blanks already filled by placeholders, into provisions and blocks."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import lru_cache
import re
from typing import TYPE_CHECKING

from markdown_it.token import Token

from slagen.assembly.number import DEEPEST_LEVEL
from slagen.assembly.source_text import Provision, SourceText
from slagen.core.identifiers import ID_RULE, is_id
from slagen.formats.markdown import faults
from slagen.formats.markdown.inlines import read_inlines, split_label
from slagen.formats.markdown.parser import parser_for
from slagen.formats.plain_text import has_refused_character
from slagen.model.document import Cell, ItemList, Paragraph, Table

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from slagen.core.findings import Finding, Source
    from slagen.model.document import Block

LONGEST_PARAGRAPH = 20_000
_LAST_CHARACTER = 0x10FFFF
_MOST_UNREADABLE = 20
_NUMBERED_CHARACTER = re.compile(r"&#(?:([xX])([0-9a-fA-F]{1,6})|([0-9]{1,7}));", re.ASCII)
_BEGINS_ANEW = re.compile(r"\s*(?:$|1\.\s|[-*|])")
_END = "end"
_INDENT = 3
_LINE_END = re.compile(r"\r\n?|\n")
_FOREIGN = {
    "heading_open": ("a heading", "A clause’s heading is its title; number a provision with 1. instead."),
    "code_block": ("text indented like code", "Indent three spaces for each level of numbering, no more; leave other text unindented."),
    "fence": ("a block of code", "Write plain paragraphs."),
    "html_block": ("HTML", "Write plain Markdown; put a backslash before < if the sign itself is meant."),
    "blockquote_open": ("a block quotation", "Write a paragraph or a bullet list; put a backslash before > if the sign itself is meant."),
    "hr": ("a rule", "Leave it out; put a backslash before the signs if they are meant."),
}


@dataclass(frozen=True, slots=True)
class _Level:
    """What surrounds a block: the depth of numbering and of bullets, and whether the block may bear a label."""

    numbered: int = 0
    bullets: int = 0
    may_bear_label: bool = False


@dataclass(slots=True)
class _Reading:
    """The tokens still to be read, and what was found so far."""

    tokens: Iterator[Token]
    lines: Sequence[str]
    findings: faults.Findings = field(default_factory=faults.Findings)
    item_line: int = 0
    label: str = ""
    labels: set[str] = field(default_factory=set)


@dataclass(slots=True)
class _Parts:
    """Text, provisions and text: what a clause and every provision consist of."""

    before: list[Block] = field(default_factory=list)
    provisions: list[Provision] = field(default_factory=list)
    after: list[Block] = field(default_factory=list)
    after_line: int = 0
    label: str = ""

    def add(self, block: Block, line: int) -> None:
        """Put a block before or after the provisions, as the text does."""
        if not self.provisions:
            self.before.append(block)
            return
        self.after_line = self.after_line if self.after else line
        self.after.append(block)


def parse(text: str, first_line: Source, language: str) -> SourceText:
    """Read clause text whose first line stands at `first_line`; findings name lines of that file.

    Placeholders of private-use characters come through as they are. `language` (BCP 47) decides the curly quotes.
    """
    parsed = _parse(text, language)
    if not parsed.findings:
        return parsed
    return replace(parsed, findings=tuple(_moved(finding, first_line) for finding in parsed.findings))


def _moved(finding: Finding, first_line: Source) -> Finding:
    line = (first_line.line or 1) + (finding.source.line or 1) - 1
    return replace(finding, source=replace(first_line, line=line))


@lru_cache(maxsize=1024)
def _parse(text: str, language: str) -> SourceText:
    unreadable = tuple(_unreadable(text))
    if unreadable:
        return SourceText((), (), (), unreadable)
    environment: dict[str, dict[str, dict[str, object]]] = {}
    tokens = parser_for(language).parse(text, environment)
    reading = _Reading(iter([*tokens, Token(_END, "", 0)]), _LINE_END.split(text))
    _refuse_link_definitions(environment, reading.findings)
    parts = _parts(reading, _END, _Level())
    findings = sorted(reading.findings.found, key=lambda finding: finding.source.line or 0)
    return SourceText(tuple(parts.before), tuple(parts.provisions), tuple(parts.after), tuple(findings))


def _unreadable(text: str) -> Iterator[Finding]:
    """What is told before the parser, which turns `&#x202e;` into the character itself and takes quadratic time over one endless paragraph."""
    found = faults.Findings()
    for entity in _NUMBERED_CHARACTER.finditer(text):
        number = int(entity[2], 16) if entity[1] else int(entity[3])
        if number > _LAST_CHARACTER or has_refused_character(chr(number)):
            line = text.count("\n", 0, entity.start()) + 1
            found.add(faults.FOREIGN, line, what=f"The character “{entity[0]}”", way_out="Delete it; it cannot be seen.")
    size = 0
    for line, written in enumerate(text.split("\n"), 1):
        size = len(written) + (0 if _BEGINS_ANEW.match(written) else size)
        if size > LONGEST_PARAGRAPH:
            found.add(faults.FOREIGN, line, what=f"A paragraph of more than {LONGEST_PARAGRAPH:,} characters", way_out="Split it into numbered items.")
            break
    yield from found.found[:_MOST_UNREADABLE]


def _refuse_link_definitions(environment: dict[str, dict[str, dict[str, object]]], findings: faults.Findings) -> None:
    for name, definition in environment.get("references", {}).items():
        place = definition.get("map")
        line = place[0] + 1 if isinstance(place, list) else 1
        findings.add(faults.FOREIGN, line, what=f"a link definition (“[{name.lower()}]: …”)", way_out="Write the link where it is used: [text](https://…).")


def _line(token: Token) -> int:
    return token.map[0] + 1 if token.map else 1


def _parts(reading: _Reading, end: str, level: _Level) -> _Parts:
    parts = _Parts()
    for token in reading.tokens:
        if token.type == end:
            break
        if token.type == "ordered_list_open":
            _add_provisions(reading, parts, _provisions(reading, token, level))
        else:
            _add_block(reading, parts, token, level)
    return parts


def _add_provisions(reading: _Reading, parts: _Parts, provisions: list[Provision]) -> None:
    if parts.after:
        reading.findings.add(faults.TEXT_BETWEEN, parts.after_line)
    parts.before += parts.after
    parts.after = []
    parts.provisions += provisions


def _add_block(reading: _Reading, parts: _Parts, token: Token, level: _Level) -> None:
    first = level.may_bear_label and not parts.before and not parts.provisions
    block = _block(reading, token, replace(level, may_bear_label=first))
    if first:
        parts.label, reading.label = reading.label, ""
    if block is not None:
        parts.add(block, _line(token))


def _provisions(reading: _Reading, opening: Token, level: _Level) -> list[Provision]:
    below = _Level(level.numbered + 1, level.bullets, may_bear_label=True)
    if below.numbered == DEEPEST_LEVEL + 1:
        reading.findings.add(faults.TOO_DEEP, _line(opening), what="numbered items", deepest=DEEPEST_LEVEL)
    found = []
    for token in reading.tokens:
        if token.type == "ordered_list_close":
            break
        found.append(_provision(reading, token, below))
    return found


def _provision(reading: _Reading, opening: Token, level: _Level) -> Provision:
    line = _line(opening)
    _check_marker(reading, opening, level, line)
    parts = _parts(reading, "list_item_close", level)
    if not parts.before:
        reading.findings.add(faults.EMPTY_ITEM, line, what="a numbered item")
    return Provision(line, parts.label, tuple(parts.before), tuple(parts.provisions), tuple(parts.after))


def _check_marker(reading: _Reading, opening: Token, level: _Level, line: int) -> None:
    marker = f"{opening.info}{opening.markup}"
    if marker != "1.":
        reading.findings.add(faults.TYPED_NUMBER, line, marker=marker)
    indent, _, _ = reading.lines[line - 1].partition(marker)
    expected = _INDENT * (level.numbered - 1)
    starts_its_line = line != reading.item_line and not indent.strip() and not level.bullets
    reading.item_line = line
    if starts_its_line and indent != " " * expected and level.numbered <= DEEPEST_LEVEL:
        reading.findings.add(faults.BAD_INDENT, line, level=level.numbered, expected=expected or "no", deeper=expected + _INDENT)


def _block(reading: _Reading, token: Token, level: _Level) -> Block | None:
    match token.type:
        case "paragraph_open":
            return _paragraph(reading, level)
        case "bullet_list_open":
            return _item_list(reading, token, level)
        case "table_open":
            return _table(reading)
        case _:
            _refuse(reading, token)
            return None


def _paragraph(reading: _Reading, level: _Level) -> Paragraph:
    inline = next(reading.tokens)
    next(reading.tokens)
    line = _line(inline)
    content, label = split_label(read_inlines(inline.children or (), line, reading.findings))
    bears_label = label is not None and level.may_bear_label
    if label is not None and bears_label:
        reading.label = _label(reading, label, line)
    if inline.content.count("{#") > bears_label:
        reading.findings.add(faults.STRAY_LABEL, line)
    return Paragraph(content)


def _label(reading: _Reading, label: str, line: int) -> str:
    if not is_id(label) or label.isdigit():
        reading.findings.add(faults.BAD_LABEL, line, label=label, rule=ID_RULE)
        return ""
    if label in reading.labels:
        reading.findings.add(faults.LABEL_TWICE, line, label=label)
    reading.labels.add(label)
    return label


def _item_list(reading: _Reading, opening: Token, level: _Level) -> ItemList:
    below = _Level(level.numbered, level.bullets + 1)
    if below.bullets == DEEPEST_LEVEL + 1:
        reading.findings.add(faults.TOO_DEEP, _line(opening), what="bullets", deepest=DEEPEST_LEVEL)
    items = []
    for token in reading.tokens:
        if token.type == "bullet_list_close":
            break
        items.append(_bullet(reading, token, below))
    return ItemList(tuple(items))


def _bullet(reading: _Reading, opening: Token, level: _Level) -> tuple[Block, ...]:
    parts = _parts(reading, "list_item_close", level)
    if parts.provisions:
        reading.findings.add(faults.NUMBERS_IN_BULLETS, parts.provisions[0].line)
    if not parts.before:
        reading.findings.add(faults.EMPTY_ITEM, _line(opening), what="a bullet")
    return tuple(parts.before + parts.after)


def _table(reading: _Reading) -> Table:
    rows: list[list[Cell]] = []
    for token in reading.tokens:
        if token.type == "table_close":
            break
        if token.type == "tr_open":
            rows.append([])
        elif token.type in {"th_open", "td_open"}:
            rows[-1].append(_cell(reading, token))
    return Table(tuple(rows[0]), tuple(tuple(row) for row in rows[1:]))


def _cell(reading: _Reading, opening: Token) -> Cell:
    inline = next(reading.tokens)
    line = _line(inline)
    if "{#" in inline.content:
        reading.findings.add(faults.STRAY_LABEL, line)
    align = str(opening.attrs.get("style", "")).removeprefix("text-align:")
    return Cell(read_inlines(inline.children or (), line, reading.findings), align or "left")


def _refuse(reading: _Reading, opening: Token) -> None:
    what, way_out = _FOREIGN.get(opening.type, (opening.type, "Write plain paragraphs."))
    reading.findings.add(faults.FOREIGN, _line(opening), what=what, way_out=way_out)
    depth: int = opening.nesting
    while depth > 0:
        depth += next(reading.tokens).nesting
