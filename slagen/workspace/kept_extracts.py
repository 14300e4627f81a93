"""Extracts of saved versions, kept from one comparison to the next: a saved version never changes (docs/adr/0014).

They stand on a shelf of the user's own, never in the repository: what came with somebody else's repository says nothing about a version.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from slagen.assembly.labels import Label
from slagen.compare.extract_form import read, written
from slagen.workspace.program_mark import program_mark

if TYPE_CHECKING:
    from slagen.compare.extracts import Extract
    from slagen.formats.shelf import Shelf
    from slagen.vault.repository import Repository

_FORM = "extract 1"


@dataclass(frozen=True, slots=True)
class KeptExtracts:
    """The extracts of one agreement's versions in one repository."""

    shelf: Shelf
    repository: Repository
    agreement: str

    def find(self, commit: str) -> Extract[Label] | None:
        """The extract of a saved version, where it is kept and can be used."""
        data = self.shelf.find(self._key(commit))
        with suppress(ValueError):
            return read(data, _label) if data is not None else None
        return None

    def keep(self, commit: str, extract: Extract[Label]) -> None:
        """Keep the extract of a saved version, where that can be done."""
        with suppress(TypeError):
            self.shelf.put(self._key(commit), written(extract, _row))

    def _key(self, commit: str) -> str:
        """All that an extract depends on. The repository counts: git does not look whether an object has the content that its name promises."""
        folder = self.repository.common_dir
        place = folder.stat()
        return "\0".join((_FORM, program_mark(), str(folder), f"{place.st_dev} {place.st_ino}", self.repository.prefix, commit, self.agreement))


def _row(label: Label) -> tuple[str, str, int, str]:
    return label.text, label.full, label.level, label.schedule


def _label(text: Any, full: Any, level: Any, schedule: Any) -> Label:
    if type(text) is str and type(full) is str and type(level) is int and type(schedule) is str:
        return Label(text, full, level, schedule)
    raise TypeError("not the row of a label")
