"""Parts of an agenda that either side may see: what the contract itself says, and room to fill in.

Nothing here reads reasons, approvers, owners, positions, notes or our dates; `review_inside` does.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from slagen.compare.documents import Change, ClauseComparison
from slagen.compare.terms import TermChange
from slagen.core.counts import counted
from slagen.formats.comparison.wording import ABSENT, heading, rows
from slagen.lifecycle.term_dates import consequence
from slagen.lifecycle.terms import OPEN_ENDED
from slagen.model.agreement import Person
from slagen.model.document import Block
from slagen.model.record import Verb
from slagen.model.standing import Status
from slagen.workspace.people import Person as Marker
from slagen.workspace.review_blocks import TO_FILL, TO_SIGN, TO_WRITE, capital, line, lines, table
from slagen.workspace.review_occasion import Occasion

_MOST_POINTS = 4
"""Lines left open for points that come up."""
_KINDS = {Change.UPGRADED: "reads as before", Change.RENUMBERED: "another number"}


def in_brief(found: Occasion) -> Iterator[Block]:
    """Parties, version, term and reviews."""
    agreement, basis = found.agreement, found.basis
    told: list[tuple[str, str]] = []
    for party in agreement.parties.values():
        members = f", with {found.formats.listed(list(party.members))}" if party.members else ""
        told.append((capital(party.role or "party"), f"{party.name}{f' (number {party.number})' if party.number else ''}{members}"))
    told += [("Service", service.name) for service in agreement.services]
    version = f"{basis.version}, signed on {found.day(found.signed[basis.version])}" if basis.version else "a draft, not signed yet"
    told.append(("In force" if basis.version else "Version", version))
    told += _term(found)
    if found.last:
        told.append(("Last review", found.day(found.last.done_on or found.last.day)))
    if found.due:
        told.append(("This review is due", found.day(found.due)))
    yield table(("What", "How it stands"), told, "The agreement in brief")


def _term(found: Occasion) -> Iterator[tuple[str, str]]:
    facts, term = found.agreement.contract_term, found.basis.dates.term
    if facts is None or term is None:
        return
    if term.last_day == OPEN_ENDED:
        yield "Contract term", f"since {found.day(term.first_day)}, without an end of its own"
        return
    which = "the initial term" if term.number == 1 else f"renewal term {term.number - 1}"
    yield "Contract term", f"{which}, from {found.day(term.first_day)} to {found.day(term.last_day)}"
    ends = found.basis.dates.ends_on
    yield "After it", f"it ends on {found.day(ends)}" if ends else f"it {consequence(found.basis.setting, facts, term)}"


def changes(found: Occasion, *, inside: bool) -> Iterator[Block]:
    """What has changed since the version that was looked at last; outside, only terms that the contract prints."""
    start = f"the last review, of {found.day(found.last.done_on or found.last.day)}" if found.last else "the first signature"
    if not found.since:
        yield line("Nothing was signed yet, so there is nothing to compare with.")
        return
    if found.unknown:
        yield line(
            f"What has changed since {start} ({found.since}) cannot be told: {found.unknown}"
            if inside
            else f"What has changed since {start} is told at the review."
        )
        return
    newer = list(found.signed)[list(found.signed).index(found.since) + 1 :] if found.since in found.signed else []
    if found.change is None:
        yield line(f"Nothing: {found.since} is in force, as at {start}.")
        return
    yield line(
        f"Since {start} ({found.since}), these versions were signed: {found.formats.listed([f'{name} on {found.day(found.signed[name])}' for name in newer])}."
    )
    yield from _terms(found, inside=inside)
    yield from _clauses(found)


def _terms(found: Occasion, *, inside: bool) -> Iterator[Block]:
    assert found.change is not None
    told = tuple(term for term in found.change.terms if inside or term.key in found.printed)
    if told:
        header = ("Term", "Before", "Now", *(("For the customer",) if inside else ()))
        shown = rows(replace(found.change, terms=told))
        yield table(header, (_row(term, inside=inside) for term in shown), "Terms that changed")


def _row(term: TermChange, *, inside: bool) -> tuple[str, ...]:
    old, new = (ABSENT if text is None else " ".join(text.split()) for text in (term.old, term.new))
    return (term.label, old, new, *((term.direction.value,) if inside else ()))


def _clauses(found: Occasion) -> Iterator[Block]:
    assert found.change is not None
    told = [clause for clause in found.change.document.changes if clause.change not in _KINDS]
    yield from lines(f"{heading(clause)}: {_happened(clause)}" for clause in told)
    if not told:
        yield line("No clause reads otherwise.")


def _happened(clause: ClauseComparison) -> str:
    counts = ((clause.words_inserted, "inserted"), (clause.words_deleted, "deleted"))
    words = ", ".join(f"{counted(count, 'word')} {what}" for count, what in counts if count)
    return f"{clause.change.value}{f' ({words})' if words else ''}"


def file_that_waits(found: Occasion, people: tuple[Marker, ...]) -> str:
    """A file of theirs that was not answered yet: how much is open in it; empty where there is none."""
    back = next((record for record in reversed(found.records) if record.verb == Verb.RECEIVE), None)
    if back is None or found.standing.status is not Status.NEGOTIATED:
        return ""
    marks = sum(person.changes for person in people), sum(person.comments for person in people)
    open_marks = f"{counted(marks[0], 'tracked change')}, {counted(marks[1], 'comment')}"
    return f"The file received on {found.day(back.day)} ({back.version}) waits for an answer: {open_marks}."


def points() -> Block:
    """Room for points that come up."""
    rows_to_fill = [(TO_FILL,) * 4] * _MOST_POINTS
    return table(("Point", "Raised by", "Who takes it on", "By when"), rows_to_fill, "Points that are raised, to be filled in")


def outcomes(found: Occasion) -> Iterator[Block]:
    """The four outcomes, as the contract has them."""
    place = found.basis.clauses
    by = f" under {place['variation']}" if "variation" in place else ""
    if found.agreement.kind == "charter":
        yield from _of_charter()
        return
    ending = " or ".join(place[name] for name in ("renewal", "termination") if name in place)
    yield line("A review by itself changes nothing: what is decided becomes binding as the agreement says.")
    yield table(
        ("Outcome", "What it means", "What it needs", "Proposed"),
        (
            ("Keep", "The agreement goes on as it is", "Nothing", "☐"),
            ("Amend", "Some of its terms change", f"An amendment in writing, signed by the parties{by}", "☐"),
            ("Renegotiate", "The parties talk about new terms; until they are signed, it applies unchanged", "A timetable, and who takes part", "☐"),
            ("Terminate", "It comes to its end", f"A notice{f' under {ending}' if ending else ''}, in the form and time stated there", "☐"),
        ),
        "The outcomes of a review",
    )


def _of_charter() -> Iterator[Block]:
    yield line("A review by itself changes nothing: changes are told before they apply.")
    yield table(
        ("Outcome", "What it means", "Proposed"),
        (
            ("Keep", "The charter stays as it is", "☐"),
            ("Amend", "Some of its promises change", "☐"),
            ("Renegotiate", "We talk with you about a new one", "☐"),
            ("Terminate", "The charter is withdrawn", "☐"),
        ),
        "The outcomes of a review",
    )


def sign_off(found: Occasion) -> Iterator[Block]:
    """Who takes note of what was decided, for each party."""
    yield line("Taken note of, without changing the agreement:")
    people = [f"{_who(person)}, {party.name}" for party in found.agreement.parties.values() for person in party.signatories]
    unnamed = [party.name for party in found.agreement.parties.values() if not party.signatories]
    yield table(("Who", "Outcome", "Signature and date"), ((one, TO_WRITE, TO_SIGN) for one in (*people, *unnamed)), "Sign-off sheet")


def _who(person: Person) -> str:
    return ", ".join(part for part in (person.name, person.title) if part)
