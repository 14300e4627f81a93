"""Who is to be told what, as of a day: the letters of a run, before any is sent."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from urllib.parse import quote

from slagen.core.durations import Duration
from slagen.core.findings import Finding, Severity, Source
from slagen.core.locales import Formats
from slagen.formats.mail.addresses import same_person
from slagen.formats.mail.reminder import Entry, Reminder, one_line, together
from slagen.formats.reminder_ledger import Known, Turn, message_id
from slagen.lifecycle.due_item import DueItem, DueKind
from slagen.lifecycle.escalation import Asked, Rank, asked
from slagen.lifecycle.escalation import Line as Behind
from slagen.lifecycle.lead_times import OVERDUE, lead_time
from slagen.lifecycle.pain import by_pain
from slagen.model.agreement import Agreement
from slagen.workspace.due_list import Wanted, due
from slagen.workspace.load import Loaded, load_agreement
from slagen.workspace.locate import SETTINGS_FILE
from slagen.workspace.recipients import recipient
from slagen.workspace.reminder_ledger import Remembered


@dataclass(frozen=True, slots=True)
class Letter:
    """One mail before it is a mail. `again` is the Message-ID of a mail that may have been sent: this is the same once more."""

    reminder: Reminder
    turns: tuple[Turn, ...]
    items: tuple[DueItem, ...]
    again: str = ""

    def message_id(self, domain: str) -> str:
        """The name of the mail: that of the one that it repeats, else one that follows from what it tells to whom."""
        return self.again or message_id(self.turns, domain)


@dataclass(frozen=True, slots=True)
class Plan:
    """The letters, in the order of their addresses; what is wrong; what is not sent because it may have been; files of the ledger that no version holds."""

    letters: tuple[Letter, ...]
    findings: tuple[Finding, ...] = ()
    held: tuple[Turn, ...] = ()
    unsaved: Mapping[str, bytes] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Telling:
    """One thing that one person is to be told now."""

    turn: Turn
    address: str
    entry: Entry


def planned(loaded: Loaded, today: date, remembered: Remembered) -> Plan:
    """What is to be sent on `today`, given what the ledger says was sent."""
    found, leads = due(loaded, Wanted(), today=today), loaded.settings.reminders.lead
    findings: dict[Finding, None] = dict.fromkeys((*found.problems, *remembered.findings))
    told: dict[Turn, _Telling] = {}
    for item in found.items:
        for one in _told(loaded, item, today, findings):
            told.setdefault(one.turn, one)
    wanted = {turn: one for turn, one in told.items() if turn not in remembered.known.sent}
    held = tuple(sorted(turn for turn in wanted if _may_have_been_sent(wanted[turn], remembered, today, leads)))
    findings.update(dict.fromkeys(_holding([wanted[turn] for turn in held], remembered)))
    letters = _letters(loaded, today, {turn: one for turn, one in wanted.items() if turn not in held}, remembered.known)
    return Plan(letters, tuple(findings), held, remembered.unsaved)


def _told(loaded: Loaded, item: DueItem, today: date, findings: dict[Finding, None]) -> Iterator[_Telling]:
    """Everybody who is to be told of an item now, whether or not they were told before."""
    stage = _stage(item, today, loaded.settings.reminders.lead)
    if not stage or item.is_snoozed(today) or (item.acknowledged_on is not None and not item.legal):
        return
    agreement = load_agreement(loaded, item.agreement).agreement if item.agreement else None
    people = _people(loaded, agreement)
    known: set[str] = set()
    for one in asked(item, _behind(agreement, people), today, loaded.settings.reminders.grace):
        if one.rank is not Rank.OWNER and stage != OVERDUE:
            continue
        found = recipient(one.who, people)
        if found.problem:
            findings[_unreachable(loaded, item, one, found.address, found.problem, found.hint)] = None
        if found.address and same_person(found.address) not in known:
            known.add(same_person(found.address))
            step = stage if one.rank is Rank.OWNER else f"{OVERDUE}, {one.rank}"
            turn = Turn(same_person(found.address), item.id, item.due, _again(item, step, today))
            yield _Telling(turn, found.address, Entry(item, _why_you(item, one), _url(loaded, item)))


def _people(loaded: Loaded, agreement: Agreement | None) -> Mapping[str, str]:
    """The address behind a name: of a role, in the agreement before the workspace, and of those who sign."""
    if agreement is None:
        return loaded.settings.people
    signing = {person.name: person.email for party in agreement.parties.values() for person in party.signatories if person.email}
    return {**signing, **loaded.settings.people, **agreement.people}


def _again(item: DueItem, step: str, today: date) -> str:
    """A lead time counts anew when an item comes up again after it was put off: somebody asked for that."""
    return f"{step}, from {item.snoozed_until}" if item.snoozed_until is not None and item.snoozed_until <= today else step


def _behind(agreement: Agreement | None, people: Mapping[str, str]) -> Behind:
    review = agreement.review if agreement else None
    return Behind(review.deputy if review else people.get("deputy", ""), people.get("legal", ""))


def _why_you(item: DueItem, one: Asked) -> str:
    if one.rank is Rank.OWNER:
        return ""
    owner, days = one_line(item.owner) or "nobody", f"{one.silence} day{'' if one.silence == 1 else 's'}"
    role = "you are the deputy" if one.rank is Rank.DEPUTY else "you are asked last, for legal"
    return f"{owner} has not answered for {days}; {role}"


def _url(loaded: Loaded, item: DueItem) -> str:
    base = loaded.settings.reminders.url
    return f"{base.rstrip('/')}/{quote(loaded.folder_of(item.agreement))}" if base and item.agreement else ""


def _unreachable(loaded: Loaded, item: DueItem, one: Asked, instead: str, problem: str, hint: str) -> Finding:
    severity, code = (Severity.WARNING, "SLG481") if instead else (Severity.ERROR, "SLG480")
    source = Source(loaded.path_of(item.agreement) if item.agreement else SETTINGS_FILE)
    about = f"“{one_line(one.who)}”, {one.rank} of {item.id if item.agreement else 'clauses'}" if one.who else f"{item.id} has no owner"
    return Finding(code, severity, f"{about}{'' if instead else ' cannot be mailed'}: {problem}", source, hint, item.agreement or None)


def _may_have_been_sent(one: _Telling, remembered: Remembered, today: date, leads: Sequence[Duration]) -> bool:
    """Whether a run whose lines cannot be read may have told this: the same lead time had begun by then."""
    if remembered.unsure is None:
        return False
    return _stage(one.entry.item, min(remembered.unsure, today), leads) == one.turn.stage.partition(",")[0]


def _stage(item: DueItem, today: date, leads: Sequence[Duration]) -> str:
    """The lead time that counts; a warning is told at once."""
    return lead_time(item.due, today, leads, at_once=item.kind is DueKind.EARLY_WARNING)


def _holding(held: Sequence[_Telling], remembered: Remembered) -> Iterator[Finding]:
    """One finding for each person, however much is held back."""
    hint = "Tell them yourself, or mend the ledger as the line above it says; then run slagen remind again."
    for address in dict.fromkeys(one.address for one in held):
        what = "; ".join(f"{_named(one.entry.item)} ({one.turn.stage})" for one in held if one.address == address)
        message = f"not mailed to {address}, for it may have been, and the ledger cannot be read there: {what}"
        yield Finding("SLG486", Severity.ERROR, message, Source(remembered.unsure_in), hint)


def _named(item: DueItem) -> str:
    return f"{item.agreement or item.title}, {item.kind.value.replace('-', ' ')} on {item.due}"


def _letters(loaded: Loaded, today: date, wanted: Mapping[Turn, _Telling], known: Known) -> tuple[Letter, ...]:
    """One letter for each person; and before it, as it was, any of which nobody knows whether it was sent."""
    letters: list[Letter] = []
    left = dict(wanted)
    for name, line in sorted((known.pending or {}).items()):
        if line.turns and all(turn in left for turn in line.turns):
            letters.append(_letter(loaded, today, [left.pop(turn) for turn in line.turns], again=name))
    people: dict[str, list[_Telling]] = {}
    for one in left.values():
        people.setdefault(one.turn.to, []).append(one)
    letters.extend(_letter(loaded, today, same) for same in people.values())
    return tuple(sorted(letters, key=lambda letter: (letter.reminder.to.casefold(), not letter.again)))


def _letter(loaded: Loaded, today: date, same: Sequence[_Telling], again: str = "") -> Letter:
    order = {item: place for place, item in enumerate(by_pain(one.entry.item for one in same))}
    ordered = sorted(same, key=lambda one: order[one.entry.item])
    formats = Formats("en", loaded.settings.locale)
    reminder = Reminder(ordered[0].address, today, together(one.entry for one in ordered), formats, loaded.settings.name)
    return Letter(reminder, tuple(sorted(one.turn for one in ordered)), tuple(_once(one.entry.item for one in ordered)), again)


def _once(items: Iterable[DueItem]) -> Iterator[DueItem]:
    yield from dict.fromkeys(items)
