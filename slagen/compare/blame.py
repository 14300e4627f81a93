"""Blame: who brought each clause into an agreement and who changed it since, from what its saved versions say."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
import re

from slagen.core.raw import RawValue
from slagen.model.lock import ClausePin

_HEADING = re.compile(r'^#{1,6} (?:<a id="([^"]+)"></a>)?', re.MULTILINE)
_ANCHOR = re.compile(r'<a id="[^"]*"></a>')
_LABEL = re.compile(r"(?:\A|(?<=\n\n))(?:&emsp;)*(?:\d+(?:\.\d+)+\.?|\d+\.|\([A-Za-z0-9]+\)) ")
_REFERENCE = re.compile(r"\[[^\]\n]*\]\((#[^)\s]*)\)")
_LISTS = ("add", "remove", "replace")
Deviations = Mapping[str, Mapping[str, RawValue]]
"""What an agreement changes of one clause, by the way that it does (`set`, `add`, `remove`, `replace`), each with its own approval."""

BROUGHT_IN, REMOVED, UPGRADED, WORDING, PARAMETERS = "brought in", "removed", "upgraded", "wording", "parameters"
FACTS, MOVED, APPROVAL = "facts", "moved", "approval"


@dataclass(frozen=True, slots=True)
class Snapshot:
    """One saved version: the text of each clause without its numbers, its pin, what the agreement changed of it, and all facts by their first key."""

    version: str
    texts: Mapping[str, str]
    pins: Mapping[str, ClausePin] = field(default_factory=dict)
    deviations: Mapping[str, Deviations] = field(default_factory=dict)
    facts: Mapping[str, RawValue] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Step:
    """What one version did to a clause: of which kinds, to which version of the library's clause, which facts changed with it, and who approved it."""

    version: str
    kinds: tuple[str, ...]
    library: str = ""
    facts: tuple[str, ...] = ()
    approved_by: str = ""
    approved_on: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Blamed:
    """A clause and all that was done to it, oldest first."""

    clause: str
    steps: tuple[Step, ...]

    @property
    def brought_in(self) -> Step:
        """How the clause came in, the last time that it did."""
        return next(step for step in reversed(self.steps) if BROUGHT_IN in step.kinds)

    @property
    def last(self) -> Step:
        """What was done to it last."""
        return self.steps[-1]

    @property
    def is_gone(self) -> bool:
        """Whether the clause is no longer there."""
        return REMOVED in self.last.kinds


def clause_texts(markdown: str) -> dict[str, str]:
    """The clauses of a contract.md by their ids; printed numbers are taken out, so that a clause that only moves is not changed."""
    found: dict[str, str] = {}
    headings = list(_HEADING.finditer(markdown))
    for heading, after in zip(headings, [*headings[1:], None], strict=True):
        if heading[1]:
            text = _ANCHOR.sub("", markdown[heading.end() : after.start() if after else len(markdown)])
            found[heading[1]] = _REFERENCE.sub(r"[](\1)", _LABEL.sub("", text)).strip()
    return found


def deviations_of(facts: Mapping[str, RawValue]) -> dict[str, dict[str, Mapping[str, RawValue]]]:
    """What an agreement's own facts change of each clause, by its id and by the way: `set`, `add`, `remove`, `replace`."""
    found: dict[str, dict[str, Mapping[str, RawValue]]] = {}
    clauses = facts.get("clauses")
    if not isinstance(clauses, dict):
        return found
    chosen = clauses.get("set")
    for name, change in chosen.items() if isinstance(chosen, dict) else ():
        if isinstance(change, dict):
            found.setdefault(name, {})["set"] = change
    for key in _LISTS:
        entries = clauses.get(key)
        for entry in entries if isinstance(entries, list) else ():
            if isinstance(entry, dict) and isinstance(entry.get("id"), str):
                found.setdefault(str(entry["id"]), {})[key] = entry
    return found


def blame(snapshots: Iterable[Snapshot]) -> tuple[Blamed, ...]:
    """What was done to each clause, from the oldest version to the newest; clauses in the order of the newest, those that are gone last."""
    steps: dict[str, list[Step]] = {}
    before = Snapshot("", {})
    for now in snapshots:
        changed = tuple(key for key in dict.fromkeys((*before.facts, *now.facts)) if key != "clauses" and before.facts.get(key) != now.facts.get(key))
        for name in dict.fromkeys((*now.texts, *before.texts)):
            step = _step(name, before, now, changed)
            if step is not None:
                steps.setdefault(name, []).append(step)
        before = now
    return tuple(Blamed(name, tuple(steps[name])) for name in (*before.texts, *(name for name in steps if name not in before.texts)))


def _step(name: str, before: Snapshot, now: Snapshot, facts: tuple[str, ...]) -> Step | None:
    kinds = tuple(_kinds(name, before, now))
    if not kinds:
        return None
    pin = now.pins.get(name)
    step = Step(now.version, kinds, pin.version if pin else "", facts if FACTS in kinds else ())
    said = {} if BROUGHT_IN in kinds else before.deviations.get(name, {})
    entries = _answering(said, now.deviations.get(name, {}))
    return replace(step, approved_by=_joined(entries, "approved_by"), approved_on=_joined(entries, "approved_on"), reason=_joined(entries, "reason"))


def _answering(said: Deviations, says: Deviations) -> list[Mapping[str, RawValue]]:
    """The changes whose approvals a step stands under: those that it made, or, where it made none, all that there are."""
    made = [way for way in {**said, **says} if said.get(way) != says.get(way)]
    return [says[way] for way in made or says if way in says]


def _joined(entries: Iterable[Mapping[str, RawValue]], key: str) -> str:
    return ", ".join(dict.fromkeys(value for entry in entries if isinstance(value := entry.get(key), str)))


def _kinds(name: str, before: Snapshot, now: Snapshot) -> Iterable[str]:
    if name not in now.texts:
        yield REMOVED
        return
    if name not in before.texts:
        yield BROUGHT_IN
        return
    old, new = before.pins.get(name), now.pins.get(name)
    said, says = before.deviations.get(name, {}), now.deviations.get(name, {})
    kinds = []
    if old and new and (old.version, old.blob) != (new.version, new.blob):
        kinds.append(UPGRADED)
    if old and new and old.own != new.own:
        kinds.append(WORDING)
    if _of(said, "set", "values") != _of(says, "set", "values"):
        kinds.append(PARAMETERS)
    if not kinds and before.texts[name] != now.texts[name]:
        kinds.append(FACTS)
    if _of(said, "add", "after") != _of(says, "add", "after"):
        kinds.append(MOVED)
    if not kinds and said != says:
        kinds.append(APPROVAL)
    yield from kinds


def _of(deviations: Deviations, way: str, key: str) -> RawValue:
    return deviations.get(way, {}).get(key)
