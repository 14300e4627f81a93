"""How a shell counts, read from its lists alone: for formats that have no lists of their own and must print the same labels."""

from __future__ import annotations

from slagen.assembly.number import STANDARD, Scheme
from slagen.formats.word.completion import complete
from slagen.formats.word.package import read_package
from slagen.formats.word.shell_parts import trim


def scheme_of(data: bytes, name: str) -> Scheme:
    """The scheme of a shell; the standard one where references could not follow its lists.

    Raises:
        PackageError: the file is no Word file that can be used.
    """
    trimmed = trim(read_package(data, name), name)
    completed = complete(trimmed.styles, trimmed.numbering)
    return STANDARD if completed.strange_levels else completed.scheme
