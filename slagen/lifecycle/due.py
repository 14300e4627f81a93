"""Everything that is due for an agreement, and for the clause library."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from slagen.core.errors import BadInputError
from slagen.lifecycle.due_item import DueItem, DueKind
from slagen.lifecycle.early_warnings import early_warnings
from slagen.lifecycle.failure_dates import failure_dates
from slagen.lifecycle.mandatory import mandatory_dates
from slagen.lifecycle.pain import in_order
from slagen.lifecycle.performance_dates import performance_dates
from slagen.lifecycle.publication_dates import publication_dates
from slagen.lifecycle.recurring_dates import recurring_dates
from slagen.lifecycle.setting import Setting
from slagen.lifecycle.signing_dates import signing_dates
from slagen.lifecycle.term_dates import term_dates
from slagen.model.agreement import Agreement
from slagen.model.library import ClauseStatus, LibraryClause


def due_items(setting: Setting) -> tuple[DueItem, ...]:
    """What is due for one agreement from the day of `setting` on, soonest first.

    Raises:
        BadInputError: a date cannot be worked out: a length of time that makes no date, or one beyond the year 9999.
    """
    try:
        found = (
            *term_dates(setting), *recurring_dates(setting), *performance_dates(setting), *publication_dates(setting), *signing_dates(setting),
            *mandatory_dates(setting), *failure_dates(setting), *early_warnings(setting),
        )  # fmt: skip
        return in_order(item for item in found if item.id not in setting.history.done)
    except (ValueError, OverflowError) as error:
        raise impossible_dates(setting.agreement.id, error) from error


def impossible_dates(agreement_id: str, error: Exception) -> BadInputError:
    """The error of facts from which dates cannot be worked out, as `error` says."""
    return BadInputError(f"The dates of “{agreement_id}” cannot be worked out: {error}", hint="Correct contract_term, review or obligations.")


def calendar_name(agreement: Agreement, default: str) -> str:
    """The calendar that the agreement's governing law names, else the workspace's."""
    return (agreement.governing_law.calendar if agreement.governing_law else "") or default


def clause_reviews(clauses: Iterable[LibraryClause], *, today: date) -> tuple[DueItem, ...]:
    """Clauses in use whose text must be looked at again, overdue ones included. `agreement` is empty: they belong to the library."""
    return in_order(
        DueItem(
            "", f"Clause “{clause.title}” ({clause.id})", DueKind.CLAUSE_REVIEW, clause.review_by, (clause.review_by - today).days, clause.owner, legal=False,
            who_acts="we", if_nothing="the clause stays in use without a fresh look",
            why=(f"the clause itself names this day for a fresh look (review_by), in {clause.source}",),
            period=f"{clause.id}-{clause.version}",
        )
        for clause in clauses
        if clause.review_by is not None and clause.status is not ClauseStatus.RETIRED
    )  # fmt: skip
