"""Names of versions: annotated tags `ID/vX.Y`, given once and never moved."""

from __future__ import annotations

from typing import TYPE_CHECKING

from slagen.core.errors import RefusedError
from slagen.core.hashes import short
from slagen.core.identifiers import is_id
from slagen.vault.commit import Signature, in_the_name_of
from slagen.vault.git_errors import GitRefusedError
from slagen.vault.history import NUMBERED
from slagen.vault.leftovers import release
from slagen.vault.signing import read_signing

if TYPE_CHECKING:
    from slagen.vault.repository import Repository

_UNSIGNED = ("-c", "tag.gpgSign=false", "-c", "tag.forceSignAnnotated=false")


class TagExistsError(RefusedError):
    """A version's name is taken, and names are never moved."""

    code = "tag-exists"

    def __init__(self, name: str, commit: str) -> None:
        hint = "A name of a version is never moved. Look at it: git show " + name
        super().__init__(f"“{name}” is the name of another version already ({short(commit)}).", hint=hint)


def tagged(repository: Repository, agreement: str, version: str) -> str:
    """The commit that an agreement's version name stands for; empty where there is no such name."""
    return repository.git.answer("rev-parse", "--verify", "--quiet", "--end-of-options", f"{_reference(agreement, version)}^{{commit}}")


def agreements_with_names(repository: Repository) -> frozenset[str]:
    """The agreements of which a version has a name."""
    parts = (name.split("/") for name in repository.git.refs("refs/tags/"))
    return frozenset(part[2] for part in parts if len(part) == 4 and NUMBERED.fullmatch(part[3]))


def tag(repository: Repository, agreement: str, version: str, commit: str, message: str, signature: Signature | None = None) -> bool:
    """Name a saved version for good, signed where git's settings ask for that; false where it has that name already.

    Raises:
        TagExistsError: another version has the name.
        RefusedError: nobody is known who names it, it cannot be signed, or git refuses.
    """
    present = tagged(repository, agreement, version)
    if not present:
        _write(repository, f"{agreement}/{version}", commit, message, signature or Signature())
        present = tagged(repository, agreement, version)
        if present == commit:
            return True
    if present != commit:
        raise TagExistsError(f"{agreement}/{version}", present)
    return False


def _write(repository: Repository, name: str, commit: str, message: str, signature: Signature) -> None:
    signing = read_signing(repository.git)
    way = ("tag", "--sign") if signing.tags else (*_UNSIGNED, "tag", "--annotate")
    arguments = (*way, "--cleanup=verbatim", "--file=-", "--end-of-options", name, commit)
    status, _, complaint = in_the_name_of(signature, repository.git, arguments, message, signing if signing.tags else None)
    if status and "already exists" not in complaint:
        if status < 0:
            release(repository, frozenset(), f"refs/tags/{name}")
        raise GitRefusedError("tag", complaint)


def _reference(agreement: str, version: str) -> str:
    if not is_id(agreement) or not NUMBERED.fullmatch(version):
        raise ValueError(f"{agreement}/{version} is not the name of a version")
    return f"refs/tags/{agreement}/{version}"


def next_version(present: str, *, restated: bool = False) -> str:
    """The name after `present` (empty before the first): v1.0, then v1.1 for an amendment, v2.0 for a text that is agreed anew."""
    match = NUMBERED.fullmatch(present)
    if match is None:
        return "v1.0"
    first, second = int(match[1]), int(match[2])
    return f"v{first + 1}.0" if restated else f"v{first}.{second + 1}"
