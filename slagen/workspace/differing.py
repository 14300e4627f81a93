"""What changed between two versions of an agreement: as terms, clauses and words, and as a Word file with tracked changes.

A version is anything that was saved, what was sent or came back (`sent-1`, `received-1`; `sent` and `received` are the last ones),
the draft, and `standard`: the library's own text. What came back, and what was sent without having been saved, is compared as a Word file.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from slagen.compare.annotations import explaining, explanation, tells
from slagen.compare.difference import Difference
from slagen.compare.documents import DocumentComparison, compare_documents
from slagen.compare.term_groups import gathered
from slagen.compare.terms import TermChange
from slagen.core.errors import NotFoundError
from slagen.core.hashes import short
from slagen.core.moments import in_utc
from slagen.formats.files import Folder
from slagen.model.record import Record, Verb
from slagen.vault.history import DRAFT, history, is_event_name
from slagen.vault.identity import known_person
from slagen.vault.repository import open_repository
from slagen.vault.tree import CommittedTree
from slagen.workspace.comparing import compare_drafts
from slagen.workspace.drafting import Draft, draft
from slagen.workspace.edition import unsaved_among
from slagen.workspace.load import AGREEMENT_FILE, Loaded, load
from slagen.workspace.pinning import LOCK_FILE
from slagen.workspace.records import kept_file, records_of
from slagen.workspace.standard import STANDARD, standard_draft
from slagen.workspace.versions import TEXT_FILE, NothingSavedError, opened, text_versions, versions
from slagen.workspace.word_files import word_file

if TYPE_CHECKING:
    from datetime import datetime

    from slagen.formats.word.redline.compare import Redline

_EVENTS = {"sent": Verb.SEND, "received": Verb.RECEIVE}
_SOMEBODY = "slagen"


@dataclass(frozen=True, slots=True)
class Side:
    """One version: as drafted from its facts (`made`), or the Word file that a `record` kept; `word` is empty where none was asked for.

    `commit` is the saved version, empty for the folder as it stands and for a file.
    """

    name: str
    made: Draft | None
    word: bytes = b""
    commit: str = ""
    record: Record | None = None


@dataclass(frozen=True, slots=True)
class Redlined:
    """A redline of two versions, and what could not be explained at a place of its own because its words are not in the text."""

    redline: Redline
    difference: Difference
    unplaced: tuple[str, ...] = ()


def difference(root: Path, agreement_id: str, old: str = "", new: str = "") -> Difference:
    """What changed from `old` to `new`.

    By default from the last saved version to the draft; where the draft holds nothing new, from the version before to the last one.

    Raises:
        NotFoundError: a version does not exist, or does not hold the agreement.
        FindingsError: a version has errors and cannot be assembled.
        BadInputError: a file that was sent or came back is no Word file.
    """
    loaded = load(Folder(root))
    names = _names(root, loaded, agreement_id, old, new)
    as_files = any(_record(loaded, agreement_id, name) for name in names)
    before, after = (_side(root, loaded, agreement_id, name, word=as_files) for name in names)
    return _difference(before, after)


def redlined(  # noqa: PLR0913 - each is a question of its own
    root: Path, agreement_id: str, old: str = "", new: str = "", *, now: datetime, annotate: bool = False, renumbering: bool = True
) -> Redlined:
    """The same as a Word file with tracked changes in the name of who saved `new`; `annotate` adds a comment where a term changed.

    Changes of the draft are dated `now`, those of a saved version when it was saved.

    Words are tracked, looks are not: the columns of a table are as wide as its words ask for. Without `renumbering`, references are not tracked
    of which but the number changed.

    Raises:
        as `difference`.
    """
    from slagen.formats.word.redline.compare import Manner, redline  # noqa: PLC0415 - start-up

    loaded = load(Folder(root))
    before, after = (_side(root, loaded, agreement_id, name, word=True) for name in _names(root, loaded, agreement_id, old, new))
    found = _difference(before, after)
    author, moment = _author(root, after, now)
    made = redline(before.word, after.word, Manner(author, moment, formatting=False, renumbering=renumbering), (before.name, after.name))
    return _annotated(made, found, author, moment) if annotate else Redlined(made, found)


def _annotated(made: Redline, found: Difference, author: str, moment: str) -> Redlined:
    from slagen.formats.word.redline.annotate import annotate  # noqa: PLC0415 - start-up

    placed: set[TermChange] = set()

    def explain(gone: str, came: str, around: str) -> tuple[str, ...]:
        meant = explaining(found.terms, gone, came, around)
        placed.update(meant)
        return tuple(explanation(term) for term in meant if tells(term))

    told = annotate(made.data, explain, author, moment, {one.new: one.old for one in made.edited_moves})
    unplaced = tuple(explanation(term) for term in gathered([term for term in found.terms if term not in placed]))
    return Redlined(replace(made, data=told.data), found, unplaced)


def _names(root: Path, loaded: Loaded, agreement_id: str, old: str, new: str) -> tuple[str, str]:
    if not old:
        return _last_two(root, loaded, agreement_id)
    return _named(root, loaded, agreement_id, old), _named(root, loaded, agreement_id, new or DRAFT)


def _named(root: Path, loaded: Loaded, agreement_id: str, name: str) -> str:
    """`sent` and `received` mean the last ones, `saved` the last saved version."""
    if name == "saved":
        return _last_saved(root, loaded, agreement_id)
    if name not in _EVENTS:
        return name
    records = [record for record in records_of(loaded, agreement_id) if record.verb is _EVENTS[name]]
    if not records:
        raise NotFoundError(f"{name} version of", agreement_id, hint=f"Nothing of it was recorded as {name} yet: slagen status {agreement_id}")
    return records[-1].version


def _last_saved(root: Path, loaded: Loaded, agreement_id: str) -> str:
    found = versions(root, loaded, agreement_id, limit=1)
    if not found:
        raise NothingSavedError(agreement_id)
    return short(found[0].commit)


def _last_two(root: Path, loaded: Loaded, agreement_id: str) -> tuple[str, str]:
    found = text_versions(root, loaded, agreement_id, limit=2)
    if not found:
        raise NothingSavedError(agreement_id)
    last = found[0].commit
    with open_repository(root) as repository:
        changed = unsaved_among(loaded, CommittedTree(repository, last), tuple(_written_by_people(loaded, agreement_id)))
    return (short(last), DRAFT) if changed or len(found) == 1 else (short(found[1].commit), short(last))


def _written_by_people(loaded: Loaded, agreement_id: str) -> Iterator[str]:
    """The agreement's facts, its pins, which an upgrade moves, and wordings of its own."""
    folder = loaded.folder_of(agreement_id)
    for path in loaded.files.walk(folder):
        name = path.removeprefix(f"{folder}/")
        if name in {AGREEMENT_FILE, LOCK_FILE} or (name.endswith(".md") and name != TEXT_FILE):
            yield path


def _side(root: Path, loaded: Loaded, agreement_id: str, name: str, *, word: bool) -> Side:
    record = _record(loaded, agreement_id, name)
    if record is not None:
        return Side(name, None, kept_file(loaded.files, record), record=record)
    if name in {DRAFT, STANDARD}:
        return _drafted(loaded, agreement_id, name, word=word)
    with opened(root, name, agreement_id) as version:
        return _drafted(version, agreement_id, name, word=word)


def _drafted(loaded: Loaded, agreement_id: str, name: str, *, word: bool) -> Side:
    made = standard_draft(loaded, agreement_id) if name == STANDARD else draft(loaded, agreement_id, version=name)
    _ = made.usable
    return Side(name, made, word_file(made) if word else b"", loaded.files.commit if isinstance(loaded.files, CommittedTree) else "")


def _record(loaded: Loaded, agreement_id: str, name: str) -> Record | None:
    """The record of what is to be read as a file: what came back, and what was sent as it was."""
    if not is_event_name(name):
        return None
    records = (record for record in records_of(loaded, agreement_id) if record.version == name and record.verb in _EVENTS.values())
    found = next(records, None)
    return found if found is not None and found.file and (found.verb is Verb.RECEIVE or not found.commit) else None


def _author(root: Path, side: Side, now: datetime) -> tuple[str, str]:
    """Who made a version, and when; of a draft, who works here, and now."""
    if side.record:
        return side.record.by, in_utc(side.record.at)
    with open_repository(root) as repository:
        if side.commit:
            [version] = history(repository, start=side.commit, limit=1)
            return version.author, in_utc(version.at)
        person = known_person(repository.git)
    return person.name if person else _SOMEBODY, in_utc(now)


def _difference(before: Side, after: Side) -> Difference:
    if before.made is None or after.made is None:
        compared, resolved = _read_and_compared(before, after)
        return Difference(before.name, after.name, (), compared, _title(after, before), resolved)
    return compare_drafts(before.made, after.made, (before.name, after.name))


def _title(*sides: Side) -> str:
    return next((side.made.agreement.title for side in sides if side.made is not None), "")


def _read_and_compared(before: Side, after: Side) -> tuple[DocumentComparison, tuple[str, ...]]:
    """Both as their Word files read, so that nothing differs merely because one of them was read and the other was not; and whose tracked changes counted."""
    from slagen.formats.word.reading import read  # noqa: PLC0415 - start-up

    old, new = (read(side.word, f"{PurePosixPath(side.name).name}.docx") for side in (before, after))
    resolved = tuple(side.name for side, text in ((before, old), (after, new)) if text.changes)
    return compare_documents(old.document, old.labels, new.document, new.labels), resolved
