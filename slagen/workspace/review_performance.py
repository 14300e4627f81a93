"""Performance and credits in the agenda of a review: what was measured since the last one.

Where nothing was measured nothing is made up: the part says what must be brought along.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta

from slagen.assembly.tables import Tables
from slagen.core.errors import SlagenError
from slagen.model.document import Block, Cell, Table, Text
from slagen.performance.claim_lines import total_parts
from slagen.performance.credit_totals import total_of, totals_of
from slagen.performance.month_credits import MonthCredits
from slagen.performance.result import Result, Verdict
from slagen.performance.statement import Printing
from slagen.workspace.performing import Performance
from slagen.workspace.performing import performance as measured
from slagen.workspace.review_blocks import TO_FILL, line
from slagen.workspace.review_charter import standards_achieved
from slagen.workspace.review_occasion import Occasion

_ONE_DAY = timedelta(days=1)


def performance(found: Occasion) -> Iterator[Block]:
    """What was achieved since the last review, level by level, and what was credited."""
    charter = found.agreement.charter
    if not found.agreement.service_levels and not (charter and charter.standards):
        yield line("It promises no service levels, so there are no results to report.")
        return
    known = _measured(found)
    if known is not None:
        yield from standards_achieved(found, known, _last_review(found)) if charter else _achieved(found, known)
        return
    credits_ = "" if charter else ", and no credits can be stated"
    yield line(f"No measurements have been recorded {_since(found)}. There are therefore no results{credits_}: bring the reports for that time.")
    if charter and charter.standards:
        standards = Tables(found.agreement, found.formats).standards()
        header = (*standards.header, Cell((Text("Result since"),)))
        yield Table(header, tuple((*row, Cell((Text(TO_FILL),))) for row in standards.rows), "Standards, to be filled in with their results", "review")
    if not found.agreement.service_levels:
        return
    yield with_columns(found, ("Result since", "Missed in"), "Service levels, to be filled in with their results")
    if found.agreement.service_credits:
        yield line("Service credits since: to be stated from the reports, claim by claim.")


def _since(found: Occasion) -> str:
    last = _last_review(found)
    return f"since the review of {found.day(last)}" if last else "so far"


def _last_review(found: Occasion) -> date | None:
    return (found.last.done_on or found.last.day) if found.last else None


def _measured(found: Occasion) -> Performance | None:
    """The results of the periods that ended before the agenda's day; None where nothing was measured since the last review, or it cannot be worked out."""
    now = datetime.combine(found.on, time(), UTC)
    try:
        known = measured(found.loaded, found.agreement.id, until=found.on - _ONE_DAY, now=now)
    except SlagenError:
        return None
    some = any(result.verdict is not Verdict.MISSING for results in known.results.values() for result in _new(found, results))
    return known if some else None


def _new(found: Occasion, results: Sequence[Result]) -> list[Result]:
    """Those of periods that ended after the last review."""
    last = _last_review(found)
    return [result for result in results if last is None or result.window.last_day >= last]


def _achieved(found: Occasion, known: Performance) -> Iterator[Block]:
    printing = Printing(found.formats, found.agreement.time_zone)
    levels = Tables(found.agreement, found.formats).service_levels()
    header = (levels.header[0], levels.header[2], *(Cell((Text(title),)) for title in ("Met", "Last result", "Missed or missing in")))
    rows = []
    for level, row in zip(found.agreement.service_levels, levels.rows, strict=True):
        told = _told(_new(found, known.results.get(level.id, ())), printing)
        rows.append((row[0], row[2], *(Cell((Text(text),)) for text in told)))
    yield line(f"Results of the periods that ended {_since(found)}:")
    yield Table(header, tuple(rows), "Service levels with their results", "review")
    if found.agreement.service_credits:
        last = _last_review(found)
        months = [one for credits_ in known.credits.values() for one in credits_ if last is None or one.month >= last.replace(day=1)]
        earned = [found.formats.money(one) for one in total_of(months) if one.amount]
        yield line(f"Service credits of these months: {found.formats.listed(earned) if earned else 'none'}. Each is stated step by step in its statement.")
        yield from (line(text) for text in _claims(found, months))


def _claims(found: Occasion, months: Sequence[MonthCredits]) -> Iterator[str]:
    """How the credits stand that must be claimed: whoever reviews the agreement asks why one has lapsed, or was not credited yet."""
    if any(one.must_be_claimed and one.credit.amount for one in months):
        for total in totals_of(months):
            parts = "; ".join(f"{name} {sum_}" + (f" ({more})" if more else "") for name, sum_, more in total_parts(total, found.formats))
            yield f"They must be claimed. By the claims on record: {parts}."


def _told(results: Sequence[Result], printing: Printing) -> tuple[str, str, str]:
    """How many periods were met, the last result, and the periods that were missed or for which figures are missing."""
    last = next((result for result in reversed(results) if result.value is not None), None)
    value = printing.result(last.value, last.staged.target if last.staged else None) if last and last.value is not None else ""
    known = [result for result in results if result.verdict is not Verdict.REPORTED]
    bad = [result for result in known if result.verdict in {Verdict.MISSED, Verdict.MISSING}]
    met = f"{len(known) - len(bad)} of {len(known)}" if known else ""
    return met, value, ", ".join(f"{one.window.name}{' (missing)' if one.verdict is Verdict.MISSING else ''}" for one in bad)


def with_columns(found: Occasion, added: tuple[str, ...], summary: str) -> Table:
    """The service levels with their targets, and columns to be filled in."""
    levels = Tables(found.agreement, found.formats).service_levels()
    blank = tuple(Cell((Text(TO_FILL),)) for _ in added)
    kept = (0, 2)
    header = (*(levels.header[at] for at in kept), *(Cell((Text(title),)) for title in added))
    return Table(header, tuple((*(row[at] for at in kept), *blank) for row in levels.rows), summary, "review")
