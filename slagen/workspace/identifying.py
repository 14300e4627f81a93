"""Identifying: which saved version a file is of, before it is recorded that it was sent, came back or was signed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
import hashlib
from pathlib import Path
from typing import TYPE_CHECKING

from slagen.core.errors import BadInputError, RefusedError, UsageError
from slagen.core.file_view import SIZE_LIMIT
from slagen.formats.files import read_file
from slagen.model.native import text_hash
from slagen.workspace.drafting import Draft, draft
from slagen.workspace.edition import saved_edition
from slagen.workspace.load import Loaded

if TYPE_CHECKING:
    from slagen.workspace.verifying import Answer

_PDF = b"%PDF-"


@dataclass(frozen=True, slots=True)
class Document:
    """A file from outside: its bytes and what it was called."""

    name: str
    data: bytes

    @property
    def sha256(self) -> str:
        """The hash of its bytes, in hex."""
        return hashlib.sha256(self.data).hexdigest()

    @property
    def suffix(self) -> str:
        """What its kept copy ends in: told by its bytes where they tell, and never a stranger's word beyond letters and digits."""
        if self.is_pdf:
            return ".pdf"
        ending = Path(self.name).suffix.lower()
        return ending if ending.isascii() and ending[1:].isalnum() and len(ending) <= 8 else ".bin"

    @property
    def is_pdf(self) -> bool:
        """Whether it is a PDF: then only its bytes can be told, not what it says."""
        return self.data.startswith(_PDF)


@dataclass(frozen=True, slots=True)
class Traced:
    """What is known of a file's text.

    `commit` and `text_hash` are those of the version that it is of, empty where it is of none; `status` is the file's own (`execution`),
    empty where it is none of ours; `deviations` says where it reads otherwise, or why nothing is known; `base` is the version that it was made
    from, by the name that sending or signing gave where it has one.
    """

    commit: str = ""
    text_hash: str = ""
    status: str = ""
    deviations: tuple[str, ...] = ()
    base: str = ""


def read_document(path: Path) -> Document:
    """A file that is to be kept; raises as `read_file` does, and BadInputError where it is empty."""
    data = read_file(path, limit=SIZE_LIMIT)
    if not data:
        raise BadInputError(f"“{path}” is empty.", hint="Name the file that was sent, came back or was signed.")
    return Document(" ".join(path.name.split())[:200], data)


def saved_draft(loaded: Loaded, agreement_id: str, *, status: str = "draft") -> Draft:
    """The contract as it was saved last, which must be what the folder says.

    Raises:
        FindingsError: it has errors.
        RefusedError: it holds what was not saved.
    """
    made = draft(loaded, agreement_id, status=status)
    _ = made.usable
    try:
        return saved_edition(loaded, made)
    except RefusedError as error:
        hint = f'Save it first: slagen save {agreement_id} -m "what changed"'
        raise RefusedError(f"“{agreement_id}” holds what was not saved, and what is recorded must be found again later.", hint=hint) from error


def _unreadable(data: bytes) -> str:
    from slagen.formats.word.package import is_sealed  # noqa: PLC0415 - start-up

    return "it is protected by a password, or is an old .doc file" if is_sealed(data) else "it is neither a Word file nor a PDF"


def trace(root: Path, loaded: Loaded, agreement_id: str, file: Document) -> Traced:
    """What version of the agreement a file is of.

    Raises:
        RefusedError: it is a file of another agreement, or of a draft that was never saved.
        BadInputError: it claims to be a Word file and cannot be read.
    """
    from slagen.workspace.verifying import NotOursError, verify  # noqa: PLC0415 - start-up

    if file.is_pdf:
        return Traced(deviations=("it is a PDF, whose words are not compared",))
    if not file.data.startswith(b"PK"):
        return Traced(deviations=(_unreadable(file.data),))
    try:
        answer = verify(root, file.data, file.name)
    except NotOursError as error:
        return Traced(deviations=(error.message,))
    if answer.imprint.agreement != agreement_id:
        hint = f"Name the agreement that it is of: {answer.imprint.agreement[:63]}"
        raise RefusedError(f"“{file.name}” is of another agreement: “{answer.imprint.agreement[:63]}”.", hint=hint)
    return _traced(answer, loaded, agreement_id)


def _traced(answer: Answer, loaded: Loaded, agreement_id: str) -> Traced:
    from slagen.workspace.verifying import Verdict  # noqa: PLC0415 - start-up

    known = answer.exact[0] if answer.exact else answer.base
    commit = answer.imprint.commit if answer.verdict is not Verdict.UNPROVEN else ""
    if not commit and answer.verdict is Verdict.UNTOUCHED:
        commit = known.commit if known else saved_draft(loaded, agreement_id).commit
    told = tuple(_told(answer))
    if answer.exact and not answer.exact[0].text_hash:
        return Traced("", "", answer.imprint.status, told or ("it was recorded as it is before",), answer.exact[0].version)
    commit = commit or (known.commit if known else "")
    return Traced(commit, "" if told else answer.imprint.text, answer.imprint.status, told, known.version if known else commit)


def _told(answer: Answer) -> Sequence[str]:
    told = [f"{item.clause or item.kind}: “{item.found or item.expected}”" for item in answer.deviations]
    return [*told, answer.reason] if answer.reason else told


_IS_WHAT = "is not, word for word, a version that was saved"
_WAYS_OUT = {
    "sent": "Leave the file out, and what is saved is built for sending. Or look at what differs: slagen verify FILE. ",
    "signed": "Look at what differs: slagen verify FILE. ",
}


def require_same(file: Document, traced: Traced, done: str, *, as_is: bool, note: str) -> None:
    """Refuse a file that is to be recorded as `done` (sent, received, signed) and of which nobody can tell what it is, unless that is wanted and explained.

    Raises:
        RefusedError: it reads otherwise, or nobody can tell.
        UsageError: it is wanted, and nobody says why.
    """
    if not traced.deviations:
        return
    more = f" (and {len(traced.deviations) - 1} more)" if len(traced.deviations) > 1 else ""
    if not as_is:
        problem = "does not say which agreement it is of" if done == "received" else _IS_WHAT
        hint = f'{_WAYS_OUT.get(done, "")}To record it all the same, say why: --as-is --note "…"'
        raise RefusedError(f"“{file.name}” {problem}, so it cannot be recorded as {done}: {traced.deviations[0]}{more}.", hint=hint)
    if not note.strip():
        raise UsageError("What differs from the saved version must be explained.", hint='Say why: --note "…"')


def text_of(made: Draft) -> str:
    """The hash of what a contract says."""
    return text_hash(made.usable.document)
