"""Answering what is due: somebody deals with an item, has done it, or puts it off with a reason."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from slagen.core.errors import NotFoundError, RefusedError, UsageError
from slagen.core.identifiers import nearest
from slagen.lifecycle.answers import why_not_done, why_not_snoozed
from slagen.lifecycle.due import due_items
from slagen.lifecycle.due_item import LIBRARY, DueItem
from slagen.lifecycle.options import Refusal
from slagen.lifecycle.setting import Setting
from slagen.model.record import Record, Verb
from slagen.workspace.foreseeing import with_outlook
from slagen.workspace.load import Loaded
from slagen.workspace.permitting import setting_on
from slagen.workspace.recording import Circumstances, Desk, Filed, desk, file_records, recorded_before, said


@dataclass(frozen=True, slots=True)
class Answered:
    """An answer on record, and the item that it answers; None where it was answered before and is no longer due."""

    filed: Filed
    item: str
    due: DueItem | None


@dataclass(frozen=True, slots=True)
class _Asked:
    """The desk at which an item is answered, and what is due that day."""

    at: Desk
    setting: Setting
    items: tuple[DueItem, ...]
    name: str

    @property
    def item(self) -> DueItem | None:
        """The item, where it is due."""
        return next((item for item in self.items if item.id == self.name), None)


def acknowledge(root: Path, loaded: Loaded, name: str, how: Circumstances, *, done: bool = False) -> Answered:
    """Record that somebody deals with an item, or has done it. The same is recorded once a day.

    Raises:
        NotFoundError: there is no such agreement, or no such item is due on that day.
        RefusedError: it is of the clause library, was done before, or is done by an event of its own.
    """
    with _asked(root, loaded, name, how) as asked:
        record = replace(said(asked.at, Verb.ACKNOWLEDGE, how), item=name, done_on=how.day if done else None)
        return _answer(asked, record, how, lambda item: why_not_done(item) if done else None)


def snooze(root: Path, loaded: Loaded, name: str, until: date, how: Circumstances) -> Answered:
    """Record that an item is put off until a day; `how.note` gives the reason. The same is recorded once a day.

    Raises:
        NotFoundError: there is no such agreement, or no such item is due on that day.
        RefusedError: it is of the clause library, was done before, or a legal deadline would pass meanwhile.
        UsageError: no reason is given.
    """
    if not how.note.strip():
        raise UsageError("A reason is missing.", hint='Say why it can wait: --reason "…"')
    with _asked(root, loaded, name, how) as asked:
        record = replace(said(asked.at, Verb.SNOOZE, how), item=name, until=until)
        return _answer(asked, record, how, lambda item: why_not_snoozed(asked.setting, item, until, asked.items))


@contextmanager
def _asked(root: Path, loaded: Loaded, name: str, how: Circumstances) -> Iterator[_Asked]:
    agreement = name.partition(":")[0]
    if agreement == LIBRARY and agreement not in loaded.agreements:
        raise RefusedError(
            "A clause of the library is answered in the clause itself.", hint="Look at its text, and write the next day into it: review_by: 2027-03-31"
        )
    if ":" not in name:
        hint = f"It is agreement, kind and period: {agreement}:review:2. See them: slagen due --json"
        raise NotFoundError("item", name, hint=hint)
    with desk(root, loaded, agreement) as at:
        setting = setting_on(at, how.day)
        yield _Asked(at, setting, due_items(with_outlook(loaded, setting)), name)


def _answer(asked: _Asked, record: Record, how: Circumstances, why_not: Callable[[DueItem], Refusal | None]) -> Answered:
    item = asked.item
    if item is not None:
        record = replace(record, due=item.due)
    before = recorded_before(asked.at, record if item else _as_recorded(asked, record))
    if before:
        return Answered(before, asked.name, item)
    if item is None:
        raise _unknown(asked)
    refusal = why_not(item)
    if refusal:
        reason, way_out = refusal
        command = way_out.replace(" ID", f" {asked.at.agreement}").replace("ITEM", asked.name)
        raise RefusedError(f"“{asked.name}” cannot be {'put off' if record.until else 'ticked off'}: {reason}.", hint=command)
    message = f"{asked.at.agreement}: {item.kind.value.replace('-', ' ')} {_outcome(record)}"
    return Answered(file_records(asked.at, [(record, None)], message, how), asked.name, item)


def _as_recorded(asked: _Asked, record: Record) -> Record:
    """The answer as it would read had the item still been due: what was done is no longer listed."""
    known = next((one for one in asked.at.recorded.of(record.verb) if one.item == asked.name), record)
    return replace(record, due=known.due)


def _outcome(record: Record) -> str:
    if record.until:
        return f"put off until {record.until}"
    return f"done on {record.done_on}" if record.done_on else "acknowledged"


def _unknown(asked: _Asked) -> RefusedError | NotFoundError:
    done = asked.setting.history.done.get(asked.name)
    if done:
        return RefusedError(f"“{asked.name}” was done on {asked.setting.formats.date(done)}.", hint="Nothing is left to answer.")
    names = [item.id for item in asked.items]
    listed = f"There are: {', '.join(names[:8])}{' …' if len(names) > 8 else ''}." if names else "Nothing is due for it on that day."
    return NotFoundError("item", asked.name, nearest(asked.name, names), hint=listed)
