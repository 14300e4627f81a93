"""Telling cosmetic differences from substance: white space, quotation marks, dashes and case change nothing that a contract says."""

from __future__ import annotations

_QUOTES = dict.fromkeys(map(ord, "“”„‟«»‹›″"), '"') | dict.fromkeys(map(ord, "‘’‚‛′`´"), "'")
_DASHES = dict.fromkeys(map(ord, "‐‑‒–—―−"), "-")
_INVISIBLE = dict.fromkeys((0x00AD, 0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF), "")
_SAME = _QUOTES | _DASHES | _INVISIBLE


def essence(text: str) -> str:
    """What is left of a text when its looks are taken away; spaces between words stay, so that “10 000” is not “10000”."""
    return " ".join(text.translate(_SAME).casefold().split())


def is_cosmetic(old: str, new: str) -> bool:
    """Whether two texts that differ say the same."""
    return old != new and essence(old) == essence(new)
