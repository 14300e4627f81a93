"""Reviewing: an agreement was looked at again, with an outcome; the record completes a planned review."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from slagen.core.errors import BadInputError, RefusedError
from slagen.lifecycle.due import due_items
from slagen.lifecycle.due_item import DueKind
from slagen.lifecycle.reviews import Planned, completed_by, follow_up, open_reviews
from slagen.lifecycle.setting import Setting
from slagen.model.record import Record, Verb
from slagen.model.standing import Standing
from slagen.workspace.load import Loaded
from slagen.workspace.permitting import require, setting_on
from slagen.workspace.recording import Circumstances, Desk, Filed, already, desk, file_records, said


@dataclass(frozen=True, slots=True)
class Reviewed:
    """A review on record: the planned day that it completes, those before it that were missed, what follows, and when the next one is due."""

    filed: Filed
    completes: date
    missed: tuple[date, ...]
    follow_up: str
    next_review: date | None


def review(root: Path, loaded: Loaded, agreement_id: str, outcome: str, how: Circumstances, due: date | None = None) -> Reviewed:
    """Record a review. It completes the planned review that is due, or the one of the day `due`; the same is recorded once a day.

    Raises:
        NotFoundError: there is no such agreement.
        RefusedError: no review is planned, the one named is not open, or it lies before the last one.
        BadInputError: its dates cannot be worked out.
    """
    with desk(root, loaded, agreement_id) as at:
        record = replace(said(at, Verb.REVIEW, how), done_on=how.day, outcome=outcome)
        before = next((known for known in at.recorded.of(Verb.REVIEW) if _same(known, record, due)), None)
        if before is not None:
            return _reviewed(at, already(at, [before]), before, (), how)
        now, setting, waiting, chosen = planned_on(at, how, due)
        record = replace(record, due=chosen.due, base=now.version)
        filed = file_records(at, [(record, None)], f"{agreement_id}: reviewed, outcome {outcome}", how)
        missed = tuple(one.due for one in waiting if one.number < chosen.number) if setting.history.reviewed else ()
        return _reviewed(at, filed, record, missed, how)


def planned_on(at: Desk, how: Circumstances, due: date | None) -> tuple[Standing, Setting, tuple[Planned, ...], Planned]:
    """Where the agreement stands, the planned reviews that are not completed, and the one that a review completes.

    Raises:
        RefusedError: there is none.
        BadInputError: its dates cannot be worked out.
    """
    now = require(at, Verb.REVIEW, how.day)
    setting = setting_on(at, how.day)
    try:
        waiting = open_reviews(setting)
        return now, setting, waiting, _chosen(setting, waiting, due)
    except (ValueError, OverflowError) as error:
        hint = "Correct contract_term or review."
        raise BadInputError(f"The reviews of “{at.agreement}” cannot be worked out: {error}", hint=hint) from error


def _same(known: Record, record: Record, due: date | None) -> bool:
    said_before = (known.day, known.by, known.outcome, known.note) == (record.day, record.by, record.outcome, record.note)
    return said_before and due in {None, known.due}


def _chosen(setting: Setting, waiting: Sequence[Planned], due: date | None) -> Planned:
    name, written = setting.agreement.id, setting.formats.date
    if not waiting:
        why = "no review is planned" if setting.agreement.review is None else "no planned review is left before it ends"
        raise RefusedError(f"“{name}” cannot be recorded as reviewed: {why}.", hint="Plan reviews in agreement.yaml: review: {every: 3 months, owner: …}")
    if due is not None:
        named = next((one for one in waiting if due in {one.due, one.nominal}), None)
        if named is None:
            days = " or ".join(written(one.due) for one in waiting[-3:])
            raise RefusedError(f"“{name}” has no open review on {written(due)}.", hint=f"Name the day of one that is planned and not completed: {days}")
        return named
    chosen = completed_by(setting, tuple(waiting))
    last = setting.history.review_done
    if last and chosen.nominal > setting.today and chosen.nominal - setting.today > setting.today - last:
        message = f"“{name}” was reviewed on {written(last)}, and the next review is due on {written(chosen.due)}."
        raise RefusedError(message, hint=f"If this one takes its place, say so: --due {chosen.due}")
    return chosen


def _reviewed(at: Desk, filed: Filed, record: Record, missed: tuple[date, ...], how: Circumstances) -> Reviewed:
    setting = setting_on(at, how.day)
    setting = replace(setting, history=replace(setting.history, reviewed=record.due, review_done=record.done_on))
    following = next((item.due for item in due_items(setting) if item.kind is DueKind.REVIEW), None)
    return Reviewed(filed, record.due or record.day, missed, follow_up(setting, record.outcome, record.base), following)
