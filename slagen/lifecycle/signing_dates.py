"""An agreement that is to begin, or has begun, while nothing is signed."""

from __future__ import annotations

from collections.abc import Iterator

from slagen.lifecycle.due_item import DueItem, DueKind, Matter
from slagen.lifecycle.setting import Setting

_OFFERED = frozenset({"service", "corporate"})
"""Levels of agreement that apply to whoever takes the service: there is nobody who signs them."""


def signing_dates(setting: Setting) -> Iterator[DueItem]:
    """The signature that is missing, due by the effective date; nothing where it is not known whether something is signed."""
    agreement, facts = setting.agreement, setting.agreement.contract_term
    if facts is None or setting.version != "" or agreement.kind == "charter" or agreement.level in _OFFERED or setting.history.ends_on is not None:
        return
    starts = setting.formats.date(facts.effective_date)
    why = (f"it is to apply from {starts}", "nothing is signed")
    missed = f"it {'applied' if facts.effective_date < setting.today else 'applies'} from {starts}, and nobody is bound by its text"
    yield setting.item(DueKind.UNSIGNED_DRAFT, "signature", facts.effective_date, Matter(setting.owner(), missed, why))
