"""Characters that Markdown would read as markup, written so that they print as they are.

Besides CommonMark this covers what git hosts add: tables, strike-through, mathematics and bare links.
"""

from __future__ import annotations

from functools import lru_cache
import re

_SPECIAL = re.compile(r"[\\`*_\[\]<#~|]|&(?=[A-Za-z#]|$)|!(?=\[|$)|\$(?!\d)")
_BARE_LINK = re.compile(r"(?i)(www)(\.)|(https?|ftp)(:)(?=//)")
_EDGE_SPACE = re.compile(r"^\s+|\s+$")
_SENTENCE_END = re.compile(r"(?<=[.!?;]) (?=[A-Z“‘(]|$)")
_LINE_START = re.compile(r"^(?:([-+=:>])|(\d{1,9})([.)])(?=[ \t]|$))", re.MULTILINE)
_PLAIN_URL = re.compile(r"[\w:/?#@!+,;=.~%-]+", re.ASCII)
_LINE_END = re.compile(r"\r\n?|\n")


@lru_cache(maxsize=8192)
def escape(text: str) -> str:
    """`text` so that it prints exactly, wherever in a line it stands; `line_starts` does the rest."""
    escaped = _SPECIAL.sub(_escape_sign, text)
    return _BARE_LINK.sub(r"\1\3\\\2\4", escaped) if "www" in text.lower() or "//" in text else escaped


def _escape_sign(match: re.Match[str]) -> str:
    sign = match[0]
    if sign == "|":
        return "&#124;"
    return "&amp;" if sign == "&" else f"\\{sign}"


@lru_cache(maxsize=8192)
def escape_value(text: str, line_break: str) -> str:
    """A printed fact: as `escape`, spaces at its ends kept, its own line ends written as `line_break`."""
    lines = [_EDGE_SPACE.sub(_keep_space, escape(line)) for line in _LINE_END.split(text)]
    return line_break.join(lines)


def _keep_space(match: re.Match[str]) -> str:
    return "".join(f"&#{ord(sign)};" for sign in match[0])


@lru_cache(maxsize=8192)
def escape_prose(text: str) -> str:
    """Text of a clause: as `escape`, each sentence on a line of its own, so that a difference shows the sentence only."""
    return _SENTENCE_END.sub("\n", escape(text))


def line_starts(text: str) -> str:
    """A paragraph, escaped otherwise, without lists, headings or quotations where its lines start and without a break at its end."""
    text = text.strip(" \t\n")
    while text.endswith("\\"):
        shorter = text.rstrip("\\")
        if (len(text) - len(shorter)) % 2 == 0:
            break
        text = text[:-1].rstrip(" \t\n")
    return _LINE_START.sub(r"\2\\\1\3", text)


def destination(href: str) -> str:
    """Where a link leads, as it stands between the parentheses."""
    if _PLAIN_URL.fullmatch(href):
        return href
    bare = _LINE_END.sub("", href)
    for sign, written in (("\\", "\\\\"), ("<", "\\<"), (">", "\\>"), ("&", "&amp;")):
        bare = bare.replace(sign, written)
    return f"<{bare}>"
