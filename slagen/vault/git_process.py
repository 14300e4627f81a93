"""Git, driven through GitPython's process wrapper: plumbing commands only, deaf to what a strange repository would have it run."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
import os
from pathlib import Path
import select
import signal
import subprocess
from typing import TYPE_CHECKING, Any, BinaryIO, cast

from slagen.core.errors import RefusedError
from slagen.vault.git_errors import GitRefusedError, GitSilentError, gone, missing, require_there
from slagen.vault.git_settings import fixed_environment
from slagen.vault.places import require_no_pipes

if TYPE_CHECKING:
    from types import ModuleType

    from git import Git

LONG_SECONDS = 900.0
"""The longest that git may take over work that grows with the repository."""
SHORT_SECONDS = 60.0
"""The longest that it may take over one small question."""
PATIENCE_SECONDS = 5.0
"""After so long a silence somebody looks whether git waits for a pipe that stands where a file should."""
_AT_ONCE = 16 * 1024
"""Bytes that every system takes into a pipe though nobody reads yet."""
SILENCE_SECONDS = 180.0
"""The longest that a git that talks to another computer may say nothing: it tells its progress every second, and a person may have a key to touch."""


@dataclass(frozen=True, slots=True)
class GitProcess:
    """Runs git for one repository, whose places are stated outright, so that the caller's GIT_DIR and the like have no say."""

    git: Git

    @property
    def _folder(self) -> Path:
        return Path(self.git.working_dir or ".")

    def run(self, *arguments: str, data: bytes = b"", environment: Mapping[str, str] | None = None) -> bytes:
        """The output of a command that is given `data` as its input.

        Raises:
            GitRefusedError: the command failed.
            GitSilentError: it did not end in time.
        """
        status, output, complaint = self.attempt(*arguments, data=data, environment=environment)
        if status:
            raise GitRefusedError(_verb(arguments), complaint)
        return output

    def attempt(
        self, *arguments: str, data: bytes = b"", environment: Mapping[str, str] | None = None, seconds: float = 0.0, apart: bool = False
    ) -> tuple[int, bytes, str]:
        """Exit status, output and complaints of a command, which has `seconds` (0: LONG_SECONDS) to end.

        With `apart` it runs without a terminal, so that nothing that it starts can ask a question there; it then may not be silent for SILENCE_SECONDS.

        Raises:
            GitSilentError: it did not end in time.
            MissingProgramError: git is not there, or no longer.
        """
        command = [self.git.GIT_PYTHON_GIT_EXECUTABLE or "git", *arguments]
        with _being_started(self._folder):
            process = self.git.execute(command, istream=subprocess.PIPE, as_process=True, env=environment, start_new_session=apart)
        whole = seconds or LONG_SECONDS
        try:
            output, complaint = self._communicate(
                cast("subprocess.Popen[bytes]", process), data, whole, SILENCE_SECONDS if apart and _TELLS_WHAT_CAME else whole
            )
        except subprocess.TimeoutExpired as error:
            _stop(process.pid, apart=apart)
            process.communicate()
            raise GitSilentError(_verb(arguments), error.timeout) from None
        except BaseException:
            _stop(process.pid, apart=apart)
            raise
        if process.returncode:
            require_there(self._folder)
            self._remove_crash_report(process.pid)
        return process.returncode, output, complaint.decode(errors="replace") or _ended_by(process.returncode)

    def _communicate(self, process: subprocess.Popen[bytes], data: bytes, seconds: float, silence: float) -> tuple[bytes, bytes]:
        """Output and complaints; who is kept waiting looks in between whether there is something that git would wait for for ever."""
        if len(data) > _AT_ONCE:  # what is not handed over when the first wait ends is not handed over by a second one
            self._require_no_pipes()
        elif seconds > PATIENCE_SECONDS:
            with suppress(subprocess.TimeoutExpired):
                return process.communicate(data, timeout=min(PATIENCE_SECONDS, silence))
            self._require_no_pipes()
            data = b""
        return process.communicate(data, timeout=seconds) if silence >= seconds else _listened(process, data, seconds, silence)

    def _require_no_pipes(self) -> None:
        places = self.git.environment()
        folders = {Path(places[name]) for name in ("GIT_DIR", "GIT_COMMON_DIR", "GIT_OBJECT_DIRECTORY") if name in places}
        require_no_pipes(folders, Path(places["GIT_WORK_TREE"]))

    def _remove_crash_report(self, pid: int) -> None:
        with suppress(OSError):
            Path(self.git.environment()["GIT_DIR"], f"fast_import_crash_{pid}").unlink()

    def word(self, *arguments: str) -> str:
        """The one line that a command answers; empty where it fails."""
        status, output, _ = self.attempt(*arguments, seconds=SHORT_SECONDS)
        return "" if status else output.decode(errors="surrogateescape").rstrip("\n")

    def refs(self, *arguments: str) -> dict[str, str]:
        """The references that `arguments` of git-for-each-ref choose: full name → object."""
        rows = self.run("for-each-ref", "--format=%(objectname) %(refname)", *arguments).decode(errors="surrogateescape").splitlines()
        return {name: found for found, _, name in (row.partition(" ") for row in rows)}

    def answer(self, *arguments: str) -> str:
        """The one line that a question is answered with, empty where the answer is no (exit status 1); raises GitRefusedError where git cannot tell."""
        status, output, complaint = self.attempt(*arguments, seconds=SHORT_SECONDS)
        if status not in {0, 1}:
            raise GitRefusedError(_verb(arguments), complaint)
        return "" if status else output.decode(errors="surrogateescape").rstrip("\n")

    def header(self, name: str) -> tuple[str, str, int] | None:
        """Hash, kind and size of an object, asked of a process that is kept open; None where the repository does not hold it.

        Raises:
            GitRefusedError: git ended before it had answered.
            MissingProgramError: git is not there, or no longer.
        """
        found = self._asked("cat_file_header", self.git.get_object_header, name)
        return found and (_word(found[0]), _word(found[1]), found[2])

    def content(self, name: str) -> tuple[str, str, bytes] | None:
        """Hash, kind and bytes of an object, as `header` asks for them; raises as that does."""
        found = self._asked("cat_file_all", self.git.get_object_data, name)
        return found and (_word(found[0]), _word(found[1]), found[3])

    def _asked(self, process: str, ask: Callable[[str], Any], name: str) -> Any:
        try:
            with _being_started(self._folder):
                self._listen(process)
                return ask(name)
        except RefusedError:
            self.close()
            raise
        except BrokenPipeError:
            pass
        except ValueError as error:  # GitPython's word for “missing”, and for an answer that never came
            if _NO_ANSWER not in str(error):
                return None
        self.close()
        require_there(self._folder)
        raise GitRefusedError("cat-file", "", hint="Try again; nothing was changed. If it goes on: git fsck --full")

    def _listen(self, attribute: str) -> None:
        """Start a process that is kept open so that nobody waits for its answers for ever."""
        if getattr(self.git, attribute) is None:
            process: Any = self.git._get_persistent_cmd(attribute, "cat_file", **_KEPT_OPEN[attribute])  # noqa: SLF001 - GitPython has no public name for it
            process.proc.stdout = _Answers(process.proc.stdout, self._require_no_pipes)

    def close(self) -> None:
        """End the processes that are kept open."""
        self.git.clear_cache()


_TELLS_WHAT_CAME = hasattr(select, "poll")
"""Elsewhere `subprocess` does not say what a process has said so far."""
_NO_ANSWER = "SHA is empty"
_KEPT_OPEN = {"cat_file_header": {"batch_check": True}, "cat_file_all": {"batch": True}}


@dataclass(frozen=True, slots=True)
class _Answers:
    """What a process that is kept open says: before each answer, which begins with a line, it may be silent for PATIENCE_SECONDS at a time."""

    stream: BinaryIO
    look: Callable[[], None]

    def readline(self) -> bytes:
        for _ in range(int(LONG_SECONDS / PATIENCE_SECONDS)):
            if self._is_there():
                break
            self.look()
        return self.stream.readline()

    def _is_there(self) -> bool:
        if not hasattr(select, "poll"):  # a system without pipes among files
            return True
        waiting = select.poll()
        waiting.register(self.stream.fileno(), select.POLLIN)
        return bool(waiting.poll(PATIENCE_SECONDS * 1000))

    def __getattr__(self, name: str) -> Any:
        return getattr(self.stream, name)


def _word(text: str | bytes) -> str:
    return text.decode() if isinstance(text, bytes) else text


@contextmanager
def _being_started(folder: Path) -> Iterator[None]:
    """Say in our own words that git could not be started in `folder`."""
    try:
        yield
    except gitpython().GitCommandNotFound as error:
        require_there(folder)
        raise missing() from error
    except BrokenPipeError:
        raise
    except OSError as error:
        raise RefusedError(f"Git could not be started: {error.strerror or error}.", hint="Close other programs and try again; nothing was changed.") from error


def _listened(process: subprocess.Popen[bytes], data: bytes, seconds: float, silence: float) -> tuple[bytes, bytes]:
    """Output and complaints of a process that may take `seconds`, if it says something at least once in `silence` of them.

    Raises:
        subprocess.TimeoutExpired: it was silent for longer, or took longer.
    """
    heard = 0
    for _ in range(max(1, int(seconds / silence))):
        try:
            return process.communicate(data, timeout=silence)
        except subprocess.TimeoutExpired as waiting:
            said = len(waiting.output or b"") + len(waiting.stderr or b"")
            if said == heard:
                raise
            heard, data = said, b""
    raise subprocess.TimeoutExpired(process.args, seconds)


def _verb(arguments: tuple[str, ...]) -> str:
    return next((one for one in arguments if not one.startswith("-")), "git")


def _ended_by(status: int) -> str:
    """What there is to say of a git that was ended from outside, and said nothing itself."""
    return f"fatal: it was ended by {signal.Signals(-status).name}" if -status in set(signal.Signals) else ""


def _stop(pid: int, *, apart: bool) -> None:
    """End a git of ours, and where it has a session of its own, whatever it started."""
    with suppress(OSError):
        if apart and hasattr(os, "killpg"):
            os.killpg(pid, signal.SIGKILL)
        else:
            os.kill(pid, signal.SIGTERM)


def gitpython() -> ModuleType:
    """The GitPython package, imported when git is first needed.

    Raises:
        MissingProgramError: git is not installed.
    """
    try:
        import git  # noqa: PLC0415 - start-up: importing it costs more than most commands
    except ImportError as error:
        with suppress(FileNotFoundError):
            require_there(Path.cwd())
            raise missing() from error
        raise gone("where you are") from error  # GitPython starts git there
    return git


def start(folder: Path, places: Mapping[str, str]) -> GitProcess:
    """A git that works in `folder`; `places` are the variables GIT_DIR, GIT_WORK_TREE and so on that hold for it."""
    git: Git = gitpython().Git(str(folder))
    git.update_environment(**{**fixed_environment(), **places})
    return GitProcess(git)
