"""Law that holds whatever a contract says about its dates: which rule may apply to an agreement, by the facts that switch it on.

Each rule names its source. Whether it applies to a deal is for counsel to say: the facts of an agreement show only that it may.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
import re

from slagen.core.durations import Duration, Unit
from slagen.model.agreement import Agreement, Party

ASK = "ask counsel whether it applies"

_EU = frozenset("AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK".split())  # noqa: SIM905 - 27 quoted codes would be unreadable
_EU_LAWS = (
    "Austria", "Belgium", "Bulgaria", "Croatia", "Cyprus", "Czechia", "Czech Republic", "Denmark", "Estonia", "Finland", "France", "Germany", "Greece",
    "Hungary", "Ireland", "Italy", "Latvia", "Lithuania", "Luxembourg", "Malta", "Netherlands", "Poland", "Portugal", "Romania",
    "Slovakia", "Slovenia", "Spain", "Sweden",
)  # fmt: skip
SWITCHING = "Regulation (EU) 2023/2854 (Data Act), article 25(2)(d)"
"""A customer of a data processing service (cloud) may begin to switch by notice of two months at most, since 12 September 2025."""
CONSUMER_TERMS = "BGB § 309 no. 9 (in force since 1 March 2022)"
"""Standard terms towards a consumer: two years at most; renewed for an indefinite time only; notice of one month at most."""


@dataclass(frozen=True, slots=True)
class ReminderLaw:
    """A provider must remind the customer of a renewal, from `earliest` until `latest` before the customer's last day for notice.

    It attaches to the law of `names` or to a customer in `place`; to individuals only where `consumers`; to initial terms of at least `initial` months and
    renewal terms of more than `renewal` months.
    """

    id: str
    source: str
    place: str
    names: tuple[str, ...]
    earliest: Duration
    latest: Duration
    form: str = "in writing"
    missed: str = "the renewal may not bind the customer"
    consumers: bool = False
    initial: int = 0
    renewal: int = 0


def _days(count: int) -> Duration:
    return Duration(Decimal(count), Unit.DAY)


def _months(count: int) -> Duration:
    return Duration(Decimal(count), Unit.MONTH)


REMINDER_LAWS = (
    ReminderLaw(
        "us-ny-5-903",
        "New York General Obligations Law § 5-903",
        "US-NY",
        ("New York",),
        _days(30),
        _days(15),
        form="in writing, served personally or by certified mail",
        renewal=1,
    ),
    ReminderLaw("us-wi-134-49", "Wisconsin Statutes § 134.49", "US-WI", ("Wisconsin",), _days(60), _days(15), initial=13, renewal=12),
    ReminderLaw("us-il-601-10", "Illinois, 815 ILCS 601/10(b)", "US-IL", ("Illinois",), _days(60), _days(30), consumers=True, initial=12, renewal=1),
    ReminderLaw(
        "fr-l215-1",
        "France, Code de la consommation, article L215-1",
        "FR",
        ("France", "French"),
        _months(3),
        _months(1),
        form="by a letter or email of its own that shows the last day in a box",
        missed="the customer may end the agreement at any time from the renewal date",
        consumers=True,
    ),
)


def reminder_laws(agreement: Agreement) -> tuple[ReminderLaw, ...]:
    """The laws by which the provider may have to remind the customer of the next renewal."""
    term = agreement.contract_term
    if term is None or term.renewal.mode != "automatic":
        return ()
    initial, each = term.initial.rough_days, (term.renewal.period or term.initial).rough_days
    return tuple(
        law
        for law in REMINDER_LAWS
        if _attaches(agreement, law.place, law.names)
        and (not law.consumers or any(is_individual(one) for one in customers(agreement).values()))
        and initial >= _months(law.initial).rough_days
        and each > _months(law.renewal).rough_days
    )


def customers(agreement: Agreement) -> Mapping[str, Party]:
    """The parties that are customers, by id."""
    return {key: party for key, party in agreement.parties.items() if (party.role or key) == "customer"}


def is_individual(party: Party) -> bool:
    """Whether the party is a person, who may be a consumer."""
    return party.kind == "individual"


def consumer_terms_apply(agreement: Agreement) -> bool:
    """Whether the German rules on standard terms towards consumers may apply."""
    return _attaches(agreement, "DE", ("Germany", "German")) and any(is_individual(one) for one in customers(agreement).values())


def switching_applies(agreement: Agreement) -> bool:
    """Whether the customer may be one in the European Union, whom the Data Act gives the right to switch; whether the service is a cloud no fact says."""
    if agreement.kind != "sla":
        return False
    found = customers(agreement).values()
    return any(one.jurisdiction[:2] in _EU for one in found) or (_named(agreement, _EU_LAWS) and not any(one.jurisdiction for one in found))


def _attaches(agreement: Agreement, place: str, names: tuple[str, ...]) -> bool:
    there = any(one.jurisdiction == place or one.jurisdiction.startswith(f"{place}-") for one in customers(agreement).values())
    return there or _named(agreement, names)


def _named(agreement: Agreement, names: tuple[str, ...]) -> bool:
    """Whether the governing law is one of these, as a word: `Northern Ireland` is not Ireland."""
    law = agreement.governing_law.law if agreement.governing_law else ""
    return any(re.search(rf"(?<!Northern )\b{re.escape(name)}\b", law, re.IGNORECASE) for name in names)
