"""Records: what happened to an agreement, one file per event, written once and never changed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
import hashlib
import json
from pathlib import PurePosixPath
from typing import Any

from slagen.core.money import Money
from slagen.model.native import to_native

_OUTSIDE = frozenset({"number", "path"})


class Verb(StrEnum):
    """What can happen, in the words of the commands that record it."""

    SEND = "send"
    RECEIVE = "receive"
    SIGN = "sign"
    NOTICE = "notice"
    REVIEW = "review"
    RENEW = "renew"
    AMEND = "amend"
    TERMINATE = "terminate"
    ACKNOWLEDGE = "acknowledge"
    SNOOZE = "snooze"
    CLAIM = "claim"
    CREDIT = "credit"


class Ground(StrEnum):
    """Why an agreement ends: notice under its own rules, or something that its rules on notice do not speak of."""

    NOTICE = "notice"
    BREACH = "breach"
    MUTUAL = "mutual"
    INSOLVENCY = "insolvency"
    CONVENIENCE = "convenience"
    CRITICAL_FAILURE = "critical-failure"


class Excuse(StrEnum):
    """Why a credit that was claimed late has not lapsed: the lapse was waived, the reported result was wrong, or its figures were withheld knowingly."""

    WAIVED = "waived"
    CORRECTED = "corrected"
    WITHHELD = "withheld"


EXCHANGED = (Verb.SEND, Verb.RECEIVE)
"""The events that give each file a name of its own: `sent-1`, `received-1`."""
WITH_FILE = (*EXCHANGED, Verb.SIGN)
"""The events that keep the exact bytes of a file."""


@dataclass(frozen=True, slots=True)
class Record:
    """One event.

    `at` is a moment with its offset, or a day where nothing more is known. `version` is the name that the event gave: `sent-1`, `received-1`, `v1.0`;
    an amendment names the version that it is to become. `commit` is the saved version whose text it is, `base` the version that a file which came
    back was made from. `file` stands in the agreement's folder, `name` is what the file was called outside. `purpose` is what a notice is given
    for, `item` the due item that is answered (`DueItem.id`), `until` the day until which it is put off. `holidays` is the holiday data that
    its deadlines were counted with. `baselines` are those that a review confirmed, by service level, in the unit of its results.
    `scheme` and `period` are the scheme and the month whose credits were claimed or given, by the party `party`; `amount` what was named (None: all of it),
    and `excuse` why a late claim counts.
    `seal` is the hash of the other facts: who changes a record by hand breaks it. `number` and `path` come from the file's place, not from what it says.
    """

    verb: Verb
    at: date
    by: str
    version: str = ""
    commit: str = ""
    base: str = ""
    file: str = ""
    name: str = ""
    sha256: str = ""
    text_hash: str = ""
    to: str = ""
    method: str = ""
    note: str = ""
    due: date | None = None
    done_on: date | None = None
    outcome: str = ""
    ends_on: date | None = None
    ground: str = ""
    purpose: str = ""
    item: str = ""
    until: date | None = None
    holidays: str = ""
    baselines: Mapping[str, Decimal] = field(default_factory=dict)
    scheme: str = ""
    period: str = ""
    party: str = ""
    amount: Money | None = None
    excuse: str = ""
    seal: str = ""
    number: int = 0
    path: str = ""

    @property
    def day(self) -> date:
        """The day of the event, where the one who recorded it was."""
        return self.at.date() if isinstance(self.at, datetime) else self.at

    @property
    def agreement(self) -> str:
        """The id of the agreement that the record stands with."""
        return PurePosixPath(self.path).parent.parent.name

    @property
    def kept(self) -> str:
        """The path of the kept file, from the workspace; empty where there is none."""
        return str(PurePosixPath(self.path).parent.parent / self.file) if self.file else ""

    @property
    def file_name(self) -> str:
        """The name that the record's own file must have."""
        return f"{self.day:%Y-%m-%d}-{self.verb}-{self.number}.yaml"


def facts_of(record: Record) -> Mapping[str, Any]:
    """What stands in the record's file: everything that is known, the seal last."""
    return {key: value for key, value in to_native(record).items() if key not in _OUTSIDE}


def seal_of(record: Record) -> str:
    """SHA-256, in hex, over the facts of a record without its seal."""
    facts = {key: value for key, value in facts_of(record).items() if key != "seal"}
    return hashlib.sha256(json.dumps(facts, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()).hexdigest()


def is_frozen(records: Iterable[Record]) -> bool:
    """Whether the text is signed and no amendment has been opened since: `records` in their order."""
    last: Verb | None = None
    for record in records:
        if record.verb in {Verb.SIGN, Verb.AMEND}:
            last = record.verb
    return last is Verb.SIGN
