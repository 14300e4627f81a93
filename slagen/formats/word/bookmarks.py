"""Names of bookmarks, made from ids alone, so that a reference and its target agree without talking to each other."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
import hashlib
import re
import sys

_PREFIX = "slg_"
_LONGEST = 40  # Word cuts longer names
_PLAIN = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*(?:\.[a-z0-9]+(?:-[a-z0-9]+)*)*", re.ASCII)
_UNWANTED = re.compile(r"[^A-Za-z0-9]", re.ASCII)
_DIGITS = 10
_LAST_CHARACTER = sys.maxunicode
_SIGNS = {"-": "_", ".": "X"}
_ENCODED = re.compile(r"U([0-9a-f]+)U|[a-z0-9_X]", re.ASCII)
_OTHER = re.compile(r"[^a-z0-9]", re.ASCII)
_CONTINUED = re.compile(r"slgi(?P<place>\d+)_(?P<digest>[0-9a-f]{10})_(?P<letters>.*)", re.ASCII | re.DOTALL)


@lru_cache(maxsize=20_000)
def bookmark_name(identifier: str) -> str:
    """The bookmark of the block with this id: readable where it fits, else shortened and made unique by a hash."""
    name = _PREFIX + identifier.replace(".", "__").replace("-", "_")
    if len(name) <= _LONGEST and _PLAIN.fullmatch(identifier):
        return name
    return f"{_PREFIX}{_UNWANTED.sub('_', identifier)[:24]}_{_digest(identifier)}"


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:_DIGITS]


@lru_cache(maxsize=20_000)
def further_bookmarks(identifier: str) -> tuple[str, ...]:
    """The bookmarks that stand beside the first one of an id that does not fit into it, and carry its letters; none for other ids."""
    if not bookmark_name(identifier).endswith(f"_{_digest(identifier)}"):
        return ()
    letters, names = _OTHER.sub(lambda sign: _SIGNS.get(sign[0]) or f"U{ord(sign[0]):x}U", identifier), list[str]()
    while letters or not names:
        head = f"slgi{len(names)}_{_digest(identifier)}_"
        room = _LONGEST - len(head)
        names.append(head + letters[:room])
        letters = letters[room:]
    return tuple(names)


def id_of(first: str, beside: Iterable[str]) -> str:
    """The id that the bookmark `first` was made from; `beside` are those in the same paragraph. Empty where `first` is not one of ours.

    Where some of the bookmarks of a long id are lost, what is left of it is the shortened form.
    """
    if not first.startswith(_PREFIX):
        return ""
    found = {int(match["place"]): match["letters"] for match in map(_CONTINUED.fullmatch, beside) if match and first.endswith(f"_{match['digest']}")}
    identifier = _decoded("".join(found[place] for place in sorted(found)))
    if found and bookmark_name(identifier) == first:
        return identifier
    return first.removeprefix(_PREFIX).replace("__", ".").replace("_", "-")


def _decoded(letters: str) -> str:
    def shown(match: re.Match[str]) -> str:
        if match[1] is None:
            return {"_": "-", "X": "."}.get(match[0], match[0])
        return chr(min(int(match[1][:6], 16), _LAST_CHARACTER))

    return _ENCODED.sub(shown, letters)


def mark_bookmark(kind: str, part: str, serial: int) -> str:
    """An empty bookmark that says how blocks belong together in the part that begins with the bookmark `part`.

    `kind` is `o` where the body of a definition opens, `d` where it is done, and `c` with a level where the closing of a provision begins.
    """
    return f"slgm_{kind}_{_digest(part)}_{serial}"


def heading_bookmark(place: str) -> str:
    """The bookmark of a heading that has no id: `recitals`, or a section by its position. It never equals one made from an id."""
    return f"slgh_{place}"


def part_bookmark(part: str) -> str:
    """The bookmark where a part without a heading begins: `execution`."""
    return f"slgp_{part}"


def end_bookmark(part: str) -> str:
    """The empty bookmark at the end of a part: `recitals`, `contract` or `execution`. What follows it is the shell's."""
    return f"slge_{part}"
