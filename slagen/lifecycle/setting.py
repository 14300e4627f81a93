"""What every due item of one agreement is worked out from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from slagen.core.calendars import BusinessCalendar, holiday_data_version
from slagen.core.durations import Duration
from slagen.core.locales import Formats
from slagen.core.money import Money
from slagen.core.periods import ContractTerm
from slagen.lifecycle.cutoff import Cutoff, last_moment
from slagen.lifecycle.delivery import Sending
from slagen.lifecycle.due_item import DueItem, DueKind, Matter
from slagen.lifecycle.history import NOTHING_HAPPENED, History
from slagen.lifecycle.key_dates import Calendars, KeyDates, PartyDates, is_ours, key_dates, party_dates
from slagen.lifecycle.outlook import NOTHING_FORESEEN, Outlook
from slagen.model.agreement import Agreement
from slagen.model.period_charges import period_charges


@dataclass(frozen=True, slots=True)
class Setting:
    """One agreement on one day. `we` is the role whose side is ours, provider or customer; `locale` prints figures, the agreement's own where it is empty.

    `version` is the one that was signed last, empty where nothing is signed, None where nobody has looked. `zone` is the time zone that we send from,
    the agreement's own where it is empty. `outlook` is what the figures of this day foretell; nothing where nobody has looked.
    `published_within` is the time in which a charter promises to publish how well it was kept.
    """

    agreement: Agreement
    today: date
    we: str
    calendars: Calendars
    history: History = NOTHING_HAPPENED
    locale: str = ""
    version: str | None = None
    zone: str = ""
    outlook: Outlook = NOTHING_FORESEEN
    published_within: Duration | None = None

    @property
    def calendar(self) -> BusinessCalendar:
        """The business days that deadlines of this agreement are rolled by."""
        return self.calendars.agreement

    @property
    def formats(self) -> Formats:
        """How explanations print dates and money: in English, with the digits of `locale`."""
        return Formats("en", self.locale or self.agreement.locale)

    @property
    def answered(self) -> bool:
        """Whether anybody has answered any of the items."""
        return bool(self.history.acknowledged or self.history.snoozed)

    def _moved(self, item: str, due: date) -> tuple[str, ...]:
        """That an item which somebody answered was due on another day by the holiday data of that time."""
        then, data = self.history.promised.get(item, (due, ""))
        now = holiday_data_version()
        return () if then == due or data == now else (f"when it was answered it was due on {self.formats.date(then)}, by {data}; it is counted with {now} now",)

    def cutoff(self, way: Sending) -> Cutoff:
        """The last moment to send, at the agreement's clock and at ours."""
        zone = self.agreement.time_zone
        return last_moment(way.send_by, way.cutoff, zone, self.zone or zone)

    def send_by(self, way: Sending) -> date:
        """The day at our place on which that moment falls; the business day before it where we do no business on that day."""
        here = self.cutoff(way).here.date() if self.zone not in {"", self.agreement.time_zone} else way.send_by
        return way.send_by if here >= way.send_by else self.calendar.preceding(here)

    def key_dates(self, on: date) -> KeyDates:
        """The key dates as of `on`; raises ValueError where they cannot be worked out."""
        return key_dates(self.agreement, on, self.we, self.calendars, self.history)

    def party_dates(self, term: ContractTerm) -> tuple[PartyDates, ...]:
        """Each party's notice to the end of `term`; raises ValueError where it cannot be worked out."""
        return party_dates(self.agreement, term, self.we, self.calendars)

    def earlier(self, nominal: date, due: date) -> tuple[str, ...]:
        """Why something is due before its nominal day: that is no business day; empty where it is due on it."""
        return () if due == nominal else (f"no business day in {self.calendar.place}, so the business day before: {self.formats.date(due)}",)

    def in_time(self, nominal: date, due: date, done: str = "done") -> str:
        """That what was due on a business day is still in time on the days without business after it, up to its nominal day; empty before."""
        return f"it is still in time if it is {done} by {self.formats.date(nominal)}; else " if due < self.today <= nominal else ""

    def is_ours(self, party: str) -> bool:
        """Whether the party with this id (or role) is on our side."""
        return is_ours(self.agreement, party, self.we)

    def name(self, party: str) -> str:
        """`we`, or the party's name; `the customer` where the facts name none in that role, as in a standard for whoever takes the service."""
        if self.is_ours(party):
            return "we"
        found = self.agreement.parties.get(party)
        return found.name if found is not None else f"the {party}"

    def owner(self, *chosen: str) -> str:
        """The first of `chosen` that is named, else who looks after the account, else the legal owner, else who calls the reviews.

        A name under `people` stands for the address there.
        """
        people, review = self.agreement.people, self.agreement.review
        known = (people.get("account", ""), people.get("legal", ""), review.owner if review else "", review.deputy if review else "")
        return next((people.get(owner, owner) for owner in (*chosen, *known) if owner), "")

    def name_of(self, kind: DueKind, period: str) -> str:
        """The name that an item of this agreement has (`DueItem.id`)."""
        return f"{self.agreement.id}:{kind}:{period}"

    def cost(self, period: Duration) -> tuple[Money, ...]:
        """What a period of the agreement costs, currency by currency."""
        return period_charges(self.agreement.charges, period)

    def written(self, sums: Sequence[Money]) -> str:
        """Sums in a row, never added: `£120,000 and €60,000`."""
        return self.formats.listed([self.formats.money(one, short=True) for one in sums])

    def item(self, kind: DueKind, period: str, due: date, matter: Matter) -> DueItem:
        """A due item of this agreement, of which `period` says which of its kind it is.

        Its value is empty where several currencies are at stake: they are never added.
        """
        single = matter.cost[0] if len(matter.cost) == 1 else None
        made = DueItem(
            self.agreement.id,
            self.agreement.title,
            kind,
            due,
            (due - self.today).days,
            matter.owner,
            matter.legal,
            matter.who_acts,
            matter.if_nothing,
            value=single.amount if single else None,
            currency=single.currency if single else "",
            why=matter.why,
            period=period,
        )
        if not self.answered:
            return made
        taken_on, put_off = self.history.acknowledged.get(made.id), self.history.snoozed.get(made.id)
        return replace(made, acknowledged_on=taken_on, snoozed_until=put_off, why=(*made.why, *self._moved(made.id, due)))
