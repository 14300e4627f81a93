"""The shell of notice letters: a letterhead and the letter, then, in a section of its own, the sheet that stays in the house. It belongs to the program."""

from __future__ import annotations

from functools import cache

from slagen.formats.word.shell import Shell, open_shell
from slagen.formats.word.starter import FOOTER, HEADER, on_letter, shell_file
from slagen.formats.word.starter_text import letter_footer, letter_header, letter_part
from slagen.formats.word.styles import Look

_LOOK = Look("Calibri", "Calibri", size=20, accent="24303F", rule="BDC0C5", shade="F0F1F2")


@cache
def letter_shell(sheet_title: str, paper: str = "a4") -> Shell:
    """The shell on A4 or on US Letter (`letter`), opened once; the pages of the sheet say `sheet_title` at their top."""
    part = letter_part(header=HEADER, footer=FOOTER)
    file = shell_file(_LOOK, on_letter(part) if paper == "letter" else part, header=letter_header(sheet_title), footer=letter_footer())
    return open_shell(file, "the shell of letters")
