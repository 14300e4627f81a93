"""Ids: what they may look like, and which known name a misspelt one was meant to be."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

ID_RULE = "small letters, digits and hyphens, starting with a letter or digit, 63 characters at most"
_LONGEST_COMPARED = 500
_ID = re.compile(r"[a-z0-9][a-z0-9-]{0,62}", re.ASCII)


def is_id(text: str) -> bool:
    """Whether `text` can be the id of a clause, template, agreement or part of one."""
    return _ID.fullmatch(text) is not None


def nearest(name: str, known: Iterable[str]) -> tuple[str, ...]:
    """The known names most like `name`, best first; none for what is too long to be a name, and would take an hour to compare."""
    if len(name) > _LONGEST_COMPARED:
        return ()
    from difflib import get_close_matches  # noqa: PLC0415 - start-up

    return tuple(get_close_matches(name, sorted(known), n=3, cutoff=0.6))


def did_you_mean(name: str, known: Iterable[str]) -> str:
    """A hint naming the nearest known name, or the empty string."""
    near = nearest(name, known)
    return f"Did you mean “{near[0]}”?" if near else ""
