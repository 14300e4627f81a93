"""How long an agreement lives, as far as its facts and records say."""

from __future__ import annotations

from datetime import date

from slagen.lifecycle.setting import Setting
from slagen.lifecycle.terms import final_expiry


def last_day(setting: Setting) -> date:
    """The last day on which the agreement can apply: after notice or termination, or at its final expiry; for ever where it can go on for ever or has no term.

    Raises:
        ValueError: a length of time makes no date.
    """
    if setting.history.ends_on is not None:
        return setting.history.ends_on
    facts = setting.agreement.contract_term
    expiry = None if facts is None else final_expiry(facts, exercised=setting.history.renewals)
    return expiry or date.max
