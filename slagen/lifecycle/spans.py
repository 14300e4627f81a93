"""For how long what is due stays the same, so that it need not be worked out again every day."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from slagen.lifecycle.due_item import DueItem, DueKind
from slagen.lifecycle.performance_dates import turning_days
from slagen.lifecycle.setting import Setting
from slagen.lifecycle.terms import term_on

_ONE_DAY = timedelta(days=1)
_COUNTS_AFTER_DUE = frozenset({DueKind.LATEST_SAFE_SEND, DueKind.PRICE_REVIEW})
"""Due when acting is safe, and told until it is of no use any more: the day on which they end is not in the item."""


def holds_until(setting: Setting, items: Iterable[DueItem]) -> date:
    """The last day up to which `due_items` gives `items` again, apart from the days that are left.

    What is due changes only with a day that the items, the facts or the history name: the day itself begins something, or is the last on which
    it can be done. So a span ends before the next such day, or with it where it is today: shorter than need be, but never too long.

    Raises:
        ValueError: as `due_items` does.
    """
    ahead = (day for day in _days(setting, items) if day >= setting.today)
    return min((day if day == setting.today else day - _ONE_DAY for day in ahead), default=date.max)


def _days(setting: Setting, items: Iterable[DueItem]) -> Iterator[date]:
    yield from (setting.today if _ends_any_day(setting, item) else item.due for item in items)
    yield from turning_days(setting)
    if setting.outlook.until < date.max:
        yield setting.outlook.until + _ONE_DAY
    facts, history = setting.agreement.contract_term, setting.history
    named = [history.ends_on, history.reviewed, history.review_done]
    for answered in (history.done, history.settled, history.acknowledged, history.snoozed):
        named.extend(answered.values())
    named.extend(obligation.on for obligation in setting.agreement.obligations)
    if facts is not None:
        term = term_on(facts, setting.today, exercised=history.renewals)
        named.extend((facts.effective_date, facts.signature_date, term.last_day if term else None))
    yield from (day for day in named if day is not None)


def _ends_any_day(setting: Setting, item: DueItem) -> bool:
    """Whether something that has been due is told for its own day only: that one lies among the days without business after the day on which it was due."""
    if item.due >= setting.today:
        return False
    return item.kind in _COUNTS_AFTER_DUE or setting.calendar.following(item.due + _ONE_DAY) > setting.today
