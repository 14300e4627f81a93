"""The repository that a workspace stands in: opening it, starting one, and what it stands at."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
import shlex
from types import TracebackType
from typing import Self

from slagen.core.errors import RefusedError
from slagen.core.file_view import path_parts
from slagen.vault import git_process
from slagen.vault.configuration import read_configuration
from slagen.vault.git_errors import GitRefusedError
from slagen.vault.git_process import GitProcess, gitpython, start
from slagen.vault.places import Places, find_places, is_bare
from slagen.vault.trust import require_own

_UNDER_WAY = {
    "MERGE_HEAD": "a merge",
    "CHERRY_PICK_HEAD": "a cherry-pick",
    "REVERT_HEAD": "a revert",
    "rebase-merge": "a rebase",
    "rebase-apply": "a rebase",
}


@dataclass(frozen=True, slots=True)
class Repository:
    """A workspace in its repository. `prefix` is the workspace's folder within it, empty where both are one.

    `git_dir` is the work tree's own git folder, `common_dir` the one that all work trees of a repository share.
    Paths given to this package start at the workspace. Close it, or use it in a `with` statement: processes are kept open.
    """

    git: GitProcess
    git_dir: Path
    common_dir: Path
    top: Path
    prefix: str

    def path(self, path: str) -> str:
        """A workspace path as a path of the repository; raises RefusedError as `path_parts` does."""
        return "/".join((*(self.prefix.split("/") if self.prefix else ()), *path_parts(path)))

    def head(self) -> str:
        """The commit that was saved last on this branch; empty before the first."""
        return self.git.answer("rev-parse", "--verify", "--quiet", "HEAD^{commit}")

    def branch(self) -> str:
        """The full name of the branch that is checked out (`refs/heads/main`); empty where there is none."""
        return self.git.answer("symbolic-ref", "--quiet", "HEAD")

    def under_way(self) -> str:
        """What has been begun in the repository and not finished (`a merge`), else empty."""
        return next((name for file, name in _UNDER_WAY.items() if (self.git_dir / file).exists()), "")

    def bisecting(self) -> bool:
        """Whether versions are being tried out (`git bisect`)."""
        return (self.git_dir / "BISECT_LOG").exists()

    def ignores(self, path: str) -> bool:
        """Whether a .gitignore keeps a path out of what is saved by hand."""
        status, _, _ = self.git.attempt("check-ignore", "--quiet", self.path(path), environment={"GIT_LITERAL_PATHSPECS": "0"})
        return status == 0

    def close(self) -> None:
        """End the processes that are kept open."""
        self.git.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()


def open_repository(folder: Path) -> Repository:
    """Open the repository that holds the workspace `folder`.

    Raises:
        RefusedError: there is none, it has no work tree, it is not one's own, or the folder .git is not what it should be.
        MissingProgramError: git is not installed.
    """
    gitpython()
    folder = folder.resolve()
    places = find_places(folder)
    if places is None:
        bare = next((parent for parent in (folder, *folder.parents) if is_bare(parent)), None)
        if bare:
            raise RefusedError(f"The repository “{bare}” has no work tree.", hint="Work in a clone of it.")
        hint = f"Start one with: git init {shlex.quote(str(folder))}"
        raise RefusedError(f"“{folder}” is not in a git repository, so there is no place for versions.", hint=hint)
    return _opened(folder, places)


def _opened(folder: Path, places: Places) -> Repository:
    top, git_dir, common = places.top, places.git_dir, places.common_dir
    git = start(top, _variables(top, git_dir, common))
    require_own(git, top, git_dir)
    _require_usable(git, places)
    prefix = folder.relative_to(top).as_posix()
    return Repository(git, git_dir, common, top, "" if prefix == "." else prefix)


def _require_usable(git: GitProcess, places: Places) -> None:
    """Refuse a repository whose own settings do not fit the folder that it stands in, or the hashes that pins are made of."""
    status, output, complaint = git.attempt("rev-parse", "--show-object-format", seconds=git_process.SHORT_SECONDS)
    if status:
        raise GitRefusedError("rev-parse", complaint)
    if output.strip() != b"sha1":
        hint = "Start one with: git init --object-format=sha1"
        raise RefusedError(f"The repository “{places.top}” cannot be used: its object names are not SHA-1.", hint=hint)
    found = read_configuration(git)
    said = found.value("core.worktree")
    if said and (places.git_dir / said).resolve() != places.top:
        hint = f"Look at core.worktree in “{places.git_dir / 'config'}”; take it out if you did not put it there."
        raise RefusedError(f"The repository around “{places.top}” says that its files are in “{said}”.", hint=hint)
    if found.is_on("core.bare") and not said and places.common_dir == places.git_dir:
        raise RefusedError(f"The repository “{places.git_dir}” has no work tree.", hint="Work in a clone of it.")


def _variables(top: Path, git_dir: Path, common: Path) -> dict[str, str]:
    return {
        "GIT_DIR": str(git_dir),
        "GIT_WORK_TREE": str(top),
        "GIT_COMMON_DIR": str(common),
        "GIT_OBJECT_DIRECTORY": str(common / "objects"),
        "GIT_INDEX_FILE": str(git_dir / "index"),
    }


def init(folder: Path, *, own: bool = False) -> Repository:
    """Start a repository in `folder`, or open the one that it already stands in (with `own`, only if `folder` is its top).

    Raises:
        RefusedError: git or the file system refused.
    """
    folder = folder.resolve()
    if not own or (folder / ".git").exists():
        try:
            return open_repository(folder)
        except RefusedError:
            if (folder / ".git").exists():
                raise
    git_dir = folder / ".git"
    start(folder, {"GIT_DIR": str(git_dir), "GIT_WORK_TREE": str(folder)}).run("init", "--quiet", "--template=", "--initial-branch=main")
    return open_repository(folder)
