"""Git's settings, told apart by whose they are: the user's own, and those that came with the repository.

A repository may come from a stranger. Its settings are read as data (whether to sign, where the others' copy is);
a program is only ever taken from the user's own, which stand outside of it (git-config, “SCOPES”).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
import re
from typing import TYPE_CHECKING

from slagen.vault import git_process
from slagen.vault.git_errors import GitRefusedError

if TYPE_CHECKING:
    from slagen.vault.git_process import GitProcess

_OWN = frozenset({"system", "global"})
_FILTER = re.compile(r"filter\.(.+)\.(clean|smudge|process|required)", re.DOTALL)
_TRUE = frozenset({"true", "yes", "on", "1"})


@dataclass(frozen=True, slots=True)
class Configuration:
    """All settings in the order in which git reads them: scope, key, value."""

    rows: tuple[tuple[str, str, str], ...]

    def value(self, key: str) -> str:
        """What holds, whoever said it; empty where nobody did."""
        return next((value for _, name, value in reversed(self.rows) if name == key), "")

    def own(self, key: str) -> str:
        """What the user's own settings say, whatever the repository says."""
        return next((value for scope, name, value in reversed(self.rows) if name == key and scope in _OWN), "")

    def is_on(self, key: str) -> bool:
        """Whether a switch is on."""
        found = [value for _, name, value in self.rows if name == key]
        return bool(found) and found[-1].lower() in _TRUE

    def names(self, before: str, after: str) -> tuple[str, ...]:
        """What stands between `before` and `after` in the keys that begin and end so: the names of remotes, for example."""
        found = (key for _, key, _ in self.rows if key.startswith(before) and key.endswith(after) and len(key) > len(before) + len(after))
        return tuple(dict.fromkeys(key[len(before) : len(key) - len(after)] for key in found))

    def own_filters(self) -> Iterator[tuple[str, str]]:
        """Settings that leave a file's filters as the user has them: what the repository names runs nothing."""
        for scope, key, _ in dict.fromkeys(self.rows):
            match = _FILTER.fullmatch(key)
            if match and scope not in _OWN:
                yield key, self.own(key) or ("false" if match[2] == "required" else "")


def read_configuration(git: GitProcess) -> Configuration:
    """Read git's settings, those that are included too.

    Raises:
        GitRefusedError: they cannot be read.
    """
    status, output, complaint = git.attempt("config", "--list", "--show-scope", "--includes", "-z", seconds=git_process.SHORT_SECONDS)
    if status:
        raise GitRefusedError("config", complaint)
    parts = output.decode(errors="surrogateescape").split("\0")[:-1]
    rows = ((scope, *entry.partition("\n")) for scope, entry in zip(parts[::2], parts[1::2], strict=True))
    return Configuration(tuple((scope, key, value if line else "true") for scope, key, line, value in rows if scope != "command"))
