"""The copy of the repository that is shared with others: where it is, and what can be wrong with reaching it."""

from __future__ import annotations

from dataclasses import dataclass
import re
from typing import TYPE_CHECKING

from slagen.core.errors import NotFoundError, RefusedError, UsageError
from slagen.vault.configuration import Configuration, read_configuration
from slagen.vault.leftovers import release

if TYPE_CHECKING:
    from slagen.vault.repository import Repository

SCHEMES = ("https", "ssh", "file")
"""The only ways to reach others: neither unprotected connections nor programs that an address may name (gitremote-helpers)."""
_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*)://")
_PORT = r"(?:(?:[^/\s:@\[]*\.[^/\s:@]*:[0-9]{2,5}|(?:localhost|\[[^\]\s]*\]):[0-9]*)(?:[/'\s]|$))"
_SECRET = re.compile(rf"(?<=://)(?:[^/\s]*@|(?!{_PORT})[^/\s:@\[]*:\S*@)")
"""A password may hold @, and by mistake /, which then follows a : that no port follows, or that no host stands before."""
_QUERY = re.compile(r"(://[^\s?'“”]*\?)[^\s'“”]+")
"""What follows a question mark may be a token (`?private_token=…`)."""
HEADS = "refs/heads/"
TAGS = "refs/tags/"
_WAYS_OUT = (
    (("Authentication failed", "could not read Username", "could not read Password", "terminal prompts disabled"), "it does not know you",
     "Store your name and token with git's credential helper (git config --global credential.helper), or use an ssh address."),
    (("Permission denied", "publickey", "error: 403"), "you have no right to it, or your key is not ready", "Load your key (ssh-add), or ask for access."),
    (("HOST IDENTIFICATION HAS CHANGED",), "its host shows another key than before",
     "Ask who runs it whether the key was changed; only then forget the old one (ssh-keygen -R HOST)."),
    (("Host key verification failed",), "its host is not known here yet", "Connect to it once by hand (ssh HOST), and compare the host's key."),
    (("Could not resolve", "Connection refused", "Connection timed out", "Network is unreachable", "Couldn't connect", "Failed to connect", "No route to host"),
     "it cannot be reached", "Look at the address and at your connection."),
    (("timeout", "Timeout", "timed out", "too slow", "not responding", "does not answer"), "it does not answer",
     "Nothing was changed here. Look at your connection (for ssh: ssh HOST), or ask whoever runs it; then try again."),
    (("dubious ownership",), "it belongs to another user of this computer", "If you trust it: git config --global --add safe.directory FOLDER"),
    (("transport", "not allowed"), "its address is of a kind that is not used", "Use https, ssh or a folder."),
    (("does not appear to be a git repository", "not found", "does not exist", "error: 404"), "there is no repository",
     "Look at the address; somebody has to make the repository first."),
    (("certificate",), "its certificate is not trusted", "Ask who runs it; do not switch the check off."),
)  # fmt: skip


class RemoteError(RefusedError):
    """The others' copy could not be reached, or refused; `detail` is what git said, without secrets."""

    code = "remote"

    def __init__(self, where: str, detail: str) -> None:
        self.where = where
        self.detail = without_secrets(detail).strip()
        lines = [line for line in self.detail.splitlines() if line.strip()]
        told = next((line for line in lines if line.startswith(("fatal:", "error:", "remote:"))), lines[0] if lines else "no reason given")
        said = self.detail.replace(f"'{where}", "'")  # an address may hold any word
        reason, hint = next(
            ((reason, hint) for signs, reason, hint in _WAYS_OUT if any(sign in said for sign in signs)),
            (told.removeprefix("fatal: ").removeprefix("error: ").rstrip("."), "Nothing was changed; try again."),
        )
        super().__init__(f"“{where}”: {reason}.", hint=hint)


@dataclass(frozen=True, slots=True)
class Remote:
    """Another repository: its name here (empty for a bare address), its address, and the branch there that belongs to ours."""

    name: str
    url: str
    branch: str

    @property
    def shown(self) -> str:
        """The address as it may be printed."""
        return without_secrets(self.url)

    @property
    def is_folder(self) -> bool:
        """Whether it is reached through the file system."""
        return self.url.startswith("file://") or (not _SCHEME.match(self.url) and ":" not in self.url.partition("/")[0])


def without_secrets(text: str) -> str:
    """A text in which no address carries a name, password or token."""
    return _QUERY.sub(r"\1…", _SECRET.sub("", text))


def find_remote(repository: Repository, asked: str = "", *, push: bool = False) -> Remote:
    """The repository to exchange versions with: the one that is `asked` for by name or address, else the branch's own, else origin or the only one.

    Raises:
        RefusedError: none is known, or no branch is checked out.
        NotFoundError: the one that is asked for is not known.
        UsageError: its address cannot be used.
    """
    found = read_configuration(repository.git)
    short = repository.branch().removeprefix(HEADS)
    names = found.names("remote.", ".url")
    name = asked or _usual(found, short, names, push=push)
    branch = found.value(f"branch.{short}.merge") if name == found.value(f"branch.{short}.remote") else ""
    if name in names:
        url = (found.value(f"remote.{name}.pushurl") if push else "") or found.value(f"remote.{name}.url")
        return Remote(name, checked(url), branch or f"{HEADS}{short}")
    if not name:
        raise RefusedError("No shared repository is known yet.", hint="Name its address once: slagen push https://git.example/contracts.git")
    if not any(sign in name for sign in "/:\\"):
        raise NotFoundError("shared repository", name, hint=f"Known: {', '.join(names) or 'none'}. An address works too.")
    return Remote("", checked(name), f"{HEADS}{short}")


def _usual(found: Configuration, branch: str, names: tuple[str, ...], *, push: bool) -> str:
    wishes = [found.value(f"branch.{branch}.pushremote"), found.value("remote.pushdefault")] if push else []
    wishes += [found.value(f"branch.{branch}.remote"), "origin", *(names if len(names) == 1 else ())]
    return next((wish for wish in wishes if wish in names), "")


def checked(url: str) -> str:
    """The address, if it is of a kind that is used; git knows its kind in small letters only.

    Raises:
        UsageError: it is not.
    """
    scheme = _SCHEME.match(url)
    helper = "::" in url.partition("/")[0]
    if not url or url.startswith("-") or any(sign < " " for sign in url) or helper or (scheme and scheme[1].lower() not in SCHEMES):
        raise UsageError(f"“{without_secrets(url)}” is no address that is used.", hint="Use https://…, ssh://…, name@host:path, or a folder.")
    return scheme[1].lower() + url[scheme.end(1) :] if scheme else url


def note_tip(repository: Repository, remote: Remote, commit: str, reason: str) -> None:
    """Note where the other side's branch stands, as git does, where the other side has a name here; `reason` goes into the reference's log.

    Only git's own commands look at it: where it cannot be noted, nothing is lost.
    """
    if remote.name:
        name = f"refs/remotes/{remote.name}/{remote.branch.removeprefix(HEADS)}"
        if repository.git.attempt("update-ref", "-m", reason, name, commit)[0] < 0:
            release(repository, frozenset({commit.encode()}), name)


def remember(repository: Repository, remote: Remote) -> Remote:
    """Keep an address as origin, where no shared repository is known yet."""
    if remote.name or read_configuration(repository.git).names("remote.", ".url"):
        return remote
    short = repository.branch().removeprefix(HEADS)
    for key, value in (
        ("remote.origin.fetch", "+refs/heads/*:refs/remotes/origin/*"),
        (f"branch.{short}.remote", "origin"),
        (f"branch.{short}.merge", remote.branch),
        ("remote.origin.url", remote.url),  # last: by it the next push knows that all of them are there
    ):
        repository.git.run("config", key, value)
    return Remote("origin", remote.url, remote.branch)
