"""Invented agreements, as many as wanted: number N is always the same, and no two are alike."""

from __future__ import annotations

from random import Random

_FIRST = ("Harbour", "Juniper", "Kestrel", "Larch", "Meridian", "Nettle", "Orchard", "Pennine", "Quarry", "Rowan", "Sable", "Tamar", "Umber", "Vale")
_SECOND = ("Foods", "Freight", "Instruments", "Insurance", "Joinery", "Logistics", "Marine", "Optics", "Print", "Textiles", "Timber", "Tooling")
_FORMS = ("Ltd", "plc", "LLP", "& Sons Ltd", "Group plc")
_STREETS = ("Mill Lane", "Station Road", "Quay Street", "Church Walk", "Bridge Street", "Market Place")
_TOWNS = ("Leeds LS99 1AA", "Bristol BS98 2BB", "York YO99 3CC", "Derby DE99 4DD", "Exeter EX99 5EE")
_SERVICES = ("Managed hosting", "Payroll processing", "Order handling", "Warehouse system", "Data exchange", "Web shop", "Archive", "Booking system")
_LEVELS = ("Critical", "High", "Normal", "Low")
_TARGETS = ("99.5", "99.8", "99.9", "99.95")
_OPTIONAL = ("ai-monitoring", "baseline-and-ratchet", "audit", "stakeholders")


def agreements(count: int) -> dict[str, str]:
    """The first `count` agreements by folder below agreements/, nested so that no folder grows large."""
    return {f"{number // 100:02}/{_id(number)}": agreement(number) for number in range(count)}


def _id(number: int) -> str:
    return f"bench-{number:05}"


def agreement(number: int) -> str:
    """The text of agreement.yaml number `number`."""
    random = Random(number)  # noqa: S311 - figures, not secrets
    target = random.choice(_TARGETS)
    before = (_head(number, random), _parties(random), _term(random), _services(random), _hours(random))
    return "".join((*before, _levels(random, target), _credits(random, target), _rest(random), _clauses(random)))


def _company(random: Random) -> str:
    return f"{random.choice(_FIRST)} {random.choice(_SECOND)} {random.choice(_FORMS)}"


def _head(number: int, random: Random) -> str:
    title = f"{random.choice(_SERVICES)} Service Level Agreement"
    reference = f"MSA-20{random.randint(18, 25)}-{random.randint(10, 99)}"
    return f"""id: {_id(number)}
title: {title}
kind: sla
level: customer
template: customer-sla
master: {{ref: {reference}, date: 2025-0{random.randint(1, 9)}-01, external: true}}
language: en
locale: {random.choice(("en_GB", "en_IE", "en_US"))}
time_zone: Europe/London
governing_law: {{law: England and Wales, courts: England and Wales, calendar: GB-ENG}}
"""


def _parties(random: Random) -> str:
    return f"parties:\n{_party('provider', random)}{_party('customer', random)}"


def _party(role: str, random: Random) -> str:
    name, person = _company(random), f"{random.choice('ABCDEFG')}. {random.choice(_FIRST)}"
    street = f"{random.randint(1, 90)} {random.choice(_STREETS)}\\n{random.choice(_TOWNS)}"
    return f"""  {role}:
    name: "{name}"
    number: "{random.randint(1_000_000, 9_999_999):08}"
    jurisdiction: GB-ENG
    address: "{street}"
    email: contracts@{role}.example
    signatories: [{{name: {person}, title: Director, email: director@{role}.example}}]
    notices: [{{address: "The Company Secretary\\n{street}", email: legal@{role}.example}}]
"""


def _term(random: Random) -> str:
    notice = random.choice((60, 90, 120))
    return f"""contract_term:
  effective_date: 202{random.randint(5, 7)}-{random.randint(1, 12):02}-01
  initial: {random.choice((12, 24, 36, 48))} months
  renewal: {{mode: automatic, period: 12 months, max_renewals: {random.randint(1, 5)}}}
  notice: {{period: {notice} days, before: last_day, clear_days: false}}
  delivery:
    - {{method: post, deemed: {random.randint(2, 3)} business days}}
    - {{method: email, deemed: same day, cutoff: "1{random.randint(6, 8)}:00", except: [termination]}}
review: {{every: {random.choice((3, 6))} months, anchor: effective_date, lead: 14 days, owner: owner@provider.example, deputy: deputy@provider.example}}
renegotiation: {{opens: {notice + random.choice((60, 90))} days, closes: last_notice_date, owner: owner@provider.example}}
charges:
  - {{service: main, amount: {random.randint(20, 400) * 50}.00, currency: GBP, per: month}}
"""


def _services(random: Random) -> str:
    name = random.choice(_SERVICES)
    return f"""services:
  - id: main
    name: {name}
    description: The operation of the {name.lower()} that the customer works with, in {random.choice(("one data centre", "two data centres"))}
    included: [monitoring around the clock, daily backup and restore, installation of security updates]
    excluded: [support for the customer's applications]
"""


def _hours(random: Random) -> str:
    opens, closes = random.randint(7, 9), random.randint(16, 19)
    lines = [f"  P{level}: {{title: {name}, means: {_means(level)}, hours: {'always' if level < 3 else 'office'}}}" for level, name in enumerate(_LEVELS, 1)]
    return f"""service_hours:
  office: {{title: Office hours, weekly: {{mon-fri: ["{opens:02}:00-{closes}:30"]}}, calendar: GB-ENG}}
  always: {{title: Around the clock, weekly: {{mon-sun: ["00:00-24:00"]}}}}
severities:
""" + "".join(f"{line}\n" for line in lines[: random.randint(2, 4)])


def _means(level: int) -> str:
    return (
        "The service is down or unusable for all users", "An important function is down for many users", "A fault that users can work around",
        "A question or a wish",
    )[level - 1]  # fmt: skip


def _levels(random: Random, target: str) -> str:
    outage = "minimum_outage: 60 s, exclusions: [planned-maintenance, customer-caused, force-majeure], denominator: net"
    levels = [_level("availability", "Availability", f"availability, role: slo, {outage}", f">= {target} %", "outages")]
    for severity in ("P1", "P2"):
        minutes, hours = random.choice((15, 30, 45)), random.choice((4, 6, 8))
        if severity == "P2":
            minutes, hours = 2 * minutes, 2 * hours
        here = severity.lower()
        levels += [
            _level(f"response-{here}", f"Response to {severity} incidents", f"response-time, role: slo, severity: {severity}", f"95 % <= {minutes} min"),
            _level(f"resolution-{here}", f"Resolution of {severity} incidents", f"resolution-time, role: slo, severity: {severity}", f"90 % <= {hours} hours"),
        ]
    levels.append(_level("satisfaction", "Satisfaction with closed tickets", "satisfaction, role: kpi", f">= {random.randint(80, 95)} %", "counts"))
    return f"service_levels:\n{''.join(levels)}"


def _level(name: str, title: str, metric: str, target: str, source: str = "tickets") -> str:
    measured = f"period: calendar-month, hours: always, source: {{type: {source}, system: helpdesk}}"
    return f'  - {{id: {name}, name: {title}, service: main, metric: {metric}, target: "{target}", {measured}}}\n'


def _credits(random: Random, target: str) -> str:
    low, high = random.randint(3, 8), random.randint(10, 25)
    return f"""service_credits:
  - id: standard
    services: [main]
    base: monthly-charges
    bands:
      availability: [{{below: {target}, credit: {low}}}, {{below: 99.0, credit: {high}}}]
      response-p1: [{{below: 95, credit: {low}}}]
      resolution-p1: [{{below: 90, credit: {low}}}, {{below: 75, credit: {high}}}]
      response-p2: [{{below: 95, credit: {low}}}]
      resolution-p2: [{{below: 90, credit: {low}}}]
    combine: sum
    caps: [{{percent: {random.randint(26, 40)}, of: monthly-charges, per: month}}, {{percent: 10, of: annual-charges, per: 12 months}}]
    claim: {{mode: {random.choice(("claimed", "automatic"))}, within: 30 days, from: later-of-period-end-and-report}}
    earn_back: {{mode: none}}
    bonus: {{mode: none}}
    critical: [{{missed: 3, of: 6, right: terminate, exercise_within: 30 days}}]
"""


def _rest(random: Random) -> str:
    return f"""escalation:
  - {{level: 1, role: Service manager, after: {random.randint(1, 2)} hours}}
  - {{level: 2, role: Head of operations, after: {random.randint(3, 5)} hours}}
  - {{level: 3, role: Director, after: {random.randint(6, 9)} hours}}
maintenance: {{notice: {random.randint(3, 10)} business days, allowance: {random.randint(2, 8)} hours, per: month, windows: ["sun 02:00-06:00"]}}
liability:
  cap: {{greater_of: [{{amount: {random.randint(2, 20) * 100_000}.00, currency: GBP}}, {{percent: {random.choice((100, 125, 150))}, of: annual-charges}}]}}
  per: contract-year
  credits_count: false
reporting: {{cadence: monthly, due: {random.randint(5, 12)} business days}}
obligations:
  - id: restore-test
    who: provider
    what: Restore a backup as a test
    every: {random.choice((3, 6))} months
    anchor: effective_date
    owner: ops@provider.example
people: {{account: owner@provider.example, legal: legal@provider.example, service: service@provider.example}}
execution: {{form: simple, method: wet-ink, counterparts: true}}
languages: {{prevails: en}}
"""


def _clauses(random: Random) -> str:
    removed = random.sample(_OPTIONAL, random.randint(1, 2))
    lines = "".join(f"    - {{id: {clause}, reason: not used here}}\n" for clause in removed)
    added = "  add:\n    - {id: insurance, after: liability, reason: asked for by the customer}\n" if random.random() < 0.5 else ""
    return f"""clauses:
  set:
    security:
      values: {{notify_within: {random.choice((24, 36, 48))} hours}}
      reason: the customer's own duty to report needs the time
      approved_by: lee@provider.example
      approved_on: 2025-12-11
{added}  remove:
{lines}"""
