"""Who acts, and when what they send counts as received."""

from __future__ import annotations

from datetime import date

from slagen.lifecycle.delivery import received_on
from slagen.lifecycle.key_dates import recipients
from slagen.lifecycle.setting import Setting
from slagen.model.agreement import Agreement


def party_named(agreement: Agreement, name: str) -> str:
    """The key of the party that somebody names by its key, its role or its name; empty where no party is called so."""
    wanted = " ".join(name.split()).casefold()
    called = (
        (key, {key.casefold(), party.role.casefold(), party.name.casefold()}) for key, party in agreement.parties.items()
    )  # fmt: skip
    return next((key for key, names in called if wanted and wanted in names), "")


def party_in_role(agreement: Agreement, role: str) -> str:
    """The key of the first party with a role (a party without one has its key as role); the role itself where no party has it."""
    return next((key for key, party in agreement.parties.items() if (party.role or key) == role), role)


def our_party(setting: Setting) -> str:
    """The key of the first party on our side; empty where there is none."""
    return next((key for key in setting.agreement.parties if setting.is_ours(key)), "")


def received(setting: Setting, sender: str, method: str) -> date:
    """When what `sender` sends on the day of `setting` counts as received by everybody it goes to; that very day where the facts say nothing of `method`.

    Raises:
        ValueError: as `received_on` does.
    """
    facts, sent = setting.agreement.contract_term, setting.today
    rule = next((rule for rule in facts.delivery if rule.method == method), None) if facts and method else None
    if rule is None or sender not in setting.agreement.parties:
        return sent
    days = (received_on(sent, rule.deemed, setting.calendars.of(key)) for key in recipients(setting.agreement, sender))
    return max(days, default=sent)
