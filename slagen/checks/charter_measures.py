"""SLG647, SLG648: what keeps a charter's promises from being measured: a name that is taken, and a time that is no number of days."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from slagen.checks.context import Context
from slagen.core.durations import Duration, Unit
from slagen.core.findings import Finding, Severity
from slagen.model.charter import Charter
from slagen.model.document import Document

_TAKEN = frozenset({"complaints", "feedback"})
_NO_DAYS = frozenset({Unit.MONTH, Unit.YEAR})


def check(document: Document, context: Context) -> Iterable[Finding]:
    """Standards that are called as complaints and surveys are in measurement files; times in months or years."""
    del document
    charter = context.agreement.charter
    if charter is None:
        return
    for standard in charter.standards:
        if standard.id in _TAKEN:
            message = f"a standard cannot be called “{standard.id}”: measurement files call the {standard.id} so"
            yield context.about_fact("SLG647", Severity.ERROR, f"charter.standards.{standard.id}", message, "Give it another id, such as that of its channel.")
    for key, within in _times(charter):
        if within.unit in _NO_DAYS:
            message = f"{within} cannot be measured: months and years are no number of days"
            yield context.about_fact("SLG648", Severity.WARNING, key, message, "Write it in business days, days or weeks.")


def _times(charter: Charter) -> Iterator[tuple[str, Duration]]:
    for standard in charter.standards:
        for name, within in (("acknowledge", standard.acknowledge), ("reply", standard.reply)):
            if within is not None:
                yield f"charter.standards.{standard.id}.{name}", within
    for position, stage in enumerate(charter.complaints.stages if charter.complaints else ()):
        yield f"charter.complaints.stages.{position}.within", stage.within
