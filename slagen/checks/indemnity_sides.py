"""SLG350: a party that indemnifies itself."""

from __future__ import annotations

from collections.abc import Iterable
import re

from slagen.checks.context import Context
from slagen.checks.passages import passages
from slagen.core.findings import Finding, Severity
from slagen.model.document import Document

_DUTY = r"(?:indemnify|hold harmless)"
_SELF = re.compile(rf"\b(?:the )?(?P<who>\w+) (?:must|shall|will|agrees to) (?:fully )?{_DUTY}(?: and {_DUTY})? (?:the )?(?P<whom>\w+)\b")
_HINT = "Name the other party: whoever can prevent the loss indemnifies the one that suffers it."


def check(document: Document, context: Context) -> Iterable[Finding]:
    """In the clause's parameters, and in wording of any clause (“the Provider must indemnify the Provider”)."""
    for clause_id, values in context.parameters.items():
        one, other = values.get("indemnifier"), values.get("indemnified")
        if one is not None and one == other:
            yield context.about_fact(
                "SLG350", Severity.ERROR, f"clauses.set.{clause_id}.values.indemnified", f"in “{clause_id}” the {one} indemnifies itself", _HINT
            )
            return
    for passage in passages(document):
        match = _SELF.search(passage.text) if "indemnify" in passage.text or "hold harmless" in passage.text else None
        if match is not None and match["who"].casefold() == match["whom"].casefold():
            yield context.about_text(
                "SLG350", Severity.ERROR, passage.provision, f"in {context.cited(passage.provision)} the {match['who']} indemnifies itself", _HINT
            )
