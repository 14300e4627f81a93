"""Findings that somebody looked at and accepted. SLG217: an acceptance that matches nothing. SLG218: one that cannot be accepted."""

from __future__ import annotations

from collections.abc import Sequence
import re

from slagen.checks.context import SourceOf
from slagen.core.findings import Finding, Severity
from slagen.model.agreement import Acceptance, Agreement

_ACCEPTABLE = re.compile(r"SLG[234]\d\d")


def apply_acceptances(findings: Sequence[Finding], agreement: Agreement, source_of: SourceOf) -> tuple[tuple[Finding, ...], tuple[Finding, ...]]:
    """(what remains, what was accepted). Only findings of the checks (SLG200 to SLG499) can be accepted, not faults in files.

    An acceptance that matches nothing is a note of its own, so that the list does not outlive its reasons.
    """
    accepted = tuple(finding for finding in findings if is_accepted(finding, agreement))
    remaining = [finding for finding in findings if finding not in accepted]
    for index, one in enumerate(agreement.accepted):
        if not _ACCEPTABLE.fullmatch(one.code):
            message = f"{one.code} cannot be accepted: something in the files is wrong"
            remaining.append(Finding("SLG218", Severity.WARNING, message, source_of(f"accepted.{index}"), "Mend it, and take the entry out.", agreement.id))
        elif not any(_covers(one, finding) for finding in findings):
            message = f"nothing is found any more that “accepted: {one.code}”{f' about “{one.about}”' if one.about else ''} covers"
            remaining.append(Finding("SLG217", Severity.NOTE, message, source_of(f"accepted.{index}"), "Take the entry out.", agreement.id))
    return tuple(remaining), accepted


def is_accepted(finding: Finding, agreement: Agreement) -> bool:
    """Whether somebody looked at a finding of this agreement and accepted it."""
    return any(_covers(one, finding) for one in agreement.accepted)


def _covers(acceptance: Acceptance, finding: Finding) -> bool:
    return acceptance.code == finding.code and _ACCEPTABLE.fullmatch(finding.code) is not None and acceptance.about in finding.message
