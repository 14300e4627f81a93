"""How many there are of something, as messages say it. Messages are English; contracts count by `locales`."""

from __future__ import annotations


def counted(number: int, what: str) -> str:
    """`1 version`, `2 versions`."""
    return f"{number} {what}{'' if number == 1 else 's'}"
