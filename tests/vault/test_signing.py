"""Signed versions: with the key that git's settings name, by the program that the user's own settings name, never waiting for an answer."""

from __future__ import annotations

from collections.abc import Callable
import os
from pathlib import Path
import shutil
import subprocess

import pytest

from slagen.core.errors import MissingProgramError
from slagen.vault import signing
from slagen.vault.repository import Repository
from slagen.vault.save import save
from slagen.vault.signing import SigningError

Git = Callable[..., str]
pytestmark = pytest.mark.skipif(shutil.which("ssh-keygen") is None, reason="needs ssh-keygen")


@pytest.fixture
def key(tmp_path: Path) -> Path:
    place = tmp_path / "a key"
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(place)], check=True)
    return place


def settings(*lines: str) -> None:
    with Path(os.environ["HOME"], ".gitconfig").open("a", encoding="utf-8") as file:
        file.write("\n".join(lines) + "\n")


def program(place: Path, body: str) -> Path:
    place.write_text(f"#!/bin/sh\n{body}\n")
    place.chmod(0o755)
    return place


def sign_with(key: Path, *more: str) -> None:
    settings("[commit]", "gpgSign = true", "[gpg]", "format = ssh", "[user]", f"signingKey = {key}", *more)


def test_a_version_is_signed_with_the_key_that_the_settings_name(repository: Repository, git: Git, key: Path, tmp_path: Path) -> None:
    allowed = tmp_path / "allowed"
    allowed.write_text(f"jo@northwind.example {key.with_suffix('.pub').read_text()}")
    sign_with(key, '[gpg "ssh"]', f"allowedSignersFile = {allowed}")
    save(repository, {"x": b"1"}, "first")
    save(repository, {"x": b"2"}, "second")
    assert git("log", "--format=%G? %GS") == "G jo@northwind.example\nG jo@northwind.example\n"


def test_the_repository_may_ask_for_signatures(repository: Repository, git: Git, key: Path) -> None:
    for name, value in (("commit.gpgSign", "true"), ("gpg.format", "ssh"), ("user.signingKey", str(key))):
        git("config", name, value)
    save(repository, {"x": b"1"}, "first")
    assert "BEGIN SSH SIGNATURE" in git("cat-file", "commit", "HEAD")


def test_without_the_setting_nothing_is_signed(repository: Repository, git: Git) -> None:
    save(repository, {"x": b"1"}, "first")
    assert "SIGNATURE" not in git("cat-file", "commit", "HEAD")


@pytest.mark.parametrize("form", ["openpgp", "ssh", "x509"])
def test_a_program_that_the_repository_names_never_signs(repository: Repository, git: Git, key: Path, tmp_path: Path, form: str) -> None:
    trap = program(tmp_path / "trap.sh", f"touch '{tmp_path}/sprung'; exit 1")
    for name in ("gpg.program", "gpg.openpgp.program", "gpg.x509.program", "gpg.ssh.program", "gpg.ssh.defaultKeyCommand"):
        git("config", name, str(trap))
    git("config", "commit.gpgSign", "true")
    git("config", "gpg.format", form)
    if form == "ssh":
        git("config", "user.signingKey", str(key))
        save(repository, {"x": b"1"}, "first")
    else:
        with pytest.raises((SigningError, MissingProgramError)):
            save(repository, {"x": b"1"}, "first")
    assert not (tmp_path / "sprung").exists()


def test_the_users_own_program_signs(repository: Repository, key: Path, tmp_path: Path) -> None:
    mine = program(tmp_path / "mine.sh", f'touch "{tmp_path}/used"; exec ssh-keygen "$@"')
    sign_with(key, '[gpg "ssh"]', f"program = {mine}")
    save(repository, {"x": b"1"}, "first")
    assert (tmp_path / "used").exists()


def test_a_key_that_is_missing_is_told_and_nothing_is_saved(repository: Repository, tmp_path: Path) -> None:
    sign_with(tmp_path / "no such key")
    with pytest.raises(SigningError) as caught:
        save(repository, {"x": b"1"}, "first")
    assert "commit.gpgSign false" in caught.value.hint
    assert not repository.head()


def test_no_key_at_all_is_told(repository: Repository) -> None:
    settings("[commit]", "gpgSign = true", "[gpg]", "format = ssh")
    with pytest.raises(SigningError, match=r"user\.signingKey"):
        save(repository, {"x": b"1"}, "first")


def test_a_key_with_a_passphrase_asks_nobody(repository: Repository, tmp_path: Path) -> None:
    place = tmp_path / "locked"
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "secret", "-f", str(place)], check=True)
    sign_with(place)
    with pytest.raises(SigningError) as caught:
        save(repository, {"x": b"1"}, "first")
    assert "ssh-add" in caught.value.hint


def test_a_program_that_never_ends_is_stopped(repository: Repository, key: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(signing, "SIGNING_SECONDS", 0.3)
    sign_with(key, '[gpg "ssh"]', f"program = {program(tmp_path / 'endless.sh', 'exec sleep 600')}")
    with pytest.raises(SigningError, match="did not end"):
        save(repository, {"x": b"1"}, "first")
    assert not repository.head()


def test_a_program_that_is_not_installed_is_named(repository: Repository, key: Path, tmp_path: Path) -> None:
    sign_with(key, '[gpg "ssh"]', f"program = {tmp_path / 'missing'}")
    with pytest.raises(MissingProgramError) as caught:
        save(repository, {"x": b"1"}, "first")
    assert caught.value.exit_code == 8
