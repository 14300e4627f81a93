"""The shell of review agendas: the title, then the parts. It belongs to the program, not to a template."""

from __future__ import annotations

from functools import cache

from slagen.formats.word.shell import Shell, open_shell
from slagen.formats.word.starter import FOOTER, HEADER, on_letter, shell_file
from slagen.formats.word.starter_text import page_part
from slagen.formats.word.styles import Look

_LOOK = Look("Calibri", "Calibri", size=20, accent="24303F", rule="BDC0C5", shade="F0F1F2", compact=True)


@cache
def agenda_shell(paper: str = "a4") -> Shell:
    """The shell on A4 or on US Letter (`letter`), opened once."""
    part = page_part(header=HEADER, footer=FOOTER, title="heading 1")
    return open_shell(shell_file(_LOOK, on_letter(part) if paper == "letter" else part), "the shell of agendas")
