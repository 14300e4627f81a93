"""To whom a mail may go: one address that a header can hold and nothing else."""

from __future__ import annotations

import re
import unicodedata

_FORM = re.compile(r"[^\s@<>,;:\"()\[\]\\]{1,64}@[^\s@<>,;:\"()\[\]\\.]+(?:\.[^\s@<>,;:\"()\[\]\\.]+)+")
_NAMED = re.compile(r"[^<>@]*<([^<>]*)>")
_LONGEST = 254
"""RFC 5321, 4.5.3.1.3: a path has at most 256 octets, its angle brackets among them."""


def mail_address(text: str) -> str:
    """The address that `jo@northwind.example` or `Jo Bloggs <jo@northwind.example>` holds, its domain as mail servers know it; empty where it is none.

    A text with a line break or any other sign that is not printed is no address, wherever in it that stands: nothing of it may reach a header.
    """
    if not unshown(text):
        named = _NAMED.fullmatch(text.strip())
        return _plain(named[1].strip() if named else text.strip())
    return ""


def unshown(text: str) -> bool:
    """Whether a text holds signs that are not printed, such as a line break or a mark that turns the direction of letters."""
    return any(unicodedata.category(sign) in {"Cc", "Cf", "Cs", "Zl", "Zp"} for sign in text)


def _plain(text: str) -> str:
    if not _FORM.fullmatch(text) or ".." in text or text.startswith(".") or ".@" in text:
        return ""
    local, _, domain = text.rpartition("@")
    try:
        known = domain if domain.isascii() else domain.encode("idna").decode("ascii")
    except UnicodeError:
        return ""
    found = f"{local}@{known}"
    return found if len(found.encode()) <= _LONGEST else ""


def same_person(address: str) -> str:
    """What tells people apart: two addresses that differ in capitals are one person's."""
    return address.casefold()
