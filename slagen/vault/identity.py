"""Who saves."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
import re
from typing import TYPE_CHECKING

from slagen.core.errors import RefusedError, UsageError

if TYPE_CHECKING:
    from slagen.vault.git_process import GitProcess

_FORM = re.compile(r"\s*([^<>\n\0]+?)\s*<([^<>\s\0]*)>\s*")


@dataclass(frozen=True, slots=True)
class Identity:
    """A person's name and mail address, as they stand in a version's record."""

    name: str
    email: str = ""

    @classmethod
    def parse(cls, text: str) -> Identity:
        """Read `Jo Bloggs <jo@northwind.example>`.

        Raises:
            UsageError: the text has another form.
        """
        match = _FORM.fullmatch(text)
        if match is None:
            raise UsageError(f"“{text}” does not say who you are.", hint="Write “Jo Bloggs <jo@northwind.example>”.")
        return cls(match[1], match[2])

    def variables(self, role: str) -> dict[str, str]:
        """The environment in which git takes this person for the author or committer (`role` is AUTHOR or COMMITTER)."""
        return {f"GIT_{role}_NAME": self.name, f"GIT_{role}_EMAIL": self.email}


class UnknownPersonError(RefusedError):
    """Nobody has said yet who saves."""

    code = "who-are-you"

    def __init__(self) -> None:
        hint = 'Say it once with --author "Your Name <you@your-company.example>"; or for good: git config --global user.name … and user.email …'
        super().__init__("A version records who saved it, and slagen does not know who you are.", hint=hint)


def known_person(git: GitProcess) -> Identity | None:
    """Whom git takes for the one who works here; None where nobody has said."""
    match = re.match(r"([^<>\n\0]+?) <([^<>\s\0]*)> \d", git.word("var", "GIT_AUTHOR_IDENT"))
    return Identity(match[1], match[2]) if match else None


def moment(at: datetime) -> str:
    """A point in time as git's environment takes it (git-commit-tree, “DATE FORMATS”).

    Raises:
        ValueError: `at` does not say which zone it is in.
    """
    if at.tzinfo is None:
        raise ValueError("a moment needs its time zone")
    return f"@{int(at.timestamp())} {at.strftime('%z')[:5]}"
