"""Writing files that are only to stay if a version that holds them is saved."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import AbstractContextManager
from pathlib import Path

from slagen.formats.files import inside, replaced


def written(root: Path, files: Mapping[str, bytes]) -> AbstractContextManager[None]:
    """The files in place while a version is saved; as they were, should that fail."""
    return replaced({inside(root, path): data for path, data in files.items()})
