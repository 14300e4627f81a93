"""The specification of OpenSLO v1 as a JSON schema of our own, written from its text: https://github.com/OpenSLO/OpenSLO#specification."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from jsonschema import Draft202012Validator

NAME = {"type": "string", "maxLength": 63, "pattern": "^[a-z0-9]([a-z0-9-]*[a-z0-9])?$"}
LABEL_KEY = {"maxLength": 63, "pattern": "^[a-zA-Z0-9]([a-zA-Z0-9._-]*[a-zA-Z0-9])?$"}
ANNOTATION_KEY = {"pattern": "^([a-z0-9][a-z0-9.-]{0,252}/)?[a-zA-Z0-9]([a-zA-Z0-9._-]{0,61}[a-zA-Z0-9])?$", "not": {"pattern": "^openslo\\.com/"}}
LENGTH = {"type": "string", "pattern": "^[1-9][0-9]*[mhdwMQY]$"}
DESCRIPTION = {"type": "string", "maxLength": 1050}
SHARE = {"type": "number", "minimum": 0, "exclusiveMaximum": 1}
METADATA = {
    "type": "object",
    "required": ["name"],
    "additionalProperties": False,
    "properties": {
        "name": NAME,
        "displayName": {"type": "string", "minLength": 1},
        "labels": {
            "type": "object",
            "propertyNames": LABEL_KEY,
            "additionalProperties": {"anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}]},
        },
        "annotations": {"type": "object", "propertyNames": ANNOTATION_KEY, "additionalProperties": {"type": "string"}},
    },
}
METRIC = {
    "type": "object",
    "required": ["metricSource"],
    "additionalProperties": False,
    "properties": {
        "metricSource": {
            "type": "object",
            "required": ["spec"],
            "anyOf": [{"required": ["metricSourceRef"]}, {"required": ["type"]}],
            "additionalProperties": False,
            "properties": {"metricSourceRef": NAME, "type": {"type": "string"}, "spec": {"type": "object"}},
        }
    },
}
RATIO = {
    "type": "object",
    "required": ["counter", "total"],
    "oneOf": [{"required": ["good"]}, {"required": ["bad"]}],
    "additionalProperties": False,
    "properties": {"counter": {"type": "boolean"}, "good": METRIC, "bad": METRIC, "total": METRIC},
}
WINDOW = {
    "type": "object",
    "required": ["duration", "isRolling"],
    "additionalProperties": False,
    "properties": {
        "duration": LENGTH,
        "isRolling": {"type": "boolean"},
        "calendar": {
            "type": "object",
            "required": ["startTime", "timeZone"],
            "properties": {
                "startTime": {"type": "string", "pattern": "^\\d{4}-\\d{2}-\\d{2} \\d{2}:\\d{2}:\\d{2}$"},
                "timeZone": {"type": "string", "pattern": "^[A-Z]\\w+/[\\w/+-]+$"},
            },
        },
    },
    "if": {"properties": {"isRolling": {"const": False}}},
    "then": {"required": ["calendar"]},
    "else": {"not": {"required": ["calendar"]}},
}
OBJECTIVE = {
    "type": "object",
    "required": ["target"],
    "dependentRequired": {"op": ["value"], "value": ["op"]},
    "additionalProperties": False,
    "properties": {
        "displayName": {"type": "string", "minLength": 1},
        "op": {"enum": ["lte", "gte", "lt", "gt"]},
        "value": {"type": "number"},
        "target": SHARE,
        "timeSliceTarget": {"type": "number", "exclusiveMinimum": 0, "maximum": 1},
        "timeSliceWindow": LENGTH,
    },
}


def _sliced(method: str, *keys: str) -> Mapping[str, Any]:
    """Which keys of time slices the objectives must have by a method; they have none of the others."""
    others = [{"required": [key]} for key in ("timeSliceTarget", "timeSliceWindow") if key not in keys]
    items = {"required": list(keys)} | ({"not": {"anyOf": others}} if others else {})
    return {"if": {"properties": {"budgetingMethod": {"const": method}}}, "then": {"properties": {"objectives": {"items": items}}}}


SPECS: Mapping[str, Mapping[str, Any]] = {
    "Service": {"additionalProperties": False, "properties": {"description": DESCRIPTION}},
    "DataSource": {
        "required": ["type", "connectionDetails"],
        "additionalProperties": False,
        "properties": {"description": DESCRIPTION, "type": {"type": "string"}, "connectionDetails": {"type": "object"}},
    },
    "SLI": {
        "oneOf": [{"required": ["thresholdMetric"]}, {"required": ["ratioMetric"]}],
        "additionalProperties": False,
        "properties": {"description": DESCRIPTION, "thresholdMetric": METRIC, "ratioMetric": RATIO},
    },
    "SLO": {
        "required": ["service", "indicatorRef", "timeWindow", "budgetingMethod", "objectives"],
        "additionalProperties": False,
        "properties": {
            "description": DESCRIPTION,
            "service": NAME,
            "indicatorRef": NAME,
            "timeWindow": {"type": "array", "minItems": 1, "maxItems": 1, "items": WINDOW},
            "budgetingMethod": {"enum": ["Occurrences", "Timeslices", "RatioTimeslices"]},
            "objectives": {"type": "array", "minItems": 1, "items": OBJECTIVE},
        },
        "allOf": [_sliced("Occurrences"), _sliced("Timeslices", "timeSliceTarget", "timeSliceWindow"), _sliced("RatioTimeslices", "timeSliceWindow")],
    },
}
SCHEMA = {
    "type": "object",
    "required": ["apiVersion", "kind", "metadata", "spec"],
    "additionalProperties": False,
    "properties": {"apiVersion": {"const": "openslo/v1"}, "kind": {"enum": list(SPECS)}, "metadata": METADATA, "spec": {"type": "object"}},
    "allOf": [{"if": {"properties": {"kind": {"const": kind}}}, "then": {"properties": {"spec": spec}}} for kind, spec in SPECS.items()],
}


def faults(objects: Iterable[Mapping[str, Any]]) -> list[str]:
    """What is wrong with objects by the specification: their forms, names that are there twice, and what is pointed at and is not there."""
    found = list(objects)
    wrong = [f"{one['metadata']['name']}: {error.message}" for one in found for error in Draft202012Validator(SCHEMA).iter_errors(one)]
    names = [(one["kind"], one["metadata"]["name"]) for one in found]
    wrong += [f"twice: {name}" for name in set(names) if names.count(name) > 1]
    return wrong + [f"not there: {kind} {name}" for kind, name in _pointed_at(found) if (kind, name) not in names]


def _pointed_at(objects: Iterable[Mapping[str, Any]]) -> Iterable[tuple[str, str]]:
    for one in objects:
        spec = one["spec"]
        if one["kind"] == "SLO":
            yield from (("Service", spec["service"]), ("SLI", spec["indicatorRef"]))
        for metric in (spec.get("thresholdMetric"), *(value for value in spec.get("ratioMetric", {}).values() if isinstance(value, dict))):
            if metric and "metricSourceRef" in metric["metricSource"]:
                yield "DataSource", metric["metricSource"]["metricSourceRef"]
