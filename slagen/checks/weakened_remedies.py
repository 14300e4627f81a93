"""SLG326, SLG327: earn-back weakens the remedy and needs an approver; a bonus needs a cap."""

from __future__ import annotations

from collections.abc import Iterable

from slagen.checks.context import Context
from slagen.core.findings import Finding, Severity
from slagen.model.document import Document

_MODES = {"proportion": "part of a credit is lost again", "all": "the whole credit is lost again", "banked": "later credits are offset"}


def check(document: Document, context: Context) -> Iterable[Finding]:
    """The approver is the one of the earn-back clause in `clauses`."""
    del document
    changes = context.agreement.clauses
    setting = changes.set.get("earn-back")
    approved = bool(setting and setting.approved_by) or any(one.id == "earn-back" and one.approved_by for one in changes.add)
    for scheme in context.agreement.service_credits:
        key = f"service_credits.{scheme.id}"
        if scheme.earn_back.mode in _MODES and not approved:
            message = f"“{scheme.id}” lets credits be earned back ({_MODES[scheme.earn_back.mode]}): that weakens the remedy"
            hint = "Name who approved it under clauses: {set: {earn-back: {approved_by: …, reason: …}}}, or accept this finding with a reason."
            yield context.about_fact("SLG326", Severity.WARNING, f"{key}.earn_back", message, hint)
        if scheme.bonus.mode != "none" and scheme.bonus.cap is None:
            yield context.about_fact("SLG327", Severity.WARNING, f"{key}.bonus", f"the bonus of “{scheme.id}” has no cap", "Add “cap: …” to the bonus.")
