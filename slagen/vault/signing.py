"""Signing versions and their names where git's settings ask for it (commit.gpgSign, tag.gpgSign, gpg.format, user.signingKey).

Whether to sign, how and with which key may be said in the repository; which program signs is for the user's own settings to say.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from slagen.core.errors import MissingProgramError, RefusedError
from slagen.vault.configuration import Configuration, read_configuration
from slagen.vault.git_errors import GitSilentError
from slagen.vault.git_settings import settings

if TYPE_CHECKING:
    from collections.abc import Mapping

    from slagen.vault.git_process import GitProcess

SIGNING_SECONDS = 60.0
"""How long a signature may take: long enough to touch a security key, or to answer a window."""
_PROGRAMS = {"gpg.program": "gpg", "gpg.openpgp.program": "", "gpg.x509.program": "gpgsm", "gpg.ssh.program": "ssh-keygen", "gpg.ssh.defaultkeycommand": ""}
_KINDS = {"openpgp": "gpg", "ssh": "ssh-keygen", "x509": "gpgsm"}
_SIGNS = ("failed to sign", "gpg failed", "signing", "ssh-keygen", "user.signingkey", "passphrase", "Load key", "Couldn't load", "secret key")

_NO_REASONS = ("gpg failed", "failed to write", "unable to sign", "[GNUPG")


class SigningError(RefusedError):
    """A version is to be signed and could not be."""

    code = "not-signed"

    def __init__(self, reason: str, kind: str) -> None:
        load = "ssh-add" if kind == "ssh" else "gpg --sign --output /dev/null /dev/null"
        hint = (
            f"Nothing was changed. Make the key ready so that it asks no question ({load}), or look at user.signingKey with: git config user.signingKey. "
            "To save without a signature: git config commit.gpgSign false"
        )
        super().__init__(f"The version could not be signed: {reason}.", hint=hint)


@dataclass(frozen=True, slots=True)
class Signing:
    """How versions (`commits`) and names of versions (`tags`) are signed; `environment` makes git use the user's own programs only."""

    commits: bool
    tags: bool
    kind: str
    environment: Mapping[str, str]
    has_key: bool = True


def read_signing(git: GitProcess) -> Signing:
    """Whether and how this repository's versions are signed."""
    found = read_configuration(git)
    kind = found.value("gpg.format").lower() or "openpgp"
    has_key = kind != "ssh" or bool(found.value("user.signingkey") or found.own("gpg.ssh.defaultkeycommand"))
    environment = settings(_own_programs(found)) | {"SSH_ASKPASS_REQUIRE": "never"}
    return Signing(found.is_on("commit.gpgsign"), found.is_on("tag.gpgsign"), kind, environment, has_key=has_key)


def _own_programs(found: Configuration) -> list[tuple[str, str]]:
    own = {key: found.own(key) or default for key, default in _PROGRAMS.items()}
    own["gpg.openpgp.program"] = own["gpg.openpgp.program"] or own["gpg.program"]
    own["gpg.ssh.defaultkeycommand"] = own["gpg.ssh.defaultkeycommand"] or "false"
    return list(own.items())


def signed(git: GitProcess, signing: Signing, *arguments: str, data: bytes, environment: Mapping[str, str]) -> tuple[int, bytes, str]:
    """Run a command that signs: without a terminal, and not for ever.

    Raises:
        SigningError: it could not be signed.
        MissingProgramError: the program that signs is not installed.
    """
    if not signing.has_key:
        raise SigningError("no key is named (user.signingKey)", signing.kind)
    try:
        status, output, complaint = git.attempt(*arguments, data=data, environment={**signing.environment, **environment}, seconds=SIGNING_SECONDS, apart=True)
    except GitSilentError as error:
        raise SigningError(f"the program that signs did not end within {SIGNING_SECONDS:.0f} seconds; it may be asking a question", signing.kind) from error
    if status and ("cannot run" in complaint or "cannot exec" in complaint):
        program = _KINDS.get(signing.kind, signing.kind)
        raise MissingProgramError(
            f"Versions are to be signed with {program}, which is not installed.",
            hint=f"Install {program}, or switch it off with: git config commit.gpgSign false",
        )
    if status and any(sign in complaint for sign in _SIGNS):
        raise SigningError(_reason(complaint, _KINDS.get(signing.kind, signing.kind)), signing.kind)
    return status, output, complaint


def _reason(complaint: str, program: str) -> str:
    """The first line that says more than that it failed; older versions of git keep to themselves what gpg says."""
    lines = [line.removeprefix("error: ").removeprefix("fatal: ").strip(" ?.") for line in complaint.splitlines() if line.strip()]
    told = [line for line in lines if line and not line.startswith(_NO_REASONS)]
    return told[0] if told else f"{program} did not sign it: the key is missing, has expired, or asks for its passphrase"
