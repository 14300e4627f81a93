"""Versions and their names signed with a real OpenPGP key, in a keyring of the test's own; and what is said when the key cannot sign."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
import os
from pathlib import Path
import shutil
import subprocess
import tempfile

import pytest

from slagen.vault.identity import Identity
from slagen.vault.repository import Repository
from slagen.vault.save import Signature, save
from slagen.vault.signing import SigningError
from slagen.vault.tags import tag

Git = Callable[..., str]
JO = "Jo Bloggs <jo@northwind.example>"
GOOD = "GU"
"""Good; good, though nobody has said that the key is trusted."""
pytestmark = [pytest.mark.outside, pytest.mark.skipif(shutil.which("gpg") is None, reason="GnuPG is not installed")]


@pytest.fixture
def keyring(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """An empty keyring: its path is short, as its agent's socket asks for."""
    with tempfile.TemporaryDirectory(prefix="gpg", ignore_cleanup_errors=True) as name:
        Path(name, "gpg-agent.conf").write_text("s2k-count 65536\n", encoding="utf-8")
        monkeypatch.setenv("GNUPGHOME", name)
        monkeypatch.delenv("GPG_TTY", raising=False)
        yield Path(name)
        subprocess.run(["gpgconf", "--kill", "all"], check=False)


def make_key(*more: str, passphrase: str = "", lasts: str = "never") -> None:
    options = ["--batch", "--quiet", "--pinentry-mode", "loopback", "--passphrase", passphrase, *more]
    subprocess.run(["gpg", *options, "--quick-generate-key", JO, "ed25519", "sign", lasts], check=True, capture_output=True)
    subprocess.run(["gpgconf", "--kill", "gpg-agent"], check=True)


def settings(*lines: str) -> None:
    with Path(os.environ["HOME"], ".gitconfig").open("a", encoding="utf-8") as file:
        file.write("\n".join(lines) + "\n")


SIGN_ALL = ("[commit]", "gpgSign = true", "[tag]", "gpgSign = true", "[user]", "signingKey = jo@northwind.example")


@pytest.mark.usefixtures("keyring")
def test_versions_and_their_names_are_signed(repository: Repository, git: Git) -> None:
    make_key()
    settings(*SIGN_ALL)
    commit = save(repository, {"x": b"1"}, "first").commit
    assert tag(repository, "acme", "v1.0", commit, "signed")
    assert git("log", "--format=%G? %GS")[1:] == f" {JO}\n"
    assert git("log", "--format=%G?")[0] in GOOD
    assert "Good signature" in subprocess.run(["git", "verify-tag", "acme/v1.0"], cwd=repository.top, check=True, capture_output=True, text=True).stderr


@pytest.mark.usefixtures("keyring")
def test_with_no_key_named_that_of_the_person_signs(repository: Repository, git: Git) -> None:
    make_key()
    settings("[commit]", "gpgSign = true")
    save(repository, {"x": b"1"}, "first", Signature(Identity("Jo Bloggs", "jo@northwind.example"), datetime(2026, 10, 1, tzinfo=UTC)))
    assert git("log", "--format=%G?")[0] in GOOD


def none_at_all() -> None:
    """The settings name a key that is not there."""


def expired() -> None:
    make_key("--faked-system-time", "20200101T120000", lasts="1d")


def locked() -> None:
    make_key(passphrase="secret")  # noqa: S106 - nobody's


@pytest.mark.usefixtures("keyring")
@pytest.mark.parametrize("prepare", [none_at_all, expired, locked])
def test_a_key_that_cannot_sign_is_told_and_no_version_is_written(repository: Repository, git: Git, prepare: Callable[[], None]) -> None:
    before = save(repository, {"x": b"1"}, "unsigned").commit
    prepare()
    settings(*SIGN_ALL)
    with pytest.raises(SigningError, match=r"missing, has expired, or asks for its passphrase|[Kk]ey|signing failed") as caught:
        save(repository, {"x": b"2"}, "second")
    assert "gpg --sign" in caught.value.hint
    assert (git("rev-parse", "HEAD").strip(), git("show", "HEAD:x"), git("diff", "--cached")) == (before, "1", "")


@pytest.mark.usefixtures("keyring")
@pytest.mark.parametrize("prepare", [none_at_all, expired])
def test_a_name_that_cannot_be_signed_is_not_given(repository: Repository, git: Git, prepare: Callable[[], None]) -> None:
    before = save(repository, {"x": b"1"}, "unsigned").commit
    prepare()
    settings(*SIGN_ALL)
    with pytest.raises(SigningError):
        tag(repository, "acme", "v1.0", before, "signed")
    assert git("tag") == ""
