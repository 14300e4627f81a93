"""The two sides of a comparison: which versions their names mean, and what each of them holds."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from slagen.assembly.labels import Label, cite
from slagen.compare.difference import Difference
from slagen.compare.documents import DocumentComparison, compare_outlines
from slagen.compare.extracts import Extract, compare_extracts
from slagen.compare.passages import Outline, OutlinedPart, OutlinedPassage
from slagen.core.errors import NotFoundError
from slagen.core.hashes import short
from slagen.formats.files import Folder
from slagen.model.record import Record, Verb
from slagen.vault.history import DRAFT, is_event_name
from slagen.vault.repository import open_repository
from slagen.vault.tree import CommittedTree
from slagen.workspace.comparing import compare_drafts, extract
from slagen.workspace.drafting import Draft, draft
from slagen.workspace.edition import unsaved_among
from slagen.workspace.kept_extracts import KeptExtracts
from slagen.workspace.load import AGREEMENT_FILE, Loaded, load
from slagen.workspace.pinning import LOCK_FILE
from slagen.workspace.records import kept_file, records_of
from slagen.workspace.standard import standard_draft
from slagen.workspace.version_words import LAST_RECEIVED, LAST_SENT, SAVED, STANDARD
from slagen.workspace.versions import TEXT_FILE, NothingSavedError, saved_tree, text_versions, versions
from slagen.workspace.word_files import word_file

if TYPE_CHECKING:
    from slagen.formats.shelf import Shelf
    from slagen.formats.word.reading import WordText

_EVENTS = {LAST_SENT: Verb.SEND, LAST_RECEIVED: Verb.RECEIVE}


@dataclass(frozen=True, slots=True)
class Side:
    """One version: as drafted from its facts (`made`), or the Word file that a `record` kept.

    `commit` is the saved version, empty for the folder as it stands and for a file.
    """

    name: str
    made: Draft | None
    word: bytes
    commit: str = ""
    record: Record | None = None


@dataclass(slots=True)
class Sides:
    """The versions of one agreement, as they are asked for by name."""

    root: Path
    agreement: str
    shelf: Shelf | None = None
    _present: list[Loaded] = field(default_factory=list)

    @property
    def present(self) -> Loaded:
        """The workspace as it stands, loaded when it is first needed."""
        if not self._present:
            self._present.append(load(Folder(self.root)))
        return self._present[0]

    def names(self, old: str, new: str) -> tuple[str, str]:
        """The versions that are meant: the last two where none is named, the draft where only one is."""
        return (self._named(old), self._named(new or DRAFT)) if old else self._last_two()

    def _named(self, name: str) -> str:
        """`sent` and `received` mean the last ones, `saved` the last saved version."""
        if name == SAVED:
            return self._last_saved()
        if name not in _EVENTS:
            return name
        records = [record for record in records_of(self.present, self.agreement) if record.verb is _EVENTS[name]]
        if not records:
            hint = f"Nothing of it was recorded as {name} yet: slagen status {self.agreement}"
            raise NotFoundError(f"{name} version of", self.agreement, hint=hint)
        return records[-1].version

    def _last_saved(self) -> str:
        found = versions(self.root, self.present, self.agreement, limit=1)
        if not found:
            raise NothingSavedError(self.agreement)
        return short(found[0].commit)

    def _last_two(self) -> tuple[str, str]:
        found = text_versions(self.root, self.present, self.agreement, limit=2)
        if not found:
            raise NothingSavedError(self.agreement)
        last = found[0].commit
        with open_repository(self.root) as repository:
            changed = unsaved_among(self.present, CommittedTree(repository, last), tuple(self._written_by_people()))
        return (short(last), DRAFT) if changed or len(found) == 1 else (short(found[1].commit), short(last))

    def _written_by_people(self) -> Iterator[str]:
        """The agreement's facts, its pins, which an upgrade moves, and wordings of its own."""
        folder = self.present.folder_of(self.agreement)
        for path in self.present.files.walk(folder):
            name = path.removeprefix(f"{folder}/")
            if name in {AGREEMENT_FILE, LOCK_FILE} or (name.endswith(".md") and name != TEXT_FILE):
                yield path

    def record(self, name: str) -> Record | None:
        """The record of what is to be read as a file: what came back, and what was sent as it was."""
        if not is_event_name(name):
            return None
        records = (record for record in records_of(self.present, self.agreement) if record.version == name and record.verb in _EVENTS.values())
        found = next(records, None)
        return found if found is not None and found.file and (found.verb is Verb.RECEIVE or not found.commit) else None

    def side(self, name: str) -> Side:
        """A version with its Word file."""
        record = self.record(name)
        if record is not None:
            return Side(name, None, kept_file(self.present.files, record), record=record)
        with self._files(name) as tree:
            made = self._drafted(name, tree)
            return Side(name, made, self._sent(name) or word_file(made), tree.commit if tree else "")

    def _sent(self, name: str) -> bytes:
        """The very Word file that was sent under that name; empty where none was, or none that is a Word file."""
        records = records_of(self.present, self.agreement) if is_event_name(name) else ()
        sent = next((record for record in records if record.version == name and record.verb is Verb.SEND), None)
        return kept_file(self.present.files, sent) if sent is not None and sent.file.endswith(".docx") else b""

    def extract(self, name: str, *, believing: bool = True) -> Extract[Label]:
        """What a version that is no file says: from the shelf where it is there, and where that is to be believed."""
        with self._files(name) as tree:
            kept = KeptExtracts(self.shelf, tree.repository, self.agreement) if tree and self.shelf else None
            found = kept.find(tree.commit) if tree and kept and believing else None
            if found is None:
                found = extract(self._drafted(name, tree))
                if tree and kept:
                    kept.keep(tree.commit, found)
            return found

    @contextmanager
    def _files(self, name: str) -> Iterator[CommittedTree | None]:
        """The files of a saved version; None for what is made from the folder as it stands."""
        if name in {DRAFT, STANDARD}:
            yield None
            return
        with saved_tree(self.root, name, self.agreement) as tree:
            yield tree

    def _drafted(self, name: str, tree: CommittedTree | None) -> Draft:
        loaded = load(tree) if tree else self.present
        made = standard_draft(loaded, self.agreement) if name == STANDARD else draft(loaded, self.agreement, version=name)
        _ = made.usable
        return made


def difference_of(root: Path, agreement_id: str, old: str, new: str, shelf: Shelf | None) -> Difference:
    """What changed from `old` to `new`; see `differing.difference`."""
    sides = Sides(root, agreement_id, shelf)
    names = sides.names(old, new)
    if any(map(sides.record, names)):
        before, after = map(sides.side, names)
        return compared(before, after)
    try:
        return _told(sides, names, believing=True)
    except ValueError:  # what was kept holds a value that is none
        return _told(sides, names, believing=False)


def _told(sides: Sides, names: tuple[str, str], *, believing: bool) -> Difference:
    before, after = (sides.extract(name, believing=believing) for name in names)
    return compare_extracts(before, after, names, cite)


def compared(before: Side, after: Side) -> Difference:
    """What changed from one side to the other; where one of them is a file, both are compared as files."""
    if before.made is None or after.made is None:
        found, resolved = _read_and_compared(before, after)
        return Difference(before.name, after.name, (), found, _title(after, before), resolved)
    return compare_drafts(before.made, after.made, (before.name, after.name))


def _title(*sides: Side) -> str:
    return next((side.made.agreement.title for side in sides if side.made is not None), "")


def _read_and_compared(before: Side, after: Side) -> tuple[DocumentComparison, tuple[str, ...]]:
    """Both as their Word files read, so that nothing differs merely because one of them was read and the other was not; and whose tracked changes counted."""
    from slagen.formats.word.reading import read  # noqa: PLC0415 - start-up

    old, new = (read(side.word, f"{PurePosixPath(side.name).name}.docx") for side in (before, after))
    resolved = tuple(side.name for side, text in ((before, old), (after, new)) if text.changes)
    return compare_outlines(_whole_outline(old), _whole_outline(new), lambda target, labels, _: labels[target].full), resolved


def _whole_outline(text: WordText) -> Outline[Label]:
    """The contract, and what the file says beside it: a party's name on the cover is not less than a clause."""
    from slagen.compare.outlines import outline  # noqa: PLC0415 - start-up
    from slagen.formats.word.reading.beside import FRONT, beside  # noqa: PLC0415 - start-up

    contract = outline(text.document, text.labels, lambda clause: text.labels[clause].full)
    parts = [
        OutlinedPart(f"file:{title}", (title,), "", "", "", tuple(OutlinedPassage(title, "paragraph", "", (line,)) for line in lines))
        for title, lines in beside(text).items()
    ]
    front = [part for part in parts if part.title == (FRONT,)]
    return replace(contract, parts=(*front, *contract.parts, *(part for part in parts if part not in front)))
