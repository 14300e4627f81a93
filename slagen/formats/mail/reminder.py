"""What a reminder says, whatever it is written as: its entries, and the words that text and HTML share."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
import unicodedata

from slagen.core.locales import Formats
from slagen.lifecycle.answers import why_not_done
from slagen.lifecycle.due_item import DueItem, DueKind

_KINDS = {
    "review": "Review",
    "renegotiation": "Renegotiation",
    "last-notice": "Last day for our notice",
    "latest-safe-send": "Last safe day to send notice",
    "their-last-notice": "Last day for their notice",
    "option-exercise": "Last day to use the option",
    "expiry": "The agreement ends",
    "renewal": "The agreement renews",
    "price-review": "Price review",
    "clause-review": "Clause review",
    "credit-claim": "Last day to claim credits",
    "critical-failure": "Last day for a right after a critical failure",
    "report-due": "Report due",
    "obligation": "Obligation",
    "unsigned-draft": "Not signed yet",
}
_LONGEST_SUBJECT = 140
_SOON_DAYS = 7


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing in a mail. `turn` says why it comes to this person where that is not the owner; `url` is the agreement's place, empty where there is none.

    `more` are the other clauses that are looked at again on the same day: an entry stands for all of them.
    """

    item: DueItem
    turn: str = ""
    url: str = ""
    more: int = 0

    @property
    def overdue(self) -> bool:
        """Whether its day has passed."""
        return self.item.days_left < 0

    @property
    def pressing(self) -> bool:
        """Whether it is overdue, or a legal deadline of ours that is close."""
        return self.overdue or (self.item.legal and self.item.who_acts == "we" and self.item.days_left <= _SOON_DAYS)


@dataclass(frozen=True, slots=True)
class Reminder:
    """One person's mail. `entries` stand in the order of what hurts most; `formats` prints days and money; `workspace` is the name of the workspace."""

    to: str
    on: date
    entries: tuple[Entry, ...]
    formats: Formats
    workspace: str = ""


def subject(reminder: Reminder) -> str:
    """One line: how many things, and the first of them."""
    first, count = reminder.entries[0], sum(1 + entry.more for entry in reminder.entries)
    overdue = sum(1 + entry.more for entry in reminder.entries if entry.overdue)
    what = f"{heading(first)} {days(first.item)}: {about(first)}"
    counted = f"{count} things to do" + (f", {overdue} overdue" if overdue else "")
    line = what if len(reminder.entries) == 1 else f"{counted}; first: {what[0].lower()}{what[1:]}"
    line = one_line(line)
    return line if len(line) <= _LONGEST_SUBJECT else line[: _LONGEST_SUBJECT - 1].rstrip() + "…"


def heading(entry: Entry) -> str:
    """What sort of thing it is."""
    if entry.more:
        return f"{entry.more + 1} clauses to look at again"
    return _KINDS.get(entry.item.kind.value, entry.item.kind.value.replace("-", " ").capitalize())


def about(entry: Entry) -> str:
    """The agreement, by its title and id; of clauses that share an entry, the library."""
    item = entry.item
    if entry.more:
        return "the clause library"
    return one_line(f"{item.title} ({item.agreement})" if item.agreement else item.title)


def days(item: DueItem) -> str:
    """How long there is, or how long it is over."""
    match item.days_left:
        case 0:
            return "today"
        case 1:
            return "tomorrow"
        case -1:
            return "overdue since yesterday"
        case left if left < 0:
            return f"overdue for {-left} days"
        case left:
            return f"in {left} days"


def nature(item: DueItem) -> str:
    """Whether the contract itself attaches something to the day."""
    return "legal deadline" if item.legal else "our own planning"


def actor(item: DueItem) -> str:
    """Who must act, as a sentence begins."""
    return "we do, and you are asked" if item.who_acts == "we" else one_line(item.who_acts)


def consequence(entry: Entry) -> str:
    """What happens if nobody acts."""
    return "the clauses stay in use without a fresh look" if entry.more else one_line(entry.item.if_nothing)


def reasons(entry: Entry) -> tuple[str, ...]:
    """Why it is due on that day, step by step."""
    if entry.more:
        return ("the clauses themselves name this day (review_by); all of them: slagen due --kind clause-review",)
    return tuple(one_line(step) for step in entry.item.why)


def commands(entry: Entry) -> tuple[tuple[str, str], ...]:
    """What answers an entry: each command with what it means."""
    item = entry.item
    if item.kind is DueKind.CLAUSE_REVIEW:
        return (("slagen due --kind clause-review", "lists the clauses; a new review_by in a clause answers it"),)
    answers = [(f"slagen acknowledge {item.id}", "you have seen it and deal with it"), *_done(item)]
    if until := _snooze_until(item):
        answers.append((f'slagen snooze {item.id} --until {until.isoformat()} --reason "…"', "not before that day"))
    return tuple(answers)


def _done(item: DueItem) -> Iterator[tuple[str, str]]:
    """The command that says that it is done; what happens by itself has none."""
    refusal = why_not_done(item)
    if refusal is None:
        yield f"slagen acknowledge {item.id} --done", "it is done"
        return
    meaning, _, command = refusal[1].rpartition(": ")
    if "ITEM" not in command:
        yield command.replace(" ID", f" {item.agreement}"), f"{meaning[:1].lower()}{meaning[1:]}"


def _snooze_until(item: DueItem) -> date | None:
    """A day to put it off to: half-way where there is time, a week ahead where there is none; None for a legal deadline that is here."""
    if item.days_left >= 2:
        return item.due - timedelta(days=item.days_left // 2)
    if item.legal or item.due.year == date.max.year:
        return None
    return item.due + timedelta(days=_SOON_DAYS - item.days_left)


def introduction(reminder: Reminder) -> str:
    """The first sentence."""
    count = sum(1 + entry.more for entry in reminder.entries)
    things = "One thing is" if count == 1 else f"{count} things are"
    order = "; what hurts most comes first" if len(reminder.entries) > 1 else ""
    return f"{things} due, as of {reminder.formats.date(reminder.on)}{order}."


def closing(reminder: Reminder) -> tuple[str, ...]:
    """Where the mail comes from, and how it is stopped."""
    name = f"the workspace “{one_line(reminder.workspace)}”" if reminder.workspace else "the contracts"
    planned = any(entry.item.kind is not DueKind.EARLY_WARNING for entry in reminder.entries)
    attached = "; the attached calendar holds the same days" if planned else ""
    return (
        f"From {name}, by slagen. Each thing comes once for each lead time{attached}.",
        "What stays silent after its day goes to the deputy, then to the legal owner. Run the commands in the workspace’s folder.",
    )


def together(entries: Iterable[Entry]) -> tuple[Entry, ...]:
    """Clauses that are looked at again on one day as one entry: else they bury the rest."""
    found: dict[object, list[Entry]] = {}
    for position, entry in enumerate(entries):
        shared = entry.item.kind is DueKind.CLAUSE_REVIEW
        found.setdefault((entry.item.due, entry.turn) if shared else position, []).append(entry)
    return tuple(_one(same) for same in found.values())


def _one(same: Sequence[Entry]) -> Entry:
    first = same[0]
    return Entry(first.item, first.turn, first.url, len(same) - 1)


def one_line(text: str) -> str:
    """Text from a file as one line of signs that are printed."""
    return " ".join("".join(" " if unicodedata.category(sign) in {"Cc", "Cf", "Cs", "Zl", "Zp"} else sign for sign in text).split())
