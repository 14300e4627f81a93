"""The peer: docxtpl rendering the same contract from a template of its own, as a careful user of docxtpl would write it.

The template is our contract with a tag in place of every value, and a loop in place of the rows of every table. So it has the same text, the same
styles, header, footer and contents, and no more tags than it needs. Conditions are left out, and the values come ready made: both spare the peer work.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import docx
from docx.oxml.ns import qn
from docxtpl import DocxTemplate
from jinja2 import Environment

from slagen.assembly.number import number
from slagen.formats.word.shell import Shell
from slagen.formats.word.write import write
from slagen.model.document import Block, Cell, Clause, Definition, Document, Emphasis, Inline, ItemList, Link, Paragraph, Strong, Table, Text, Value
from slagen.model.walk import plain

_PARAGRAPH, _TEXT = qn("w:p"), qn("w:t")


@dataclass(slots=True)
class _Tags:
    """Puts tags where values are, and gathers the values."""

    context: dict[str, Any] = field(default_factory=dict)

    def document(self, document: Document) -> Document:
        return replace(
            document,
            recitals=tuple(replace(recital, content=self.inlines(recital.content)) for recital in document.recitals),
            sections=tuple(replace(section, clauses=self.clauses(section.clauses)) for section in document.sections),
            schedules=tuple(replace(schedule, clauses=self.clauses(schedule.clauses)) for schedule in document.schedules),
        )

    def clauses(self, clauses: tuple[Clause, ...]) -> tuple[Clause, ...]:
        return tuple(replace(one, body=self.blocks(one.body), children=self.clauses(one.children), closing=self.blocks(one.closing)) for one in clauses)

    def blocks(self, blocks: tuple[Block, ...]) -> tuple[Block, ...]:
        return tuple(map(self.block, blocks))

    def block(self, block: Block) -> Block:
        match block:
            case Paragraph(content):
                return replace(block, content=self.inlines(content))
            case Definition(_, content, body):
                return replace(block, content=self.inlines(content), body=self.blocks(body))
            case ItemList(items):
                return replace(block, items=tuple(map(self.blocks, items)))
            case Table():
                return self.table(block)
            case _:
                return block

    def table(self, table: Table) -> Table:
        rows = self.put([[plain(cell.content) for cell in row] for row in table.rows])
        columns = range(len(table.header))
        loop = tuple(Cell((Text(f"{{{{ row[{column}] }}}}"),), cell.align) for column, cell in zip(columns, table.header, strict=True))
        return replace(table, rows=(self.row(f"{{%tr for row in {rows} %}}", columns), loop, self.row("{%tr endfor %}", columns)))

    def row(self, tag: str, columns: range) -> tuple[Cell, ...]:
        return tuple(Cell((Text("" if column else tag),)) for column in columns)

    def inlines(self, content: tuple[Inline, ...]) -> tuple[Inline, ...]:
        return tuple(map(self.inline, content))

    def inline(self, inline: Inline) -> Inline:
        match inline:
            case Value(_, text):
                return Text(f"{{{{ {self.put(text)} }}}}")
            case Strong(content) | Emphasis(content) | Link(_, content):
                return replace(inline, content=self.inlines(content))
            case _:
                return inline

    def put(self, value: object) -> str:
        name = f"v{len(self.context)}"
        self.context[name] = value
        return name


@dataclass(frozen=True, slots=True)
class Peer:
    """A docxtpl template on disk and what is to be put into it."""

    template: Path
    context: dict[str, Any]
    jinja: Environment = field(default_factory=lambda: Environment(autoescape=True))

    def render(self, out: Path) -> None:
        """Open, render, save: docxtpl has to open its template for every document."""
        template = DocxTemplate(self.template)
        template.render(self.context, self.jinja, autoescape=True)
        template.save(out)


def peer_of(document: Document, shell: Shell, template: Path) -> Peer:
    """The peer's template for a contract, written to `template`."""
    tags = _Tags()
    tagged = tags.document(document)
    template.write_bytes(write(tagged, number(tagged), shell))
    return Peer(template, tags.context)


def measure_of(path: Path) -> tuple[int, int, int]:
    """How many words, tables and table rows a .docx holds."""
    document = docx.Document(str(path))
    words = sum(len("".join(text.text or "" for text in paragraph.iter(_TEXT)).split()) for paragraph in document.element.body.iter(_PARAGRAPH))
    return words, len(document.tables), sum(len(table.rows) for table in document.tables)
