"""Bytes to text: UTF-8 only, of a bounded size, and without the characters that could hide or forge something."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from slagen.core.findings import Finding, Severity, Source

if TYPE_CHECKING:
    from collections.abc import Iterator

LARGEST_TEXT = 1024 * 1024
"""Bytes of one text file (YAML, Markdown, TOML) that are read at all."""

_REFUSED = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f"  # controls
    "\u2028\u2029"  # line ends that editors do not count
    "\u202a-\u202e\u2066-\u2069"  # they turn the order of the characters around
    "\ud800-\udfff\ufffe\uffff"  # no characters at all
    "\ue000-\uf8ff\U000f0000-\U0010ffff]",  # private use: slagen's own tokens
)
_MOST_SHOWN = 20
CONFLICT_MARKS = "<" * 7, "=" * 7, ">" * 7
"""What git puts before, between and after the two sides of a conflict."""
_BEGINS, _PARTS, _ENDS = CONFLICT_MARKS
_SETTLE = "Keep what is right of both sides, delete the lines that begin with <<<<<<<, ======= and >>>>>>>, and save."


def decode(data: bytes, file: str, most: int = LARGEST_TEXT) -> tuple[str | None, tuple[Finding, ...]]:
    """The text of a file of at most so many bytes with plain line feeds and without byte order mark, or None and what is wrong with it."""
    if len(data) > most:
        return None, (too_large(file, len(data), most),)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        hint = "Save the file as UTF-8 in your editor."
        return None, (Finding("SLG007", Severity.ERROR, f"byte {error.start + 1} is not UTF-8 text", Source(file, line), hint),)
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return text, (*refused_characters(text, file), *_conflicts(text, file))


def _conflicts(text: str, file: str) -> Iterator[Finding]:
    """Where a merge has left both sides of a conflict, as git marks them (git-merge, “HOW CONFLICTS ARE PRESENTED”)."""
    count = begun = parted = 0
    for line, written in enumerate(text.split("\n"), 1) if _BEGINS in text else ():
        mark = written[: len(_BEGINS)] if not written[len(_BEGINS) :].strip(" ") or written[len(_BEGINS) :].startswith(" ") else ""
        begun = line if mark == _BEGINS else begun
        parted = line if mark == _PARTS and begun else parted
        if mark == _ENDS and 0 < begun < parted and count < _MOST_SHOWN:
            yield Finding("SLG013", Severity.ERROR, "conflict marks of a merge: git has left both sides of a conflict here", Source(file, begun), _SETTLE)
            count, begun, parted = count + 1, 0, 0


def too_large(file: str, size: int, most: int = LARGEST_TEXT) -> Finding:
    """The finding about a file that is not read because of its size in bytes."""
    message = f"the file has {size:,} bytes; at most {most:,} are read"
    return Finding("SLG006", Severity.ERROR, message, Source(file), "Split it, or move what does not belong here into a file of its own.")


def refused_characters(text: str, file: str, first_line: int = 1) -> Iterator[Finding]:
    """A finding for each character that may not stand in a text; right-to-left scripts are welcome, overrides are not."""
    for count, match in enumerate(_REFUSED.finditer(text)):
        if count == _MOST_SHOWN:
            return
        line = first_line + text.count("\n", 0, match.start())
        message = f"the character U+{ord(match[0]):04X} ({_kind(match[0])}) is not allowed"
        yield Finding("SLG008", Severity.ERROR, message, Source(file, line), "Delete it; it cannot be seen, so retype the words around it.")


def has_refused_character(text: str) -> bool:
    """Whether any character of `text` is refused."""
    return _REFUSED.search(text) is not None


def _kind(character: str) -> str:
    if "\ue000" <= character <= "\uf8ff" or character >= "\U000f0000":
        return "private use"
    if character in "\u2028\u2029":
        return "line or paragraph separator"
    if "\u202a" <= character <= "\u2069":
        return "changes the direction of writing"
    return "control character" if character < "\u00a0" else "not a character"
