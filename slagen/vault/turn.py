"""One writer at a time: a lock that the operating system drops when its holder dies.

It only keeps writers of this program apart; against others the compare-and-swap of the branch guards.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
import os
from pathlib import Path
from time import sleep

from slagen.core.errors import RefusedError
from slagen.core.refusals import refusals

_NO_LINK = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
_ATTEMPTS = 1200
_PAUSE_SECONDS = 0.05


@contextmanager
def turn(git_dir: Path, what: str = "") -> Iterator[None]:
    """Wait for one's turn to write, a minute at most. Who does several things in one go takes the turn of `what`, and within it those of saving.

    Raises:
        RefusedError: another program has not finished by then, or git's folder cannot be written, or leads elsewhere.
    """
    place = git_dir / (f"slagen-{what}" if what else "slagen") / "lock"
    if place.parent.is_symlink():
        raise RefusedError(f"“{place.parent}” is a link, and what slagen notes would be written where it leads.", hint="Delete the link and try again.")
    with refusals(place):
        place.parent.mkdir(exist_ok=True)
        descriptor = os.open(place, os.O_RDWR | os.O_CREAT | _NO_LINK, 0o666)
    try:
        _wait(descriptor)
        yield
    finally:
        os.close(descriptor)


def _wait(descriptor: int) -> None:
    try:
        import fcntl  # noqa: PLC0415 - not on every system
    except ImportError:
        return
    for _ in range(_ATTEMPTS):
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            sleep(_PAUSE_SECONDS)
        else:
            return
    raise RefusedError("Another slagen has been saving for more than a minute.", hint="Wait for it to end, or stop it; nothing was changed.")
