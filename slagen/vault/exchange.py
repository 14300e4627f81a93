"""Talking to another repository, from a folder of our own beside git's: it shares the objects and has none of the repository's settings.

A repository's settings can name programs in many ways (core.sshCommand, remote.*.uploadPack, credential.helper, url.*.insteadOf, http.*);
where git reads none of them, none of them runs. The user's own settings hold: keys, credential helpers, proxies.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
import os
from pathlib import Path
import re
import shutil
from typing import TYPE_CHECKING

from slagen.core.refusals import refusals
from slagen.vault.configuration import read_configuration
from slagen.vault.git_errors import GitSilentError
from slagen.vault.git_process import GitProcess, start
from slagen.vault.git_settings import settings
from slagen.vault.places import require_no_pipes
from slagen.vault.remote import HEADS, SCHEMES, TAGS, Remote, RemoteError

if TYPE_CHECKING:
    from slagen.vault.repository import Repository

NETWORK_SECONDS = 3600.0
"""The longest that an exchange may take; one that falls silent is ended much sooner, see `git_process.SILENCE_SECONDS`."""
_SSH = "-o ConnectTimeout=30 -o ServerAliveInterval=15 -o ServerAliveCountMax=4"
"""Ssh gives up where the other side does not greet in 30 seconds, or does not answer for a minute (ssh_config). What a person says themselves comes first."""
_PLAIN_SSH = re.compile(r"(?:[\w./-]*/)?ssh(?: .*)?")
_PROGRESS = re.compile(r"(?:remote: )?(?:[A-Z][A-Za-z ]*: +\d+(?:%|,| |$)|Total \d)")
_ADDED = (
    ("fetch.fsckObjects", "true"),
    ("fetch.fsck.zeroPaddedFilemode", "ignore"),
    ("http.lowSpeedLimit", "1"),
    ("http.lowSpeedTime", "60"),
    ("push.recurseSubmodules", "no"),
)
_QUIET = f"git -c core.hooksPath={os.devnull} -c core.alternateRefsCommand= -c core.fsmonitor=false"
_FETCH = ("fetch", "--progress", "--no-tags", "--no-write-fetch-head", "--no-recurse-submodules", "--no-auto-maintenance", "--no-write-commit-graph")


@dataclass(frozen=True, slots=True)
class Exchange:
    """An open line to one other repository."""

    git: GitProcess
    remote: Remote

    def refs(self) -> dict[str, str]:
        """The branches and tags that the other side has: full name → hash.

        Raises:
            RemoteError: it cannot be reached.
        """
        output = self._talk("ls-remote", "--quiet", "--refs", *self._other("upload-pack"), "--", self.remote.url)
        rows = (line.partition("\t") for line in output.decode(errors="surrogateescape").splitlines())
        return {name: commit for commit, _, name in rows if name.startswith((HEADS, TAGS))}

    def fetch(self) -> tuple[str, dict[str, str]]:
        """Bring the branch and all tags here; the branch's last commit (empty where there is none), and each tag's object.

        Raises:
            RemoteError: it cannot be reached.
        """
        wanted = (f"+{self.remote.branch}*:refs/incoming/{self.remote.branch}*", "+refs/tags/*:refs/incoming/refs/tags/*")
        self._talk(*_FETCH, *self._other("upload-pack"), "--", self.remote.url, *wanted)
        found = {name.removeprefix("refs/incoming/"): commit for name, commit in self.git.refs("refs/incoming/").items()}
        return found.get(self.remote.branch, ""), {name: commit for name, commit in found.items() if name.startswith(TAGS)}

    def push(self, refs: Mapping[str, str]) -> None:
        """Set refs there, all or none, where that loses nothing; raises RemoteError where it would, or where the other side refuses."""
        wanted = [f"{commit}:{name}" for name, commit in refs.items()]
        arguments = ("push", "--porcelain", "--progress", "--no-verify", *self._other("receive-pack"))
        try:
            self._talk(*arguments, "--atomic", "--", self.remote.url, *wanted)
        except RemoteError as error:
            if "does not support --atomic" not in error.detail:
                raise
            self._talk(*arguments, "--", self.remote.url, *wanted)

    def _other(self, program: str) -> tuple[str, ...]:
        """In a folder, the other side's program runs here: without the hooks and programs that its settings name."""
        return (f"--{program}={_QUIET} {program}",) if self.remote.is_folder else ()

    def _talk(self, *arguments: str) -> bytes:
        try:
            status, output, complaint = self.git.attempt(*arguments, seconds=NETWORK_SECONDS, apart=True)
        except GitSilentError as error:
            if self.remote.is_folder:
                require_no_pipes([Path(self.remote.url.removeprefix("file://"))], Path(os.devnull))
            raise RemoteError(self.remote.shown, "fatal: it does not answer") from error
        if status:
            raise RemoteError(self.remote.shown, _without_progress(complaint) + output.decode(errors="replace"))
        return output


def _without_progress(complaint: str) -> str:
    """What git complains of, without what it told before of its progress."""
    lines = (line.rpartition("\r")[2] for line in complaint.replace("\r\n", "\n").split("\n"))
    return "\n".join(line for line in lines if not _PROGRESS.match(line))


@contextmanager
def exchange(repository: Repository, remote: Remote, *, chosen_ssh: bool = False) -> Iterator[Exchange]:
    """Open a line to `remote`; what was brought stays in the repository's objects.

    With `chosen_ssh` the environment names an ssh (GIT_SSH), which is left alone.
    """
    place = repository.git_dir / "slagen" / f"exchange-{os.getpid()}"
    _remove(place)
    with refusals(place):
        (place / "refs").mkdir(parents=True)
        (place / "objects").mkdir()
        (place / "HEAD").write_bytes(b"ref: refs/heads/none\n")
        (place / "config").write_bytes(b"[core]\n\trepositoryFormatVersion = 0\n")
        (place / "packed-refs").write_bytes(_known(repository))
    git = start(repository.top, _places(repository, place, chosen_ssh=chosen_ssh))
    try:
        yield Exchange(git, remote)
    finally:
        git.close()
        _remove(place)


def _known(repository: Repository) -> bytes:
    """What we have, so that only the rest is sent."""
    head = repository.head()
    rows = repository.git.run("for-each-ref", "--format=%(objectname) refs/ours/%(refname)")
    return rows + (f"{head} refs/ours/HEAD\n".encode() if head else b"")


def _places(repository: Repository, place: Path, *, chosen_ssh: bool) -> dict[str, str]:
    own = read_configuration(repository.git)
    ssh = own.own("core.sshcommand") or "ssh"
    patient = [("core.sshCommand", f"{ssh} {_SSH}")] if _PLAIN_SSH.fullmatch(ssh) else []
    helpers = [(key, value) for scope, key, value in own.rows if scope in {"system", "global"} and key.startswith("credential.") and key.endswith("helper")]
    shallow = repository.common_dir / "shallow"
    return {
        **settings([*_ADDED, *helpers, *([] if chosen_ssh else patient)]),
        "GIT_ALLOW_PROTOCOL": ":".join(SCHEMES),
        "GIT_DIR": str(place),
        "GIT_COMMON_DIR": str(place),
        "GIT_WORK_TREE": str(repository.top),
        "GIT_INDEX_FILE": str(place / "index"),
        "GIT_OBJECT_DIRECTORY": str(repository.common_dir / "objects"),
        "SSH_ASKPASS_REQUIRE": "never",
        **({"GIT_SHALLOW_FILE": str(shallow)} if shallow.is_file() else {}),
    }


def _remove(place: Path) -> None:
    if place.is_symlink():
        place.unlink()
    shutil.rmtree(place, ignore_errors=True)
