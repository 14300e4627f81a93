"""The contract itself: Document to paragraphs and tables, written straight as XML. Numbers are never typed; lists count them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from typing import assert_never

from slagen.assembly.labels import Labels
from slagen.assembly.number import printed
from slagen.formats.word.bookmarks import bookmark_name, end_bookmark, further_bookmarks, heading_bookmark, mark_bookmark, part_bookmark
from slagen.formats.word.execution import signature_table
from slagen.formats.word.imprint import PartRecord, compact, fingerprint
from slagen.formats.word.inlines import InlineWriter, citation
from slagen.formats.word.numbering import WORD_LEVELS
from slagen.formats.word.passages import NUMBER, Passage, References, SharedClauses, add, gathered, numbered, taken
from slagen.formats.word.pictures import Pictures
from slagen.formats.word.styles import LEVELS, clause_style, schedule_style, text_style
from slagen.formats.word.surface import Surface
from slagen.formats.word.tables import TableWriter
from slagen.formats.word.xml_text import STRONG
from slagen.model.document import (
    Block,
    Clause,
    Definition,
    Document,
    Figure,
    Inline,
    ItemList,
    PageBreak,
    Paragraph,
    Schedule,
    SignatureBlock,
    Strong,
    Table,
    Text,
)

RECITALS_HEADING = "Background"
_BULLET_STEP = 360
_LED = (Table, Figure, ItemList, SignatureBlock)


class BodyWriter:
    """Writes the blocks of one document, and keeps a record of every part that it wrote in `records`; `blanks` counts the blanks still open."""

    __slots__ = (
        "_break_pending", "_inlines", "_labels", "_list", "_marked", "_next_bookmark", "_openers", "_pictures", "_references", "_serial", "_shared",
        "_standing_in", "_surface", "_tables", "blanks", "records",
    )  # fmt: skip

    def __init__(self, surface: Surface, inlines: InlineWriter, labels: Labels, shared: SharedClauses, pictures: Pictures) -> None:
        self._surface = surface
        self._inlines = inlines
        self._labels = labels
        self._references = References(labels)
        self._shared = shared
        self._pictures = pictures
        self._tables = TableWriter(surface, inlines, labels)
        self._next_bookmark = surface.first_bookmark
        self._openers: dict[tuple[str, int, int, bool], str] = {}
        self._standing_in = ""
        self._list = 0
        self._break_pending = False
        self._marked = ""
        self._serial = 0
        self.blanks = 0
        self.records: list[PartRecord] = []

    # Parts of a document

    def recitals(self, document: Document) -> str:
        """The recitals under their heading, lettered (A), (B) …; empty where there are none."""
        if not document.recitals:
            return ""
        number = self._surface.lists.recitals if "recitals" in self._surface.lists.direct else 0
        mark = heading_bookmark("recitals")
        opener = self._opener("Recital", number, 0)
        passage = gathered(self._inlines, lambda: self._recitals(document, mark, opener))
        return self._ended([self._placed(passage, mark)], "recitals")

    def _recitals(self, document: Document, mark: str, opener: str) -> str:
        heading = self._heading("Section Heading", RECITALS_HEADING, mark)
        return heading + "".join([self._recital(opener, recital, at) for at, recital in enumerate(document.recitals, start=1)])

    def _recital(self, opener: str, recital: Paragraph, position: int) -> str:
        self._inlines.said.append(printed((self._surface.scheme.recitals,), (position,)))
        return f"{opener}{self._inlines.write(recital.content)}</w:p>"

    def contract(self, document: Document) -> str:
        """All sections and schedules."""
        out: list[str] = []
        for position, section in enumerate(document.sections, start=1):
            mark = heading_bookmark(str(position))
            titled = bool(compact(section.title))
            if titled:
                out.append(self._heading("Section Heading", section.title, mark))
                self.records.append(PartRecord(mark, fingerprint((section.title,))))
            written = [self._whole_clause(clause) for clause in section.clauses]
            out += written if titled or position == 1 or not written else [_marked(written[0], mark), *written[1:]]
        for position, schedule in enumerate(document.schedules):
            out += self._schedule(schedule, position)
        return self._ended(out, "contract")

    def execution(self, document: Document) -> str:
        """Where the parties sign; it begins and ends with marks of its own, because it has no heading."""
        self._marked, self._serial = part_bookmark("execution"), 0
        passage = gathered(self._inlines, lambda: self._blocks(document.execution, -1))
        if not any(passage.xml):
            return ""
        blocks = self._placed(passage, part_bookmark("execution"))
        return self._ended([_marked(blocks, part_bookmark("execution"))], "execution")

    def _whole_clause(self, clause: Clause) -> str:
        if self._break_pending:
            return self._placed(self._gathered(clause), bookmark_name(clause.id), clause)
        standing_in = self._standing_in
        place = (bool(standing_in), self._list)
        passage = self._shared.of(clause, place, lambda target: citation(target, self._labels, standing_in), lambda: self._gathered(clause))
        return self._placed(passage, bookmark_name(clause.id), clause)

    def _gathered(self, clause: Clause) -> Passage:
        self._marked, self._serial = bookmark_name(clause.id), 0
        passage = gathered(self._inlines, lambda: self._clause(clause))
        return replace(passage, bound=True) if self._break_pending else passage

    def _placed(self, passage: Passage, mark: str, clause: Clause | None = None) -> str:
        xml, print_of = self._references.fill(passage, self._standing_in)
        self.blanks += passage.blanks
        version = clause.origin.version if clause and clause.origin else ""
        self.records.append(PartRecord(mark, print_of, clause.id if clause else "", version))
        return xml

    def _ended(self, pieces: list[str], part: str) -> str:
        """With a mark at the very end, so that a reader knows where the contract stops and the shell goes on."""
        if not pieces:
            return ""
        pieces[-1] = f"{pieces[-1].removesuffix('</w:p>')}{_bookmarked(end_bookmark(part), '')}</w:p>"
        whole, self._next_bookmark = numbered(pieces, self._next_bookmark)
        return whole

    def _schedule(self, schedule: Schedule, position: int) -> list[str]:
        lists = self._surface.lists
        self._standing_in = schedule.id
        self._list = (lists.further_paragraphs + position - 1) if position else (lists.paragraphs if "paragraphs" in lists.direct else 0)
        number = lists.schedules if "schedules" in lists.direct else 0
        opener, mark = self._opener("Schedule Heading", number, 0), bookmark_name(schedule.id)
        heading = f"{opener}{_identified(schedule.id, self._inlines.runs(schedule.title))}</w:p>"
        self.records.append(PartRecord(mark, fingerprint((self._labels[schedule.id].text, schedule.title))))
        pieces = [heading, *map(self._whole_clause, schedule.clauses)]
        self._standing_in, self._list = "", 0
        return pieces

    def _heading(self, style: str, title: str, bookmark: str) -> str:
        return f"{self._opener(style)}{_bookmarked(bookmark, self._inlines.runs(title))}</w:p>"

    # Clauses

    def _clause(self, clause: Clause, level: int = 0) -> str:
        """A numbered paragraph with the heading or the first text, what else belongs to it, then the provisions below."""
        self._inlines.counts(clause.id)
        first, defined, rest = self._first_line(clause, level)
        opener = self._numbered(level, titled=bool(clause.heading or level), leads=bool(clause.children or defined or rest))
        line = f"{opener}{_identified(clause.id, first)}</w:p>"
        parts = [self._with_body(line, defined, level), self._blocks(rest, level)]
        parts += [self._piece(child, level + 1, partial(self._clause, child, level + 1)) for child in clause.children]
        parts.append(self._closing(clause, level))
        return "".join(parts)

    def _piece(self, part: Clause | Definition, level: int, write: Callable[[], str]) -> str:
        """A provision or a definition inside a clause: clauses that differ share those that read the same in both."""
        if self._break_pending:
            return write()
        place = (bool(self._standing_in), self._list, level)
        known = self._shared.pieces.found(part, place)
        if known:
            return add(self._inlines, known)
        marks = self._serial
        xml, piece = taken(self._inlines, write)
        if piece and self._serial == marks and not self._break_pending:
            self._shared.pieces.of(part, place, lambda: piece)
        return xml

    def _first_line(self, clause: Clause, level: int) -> tuple[str, Sequence[Block], Sequence[Block]]:
        """The runs that stand beside the number, the body of the definition that they are, and the blocks that follow."""
        write = self._inlines.write
        if clause.heading:
            return write(clause.heading, STRONG if level else 0), (), clause.body
        match clause.body:
            case (Paragraph(content), *rest):
                return write(content), (), rest
            case (Definition(_, content, body), *rest):
                return write(content), body, rest
            case _:
                return "", (), clause.body

    def _closing(self, clause: Clause, level: int) -> str:
        """Unnumbered text says by its style to which level it belongs; a mark says it of all that stands at an indent which two levels share."""
        closing = self._blocks(clause.closing, level)
        plain = level < LEVELS - 1 and all(isinstance(block, Paragraph) for block in clause.closing)
        return closing if plain or not closing or not clause.children else _marked(closing, self._mark(f"c{level}"))

    def _with_body(self, paragraph: str, body: Sequence[Block], level: int) -> str:
        """The paragraph of a definition and what belongs to it, marked at both ends."""
        if not body:
            return paragraph
        opens, done = (mark_bookmark(kind, self._marked, self._serial) for kind in "od")
        self._serial += 1
        inside = self._blocks(body, level)
        if not inside:
            return paragraph
        return f"{paragraph.removesuffix('</w:p>')}{_bookmarked(opens, '')}</w:p>{inside.removesuffix('</w:p>')}{_bookmarked(done, '')}</w:p>"

    def _mark(self, kind: str) -> str:
        self._serial += 1
        return mark_bookmark(kind, self._marked, self._serial - 1)

    def _numbered(self, level: int, *, titled: bool, leads: bool) -> str:
        lists = self._surface.lists
        at = min(level, WORD_LEVELS - 1)
        if self._standing_in:
            name, role, number = schedule_style, "paragraphs", lists.paragraphs
        else:
            name, role, number = clause_style, "clauses", lists.clauses
        number = self._list or number
        direct = self._list or role in lists.direct or not titled or level >= len(self._surface.text_indents)
        return self._opener(name(level) if titled else text_style(0), number if direct else 0, at, leads and level > 0)

    # Blocks

    def _blocks(self, blocks: Sequence[Block], level: int) -> str:
        return "".join(
            self._block(block, level, leads=isinstance(then, Table if isinstance(block, Figure) else _LED))
            for block, then in zip(blocks, (*blocks, None)[1:], strict=True)
        )

    def _block(self, block: Block, level: int, *, leads: bool = False) -> str:
        """`leads` keeps a paragraph on the page of what it introduces."""
        match block:
            case Paragraph(content):
                return self._text(content, level, leads=leads)
            case Table():
                return self._table(block, self._indent(level))
            case Figure():
                return self._figure(block, level, leads=leads)
            case ItemList():
                return self._items(block, level, 0)
            case Definition():
                return self._piece(block, level, partial(self._definition, block, level))
            case Clause():
                return self._unnumbered(block, level)
            case SignatureBlock():
                return self._after_break() + signature_table(block, self._surface, self._inlines.runs, last=not leads)
            case PageBreak():
                self._break_pending = True
                return ""
            case _:
                assert_never(block)

    def _text(self, content: Sequence[Inline], level: int, *, leads: bool = False) -> str:
        style = text_style(level) if level >= 0 else "Normal"
        return f"{self._opener(style, keep=leads)}{self._inlines.write(content)}</w:p>"

    def _definition(self, block: Definition, level: int) -> str:
        indent = f'<w:ind w:left="{self._indent(level)}"/>' if level > 0 else ""
        opener = self._opener("Definition").removesuffix("</w:pPr>")
        return self._with_body(f"{opener}{indent}</w:pPr>{self._inlines.write(block.content)}</w:p>", block.body, level)

    def _unnumbered(self, clause: Clause, level: int) -> str:
        """A clause that stands inside a block has no label, so it gets no number; outside every clause, as in a letter, its heading is one."""
        heading = self._text(clause.heading, level) if clause.heading and level >= 0 else ""
        if clause.heading and level < 0:
            heading = f"{self._opener('heading 1')}{self._inlines.write(clause.heading)}</w:p>"
        return heading + self._blocks((*clause.body, *clause.children, *clause.closing), level)

    def _table(self, table: Table, indent: int) -> str:
        xml = self._tables.write(table, indent, self._standing_in)
        return f"{self._after_break()}{xml}{self._opener('Table Space')}</w:p>" if xml else ""

    def _figure(self, figure: Figure, level: int, *, leads: bool) -> str:
        """The chart under its title, both on the page of the table that has its figures."""
        title = self._text((Strong((Text(figure.chart.title),)),), level, leads=True)
        indent = self._indent(level)
        self._inlines.linked = True  # its picture belongs to this document alone
        opener = self._opener("Table Space", keep=leads).removesuffix("</w:pPr>")
        return f'{title}{opener}<w:spacing w:line="240" w:lineRule="auto"/><w:ind w:left="{indent}"/></w:pPr>{self._pictures.add(figure.chart, indent)}</w:p>'

    def _items(self, items: ItemList, level: int, depth: int) -> str:
        left = self._indent(level) + _BULLET_STEP * (depth + 1)
        indent = f'<w:ind w:left="{left}" w:hanging="{_BULLET_STEP}"/></w:pPr>'
        bullet = self._opener("Clause Bullet", self._surface.lists.bullets, min(depth, WORD_LEVELS - 1)).removesuffix("</w:pPr>") + indent
        out = []
        for item in items.items:
            first, rest = self._first_of_item(item)
            out.append(f"{bullet}{first}</w:p>")
            out += [self._in_item(block, level, depth, left) for block in rest]
        return "".join(out)

    def _first_of_item(self, item: Sequence[Block]) -> tuple[str, Sequence[Block]]:
        match item:
            case (Paragraph(content), *rest):
                return self._inlines.write(content), rest
            case _:
                return "", item

    def _in_item(self, block: Block, level: int, depth: int, left: int) -> str:
        match block:
            case ItemList():
                return self._items(block, level, depth + 1)
            case Paragraph(content):
                opener = self._opener("Clause Text 1").removesuffix("</w:pPr>")
                return f'{opener}<w:ind w:left="{left}"/></w:pPr>{self._inlines.write(content)}</w:p>'
            case Table():
                return self._table(block, left)
            case _:
                return self._block(block, level)

    # Pieces of XML

    def _indent(self, level: int) -> int:
        indents = self._surface.text_indents
        return indents[min(level, len(indents) - 1)] if level >= 0 else 0

    def _opener(self, style: str, number: int = 0, level: int = 0, keep: bool = False) -> str:
        """The start of a paragraph up to its first run; `number` is the list that the style does not bring along."""
        if self._break_pending:
            self._break_pending = False
            return self._make_opener(style, number, level, keep, breaks=True)
        key = (style, number, level, keep)
        if key not in self._openers:
            self._openers[key] = self._make_opener(style, number, level, keep, breaks=False)
        return self._openers[key]

    def _make_opener(self, style: str, number: int, level: int, keep: bool, *, breaks: bool) -> str:
        numbering = f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>' if number else ""
        return (
            f'<w:p><w:pPr><w:pStyle w:val="{self._surface.styles[style]}"/>{"<w:keepNext/>" if keep else ""}'
            f"{'<w:pageBreakBefore/>' if breaks else ''}{numbering}</w:pPr>"
        )

    def _after_break(self) -> str:
        """A table cannot start a page by itself: a small paragraph does it for it."""
        return f"{self._opener('Table Space')}</w:p>" if self._break_pending else ""


def _bookmarked(name: str, content: str) -> str:
    return f'<w:bookmarkStart w:id="{NUMBER}" w:name="{name}"/>{content}<w:bookmarkEnd w:id="{NUMBER}"/>'


def _identified(identifier: str, content: str) -> str:
    """Content in the bookmark of its id; a long id has more of them."""
    return "".join([_bookmarked(name, "") for name in further_bookmarks(identifier)]) + _bookmarked(bookmark_name(identifier), content)


def _marked(xml: str, name: str) -> str:
    """With an empty bookmark at the start of the first paragraph."""
    first = xml.index("</w:pPr>") + len("</w:pPr>")
    return f"{xml[:first]}{_bookmarked(name, '')}{xml[first:]}"
