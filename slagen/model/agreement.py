"""The facts of one deal. Clauses, dates, credits and tables read them; nothing is copied by hand."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
import datetime as dt
from datetime import date, time
from decimal import Decimal
from typing import Any

from slagen.core.durations import Duration
from slagen.core.money import Money, Percentage
from slagen.model.charter import Charter
from slagen.model.service_level import CreditScheme, EscalationLevel, Maintenance, ServiceHours, ServiceLevel, SeverityLevel

_ENGLISH = frozenset({"england and wales", "england & wales", "england", "english law"})


@dataclass(frozen=True, slots=True)
class Person:
    """A person who signs. Without a name, a line is left to write it by hand. `power_of_attorney` is the date of the power that an attorney signs under."""

    name: str = ""
    title: str = ""
    email: str = ""
    power_of_attorney: date | None = None


@dataclass(frozen=True, slots=True)
class NoticeAddress:
    """Where notices of one kind go, and how."""

    address: str
    for_: str = ""
    method: str = ""
    copy: str = ""
    email: str = ""


@dataclass(frozen=True, slots=True)
class Party:
    """A party. `role` is provider, customer, supplier … and defaults to the key where that is a role; `kind` is organisation or individual."""

    name: str
    id: str = ""
    role: str = ""
    number: str = ""
    jurisdiction: str = ""
    address: str = ""
    members: tuple[str, ...] = ()
    signatories: tuple[Person, ...] = ()
    notices: tuple[NoticeAddress, ...] = ()
    email: str = ""
    kind: str = "organisation"


@dataclass(frozen=True, slots=True)
class Master:
    """The master agreement that this one is a schedule to."""

    ref: str
    date: dt.date | None = None
    external: bool = False


@dataclass(frozen=True, slots=True)
class Precedence:
    """Which layer is followed on a topic (a top-level key, or `service_levels.availability`), and why."""

    topic: str
    first: str
    reason: str = ""
    approved_by: str = ""


@dataclass(frozen=True, slots=True)
class GoverningLaw:
    """The law, the courts, and the calendar of business days for deadlines."""

    law: str
    courts: str
    calendar: str = ""

    @property
    def is_english(self) -> bool:
        """Whether it is the law of England and Wales, which is one law."""
        return self.law.lower().removeprefix("the laws of ").removeprefix("the law of ") in _ENGLISH


@dataclass(frozen=True, slots=True)
class Renewal:
    """What happens after a contract term: none, option, automatic or evergreen."""

    mode: str
    period: Duration | None = None
    max_renewals: int | None = None
    exercised_by: str = ""


@dataclass(frozen=True, slots=True)
class NoticeRule:
    """How long before the end notice must have been received. `before` absent: both readings are possible."""

    period: Duration
    before: str = ""
    clear_days: bool = False
    not_before: Duration | None = None
    to: str = ""


@dataclass(frozen=True, slots=True)
class DeliveryRule:
    """When a notice sent by `method` counts as received."""

    method: str
    deemed: Duration
    cutoff: time | None = None
    except_: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ContractTermFacts:
    """How long the agreement runs, how it renews, and how it is brought to an end."""

    effective_date: date
    initial: Duration
    renewal: Renewal = Renewal("none")
    notice: NoticeRule | None = None
    notice_by: Mapping[str, NoticeRule] = field(default_factory=dict)
    delivery: tuple[DeliveryRule, ...] = ()
    signature_date: date | None = None


@dataclass(frozen=True, slots=True)
class ReviewPlan:
    """How often the agreement is reviewed, counted from what, and by whom."""

    every: Duration
    anchor: str = "effective_date"
    lead: Duration | None = None
    owner: str = ""
    deputy: str = ""


@dataclass(frozen=True, slots=True)
class Renegotiation:
    """The window in which renegotiation should take place. `closes` is last_notice_date or a length before the last day."""

    opens: Duration
    closes: str = "last_notice_date"
    owner: str = ""


@dataclass(frozen=True, slots=True)
class Charge:
    """What a service costs. `per` is month, quarter, year, hour, user … or once."""

    service: str
    amount: Decimal
    currency: str
    per: str
    description: str = ""

    @property
    def price(self) -> Money:
        """The amount with its currency."""
        return Money(self.amount, self.currency)

    @property
    def is_by_use(self) -> bool:
        """Whether it is multiplied with what was used in a month."""
        return self.per not in {"month", "quarter", "year", "once"}


@dataclass(frozen=True, slots=True)
class Service:
    """A service that is provided."""

    id: str
    name: str
    description: str = ""
    included: tuple[str, ...] = ()
    excluded: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CapAmount:
    """One limb of the liability cap: a sum, or a percentage of fees."""

    amount: Decimal | None = None
    currency: str = ""
    percent: Percentage | None = None
    of: str = ""


@dataclass(frozen=True, slots=True)
class LiabilityCap:
    """The cap is the greater of its limbs (or the single one there is)."""

    greater_of: tuple[CapAmount, ...]


@dataclass(frozen=True, slots=True)
class SuperCap:
    """A higher cap for one topic."""

    topic: str
    cap: LiabilityCap


@dataclass(frozen=True, slots=True)
class Liability:
    """The general cap, what it is counted per, and whether service credits count towards it."""

    cap: LiabilityCap
    per: str = "contract-year"
    credits_count: bool = False
    super_caps: tuple[SuperCap, ...] = ()


@dataclass(frozen=True, slots=True)
class Reporting:
    """How often performance is reported, and how long after the period."""

    cadence: str
    due: Duration


@dataclass(frozen=True, slots=True)
class Obligation:
    """Something that a party must do again and again, or once on a day."""

    id: str
    who: str
    what: str
    every: Duration | None = None
    anchor: str = "effective_date"
    on: date | None = None
    owner: str = ""


@dataclass(frozen=True, slots=True)
class PriceReview:
    """When charges may be adjusted."""

    every: Duration
    anchor: str = "effective_date"
    notice: Duration | None = None
    owner: str = ""


@dataclass(frozen=True, slots=True)
class Execution:
    """How the agreement is signed."""

    form: str = "simple"
    method: str = "wet-ink"
    counterparts: bool = True


@dataclass(frozen=True, slots=True)
class Languages:
    """Which language version prevails."""

    prevails: str


@dataclass(frozen=True, slots=True)
class ClauseSetting:
    """Parameter values that differ from the template's, as text (or lists of it) until the clause's rules have read them, and why."""

    values: Mapping[str, Any] = field(default_factory=dict)
    reason: str = ""
    approved_by: str = ""
    approved_on: date | None = None


@dataclass(frozen=True, slots=True)
class AddedClause:
    """A clause of the library that the template does not select; it goes after another one."""

    id: str
    after: str
    reason: str = ""
    approved_by: str = ""
    approved_on: date | None = None


@dataclass(frozen=True, slots=True)
class RemovedClause:
    """A clause of the template that is left out."""

    id: str
    reason: str = ""
    approved_by: str = ""
    approved_on: date | None = None


@dataclass(frozen=True, slots=True)
class ReplacedClause:
    """A clause whose text is taken from a file beside agreement.yaml."""

    id: str
    file: str
    reason: str = ""
    approved_by: str = ""
    approved_on: date | None = None


@dataclass(frozen=True, slots=True)
class ClauseChanges:
    """How this agreement differs from its template."""

    set: Mapping[str, ClauseSetting] = field(default_factory=dict)
    add: tuple[AddedClause, ...] = ()
    remove: tuple[RemovedClause, ...] = ()
    replace: tuple[ReplacedClause, ...] = ()


@dataclass(frozen=True, slots=True)
class Acceptance:
    """A finding that somebody looked at and accepted; `about` narrows it to findings whose message holds that text."""

    code: str
    reason: str
    by: str
    about: str = ""


CUSTOMER = "customer"
STANDARD_LEVELS = frozenset({"service", "corporate"})
"""Standard terms: they bind whoever takes the service."""


@dataclass(frozen=True, slots=True)
class Agreement:
    """The facts of one deal, merged over its layers and checked."""

    id: str
    title: str
    kind: str
    template: str
    parties: Mapping[str, Party]
    level: str = ""
    builds_on: tuple[str, ...] = ()
    supports: tuple[str, ...] = ()
    paired_with: str = ""
    master: Master | None = None
    precedence: tuple[Precedence, ...] = ()
    governing_law: GoverningLaw | None = None
    language: str = "en"
    locale: str = "en_GB"
    time_zone: str = "Europe/London"
    contract_term: ContractTermFacts | None = None
    review: ReviewPlan | None = None
    renegotiation: Renegotiation | None = None
    price_review: PriceReview | None = None
    charges: tuple[Charge, ...] = ()
    services: tuple[Service, ...] = ()
    service_hours: Mapping[str, ServiceHours] = field(default_factory=dict)
    severities: Mapping[str, SeverityLevel] = field(default_factory=dict)
    service_levels: tuple[ServiceLevel, ...] = ()
    service_credits: tuple[CreditScheme, ...] = ()
    escalation: tuple[EscalationLevel, ...] = ()
    maintenance: Maintenance | None = None
    liability: Liability | None = None
    reporting: Reporting | None = None
    obligations: tuple[Obligation, ...] = ()
    people: Mapping[str, str] = field(default_factory=dict)
    execution: Execution = Execution()
    languages: Languages | None = None
    charter: Charter | None = None
    clauses: ClauseChanges = ClauseChanges()
    accepted: tuple[Acceptance, ...] = ()

    @property
    def sides(self) -> Mapping[str, Party]:
        """The parties; of standard terms, which name no customer, also whoever takes the service, without a name."""
        unnamed = self.level in STANDARD_LEVELS and self.parties and all((party.role or key) != CUSTOMER for key, party in self.parties.items())
        return {**self.parties, CUSTOMER: Party("", CUSTOMER, CUSTOMER)} if unnamed else self.parties
