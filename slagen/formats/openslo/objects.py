"""The objects of OpenSLO v1, as mappings in the order in which they are written: services, data sources, and for each level an SLI and an SLO."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any, TypeAlias

from slagen.formats.openslo.names import is_label
from slagen.formats.openslo.objectives import SLICE, Objective
from slagen.formats.openslo.promise import Contract, Promise
from slagen.formats.openslo.words import annotations_of, description_of, shortened

VERSION = "openslo/v1"
Object: TypeAlias = dict[str, Any]
_MONTHS = {"calendar-month": ("1M", 1), "calendar-quarter": ("1Q", 3)}
_MEASURES = {
    "good": "the events that were good",
    "bad": "the events that were bad",
    "total": "all events",
    "up": "the time in which the service was up",
    "down": "the time in which the service was down",
    "time": "all time that counts",
}


def objects_of(contract: Contract, promises: Sequence[Promise]) -> Iterator[Object]:
    """Every object of an agreement; a level that OpenSLO cannot hold to has an SLI, and its service says why there is no SLO."""
    used = dict.fromkeys(one.level.service for one in promises)
    yield from (_service(contract, name, [one for one in promises if one.level.service == name and one.reason]) for name in used)
    yield from _data_sources(contract, promises)
    for one in promises:
        yield _indicator(one)
        if one.objective:
            yield _slo(one, one.objective)


def _object(kind: str, name: str, display: str, labels: Mapping[str, str], spec: Object, annotations: Mapping[str, str] | None = None) -> Object:
    metadata: Object = {"name": name, "displayName": display, "labels": {key: value for key, value in labels.items() if is_label(value)}}
    if annotations:
        metadata["annotations"] = dict(annotations)
    return {"apiVersion": VERSION, "kind": kind, "metadata": metadata, "spec": spec}


def _service(contract: Contract, service_id: str, without: Iterable[Promise]) -> Object:
    found = next((one for one in contract.agreement.services if one.id == service_id), None)
    missing = "; ".join(f"{one.level.id}: {one.reason}" for one in without)
    annotations = {"slagen.title": contract.agreement.title} | ({"slagen.without-slo": missing} if missing else {})
    description = f"{found.description.rstrip('.')}. " if found and found.description else ""
    spec = {"description": shortened(f"{description}Promised in “{contract.agreement.title}”, version {contract.version}.")}
    return _object("Service", contract.service(service_id), found.name if found else service_id, contract.labels, spec, annotations)


def _data_sources(contract: Contract, promises: Sequence[Promise]) -> Iterator[Object]:
    """The systems that figures come from, each once; how to reach them no contract says."""
    sources = {contract.data_source(one.level.source): one.level.source for one in promises if one.level.source}
    for name, source in sources.items():
        description = shortened(f"{source.type.capitalize()} from {source.system} (authority: {source.authority}). How it is reached is for you to add.")
        spec = {"description": description, "type": source.system, "connectionDetails": {}}
        yield _object("DataSource", name, source.system, {"slagen.agreement": contract.agreement.id}, spec)


def _labels(promise: Promise) -> dict[str, str]:
    level = promise.level
    clause = {"slagen.clause": promise.place.clause} if promise.place else {}
    severity = {"slagen.severity": level.severity} if level.severity else {}
    own = {"slagen.service-level": level.id, "slagen.metric": level.metric, "slagen.role": level.role}
    return {**promise.contract.labels, **clause, **own, **severity}


def _indicator(promise: Promise) -> Object:
    spec = {"description": description_of(promise), **_metric(promise)}
    return _object("SLI", promise.indicator, promise.title, _labels(promise), spec, annotations_of(promise, whole=not promise.objective))


def _metric(promise: Promise) -> Object:
    objective = promise.objective
    if objective is None or objective.operator:
        return {"thresholdMetric": _source(promise, promise.level.metric.replace("-", " "))}
    good, total = ("up", "time") if objective.sliced and promise.level.metric == "availability" else ("good", "total")
    counted = good if objective.counts == "good" else {"up": "down", "good": "bad"}[good]
    return {"ratioMetric": {"counter": False, objective.counts: _source(promise, _MEASURES[counted]), "total": _source(promise, _MEASURES[total])}}


def _source(promise: Promise, measures: str) -> Object:
    level = promise.level
    unit = {"unit": promise.staged.target.unit} if promise.staged and promise.staged.target.unit not in {"", "%"} else {}
    spec = {"serviceLevel": level.id, "measures": measures, **unit}
    where = {"metricSourceRef": promise.contract.data_source(level.source)} if level.source else {"type": "unknown"}
    return {"metricSource": {**where, "spec": spec}}


def _slo(promise: Promise, objective: Objective) -> Object:
    spec = {
        "description": description_of(promise),
        "service": promise.contract.service(promise.level.service),
        "indicatorRef": promise.indicator,
        "timeWindow": [_window(promise)],
        "budgetingMethod": objective.method,
        "objectives": [_objective(promise, objective)],
    }
    return _object("SLO", promise.name, promise.title, _labels(promise), spec, annotations_of(promise))


def _objective(promise: Promise, objective: Objective) -> Object:
    threshold = {"op": objective.operator, "value": objective.value} if objective.operator else {}
    slices = {"timeSliceTarget": 1} if objective.method == "Timeslices" else {}
    window = {"timeSliceWindow": SLICE} if objective.sliced else {}
    return {"displayName": promise.target, **threshold, "target": objective.target, **slices, **window}


def _window(promise: Promise) -> Object:
    """A calendar window begins with the period in which the agreement does, so that every later one begins with a month or a quarter."""
    agreement, period = promise.contract.agreement, promise.level.period
    if period == "rolling-30-days":
        return {"duration": "30d", "isRolling": True}
    begins = agreement.contract_term.effective_date if agreement.contract_term else promise.contract.day.replace(month=1, day=1)
    duration, months = _MONTHS.get(period, ("30d", 0))
    first = begins.replace(month=(begins.month - 1) // months * months + 1, day=1) if months else begins
    return {"duration": duration, "isRolling": False, "calendar": {"startTime": _midnight(first), "timeZone": _zone(agreement.time_zone)}}


def _midnight(day: date) -> str:
    return f"{day.isoformat()} 00:00:00"


def _zone(name: str) -> str:
    """Readers look for an area and a place."""
    return "Etc/UTC" if name == "UTC" else name
