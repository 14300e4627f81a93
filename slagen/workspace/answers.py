"""Answers to a template's questions, from a file: by their keys, each with its line."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from slagen.core.findings import Finding, Severity, Source
from slagen.core.raw import Raw, RawPath, RawValue


@dataclass(frozen=True, slots=True)
class Answers:
    """Values by dotted key; `sources` says where each was written, for answers that came from a file."""

    values: Mapping[str, RawValue]
    sources: Mapping[str, Source] = field(default_factory=dict)
    file: str = ""

    def source(self, key: str) -> Source:
        """The place of an answer."""
        return self.sources.get(key, Source(self.file or "answers"))


def answers_in(raw: Raw) -> tuple[Answers, tuple[Finding, ...]]:
    """The answers in a file: `parties.customer.name: Acme plc`, or the same as nested mappings. A mapping is put in key by key."""
    if raw.findings:
        return Answers({}, file=raw.file), raw.findings
    if raw.data is not None and not isinstance(raw.data, dict):
        hint = "Write one answer a line, such as: parties.customer.name: Acme plc"
        return Answers({}, file=raw.file), (Finding("SLG022", Severity.ERROR, "the answers must be a mapping of keys to values", raw.source(), hint),)
    values: dict[str, RawValue] = {}
    sources: dict[str, Source] = {}
    findings: list[Finding] = []
    for key, path, value in _leaves(raw.data or {}, "", ()):
        place = raw.source(path)
        if key in values:
            hint = "Keep one of the two."
            findings.append(Finding("SLG027", Severity.ERROR, f"“{key}” is answered twice (first on line {sources[key].line})", place, hint))
            continue
        values[key], sources[key] = value, place
    return Answers(values, sources, raw.file), tuple(findings)


def _leaves(data: RawValue, key: str, path: RawPath) -> Iterator[tuple[str, RawPath, RawValue]]:
    if isinstance(data, dict) and (data or not key):
        for name, value in data.items():
            yield from _leaves(value, f"{key}.{name}" if key else name, (*path, name))
    else:
        yield key, path, data
