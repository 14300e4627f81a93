"""Words in a given room: broken by their width as drawn, in any script, and cut where there are too many."""

from __future__ import annotations

from collections.abc import Iterator
import re
import unicodedata

_LONGEST = 240
"""Letters that are looked at: no room in a chart holds more."""
_PIECE = re.compile(r"[^ \t\n]+[ \t\n]*")
_IDEOGRAPHS = frozenset("WF")
"""Widths (UAX 11) of letters between which a line may break: each is a word, or nearly so."""


def fitted(text: str, room: float, size: float, most: int = 2) -> list[str]:
    """The lines of a text of letters `size` points high that are at most `room` points wide; the last of `most` ends with “…” where more follows."""
    lines: list[str] = []
    for piece in _pieces(text[:_LONGEST], room, size):
        if lines and width(lines[-1] + piece.rstrip(), size) <= room:
            lines[-1] += piece
        else:
            lines.append(piece)
    if len(lines) <= most and len(text) <= _LONGEST:
        return [line.rstrip() for line in lines] or [""]
    return [line.rstrip() for line in (*lines[: most - 1], _cut("".join(lines[most - 1 :]), room, size))]


def _pieces(text: str, room: float, size: float) -> Iterator[str]:
    """What must not be torn: words, ideographs, and the letters of a word that no line can hold."""
    for word in _PIECE.findall(text):
        if any(unicodedata.east_asian_width(letter) in _IDEOGRAPHS for letter in word) or width(word.rstrip(), size) > room:
            yield from _letters(word)
        else:
            yield word


def _letters(word: str) -> Iterator[str]:
    """Each letter with the marks that belong to it, and spaces with the letter before."""
    held = ""
    for letter in word:
        if held and not letter.isspace() and unicodedata.category(letter)[0] != "M" and letter not in "\u200d\ufe0f" and not held.endswith("\u200d"):
            yield held
            held = ""
        held += letter
    yield held


def _cut(text: str, room: float, size: float) -> str:
    letters = list(_letters(text))
    while letters and width("".join(letters).rstrip() + "…", size) > room:
        letters.pop()
    return "".join(letters).rstrip() + "…"


def width(text: str, size: float) -> float:
    """In points, with the fonts of the look."""
    from matplotlib.font_manager import FontProperties  # noqa: PLC0415 - heavy
    from matplotlib.textpath import text_to_path  # noqa: PLC0415 - heavy

    return float(text_to_path.get_text_width_height_descent(text, FontProperties(size=size), ismath=False)[0])
