"""Verifying: which agreement, version and commit a Word file came from, and whether its text is untouched.

The file's own record says where to look. It is never believed: the version is built anew from git, and what the file shows is compared
with that. Where the version is not to be had, the file's own fingerprints can show a change, but nothing then proves that there was none.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import Enum
import hashlib
from pathlib import Path, PurePosixPath

from slagen.core.errors import FindingsError, NotFoundError, RefusedError, SlagenError, UsageError
from slagen.core.identifiers import is_id
from slagen.formats.files import Folder
from slagen.formats.word.imprint import Imprint
from slagen.formats.word.package import PackageError
from slagen.formats.word.returned import Returned, open_returned
from slagen.formats.word.verification import Comparison, Deviation, compare_with_record, compare_with_version, read_lines
from slagen.model.record import Record, Verb
from slagen.vault.history import DRAFT, NUMBERED
from slagen.workspace.drafting import draft
from slagen.workspace.edition import edition
from slagen.workspace.records import kept_file
from slagen.workspace.saved_records import Believed, believed
from slagen.workspace.versions import opened
from slagen.workspace.word_files import word_file

_STATUSES = frozenset({"draft", "execution", "executed"})
_COMMIT_LENGTH = 40


class Verdict(Enum):
    """What can be said of a file's text."""

    UNTOUCHED = "untouched"
    CHANGED = "changed"
    UNPROVEN = "unproven"


class NotOursError(SlagenError):
    """A Word file that does not say which agreement it came from."""

    code = "not-ours"
    exit_code = 4

    def __init__(self, name: str, reason: str) -> None:
        hint = "Another program may have taken its record away: compare its words with the version that was sent."
        super().__init__(f"“{name}” cannot be traced to an agreement: {reason}.", hint=hint)


_NO_CONTRACT = {
    "brief": "a brief for the support team",
    "notice": "a notice",
    "review": "the agenda of a review",
    "review-internal": "the agenda of a review",
    "statement": "a credit statement",
    "report": "a performance report",
}
"""What carries the record of an agreement and is none."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What is known about a file. `reason` says why nothing is proven; `notes` is what does not count as a change of the text."""

    imprint: Imprint
    verdict: Verdict
    deviations: tuple[Deviation, ...]
    notes: tuple[str, ...] = ()
    reason: str = ""
    exact: tuple[Record, ...] = ()
    """The records of exactly this file, byte for byte."""
    base: Record | None = None
    """The record of the version that was sent or signed, from which the file was made."""


def verify(root: Path | None, data: bytes, name: str) -> Answer:
    """Compare a Word file with the version that it says it is, and with the files that were kept; `root` is the workspace, None where there is none to ask.

    Raises:
        PackageError: it is not a Word file that can be read, and no record speaks of it.
        NotOursError: it does not say which agreement it came from, or is a brief, and no record speaks of it.
    """
    known = believed(root) if root else Believed(())
    records = known.records
    digest = hashlib.sha256(data).hexdigest()
    exact = tuple(record for record in records if record.sha256 == digest)
    try:
        answer = _compared(root, data, name, records)
    except (PackageError, NotOursError):
        if not exact:
            raise
        answer = Answer(_imprint_of(exact[0]), Verdict.UNTOUCHED, ())
    notes = (*answer.notes, *_tampered(known, answer.imprint.agreement))
    if known.unchecked and (exact or answer.base):
        notes = (*notes, f"the records are taken as they stand, and were not compared with what was saved: {known.unchecked}")
    return replace(answer, notes=notes, exact=exact)


def _tampered(known: Believed, agreement_id: str) -> Iterator[str]:
    """What has become of the agreement's records in the folder since they were saved."""
    for finding in known.findings:
        if PurePosixPath(finding.source.file).parent.parent.name == agreement_id:
            yield f"{finding.message}: {finding.source.file}"


def _imprint_of(record: Record) -> Imprint:
    """What the record says of a file that does not say it itself."""
    return Imprint(record.agreement, version=record.version, commit=record.commit, text=record.text_hash)


def _base(imprint: Imprint, records: Sequence[Record]) -> Record | None:
    """The last record of a file with the text that the imprint names: a draft was made from one that was sent, an execution version from the signed one."""
    own = [record for record in reversed(records) if record.agreement == imprint.agreement and imprint.text and record.text_hash == imprint.text]
    order = (Verb.SEND, Verb.SIGN) if imprint.status == "draft" else (Verb.SIGN, Verb.SEND)
    return next((record for verb in order for record in own if record.verb is verb), None)


def _compared(root: Path | None, data: bytes, name: str, records: Sequence[Record]) -> Answer:
    file = open_returned(data, name)
    imprint = file.imprint
    if imprint is None:
        raise NotOursError(name, "it carries no record of an agreement")
    if imprint.status in _NO_CONTRACT:
        raise NotOursError(name, f"it is {_NO_CONTRACT[imprint.status]}, which is no version of the agreement")
    base = _base(imprint, records)
    answer = _against(root, file, imprint, base, name)
    return replace(answer, base=base)


def _against(root: Path | None, file: Returned, imprint: Imprint, base: Record | None, name: str) -> Answer:
    found = read_lines(file, imprint, name)
    try:
        built = _built_anew(root, imprint) if imprint.commit or base is None or root is None else _as_draft(root, imprint, base)
    except (NotFoundError, RefusedError, FindingsError, UsageError) as error:
        return _unproven(file, compare_with_record(found, imprint), imprint, _why(error))
    expected_file = open_returned(built, name)
    expected = expected_file.imprint
    if expected is None or (not imprint.commit and expected.text != imprint.text):
        return _unproven(file, compare_with_record(found, imprint), imprint, "it is a draft that was not saved, and the facts or clauses have changed since")
    compared = compare_with_version(read_lines(expected_file, expected, name), read_lines(file, expected, name), expected)
    claims = tuple(_false_claims(imprint, expected))
    return _answer(file, replace(compared, deviations=(*claims, *compared.deviations)), replace(expected, status=imprint.status))


def _built_anew(root: Path | None, imprint: Imprint) -> bytes:
    """The file as the version gives it today. The record is a stranger's word: nothing in it is taken for a path or an option."""
    if root is None:
        raise NotFoundError("workspace", "around this folder", hint="Go into the workspace that the file came from, or name it with --workspace DIR.")
    if not is_id(imprint.agreement) or imprint.status not in _STATUSES:
        raise NotFoundError("agreement", imprint.agreement[:80])
    version = _version(imprint)
    with opened(root, version, imprint.agreement) as loaded:
        return word_file(edition(loaded, imprint.agreement, version, status=imprint.status))


def _as_draft(root: Path, imprint: Imprint, base: Record) -> bytes:
    """What was sent, as the draft that it was before it was saved: a draft prints no version, whatever the file that was sent prints."""
    if not base.commit or imprint.status not in _STATUSES:
        return kept_file(Folder(root), base)
    with opened(root, base.commit, base.agreement) as loaded:
        return word_file(draft(loaded, base.agreement, version=DRAFT, status=imprint.status))


def _version(imprint: Imprint) -> str:
    """What the version is loaded by: its name, else its commit in full; a draft is the folder as it stands."""
    if NUMBERED.fullmatch(imprint.version):
        return imprint.version
    if not imprint.commit:
        return DRAFT
    if len(imprint.commit) != _COMMIT_LENGTH or not set(imprint.commit) <= set("0123456789abcdef"):
        raise NotFoundError("version", imprint.commit[:80])
    return imprint.commit


def _false_claims(claimed: Imprint, expected: Imprint) -> tuple[Deviation, ...]:
    """Where the file's record differs from the version that it names."""
    facts = ("kind", "template", "version", "commit", "text", "pins")
    return tuple(
        Deviation("", "", f"record: {fact}", str(getattr(expected, fact)), str(getattr(claimed, fact)))
        for fact in facts
        if getattr(claimed, fact) != getattr(expected, fact)
    )


def _why(error: SlagenError) -> str:
    hint = f" {error.hint}" if error.hint else ""
    return f"{error.message}{hint}"


def _unproven(file: Returned, compared: Comparison, imprint: Imprint, reason: str) -> Answer:
    answer = _answer(file, compared, imprint)
    return replace(answer, verdict=Verdict.CHANGED if compared.deviations else Verdict.UNPROVEN, reason=reason)


def _answer(file: Returned, compared: Comparison, imprint: Imprint) -> Answer:
    notes = (*compared.notes, *(("the file has comments",) if file.has_comments else ()))
    return Answer(imprint, Verdict.CHANGED if compared.deviations else Verdict.UNTOUCHED, compared.deviations, notes)
