"""Names of bookmarks, made from ids alone, so that a reference and its target agree without talking to each other."""

from __future__ import annotations

from functools import lru_cache
import hashlib
import re

_PREFIX = "slg_"
_LONGEST = 40  # Word cuts longer names
_PLAIN = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*(?:\.[a-z0-9]+(?:-[a-z0-9]+)*)*", re.ASCII)
_UNWANTED = re.compile(r"[^A-Za-z0-9]", re.ASCII)


@lru_cache(maxsize=20_000)
def bookmark_name(identifier: str) -> str:
    """The bookmark of the block with this id: readable where it fits, else shortened and made unique by a hash."""
    name = _PREFIX + identifier.replace(".", "__").replace("-", "_")
    if len(name) <= _LONGEST and _PLAIN.fullmatch(identifier):
        return name
    digest = hashlib.sha256(identifier.encode("utf-8", "surrogatepass")).hexdigest()[:10]
    return f"{_PREFIX}{_UNWANTED.sub('_', identifier)[:24]}_{digest}"


def heading_bookmark(place: str) -> str:
    """The bookmark of a heading that has no id: `recitals`, or a section by its position. It never equals one made from an id."""
    return f"slgh_{place}"


def part_bookmark(part: str) -> str:
    """The bookmark where a part without a heading begins: `execution`."""
    return f"slgp_{part}"


def end_bookmark(part: str) -> str:
    """The empty bookmark at the end of a part: `recitals`, `contract` or `execution`. What follows it is the shell's."""
    return f"slge_{part}"
