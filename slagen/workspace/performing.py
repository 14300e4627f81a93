"""Performance of one agreement: what was measured, held against the version that was in force in each period, and the credits that follow."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import cached_property
from typing import Any, TypeAlias

from slagen.assembly.labels import Labels
from slagen.assembly.number import Scheme
from slagen.core.counts import first_of
from slagen.core.errors import BadInputError
from slagen.core.findings import Finding, Severity, Source
from slagen.model.agreement import Agreement
from slagen.model.measurement import Measurements
from slagen.model.record import Record, Verb
from slagen.model.service_level import ServiceLevel
from slagen.performance.account import Account, Terms
from slagen.performance.attainment import Conditions
from slagen.performance.charter_promises import Promise, promises
from slagen.performance.credits import credits_of, side_by_side
from slagen.performance.month_credits import MonthCredits, month_of
from slagen.performance.result import Result
from slagen.workspace.claim_records import choices_of
from slagen.workspace.claim_standing import with_claims
from slagen.workspace.drafting import Draft, Ground, ground_of
from slagen.workspace.in_force import history_of, in_force, notice_given_on
from slagen.workspace.kept_figures import measurements_of, use_of
from slagen.workspace.load import AGREEMENT_FILE, Loaded, load_agreement
from slagen.workspace.printed_terms import acknowledged_within, credit_terms, timed_as_printed
from slagen.workspace.records import read_records, records_of
from slagen.workspace.results_by_version import conditions_of, downtime_of, editions_of, life_of, results_of
from slagen.workspace.shells import counted_by, scheme_of_shell

Proposed: TypeAlias = Callable[[Loaded, str], Loaded]
"""The workspace with an agreement in other terms, given that of a version (empty: the draft) and the version’s name."""
_MOST_NAMED = 5


@dataclass(frozen=True)
class Binding:
    """What was in force from a day on: the signed version, empty for the draft, with what its contract is made of.

    The contract is assembled when somebody asks for it, which results and credits do not: statements cite it. `scheme` is how the shell that it pins
    counts, found while the version could be read. `stated` are the facts that were in force, which differ from those of the contract only where it is
    made of proposed terms. `notice_on` is the day on which notice of termination was given.
    """

    from_day: date
    version: str
    ground: Ground
    ends_on: date | None
    scheme: Scheme
    stated: Agreement
    notice_on: date | None = None

    @property
    def agreement(self) -> Agreement:
        """Its facts."""
        return self.ground.agreement

    @property
    def parameters(self) -> Mapping[str, Mapping[str, Any]]:
        """The values that its clauses print; raises FindingsError where they have errors."""
        return self.ground.parameters

    @property
    def made(self) -> Draft:
        """The contract."""
        return self.ground.made

    @cached_property
    def labels(self) -> Labels:
        """The numbers of its provisions, as it was printed; raises FindingsError where the contract has errors."""
        return counted_by(self.scheme, self.made.usable)

    @property
    def levels(self) -> tuple[ServiceLevel, ...]:
        """Everything that is measured: service levels, and what a charter promises."""
        return (*self.agreement.service_levels, *(one.level for one in self.promises))

    @property
    def promises(self) -> tuple[Promise, ...]:
        """What a charter promises; nothing for other agreements."""
        if self.agreement.charter is None:
            return ()
        return promises(self.agreement.charter, acknowledged_within(self.parameters))


@dataclass(frozen=True, slots=True)
class Performance:
    """Every result up to a day, level by level, and every month's credits, scheme by scheme; `findings` are about the measurements and records that are kept.

    `accounts` are what the credits were worked out from.
    """

    agreement: str
    bindings: tuple[Binding, ...]
    results: Mapping[str, tuple[Result, ...]]
    credits: Mapping[str, tuple[MonthCredits, ...]]
    findings: tuple[Finding, ...]
    accounts: Mapping[str, Account] = field(default_factory=dict)

    def on(self, day: date) -> Binding:
        """What was in force on a day."""
        return next((one for one in reversed(self.bindings) if one.from_day <= day), self.bindings[0])


def performance(
    loaded: Loaded, agreement_id: str, *, until: date, now: datetime, as_of: datetime | None = None, proposed: Proposed | None = None
) -> Performance:
    """Everything that was measured up to `until`, and what follows from it; under other terms than those in force where `proposed` gives them.

    A period that is under way is counted up to `as_of`, which is `now` where nothing else is said.

    Raises:
        NotFoundError: there is no such agreement.
        FindingsError: a version of it has errors.
        BadInputError: it states no contract term, so that no period begins; or a calendar that it names does not exist.
    """
    bindings = tuple(_bindings(loaded, agreement_id, until, proposed or _as_it_is))
    data, findings = measurements_of(loaded, agreement_id, now=now, signed=[one.stated for one in bindings])
    use = use_of(loaded, agreement_id, now=now, signed=[one.stated for one in bindings])
    life = life_of(bindings)
    conditions = [_printed_conditions(loaded, one, as_of or now) for one in bindings]
    found = {level: tuple(results_of(bindings, conditions, level, data.get(level, Measurements()), life, until)) for level in _levels(bindings)}
    down = downtime_of(bindings, conditions, data, life)
    schemes = dict.fromkeys(scheme.id for one in bindings for scheme in one.agreement.service_credits)
    recorded = read_records(loaded, agreement_id, with_files=False)
    choices = choices_of(recorded.records)
    accounts = {
        scheme: Account(editions_of(bindings, scheme, _terms), found, life.first_day, down, life.last_day, choices.get(scheme, {}), use, known_to=until)
        for scheme in schemes
    }
    accounts = side_by_side({scheme: _claimed(loaded, account, bindings, recorded.records, now.date()) for scheme, account in accounts.items()})
    credits_by = {scheme: credits_of(account) for scheme, account in accounts.items()}
    told = (*findings, *recorded.findings, *_unknown_bases(loaded, bindings[-1].agreement, accounts))
    return Performance(agreement_id, bindings, found, credits_by, told, accounts)


def _claimed(loaded: Loaded, account: Account, bindings: Sequence[Binding], records: Sequence[Record], today: date) -> Account:
    """With the claims on record. Months whose credits came by themselves, and must be claimed only as proposed, are left open: nobody had to claim them."""
    found = with_claims(loaded, account, {one.from_day: one.agreement for one in bindings}, records, today)
    as_it_was = {one.from_day: one.stated for one in bindings}
    had_to = (month for month in found.claims if _had_to_be_claimed(as_it_was, account.editions[0].scheme.id, month))
    return replace(found, claims={month: found.claims[month] for month in had_to})


def _had_to_be_claimed(facts: Mapping[date, Agreement], scheme: str, month: date) -> bool:
    stated = facts[max((day for day in facts if day <= month), default=min(facts))]
    return any(one.id == scheme and one.claim.mode == "claimed" for one in stated.service_credits)


def _as_it_is(loaded: Loaded, _version: str) -> Loaded:
    return loaded


def _bindings(loaded: Loaded, agreement_id: str, until: date, proposed: Proposed) -> Iterator[Binding]:
    """One for each version that was signed up to `until`; the draft, where none was."""
    records = [record for record in records_of(loaded, agreement_id) if record.day <= until]
    signed = sorted({record.day for record in records if record.verb == Verb.SIGN}) or [until]
    for place, day in enumerate(signed):
        with in_force(loaded, agreement_id, day) as bound:
            ground = ground_of(proposed(bound.loaded, bound.version), agreement_id)
            facts = ground.agreement.contract_term
            if facts is None:
                raise BadInputError(f"“{agreement_id}” states no contract term, so that no period begins.", hint="Add contract_term.effective_date.")
            ends_on = history_of(records, ground.agreement).ends_on
            stated = load_agreement(bound.loaded, agreement_id).agreement or ground.agreement
            scheme = scheme_of_shell(ground.basis, ground.agreement.template)
            yield Binding(day if place else min(day, facts.effective_date), bound.version, ground, ends_on, scheme, stated, notice_given_on(records))


def _unknown_bases(loaded: Loaded, agreement: Agreement, accounts: Mapping[str, Account]) -> Iterator[Finding]:
    """The months of which nobody has delivered the use that the base of credits depends on: amounts are too small, or there are none."""
    source = Source(f"{loaded.folder_of(agreement.id)}/{AGREEMENT_FILE}")
    for scheme, account in accounts.items():
        months = sorted({month_of(result.window) for found in account.rows.values() for result in found})
        unknown = [(month, charge.per) for month in months for charge in account.charged(month).unknown(month)]
        if unknown:
            told = first_of([f"{month:%Y-%m}" for month in dict.fromkeys(month for month, _ in unknown)], _MOST_NAMED)
            per = ", ".join(dict.fromkeys(f"per {per}" for _, per in unknown))
            message = f"the base of “{scheme}” depends on use ({per}) that was not delivered: no credit counts it ({told})"
            hint = f"Deliver it as service,period,unit,quantity: slagen measure {agreement.id} FILE"
            yield Finding("SLG655", Severity.WARNING, message, source, hint, agreement.id)


def _printed_conditions(loaded: Loaded, bound: Binding, now: datetime) -> Conditions:
    """How things are measured under a version, with what its clauses print."""
    return timed_as_printed(conditions_of(loaded.settings, bound.agreement, now), bound.parameters, bound.agreement)


def _levels(bindings: Sequence[Binding]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(level.id for one in bindings for level in one.levels))


def _terms(binding: Binding) -> Terms:
    return credit_terms(binding.parameters, binding.notice_on)
