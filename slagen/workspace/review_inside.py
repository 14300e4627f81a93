"""Parts of an agenda that never leave the house: our dates, deviations with their reasons and approvers, what is open, and what each outcome takes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from slagen.checks.playbook import standing
from slagen.core.calendars import holiday_data_version
from slagen.core.hours import DAYS
from slagen.lifecycle.due_item import DueItem, DueKind
from slagen.lifecycle.reviews import follow_up
from slagen.model.agreement import ClauseSetting
from slagen.model.document import Block
from slagen.model.library import LibraryClause
from slagen.model.record import Verb
from slagen.workspace.people import Person
from slagen.workspace.review_blocks import TO_FILL, TO_WRITE, capital, line, lines, table
from slagen.workspace.review_occasion import Occasion
from slagen.workspace.review_sections import file_that_waits

_OUTCOMES = ("keep", "amend", "renegotiate", "terminate")
_DATES = (
    DueKind.LATEST_SAFE_SEND, DueKind.LAST_NOTICE, DueKind.THEIR_LAST_NOTICE, DueKind.OPTION_EXERCISE, DueKind.RENEGOTIATION, DueKind.RENEWAL,
    DueKind.PRICE_REVIEW, DueKind.EXPIRY, DueKind.CRITICAL_FAILURE,
)  # fmt: skip


def our_dates(found: Occasion) -> Iterator[Block]:
    """When we must act, and what follows if we do not."""
    told = [item for item in found.items if item.kind in _DATES]
    if not told:
        yield line("It has no dates by which anybody must act.")
    else:
        yield table(("By when", "What", "Who acts", "If nobody does", "Owner"), (_dated(found, item) for item in told), "Dates by which somebody must act")
    if found.basis.dates.final_expiry and not found.basis.dates.ends_on:
        otherwise = found.basis.dates.unless or "after the last renewal"
        yield line(f"{otherwise.capitalize()} it ends on {found.day(found.basis.dates.final_expiry)}.")
    yield line(f"Business days in {found.basis.setting.calendar.place} by {holiday_data_version()}; as of {found.day(found.on)}.")


def _dated(found: Occasion, item: DueItem) -> tuple[str, ...]:
    day = f"{DAYS[item.due.weekday()].capitalize()} {found.day(item.due)}{' (legal)' if item.legal else ''}"
    return day, capital(item.kind.value.replace("-", " ")), item.who_acts, item.if_nothing, item.owner


def our_people(found: Occasion) -> Iterator[Block]:
    """Who is responsible on our side."""
    review = found.agreement.review
    rows = [(capital(role.replace("-", " ")), who) for role, who in found.agreement.people.items()]
    if review:
        rows += [(title, who) for title, who in (("Calls the review", review.owner), ("Stands in", review.deputy)) if who]
    if rows:
        yield table(("Role on our side", "Who"), rows, "People on our side")
    if found.last:
        note = f": {' '.join(found.last.note.split())}" if found.last.note else ""
        yield line(f"The last review, by {found.last.by}, ended with “{found.last.outcome}”{note}.")


def deviations(found: Occasion) -> Iterator[Block]:
    """Where the agreement departs from our standard, where that stands in the playbook, why, and who approved it."""
    rows = [*_values(found), *_clauses(found)]
    if not rows:
        yield line("None: it is our standard.")
        return
    yield table(("What", "Here and in our standard", "Position", "Reason", "Approved by"), rows, "Deviations from our standard")


def _values(found: Occasion) -> Iterator[tuple[str, ...]]:
    assembled = found.basis.made.assembled
    if assembled is None:
        return
    for clause_id, setting in found.agreement.clauses.set.items():
        clause = assembled.clauses.get(clause_id)
        for name in setting.values if clause else ():
            if clause and name in clause.parameters:
                yield _value(found, clause, name, assembled.parameters.get(clause_id, {}).get(name), setting)


def _value(found: Occasion, clause: LibraryClause, name: str, value: Any, setting: ClauseSetting) -> tuple[str, ...]:
    parameter = clause.parameters[name]
    stands = standing(clause, parameter, value, found.basis.setting.we)
    where = stands.position or ("beyond every position" if stands.needs_approval else "standard, or better for us")
    known = {key: position.values[name] for key, position in clause.positions.items() if name in position.values}
    others = ", ".join(f"{key.replace('_', '-')} {_shown(found, one)}" for key, one in known.items() if key != "standard")
    standard = _shown(found, known.get("standard", parameter.default))
    return (
        f"{clause.title}: {parameter.label or name}",
        f"{_shown(found, value)}; standard {standard}",
        f"{where}{f' ({others})' if others else ''}",
        setting.reason or "no reason is stated",
        _approved(found, setting, needed=stands.needs_approval, approver=stands.approver),
    )


def _shown(found: Occasion, value: Any) -> str:
    return "none" if value is None else found.formats.value(value)


def _approved(found: Occasion, change: Any, *, needed: bool, approver: str = "") -> str:
    if change.approved_by:
        return f"{change.approved_by}{f', {found.day(change.approved_on)}' if change.approved_on else ''}"
    return f"nobody yet{f': {approver} may' if approver else ''}" if needed else "not needed"


def _clauses(found: Occasion) -> Iterator[tuple[str, ...]]:
    changes = found.agreement.clauses
    titles = found.loaded.library.clauses
    for verb, group in (("added", changes.add), ("left out", changes.remove), ("in other words", changes.replace)):
        for change in group:
            name = titles[change.id].title if change.id in titles else change.id
            negotiable = titles[change.id].negotiable if change.id in titles else True
            needed = verb == "in other words" or not negotiable
            yield (
                name,
                f"clause {verb}",
                "" if negotiable else "not negotiable",
                change.reason or "no reason is stated",
                _approved(found, change, needed=needed),
            )


def open_points(found: Occasion, people: tuple[Person, ...]) -> Iterator[Block]:
    """What waits for an answer: a file of theirs, an amendment, duties, what was put off."""
    told = [*_waiting(found, people), *_duties(found), *_put_off(found)]
    yield from lines(told)
    if not told:
        yield line("Nothing is on record as open.")


def _waiting(found: Occasion, people: tuple[Person, ...]) -> Iterator[str]:
    waits = file_that_waits(found, people)
    if waits:
        yield waits
        yield from (f"{person.name or 'somebody'}: {person.changes} tracked changes, {person.comments} comments" for person in people)
    if found.standing.amendment:
        yield f"The amendment {found.standing.amendment} is open and not signed."
    yield from (finding.message for finding in found.basis.made.findings if finding.code == "SLG507")


def _duties(found: Occasion) -> Iterator[str]:
    for item in found.items:
        if item.kind is DueKind.OBLIGATION:
            late = "overdue since" if item.due < found.on else "due on"
            who = "us" if item.who_acts == "we" else item.who_acts
            owner = f" ({item.owner})" if item.owner else ""
            yield f"{item.why[0] if item.why else 'A duty'}: {late} {found.day(item.due)}, by {who}{owner}"


def _put_off(found: Occasion) -> Iterator[str]:
    for record in found.records:
        if record.verb == Verb.SNOOZE and record.until and record.until > found.on:
            reason = f": {' '.join(record.note.split())}" if record.note else ""
            yield f"Put off until {found.day(record.until)} by {record.by}, {record.item.partition(':')[2]}{reason}"


def what_outcomes_take(found: Occasion) -> Iterator[Block]:
    """What each outcome entails for us, and by when."""
    rows = ((capital(outcome), follow_up(found.basis.setting, outcome, found.basis.version), "☐") for outcome in _OUTCOMES)
    yield table(("Outcome", "What it takes, and by when", "Proposed"), rows, "The outcomes, and what each takes")
    confirmed = ", and --baseline LEVEL=FIGURE for each baseline that was confirmed" if "baseline-and-ratchet" in found.basis.clauses else ""
    yield line(f"Record it afterwards: slagen review {found.agreement.id} --outcome OUTCOME{confirmed}")


def our_sign_off(found: Occasion) -> Iterator[Block]:
    """Who on our side stands behind the proposal."""
    review = found.agreement.review
    named = [(capital(role.replace("-", " ")), who) for role, who in found.agreement.people.items()]
    rows = [("Owner of the review", review.owner), *named] if review and review.owner else named
    told = ((*row, TO_WRITE, TO_WRITE) for row in rows or [(TO_FILL, TO_FILL)])
    yield table(("Role", "Who", "Proposes", "Initials and date"), told, "Sign-off on our side")
