"""What OpenSLO objects are made of: one agreement in one version, and one of its service levels as the contract prints it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from slagen.core.locales import Formats
from slagen.formats.openslo.names import distinguished, name_of
from slagen.formats.openslo.objectives import Objective
from slagen.model.agreement import Agreement
from slagen.model.service_level import MeasurementSource, ServiceLevel, StagedTarget


@dataclass(frozen=True, slots=True)
class Contract:
    """An agreement in one version (`draft` where none was signed or saved), and the day on which its targets are looked at."""

    agreement: Agreement
    version: str
    day: date

    @property
    def formats(self) -> Formats:
        """How its figures are printed."""
        return Formats("en", self.agreement.locale)

    def name(self, *parts: str) -> str:
        """A name of something of this agreement in this version."""
        return name_of(self.agreement.id, *parts, self.version)

    def service(self, service_id: str) -> str:
        """The name of a service."""
        return self.name(service_id)

    def data_source(self, source: MeasurementSource) -> str:
        """The name of the system that figures come from."""
        return name_of(self.agreement.id, source.system, source.type)

    @property
    def labels(self) -> Mapping[str, str]:
        """What every object is found by."""
        return {"slagen.agreement": self.agreement.id, "slagen.version": self.version}


@dataclass(frozen=True, slots=True)
class Place:
    """Where the contract prints a level: the clause by its id and version, and as the contract cites it (`clause 14.2`)."""

    clause: str
    version: str
    cited: str

    def __str__(self) -> str:
        return f"{self.cited} ({self.clause} {self.version})"


@dataclass(frozen=True, slots=True)
class Promise:
    """One service level: the target that holds on the day (None where none does), how OpenSLO says it, and where the contract prints it.

    `reason` is why there is no objective; empty where there is one. `twin` is whether another level would have the same name.
    """

    contract: Contract
    level: ServiceLevel
    staged: StagedTarget | None
    place: Place | None
    objective: Objective | None
    reason: str = ""
    twin: bool = False

    @property
    def title(self) -> str:
        """What the contract calls the level."""
        return self.level.name or f"{self.level.id} ({self.level.metric})"

    @property
    def target(self) -> str:
        """The target as the contract prints it; empty where none holds."""
        return self.contract.formats.value(self.staged.target) if self.staged else ""

    @property
    def name(self) -> str:
        """The name of its SLO: agreement, clause, level, version."""
        return self.contract.name(*self._parts)

    @property
    def indicator(self) -> str:
        """The name of its SLI."""
        return self.contract.name(*self._parts, "sli")

    @property
    def _parts(self) -> tuple[str, str]:
        return self.place.clause if self.place else "", distinguished(self.level.id) if self.twin else self.level.id


def told_apart(promises: Sequence[Promise]) -> tuple[Promise, ...]:
    """The promises, those marked that would have the name of another: `service-levels` of `a` and `service` of `levels-a`."""
    names = Counter(name for one in promises for name in (one.name, one.indicator))
    return tuple(replace(one, twin=names[one.name] + names[one.indicator] > 2) for one in promises)


def staged_on(level: ServiceLevel, day: date) -> StagedTarget | None:
    """The target of a level that holds on a day."""
    return next((one for one in level.current_targets if (one.from_ is None or one.from_ <= day) and (one.to is None or day <= one.to)), None)
