"""Reading files safely, and writing them so that nothing is ever half-written."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
import errno
from functools import lru_cache
from itertools import islice
import os
from pathlib import Path
import stat

from slagen.core.errors import BadInputError, NotFoundError, RefusedError
from slagen.core.file_view import SIZE_LIMIT, limit_of, path_parts
from slagen.core.findings import Source
from slagen.core.hashes import blob_id
from slagen.core.identifiers import nearest
from slagen.core.refusals import refusals
from slagen.formats.temporary import TEMPORARY_PREFIX, sweep, temporary_name

DEEPEST_FOLDER = 40
_MOST_NAMES = 1000
_NON_BLOCKING = getattr(os, "O_NONBLOCK", 0)
_BINARY = getattr(os, "O_BINARY", 0)


def inside(root: Path, path: str) -> Path:
    """The place of `path` below `root`; it need not exist.

    Raises:
        RefusedError: the path is absolute, holds `..`, or follows a link that leads out of `root`, or into git's folder.
    """
    parts = path_parts(path)
    place = root.joinpath(*parts)
    if not _is_plain(str(root), parts) and not _resolves_inside(root, place):
        raise RefusedError(f"“{path}” leads out of “{root}”.", source=Source(path), hint="Replace the link by the file itself.")
    return place


def _is_plain(root: str, parts: tuple[str, ...]) -> bool:
    """Whether no link stands on the way from `root`: without one, a path that does not climb leads nowhere else, and need not be followed from the top.

    Windows has more kinds of links than this sees.
    """
    if os.name != "posix":
        return False
    place = root
    try:
        for part in parts:
            place = f"{place}/{part}"
            if stat.S_ISLNK(os.lstat(place).st_mode):
                return False
    except FileNotFoundError:
        return True
    except (OSError, ValueError):
        return False
    return True


def _resolves_inside(root: Path, place: Path) -> bool:
    """Whether it is led to a place below `root`, and not into git's own folder."""
    try:
        parts = place.resolve().relative_to(root.resolve()).parts
    except (OSError, RuntimeError, ValueError):
        return False
    return all(part.lower() != ".git" for part in parts)


def read_file(path: Path, *, limit: int = SIZE_LIMIT, name: str = "") -> bytes:
    """The bytes of a regular file of at most `limit` bytes; `name` is what messages call it.

    Raises:
        NotFoundError: there is no such file.
        BadInputError: it is too large.
        RefusedError: it may not be read, or is a folder or a device.
    """
    name = name or str(path)
    try:
        descriptor = os.open(path, os.O_RDONLY | _NON_BLOCKING | _BINARY)
    except (FileNotFoundError, NotADirectoryError):
        raise _missing(path, name) from None
    except OSError as error:
        raise _unreadable(name, error) from error
    try:
        return _read_regular(descriptor, limit, name)
    finally:
        os.close(descriptor)


def _missing(path: Path, name: str) -> NotFoundError:
    """That there is no such file, with those of its folder that are called nearly so."""
    folder, ending = path.parent, path.name
    shown = name.removesuffix(ending) if name.endswith(ending) else f"{folder}{os.sep}"
    try:
        with os.scandir(folder) as entries:
            names = [entry.name for entry in islice(entries, _MOST_NAMES) if entry.is_file()]
    except OSError:
        return NotFoundError("file", name, source=Source(name), hint=f"Its folder “{folder}” cannot be looked into, or does not exist: look at the path.")
    near = [f"{shown}{one}" for one in nearest(ending, names)]
    return NotFoundError("file", name, near, source=Source(name), hint=f"Look at its name: the folder “{folder}” holds no such file.")


def _read_regular(descriptor: int, limit: int, name: str) -> bytes:
    status = os.fstat(descriptor)
    if not stat.S_ISREG(status.st_mode):
        raise RefusedError(f"“{name}” is not a file.", source=Source(name), hint="Name a file.")
    chunks, left = [], limit + 1
    expected = status.st_size + 1  # as much room as it needs, not as much as it might
    try:
        while left and (chunk := os.read(descriptor, min(left, expected))):
            chunks.append(chunk)
            left -= len(chunk)
    except OSError as error:
        raise _unreadable(name, error) from error
    if not left:
        raise BadInputError(f"“{name}” is larger than {limit / 1024 / 1024:.0f} MB.", source=Source(name), hint="Leave out what does not belong in it.")
    return b"".join(chunks)


def _unreadable(name: str, error: OSError) -> RefusedError:
    hint = "Give yourself the right to read it." if isinstance(error, PermissionError) else "Check the disk and try again."
    return RefusedError(f"Cannot read “{name}”: {error.strerror or error}.", source=Source(name), hint=hint)


def write_file(path: Path, data: bytes, *, durable: bool = True) -> None:
    """Write one file: afterwards it holds all of `data`, or is as it was. Missing folders are made; its mode is kept.

    `durable` waits for the disk; leave it off for what can be built again.

    Raises:
        RefusedError: the folder is read-only, the disk is full …
    """
    write_files({path: data}, durable=durable)


def write_files(changes: Mapping[Path, bytes | None], *, durable: bool = True) -> None:
    """Write several files (None removes one) as a group: all of them, or none.

    Everything is on the disk under temporary names before the first file is replaced; if a replacement fails,
    those already made are taken back. Only a crash between two renames can leave a part of the group, never a part of a file.

    Raises:
        RefusedError: the folder is read-only, the disk is full …
    """
    with replaced(changes, durable=durable):
        pass


@contextmanager
def replaced(changes: Mapping[Path, bytes | None], *, durable: bool = True) -> Iterator[None]:
    """Several files written as `write_files` does, if what is done with them succeeds; else they are as they were, be the disk as full as it may.

    Raises:
        RefusedError: the folder is read-only, the disk is full …
    """
    steps: list[_Step] = []
    folders: list[Path] = []
    try:
        _replace_all(changes, steps, folders, durable=durable)
        yield
    except BaseException:
        _take_back(steps, folders)
        raise
    for step in steps:
        step.clean()


def _replace_all(changes: Mapping[Path, bytes | None], steps: list[_Step], folders: list[Path], *, durable: bool) -> None:
    for path, data in changes.items():
        steps.append(_Step(path))
        with refusals(path):
            _make_folders(path.parent, folders)
            sweep(path.parent)
            steps[-1].prepare(data, durable=durable)
    for step in steps:
        with refusals(step.path):
            step.replace()
    if durable:
        for parent in {path.parent for path in changes}:
            sync_folder(parent)


def _take_back(steps: list[_Step], folders: list[Path]) -> None:
    for step in reversed(steps):
        step.undo()
        step.clean()
    for folder in reversed(folders):
        with suppress(OSError):
            folder.rmdir()


@dataclass(slots=True)
class _Step:
    """One file on its way: the new bytes and a second name for the old ones stand beside it until the group is through."""

    path: Path
    temporary: Path | None = None
    backup: Path | None = None
    existed: bool = False
    done: bool = False
    name: str = field(default_factory=temporary_name)

    def prepare(self, data: bytes | None, *, durable: bool) -> None:
        mode = _mode(self.path)
        self.existed = mode is not None
        if mode is not None:
            self.backup = self.path.with_name(f"{self.name}.old")
        if data is not None:
            self.temporary = self.path.with_name(f"{self.name}.tmp")
            _write_new(self.temporary, data, mode, durable=durable)

    def replace(self) -> None:
        if self.backup is not None:
            _second_name(self.path, self.backup)
        self.done = True
        if self.temporary is not None:
            self.temporary.replace(self.path)
        elif self.existed:
            self.path.unlink()

    def undo(self) -> None:
        if not self.done:
            return
        with suppress(OSError):
            if self.backup is not None:
                self.backup.replace(self.path)
            elif self.temporary is not None and not self.temporary.exists():
                self.path.unlink(missing_ok=True)

    def clean(self) -> None:
        for leftover in (self.temporary, self.backup):
            if leftover is not None:
                with suppress(OSError):
                    leftover.unlink(missing_ok=True)


def _mode(path: Path) -> int | None:
    try:
        status = path.stat()
    except FileNotFoundError:
        return None
    if stat.S_ISDIR(status.st_mode):
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(path))
    if not stat.S_ISREG(status.st_mode):  # a device or a pipe would be replaced by a file
        raise RefusedError(f"Cannot write “{path}”: it is not a file.", source=Source(str(path)), hint="Choose another name.")
    return stat.S_IMODE(status.st_mode)


def _write_new(path: Path, data: bytes, mode: int | None, *, durable: bool) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | _BINARY, 0o666)
    try:  # no file object: one that Ctrl-C meets on its way would complain of being left open
        left = memoryview(data)
        while left:
            left = left[os.write(descriptor, left) :]
        if mode is not None:
            path.chmod(mode)
        if durable:
            os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _second_name(path: Path, backup: Path) -> None:
    try:
        os.link(path, backup)
    except OSError:  # a file system without hard links
        _write_new(backup, path.read_bytes(), _mode(path), durable=False)


def _make_folders(folder: Path, made: list[Path]) -> None:
    missing = []
    while not folder.is_dir():
        missing.append(folder)
        if folder == folder.parent:
            break
        folder = folder.parent
    for path in reversed(missing):
        path.mkdir(exist_ok=True)
        made.append(path)


def sync_folder(folder: Path) -> None:
    """Put on disk which files a folder has, where the system can."""
    with suppress(OSError):  # some systems cannot open a folder, and need not
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


@dataclass(frozen=True, slots=True)
class Folder:
    """The files of a folder as they stand now; a `core.file_view.Files`."""

    root: Path
    limit: int = SIZE_LIMIT

    def read(self, path: str) -> bytes:
        """The bytes of a file; raises as `Files.read` says."""
        return read_file(inside(self.root, path), limit=limit_of(path, self.limit), name=path)

    def exists(self, path: str) -> bool:
        """Whether there is a file at `path`."""
        try:
            return inside(self.root, path).is_file()
        except RefusedError:
            return False

    def walk(self, prefix: str = "") -> tuple[str, ...]:
        """The paths of all files below `prefix`, sorted. Links to folders are not followed, links out of the folder left out."""
        left = [(str(inside(self.root, prefix)), f"{prefix}/" if prefix else "")]
        found: list[str] = []
        while left:
            place, above = left.pop()
            folders, files = self._sorted_out(place, above)
            left.extend((entry.path, f"{above}{entry.name}/") for entry in folders)
            found.extend(files)
        return tuple(sorted(found))

    def entries(self, path: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """The paths of the folders in a folder, and of its files: what `walk` would go through."""
        above = f"{path}/" if path else ""
        folders, files = self._sorted_out(str(inside(self.root, path)), above)
        return tuple(above + entry.name for entry in folders), tuple(files)

    def _sorted_out(self, place: str, above: str) -> tuple[list[os.DirEntry[str]], list[str]]:
        folders: list[os.DirEntry[str]] = []
        files: list[str] = []
        for entry in _entries(place, above):
            if entry.is_dir(follow_symlinks=False):
                if entry.name.lower() != ".git":
                    folders.append(entry)
            elif self._belongs(entry, above + entry.name):
                files.append(above + entry.name)
        return folders, files

    def _belongs(self, entry: os.DirEntry[str], path: str) -> bool:
        """A link counts only where it leads to a file inside; names that no view admits do not count, nor does what a write left behind."""
        if entry.name.startswith(TEMPORARY_PREFIX):
            return False
        if entry.is_symlink():
            return self.exists(path)
        return _is_admitted(entry.name) and entry.is_file(follow_symlinks=False)

    def blob(self, path: str) -> str:
        """Git's hash of the file's bytes."""
        return blob_id(self.read(path))


def _entries(folder: str, prefix: str) -> list[os.DirEntry[str]]:
    """What stands in a folder; nothing where it is gone meanwhile."""
    if prefix.count("/") > DEEPEST_FOLDER:
        raise RefusedError(f"“{prefix[:60]}…” stands more than {DEEPEST_FOLDER} folders deep.", hint="Move it further up, or delete it.")
    try:
        return list(os.scandir(folder))
    except (FileNotFoundError, NotADirectoryError):
        return []
    except OSError as error:
        raise _unreadable(prefix, error) from error


@lru_cache(maxsize=4096)
def _is_admitted(name: str) -> bool:
    """Whether a view admits a file of this name; most folders hold files of the same few names."""
    try:
        path_parts(name)
    except RefusedError:
        return False
    return True
