"""Layers: corporate, service and customer facts merged into one, with stated precedence by topic.

A later layer takes the place of an earlier figure only where `precedence` lets it; otherwise the difference is a finding.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from slagen.assembly.facts import item_name, join
from slagen.core.findings import Finding, Severity, Source
from slagen.core.raw import Raw, RawPath, RawValue
from slagen.model.provenance import Provenance, Stated

OWN_KEYS = frozenset({"id", "title", "kind", "level", "template", "builds_on", "supports", "paired_with", "accepted"})
_LIST_KEYS = ("id", "level", "topic", "code")


@dataclass(frozen=True, slots=True)
class Layer:
    """One agreement's own file in a stack of layers, lowest first."""

    id: str
    raw: Raw


@dataclass(frozen=True, slots=True)
class Merged:
    """The facts of a stack as one, where each was written, and what is contradictory."""

    raw: Raw
    provenance: Provenance
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class _Statement:
    """What one layer says at one place."""

    layer: str
    value: RawValue
    raw: Raw
    path: RawPath

    @property
    def source(self) -> Source:
        place = self.raw.source(self.path)
        return Source(place.file, place.line, self.layer)

    def below(self, name: str | int, value: RawValue) -> _Statement:
        return _Statement(self.layer, value, self.raw, (*self.path, name))


@dataclass(slots=True)
class _Merge:
    precedence: Mapping[str, tuple[str, str, Source]]
    top: str
    holds: dict[str, Stated] = field(default_factory=dict)
    overrode: dict[str, tuple[Stated, ...]] = field(default_factory=dict)
    sources: dict[RawPath, Source] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)

    def value(self, statements: Sequence[_Statement], key: str, path: RawPath) -> RawValue:
        self.sources[path] = statements[-1].source
        if len(statements) == 1 and path:
            return self._alone(statements[0], key, path)
        if all(isinstance(statement.value, dict) for statement in statements):
            return self._mapping(statements, key, path)
        if all(_is_keyed_list(statement.value) for statement in statements):
            return self._list(statements, key, path)
        return self._leaf(statements, key, path)

    def _alone(self, statement: _Statement, key: str, path: RawPath) -> RawValue:
        """What one layer alone says: nothing is weighed, and the value is as it is written."""
        value = statement.value
        if isinstance(value, dict):
            return {name: self.value((statement.below(name, part),), join(key, name), (*path, name)) for name, part in value.items()}
        if _is_keyed_list(value):
            return self._list((statement,), key, path)
        self._record(statement, key, path)
        return value

    def _mapping(self, statements: Sequence[_Statement], key: str, path: RawPath) -> RawValue:
        parts: dict[str, list[_Statement]] = {}
        for statement in statements:
            assert isinstance(statement.value, dict)
            for name, part in statement.value.items():
                if not path and name in OWN_KEYS and statement.layer != self.top:
                    continue
                parts.setdefault(name, []).append(statement.below(name, part))
        return {name: self.value(group, join(key, name), (*path, name)) for name, group in parts.items()}

    def _list(self, statements: Sequence[_Statement], key: str, path: RawPath) -> RawValue:
        groups: dict[str, list[_Statement]] = {}
        for statement in statements:
            assert isinstance(statement.value, list)
            own: set[str] = set()
            for index, item in enumerate(statement.value):
                name = _item_key(item)
                if not name or name in own:
                    name = f"{statement.layer}:{index}"
                own.add(name)
                groups.setdefault(name, []).append(statement.below(index, item))
        return [self.value(group, join(key, item_name(group[0].value, index)), (*path, index)) for index, group in enumerate(groups.values())]

    def _leaf(self, statements: Sequence[_Statement], key: str, path: RawPath) -> RawValue:
        winner = self._winner(statements, key) if len(statements) > 1 else statements[0]
        self.sources[path] = winner.source
        self._record(winner, key, path)
        others = [statement for statement in reversed(statements) if statement is not winner]
        if others:
            self.overrode[key] = tuple(Stated(_text(other.value), other.source) for other in others)
        return winner.value

    def _record(self, winner: _Statement, key: str, path: RawPath) -> None:
        self.holds[key] = Stated(_text(winner.value), winner.source)
        parts: Sequence[tuple[str | int, RawValue]] = ()
        if isinstance(winner.value, dict):
            parts = list(winner.value.items())
        elif isinstance(winner.value, list):
            parts = list(enumerate(winner.value))
        for name, part in parts:
            below = winner.below(name, part)
            key_name = item_name(part, name) if isinstance(name, int) else name
            self.sources[(*path, name)] = below.source
            self._record(below, join(key, key_name), (*path, name))

    def _winner(self, statements: Sequence[_Statement], key: str) -> _Statement:
        last = statements[-1]
        different = [statement for statement in statements if statement.value != last.value]
        if _is_name(key):
            return last
        if not different:
            self._say_twice(statements, key)
            return last
        rule = self._rule(key)
        chosen = next((statement for statement in statements if rule and statement.layer == rule[0]), None)
        if rule is None or chosen is None:
            self._contradiction(statements, key, different[-1])
            return last
        if chosen.layer == self.top and not rule[1]:
            self._no_reason(chosen, key, rule[2])
        return chosen

    def _rule(self, key: str) -> tuple[str, str, Source] | None:
        names = key.split(".")
        topics = (".".join(names[:length]) for length in range(len(names), 0, -1))
        return next((self.precedence[topic] for topic in topics if topic in self.precedence), None)

    def _say_twice(self, statements: Sequence[_Statement], key: str) -> None:
        last, before = statements[-1], statements[-2]
        self.findings.append(
            Finding(
                "SLG121",
                Severity.WARNING,
                f"“{key}” is stated here and already in {before.source}",
                last.source,
                "Delete one of the two, so that they cannot come to differ.",
            )
        )

    def _contradiction(self, statements: Sequence[_Statement], key: str, other: _Statement) -> None:
        last = statements[-1]
        topic = key.split(".", maxsplit=1)[0]
        self.findings.append(
            Finding(
                "SLG120",
                Severity.ERROR,
                f"“{key}” is {_short(last.value)} here, but {_short(other.value)} in {other.source}, and no precedence says which is followed",
                last.source,
                f"State it: precedence: [{{topic: {topic}, first: {last.layer}, reason: …}}], or delete one of the two.",
            )
        )

    def _no_reason(self, chosen: _Statement, key: str, source: Source) -> None:
        self.findings.append(
            Finding(
                "SLG122",
                Severity.ERROR,
                f"“{key}” differs from the layer below without a reason",
                chosen.source,
                f"Give the precedence entry in {source} a reason.",
            )
        )


def merge(layers: Sequence[Layer]) -> Merged:
    """Merge a stack of layers, lowest first; the last is the agreement itself.

    Mappings merge by key, lists of things with an `id` by id; any other list counts as one value.
    What one layer lists twice under one id stays two items, for the schema to find.
    """
    top = layers[-1]
    precedence, findings = _precedence(layers)
    work = _Merge(precedence, top.id, findings=findings)
    statements = [_Statement(layer.id, layer.raw.data, layer.raw, ()) for layer in layers if isinstance(layer.raw.data, dict)]
    data = work.value(statements, "", ()) if statements else top.raw.data
    raw = Raw(top.raw.file, data, work.sources, tuple(finding for layer in layers for finding in layer.raw.findings))
    return Merged(raw, Provenance(work.holds, work.overrode), tuple(work.findings))


def _precedence(layers: Sequence[Layer]) -> tuple[dict[str, tuple[str, str, Source]], list[Finding]]:
    rules: dict[str, tuple[str, str, Source]] = {}
    findings: list[Finding] = []
    known = {layer.id for layer in layers}
    for layer in layers:
        entries = layer.raw.data.get("precedence") if isinstance(layer.raw.data, dict) else None
        for index, entry in enumerate(entries if isinstance(entries, list) else ()):
            if isinstance(entry, dict) and isinstance(entry.get("topic"), str) and isinstance(entry.get("first"), str):
                place = layer.raw.source(("precedence", index))
                rules[str(entry["topic"])] = (str(entry["first"]), str(entry.get("reason") or ""), place)
                if len(layers) > 1 and layer is layers[-1] and entry["first"] not in known:
                    findings.append(
                        Finding(
                            "SLG123",
                            Severity.ERROR,
                            f"“{entry['first']}” is not a layer of this agreement",
                            place,
                            f"The layers are: {', '.join(sorted(known))}.",
                        )
                    )
    return rules, findings


def _is_keyed_list(value: RawValue) -> bool:
    return isinstance(value, list) and all(_item_key(item) for item in value)


def _item_key(item: RawValue) -> str:
    if not isinstance(item, dict):
        return ""
    return next((f"{name}:{item[name]}" for name in _LIST_KEYS if isinstance(item.get(name), str)), "")


def _is_name(key: str) -> bool:
    return key.rpartition(".")[2] in {"id", "topic"} or key.startswith("precedence")


def _text(value: RawValue) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{name}: {_text(part)}" for name, part in value.items()) + "}"
    return "[" + ", ".join(map(_text, value)) + "]" if isinstance(value, list) else value or ""


def _short(value: RawValue) -> str:
    text = _text(value)
    return f"“{text}”" if len(text) <= 60 else f"“{text[:57]}…”"
