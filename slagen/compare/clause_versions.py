"""What changed between two versions of a library clause, and how much that matters."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from slagen.compare.term_list import plain
from slagen.compare.words import Op, Segments, count_words, diff
from slagen.model.library import LibraryClause, Parameter


class Step(StrEnum):
    """How far a newer version is from an older one, by its number; `edited` has the same number and other words, `older` a lower one.

    `changed` is said of what has no number: templates, shells, layers.
    """

    SAME = "same"
    PATCH = "patch"
    MINOR = "minor"
    MAJOR = "major"
    EDITED = "edited"
    OLDER = "older"
    LOST = "lost"
    CHANGED = "changed"


MEANING: Mapping[Step, str] = {
    Step.SAME: "nothing changed",
    Step.PATCH: "wording only",
    Step.MINOR: "a new optional parameter or passage",
    Step.MAJOR: "its meaning changed",
    Step.EDITED: "other words under the same number",
    Step.OLDER: "the library went back",
    Step.LOST: "the library no longer has it",
    Step.CHANGED: "its content changed",
}
"""Why a step matters, in a few words (formats.md, clause versions)."""


@dataclass(frozen=True, slots=True)
class ParameterChange:
    """A parameter that was added, removed or changed; `old` and `new` are the rules as people would say them, empty where there is none."""

    name: str
    change: str
    old: str
    new: str
    required: bool = False
    """Whether the new version has no value for it unless the agreement states one."""


@dataclass(frozen=True, slots=True)
class ClauseStep:
    """From one version of a clause to another. `notes` are what its author says about the versions in between, newest first."""

    step: Step
    words: Segments = ()
    parameters: tuple[ParameterChange, ...] = ()
    notes: tuple[tuple[str, str], ...] = ()

    @property
    def inserted(self) -> int:
        """How many words came."""
        return sum(count_words(segment.text) for segment in self.words if segment.op is Op.INSERT)

    @property
    def deleted(self) -> int:
        """How many words went."""
        return sum(count_words(segment.text) for segment in self.words if segment.op is Op.DELETE)


def reads_alike(old: LibraryClause, new: LibraryClause) -> bool:
    """Whether two texts are the same version with the same words and parameters; guidance, owner and review date do not count."""
    return old.version == new.version and old.title == new.title and old.text == new.text and not any(_parameters(old, new))


def clause_step(old: LibraryClause, new: LibraryClause | None) -> ClauseStep:
    """What changed from `old` to `new`, None where the library no longer has the clause."""
    if new is None:
        return ClauseStep(Step.LOST)
    words = diff(f"{old.title}\n\n{old.text}", f"{new.title}\n\n{new.text}")
    changed = any(segment.op is not Op.EQUAL for segment in words)
    parameters = tuple(_parameters(old, new))
    step = step_between(old.version, new.version)
    if step is Step.SAME and (changed or parameters):
        step = Step.EDITED
    return ClauseStep(step, words if changed else (), parameters, tuple(_notes(old, new)))


def step_between(old: str, new: str) -> Step:
    """Which part of the version's number rose first (semantic versioning)."""
    before, after = numbers(old), numbers(new)
    if before >= after:
        return Step.SAME if before == after else Step.OLDER
    return next(step for one, other, step in zip(before, after, (Step.MAJOR, Step.MINOR, Step.PATCH), strict=True) if one != other)


def numbers(version: str) -> tuple[int, int, int]:
    """The numbers of a version such as 2.1.0; what is left out or no number counts as 0."""
    parts = [int(part) if part.isascii() and part.isdigit() and len(part) < 10 else 0 for part in version.split(".")[:3]]
    first, second, third = (*parts, 0, 0, 0)[:3]
    return first, second, third


def _parameters(old: LibraryClause, new: LibraryClause) -> Iterator[ParameterChange]:
    for name, parameter in new.parameters.items():
        before = old.parameters.get(name)
        if before is None:
            needed = bool(parameter.rules.get("required")) and not parameter.has_default
            yield ParameterChange(name, "added", "", said(parameter), needed)
        elif (before.rules, before.default, before.has_default) != (parameter.rules, parameter.default, parameter.has_default):
            needed = bool(parameter.rules.get("required")) and not parameter.has_default and before.has_default
            yield ParameterChange(name, "changed", said(before), said(parameter), needed)
    for name, parameter in old.parameters.items():
        if name not in new.parameters:
            yield ParameterChange(name, "removed", said(parameter), "")


def said(parameter: Parameter) -> str:
    """A parameter's rules in a few words: `duration, from 0 days, to 90 days, default 30 days`."""
    rules = parameter.rules
    bounds = [f"{word} {_value(rules[rule])}" for rule, word in (("min", "from"), ("max", "to")) if rules.get(rule) is not None]
    allowed = [f"one of {', '.join(_value(one) for one in rules['allowed'])}"] if rules.get("allowed") else []
    ends = [f"default {_value(parameter.default)}"] if parameter.has_default else ["no default"]
    return ", ".join((str(rules.get("type", "string")), *bounds, *allowed, *(["required"] if rules.get("required") else []), *ends))


def _value(value: Any) -> str:
    return plain(tuple(value) if isinstance(value, list) else value)


def _notes(old: LibraryClause, new: LibraryClause) -> Iterator[tuple[str, str]]:
    for version in sorted(new.changes, key=numbers, reverse=True):
        if numbers(old.version) < numbers(version) <= numbers(new.version):
            yield version, new.changes[version]
