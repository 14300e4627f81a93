"""Writing files that are only to stay if a version that holds them is saved."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from slagen.formats.files import inside, read_file, write_files


@contextmanager
def written(root: Path, files: Mapping[str, bytes]) -> Iterator[None]:
    """The files in place while a version is saved; as they were, should that fail."""
    places = {inside(root, path): data for path, data in files.items()}
    before = {place: read_file(place) if place.exists() else None for place in places}
    write_files(places)
    try:
        yield
    except BaseException:
        write_files(before)
        raise
