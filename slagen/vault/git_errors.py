"""What stops git, in words that say the way out."""

from __future__ import annotations

from pathlib import Path

from slagen.core.errors import MissingProgramError, RefusedError


class GitRefusedError(RefusedError):
    """A git command failed; `detail` is what git said."""

    code = "git-refused"

    def __init__(self, command: str, detail: str, *, hint: str = "") -> None:
        self.command = command
        self.detail = detail.strip()
        told = [line for line in self.detail.splitlines() if not line.startswith("hint: ")] or ["no reason given"]
        first = told[0].removeprefix("fatal: ").removeprefix("error: ")
        super().__init__(f"Git refused ({command}): {first.rstrip('.')}.", hint=hint or _way_out(self.detail))


class GitSilentError(RefusedError):
    """A git command did not end in time and was stopped."""

    code = "git-silent"

    def __init__(self, command: str, seconds: float, *, hint: str = "") -> None:
        self.command = command
        wait = "Look in the folder .git for what is no ordinary file (HEAD, config, refs), and whether its disk still answers; then try again."
        super().__init__(f"Git did not answer within {seconds:.0f} seconds ({command}) and was stopped.", hint=hint or wait)


def _way_out(detail: str) -> str:
    if "No space left" in detail or "Disk quota" in detail:
        return "The disk is full: free some space and try again; nothing was changed."
    if "ermission denied" in detail or "insufficient permission" in detail or "Read-only" in detail:
        return "Give yourself the right to write in the folder .git; nothing was changed."
    if ".lock" in detail and "File exists" in detail:
        return "Nothing was changed. If no other git is at work, one was killed there: delete the file that is named, which ends in “.lock”, and try again."
    return "Nothing was changed."


def require_there(folder: Path) -> None:
    """Raise RefusedError where the folder that git was to work in is gone: git's own complaints, or that it cannot be started, mean something else."""
    if not folder.is_dir():
        raise gone(str(folder))


def gone(folder: str) -> RefusedError:
    """The folder that git was to work in is not there any more."""
    hint = "Bring it back, or go to where it is now; nothing was changed."
    return RefusedError(f"The folder “{folder}” was deleted or moved while slagen was at work.", hint=hint)


def missing() -> MissingProgramError:
    """There is no git."""
    return MissingProgramError("Versions are kept with git, which is not installed.", hint="Install git, see https://git-scm.com/downloads.")
