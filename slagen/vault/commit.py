"""Making a commit object and moving the branch to it: the last two steps of whatever is saved."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING

from slagen.vault import index
from slagen.vault.git_errors import GitRefusedError
from slagen.vault.identity import Identity, UnknownPersonError, moment
from slagen.vault.leftovers import release
from slagen.vault.signing import Signing, read_signing, signed

if TYPE_CHECKING:
    from slagen.vault.git_process import GitProcess
    from slagen.vault.repository import Repository

_NOBODY = "0" * 40
_NO_NAME = ("empty ident name", "auto-detection is disabled", "tell me who you are", "no email was given", "no name was given")
_ELSEWHERE = ("but expected", "reference already exists", "Unable to create", "File exists", "unable to resolve reference")


@dataclass(frozen=True, slots=True)
class Signature:
    """Who saves, when, and whom to take where neither the caller nor git's settings say. None leaves it to git and its clock."""

    author: Identity | None = None
    at: datetime | None = None
    fallback: Identity | None = None

    def environments(self) -> tuple[dict[str, str], ...]:
        """The environments to try in turn."""
        date = moment(self.at) if self.at else ""
        dates = {"GIT_AUTHOR_DATE": date, "GIT_COMMITTER_DATE": date} if date else {}
        first = (self.author.variables("AUTHOR") if self.author else {}) | dates
        known = self.author or self.fallback
        return (first, known.variables("AUTHOR") | known.variables("COMMITTER") | dates) if known else (first,)


def write_commit(repository: Repository, tree: str, parents: tuple[str, ...], message: str, signature: Signature) -> str:
    """Make the commit, signed where that is asked for: with git's own identity where it has one, else with what the caller knows.

    Raises:
        UnknownPersonError: nobody is known who saves.
        SigningError: it is to be signed and cannot be.
    """
    signing = read_signing(repository.git)
    arguments = ("commit-tree", *(("-S",) if signing.commits else ()), tree, *(part for parent in parents for part in ("-p", parent)), "-F", "-")
    status, output, complaint = in_the_name_of(signature, repository.git, arguments, message, signing if signing.commits else None)
    if status:
        raise GitRefusedError("commit-tree", complaint)
    return output.decode().strip()


def in_the_name_of(signature: Signature, git: GitProcess, arguments: tuple[str, ...], message: str, signing: Signing | None) -> tuple[int, bytes, str]:
    """Exit status, output and complaint of a command that records who acts: whom git knows, else whom the caller knows; signed where `signing` says how.

    Raises:
        UnknownPersonError: nobody is known.
        SigningError: it is to be signed and cannot be.
    """
    attempt = partial(signed, git, signing) if signing else git.attempt
    data = message.encode(errors="surrogateescape") + b"\n"
    for environment in signature.environments():
        status, output, complaint = attempt(*arguments, data=data, environment=environment)
        if not status or not any(sign in complaint for sign in _NO_NAME):
            return status, output, complaint
    raise UnknownPersonError


def advance(repository: Repository, branch: str, old: str, new: str, paths: tuple[str, ...], reason: str) -> bool:
    """Move the branch from `old` to `new`, noting that the index is to follow for `paths`; false where somebody else has moved it."""
    index.note(repository, new, paths)
    status, _, complaint = repository.git.attempt("update-ref", "-m", reason[:200], branch, new, old or _NOBODY)
    if not status or repository.head() == new:  # a git that was killed may have moved it before
        return True
    if status < 0:
        release(repository, frozenset({new.encode()}))
    index.forget(repository, new)
    if any(sign in complaint for sign in _ELSEWHERE):
        return False
    raise GitRefusedError("update-ref", complaint)
