"""The facts of a client charter."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from slagen.core.durations import Duration
from slagen.core.money import Percentage
from slagen.model.service_level import MeasurementSource

STANDARD = "standard"
"""The role of a figure that a charter promises: it is published, in per cent, and nothing is credited for it."""
SURVEY = "survey"
"""The measurement period of what customers say: whatever time each survey names."""


@dataclass(frozen=True, slots=True)
class CharterValue:
    """A value and what it means in practice."""

    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Commitment:
    """One thing that the provider undertakes."""

    text: str


@dataclass(frozen=True, slots=True)
class Standard:
    """A standard of service for one channel. `share` is the part of contacts for which it is meant to hold."""

    id: str
    channel: str
    acknowledge: Duration | None = None
    reply: Duration | None = None
    share: Percentage | None = None
    interim: bool = False
    source: MeasurementSource | None = None


@dataclass(frozen=True, slots=True)
class ComplaintStage:
    """Who looks at a complaint, and by when an answer is given."""

    who: str
    within: Duration


@dataclass(frozen=True, slots=True)
class Complaints:
    """The stages of a complaint, the body outside that hears it in the end, and where complaints are counted."""

    stages: tuple[ComplaintStage, ...]
    outside_body: str = ""
    source: MeasurementSource | None = None


@dataclass(frozen=True, slots=True)
class Feedback:
    """How often customers are asked, and how often the results are published; fewer answers than `minimum_sample` are too few to speak for everybody."""

    survey: Duration
    publish: Duration
    source: MeasurementSource | None = None
    minimum_sample: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Charter:
    """What a charter says instead of levels and credits."""

    values: tuple[CharterValue, ...]
    commitments: tuple[Commitment, ...] = ()
    standards: tuple[Standard, ...] = ()
    customer_duties: tuple[str, ...] = ()
    complaints: Complaints | None = None
    feedback: Feedback | None = None
