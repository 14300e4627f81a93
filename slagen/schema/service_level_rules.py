"""The rules of service levels, credits and support, as data: the keys are those of `model.service_level`."""

from __future__ import annotations

from slagen.schema.vocabulary import (
    BASES,
    BOOLEAN,
    DATE,
    DURATION,
    ID,
    NAME,
    NOTICE_LENGTH,
    PERCENTAGE,
    STRING,
    TERM_LENGTH,
    Rules,
    items,
    keyed,
    mapping,
    must,
    one_of,
)

METRICS = [
    "availability", "response-time", "resolution-time", "update-interval", "first-contact-resolution", "satisfaction",
    "latency", "error-rate", "throughput", "recovery-point", "recovery-time", "other",
]  # fmt: skip
PERIODS = ["calendar-month", "calendar-quarter", "rolling-30-days", "fixed-30-days"]
_TARGET: Rules = {"type": "target"}
_BOUND: Rules = {"type": "bound"}
_MONTHS: Rules = {"type": "integer", "min": "1", "max": "12"}
_COUNT: Rules = {"type": "integer", "min": "1"}


def source_of(*forms: str) -> Rules:
    """Where figures come from, in one of these forms."""
    return mapping({"type": must(one_of(forms)), "system": must(NAME), "authority": one_of(["provider", "customer", "joint"])})


SOURCE = source_of("outages", "samples", "counts", "values", "tickets")
SERVICE_LEVEL = mapping(
    {
        "id": must(ID),
        "service": must(ID),
        "metric": must(one_of(METRICS)),
        "role": must(one_of(["slo", "kpi"])),
        "period": must(one_of(PERIODS)),
        "source": must(SOURCE),
        "name": NAME,
        "target": _TARGET,
        "targets": items(mapping({"target": must(_TARGET), "from": DATE, "to": DATE, "credits": BOOLEAN}), empty=False),
        "severity": {"type": "key"},
        "hours": ID,
        "minimum_outage": DURATION,
        "exclusions": items(ID),
        "denominator": one_of(["net", "gross"]),
        "changes": one_of(["next_period", "split"]),
        "minimum_sample": {"type": "number", "min": "0"},
        "missing": one_of(["misses", "reported"]),
        "percentile": {"type": "number", "min": "0", "max": "100"},
        "description": {"type": "text"},
        "layer": ID,
    },
    at_most_one=[("target", "targets")],
    implies=[
        {"when": {"role": ["slo"]}, "one_of": ["target", "targets"], "hint": "A promise that nobody can measure is none: write >= 99.9 %, or 95 % <= 30 min."}
    ],
)
SERVICE_HOURS = mapping({"weekly": must({"type": "weekly-hours"}), "calendar": {"type": "place"}, "title": NAME})
SEVERITY = mapping({"title": must(NAME), "means": must(STRING), "hours": ID})

_UPPER, _LOWER = ("below", "at_most"), ("above", "at_least")
BAND = mapping(
    {
        "credit": PERCENTAGE,
        "points": {"type": "number", "min": "0"},
        "below": _BOUND,
        "at_most": _BOUND,
        "above": _BOUND,
        "at_least": _BOUND,
    },
    at_most_one=[_UPPER, _LOWER, ("credit", "points")],
    implies=[{"one_of": [*_UPPER, *_LOWER], "hint": "Say from which result on the band applies."}, {"one_of": ["credit", "points"]}],
)
_CAP = mapping({"percent": must(PERCENTAGE), "of": must(one_of(BASES)), "per": must({"type": "cap-period"})})
_CLAIM = mapping(
    {
        "mode": must(one_of(["automatic", "claimed"])),
        "within": NOTICE_LENGTH,
        "from": one_of(["later-of-period-end-and-report", "period-end", "report"]),
    },
    implies=[{"when": {"mode": ["claimed"]}, "need": ["within"], "hint": "Say how long a claim can be made, such as 30 days."}],
)
_EARN_BACK = mapping(
    {"mode": must(one_of(["none", "proportion", "all", "banked"])), "percent": PERCENTAGE, "after": _MONTHS, "expires": _COUNT},
    implies=[
        {"when": {"mode": ["proportion", "all", "banked"]}, "need": ["after"], "hint": "Say after how many months."},
        {"when": {"mode": ["proportion"]}, "need": ["percent"]},
    ],
)
_BONUS = mapping(
    {"mode": must(one_of(["none", "percent"])), "percent": PERCENTAGE, "cap": PERCENTAGE},
    implies=[{"when": {"mode": ["percent"]}, "need": ["percent"]}],
)
_CRITICAL = mapping(
    {
        "right": must(one_of(["terminate", "terminate-service", "step-in", "escalate"])),
        "missed": _COUNT,
        "of": _COUNT,
        "hours_down": {"type": "number", "min": "0"},
        "in": TERM_LENGTH,
        "exercise_within": NOTICE_LENGTH,
    },
    at_most_one=[("missed", "hours_down")],
    implies=[
        {"one_of": ["missed", "hours_down"], "hint": "Write {missed: 3, of: 6} or {hours_down: 24, in: 3 months}."},
        {"when": {"missed": None}, "need": ["of"]},
        {"when": {"hours_down": None}, "need": ["in"]},
    ],
)
_WAYS = ("bands", "points", "weights")
CREDIT_SCHEME = mapping(
    {
        "id": must(ID),
        "services": must(items(ID)),
        "base": must(one_of(BASES)),
        "bands": keyed("id", items(BAND)),
        "points": keyed("id", items(BAND)),
        "repeat": {"type": "number", "min": "1"},
        "point_value": PERCENTAGE,
        "weights": keyed("id", {"type": "number", "min": "0"}),
        "at_risk": PERCENTAGE,
        "combine": one_of(["sum", "highest", "customer-chooses"]),
        "caps": items(_CAP),
        "claim": _CLAIM,
        "earn_back": _EARN_BACK,
        "bonus": _BONUS,
        "critical": items(_CRITICAL),
    },
    at_most_one=[_WAYS],
    implies=[
        {"one_of": _WAYS, "hint": "Say how a miss becomes a credit."},
        {"when": {"points": None}, "need": ["point_value"]},
        {"when": {"weights": None}, "need": ["at_risk"]},
    ],
)
ESCALATION_LEVEL = mapping({"level": must(_COUNT), "role": must(NAME), "after": must(DURATION)})
MAINTENANCE = mapping(
    {
        "notice": must({"type": "duration", "max": "720 hours"}),
        "allowance": DURATION,
        "per": one_of(["week", "month", "quarter"]),
        "windows": items({"type": "window"}),
    }
)
