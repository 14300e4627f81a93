"""Two Word files compared, and the tracked changes of one listed, accepted or rejected."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from slagen.core.errors import NotFoundError, RefusedError, UsageError
from slagen.formats.files import read_file, write_file
from slagen.formats.word.package import MAX_FILE_BYTES

if TYPE_CHECKING:
    from slagen.formats.word.redline.compare import Manner, Redline
    from slagen.formats.word.redline.word_file import WordFile
    from slagen.formats.word.revisions.listing import Revision

LEAST_ALIKE = 0.05
"""Share of three-word phrases that two files must have in common; below, a redline would strike out one and insert the other."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """Which tracked changes: by number, by author, by clause (`7`, `7.2`). Nothing named means all."""

    numbers: frozenset[int] = frozenset()
    authors: frozenset[str] = frozenset()
    clauses: frozenset[str] = frozenset()

    def takes(self, revision: Revision) -> bool:
        """Whether it is among them."""
        return (
            (not self.numbers or revision.number in self.numbers)
            and (not self.authors or revision.author in self.authors)
            and (not self.clauses or any(_is_within(revision.place.clause, clause) for clause in self.clauses))
        )

    @property
    def everything(self) -> bool:
        """Whether nothing was named."""
        return not (self.numbers or self.authors or self.clauses)


def _is_within(clause: str, wanted: str) -> bool:
    name = wanted.rstrip(".")
    return clause == name or (clause.startswith(name) and not clause[len(name)].isalnum())


def compare(old: Path, new: Path, manner: Manner, *, unrelated: bool = False) -> Redline:
    """The redline of two Word files.

    Raises:
        BadInputError: one of them is no Word file, or carries tracked changes that are not to be touched.
        RefusedError: the two have next to nothing in common, and `unrelated` does not say that this is wanted.
    """
    from slagen.formats.word.redline.compare import redline  # noqa: PLC0415 - start-up

    found = redline(_bytes(old), _bytes(new), manner, (old.name, new.name))
    if found.likeness < LEAST_ALIKE and not unrelated:
        raise RefusedError(
            f"“{old.name}” and “{new.name}” have next to nothing in common: they look like two different documents.",
            hint="Compare the right files, or say that you want it all the same: --unrelated",
        )
    return found


def keep_apart(place: Path, *files: Path) -> None:
    """Refuse a redline that would take the place of a file that it compares, by whatever name; raises RefusedError."""
    for file in files:
        if place.exists() and file.exists() and place.samefile(file):
            raise RefusedError(f"The redline would take the place of “{file}”, which it compares.", hint="Choose another name: -o redline.docx")


def revisions(file: Path, chosen: Chosen | None = None) -> list[Revision]:
    """The tracked changes of a Word file, or those that are chosen; raises BadInputError where it is no Word file."""
    _, found = _opened(file)
    return [revision for revision in found if chosen is None or chosen.takes(revision)]


def resolve(file: Path, out: Path, chosen: Chosen, *, accept: bool) -> tuple[int, int]:
    """Accept or reject the chosen tracked changes of `file` and write the outcome to `out`; how many were resolved, and how many are left.

    A move of which one place is chosen is resolved in both.

    Raises:
        NotFoundError: nothing was chosen that the file has.
        BadInputError: it is no Word file.
    """
    from slagen.formats.word.revisions.listing import list_revisions, with_whole_moves  # noqa: PLC0415 - start-up
    from slagen.formats.word.revisions.resolve import resolve_file  # noqa: PLC0415 - start-up

    opened, found = _opened(file)
    taken = with_whole_moves([revision for revision in found if chosen.takes(revision)], found)
    if not taken and not chosen.everything:
        raise NotFoundError("tracked change of that kind in", file.name, hint=f"See them all: slagen revisions list {file.name}")
    elements = {element for revision in taken for element in revision.elements}
    resolve_file(opened, accept=accept, chosen=None if chosen.everything else elements.__contains__)
    write_file(out, opened.save())
    return len(taken), 0 if chosen.everything else len(list_revisions(opened))


def _opened(file: Path) -> tuple[WordFile, list[Revision]]:
    from slagen.formats.word.redline.word_file import open_file  # noqa: PLC0415 - start-up
    from slagen.formats.word.revisions.listing import list_revisions  # noqa: PLC0415 - start-up

    opened = open_file(_bytes(file), file.name)
    return opened, list_revisions(opened)


def _bytes(file: Path) -> bytes:
    return read_file(file, limit=MAX_FILE_BYTES + 1, name=str(file))


def compared_data(found: Redline, place: Path) -> dict[str, Any]:
    """What `compare --json` prints; docs/json.md describes it."""
    return {
        "file": str(place),
        "changed": found.changed,
        "verdict": found.verdict.value,
        "moves": found.moves,
        "edited_moves": [{"old": one.old, "new": one.new} for one in found.edited_moves],
        "renumbered": found.renumbered,
        "untracked": list(found.untracked),
        "resolved": list(found.resolved),
    }


def revision_data(found: Sequence[Revision]) -> list[dict[str, Any]]:
    """What `--json` prints of tracked changes; docs/json.md describes it."""
    return [
        {
            "number": one.number,
            "kind": one.kind,
            "author": one.author,
            "date": one.date,
            "story": one.place.story,
            "clause": one.place.clause,
            "heading": one.place.heading,
            "text": one.text,
        }
        for one in found
    ]


def numbers_of(text: str) -> frozenset[int]:
    """The numbers that `3,7-9` names.

    Raises:
        UsageError: it names none.
    """
    found: set[int] = set()
    for piece in text.split(","):
        first, dash, last = piece.strip().partition("-")
        if not first.isascii() or not first.isdigit() or (dash and not (last.isascii() and last.isdigit())) or len(first + last) > 12:
            raise UsageError(f"“{piece.strip()}” is not a number.", hint="Name tracked changes by their numbers, such as 3,7-9.")
        if dash and int(last) < int(first):
            raise UsageError(f"“{piece.strip()}” ends before it begins.", hint=f"Write {last}-{first}.")
        found |= set(range(int(first), min(int(last or first), int(first) + 1_000_000) + 1))
    return frozenset(found)
