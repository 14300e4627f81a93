"""Events with a file: an agreement is sent, comes back, is signed; each leaves a record and the exact bytes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from slagen.core.errors import RefusedError
from slagen.core.hashes import short
from slagen.model.record import Record, Verb
from slagen.model.standing import Status, standing_of
from slagen.model.walk import blanks
from slagen.vault.tags import TagExistsError, next_version, tagged
from slagen.workspace.identifying import Document, Traced, require_same, saved_draft, text_of, trace
from slagen.workspace.load import Loaded
from slagen.workspace.people import Person, people_of
from slagen.workspace.permitting import require
from slagen.workspace.recording import Circumstances, Desk, Filed, already, desk, file_records, one_line, said, told
from slagen.workspace.word_files import word_file

if TYPE_CHECKING:
    from slagen.workspace.drafting import Draft


@dataclass(frozen=True, slots=True)
class Received:
    """A file that came back: what it answers, what reads otherwise, and who left how many tracked changes and comments."""

    filed: Filed
    record: Record
    traced: Traced
    people: tuple[Person, ...] = ()


def send(root: Path, loaded: Loaded, agreement_id: str, files: Sequence[Document], how: Circumstances, *, as_is: bool = False) -> Filed:
    """Record what was sent; with no file named, the version that was saved last is built, kept, and to be sent from there.

    Raises:
        NotFoundError: there is no such agreement.
        RefusedError: it is executed or terminated, holds what was not saved, or a file is of another agreement or of no saved version.
        UsageError: `as_is`, and no note says why.
    """
    with desk(root, loaded, agreement_id) as at:
        require(at, Verb.SEND, how.day)
        wanted = files or (_built(loaded, agreement_id),)
        before = [_known(at, Verb.SEND, file, how.to) for file in wanted]
        if all(before):
            return already(at, before)
        events: list[tuple[Record, Document | None]] = []
        for file in _rest(wanted, before):
            traced = trace(root, loaded, agreement_id, file)
            require_same(file, traced, "sent", as_is=as_is, note=how.note)
            version = f"sent-{_count(at, Verb.SEND) + len(events) + 1}"
            events.append((_record(at, Verb.SEND, how, version, traced), file))
        return _together(before, file_records(at, events, _message(at, events, f" to {one_line(how.to)}" if how.to else ""), how))


def receive(root: Path, loaded: Loaded, agreement_id: str, files: Sequence[Document], how: Circumstances, *, as_is: bool = False) -> tuple[Received, ...]:
    """Record what came back. Its text may read otherwise: that is what it came back for; it must be of this agreement.

    Raises:
        NotFoundError: there is no such agreement.
        RefusedError: nothing was sent yet, or a file is of another agreement, or does not say what it is of and `as_is` is not said.
        UsageError: `as_is`, and no note says why.
    """
    with desk(root, loaded, agreement_id) as at:
        require(at, Verb.RECEIVE, how.day)
        traces = []
        for file in files:
            traced = trace(root, loaded, agreement_id, file)
            if not traced.status:
                require_same(file, traced, "received", as_is=as_is, note=how.note)
            traces.append(traced)
        before = [_known(at, Verb.RECEIVE, file) for file in files]
        if all(before):
            filed = already(at, before)
        else:
            rest = [(file, traced) for file, traced, known in zip(files, traces, before, strict=True) if known is None]
            events = [
                (_record(at, Verb.RECEIVE, how, f"received-{_count(at, Verb.RECEIVE) + place}", traced, traced.base), file)
                for place, (file, traced) in enumerate(rest, 1)
            ]
            filed = _together(before, file_records(at, events, _message(at, events, f" from {one_line(how.to)}" if how.to else ""), how))
        return tuple(Received(filed, record, traced, people_of(file)) for file, record, traced in zip(files, filed.records, traces, strict=True))


def sign(root: Path, loaded: Loaded, agreement_id: str, files: Sequence[Document], how: Circumstances, *, as_is: bool = False) -> Filed:
    """Record that the agreement was signed: what is saved now is frozen under the next version's name.

    The files are one signed version: counterparts, or the same as Word and PDF.

    Raises:
        NotFoundError: there is no such agreement.
        FindingsError: it has errors.
        RefusedError: it is executed or terminated, has blanks, holds what was not saved, or a file is not what is saved now.
        UsageError: `as_is`, and no note says why.
    """
    with desk(root, loaded, agreement_id) as at:
        before = [_known(at, Verb.SIGN, file) for file in files]
        if all(before):
            return already(at, before)
        version = _signed_in_part(at, before, how) or _version_to_sign(at, how)
        made = saved_draft(loaded, agreement_id, status="execution")
        _require_whole(made)
        if any(known and known.text_hash != text_of(made) for known in before):
            require(at, Verb.SIGN, how.day)
        events: list[tuple[Record, Document | None]] = []
        for file in _rest(files, before):
            traced = trace(root, loaded, agreement_id, file)
            _require_signable(file, traced, made, as_is=as_is, note=how.note)
            events.append((_record(at, Verb.SIGN, how, version, Traced(made.commit, text_of(made))), file))
        return _together(before, file_records(at, events, _message(at, events, ", signed"), how))


def _version_to_sign(at: Desk, how: Circumstances) -> str:
    now = require(at, Verb.SIGN, how.day)
    version = now.amendment or next_version(now.version)
    taken = tagged(at.repository, at.agreement, version)
    if taken:
        raise TagExistsError(f"{at.agreement}/{version}", taken)
    return version


def _signed_in_part(at: Desk, before: Sequence[Record | None], how: Circumstances) -> str:
    """The version of which the same command, when it was interrupted, recorded some of the files; empty where there is none."""
    now = standing_of(at.recorded.records)
    same_event = told(said(at, Verb.SIGN, how))
    parts = [known for known in before if known and known.version == now.version] if now.status is Status.EXECUTED else []
    if any(told(known) == same_event for known in parts):
        return now.version
    other_day = next((known.day for known in parts if told(known)[1:] == same_event[1:]), None)
    if other_day is not None:
        hint = f"If the command was interrupted then, finish it with that day: --on {other_day}. A file that was signed later is recorded with an amendment."
        raise RefusedError(f"“{at.agreement}” was recorded as signed on {other_day} with some of these files, and not with all.", hint=hint)
    return ""


def _rest(files: Sequence[Document], before: Sequence[Record | None]) -> list[Document]:
    return [file for file, known in zip(files, before, strict=True) if known is None]


def _together(before: Sequence[Record | None], filed: Filed) -> Filed:
    """What was recorded now, with what an interrupted command had recorded before, in the order of the files."""
    new = iter(filed.records)
    records = tuple(known or next(new) for known in before)
    return replace(filed, records=records, files=tuple(record.kept for record in records if record.kept))


def _count(at: Desk, verb: Verb) -> int:
    """The highest number that files of this kind have."""
    return max((int(record.version.rpartition("-")[2]) for record in at.recorded.of(verb)), default=0)


def _known(at: Desk, verb: Verb, file: Document, to: str = "") -> Record | None:
    """The record of the same event with the same file, to the same people: it need not be written twice."""
    same = (record for record in at.recorded.of(verb) if record.sha256 == file.sha256 and (not to or record.to == one_line(to)))
    return next(same, None)


def _built(loaded: Loaded, agreement_id: str) -> Document:
    """The version that was saved last as a Word file, as `build --at` makes it."""
    return Document(f"{agreement_id}.docx", word_file(saved_draft(loaded, agreement_id)))


def _require_whole(made: Draft) -> None:
    blank = next(iter(blanks(made.usable.document)), None)
    if blank is not None:
        raise RefusedError(
            f"“{made.loaded.id}” still has blanks, so it cannot be recorded as signed.", hint=f"Fill them in and save. See them: slagen build {made.loaded.id}"
        )


def _require_signable(file: Document, traced: Traced, made: Draft, *, as_is: bool, note: str) -> None:
    """A signed Word file is the execution version of what is saved now; of a PDF nobody can tell, so it is taken for that."""
    if file.is_pdf:
        return
    if not traced.deviations and traced.text_hash != text_of(made):
        hint = "Bring back the facts that were signed and save them, then record the signature; what was changed since belongs into an amendment."
        raise RefusedError(f"“{file.name}” is not what is saved now: it is {short(traced.commit)}, and the agreement has been changed since.", hint=hint)
    if not traced.deviations and traced.status == "draft":
        traced = replace(traced, deviations=("it is marked as a draft: sign what slagen build --execution wrote",))
    require_same(file, traced, "signed", as_is=as_is, note=note)


def _record(at: Desk, verb: Verb, how: Circumstances, version: str, traced: Traced, base: str = "") -> Record:
    same = not traced.deviations
    return replace(
        said(at, verb, how),
        version=version,
        commit=traced.commit if same or verb is Verb.RECEIVE else "",
        base=base or ("" if same else traced.commit),
        text_hash=traced.text_hash if same else "",
    )


def _message(at: Desk, events: Sequence[tuple[Record, Document | None]], more: str) -> str:
    files = ", ".join(document.name for _, document in events if document)
    versions = ", ".join(dict.fromkeys(record.version for record, _ in events))
    return f"{at.agreement}: {versions}{more} ({files})"
