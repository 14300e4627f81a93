"""The shell of the one-page brief: no cover, no signatures, small letters. It belongs to the program, not to a template."""

from __future__ import annotations

from functools import cache

from slagen.formats.word.shell import Shell, open_shell
from slagen.formats.word.starter import FOOTER, HEADER, shell_file
from slagen.formats.word.starter_text import page_part
from slagen.formats.word.styles import Look

_LOOK = Look("Calibri", "Calibri", size=18, accent="3A3F47", rule="BDC0C5", shade="F0F1F2", compact=True)


@cache
def brief_shell() -> Shell:
    """The shell, opened once."""
    return open_shell(shell_file(_LOOK, page_part(header=HEADER, footer=FOOTER)), "the shell of briefs")
