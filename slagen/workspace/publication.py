"""Within what time a charter promises to publish how well it was kept: as its clause on feedback prints it."""

from __future__ import annotations

from slagen.core.durations import Duration
from slagen.formats.files import Folder
from slagen.model.agreement import Agreement
from slagen.workspace.clause_values import clause_values
from slagen.workspace.load import Loaded, pinned_library

CLAUSE = "charter-feedback"


def published_within(loaded: Loaded, agreement: Agreement) -> Duration | None:
    """The time after the end of what is told of; None where nothing is to be published. `loaded` holds the texts that bind."""
    if agreement.charter is None or agreement.charter.feedback is None:
        return None
    found = clause_values(pinned_library(loaded, agreement.id, agreement).library, agreement, CLAUSE).get("published_within")
    return found if isinstance(found, Duration) else None


def takes_published_within(loaded: Loaded, agreement: Agreement) -> bool:
    """Whether the time is taken from texts that may change, or come, under the agreement."""
    return agreement.charter is not None and agreement.charter.feedback is not None and isinstance(loaded.files, Folder)
