"""What is promised of a service: targets, how they are measured, and what a miss costs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from slagen.core.durations import Duration
from slagen.core.hours import WeeklyHours, WeeklyWindow
from slagen.core.money import Percentage
from slagen.model.target import Target


@dataclass(frozen=True, slots=True)
class StagedTarget:
    """A target that holds for some of the contract's days; both ends belong to it and may be open."""

    target: Target
    from_: date | None = None
    to: date | None = None
    credits: bool = True


@dataclass(frozen=True, slots=True)
class MeasurementSource:
    """Where the figures come from. `type` is outages, samples, counts, values or tickets; `authority` is provider, customer or joint."""

    type: str
    system: str
    authority: str = "provider"


@dataclass(frozen=True, slots=True)
class ServiceLevel:
    """One promised or reported figure. An `slo` has a remedy, a `kpi` is only reported."""

    id: str
    service: str
    metric: str
    role: str
    period: str
    source: MeasurementSource | None = None
    name: str = ""
    target: Target | None = None
    targets: tuple[StagedTarget, ...] = ()
    severity: str = ""
    hours: str = "always"
    minimum_outage: Duration | None = None
    exclusions: tuple[str, ...] = ()
    denominator: str = "net"
    changes: str = "next_period"
    minimum_sample: Decimal | None = None
    missing: str = ""
    percentile: Decimal | None = None
    description: str = ""
    layer: str = ""

    @property
    def current_targets(self) -> tuple[StagedTarget, ...]:
        """Every target with the days it holds for; a single target holds always."""
        return self.targets or ((StagedTarget(self.target),) if self.target else ())


@dataclass(frozen=True, slots=True)
class ServiceHours:
    """When a service is staffed; holidays of `calendar` are out."""

    weekly: WeeklyHours
    calendar: str = ""
    title: str = ""


@dataclass(frozen=True, slots=True)
class SeverityLevel:
    """How bad a disturbance is, and in which hours its clock runs."""

    title: str
    means: str
    hours: str = "always"


@dataclass(frozen=True, slots=True)
class Band:
    """A row of the credit table. Exactly one upper bound (`below` or `at_most`) and perhaps a lower one, in the level's unit.

    For levels where lower is better the lower bound (`above` or `at_least`) stands alone.
    """

    credit: Percentage | None = None
    points: Decimal | None = None
    below: Decimal | None = None
    at_most: Decimal | None = None
    above: Decimal | None = None
    at_least: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Cap:
    """A limit on credits: `percent` of a base, per month or per twelve months. `per` is written as `month` or `12 months`."""

    percent: Percentage
    of: str
    per: str


@dataclass(frozen=True, slots=True)
class Claim:
    """Whether credits come by themselves or must be claimed, and by when."""

    mode: str = "automatic"
    within: Duration | None = None
    from_: str = "later-of-period-end-and-report"


@dataclass(frozen=True, slots=True)
class EarnBack:
    """How later performance regains a credit: none, proportion, all or banked; `after` counts months."""

    mode: str = "none"
    percent: Percentage | None = None
    after: int | None = None
    expires: int | None = None


@dataclass(frozen=True, slots=True)
class Bonus:
    """What the provider earns for exceeding a target; it has a cap of its own."""

    mode: str = "none"
    percent: Percentage | None = None
    cap: Percentage | None = None


@dataclass(frozen=True, slots=True)
class CriticalFailure:
    """So many misses in so many periods (`missed` of `of`), or so many hours down in a window, and the right it gives."""

    right: str
    missed: int | None = None
    of: int | None = None
    hours_down: Decimal | None = None
    in_: Duration | None = None
    exercise_within: Duration | None = None


@dataclass(frozen=True, slots=True)
class CreditScheme:
    """One way of working out service credits: by bands, by points or by weights."""

    id: str
    services: tuple[str, ...]
    base: str
    bands: Mapping[str, tuple[Band, ...]] = field(default_factory=dict)
    points: Mapping[str, tuple[Band, ...]] = field(default_factory=dict)
    repeat: Decimal | None = None
    point_value: Percentage | None = None
    weights: Mapping[str, Decimal] = field(default_factory=dict)
    at_risk: Percentage | None = None
    combine: str = "sum"
    caps: tuple[Cap, ...] = ()
    claim: Claim = Claim()
    earn_back: EarnBack = EarnBack()
    bonus: Bonus = Bonus()
    critical: tuple[CriticalFailure, ...] = ()


@dataclass(frozen=True, slots=True)
class EscalationLevel:
    """Whom a problem goes to, and after how long."""

    level: int
    role: str
    after: Duration


@dataclass(frozen=True, slots=True)
class Maintenance:
    """Planned maintenance: notice, how long in a month, and when."""

    notice: Duration
    allowance: Duration | None = None
    per: str = "month"
    windows: tuple[WeeklyWindow, ...] = ()
