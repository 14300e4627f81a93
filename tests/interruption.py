"""A command interrupted before each of its steps, and every state in which that leaves the folder that it works in.

A step is a git call, or an operation that makes, changes, renames or removes a file, which Python reports before it happens (PEP 578).
The command runs once. Before each step the folder is copied as kill -9 would leave it there, and a child of the process goes on alone in a
copy of its own, where that step fails: for once, or because the disk is full from there on, for git as well. States that differ only in
what nobody looks at (git's objects, logs, times) count as one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
import errno
import hashlib
import io
import os
from pathlib import Path
import re
import resource
import shutil
import subprocess
import sys
from types import FrameType
from typing import Any
import warnings

Command = Callable[[], int]
OWN_FAULT = 70
_GIT = "git"
_FILE = {"open", "os.rename", "os.remove", "os.link", "os.mkdir", "os.rmdir", "os.symlink", "os.truncate", "os.chmod"}
_READING = {"rev-parse", "symbolic-ref", "cat-file", "config", "merge-base", "for-each-ref", "ls-files", "ls-tree", "rev-list", "log", "diff-tree", "ls-remote"}
_ROUNDS = 3
"""What a loop does again and again at one place is interrupted so many times."""
_WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT
_UNSEEN = re.compile(r"\.git/(objects|logs|slagen/exchange-\d+)/|/(objects|logs)/")
_RANDOM = re.compile(r"(?<=\.slagen-)[0-9a-f-]+|(?<=index-)[0-9a-f]{16}\b|(?<=exchange-)\d+")
_active: list[Interruption] = []
_start = subprocess.Popen.__init__


@dataclass
class Interruption:
    """What a command did to `folder`, step by step; copies are kept in `store`, by what makes them differ."""

    folder: Path
    store: Path
    failing: bool = True
    """Whether steps fail, too; else it is only killed before them."""
    states: dict[str, tuple[Path, str]] = field(default_factory=dict)
    told: dict[str, str] = field(default_factory=dict)
    """What the command said where a step failed, by the step and its failure."""
    faults: list[str] = field(default_factory=list)
    """Where it failed without saying why."""
    steps: int = 0
    _sites: Counter[tuple[str, ...]] = field(default_factory=Counter)
    _seen: object = None
    _report: int | None = None

    def run(self, command: Command) -> None:
        """Interrupt `command`, which answers its exit code, wherever it can be; afterwards it has done its work in `folder`."""
        _listen()
        _active[:] = [self]
        try:
            code = command()
        except BaseException as error:
            if self._report is None:
                raise
            self._leave(f"{type(error).__name__}: {error}", OWN_FAULT)
        finally:
            _active[:] = []
        if self._report is not None:
            self._leave("", code)
        assert code == 0
        self._keep("done")

    def before(self, event: str, arguments: tuple[Any, ...]) -> None:
        """What is done before a step: the present state is kept, then each way to fail is tried by a child."""
        if event == _GIT:
            step = f"git {_verb(arguments[0])}"
            failures: tuple[str, ...] = ("missing", "failing") if _verb(arguments[0]) in _READING else ("missing", "failing", "full")
        elif self._concerns(event, arguments):
            step, failures = f"{event} {Path(os.fsdecode(arguments[0])).name}", ("refused", "full") if event == "open" else ("refused",)
        else:
            return
        self.steps += 1
        site = (step.split()[0], *_callers())
        self._sites[site] += 1
        if self._sites[site] <= _ROUNDS:
            self._keep(f"killed before {step}")
            if event == "open" and arguments[2] & os.O_TRUNC:
                self._keep_torn(Path(os.fsdecode(arguments[0])), step)
        if self._sites[site] == 1 and self.failing:
            self._fail_in_turn(failures, step, arguments)

    def _concerns(self, event: str, arguments: tuple[Any, ...]) -> bool:
        if event not in _FILE or (event == "open" and not (isinstance(arguments[2], int) and arguments[2] & _WRITES)):
            return False
        return isinstance(arguments[0], str | os.PathLike) and Path(os.fsdecode(arguments[0])).is_relative_to(self.folder)

    def _keep(self, how: str) -> None:
        """Keep a copy of the folder, if nothing like it is kept yet."""
        seen = self._files()
        if seen != self._seen:
            self._seen = seen
            self._keep_as(digest(self.folder), how, lambda place: copy(self.folder, place))

    def _files(self) -> object:
        return [(str(path), status.st_ino, status.st_mtime_ns, status.st_size) for path, status in _walk(self.folder)]

    def _keep_torn(self, file: Path, step: str) -> None:
        aside = self._aside()
        file.write_bytes(b"")
        self._keep_as(digest(self.folder), f"killed within {step}", lambda place: copy(self.folder, place))
        self._back(aside)

    def _keep_as(self, key: str, how: str, place: Callable[[Path], object]) -> None:
        if key not in self.states:
            self.states[key] = (self.store / f"state-{len(self.states)}", how)
            place(self.states[key][0])

    def _aside(self) -> Path:
        """Put the folder, whose files the command may hold open, aside, and a copy in its place."""
        aside = self.store / "aside"
        self.folder.rename(aside)
        copy(aside, self.folder)
        return aside

    def _back(self, aside: Path) -> None:
        shutil.rmtree(self.folder)
        aside.rename(self.folder)

    def _fail_in_turn(self, failures: tuple[str, ...], step: str, arguments: tuple[Any, ...]) -> None:
        aside = self._aside()
        for failure in failures:
            before = self._files()
            self._fail(failure, step, arguments)
            if self._report is not None:
                return
            if self._files() != before:
                shutil.rmtree(self.folder)
                copy(aside, self.folder)
        self._back(aside)

    def _fail(self, failure: str, step: str, arguments: tuple[Any, ...]) -> None:
        reading, writing = os.pipe()
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)  # a fork among threads: the child does without them
            child = os.fork()
        if not child:
            os.close(reading)
            self._report = writing
            _active[:] = []
            _break(failure, arguments)
            return
        os.close(writing)
        with os.fdopen(reading, encoding="utf-8") as report:
            said = report.read()
        code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        where = f"{failure} at {step}"
        if code == OWN_FAULT or code < 0 or (code and "→" not in said):
            self.faults.append(f"{where}: {code} {said}")
        self.told[where] = said
        self._keep_as(digest(self.folder), where, lambda place: copy(self.folder, place))

    def _leave(self, said: str, code: int) -> None:
        """End the child, with nothing of what ends a whole program."""
        assert self._report is not None
        with suppress(OSError):
            os.write(self._report, (said or getattr(sys.stderr, "getvalue", str)()).encode())
        os._exit(code)


def _listen() -> None:
    """Hear of every step from now on; what Python says of a new process comes too late, when its pipes are made."""
    if subprocess.Popen.__init__ is _start:
        sys.addaudithook(lambda event, arguments: _step(event, arguments) if event in _FILE else None)
        subprocess.Popen.__init__ = _starting  # type: ignore[method-assign, assignment]


def _starting(process: subprocess.Popen[bytes], command: list[str], *more: Any, **named: Any) -> None:
    words = list(command)
    _step(_GIT, (words,))
    _start(process, words, *more, **named)


def _step(event: str, arguments: tuple[Any, ...]) -> None:
    if not _active:
        return
    [interruption] = _active
    _active[:] = []
    interruption.before(event, arguments)
    if interruption._report is None:
        _active[:] = [interruption]


def _break(failure: str, arguments: tuple[Any, ...]) -> None:
    """Let the step that is under way fail, in a child that leaves its parent's git processes alone."""
    sys.stdout, sys.stderr = io.StringIO(), io.StringIO()
    subprocess.Popen.terminate = lambda _self: None  # type: ignore[method-assign, assignment]
    match failure:
        case "missing":
            raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), "git")
        case "failing":
            arguments[0][1:] = ["-c", "alias.fail=!echo 'fatal: something is wrong' >&2; exit 128", "fail"]
        case "refused":
            raise OSError(errno.EIO, os.strerror(errno.EIO))
        case _:
            resource.setrlimit(resource.RLIMIT_FSIZE, (0, resource.getrlimit(resource.RLIMIT_FSIZE)[1]))


def _verb(command: list[str]) -> str:
    return next((word for word in command[1:] if not word.startswith("-") and "=" not in word), "")


def _callers() -> Iterator[str]:
    """Where in slagen a step is taken: what a loop does again and again is one place."""
    frame: FrameType | None = sys._getframe()
    while frame:
        if "/slagen/" in frame.f_code.co_filename:
            yield f"{frame.f_code.co_filename}:{frame.f_lineno}"
        frame = frame.f_back


def copy(source: Path, target: Path) -> None:
    """Copy a folder with its times and with what in it is one file by two names."""
    subprocess.run(["cp", "-a", str(source), str(target)], check=True)


def _walk(folder: Path) -> Iterator[tuple[Path, os.stat_result]]:
    for top, folders, files in os.walk(folder):
        folders.sort()
        for name in sorted(files):
            place = Path(top, name)
            with suppress(FileNotFoundError):
                yield place, place.lstat()


def digest(folder: Path) -> str:
    """What tells two states apart: names and contents, for an index its entries; of what does not matter nothing."""
    found = hashlib.sha256()
    for place, _ in _walk(folder):
        path = str(place.relative_to(folder))
        if not _UNSEEN.search(path):
            found.update(f"{_RANDOM.sub('', path)}\0{place.lstat().st_nlink}\0".encode())
            found.update(_content(place))
    return found.hexdigest()


def _content(place: Path) -> bytes:
    from git.index.fun import read_cache  # noqa: PLC0415 - start-up

    if place.is_symlink():
        return os.fsencode(place.readlink())
    data = place.read_bytes()
    if not data.startswith(b"DIRC"):
        return data
    return repr([(entry.path, entry.hexsha, entry.mode) for entry in read_cache(io.BytesIO(data))[1].values()]).encode()
