"""An agreement whose credits must be claimed, with a month that earned one."""

from __future__ import annotations

from tests.workspace.test_performing import HEADER, TERM

__all__ = ["CLAIMED", "HEADER", "MISSED"]
CLAIMED = TERM.replace("    critical:", "    claim: {mode: claimed, within: 30 days, from: period-end}\n    critical:")
"""£1,000 for 75 minutes of April, to be claimed by 30 May."""
MISSED = "uptime,2026-04-05T09:00:00Z,2026-04-05T10:15:00Z,\n"
