"""The ledger of reminders: one line for each mail before it is sent, and one after, in JSON; each with a seal over what it says."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
import hashlib
import json
import re
from typing import Any

_SEAL_SIGNS = 16
_NAME = re.compile(r"<[^\s<>\x00-\x1f\x7f-\x9f\ud800-\udfff]{1,400}>")
"""The Message-ID of a mail: it is written into the head of the mail that is sent again."""
_KEYS = {"what", "message_id", "to", "at", "items", "seal"}


class What(StrEnum):
    """What a line tells: a mail is about to be sent, was sent, or was not sent for certain."""

    INTENT = "intent"
    SENT = "sent"
    NOT_SENT = "not-sent"


@dataclass(frozen=True, slots=True, order=True)
class Turn:
    """One thing that one person is told at one lead time. The day belongs to it: who was told of one day was not told of another."""

    to: str
    item: str
    due: date
    stage: str


@dataclass(frozen=True, slots=True)
class Line:
    """One line: which mail, to whom, when it was written (ISO 8601), and what the mail says."""

    what: What
    message_id: str
    to: str
    at: str
    turns: tuple[Turn, ...]


@dataclass(frozen=True, slots=True)
class Read:
    """What a file of the ledger says: its lines, the numbers of those that cannot be read, and whether the last one was cut off while it was written."""

    lines: tuple[Line, ...]
    damaged: tuple[int, ...] = ()
    cut_off: bool = False


@dataclass(frozen=True, slots=True)
class Known:
    """What all lines together say: what was sent, and the mails of which nobody knows whether they were."""

    sent: frozenset[Turn] = frozenset()
    pending: Mapping[str, Line] | None = None


def write_line(line: Line) -> bytes:
    """The line with its seal and its end."""
    facts = _facts(line)
    return (json.dumps(facts | {"seal": _seal(facts)}, ensure_ascii=False, separators=(",", ":")) + "\n").encode()


def _facts(line: Line) -> dict[str, Any]:
    items = [[turn.item, turn.due.isoformat(), turn.stage] for turn in line.turns]
    return {"what": line.what.value, "message_id": line.message_id, "to": line.to, "at": line.at, "items": items}


def _seal(facts: Mapping[str, Any]) -> str:
    return hashlib.sha256(json.dumps(facts, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode(errors="surrogatepass")).hexdigest()[:_SEAL_SIGNS]


def read(data: bytes) -> Read:
    """The lines of a file. One without an end was cut off by a crash: what it was to say did not happen, or is not known."""
    whole, end, rest = data.rpartition(b"\n")
    lines: list[Line] = []
    damaged: list[int] = []
    for number, text in enumerate(whole.split(b"\n") if end else (), 1):
        found = _line(text)
        if found is not None:
            lines.append(found)
        elif text.strip():
            damaged.append(number)
    return Read(tuple(lines), tuple(damaged), bool(rest.strip()))


def _line(text: bytes) -> Line | None:
    try:
        facts = json.loads(text)
        if not isinstance(facts, dict) or facts.keys() != _KEYS or facts.pop("seal") != _seal(facts):
            return None
        to = str(facts["to"])
        turns = tuple(Turn(to.casefold(), str(item), date.fromisoformat(due), str(stage)) for item, due, stage in facts["items"])
        name = str(facts["message_id"])
        return Line(What(facts["what"]), name, to, str(facts["at"]), turns) if _NAME.fullmatch(name) else None
    except (ValueError, TypeError, RecursionError):
        return None


def known(lines: Iterable[Line]) -> Known:
    """What the lines say, those of a file in their order and the files in theirs."""
    sent: set[Turn] = set()
    pending: dict[str, Line] = {}
    for line in lines:
        if line.what is What.INTENT:
            pending[line.message_id] = line
        else:
            pending.pop(line.message_id, None)
            sent.update(line.turns if line.what is What.SENT else ())
    left = {name: line for name, line in pending.items() if not sent.issuperset(line.turns)}
    return Known(frozenset(sent), left)


def message_id(turns: Iterable[Turn], domain: str) -> str:
    """The same for the same things told to the same person, so that a mail that is sent twice can be told for one."""
    told = json.dumps([[turn.to, turn.item, turn.due.isoformat(), turn.stage] for turn in sorted(turns)], ensure_ascii=False)
    return f"<slagen.{hashlib.sha256(told.encode(errors='surrogatepass')).hexdigest()[:40]}@{domain}>"
