"""Writing YAML: scalars quoted so that they are read back as the same strings."""

from __future__ import annotations

from collections.abc import Mapping
import json
import re

_PLAIN = re.compile(r"[A-Za-z0-9][A-Za-z0-9._/@-]*", re.ASCII)
_NULLS = frozenset({"null", "Null", "NULL"})


def scalar(text: str) -> str:
    """A string as it stands in YAML: plain where nobody can take it for anything else, else in double quotes (JSON strings are YAML)."""
    return text if _PLAIN.fullmatch(text) and text not in _NULLS else json.dumps(text, ensure_ascii=False)


def flow(values: Mapping[str, str]) -> str:
    """A mapping on one line: `{version: 2.1.0, blob: 51fe0a}`."""
    return "{" + ", ".join(f"{name}: {scalar(value)}" for name, value in values.items()) + "}"
