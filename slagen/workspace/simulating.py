"""What-if: what was measured, held against the terms as they are and against proposed ones, side by side. Nothing is written."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from slagen.compare.term_list import terms_of
from slagen.compare.terms import TermChange, compare_terms
from slagen.core.calendar_periods import days_of
from slagen.core.errors import NotFoundError, RefusedError, UsageError
from slagen.core.findings import Finding, Severity, Source, has_errors
from slagen.core.locales import Formats
from slagen.model.agreement import Agreement
from slagen.performance.month_credits import MonthCredits
from slagen.performance.result import Result, Verdict
from slagen.performance.statement import Printing
from slagen.workspace.checking import check_draft
from slagen.workspace.crediting import decimals
from slagen.workspace.drafting import Draft, draft
from slagen.workspace.load import Loaded, load_agreement
from slagen.workspace.performing import Performance, performance
from slagen.workspace.proposing import Proposal, Proposing, refusal
from slagen.workspace.simulation_rows import CreditRow, LevelRow, Total, credit_rows, level_rows, totals

_ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Span:
    """The days that are looked at, both included: what ended in them counts. `cut` is whether some of those asked for are still to come."""

    first: date
    last: date
    cut: bool = False

    def has(self, result: Result) -> bool:
        """Whether a measurement period ended in it."""
        return self.first <= result.window.last_day <= self.last

    def has_month(self, credits_: MonthCredits) -> bool:
        """Whether the credits of a month belong to it."""
        return self.first.replace(day=1) <= credits_.month <= self.last


@dataclass(frozen=True, slots=True)
class Simulation:
    """Past results and credits `as_it_is` and as `proposed`, side by side; `terms` is what is proposed, `findings` what check would newly say to it."""

    agreement: Agreement
    span: Span
    as_it_is: Performance
    proposed: Performance
    terms: tuple[TermChange, ...]
    levels: tuple[LevelRow, ...]
    credits: tuple[CreditRow, ...]
    findings: tuple[Finding, ...]
    printing: Printing

    @property
    def totals(self) -> tuple[Total, ...]:
        """The credits of all months together, by currency."""
        return totals(self.credits)

    @property
    def versions(self) -> tuple[str, ...]:
        """The versions that were in force, `draft` where none was signed."""
        used = [one for one in self.as_it_is.bindings if one.from_day <= self.span.last]
        return tuple(dict.fromkeys(one.version or "draft" for one in used))

    @property
    def missing(self) -> tuple[str, ...]:
        """The levels for which figures are missing, by name."""
        missing = (row for row in self.levels if row.after is not None and row.after.verdict is Verdict.MISSING)
        return tuple(dict.fromkeys(row.name for row in missing))


def simulate(
    loaded: Loaded, agreement_id: str, proposal: Proposal, periods: tuple[str, str], *, now: datetime, step: Callable[[Any], None] = lambda _step: None
) -> Simulation:
    """The past from the first of the `periods` to the last (empty: all of it) under the terms as they are, and under the proposed ones.

    Each past period is worked out by the version that was in force in it, with the proposal laid over that version from the agreement's first day on.

    Raises:
        NotFoundError: there is no such agreement, it promises nothing that is measured, nothing was measured, or no version has a key that is set.
        UsageError: a period is none.
        RefusedError: nothing of the time asked for has passed.
        FindingsError: a version has errors, or the proposed terms have.
    """
    span = _span(load_agreement(loaded, agreement_id).agreement, periods, now.date())
    before = performance(loaded, agreement_id, until=span.last, now=now)
    step(before)
    laying = Proposing(agreement_id, proposal)
    news: list[Finding] = []
    after = performance(loaded, agreement_id, until=span.last, now=now, proposed=_checked(laying, news, now.date()))
    step(after)
    laying.require_laid()
    if has_errors(news):
        raise refusal(agreement_id, news)
    levels = tuple(level_rows(before, after, span.has))
    if not any(row.measured for row in levels):
        raise NotFoundError("measurements of", agreement_id, hint=f"Deliver what was measured first: slagen measure {agreement_id} FILE")
    bound = before.on(span.last)
    findings = tuple(dict.fromkeys((*_absent(laying), *news, *before.findings, *after.findings)))
    printing = Printing(Formats("en", bound.agreement.locale), bound.agreement.time_zone, decimals(bound))
    months = tuple(credit_rows(before, after, span.has_month))
    terms = _terms(bound.made, after.on(span.last).made)
    return Simulation(bound.agreement, span, before, after, terms, levels, months, findings, printing)


def _span(agreement: Agreement | None, periods: tuple[str, str], today: date) -> Span:
    first, last = (_days(name) if name else None for name in periods)
    term = agreement.contract_term if agreement else None
    begins = first[0] if first else term.effective_date if term else today
    ends = last[1] if last else today - _ONE_DAY
    if ends < begins and ends < today - _ONE_DAY:
        raise UsageError(f"“{periods[1]}” ends before “{periods[0] or begins}” begins.", hint="Exchange --from and --to.")
    if begins >= today:
        raise RefusedError(f"Nothing has passed yet of what begins on {begins}.", hint="A simulation looks at the past: --from 2026-01 --to 2026-10")
    return Span(begins, min(ends, today - _ONE_DAY), cut=ends >= today)


def _days(name: str) -> tuple[date, date]:
    days = days_of(name.strip().upper())
    if days is None:
        raise UsageError(f"“{name}” is not a period.", hint="Write 2026-10, 2026-Q4, 2026-H2, 2026, or 2026-10-02/2026-10-31.")
    return days


def _checked(laying: Proposing, news: list[Finding], today: date) -> Callable[[Loaded, str], Loaded]:
    """Lay the proposal over a version, and note what check says to it that it does not say to the version."""

    def lay(loaded: Loaded, version: str) -> Loaded:
        laid = laying(loaded, version)
        if laid is not loaded:
            known = {(one.code, one.message) for one in _findings(loaded, laying.agreement, today)}
            news.extend(laying.placed(one) for one in _findings(laid, laying.agreement, today) if (one.code, one.message) not in known)
            if has_errors(news):
                raise refusal(laying.agreement, tuple(dict.fromkeys(news)))
        return laid

    return lay


def _findings(loaded: Loaded, agreement_id: str, today: date) -> Sequence[Finding]:
    return check_draft(loaded, draft(loaded, agreement_id), today=today)[0]


def _absent(laying: Proposing) -> Iterator[Finding]:
    for key, told in laying.absent.items():
        for version, error in told:
            message = f"version {version or 'draft'} has no “{key}”, and stays as it was in this"
            yield Finding("SLG636", Severity.WARNING, message, Source("--set"), error.hint, laying.agreement)


def _terms(before: Draft, after: Draft) -> tuple[TermChange, ...]:
    old, new = (
        terms_of(made.agreement, made.usable.parameters, made.usable.clauses, Formats(made.agreement.language, made.agreement.locale).value)
        for made in (before, after)
    )
    return compare_terms(old, new)
