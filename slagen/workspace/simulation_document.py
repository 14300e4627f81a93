"""A simulation as a document: what is proposed, what would have come of it, level by level and month by month."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from slagen.assembly.labels import Labels
from slagen.assembly.number import number
from slagen.model.document import Block, Clause, Document, Meta, Section, Text
from slagen.workspace.document_files import Order, rendered, write_documents
from slagen.workspace.review_blocks import Part, line, lines, table
from slagen.workspace.simulating import Simulation
from slagen.workspace.simulation_rows import LevelRow
from slagen.workspace.simulation_words import CREDITS, LEVELS, TERMS, Words

_ASSUMED = (
    "Each past period is worked out by the version that was in force in it. The proposed terms are laid over every one of these versions, as if they had held"
    " from the first day of the agreement on, so that yearly limits and repeated misses count what they would have brought before as well."
)


def written(root: Path, found: Simulation, order: Order) -> tuple[Path, ...]:
    """Write the simulation.

    Raises:
        UsageError: a format is not known.
        RefusedError: the files cannot be written.
    """
    document, labels = document_of(found)
    return write_documents(root, f"{found.agreement.id}-simulation", order, lambda kind: rendered(document, labels, kind))


def document_of(found: Simulation) -> tuple[Document, Labels]:
    """The simulation as a document."""
    parts = [(title, blocks) for title, blocks in _parts(Words(found)) if blocks]
    clauses = tuple(Clause(f"part-{position}", (Text(title),), blocks) for position, (title, blocks) in enumerate(parts))
    title = f"What if: proposed terms for {found.agreement.title}"
    meta = Meta(found.agreement.id, title, "simulation", version=found.versions[-1], status="simulation", language="en", locale=found.agreement.locale)
    document = Document(meta, sections=(Section("", clauses),))
    return document, number(document)


def _parts(words: Words) -> Iterator[Part]:
    found = words.found
    yield "In brief", tuple(_in_brief(words))
    yield "What is proposed", (table(TERMS, words.term_rows(), "Terms"),) if found.terms else (line("Nothing of it changes a term."),)
    yield "Service levels that come out otherwise", tuple(_level_table(words, words.changed()))
    yield "Service Credits", (table(CREDITS, words.credit_rows(), "Credits under both terms", right=(1, 2, 3)),) if found.credits else ()
    yield "Critical Failures", lines(words.rights())
    yield "Service levels that come out the same", tuple(_level_table(words, [row for row in found.levels if row not in words.changed()]))


def _level_table(words: Words, rows: Sequence[LevelRow]) -> Iterator[Block]:
    if rows:
        yield table(LEVELS, words.level_rows(rows), "Results under both terms", right=(2,))


def _versions(versions: Sequence[str]) -> tuple[str, str]:
    if list(versions) == ["draft"]:
        return "Contract", "a draft, not signed yet: worked out as if it were in force"
    return "Contract in force", ", ".join(versions)


def _in_brief(words: Words) -> Iterator[Block]:
    found = words.found
    first, last = (words.formats.date(day) for day in (found.span.first, found.span.last))
    rows = [("Period", f"{first} to {last}, by the clock of {found.agreement.time_zone}"), _versions(found.versions)]
    yield line(words.summary())
    yield table(("What", "How it stands"), rows, "The simulation in brief")
    yield line(_ASSUMED)
