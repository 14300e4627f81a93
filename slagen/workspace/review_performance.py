"""Performance and credits in the agenda of a review.

Nothing is measured yet, and nothing is made up: the part says what must be brought along.
"""

from __future__ import annotations

from collections.abc import Iterator

from slagen.assembly.tables import Tables
from slagen.model.document import Block, Cell, Table, Text
from slagen.workspace.review_blocks import TO_FILL, line
from slagen.workspace.review_occasion import Occasion


def performance(found: Occasion) -> Iterator[Block]:
    """What was achieved since the last review, level by level, and what was credited."""
    charter = found.agreement.charter
    if not found.agreement.service_levels and not (charter and charter.standards):
        yield line("It promises no service levels, so there are no results to report.")
        return
    since = f"since the review of {found.day(found.last.done_on or found.last.day)}" if found.last else "so far"
    yield line(f"No measurements have been recorded {since}. There are therefore no results, and no credits can be stated: bring the reports for that time.")
    if charter and charter.standards:
        standards = Tables(found.agreement, found.formats).standards()
        header = (*standards.header, Cell((Text("Result since"),)))
        yield Table(header, tuple((*row, Cell((Text(TO_FILL),))) for row in standards.rows), "Standards, to be filled in with their results", "review")
    if not found.agreement.service_levels:
        return
    yield _with_columns(found, ("Result since", "Missed in"), "Service levels, to be filled in with their results")
    if found.agreement.service_credits:
        yield line("Service credits since: to be stated from the reports, claim by claim.")


def baselines(found: Occasion) -> Iterator[Block]:
    """Which baselines are to be set again."""
    place = found.basis.clauses.get("baseline-and-ratchet", "")
    yield line(
        "No baseline has been recorded. A baseline is set, or set again, from measured results, with the day from which it counts"
        f"{f', as {place} says' if place else ''}."
    )
    yield _with_columns(found, ("Baseline now", "New baseline", "From"), "Service levels, with their baselines to be filled in")


def _with_columns(found: Occasion, added: tuple[str, ...], summary: str) -> Table:
    levels = Tables(found.agreement, found.formats).service_levels()
    blank = tuple(Cell((Text(TO_FILL),)) for _ in added)
    kept = (0, 2)
    header = (*(levels.header[at] for at in kept), *(Cell((Text(title),)) for title in added))
    return Table(header, tuple((*(row[at] for at in kept), *blank) for row in levels.rows), summary, "review")
