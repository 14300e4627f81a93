"""Reviewing: an agreement was looked at again, with an outcome; the record completes a planned review."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from pathlib import Path

from slagen.core.errors import BadInputError, NotFoundError, RefusedError, UsageError
from slagen.core.identifiers import nearest
from slagen.core.money import parse_decimal
from slagen.lifecycle.due import due_items
from slagen.lifecycle.due_item import DueKind
from slagen.lifecycle.reviews import Planned, completed_by, follow_up, open_reviews, opens_on
from slagen.lifecycle.setting import Setting
from slagen.model.record import Record, Verb
from slagen.model.service_level import ServiceLevel
from slagen.model.standing import Standing
from slagen.workspace.load import Loaded
from slagen.workspace.permitting import require, setting_on
from slagen.workspace.recording import Circumstances, Desk, Filed, already, desk, file_records, said

_HUNDRED = Decimal(100)


@dataclass(frozen=True, slots=True)
class Reviewed:
    """A review on record: the planned day that it completes, those before it that were missed, what follows, and when the next one is due.

    Held long before the next one it completes none; `opens` is then the first day on which a review completes that.
    """

    filed: Filed
    completes: date | None
    missed: tuple[date, ...]
    follow_up: str
    next_review: date | None
    opens: date | None = None


@dataclass(frozen=True, slots=True)
class Particulars:
    """What else is said of a review: the planned one (by its day) that it completes, and the baselines that were confirmed, by service level, as written."""

    due: date | None = None
    baselines: Mapping[str, str] = field(default_factory=dict)


def review(root: Path, loaded: Loaded, agreement_id: str, outcome: str, how: Circumstances, more: Particulars = Particulars()) -> Reviewed:
    """Record a review. It completes the planned review that is due, or the one that is named; the same is recorded once a day.

    One that is held before the time of the next planned review completes none, unless that is named.

    Baselines count from the day of the review.

    Raises:
        NotFoundError: there is no such agreement, or no such service level.
        UsageError: a baseline is no figure.
        RefusedError: no review is planned, the one named is not open, or it lies before the last one.
        BadInputError: its dates cannot be worked out.
    """
    with desk(root, loaded, agreement_id) as at:
        confirmed = _confirmed(at, how.day, more.baselines) if more.baselines else {}
        record = replace(said(at, Verb.REVIEW, how), done_on=how.day, outcome=outcome, baselines=confirmed)
        before = next((known for known in at.recorded.of(Verb.REVIEW) if _same(known, record, more.due)), None)
        if before is not None:
            return _reviewed(at, already(at, [before]), before, (), how)
        now, setting, waiting, chosen = planned_on(at, how, more.due)
        record = replace(record, due=chosen.due if chosen else None, base=now.version)
        filed = file_records(at, [(record, None)], f"{agreement_id}: reviewed, outcome {outcome}", how)
        missed = tuple(one.due for one in waiting if one.number < chosen.number) if chosen and setting.history.reviewed else ()
        return _reviewed(at, filed, record, missed, how)


def _confirmed(at: Desk, day: date, baselines: Mapping[str, str]) -> dict[str, Decimal]:
    """The figures, each of a level that is in force on the day.

    Raises:
        NotFoundError: there is no such level.
        UsageError: it is no figure, or a percentage over 100.
    """
    levels = {level.id: level for level in setting_on(at, day).agreement.service_levels}
    found: dict[str, Decimal] = {}
    for name, text in baselines.items():
        if name not in levels:
            raise NotFoundError("service level", name, nearest(name, levels), hint=f"There are: {', '.join(levels) or 'none'}.")
        found[name] = _figure(levels[name], text)
    return found


def _figure(level: ServiceLevel, text: str) -> Decimal:
    hint = f"Write the figure in the unit of its results: --baseline {level.id}=99.93"
    try:
        figure = parse_decimal(text.strip().removesuffix("%"))
    except ValueError:
        raise UsageError(f"“{text}” is no figure.", hint=hint) from None
    targets = [stage.target for stage in level.current_targets]
    if figure < 0 or (figure > _HUNDRED and any(target.share is not None or target.unit == "%" for target in targets)):
        raise UsageError(f"“{text}” lies outside 0 and 100 per cent.", hint=hint)
    return figure


def planned_on(at: Desk, how: Circumstances, due: date | None) -> tuple[Standing, Setting, tuple[Planned, ...], Planned | None]:
    """Where the agreement stands, the planned reviews that are not completed, and the one that a review completes; None where it comes before its time.

    Raises:
        RefusedError: none is planned, the one named is not open, or the last one was held shortly before.
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
    said_before = (known.day, known.by, known.outcome, known.note, known.baselines) == (record.day, record.by, record.outcome, record.note, record.baselines)
    return said_before and due in {None, known.due}


def _chosen(setting: Setting, waiting: Sequence[Planned], due: date | None) -> Planned | None:
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
    if chosen and last and chosen.nominal > setting.today and chosen.nominal - setting.today > setting.today - last:
        message = f"“{name}” was reviewed on {written(last)}, and the next review is due on {written(chosen.due)}."
        raise RefusedError(message, hint=f"If this one takes its place, say so: --due {chosen.due}")
    return chosen


def _reviewed(at: Desk, filed: Filed, record: Record, missed: tuple[date, ...], how: Circumstances) -> Reviewed:
    setting = setting_on(at, how.day)
    before = setting.history.reviewed or date.min
    setting = replace(setting, history=replace(setting.history, reviewed=max(before, record.due or record.day), review_done=record.done_on))
    following = next((item.due for item in due_items(setting) if item.kind is DueKind.REVIEW), None)
    coming = next((one for one in open_reviews(setting) if one.due == following), None) if record.due is None else None
    return Reviewed(filed, record.due, missed, follow_up(setting, record.outcome, record.base), following, opens_on(setting, coming) if coming else None)
