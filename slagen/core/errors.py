"""Errors after which a command cannot go on.

Each carries its facts, builds its own message, says what to do next and knows its exit code.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

if TYPE_CHECKING:
    from collections.abc import Sequence

    from slagen.core.findings import Finding, Source


class SlagenError(Exception):
    """The base of every error that slagen raises on purpose."""

    code: ClassVar[str] = "error"
    exit_code: ClassVar[int] = 3

    def __init__(self, message: str, *, source: Source | None = None, hint: str = "") -> None:
        self.message = message
        self.source = source
        self.hint = hint
        super().__init__(message)

    def __reduce__(self) -> tuple[object, ...]:
        """Keep every fact when the error crosses a process boundary."""
        return (_restore, (type(self), self.args, dict(self.__dict__)))


def _restore(kind: type[SlagenError], args: tuple[object, ...], facts: dict[str, object]) -> SlagenError:
    error = kind.__new__(kind)
    error.args = args
    error.__dict__.update(facts)
    return error


class UsageError(SlagenError):
    """The command line asks for something that makes no sense."""

    code = "usage"
    exit_code = 2


class BadInputError(SlagenError):
    """A file or value cannot be used."""

    code = "bad-input"


class FindingsError(BadInputError):
    """Findings that stop a command: all of them are shown, not only the first."""

    code = "findings"

    def __init__(self, message: str, findings: Sequence[Finding], *, hint: str = "") -> None:
        self.findings = tuple(findings)
        super().__init__(message, source=self.findings[0].source if self.findings else None, hint=hint)


class NotFoundError(SlagenError):
    """Something that was named does not exist; `near` lists names that do."""

    code = "not-found"
    exit_code = 4

    def __init__(self, what: str, name: str, near: Sequence[str] = (), *, source: Source | None = None, hint: str = "") -> None:
        self.what = what
        self.name = name
        self.near = tuple(near)
        way_out = f"Did you mean “{near[0]}”?" if near else hint
        super().__init__(f"No {what} “{name}”.", source=source, hint=way_out)


class RefusedError(SlagenError):
    """Git or the file system refused, or what is on record does not allow it."""

    code = "refused"
    exit_code = 5


class MissingProgramError(SlagenError):
    """An outside program that a command needs is not installed."""

    code = "missing-program"
    exit_code = 8
