"""Versions: which there are, and which commit a name stands for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
import re
from typing import TYPE_CHECKING

from slagen.core.errors import NotFoundError, UsageError
from slagen.core.identifiers import is_id, nearest
from slagen.vault.git_errors import GitRefusedError

if TYPE_CHECKING:
    from slagen.vault.repository import Repository

DRAFT = "draft"
_LONGEST_SUBJECT = 500
_NOBODY = "nobody"
"""Who made a damaged commit that does not say; git then answers with the question, `%an`."""
NUMBERED = re.compile(r"v(\d{1,6})\.(\d{1,6})", re.ASCII)
"""The name of a signed version."""
_EVENT = re.compile(r"(?:sent|received)-\d{1,6}", re.ASCII)
_COMMIT = re.compile(r"[0-9a-f]{4,40}", re.ASCII)
_HASH = 40
"""With --parents these stand before the form, without anything between them and the commit."""
_FIELDS = ("%H", "%an", "%aI", "%B", "%P")


@dataclass(frozen=True, slots=True)
class Version:
    """One saved version: who saved it, when, and what they said of it."""

    commit: str
    author: str
    at: datetime
    message: str

    @property
    def subject(self) -> str:
        """The first line of the message, or as much of it as people read."""
        line = self.message.partition("\n")[0]
        return line if len(line) <= _LONGEST_SUBJECT else f"{line[: _LONGEST_SUBJECT - 1]}…"


def history(repository: Repository, *prefixes: str, limit: int = 0, start: str = "HEAD", everything: bool = False) -> tuple[Version, ...]:
    """The versions in which something at or below one of `prefixes` changed (none: anything), newest first; `limit` 0 means all.

    What gave way when two people's versions were brought together is left out, except with `everything`.
    """
    places = [place for place in map(repository.path, prefixes) if place]
    bound = (*((f"--max-count={limit}",) if limit else ()), *(("--full-history",) if everything else ()))
    return tuple(version for version, _ in _listed(repository, (*bound, "--end-of-options", start, "--", *places)))


def file_history(repository: Repository, folder: str, names: Sequence[str], *, limit: int = 0) -> tuple[Version, ...]:
    """The versions in which one of the files `names` in `folder` changed, as `history` would list them for all of these paths.

    Git looks at every version where it is given several paths, and passes by most where it is given one (changed-path filters, git-commit-graph):
    so it is asked for the folder, and what it lists is gone through here by git's own rule (git-log, “History Simplification”): from a version
    that has the files as one of those before it has them, only that one is followed.
    """
    from slagen.vault.tree import Lookup  # noqa: PLC0415 - start-up: what a name stands for is asked more often

    paths = [f"{repository.path(folder)}/{name}" for name in names]
    known: dict[str, tuple[tuple[int, str], ...]] = {"": ((0, ""),) * len(paths)}

    def files_of(commit: str) -> tuple[tuple[int, str], ...]:
        if commit not in known:
            tree = Lookup(repository.git, commit)
            known[commit] = tuple(map(tree.find, paths))
        return known[commit]

    found: list[Version] = []
    followed: set[str] = set()
    for version, parents in _listed(repository, ("--parents", "--end-of-options", "HEAD", "--", repository.path(folder))):
        if not followed or version.commit in followed:
            same = next((parent for parent in parents or ("",) if files_of(parent) == files_of(version.commit)), None)
            followed.update((version.commit,), parents if same is None else (same,))
            found += [version] if same is None else []
            if len(found) == limit > 0:
                break
    return tuple(found)


def _listed(repository: Repository, arguments: Sequence[str]) -> Iterator[tuple[Version, tuple[str, ...]]]:
    """The versions that git-rev-list lists, each with those before it."""
    form = "%x00".join((*_FIELDS, ""))
    status, output, complaint = repository.git.attempt("rev-list", "--no-commit-header", f"--format={form}", *arguments)
    if status and "HEAD" in arguments and not repository.head():
        return
    if status:
        raise GitRefusedError("rev-list", complaint)
    fields = output.decode(errors="replace").split("\0")
    width = len(_FIELDS)
    for place in range(0, len(fields) - width, width):
        yield _version(fields[place : place + width - 1]), tuple(fields[place + width - 1].split())


def last_change(repository: Repository, paths: Iterable[str], start: str) -> str:
    """The last commit up to `start` that touched one of the workspace's `paths`; empty where none did."""
    return repository.git.answer("rev-list", "--max-count=1", "--end-of-options", start, "--", *map(repository.path, paths))


def changed_at(repository: Repository, *prefixes: str) -> dict[str, datetime]:
    """When each of the workspace's files at or below `prefixes` was saved last, those that were deleted included; mergers of two lines aside."""
    if not repository.head():
        return {}
    arguments = ("log", "--name-only", "-z", "--no-renames", "--no-ext-diff", "--no-textconv", "--format=%x01%cI")
    output = repository.git.run(*arguments, "--end-of-options", "HEAD", "--", *map(repository.path, prefixes)).decode(errors="surrogateescape")
    cut = len(repository.prefix) + 1 if repository.prefix else 0
    found: dict[str, datetime] = {}
    for version in output.split("\x01")[1:]:
        at, *paths = version.split("\0")
        for path in paths:
            if path.strip("\n"):
                found.setdefault(path.lstrip("\n")[cut:], _moment(at.strip()))
    return found


def deleted_paths(repository: Repository, prefix: str) -> dict[str, str]:
    """The workspace's files below `prefix` that a version took away, each with the last one that did; mergers of two lines aside."""
    arguments = ("log", "--diff-filter=D", "--name-only", "-z", "--no-renames", "--no-ext-diff", "--no-textconv", "--format=%x01%H")
    output = repository.git.run(*arguments, "--end-of-options", "HEAD", "--", *filter(None, [repository.path(prefix)])).decode(errors="surrogateescape")
    cut = len(repository.prefix) + 1 if repository.prefix else 0
    found: dict[str, str] = {}
    for version in output.split("\x01")[1:]:
        commit, *paths = version.split("\0")
        for path in paths:
            if path.strip("\n"):
                found.setdefault(path.lstrip("\n")[cut:], commit)
    return found


def _version(fields: list[str]) -> Version:
    commit, author, at, message = fields
    return Version(commit.strip()[-_HASH:], _NOBODY if author in {"", "%an"} else author, _moment(at), message.strip())


def _moment(text: str) -> datetime:
    """When a version was made; the beginning of git's time where a damaged commit does not say."""
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return datetime.fromtimestamp(0, UTC)


def version_names(repository: Repository, agreement: str) -> dict[str, str]:
    """The tags of an agreement: version name (`v1.0`) → commit."""
    rows = repository.git.run("for-each-ref", "--format=%(refname) %(objectname) %(*objectname)", f"refs/tags/{agreement}/").decode().splitlines()
    return {name.rpartition("/")[2]: hashes.split()[-1] for name, _, hashes in (row.partition(" ") for row in rows)}


def is_event_name(version: str) -> bool:
    """Whether a version is named by what happened to it: `sent-1`, `received-2`."""
    return _EVENT.fullmatch(version) is not None


def resolve(repository: Repository, version: str, agreement: str = "", events: Mapping[str, str] | None = None) -> str | None:
    """The commit that a version name stands for: `vX.Y` of `agreement`, a commit, a branch or a tag. None for `draft`, the folder as it stands.

    `events` are the names that the agreement's records give (`sent-1`), each with its commit.

    Raises:
        NotFoundError: there is no such version.
        UsageError: the name cannot be one.
    """
    if version == DRAFT:
        return None
    if not version or version.startswith("-") or any(character < "!" for character in version):
        raise UsageError(f"“{version}” is not the name of a version.", hint="Name draft, a version such as v1.0, or a commit.")
    if NUMBERED.fullmatch(version) and is_id(agreement):
        return _named(repository, version, agreement)
    if is_event_name(version) and is_id(agreement):
        version = _of_event(version, agreement, events or {})
    found = repository.git.word("rev-parse", "--verify", "--quiet", "--end-of-options", f"{version}^{{commit}}")
    commit = found.splitlines()[-1] if found else ""
    if not _COMMIT.fullmatch(commit):
        near = nearest(version, version_names(repository, agreement)) if is_id(agreement) else ()
        raise NotFoundError("version", version, near, hint="List the versions with: slagen history" + (f" {agreement}" if agreement else ""))
    return commit


def _of_event(version: str, agreement: str, events: Mapping[str, str]) -> str:
    commit = events.get(version)
    if commit is None:
        raise NotFoundError("version", f"{agreement}/{version}", nearest(version, events), hint=f"See what was sent and received: slagen status {agreement}")
    if not commit:
        raise NotFoundError("saved version of", f"{agreement}/{version}", hint="Its file was recorded as it is, and is of no version that was saved.")
    return commit


def _named(repository: Repository, version: str, agreement: str) -> str:
    commit = repository.git.answer("rev-parse", "--verify", "--quiet", f"refs/tags/{agreement}/{version}^{{commit}}")
    if not commit:
        known = version_names(repository, agreement)
        raise NotFoundError("version", f"{agreement}/{version}", nearest(version, known), hint=f"List the versions with: slagen history {agreement}")
    return commit
