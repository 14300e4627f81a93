"""What is due as events: the day itself, and one more for each lead time, because alarms do not reach everybody who subscribes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from slagen.core.durations import Duration
from slagen.core.periods import subtract
from slagen.formats.ical.event import CONFIRMED, TENTATIVE, Event
from slagen.lifecycle.due_item import DueItem, DueKind

SUMMARIES = {
    DueKind.REVIEW: "Review",
    DueKind.RENEGOTIATION: "Renegotiation",
    DueKind.LAST_NOTICE: "Last day for our notice",
    DueKind.LATEST_SAFE_SEND: "Last safe day to send our notice",
    DueKind.THEIR_LAST_NOTICE: "Last day for their notice",
    DueKind.OPTION_EXERCISE: "Last day to exercise the option",
    DueKind.EXPIRY: "Ends",
    DueKind.RENEWAL: "Renews",
    DueKind.RENEWAL_REMINDER: "Remind them that it renews",
    DueKind.PRICE_REVIEW: "Price review",
    DueKind.CLAUSE_REVIEW: "Look at the clause again",
    DueKind.CREDIT_CLAIM: "Last day to claim credits",
    DueKind.CRITICAL_FAILURE: "Last day to exercise a right after a critical failure",
    DueKind.REPORT_DUE: "Report due",
    DueKind.OBLIGATION: "Duty",
    DueKind.EARLY_WARNING: "Early warning",
    DueKind.UNSIGNED_DRAFT: "Not signed yet",
}
_CLAUSES = {
    DueKind.REVIEW: "review",
    DueKind.LAST_NOTICE: "renewal",
    DueKind.LATEST_SAFE_SEND: "renewal, notices",
    DueKind.THEIR_LAST_NOTICE: "renewal",
    DueKind.OPTION_EXERCISE: "renewal",
    DueKind.EXPIRY: "contract-term",
    DueKind.RENEWAL: "renewal",
    DueKind.PRICE_REVIEW: "charges",
    DueKind.CREDIT_CLAIM: "claims",
    DueKind.CRITICAL_FAILURE: "critical-failure",
    DueKind.REPORT_DUE: "reporting",
    DueKind.EARLY_WARNING: "service-levels, measurement, service-credits",
}
"""The clauses, by their ids, in which a reader looks first."""
_COME_AND_GO = frozenset({DueKind.EARLY_WARNING})
"""Kinds that are no days to plan with: they come and go with every figure, and a calendar would be full of what was cancelled."""
_LEGAL, _OURS, _AHEAD = "firebrick", "steelblue", "darkorange"
_HIGHEST, _MIDDLE, _LOW = 1, 5, 7


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What an item does not say itself. `workspace` never changes: it is a part of every UID. `signed`: whether the agreement binds yet."""

    workspace: str
    leads: tuple[Duration, ...] = ()
    url: str = ""
    signed: bool = True
    holidays: str = ""


def events_of(item: DueItem, around: Surroundings) -> Iterator[Event]:
    """The day of an item, and the days before it on which it comes into view; the UID of each is made of what it is about, never of its day.

    What was put off beyond its day stands on the day on which it comes up again. The clause library has days alone: its clauses come due by the dozen.
    """
    on = max(item.due, item.snoozed_until or item.due)
    leads = {lead: day for lead in around.leads if item.agreement and (day := _ahead(on, lead))}
    event = Event(
        uid_of(item, around.workspace),
        on,
        summary_of(item),
        _description(item, around),
        (item.kind.value.replace("-", " "), *(("legal",) if item.legal else ())),
        around.url,
        status=CONFIRMED if around.signed else TENTATIVE,
        colour=_LEGAL if item.legal else _OURS,
        priority=_HIGHEST if item.legal else _MIDDLE,
        alarms=tuple(sorted({(on - day).days for day in leads.values()}, reverse=True)),
        holidays=around.holidays,
    )
    yield event
    for lead, day in leads.items():
        yield replace(
            event,
            uid=uid_of(item, around.workspace, lead),
            day=day,
            summary=f"In {lead}: {event.summary}",
            description="\n".join((f"Due: {on}", *_matter(item))),
            categories=(*event.categories, "ahead"),
            colour=_AHEAD,
            priority=_LOW,
            alarms=(),
        )


def is_planned(item: DueItem) -> bool:
    """Whether an item belongs into a calendar that nobody narrowed to its kind."""
    return item.kind not in _COME_AND_GO


def uid_of(item: DueItem, workspace: str, lead: Duration | None = None) -> str:
    """`acme-hosting:last-notice:1@northwind.slagen`, and with `30-days` in front of the @ where it is the event of a lead time."""
    ahead = f":{lead}".replace(" ", "-") if lead else ""
    return f"{item.id}{ahead}@{workspace}.slagen"


def item_of(uid: str) -> str:
    """The id of the item that the event with this UID is about."""
    return ":".join(uid.rpartition("@")[0].split(":")[:3])


def is_ahead(uid: str) -> bool:
    """Whether the event with this UID is that of a lead time."""
    return uid.rpartition("@")[0].count(":") > 2


def itself(uid: str) -> str:
    """The UID of the day itself, where `uid` is that of a lead time."""
    return f"{item_of(uid)}@{uid.rpartition('@')[2]}"


def agreement_of(uid: str) -> str:
    """The agreement that the event with this UID belongs to."""
    return uid.partition(":")[0]


def summary_of(item: DueItem) -> str:
    """`Last day for our notice: Hosting agreement (acme-hosting)`; of a duty, what is to be done."""
    told = SUMMARIES.get(item.kind) or item.kind.value.replace("-", " ").capitalize()
    about = f"{item.why[0]}: " if item.kind is DueKind.OBLIGATION and item.why else ""
    return f"{told}: {about}{item.title}{f' ({item.agreement})' if item.agreement else ''}"


def _description(item: DueItem, around: Surroundings) -> str:
    lines = [*_matter(item)]
    if item.snoozed_until and item.snoozed_until > item.due:
        lines.append(f"It was due on {item.due}, and was put off until {item.snoozed_until}.")
    if item.legal:
        lines.append("The contract itself attaches something to this day.")
    if not around.signed:
        lines.append("Nothing is signed yet: the day is that of the draft.")
    lines += ["", "Why:", *(f"- {reason}" for reason in item.why), ""]
    if item.kind in _CLAUSES:
        lines.append(f"Clauses: {_CLAUSES[item.kind]} (slagen dates {item.agreement} --explain)")
    if item.agreement:
        lines.append(f"To answer: slagen acknowledge {item.id}")
    return "\n".join(lines)


def _matter(item: DueItem) -> tuple[str, ...]:
    """Who acts, and what follows otherwise."""
    return (f"Who acts: {item.who_acts}{f' ({item.owner})' if item.owner else ''}", f"If nobody acts: {item.if_nothing}")


def _ahead(due: date, lead: Duration) -> date | None:
    """The day on which an item comes into view; none where there is no such day, or it is the day itself."""
    try:
        day = subtract(due, lead)
    except (ValueError, OverflowError):
        return None
    return day if day < due else None
