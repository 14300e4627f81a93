"""Content lines of iCalendar: text that cannot become anything else, and lines that no reader is too short for (RFC 5545, 3.1 and 3.3.11)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
import re
from urllib.parse import quote

LONGEST_LINE = 75
"""Octets of a line, its end left out (RFC 5545, 3.1)."""
_NEXT_LINE = LONGEST_LINE - 1
_LINE_ENDS = re.compile("\r\n|[\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
"""What any reader may take for the end of a line."""
CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029]")
"""What TEXT may not hold: of the control characters it may hold the tab, and the line feed by its escape."""
_SURROGATES = re.compile("[\ud800-\udfff]")
_PAIRS = re.compile(r"\\(.)", re.DOTALL)
_URL_SIGNS = ":/?#[]@!$&'()*+,;=%-._~"


def escaped(text: str) -> str:
    """A TEXT value: whatever the text holds, it stays within its line and within its value. Control characters are left out."""
    if not text.isascii():
        text = _SURROGATES.sub("\N{REPLACEMENT CHARACTER}", text)
    if CONTROL.search(text):
        text = CONTROL.sub("", _LINE_ENDS.sub("\n", text))
    return text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n")


def unescaped(value: str) -> str:
    """The text of a TEXT value."""
    return _PAIRS.sub(lambda pair: "\n" if pair[1] in "nN" else pair[1], value)


def uri(address: str) -> str:
    """An address as a value of its own: what no address may hold is written with a percent sign."""
    return quote(address, safe=_URL_SIGNS, errors="replace")


def folded(line: str) -> str:
    """A content line in pieces of at most 75 octets, no character of which is split; the ends of the pieces stand between them."""
    if len(line) <= LONGEST_LINE and line.isascii():
        return line
    if line.isascii():
        return "\r\n ".join([line[:LONGEST_LINE], *(line[at : at + _NEXT_LINE] for at in range(LONGEST_LINE, len(line), _NEXT_LINE))])
    return "\r\n ".join(_pieces(line.encode()))


def _pieces(data: bytes) -> Iterator[str]:
    start, room = 0, LONGEST_LINE
    while len(data) - start > room:
        end = start + room
        while data[end] & 0xC0 == 0x80:  # inside a character of UTF-8
            end -= 1
        yield data[start:end].decode()
        start, room = end, _NEXT_LINE
    yield data[start:].decode()


def joined(lines: Iterable[str]) -> bytes:
    """Content lines as a file: folded, each ended by CR LF."""
    return "".join([f"{folded(line)}\r\n" for line in lines]).encode()


def unfolded(text: str) -> list[str]:
    """The content lines of a file. Line feeds alone are accepted: git may have taken the carriage returns."""
    return text.replace("\r\n", "\n").replace("\n ", "").replace("\n\t", "").split("\n")
