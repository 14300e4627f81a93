"""Foreseeing: what the figures of the periods that run now foretell, as of a day, by what was known on that day.

An agreement that nobody delivers figures for costs one look into its folder.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from itertools import chain

from slagen.core.calendar_periods import FIRST_YEAR
from slagen.core.errors import SlagenError
from slagen.core.money import Money
from slagen.lifecycle.outlook import NOTHING_FORESEEN, Outlook
from slagen.lifecycle.setting import Setting
from slagen.performance.claimable import claimable
from slagen.workspace.foreseen_failures import failures
from slagen.workspace.foreseen_misses import misses
from slagen.workspace.foreseen_silence import absences
from slagen.workspace.foreseen_surveys import surveys
from slagen.workspace.kept_figures import files_of
from slagen.workspace.known_figures import ONE_DAY, KnownFigures
from slagen.workspace.load import Loaded

_LAST_YEAR = 9000


def with_outlook(loaded: Loaded, setting: Setting) -> Setting:
    """The setting of an agreement with what is foreseen on its day."""
    return replace(setting, outlook=outlook(loaded, setting))


def outlook(loaded: Loaded, setting: Setting) -> Outlook:
    """What is foreseen for an agreement on the day of `setting`; nothing where nobody has measured anything, or its figures cannot be used.

    Figures of later days are not looked at, and those of the day itself so far as they are known.
    """
    agreement, day = setting.agreement, setting.today
    if agreement.contract_term is None or not FIRST_YEAR <= day.year <= _LAST_YEAR or not files_of(loaded, agreement.id):
        return NOTHING_FORESEEN
    try:
        return _outlook(KnownFigures(loaded, setting))
    except (SlagenError, ValueError, OverflowError):  # told where results are asked for; other dates must not suffer
        return Outlook(until=day, changes_daily=True)


def _outlook(known: KnownFigures) -> Outlook:
    foreseen, earned = {one.period: one for one in chain(absences(known), misses(known), surveys(known))}, _earned(known)
    daily, failed = known.changes_daily, failures(known)
    until = known.day if daily else min((turn - ONE_DAY for turn in known.turns if turn > known.day), default=date.max)
    return Outlook(tuple(foreseen.values()), until, daily, earned, failed)


def _earned(known: KnownFigures) -> Mapping[str, tuple[Money, ...]]:
    """What can be claimed for periods that are over, where every level that has a part in it was measured."""
    if not any(scheme.claim.mode == "claimed" for scheme in known.setting.agreement.service_credits):
        return {}
    return dict(chain.from_iterable(claimable(account) for account in known.accounts))
