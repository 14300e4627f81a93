"""In force: the facts that bind on a day.

Before anything is signed they are the draft's; from then on those of the version signed last by that day, whatever is being drafted since.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date

from slagen.formats.files import Folder
from slagen.lifecycle.due_item import DueKind
from slagen.lifecycle.history import History
from slagen.model.agreement import Agreement
from slagen.model.record import Ground, Record, Verb, is_frozen
from slagen.model.standing import Standing, standing_of
from slagen.workspace.claim_records import claims_of
from slagen.workspace.load import Loaded
from slagen.workspace.records import records_of
from slagen.workspace.versions import opened


@dataclass(frozen=True, slots=True)
class InForce:
    """What binds on a day: `version` is the signed one, empty for the draft; `loaded` holds its facts; `records` are those up to that day."""

    version: str
    loaded: Loaded
    standing: Standing
    records: tuple[Record, ...]


@contextmanager
def in_force(loaded: Loaded, agreement_id: str, on: date) -> Iterator[InForce]:
    """What binds on `on`, for as long as it is read; before the first signature, what was to be signed, not what was amended since.

    Raises:
        NotFoundError: there is no such agreement, or the signed version has lost its name.
        RefusedError: the folder is in no repository.
    """
    every = records_of(loaded, agreement_id)
    records = tuple(record for record in every if record.day <= on)
    standing, present = standing_of(records), standing_of(every)
    text = standing.version or next((record.version for record in every if record.verb == Verb.SIGN), "")
    as_signed = text == present.version and is_frozen(every)
    if not text or as_signed or not isinstance(loaded.files, Folder):
        yield InForce(standing.version, loaded, standing, records)
        return
    with opened(loaded.files.root, text, agreement_id) as signed:
        yield InForce(standing.version, signed, standing, records)


def exercises_option(record: Record) -> bool:
    """Whether an option was exercised: by a record of its own, or by a notice that leads to a further term."""
    return record.verb == Verb.RENEW or (record.verb == Verb.NOTICE and record.purpose == "option-exercise" and record.due is not None)


def history_of(records: Sequence[Record], agreement: Agreement) -> History:
    """What the records say about the dates of an agreement. Options that were exercised before its present effective date belong to earlier facts."""
    start = agreement.contract_term.effective_date if agreement.contract_term else date.min
    renewals = sum(exercises_option(record) and record.day >= start for record in records)
    ends = [record.ends_on for record in records if record.ends_on is not None and record.verb in {Verb.TERMINATE, Verb.NOTICE}]
    reviews = [record for record in records if record.verb == Verb.REVIEW]
    last = reviews[-1] if reviews else None
    answers = [record for record in records if record.verb in {Verb.ACKNOWLEDGE, Verb.SNOOZE} and record.item]
    performed = _performed(answers, agreement)
    terminated = [record.day for record in records if _terminates(record)]
    return History(
        renewals=renewals,
        ends_on=min(ends, default=None),
        reviewed=max((record.due or record.day for record in reviews), default=None),
        review_done=(last.done_on or last.day) if last else None,
        reviews=len(reviews),
        done=_done(answers) | {name: record.done_on for name, (_, record) in performed.items() if record.done_on},
        turns={name: turn for name, (turn, _) in performed.items()},
        settled={name: record.due for name, (_, record) in performed.items() if record.due},
        acknowledged={record.item: record.day for record in answers if record.verb == Verb.ACKNOWLEDGE},
        snoozed={record.item: record.until for record in answers if record.until is not None},
        claimed={key: any(claim.amount is None for claim in claims) for key, claims in claims_of(records).items()},
        signed_on=next((record.day for record in records if record.verb == Verb.SIGN), None),
        terminated_on=max(terminated, default=None),
        promised={record.item: (record.due, record.holidays) for record in answers if record.due is not None and record.holidays},
    )


def _terminates(record: Record) -> bool:
    """Whether a right to terminate was exercised: for a critical failure, or by a notice of termination that ends the agreement."""
    if record.verb == Verb.TERMINATE:
        return record.ground == Ground.CRITICAL_FAILURE
    return record.verb == Verb.NOTICE and record.purpose == "termination" and record.ends_on is not None


def notice_given_on(records: Iterable[Record]) -> date | None:
    """The first day on which notice of termination was given, or the agreement terminated; None where it was not."""
    given = (record for record in records if record.verb == Verb.TERMINATE or (record.verb == Verb.NOTICE and record.purpose == "termination"))
    return min((record.day for record in given if record.ends_on is not None), default=None)


def _done(answers: Sequence[Record]) -> dict[str, date]:
    return {record.item: record.done_on for record in answers if record.done_on is not None}


def _performed(answers: Sequence[Record], agreement: Agreement) -> dict[str, tuple[int, Record]]:
    """The last turn of each obligation that was performed, with its record."""
    known = {obligation.id for obligation in agreement.obligations}
    found: dict[str, tuple[int, Record]] = {}
    for record in answers:
        name, turn = obligation_of(record.item, known)
        if name and record.done_on is not None and turn >= found.get(name, (0, record))[0]:
            found[name] = (turn, record)
    return found


def obligation_of(item: str, known: Collection[str]) -> tuple[str, int]:
    """The obligation that an item is a turn of, and which turn; empty where it is none. One without turns is its own first turn."""
    kind, _, period = item.partition(":")[2].partition(":")
    if kind != DueKind.OBLIGATION:
        return "", 0
    name, _, turn = period.rpartition("-")
    if name in known and turn.isdecimal():
        return name, int(turn)
    return (period, 1) if period in known else ("", 0)
