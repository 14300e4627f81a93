"""The format-neutral contract: what it says, not how it is shown.

Ids are stored and numbers never are: `assembly.number` works them out. Every block says where it came from.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

from slagen.model.chart import Chart


@dataclass(frozen=True, slots=True)
class Origin:
    """The clause, its version and the layer that a block came from. `layer` is the agreement's own id or a layer's."""

    clause: str
    version: str
    layer: str = ""


# Inlines


@dataclass(frozen=True, slots=True)
class Text:
    """Plain characters; never markup."""

    text: str


@dataclass(frozen=True, slots=True)
class Strong:
    """Bold content."""

    content: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Emphasis:
    """Italic content."""

    content: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Link:
    """A link out of the document (http, https or mailto)."""

    href: str
    content: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class CrossReference:
    """A reference to the block with the id `target`. Its label is worked out when the document is written."""

    target: str


@dataclass(frozen=True, slots=True)
class TermUse:
    """A defined term where it is used; `text` is the form printed (it may be a plural)."""

    term: str
    text: str


@dataclass(frozen=True, slots=True)
class Value:
    """A printed fact: `key` names the parameter or fact behind it, `text` is what is printed."""

    key: str
    text: str


@dataclass(frozen=True, slots=True)
class LineBreak:
    """A line break inside a paragraph."""


@dataclass(frozen=True, slots=True)
class Blank:
    """A blank still to be filled in; execution versions refuse it. `key` names the fact that is missing."""

    key: str
    prompt: str


Inline: TypeAlias = Text | Strong | Emphasis | Link | CrossReference | TermUse | Value | LineBreak | Blank


# Blocks


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Unnumbered text."""

    content: tuple[Inline, ...]
    origin: Origin | None = None


@dataclass(frozen=True, slots=True)
class ItemList:
    """A bulleted list; each item is a sequence of blocks."""

    items: tuple[tuple[Block, ...], ...]
    origin: Origin | None = None


@dataclass(frozen=True, slots=True)
class Cell:
    """A table cell. `align` is left, right or center."""

    content: tuple[Inline, ...]
    align: str = "left"


@dataclass(frozen=True, slots=True)
class Table:
    """A table with one header row. `kind` says which table function made it, or `text`; `summary` is its alt text."""

    header: tuple[Cell, ...]
    rows: tuple[tuple[Cell, ...], ...]
    summary: str = ""
    kind: str = "text"
    origin: Origin | None = None


@dataclass(frozen=True, slots=True)
class Figure:
    """A chart under its title. Where it cannot be drawn, its description stands for it; a table of its figures is a block of its own."""

    chart: Chart
    origin: Origin | None = None


@dataclass(frozen=True, slots=True)
class Definition:
    """Where a term is given its meaning. `content` is the whole sentence, the quoted term in bold included."""

    term: str
    content: tuple[Inline, ...]
    body: tuple[Block, ...] = ()
    origin: Origin | None = None


@dataclass(frozen=True, slots=True)
class Clause:
    """A numbered provision; it nests.

    A clause of the library has a `heading` and its own id; a provision inside has none and the id
    `clause-id.label`, or `clause-id.2.1` (its place) where the author gave no label.
    `body` holds the unnumbered text under it, `children` the provisions below.
    """

    id: str
    heading: tuple[Inline, ...] = ()
    body: tuple[Block, ...] = ()
    children: tuple[Clause, ...] = ()
    origin: Origin | None = None
    closing: tuple[Block, ...] = ()


@dataclass(frozen=True, slots=True)
class Section:
    """Clauses under an unnumbered heading; `title` may be empty."""

    title: str
    clauses: tuple[Clause, ...]


@dataclass(frozen=True, slots=True)
class Schedule:
    """A schedule, numbered on its own: Schedule 1, then paragraphs 1, 1.1, (a) inside."""

    id: str
    title: str
    clauses: tuple[Clause, ...]


@dataclass(frozen=True, slots=True)
class Signatory:
    """A person who signs for a party. `power` is the printed date of the power of attorney that an attorney signs under, empty for others."""

    name: str
    title: str = ""
    email: str = ""
    power: str = ""


@dataclass(frozen=True, slots=True)
class DocumentParty:
    """A party as the cover and the execution page name it. `label` is the defined term, such as the Provider."""

    id: str
    label: str
    name: str
    address: str = ""
    number: str = ""
    signatories: tuple[Signatory, ...] = ()


@dataclass(frozen=True, slots=True)
class SignatureBlock:
    """Where one party signs. `form` is simple or deed, `method` wet-ink or e-signature.

    `manner` is representative (through those who act for it), in-person (an individual), or overseas: a company from another country,
    `territory`, that executes a deed of English law. `place` asks for the place beside the date.
    """

    party: str
    label: str
    name: str
    signatories: tuple[Signatory, ...]
    form: str = "simple"
    method: str = "wet-ink"
    manner: str = "representative"
    territory: str = ""
    place: bool = False


@dataclass(frozen=True, slots=True)
class PageBreak:
    """The next block starts a page."""


Block: TypeAlias = Paragraph | ItemList | Table | Figure | Definition | Clause | SignatureBlock | PageBreak


@dataclass(frozen=True, slots=True)
class Meta:
    """What identifies the document. `status` is draft, execution or executed; `version` is a version name such as draft or v1.0.

    `language` (BCP 47) is the language of the words, `locale` that of digits and money.
    """

    agreement: str
    title: str
    kind: str
    level: str = ""
    template: str = ""
    version: str = "draft"
    status: str = "draft"
    language: str = "en"
    locale: str = "en_GB"
    effective_date: date | None = None


@dataclass(frozen=True, slots=True)
class Document:
    """One whole contract."""

    meta: Meta
    parties: tuple[DocumentParty, ...] = ()
    recitals: tuple[Paragraph, ...] = ()
    sections: tuple[Section, ...] = ()
    schedules: tuple[Schedule, ...] = ()
    execution: tuple[Block, ...] = ()
    pins: tuple[Origin, ...] = ()
