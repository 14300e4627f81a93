"""Bringing git's index after a save, for the saved paths only, so that `git status` is clean for them.

The commit is what counts; the index follows. A note in git's folder says which paths are still to follow, so that a program that
was killed in between leaves nothing that the next one cannot put right. The new index is prepared under a name of our own and
takes git's lock only for the moment in which it is put in place.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
import os
from pathlib import Path
import secrets
import stat
from time import sleep
from typing import TYPE_CHECKING

from slagen.core.errors import MissingProgramError, RefusedError
from slagen.core.refusals import refusals, refused
from slagen.vault.index_file import Piece, with_entries
from slagen.vault.leftovers import release
from slagen.vault.tree import Lookup

if TYPE_CHECKING:
    from slagen.vault.repository import Repository

_FOLDER = "slagen"
_PREPARED = "index-"
_MOST_IN_PLACE = 64
"""More changed paths than this are for git: here, each of them is looked for on its own."""
_LARGEST = 2**29
"""A larger index is for git, too: here, all of it is held in memory."""
_ATTEMPTS = 60
_PAUSE_SECONDS = 0.03


def file_mode(repository: Repository, path: str) -> bytes:
    """The file mode to save for a path of the repository: executable where the file in the work tree is."""
    try:
        executable = (repository.top / path).stat().st_mode & 0o100
    except OSError:
        executable = 0
    return b"100755" if executable else b"100644"


def note(repository: Repository, commit: str, paths: tuple[str, ...]) -> None:
    """Note that the index is to follow `commit` for `paths`; raises RefusedError where git's folder cannot be written."""
    place = _notes(repository) / commit
    with refusals(place):
        place.parent.mkdir(exist_ok=True)
        place.write_bytes(b"\0".join(map(raw_path, paths)))


def forget(repository: Repository, commit: str) -> None:
    """Drop the note of a commit."""
    with suppress(OSError):
        (_notes(repository) / commit).unlink(missing_ok=True)


def follow(repository: Repository, commit: str, paths: tuple[str, ...]) -> str:
    """Put `paths` of the index where the last commit has them; the reason why not where that cannot be done now, as when another program holds it.

    The version is saved by then: whatever stands in the way of the index, the note stays, and the next command has it follow.
    """
    try:
        hindrance = _place_index(repository, paths)
    except (RefusedError, MissingProgramError) as error:
        return f"{error.message} {error.hint}".strip()
    if not hindrance:
        forget(repository, commit)
    return hindrance


def repair(repository: Repository) -> None:
    """Finish what a program that was killed had begun: let the index follow the commits that it made. Only in one's `turn`."""
    places = _left_behind(repository)
    notes = [place for place in places if not place.name.startswith(_PREPARED)]
    if notes:
        release(repository, frozenset(place.name.encode() for place in notes))
    for place in places:
        if place not in notes:
            _drop_own_lock(repository, place)
    for place in notes:
        paths = _untouched(repository, place)
        if not paths or not _place_index(repository, paths):
            forget(repository, place.name)


def _left_behind(repository: Repository) -> list[Path]:
    try:
        return sorted(place for place in _notes(repository).iterdir() if place.name != "lock" and place.is_file() and not place.is_symlink())
    except FileNotFoundError:
        return []


def _untouched(repository: Repository, place: Path) -> tuple[str, ...]:
    """The noted paths that the index still has as they were before the commit: others have been staged since, and are the user's."""
    status, _, _ = repository.git.attempt("merge-base", "--is-ancestor", place.name, "HEAD")
    try:
        paths = tuple(part.decode(errors="surrogateescape") for part in place.read_bytes().split(b"\0") if part)
    except OSError:
        return ()
    if status or not paths:
        return ()
    before = Lookup(repository.git, f"{place.name}^")
    known = staged(repository)
    return tuple(path for path in paths if known.get(path, (0, "")) == before.find(path))


def staged(repository: Repository) -> dict[str, tuple[int, str]]:
    """Path → mode and hash in the index."""
    rows = (row.partition(b"\t") for row in repository.git.run("ls-files", "-z", "--stage", "--full-name").split(b"\0") if row)
    return {name.decode(errors="surrogateescape"): (int(fields.split()[0], 8), fields.split()[1].decode()) for fields, _, name in rows}


def conflicts(repository: Repository) -> frozenset[str]:
    """The paths of which the index holds the sides of a conflict, as `git stash pop` leaves them; what is saved settles them."""
    status, output, _ = repository.git.attempt("ls-files", "-z", "--unmerged", "--full-name")
    return frozenset(row.partition(b"\t")[2].decode(errors="surrogateescape") for row in output.split(b"\0") if row) if not status else frozenset()


def _place_index(repository: Repository, paths: tuple[str, ...]) -> str:
    """Prepare an index with `paths` as the last commit has them and put it in the place of the real one; the reason why not where that cannot be done."""
    real = repository.git_dir / "index"
    for _ in range(_ATTEMPTS):
        own = _notes(repository) / f"{_PREPARED}{secrets.token_hex(8)}"
        try:
            seen = state(real)
            if seen:
                os.link(real, own)
            _update(repository, own, paths)
            if swap(repository, own, seen):
                return ""
        except FileNotFoundError:
            pass  # the index was replaced while we looked
        except OSError as error:
            hindered = refused(real, error)
            return f"{hindered.message} {hindered.hint}"
        finally:
            with suppress(OSError):
                own.unlink()
        sleep(_PAUSE_SECONDS)
    return "Another program holds git's index."


def _update(repository: Repository, own: Path, paths: tuple[str, ...]) -> None:
    committed = Lookup(repository.git, "HEAD")
    entries = {path: committed.find(path) for path in paths}
    if len(entries) > _MOST_IN_PLACE or not _updated_here(own, entries):
        rows = b"".join(_row(*entry, path) for path, entry in entries.items())
        repository.git.run("update-index", "-z", "--index-info", data=rows, environment={"GIT_INDEX_FILE": str(own)})


def _updated_here(own: Path, entries: Mapping[str, tuple[int, str]]) -> bool:
    """Do what update-index would do without reading and writing each entry; false where only git can.

    The new file keeps the time of the old one. Git trusts what its index knows of a file that is older than the index, and looks at the others
    (“racy git”): nothing new is known of any file now, so none may become older than the index.
    """
    wanted = {raw_path(path): (mode, bytes.fromhex(blob)) if blob else None for path, (mode, blob) in entries.items()}
    try:
        before = own.stat()
        pieces = with_entries(own.read_bytes(), wanted) if before.st_size <= _LARGEST else None
        if pieces is not None:
            _replace(own, pieces, before)
    except OSError:
        return False
    return pieces is not None


def _replace(own: Path, pieces: Sequence[Piece], before: os.stat_result) -> None:
    fresh = own.with_name(f"{own.name}.new")
    try:
        with fresh.open("xb") as opened:
            opened.writelines(pieces)
        fresh.chmod(stat.S_IMODE(before.st_mode))
        os.utime(fresh, ns=(before.st_mtime_ns, before.st_mtime_ns))
        fresh.replace(own)
    finally:
        with suppress(OSError):
            fresh.unlink()


def _row(mode: int, blob: str, path: str) -> bytes:
    """A line of update-index; mode 0 takes the path out."""
    return b"%o %s\t%s\0" % (mode, (blob or "0" * 40).encode(), raw_path(path))


def swap(repository: Repository, own: Path, seen: tuple[int, ...]) -> bool:
    """Put `own` in the place of git's index, if that is still as it was `seen`; false where it is not, or is locked."""
    real, lock = repository.git_dir / "index", repository.git_dir / "index.lock"
    try:
        os.link(own, lock)
    except FileExistsError:
        return False
    if state(real) != seen:
        lock.unlink()
        return False
    try:
        lock.replace(real)
    except OSError:
        lock.unlink()
        raise
    return True


def state(path: Path) -> tuple[int, ...]:
    """By what a file is known to be the same as before; empty where there is none."""
    try:
        status = path.stat()
    except FileNotFoundError:
        return ()
    return (status.st_ino, status.st_size, status.st_mtime_ns)


def _drop_own_lock(repository: Repository, own: Path) -> None:
    """Remove a prepared index whose maker is dead, and git's lock where it is that same file."""
    lock = repository.git_dir / "index.lock"
    with suppress(OSError):
        if own.samefile(lock):
            lock.unlink()
    with suppress(OSError):
        own.unlink()


def raw_path(path: str) -> bytes:
    """A path as git has it: bytes that are no UTF-8 are what they were."""
    return path.encode(errors="surrogateescape")


def _notes(repository: Repository) -> Path:
    return repository.git_dir / _FOLDER
