"""Where what can be worked out again is kept: a folder of the user's own."""

from __future__ import annotations

import os
from pathlib import Path
import sys

from slagen.formats.shelf import Shelf


def own_shelf() -> Shelf | None:
    """The shelf in the user's folder for such things (XDG Base Directory Specification: `$XDG_CACHE_HOME`, else ~/.cache); None where there is none."""
    folder = _folder()
    return Shelf(folder / "slagen") if folder is not None and folder.is_absolute() else None


def _folder() -> Path | None:
    named = os.environ.get("XDG_CACHE_HOME") or os.environ.get("LOCALAPPDATA" if os.name == "nt" else "", "")
    if named:
        return Path(named)
    try:
        home = Path.home()
    except RuntimeError:  # the user has none
        return None
    return home / "Library" / "Caches" if sys.platform == "darwin" else home / ".cache"
