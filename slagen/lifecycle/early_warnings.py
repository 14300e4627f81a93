"""Due items of what is foreseen: service levels that are about to be missed, and figures that do not come."""

from __future__ import annotations

from collections.abc import Iterator

from slagen.lifecycle.acting import party_in_role
from slagen.lifecycle.due_item import DueItem, DueKind, Matter
from slagen.lifecycle.setting import Setting


def early_warnings(setting: Setting) -> Iterator[DueItem]:
    """One for each service level and period; legal where the target is out of reach, since then the contract attaches a consequence to it."""
    provider = setting.name(party_in_role(setting.agreement, "provider"))
    for one in setting.outlook.foreseen:
        matter = Matter(setting.owner(), one.if_nothing, one.why, legal=one.certain, who_acts=provider, cost=one.cost)
        yield setting.item(DueKind.EARLY_WARNING, one.period, one.due, matter)
