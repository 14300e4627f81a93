"""Git's folder, looked at before git is: what is no ordinary file would keep git waiting for ever, and a `.git` file may point anywhere."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
import os
from pathlib import Path
import stat

from slagen.core.errors import RefusedError

_FILES = (
    "HEAD",
    "config",
    "config.worktree",
    "commondir",
    "gitdir",
    "index",
    "packed-refs",
    "shallow",
    "info/exclude",
    "info/attributes",
    "info/sparse-checkout",
)
_SHARED = ("config", "packed-refs", "shallow", "objects/info/alternates", "objects/info/commit-graph")
_POINTER = "gitdir:"
_LONGEST_POINTER = 8192
_MOST_FOLDERS = 20


@dataclass(frozen=True, slots=True)
class Places:
    """Where a repository keeps what: `top` is the folder that holds its `.git`, `common_dir` what all its work trees share."""

    top: Path
    git_dir: Path
    common_dir: Path


def find_places(folder: Path) -> Places | None:
    """The repository that `folder` (resolved) stands in, by the nearest `.git`; None where there is none.

    A `.git` file is followed only where the folder that it names points back, as git makes it for linked work trees and submodules
    (gitrepository-layout): another person's repository would otherwise be written to in the name of this folder.

    Raises:
        RefusedError: something in it is no ordinary file, or a `.git` file points to a folder that does not know of it.
    """
    top = next((parent for parent in (folder, *folder.parents) if os.path.lexists(parent / ".git")), None)
    if top is None:
        return None
    place = top / ".git"
    git_dir = (place if place.is_dir() else _pointed(place)).resolve()
    common = (git_dir / _line(git_dir / "commondir")).resolve() if (git_dir / "commondir").exists() else git_dir
    for file in _looked_at(git_dir, common):
        _require_file(file)
    return Places(top, git_dir, common)


def is_bare(folder: Path) -> bool:
    """Whether a folder is a repository without files of its own, as servers keep them."""
    return (folder / "HEAD").is_file() and (folder / "objects").is_dir() and (folder / "refs").is_dir()


def _looked_at(git_dir: Path, common: Path) -> Iterator[Path]:
    yield from (git_dir / name for name in _FILES)
    yield from (common / name for name in _SHARED)
    head = _line(git_dir / "HEAD") if (git_dir / "HEAD").exists() else ""
    if head.startswith("ref: refs/") and ".." not in head:
        yield common / head[5:]


def _require_file(file: Path) -> None:
    try:
        mode = file.stat().st_mode
    except OSError:
        return
    if not stat.S_ISREG(mode):
        raise _no_file(file)


def _no_file(file: Path) -> RefusedError:
    hint = "Bring it back from a copy of the repository, or clone the repository again; your own files are untouched."
    return RefusedError(f"“{file}” is not an ordinary file, so git cannot read this repository.", hint=hint)


def require_no_pipes(git_folders: Iterable[Path], work_tree: Path) -> None:
    """Look everywhere for what git would wait for: too slow to be done each time, so it is done when git has been silent for long.

    Raises:
        RefusedError: a pipe, socket or device stands in git's folders, in another repository's that they borrow objects from, or where git
            looks for attributes and ignored names.
    """
    looked_at: set[Path] = set()
    left = list(git_folders)
    while left:
        folder = left.pop().resolve()
        if folder not in looked_at:
            looked_at.add(folder)
            _refuse_pipes(folder, lambda _name: True)
            left += _borrowed_from(folder) if len(looked_at) < _MOST_FOLDERS else ()
    _refuse_pipes(work_tree, {".gitattributes", ".gitignore"}.__contains__)


def _borrowed_from(folder: Path) -> Iterator[Path]:
    """The folders that are named as holding more objects (gitrepository-layout, “objects/info/alternates”)."""
    for objects in (folder, folder / "objects"):
        try:
            text = (objects / "info/alternates").read_bytes().decode(errors="surrogateescape")
        except OSError:
            continue
        yield from (objects / line.strip('"') for line in text.splitlines() if line and not line.startswith("#") and "\0" not in line)


def _refuse_pipes(top: Path, looked_at: Callable[[str], bool]) -> None:
    for folder, folders, names in os.walk(top):
        folders[:] = [name for name in folders if folder != str(top) or name != ".git"]
        for name in names:
            if looked_at(name) and _is_strange(Path(folder, name)):
                raise _no_file(Path(folder, name))


def _is_strange(file: Path) -> bool:
    try:
        return not stat.S_ISREG(file.stat().st_mode)
    except OSError:
        return False


def _line(file: Path) -> str:
    _require_file(file)
    with file.open("rb") as opened:
        return opened.read(_LONGEST_POINTER).decode(errors="surrogateescape").strip()


def _pointed(place: Path) -> Path:
    """The folder that a `.git` file names."""
    text = _line(place)
    target = place.parent / text.removeprefix(_POINTER).strip()
    if not text.startswith(_POINTER) or not target.is_dir():
        raise RefusedError(f"“{place}” does not say where the repository is.", hint="Clone the repository again, or bring the file back from a copy.")
    if not (_points_back(target, place) or target.resolve().is_relative_to(place.parent.resolve())):
        hint = f"If you set it up so, tell that repository: git --git-dir “{target}” config core.worktree “{place.parent}”"
        raise RefusedError(f"“{place}” points to “{target.resolve()}”, which does not belong to this folder.", hint=hint)
    return target


def _points_back(target: Path, place: Path) -> bool:
    """Whether a linked work tree's or a submodule's folder names the place that named it."""
    back = target / "gitdir"
    if back.is_file() and (target / _line(back)).resolve() == place.resolve():
        return True
    return any((target / value).resolve() == place.parent.resolve() for value in _work_trees(target / "config"))


def _work_trees(config: Path) -> Iterator[str]:
    _require_file(config)
    if not config.is_file():
        return
    for line in config.read_text(encoding="utf-8", errors="surrogateescape").splitlines():
        key, _, value = line.partition("=")
        if key.strip().lower() == "worktree":
            yield value.strip().strip('"').replace("\\\\", "\\")
