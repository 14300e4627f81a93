"""What the credits of one scheme are worked out from: its editions, version by version, the results, the charges, and what was chosen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal

from slagen.core.money import Percentage
from slagen.core.periods import add_months
from slagen.model.agreement import Charge
from slagen.model.service_level import CreditScheme, ServiceLevel
from slagen.performance.bases import Tariff, Used, tariff
from slagen.performance.claims import Claiming, Crediting
from slagen.performance.critical import Downtime
from slagen.performance.result import Result
from slagen.performance.windows import Window


@dataclass(frozen=True, slots=True)
class Terms:
    """What the clauses say beyond the scheme.

    `compensation` is what a critical failure gives in place of its credits, in per cent of the base (None: credits go on); `clean_bonus` whether a bonus
    needs a month without credits; `notice_on` the day on which notice of termination was given, from which on nothing is regained and no bonus is earned.
    """

    compensation: Percentage | None = None
    clean_bonus: bool = True
    notice_on: date | None = None


@dataclass(frozen=True, slots=True)
class Edition:
    """One signed version as far as credits go: from the day on which it holds, its scheme and levels, its charges, and what its clauses say beyond them.

    `to_day` is its last day where the version after it has no such scheme.
    """

    from_day: date
    scheme: CreditScheme
    levels: Mapping[str, ServiceLevel]
    charges: Sequence[Charge]
    terms: Terms = Terms()
    to_day: date | None = None

    @property
    def parts(self) -> tuple[str, ...]:
        """The levels that have a part in the scheme."""
        return tuple(self.scheme.bands or self.scheme.points or self.scheme.weights)


@dataclass(frozen=True, slots=True)
class Account:
    """Everything that the credits of one scheme are worked out from.

    `editions` stand in the order of their days, `results` of each level in the order of their periods; `down` tells how long a service was down. What
    holds on the first day of a period counts for it. `choices` are the levels that the customer has chosen, by month, where it may choose;
    `use` is how much was used of what is charged by use. `claims` tells by month how what must be claimed stands, `creditings` what was credited already.
    `known_to` is the day up to which everything was worked out; `failed_elsewhere` are the months, by their first day, in which another scheme of the contract
    had a critical failure.
    """

    editions: Sequence[Edition]
    results: Mapping[str, Sequence[Result]]
    first_day: date
    down: Downtime
    last_day: date | None = None
    choices: Mapping[date, str] = field(default_factory=dict)
    use: Mapping[Used, Decimal] = field(default_factory=dict)
    claims: Mapping[date, Claiming] = field(default_factory=dict)
    creditings: Mapping[date, Sequence[Crediting]] = field(default_factory=dict)
    known_to: date | None = None
    failed_elsewhere: frozenset[date] = frozenset()

    def on(self, day: date) -> Edition:
        """The edition that holds on a day."""
        return next((one for one in reversed(self.editions) if one.from_day <= day), self.editions[0])

    def charged(self, day: date) -> Tariff:
        """What the services of the scheme cost, by the edition that holds on a day."""
        edition = self.on(day)
        return tariff(edition.charges, edition.scheme.services, self.first_day, self.use, self.last_day)

    @property
    def rows(self) -> dict[str, Sequence[Result]]:
        """The results of the levels that have a part in any edition of the scheme, for the periods that began while there was the scheme."""
        named = dict.fromkeys(level for edition in self.editions for level in edition.parts)
        return {level: tuple(one for one in self.results.get(level, ()) if self._holds(one.window.first_day)) for level in named}

    def parts_on(self, day: date) -> tuple[str, ...]:
        """The levels that have a part in the scheme for the periods that begin on a day; none where there is no scheme then."""
        return self.on(day).parts if self._holds(day) else ()

    def _holds(self, day: date) -> bool:
        edition = self.on(day)
        return edition.from_day <= day and (edition.to_day is None or day <= edition.to_day)

    def window(self, month: date) -> Window:
        """A month, or the part of it on which the agreement ran."""
        last = add_months(month, 1) - timedelta(days=1)
        begins, ends = max(month, self.first_day), min(last, self.last_day or last)
        return Window(f"{month:%Y-%m}", begins, max(begins, ends), "UTC", whole=(begins, ends) == (month, last))
