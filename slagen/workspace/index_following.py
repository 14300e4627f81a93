"""What of the index no longer holds, by the files that changed since it was looked at last."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from slagen.core.errors import SlagenError
from slagen.portfolio import entries, watch
from slagen.portfolio.database import Database, writing
from slagen.portfolio.entries import LIBRARY, Known
from slagen.portfolio.watch import Changes

if TYPE_CHECKING:
    from slagen.formats.files import Folder

_AGREEMENTS, _CLAUSES, _TEMPLATES, _FACTS, _LOCK = "agreements/", "clauses/", "templates/", "agreement.yaml", "agreement.lock"
_KEPT_WITH_FACTS = ("records", "measurements")
"""Folders of an agreement on which its dates depend."""


def follow(database: Database, root: Path, found: Changes) -> None:
    """Forget what was worked out from files that hold something else now."""
    from slagen.formats.files import Folder  # noqa: PLC0415 - start-up

    with writing(database):
        watch.remember(database, found)
        before = entries.known_entries(database)
        now = _places_of_facts(database) if any(path.endswith(f"/{_FACTS}") for path in found.paths) else {name: one.path for name, one in before.items()}
        now[LIBRARY] = _CLAUSES
        stale = {name for name, path in now.items() if name not in before or before[name].path != path}
        gone = before.keys() - now.keys()
        folder = Folder(root)
        for name in _owners(now, found.paths) - stale:
            if _content(database, folder, now[name]) != before[name].content:
                stale.add(name)
        stale |= _closure(database, stale | gone | set(_outside(found.paths))) & now.keys()
        entries.drop(database, gone)
        for name in stale:
            entries.expect(database, name, Known(now[name], _content(database, folder, now[name])))


def clause_need(clause_id: str) -> str:
    """The name under which an entry needs a clause of the library, whether or not there is one yet."""
    return f"{_CLAUSES}{clause_id}"


def template_need(template_id: str) -> str:
    """The name under which an entry needs a template, whether or not there is one yet."""
    return f"{_TEMPLATES}{template_id}"


def _outside(paths: Iterable[str]) -> Iterator[str]:
    """What entries need beside agreements, among the paths: files by their full paths, clauses and templates by the names that their files have."""
    for path in paths:
        place = PurePosixPath(path)
        if path.startswith("/"):
            yield path
        elif path.startswith(_CLAUSES):
            yield clause_need(place.stem)
        elif path.startswith(_TEMPLATES):
            yield template_need(place.parent.name)


def _places_of_facts(database: Database) -> dict[str, str]:
    """The agreements by their ids, as `load` finds them: the first of those that share an id."""
    from slagen.core.identifiers import is_id  # noqa: PLC0415 - start-up

    found: dict[str, str] = {}
    for path in watch.known(database, f"/{_FACTS}"):
        name = PurePosixPath(path).parent.name
        if path.startswith(_AGREEMENTS) and is_id(name):
            found.setdefault(name, path)
    return found


def _owners(places: dict[str, str], paths: set[str]) -> set[str]:
    """The entries whose files are among the paths."""
    names = {path.rpartition("/")[0]: name for name, path in places.items()}
    above = {str(parent) for path in paths if path.startswith(_AGREEMENTS) for parent in PurePosixPath(path).parents}
    library = {LIBRARY} if any(path.startswith(_CLAUSES) for path in paths) else set()
    return {names[folder] for folder in above & names.keys()} | library


def _closure(database: Database, names: set[str]) -> set[str]:
    """Everything that depends on these, however far away."""
    found: set[str] = set()
    while more := entries.dependents(database, names) - found:
        found |= more
        names = more
    return found


def _content(database: Database, root: Folder, path: str) -> str:
    """The hash of what an entry is worked out from; empty where it cannot be read."""
    if path == _CLAUSES:
        files: Sequence[str] = watch.below(database, _CLAUSES)
    else:
        above = path.removesuffix(_FACTS)
        kept = (file for folder in _KEPT_WITH_FACTS for file in watch.below(database, f"{above}{folder}/"))
        files = (path, f"{above}{_LOCK}", *kept)
    try:
        return watch.hashed(root, [file for file in files if not file.endswith("/") and root.exists(file)])
    except SlagenError:
        return ""
