"""Temporary names: what a write puts beside a file while it is under way. They say which process made them, so that those of one that was killed can go."""

from __future__ import annotations

from contextlib import suppress
from functools import cache
import os
from pathlib import Path
import re
from zlib import crc32

TEMPORARY_PREFIX = ".slagen-"
_COMPUTER = f"{crc32(os.uname().nodename.encode()):08x}" if hasattr(os, "uname") else ""
_OURS = re.compile(rf"{re.escape(TEMPORARY_PREFIX)}{_COMPUTER}-(\d{{1,10}})-[0-9a-f]{{16}}\.(?:tmp|old)", re.ASCII)


def temporary_name() -> str:
    """A name that nobody else has; what it is for is added as `.tmp` (the new bytes) or `.old` (a second name of the old ones)."""
    import secrets  # noqa: PLC0415 - start-up

    return f"{TEMPORARY_PREFIX}{_COMPUTER}-{os.getpid()}-{secrets.token_hex(8)}"


@cache
def sweep(folder: Path) -> None:
    """Remove what processes of this computer that were killed left behind in a folder. A folder is looked through once."""
    if not _COMPUTER:
        return
    with suppress(OSError), os.scandir(folder) as entries:
        for entry in entries:
            match = _OURS.fullmatch(entry.name)
            if match and not _lives(int(match[1])):
                with suppress(OSError):
                    os.unlink(entry)  # noqa: PTH108 - an entry of scandir


def _lives(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except (OSError, OverflowError):  # it belongs to somebody else, or is no number of a process
        return True
    return True
