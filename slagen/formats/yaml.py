"""YAML to `Raw`: every scalar a string, every entry with its line, and nothing that YAML can do behind a reader's back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import yaml

from slagen.core.findings import Finding, Severity, Source
from slagen.core.raw import Raw
from slagen.formats.plain_text import decode, has_refused_character
from slagen.formats.yaml_errors import explain_syntax

if TYPE_CHECKING:
    from collections.abc import Iterator

    from slagen.core.raw import RawPath, RawValue

DEEPEST = 24
"""Levels of nesting that are read; an agreement needs eight."""
MOST_NODES = 50_000
"""Values and keys of one file that are read."""

_NULLS = frozenset({"", "~", "null", "Null", "NULL"})
_MOST_FINDINGS = 50
FAST_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class _GiveUpError(Exception):
    """Reading on would make no sense."""


@dataclass(slots=True)
class _Frame:
    """A list or mapping that is being read. What hangs below a refused key is read past (`kept` is false)."""

    value: list[RawValue] | dict[str, RawValue]
    path: RawPath
    kept: bool
    key: str | None = None
    key_kept: bool = True
    wants_key: bool = True


def read_yaml(data: bytes, file: str) -> Raw:
    """Read one YAML file; whatever is wrong becomes a finding, and where nothing can be read the data is None."""
    text, findings = decode(data, file)
    if text is None or findings:
        return Raw(file, None, findings=findings)
    return read_yaml_text(text, file)


def read_yaml_text(text: str, file: str, first_line: int = 1, loader: Any = FAST_LOADER) -> Raw:
    """Read YAML that starts on `first_line` of `file`. Never raises."""
    reader = _Reader(file, first_line)
    try:
        for event in _events(text, loader):
            reader.take(event)
    except _GiveUpError:
        return reader.result(broken=True)
    except yaml.YAMLError as error:
        reader.findings.append(explain_syntax(error, text, file, first_line))
        return reader.result(broken=True)
    return reader.result()


def _events(text: str, loader: Any) -> Iterator[Any]:
    source = loader(text)
    try:
        while source.check_event():
            yield source.get_event()
    finally:
        source.dispose()


class _Reader:
    """Builds the data from parser events with a stack of its own, so that depth is a limit and never a crash."""

    def __init__(self, file: str, first_line: int) -> None:
        self.file = file
        self.first_line = first_line
        self.findings: list[Finding] = []
        self.sources: dict[RawPath, Source] = {}
        self.root: RawValue = None
        self.stack: list[_Frame] = []
        self.nodes = 0
        self.documents = 0
        self._handlers = {
            yaml.ScalarEvent: self._scalar,
            yaml.MappingStartEvent: lambda event: self._open({}, event),
            yaml.SequenceStartEvent: lambda event: self._open([], event),
            yaml.MappingEndEvent: self._close,
            yaml.SequenceEndEvent: self._close,
            yaml.AliasEvent: self._alias,
            yaml.DocumentStartEvent: self._document,
        }

    def take(self, event: Any) -> None:
        """Take the next event."""
        handler = self._handlers.get(type(event))
        if handler is not None:
            handler(event)

    def result(self, *, broken: bool = False) -> Raw:
        """What has been read."""
        return Raw(self.file, None if broken else self.root, self.sources, tuple(self.findings))

    def _source(self, event: Any) -> Source:
        return Source(self.file, self.first_line + event.start_mark.line)

    def _report(self, code: str, message: str, event: Any, hint: str = "") -> None:
        self.findings.append(Finding(code, Severity.ERROR, message, self._source(event), hint))
        if len(self.findings) >= _MOST_FINDINGS:
            raise _GiveUpError

    def _document(self, event: Any) -> None:
        self.documents += 1
        if self.documents > 1:
            self._report("SLG005", "the file holds more than one YAML document", event, "Delete the line “---” and what follows it.")
            raise _GiveUpError

    def _node(self, event: Any) -> None:
        """What every scalar, list and mapping must obey."""
        self.nodes += 1
        if self.nodes > MOST_NODES:
            self._report("SLG006", f"the file holds more than {MOST_NODES:,} values", event, "Split it.")
            raise _GiveUpError
        if event.anchor is not None:
            self._report("SLG003", f"the anchor “&{event.anchor}” is not allowed", event, "Write the values out where they are used.")
        if event.tag is not None:
            self._report("SLG004", f"the tag “{event.tag}” is not allowed", event, "Delete it; slagen knows the type of each value.")

    def _alias(self, event: Any) -> None:
        self._report("SLG003", f"the alias “*{event.anchor}” is not allowed", event, "Write the values out; quote a text that starts with “*”.")
        self._put(None, event)

    def _scalar(self, event: Any) -> None:
        self._node(event)
        text: str = event.value
        if has_refused_character(text):
            self._report("SLG008", "an escape such as “\\u202e” brings in a character that is not allowed", event, "Delete it.")
            text = ""
        plain = event.implicit[0]
        if plain and text == "<<" and self.stack and self.stack[-1].wants_key and isinstance(self.stack[-1].value, dict):
            self._report("SLG003", "the merge key “<<” is not allowed", event, "Write the entries out.")
        self._put(None if plain and text in _NULLS else text, event)

    def _open(self, value: list[RawValue] | dict[str, RawValue], event: Any) -> None:
        self._node(event)
        if len(self.stack) >= DEEPEST:
            self._report("SLG006", f"values are nested more than {DEEPEST} levels deep", event)
            raise _GiveUpError
        path = self._put(value, event)
        self.stack.append(_Frame(value, path or (), kept=path is not None))

    def _close(self, _event: Any) -> None:
        self.stack.pop()

    def _put(self, value: RawValue, event: Any) -> RawPath | None:
        """Put a value where it belongs and return its path; None where it is read past."""
        if not self.stack:
            self.root = value
            self.sources[()] = self._source(event)
            return ()
        frame = self.stack[-1]
        if isinstance(frame.value, list):
            frame.value.append(value)
            return self._mark((*frame.path, len(frame.value) - 1), event) if frame.kept else None
        if frame.wants_key:
            self._key(frame, value, event)
            return None
        frame.wants_key = True
        if frame.key is None or not frame.key_kept:
            return None
        frame.value[frame.key] = value
        return (*frame.path, frame.key) if frame.kept else None

    def _mark(self, path: RawPath, event: Any) -> RawPath:
        self.sources[path] = self._source(event)
        return path

    def _key(self, frame: _Frame, key: RawValue, event: Any) -> None:
        frame.wants_key = False
        frame.key = key if isinstance(key, str) else None
        frame.key_kept = False
        if not isinstance(key, str) or not key:
            self._report("SLG010", "a key is not a plain word", event, "Put a word before the “:”; quote a text that starts with “{”, “[” or “?”.")
            return
        path = (*frame.path, key)
        if isinstance(frame.value, dict) and key in frame.value:
            first = self.sources.get(path)
            where = f" (first on line {first.line})" if first and first.line else ""
            self._report("SLG002", f"“{key}” is written twice{where}", event, "Keep one of the two.")
            return
        frame.key_kept = True
        if frame.kept:
            self._mark(path, event)
