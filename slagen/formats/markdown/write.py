"""Write a contract as Markdown that git hosts render well and whose differences are small.

Labels are typed (Markdown cannot number 4.1 and (a)); each sentence stands on a line of its own.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, assert_never

from slagen.assembly.number import letters
from slagen.formats import signing, wording
from slagen.formats.markdown.escape import escape, escape_value, line_starts
from slagen.formats.markdown.spans import Place, has_anchor, spans
from slagen.model.document import Clause, Definition, Figure, ItemList, PageBreak, Paragraph, SignatureBlock, Strong, Table, Text, Value

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from slagen.assembly.labels import Labels
    from slagen.model.document import Block, Cell, Document, DocumentParty, Schedule, Section

_INDENT = "&emsp;"
_RULES = {"left": "---", "right": "--:", "center": ":-:"}


def write(document: Document, labels: Labels) -> str:
    """The whole contract as CommonMark with tables."""
    place = Place(labels)
    return "\n\n".join(chunk for chunk in _document(document, place) if chunk) + "\n"


def _document(document: Document, place: Place) -> Iterator[str]:
    yield _heading(1, escape_value(document.meta.title, " "))
    if document.meta.status == "draft":
        yield f"**{wording.draft_banner(document.meta.kind)}**"
    if document.parties:
        yield _heading(2, wording.PARTIES)
        yield from (_party(number, party, place) for number, party in enumerate(document.parties, start=1))
    if document.recitals:
        yield _heading(2, wording.BACKGROUND)
        for number, recital in enumerate(document.recitals, start=1):
            yield _paragraph(recital, place, f"({letters(number).upper()}) ")
    for section in document.sections:
        yield from _section(section, place)
    for schedule in document.schedules:
        yield from _schedule(schedule, place._replace(schedule=schedule.id))
    if document.execution:
        yield _heading(2, wording.SIGNATURES)
        yield from _blocks(document.execution, place)
        yield escape_value(signing.belongs_to(document), " ")


def _heading(depth: int, text: str) -> str:
    return f"{'#' * depth} {text}"


def _anchor(target: str) -> str:
    return f'<a id="{escape(target)}"></a>' if has_anchor(target) else ""


def _party(number: int, party: DocumentParty, place: Place) -> str:
    return f"({number}) {_named('', party.name, wording.party_facts(party), place)}"


def _named(before: str, name: str, after: str, place: Place) -> str:
    return spans((Text(before), Strong((Value("", name),)), Text(after)), place.in_line(", "))


def _section(section: Section, place: Place) -> Iterator[str]:
    if section.title:
        yield _heading(2, escape_value(section.title, " "))
    for clause in section.clauses:
        yield from _clause(clause, place, 3 if section.title else 2)


def _schedule(schedule: Schedule, place: Place) -> Iterator[str]:
    title = escape_value(schedule.title, " ")
    name = _label(schedule.id, place)
    yield _heading(2, f"{_anchor(schedule.id)}{name}: {title}" if title else f"{_anchor(schedule.id)}{name}")
    for clause in schedule.clauses:
        yield from _clause(clause, place, 3)


def _label(target: str, place: Place) -> str:
    label = place.labels.get(target)
    return label.text if label else ""


def _clause(clause: Clause, place: Place, depth: int) -> Iterator[str]:
    if not clause.heading:
        yield from _provision(clause, place)
        return
    label = _label(clause.id, place)
    number = f"{label}. " if label.isdecimal() else f"{label} " if label else ""
    yield _heading(depth, f"{_anchor(clause.id)}{number}{spans(clause.heading, place.in_line(' '))}")
    yield from _blocks(clause.body, place)
    yield from _children(clause, place)


def _children(clause: Clause, place: Place) -> Iterator[str]:
    for child in clause.children:
        yield from _provision(child, place)
    indent = _indent(clause, place)
    yield from _blocks(clause.closing, place, indent)


def _indent(clause: Clause, place: Place) -> str:
    label = place.labels.get(clause.id)
    return _INDENT * max(label.level - 1, 0) if label else ""


def _provision(clause: Clause, place: Place) -> Iterator[str]:
    indent = _indent(clause, place)
    label = _label(clause.id, place)
    lead = f"{_anchor(clause.id)}{indent}{label} " if label else f"{_anchor(clause.id)}{indent}"
    if clause.heading:
        lead += f"{spans((Strong(clause.heading),), place.in_line(' '))} "
    first = clause.body[0] if clause.body else None
    if isinstance(first, (Paragraph, Definition)):
        yield _paragraph(first, place, lead)
        yield from _blocks(clause.body[1:], place, indent)
    else:
        yield line_starts(lead)
        yield from _blocks(clause.body, place, indent)
    yield from _children(clause, place)


def _paragraph(paragraph: Paragraph | Definition, place: Place, lead: str = "") -> str:
    return line_starts(lead + spans(paragraph.content, place).lstrip(" \n"))


def _blocks(blocks: Iterable[Block], place: Place, indent: str = "") -> Iterator[str]:
    for block in blocks:
        yield from _block(block, place, indent)


def _block(block: Block, place: Place, indent: str) -> Iterator[str]:
    match block:
        case Paragraph():
            yield _paragraph(block, place, indent)
        case Definition(_, _, body):
            yield _paragraph(block, place, indent)
            yield from _blocks(body, place, indent)
        case ItemList(items):
            yield "\n".join(_item(item, place) for item in items)
        case Figure(chart):
            yield line_starts(f"{indent}**{escape_value(chart.title, ' ')}**")
            yield line_starts(f"{indent}{escape_value(chart.description, ' ')}")
        case Table(header, rows):
            yield _table(header, rows, place)
        case Clause():
            yield from _provision(block, place)
        case SignatureBlock():
            yield from _signature(block, place)
        case PageBreak():
            yield "---"
        case _:
            assert_never(block)


def _item(item: Sequence[Block], place: Place) -> str:
    text = "\n\n".join(chunk for chunk in _blocks(item, place) if chunk)
    return "- " + text.replace("\n", "\n  ").replace("\n  \n", "\n\n")


def _table(header: Sequence[Cell], rows: Sequence[Sequence[Cell]], place: Place) -> str:
    width = max((len(row) for row in (header, *rows)), default=0)
    inside = place.in_line("<br>")
    rules = [_RULES.get(cell.align, "---") for cell in header]
    lines = [_row([_cell(cell, inside) for cell in header], width), _row(rules, width, "---")]
    lines += [_row([_cell(cell, inside) for cell in row], width) for row in rows]
    return "\n".join(lines) if width else ""


def _row(cells: list[str], width: int, missing: str = "") -> str:
    return f"| {' | '.join(cells + [missing] * (width - len(cells)))} |"


def _cell(cell: Cell, place: Place) -> str:
    return spans(cell.content, place)


def _signature(block: SignatureBlock, place: Place) -> Iterator[str]:
    said = tuple(Strong((Value("", text),)) if strong else Text(text) for text, strong in signing.statement(block))
    yield spans(said, place.in_line(", "))
    people = [dict(lines) for lines in signing.signers(block)]
    columns = tuple(dict.fromkeys(label for lines in people for label in lines))
    yield _lines_to_fill(columns, [[lines.get(label, "") for label in columns] for lines in people])
    attested = signing.witnesses(block)
    if attested:
        yield _lines_to_fill(("", *signing.WITNESS_LINES), [[heading, *[""] * len(signing.WITNESS_LINES)] for heading in attested])


def _lines_to_fill(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    shown = [[escape_value(cell, " ") for cell in row] for row in rows]
    return "\n".join(_row(cells, len(columns)) for cells in [list(columns), ["---"] * len(columns), *shown])
