"""Words that stand for a version without being the name of a saved one."""

from __future__ import annotations

from slagen.vault.history import DRAFT, is_event_name

STANDARD = "standard"
SAVED = "saved"
LAST_SENT, LAST_RECEIVED = "sent", "received"
_WORDS = frozenset({DRAFT, STANDARD, SAVED, LAST_SENT, LAST_RECEIVED})


def names_commit(version: str) -> bool:
    """Whether git alone can tell what a name stands for: a signed version, a commit, a branch or a tag."""
    return version not in _WORDS and not is_event_name(version)
