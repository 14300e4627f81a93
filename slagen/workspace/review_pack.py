"""The agenda of the next review, as Word and Markdown, in an edition for us and one for the customer.

The customer's edition is made only of what the contract prints and of room to fill in: its parts read nothing else.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path, PurePosixPath

from slagen.assembly.labels import Labels
from slagen.assembly.number import number
from slagen.core.errors import SlagenError
from slagen.model.document import Block, Clause, Document, Meta, Section, Text
from slagen.model.record import Verb
from slagen.workspace import document_files as files
from slagen.workspace import review_inside as inside
from slagen.workspace import review_sections as both
from slagen.workspace.identifying import Document as File
from slagen.workspace.load import Loaded
from slagen.workspace.people import Person, people_of
from slagen.workspace.records import kept_file
from slagen.workspace.review_baselines import baselines
from slagen.workspace.review_blocks import Part, lines
from slagen.workspace.review_occasion import Occasion, occasion
from slagen.workspace.review_performance import performance

FORMATS = ("docx", "md")
_STATUS_US, _STATUS_THEM = "review-internal", "review"


class Edition(StrEnum):
    """Whom the agenda is for."""

    US = "us"
    CUSTOMER = "customer"


@dataclass(frozen=True, slots=True)
class Pack:
    """What was written: the files, the day of the review, and the versions that were compared."""

    agreement: str
    edition: Edition
    files: tuple[Path, ...]
    due: date | None
    since: str
    version: str


@dataclass(frozen=True, slots=True)
class Order:
    """What to write: the edition, as of which day, in which formats, and where.

    `out` is a folder, or a file whose ending says the format; without one it is `build/` in the workspace.
    """

    edition: Edition
    on: date
    formats: Sequence[str] = FORMATS
    out: Path | None = None


def pack(root: Path, loaded: Loaded, agreement_id: str, order: Order) -> Pack:
    """Write the agenda.

    Raises:
        NotFoundError: there is no such agreement.
        FindingsError: its facts cannot be used.
        UsageError: a format is not known.
        RefusedError: the files cannot be written.
    """
    more = "-internal" if order.edition is Edition.US else ""
    found = occasion(loaded, agreement_id, order.on)
    document, labels = agenda(found, order.edition)
    written = files.Order(order.formats, order.out)
    paths = files.write_documents(root, f"{agreement_id}-review{more}", written, lambda kind: files.rendered(document, labels, kind), FORMATS)
    return Pack(agreement_id, order.edition, paths, found.due, found.since, found.basis.version)


def agenda(found: Occasion, edition: Edition) -> tuple[Document, Labels]:
    """The agenda as a document."""
    parts = _for_us(found) if edition is Edition.US else _for_customer(found)
    titled = [(title, tuple(blocks)) for title, blocks in parts]
    clauses = tuple(Clause(f"part-{position}", (Text(title),), blocks) for position, (title, blocks) in enumerate(titled) if blocks)
    agreement = found.agreement
    meta = Meta(
        agreement.id, f"Review: {agreement.title}", "review", version=found.basis.version or "draft",
        status=_STATUS_US if edition is Edition.US else _STATUS_THEM, language="en", locale=agreement.locale,
    )  # fmt: skip
    document = Document(meta, sections=(Section("", clauses),))
    return document, number(document)


def _for_us(found: Occasion) -> Iterator[Part]:
    people = _people(found)
    yield "The agreement in brief", tuple(both.in_brief(found))
    yield "Our side", tuple(inside.our_people(found))
    yield "Dates that we must keep", tuple(inside.our_dates(found))
    yield "What has changed since the last review", tuple(both.changes(found, inside=True))
    yield "Deviations from our standard", tuple(inside.deviations(found))
    yield "Performance and credits", tuple(performance(found))
    yield "Open points", tuple(inside.open_points(found, people))
    yield from _baselines(found)
    yield "Outcomes, and what each takes", tuple(inside.what_outcomes_take(found))
    yield "Sign-off", (*inside.our_sign_off(found), *both.sign_off(found))


def _for_customer(found: Occasion) -> Iterator[Part]:
    waits = both.file_that_waits(found, _people(found))
    blocks: tuple[Block, ...] = (*lines([waits] if waits else []), both.points())
    yield "The agreement in brief", tuple(both.in_brief(found))
    yield "What has changed since the last review", tuple(both.changes(found, inside=False))
    yield "Performance and credits", tuple(performance(found))
    yield "Open points", blocks
    yield from _baselines(found)
    yield "Outcomes", tuple(both.outcomes(found))
    yield "Sign-off", tuple(both.sign_off(found))


def _baselines(found: Occasion) -> Iterator[Part]:
    if found.agreement.service_levels:
        yield "Baselines to set again", tuple(baselines(found))


def _people(found: Occasion) -> tuple[Person, ...]:
    """Who has left tracked changes and comments in the file that came back last; nobody where it cannot be read."""
    back = next((record for record in reversed(found.records) if record.verb == Verb.RECEIVE), None)
    if back is None:
        return ()
    try:
        return people_of(File(PurePosixPath(back.file).name, kept_file(found.loaded.files, back)))
    except SlagenError:
        return ()
