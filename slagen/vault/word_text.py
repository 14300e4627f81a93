"""Word files as text in `git diff` and `git log -p`: the attribute that names them, and the filter that git asks (gitattributes, “textconv”).

The attribute is part of the workspace; the filter is a setting of each copy, because git takes no programs from a repository.
Git's own cache of texts (cachetextconv) stays off: with it `git diff` fails for everybody who has not told git a name, and a text that
could not be read once is never read again. Python is told not to look for modules in the folder that it runs in (-P): that is the repository's.
"""

from __future__ import annotations

from pathlib import Path
import shlex
from typing import TYPE_CHECKING

from slagen.core.refusals import refusals

if TYPE_CHECKING:
    from slagen.vault.repository import Repository

DRIVER = "slagen-docx"
ATTRIBUTE = f"*.docx -text -merge diff={DRIVER}"
_FILE = ".gitattributes"
_HEADING = "# Word files are shown as text by git diff and git log -p, where “slagen init --git-diff” has been run."


def command(program: str) -> str:
    """The shell command that git runs with a file's name: slagen from the path, else `program`, else a line that still tells two files apart."""
    ask = 'read --to text -- "$1" 2>/dev/null'
    otherwise = '{ echo "(a Word file that slagen could not read here)"; cksum < "$1"; }'
    return f"f() {{ slagen {ask} || {shlex.quote(program)} -P -m slagen {ask} || {otherwise}; }}; f"


def set_up(repository: Repository, program: str) -> None:
    """Make git in this copy of the repository show Word files as text; raises GitRefusedError where its settings cannot be written."""
    repository.git.run("config", f"diff.{DRIVER}.textconv", command(program))


def name_word_files(root: Path) -> bool:
    """Add the attribute to the workspace's .gitattributes; whether it was missing."""
    place = root / _FILE
    with refusals(place):
        text = place.read_text(encoding="utf-8", errors="surrogateescape") if place.exists() else ""
        if ATTRIBUTE in text.splitlines():
            return False
        gap = "" if not text or text.endswith("\n") else "\n"
        place.write_text(f"{text}{gap}{_HEADING}\n{ATTRIBUTE}\n", encoding="utf-8", errors="surrogateescape", newline="")
    return True
