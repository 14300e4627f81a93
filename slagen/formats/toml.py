"""TOML to `Raw`, for slagen.toml: every value as the text that a person would write."""

from __future__ import annotations

from datetime import date, datetime, time
import re
import tomllib
from typing import TYPE_CHECKING, Any

from slagen.core.findings import Finding, Severity, Source
from slagen.core.raw import Raw
from slagen.formats.plain_text import decode, has_refused_character, too_large

if TYPE_CHECKING:
    from collections.abc import Iterator

    from slagen.core.raw import RawPath, RawValue

LARGEST_SETTINGS = 64 * 1024
_TABLE = re.compile(r"\s*\[\[?\s*([^\[\]]+?)\s*\]\]?\s*(?:#.*)?")
_ENTRY = re.compile(r"\s*([A-Za-z0-9_.\"'-]+)\s*=")
_AT_LINE = re.compile(r"\(at line (\d+), column \d+\)")


def read_toml(data: bytes, file: str) -> Raw:
    """Read one TOML file. Never raises. Lines are found by looking at the text, so an entry inside `{ … }` has its table's line."""
    text, findings = decode(data, file)
    if text is None or findings:
        return Raw(file, None, findings=findings)
    if len(text) > LARGEST_SETTINGS:
        return Raw(file, None, findings=(too_large(file, len(data), LARGEST_SETTINGS),))
    try:
        raw = _as_text(tomllib.loads(text, parse_float=str))
    except (tomllib.TOMLDecodeError, RecursionError, ValueError) as error:
        return Raw(file, None, findings=(_syntax(error, file),))
    if any(map(has_refused_character, _strings(raw))):
        message = "an escape such as “\\u202E” brings in a character that is not allowed"
        return Raw(file, None, findings=(Finding("SLG008", Severity.ERROR, message, Source(file), "Delete it."),))
    return Raw(file, raw, dict(_sources(text, file)))


def _syntax(error: Exception, file: str) -> Finding:
    found = _AT_LINE.search(str(error))
    problem = _AT_LINE.sub("", str(error)).strip().rstrip(".")
    source = Source(file, int(found[1]) if found else None)
    return Finding("SLG012", Severity.ERROR, f"not valid TOML: {problem}", source, 'Write key = "text", key = 5 or key = [2027-06-18].')


def _as_text(value: Any) -> RawValue:
    if isinstance(value, dict):
        return {key: _as_text(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_as_text(item) for item in value]
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (date, datetime, time)):
        return value.isoformat()
    return str(value)


def _strings(value: RawValue) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for item in value:
            yield from _strings(item)
    elif isinstance(value, dict):
        for key, item in value.items():
            yield key
            yield from _strings(item)


def _sources(text: str, file: str) -> Iterator[tuple[RawPath, Source]]:
    table: RawPath = ()
    for number, line in enumerate(text.split("\n"), 1):
        source = Source(file, number)
        if header := _TABLE.fullmatch(line):
            table = _parts(header[1])
            yield table, source
        elif entry := _ENTRY.match(line):
            yield (*table, *_parts(entry[1])), source


def _parts(dotted: str) -> RawPath:
    return tuple(part.strip().strip("\"'") for part in dotted.split("."))
