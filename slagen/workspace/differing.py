"""What changed between two versions of an agreement: as terms, clauses and words.

A version is anything that was saved, what was sent or came back (`sent-1`, `received-1`; `sent` and `received` are the last ones),
the draft, and `standard`: the library's own text. What came back, and what was sent without having been saved, is compared as a Word file.
"""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from slagen.core.errors import SlagenError
from slagen.workspace.version_words import names_commit

if TYPE_CHECKING:
    from pathlib import Path

    from slagen.compare.difference import Difference
    from slagen.formats.shelf import Shelf


def difference(root: Path, agreement_id: str, old: str = "", new: str = "", shelf: Shelf | None = None) -> Difference:
    """What changed from `old` to `new`.

    By default from the last saved version to the draft; where the draft holds nothing new, from the version before to the last one.
    What saved versions say is looked for on the `shelf` first, and put there for the next time.

    Raises:
        NotFoundError: a version does not exist, or does not hold the agreement.
        FindingsError: a version has errors and cannot be assembled.
        BadInputError: a file that was sent or came back is no Word file.
    """
    found = _kept(root, agreement_id, (old, new), shelf) if shelf and old and new else None
    if found is not None:
        return found
    from slagen.workspace.sides import difference_of  # noqa: PLC0415 - start-up: it needs whatever assembles a contract

    return difference_of(root, agreement_id, old, new, shelf)


def _kept(root: Path, agreement_id: str, names: tuple[str, str], shelf: Shelf) -> Difference | None:
    """The same from the shelf alone; None where that does not do. What is wrong is told by who looks at the versions themselves."""
    from slagen.assembly.labels import cite  # noqa: PLC0415 - start-up
    from slagen.compare.extracts import compare_extracts  # noqa: PLC0415 - start-up
    from slagen.vault.history import resolve  # noqa: PLC0415 - start-up
    from slagen.vault.repository import open_repository  # noqa: PLC0415 - start-up
    from slagen.workspace.kept_extracts import KeptExtracts  # noqa: PLC0415 - start-up

    if not all(map(names_commit, names)):
        return None
    with suppress(SlagenError, ValueError), open_repository(root) as repository:
        kept = KeptExtracts(shelf, repository, agreement_id)
        before, after = (kept.find(resolve(repository, name, agreement_id) or "") for name in names)
        return compare_extracts(before, after, names, cite) if before and after else None
    return None


def prepare(root: Path, agreement_id: str, commit: str, shelf: Shelf) -> None:
    """Put what a version that was just saved says on the shelf, so that its first comparison is as quick as any other.

    It is read as the version holds it. Whatever stands in the way is told when the version is compared; by then it is saved, whoever interrupts this.
    """
    from slagen.workspace.sides import Sides  # noqa: PLC0415 - start-up

    with suppress(SlagenError, OSError, KeyboardInterrupt):
        Sides(root, agreement_id, shelf).extract(commit)
