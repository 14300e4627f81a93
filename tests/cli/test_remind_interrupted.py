"""Reminding, interrupted before each git call and each operation on a file, that of the server that takes the mail among them: nobody is forgotten.

At most the mail that was on its way comes twice, and then under the same Message-ID.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from email import message_from_bytes
import os
from pathlib import Path
import shutil

import pytest

from slagen.cli import remind
from slagen.cli.main import run
from slagen.formats import temporary
from slagen.formats.mail.connection import Account
from slagen.formats.mail.server import SENT, Outcome, State
from slagen.vault import index, leftovers, save, turn
from slagen.workspace import reminding
from tests.interruption import Interruption
from tests.own_settings import forget_settings
from tests.small_workspace import SETTINGS, git, put_in_git
from tests.workspace.post_office import DATES, FACTS, MAIL, OFFERED

DAY = "2026-10-01"
WANTED = {"jo@n.example", "ops@n.example"}


class Mailbox:
    """A server whose mails are files in a folder, so that what it has is a part of each state."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def __call__(self, _account: Account) -> Mailbox:
        return self

    def connect(self) -> None:
        pass

    def close(self) -> None:
        pass

    def send(self, _sender: str, recipient: str, data: bytes) -> Outcome:
        place = self.folder / f"{recipient}-{len(list(self.folder.iterdir()))}"
        try:
            descriptor = os.open(place, os.O_WRONLY | os.O_CREAT | os.O_EXCL)
        except OSError:
            return Outcome(State.NOT_SENT, "the server is full", "Run slagen remind again later.")
        try:
            os.write(descriptor, data)
        except OSError:
            place.unlink()
            return Outcome(State.NOT_SENT, "the server is full", "Run slagen remind again later.")
        finally:
            os.close(descriptor)
        return SENT


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """All happens at one moment, and nobody is waited for."""
    home = tmp_path / "home"
    home.mkdir()
    forget_settings(home, monkeypatch)
    monkeypatch.setenv("GIT_AUTHOR_DATE", f"{DAY}T06:30:00Z")
    monkeypatch.setenv("GIT_COMMITTER_DATE", f"{DAY}T06:30:00Z")
    monkeypatch.setattr(remind, "now", lambda _loaded: datetime(2026, 10, 1, 6, 30, tzinfo=UTC))
    monkeypatch.setattr(temporary, "_lives", lambda _process: False)
    monkeypatch.setattr(leftovers, "PATIENCE_SECONDS", 0.01)
    for module in (index, save, turn):
        monkeypatch.setattr(module, "_ATTEMPTS", 3)
    root = tmp_path / "folder"
    (root / "mail").mkdir(parents=True)
    put_in_git(root / "ws", {"slagen.toml": SETTINGS + MAIL, FACTS: OFFERED + DATES})
    monkeypatch.setattr(reminding, "MailServer", Mailbox(root / "mail"))
    return root


def reminded(root: Path) -> int:
    return run(["remind", "--on", DAY, "--workspace", str(root / "ws")])


def arrived(root: Path) -> Counter[tuple[str, str]]:
    mails = (message_from_bytes(place.read_bytes()) for place in (root / "mail").iterdir())
    return Counter((str(mail["To"]), str(mail["Message-ID"])) for mail in mails)


def wrong_after(root: Path) -> Iterator[str]:
    """What the next two runs have not put right."""
    temporary.sweep.cache_clear()
    if code := reminded(root):
        yield f"the next run: {code}"
    first = arrived(root)
    if {to for to, _ in first} != WANTED or len(first) != len(WANTED):
        yield f"told: {first}"
    if sorted(first.values())[:-1] != [1] or max(first.values()) > 2:
        yield f"more than the mail on its way came twice: {first}"
    if reminded(root) or arrived(root) != first:
        yield "a run more sent something again"
    if left := git(root / "ws", "status", "--porcelain", "reminders"):
        yield f"not saved: {left}"


def test_whenever_reminding_is_interrupted_nobody_is_forgotten_and_at_most_one_mail_comes_twice(root: Path, tmp_path: Path) -> None:
    store = tmp_path / "store"
    store.mkdir()
    seen = Interruption(root, store)
    seen.run(lambda: reminded(root))
    assert seen.faults == []
    assert set(arrived(root).values()) == {1}
    wrong = []
    for place, how in seen.states.values():
        shutil.rmtree(root)
        place.rename(root)
        wrong += [f"{how}: {fault}" for fault in wrong_after(root)]
    assert wrong == [], wrong
    assert len(seen.states) > 10
