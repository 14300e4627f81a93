"""Git, driven through GitPython's process wrapper: plumbing commands only, deaf to what a strange repository would have it run."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
import os
from pathlib import Path
import subprocess
from typing import TYPE_CHECKING

from slagen.core.errors import MissingProgramError, RefusedError

if TYPE_CHECKING:
    from types import ModuleType

    from git import Git

OVERRIDES = {
    "core.hooksPath": os.devnull,
    "core.fsmonitor": "false",
    "core.pager": "cat",
    "core.editor": ":",
    "core.askPass": "",
    "core.alternateRefsCommand": "",
    "core.quotePath": "false",
    "credential.helper": "",
    "diff.external": "",
    "gc.auto": "0",
    "i18n.commitEncoding": "UTF-8",
    "i18n.logOutputEncoding": "UTF-8",
    "log.showSignature": "false",
    "maintenance.auto": "false",
    "protocol.allow": "never",
    "user.useConfigOnly": "true",
}
"""Settings that hold whatever the repository says: nothing in it runs a program, asks a question or reaches the network."""


class GitRefusedError(RefusedError):
    """A git command failed; `detail` is what git said."""

    code = "git-refused"

    def __init__(self, command: str, detail: str, *, hint: str = "") -> None:
        self.command = command
        self.detail = detail.strip()
        first = self.detail.splitlines()[0].removeprefix("fatal: ").removeprefix("error: ") if self.detail else "no reason given"
        super().__init__(f"Git refused ({command}): {first.rstrip('.')}.", hint=hint or _way_out(self.detail))


def _way_out(detail: str) -> str:
    if "No space left" in detail or "Disk quota" in detail:
        return "The disk is full: free some space and try again; nothing was changed."
    if "ermission denied" in detail or "insufficient permission" in detail or "Read-only" in detail:
        return "Give yourself the right to write in the folder .git; nothing was changed."
    return "Nothing was changed."


@dataclass(frozen=True, slots=True)
class GitProcess:
    """Runs git for one repository, whose places are stated outright, so that the caller's GIT_DIR and the like have no say."""

    git: Git

    def run(self, *arguments: str, data: bytes = b"", environment: Mapping[str, str] | None = None) -> bytes:
        """The output of a command that is given `data` as its input.

        Raises:
            GitRefusedError: the command failed.
        """
        status, output, complaint = self.attempt(*arguments, data=data, environment=environment)
        if status:
            raise GitRefusedError(arguments[0], complaint)
        return output

    def attempt(self, *arguments: str, data: bytes = b"", environment: Mapping[str, str] | None = None) -> tuple[int, bytes, str]:
        """Exit status, output and complaints of a command."""
        command = [self.git.GIT_PYTHON_GIT_EXECUTABLE or "git", *arguments]
        process = self.git.execute(command, istream=subprocess.PIPE, as_process=True, env=environment)
        output, complaint = process.communicate(data)
        if process.returncode:
            self._remove_crash_report(process.pid)
        return process.returncode, output, complaint.decode(errors="replace")

    def _remove_crash_report(self, pid: int) -> None:
        with suppress(OSError):
            Path(self.git.environment()["GIT_DIR"], f"fast_import_crash_{pid}").unlink()

    def word(self, *arguments: str) -> str:
        """The one line that a command answers; empty where it fails."""
        status, output, _ = self.attempt(*arguments)
        return "" if status else output.decode(errors="surrogateescape").rstrip("\n")

    def close(self) -> None:
        """End the processes that are kept open."""
        self.git.clear_cache()


def gitpython() -> ModuleType:
    """The GitPython package, imported when git is first needed.

    Raises:
        MissingProgramError: git is not installed.
    """
    try:
        import git  # noqa: PLC0415 - start-up: importing it costs more than most commands
    except ImportError as error:
        raise MissingProgramError("Versions are kept with git, which is not installed.", hint="Install git, see https://git-scm.com/downloads.") from error
    return git


def start(folder: Path, places: Mapping[str, str]) -> GitProcess:
    """A git that works in `folder`; `places` are the variables GIT_DIR, GIT_WORK_TREE and so on that hold for it."""
    git: Git = gitpython().Git(str(folder))
    git.update_environment(**_environment(), **places)
    return GitProcess(git)


def _environment() -> dict[str, str]:
    settings = {"GIT_CONFIG_COUNT": str(len(OVERRIDES)), "GIT_CONFIG_PARAMETERS": ""}
    for position, (key, value) in enumerate(OVERRIDES.items()):
        settings[f"GIT_CONFIG_KEY_{position}"] = key
        settings[f"GIT_CONFIG_VALUE_{position}"] = value
    return settings | {
        "LC_ALL": "C",
        "LANGUAGE": "C",
        "GIT_ALLOW_PROTOCOL": "none",  # a repository can set protocol.ext.allow, which protocol.allow does not overrule; this does
        "GIT_NO_LAZY_FETCH": "1",
        "GIT_ALTERNATE_OBJECT_DIRECTORIES": "",
        "GIT_ASKPASS": "",
        "GIT_EDITOR": ":",
        "GIT_LITERAL_PATHSPECS": "1",
        "GIT_GLOB_PATHSPECS": "0",
        "GIT_NOGLOB_PATHSPECS": "0",
        "GIT_ICASE_PATHSPECS": "0",
        "GIT_NAMESPACE": "",
        "GIT_NO_REPLACE_OBJECTS": "1",
        "GIT_OPTIONAL_LOCKS": "0",
        "GIT_PAGER": "cat",
        "GIT_TERMINAL_PROMPT": "0",
    }
