"""A review that is to come: the agreement as it is in force, the last review, and what has changed since."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from slagen.compare.difference import Difference
from slagen.core.errors import SlagenError
from slagen.core.locales import Formats
from slagen.formats.files import Folder
from slagen.lifecycle.due import due_items
from slagen.lifecycle.due_item import DueItem, DueKind
from slagen.model.agreement import Agreement
from slagen.model.document import Block, Document, Value
from slagen.model.record import Record, Verb
from slagen.model.standing import Standing
from slagen.model.walk import clauses, contents, flat, own_blocks, provisions
from slagen.workspace.comparing import compare_drafts
from slagen.workspace.drafting import draft
from slagen.workspace.foreseeing import with_outlook
from slagen.workspace.in_force import InForce, in_force
from slagen.workspace.load import Loaded
from slagen.workspace.notice_basis import Basis, basis_of
from slagen.workspace.versions import opened


@dataclass(frozen=True, slots=True)
class Occasion:
    """What the agenda of a review is made from.

    `change` is what differs from the version that was looked at last (`since`), None where nothing does, with the reason in `unknown` where it cannot
    be told; `printed` names the facts that either version prints: only these have left the house.
    """

    loaded: Loaded
    basis: Basis
    formats: Formats
    on: date
    standing: Standing
    records: tuple[Record, ...]
    items: tuple[DueItem, ...]
    since: str = ""
    change: Difference | None = None
    unknown: str = ""
    printed: frozenset[str] = frozenset()

    @property
    def agreement(self) -> Agreement:
        """The facts in force."""
        return self.basis.agreement

    @property
    def last(self) -> Record | None:
        """The record of the last review."""
        return next((record for record in reversed(self.records) if record.verb == Verb.REVIEW), None)

    @property
    def due(self) -> date | None:
        """The day of the review that is to come, where one is planned."""
        return next((item.due for item in self.items if item.kind is DueKind.REVIEW), None)

    @property
    def signed(self) -> dict[str, date]:
        """The signed versions with the day of their signature."""
        return {record.version: record.day for record in self.records if record.verb == Verb.SIGN}

    def day(self, day: date) -> str:
        """A date as the agreement prints it."""
        return self.formats.date(day)


def occasion(loaded: Loaded, agreement_id: str, on: date) -> Occasion:
    """What the agenda of the next review is made from, as of a day.

    Raises:
        NotFoundError: there is no such agreement.
        FindingsError: its facts cannot be used.
        BadInputError: its dates cannot be worked out.
    """
    with in_force(loaded, agreement_id, on) as found:
        basis = basis_of(loaded, agreement_id, found, on)
        formats = Formats("en", basis.agreement.locale)
        made = Occasion(loaded, basis, formats, on, found.standing, found.records, due_items(with_outlook(loaded, basis.setting)))
        return _with_change(made, found, agreement_id)


def _with_change(made: Occasion, found: InForce, agreement_id: str) -> Occasion:
    versions = list(made.signed)
    since = (made.last.base if made.last else "") or (versions[0] if versions else "")
    printed = frozenset(_printed(made.basis.made.assembled.document)) if made.basis.made.assembled else frozenset()
    if not since or since == found.version or not isinstance(made.loaded.files, Folder):
        return replace(made, since=since, printed=printed)
    try:
        with opened(made.loaded.files.root, since, agreement_id) as before:
            old = draft(before, agreement_id)
            change = compare_drafts(old, made.basis.made, (since, found.version))
            return replace(made, since=since, change=change, printed=printed | frozenset(_printed(old.contract.document)))
    except SlagenError as error:
        return replace(made, since=since, printed=printed, unknown=error.message)


def _printed(document: Document) -> Iterator[str]:
    """The keys of the facts that a contract prints."""
    for clause in clauses(document):
        for provision in provisions(clause):
            yield from _keys((*own_blocks(provision),))
    yield from _keys(document.recitals)


def _keys(blocks: tuple[Block, ...]) -> Iterator[str]:
    for block in blocks:
        for content in contents(block):
            yield from (inline.key for inline in flat(content) if isinstance(inline, Value))
