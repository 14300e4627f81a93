"""In force: the facts that bind on a day.

Before the first signature they are the draft's; from then on those of the version signed last, whatever is being drafted since.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from slagen.formats.files import Folder
from slagen.lifecycle.history import History
from slagen.model.agreement import Agreement
from slagen.model.record import Record, Verb
from slagen.model.standing import Standing, standing_of
from slagen.vault.repository import open_repository
from slagen.vault.tags import tagged
from slagen.vault.tree import CommittedTree
from slagen.workspace.load import Kept, Loaded
from slagen.workspace.records import records_of

DRAFT = ""


@dataclass(frozen=True, slots=True)
class InForce:
    """What binds on a day: `version` is the signed one, empty for the draft; `loaded` holds its facts; `records` are those up to that day."""

    version: str
    loaded: Loaded
    standing: Standing
    records: tuple[Record, ...]


@contextmanager
def in_force(loaded: Loaded, agreement_id: str, on: date) -> Iterator[InForce]:
    """What binds on `on`, for as long as it is read.

    Raises:
        NotFoundError: there is no such agreement.
        RefusedError: git refuses what the signed version is read from.
    """
    every = records_of(loaded, agreement_id)
    records = tuple(record for record in every if record.day <= on)
    standing = standing_of(records)
    if not standing.version or (standing.version == standing_of(every).version and standing_of(every).frozen):
        yield InForce(standing.version, loaded, standing, records)
        return
    with _signed(loaded, agreement_id, standing.version) as found:
        yield InForce(standing.version if found is not loaded else DRAFT, found, standing, records)


@contextmanager
def _signed(loaded: Loaded, agreement_id: str, version: str) -> Iterator[Loaded]:
    """The workspace as the signed version has it: its facts, its pins and the layers they were made of, with the library of today behind them."""
    root = loaded.files.root if isinstance(loaded.files, Folder) else None
    if root is None:
        yield loaded
        return
    with open_repository(Path(root)) as repository:
        commit = tagged(repository, agreement_id, version)
        yield replace(loaded, files=CommittedTree(repository, commit), kept=Kept()) if commit else loaded


def history_of(records: Sequence[Record], agreement: Agreement) -> History:
    """What the records say about the dates of an agreement. Options that were exercised before its present effective date belong to earlier facts."""
    start = agreement.contract_term.effective_date if agreement.contract_term else date.min
    renewals = sum(record.verb == Verb.RENEW and record.day >= start for record in records)
    ends = [record.ends_on for record in records if record.ends_on is not None and record.verb in {Verb.TERMINATE, Verb.NOTICE}]
    reviews = [record for record in records if record.verb == Verb.REVIEW]
    last = reviews[-1] if reviews else None
    return History(
        renewals=renewals,
        ends_on=min(ends, default=None),
        reviewed=(last.due or last.day) if last else None,
        review_done=(last.done_on or last.day) if last else None,
    )
