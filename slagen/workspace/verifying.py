"""Verifying: which agreement, version and commit a Word file came from, and whether its text is untouched.

The file's own record says where to look. It is never believed: the version is built anew from git, and what the file shows is compared
with that. Where the version is not to be had, the file's own fingerprints can show a change, but nothing then proves that there was none.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import Enum
from pathlib import Path

from slagen.core.errors import FindingsError, NotFoundError, RefusedError, SlagenError, UsageError
from slagen.core.identifiers import is_id
from slagen.formats.word.imprint import Imprint
from slagen.formats.word.returned import Returned, open_returned
from slagen.formats.word.verification import Comparison, Deviation, compare_with_record, compare_with_version, read_lines
from slagen.formats.word.write import write
from slagen.vault.history import DRAFT
from slagen.workspace.edition import NUMBERED, edition
from slagen.workspace.shells import shell_of
from slagen.workspace.versions import opened

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


@dataclass(frozen=True, slots=True)
class Answer:
    """What is known about a file. `reason` says why nothing is proven; `notes` is what does not count as a change of the text."""

    imprint: Imprint
    verdict: Verdict
    deviations: tuple[Deviation, ...]
    notes: tuple[str, ...] = ()
    reason: str = ""


def verify(root: Path | None, data: bytes, name: str) -> Answer:
    """Compare a Word file with the version that it says it is; `root` is the workspace, None where there is none to ask.

    Raises:
        PackageError: it is not a Word file that can be read.
        NotOursError: it does not say which agreement it came from, or is a brief.
    """
    file = open_returned(data, name)
    imprint = file.imprint
    if imprint is None:
        raise NotOursError(name, "it carries no record of an agreement")
    if imprint.status == "brief":
        raise NotOursError(name, "it is a brief for the support team, which is not kept in versions")
    found = read_lines(file, imprint, name)
    try:
        built = _built_anew(root, imprint)
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
        made = edition(loaded, imprint.agreement, version, status=imprint.status)
        assembled = made.usable
        return write(assembled.document, assembled.labels, shell_of(made.basis, made.agreement.template), commit=made.commit)


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
