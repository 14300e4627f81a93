"""From bookmarks back to ids: the other way round of `formats.word.bookmarks`."""

from __future__ import annotations

from collections.abc import Iterable

_PREFIX = "slg_"
RECITALS = "slgh_recitals"


def id_of_bookmark(name: str) -> str:
    """The id that the bookmark was made from; empty where it is not one of ours. Of a long id only the shortened form is left."""
    if not name.startswith(_PREFIX):
        return ""
    return name.removeprefix(_PREFIX).replace("__", ".").replace("_", "-")


def own_bookmark(names: Iterable[str]) -> str:
    """The first bookmark of ours among `names`, or the empty string."""
    return next((name for name in names if name.startswith(_PREFIX)), "")
