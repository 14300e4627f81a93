"""What this program is, to the byte as far as one can see it: what another program has worked out does not hold for this one."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from functools import cache
import hashlib
import os
from pathlib import Path
import sys

_PACKAGE = Path(__file__).resolve().parent.parent
_INSTALLED = (".dist-info", ".egg-info")
_NO_MODULES = frozenset({"__pycache__", "reference"})


@cache
def program_mark() -> str:
    """A hash over slagen's own modules (by name, size and time), Python's version, and the versions of all that is installed beside it."""
    told = "\0".join((sys.version, *sorted(_modules(str(_PACKAGE), "")), *sorted(_installed())))
    return hashlib.sha256(told.encode("utf-8", "surrogateescape")).hexdigest()


def _modules(folder: str, above: str) -> Iterator[str]:
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.name.endswith(".py"):
                found = entry.stat()
                yield f"{above}{entry.name} {found.st_size} {found.st_mtime_ns}"
            elif "." not in entry.name and entry.name not in _NO_MODULES and entry.is_dir():
                yield from _modules(entry.path, f"{above}{entry.name}/")


def _installed() -> Iterator[str]:
    for folder in dict.fromkeys(sys.path):
        with suppress(OSError):
            yield from (name for name in os.listdir(folder or ".") if name.endswith(_INSTALLED))  # noqa: PTH208 - names are all that is needed
