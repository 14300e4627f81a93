"""Exchanging versions with others: pushing, pulling, and telling agreement by agreement where both sides changed the same."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
import os
from pathlib import Path, PurePosixPath

from slagen.assembly.facts import item_name, join
from slagen.core.errors import NotFoundError, UsageError
from slagen.core.identifiers import nearest
from slagen.core.raw import RawValue
from slagen.formats.yaml import read_yaml
from slagen.vault import pull as pulling
from slagen.vault import push as pushing
from slagen.vault.history import Version, deleted_paths, history
from slagen.vault.merging import Clash
from slagen.vault.pull import Pulled
from slagen.vault.push import Pushed
from slagen.vault.repository import Repository, open_repository
from slagen.vault.save import Signature
from slagen.vault.tree import CommittedTree, Lookup, read_blob
from slagen.workspace.load import AGREEMENT_FILE
from slagen.workspace.records import is_record_path

_CHOSEN_SSH = "GIT_SSH"
"""By this variable a person names the ssh that git is to use."""


@dataclass(frozen=True, slots=True)
class FactClash:
    """One fact that both sides changed to different values; empty where a side has none."""

    key: str
    before: str
    ours: str
    theirs: str


@dataclass(frozen=True, slots=True)
class AgreementClash:
    """What both sides changed: an agreement by its id, or another file by its path.

    `ours` and `theirs` are the versions in which each side changed it, newest first. `only_ours` and `only_theirs` are facts that one side alone changed.
    """

    name: str
    paths: tuple[str, ...]
    ours: tuple[Version, ...]
    theirs: tuple[Version, ...]
    facts: tuple[FactClash, ...] = ()
    only_ours: tuple[str, ...] = ()
    only_theirs: tuple[str, ...] = ()

    @property
    def of_records(self) -> bool:
        """Whether both sides have recorded events."""
        return any(map(is_record_path, self.paths))


@dataclass(frozen=True, slots=True)
class Exchanged:
    """A pull, and what it could not bring together; `not_needed` was named to be kept, and was not changed by both sides."""

    pulled: Pulled
    clashes: tuple[AgreementClash, ...]
    not_needed: tuple[str, ...] = ()


def push(root: Path, where: str = "") -> Pushed:
    """Push what is saved to the shared repository; raises as `vault.push.push` does."""
    with open_repository(root) as repository:
        return pushing.push(repository, where, chosen_ssh=_CHOSEN_SSH in os.environ)


def pull(root: Path, where: str = "", *, mine: Iterable[str] = (), theirs: Iterable[str] = (), signature: Signature | None = None) -> Exchanged:
    """Pull what others have saved. Of an agreement (or file) in `mine` our version stays where both sides changed it, in `theirs` theirs.

    Raises:
        UsageError: the same one stands in both.
        NotFoundError: one of them is no agreement, and no file.
        RefusedError: as `vault.pull.pull` says; nothing was changed.
    """
    kept, given = frozenset(mine), frozenset(theirs)
    if kept & given:
        raise UsageError(f"“{min(kept & given)}” cannot stay both as yours and as theirs.", hint="Name it once.")
    with open_repository(root) as repository:
        _require_known(repository, kept | given)
        settled: set[str] = set()
        choose = _choice(repository.prefix, kept, given, settled)
        found = pulling.pull(repository, where, signature=signature, choose=choose, together=_records, chosen_ssh=_CHOSEN_SSH in os.environ)
        return Exchanged(found, tuple(_clashes(repository, found)), tuple(sorted((kept | given) - settled)))


def _choice(prefix: str, mine: frozenset[str], theirs: frozenset[str], settled: set[str]) -> Callable[[str], str]:
    """Whose stays; which of the names said so is noted in `settled`."""

    def choose(path: str) -> str:
        names = _names(prefix, path)
        settled.update(names & (mine | theirs))
        return "ours" if names & mine else "theirs" if names & theirs else ""

    return choose


def _names(prefix: str, path: str) -> frozenset[str]:
    """What a path of the repository may be called: as it stands in the workspace, or by the agreement's folder above it."""
    return frozenset({_below(prefix, path), *PurePosixPath(path).parts[:-1]})


def _require_known(repository: Repository, names: frozenset[str]) -> None:
    """Both sides can only have changed what our last version holds, or one before it held."""
    head = repository.head()
    if not names or not head:
        return
    paths = CommittedTree(repository, head).walk()
    known = frozenset().union(*(_names("", path) for path in paths))
    if names <= known:
        return
    known |= frozenset().union(*(_names("", path) for path in deleted_paths(repository, "")))
    for name in sorted(names - known):
        ids = [PurePosixPath(path).parts[-2] for path in paths if path.endswith(f"/{AGREEMENT_FILE}")]
        hint = "Name an agreement by its id, or a file by its path in the workspace, as slagen pull tells them."
        raise NotFoundError("agreement or file", name, nearest(name, ids), hint=hint)


def _records(path: str) -> str:
    """The records of an agreement are one: they are counted, so that both sides cannot add to them at once."""
    return str(PurePosixPath(path).parent) if is_record_path(path) else ""


def _below(prefix: str, path: str) -> str:
    """A path of the repository as one of the workspace; what stands outside keeps its own."""
    return path.removeprefix(f"{prefix}/") if prefix else path


def _clashes(repository: Repository, found: Pulled) -> Iterator[AgreementClash]:
    sides = [Lookup(repository.git, commit) for commit in (found.ours, found.theirs)]
    groups: dict[str, list[Clash]] = {}
    for clash in found.clashes:
        groups.setdefault(_folder(sides, clash.path) or clash.path, []).append(clash)
    for place, clashes in groups.items():
        ours, theirs = (_versions(repository, found.base, tip, place) for tip in (found.ours, found.theirs))
        facts = next((clash for clash in clashes if clash.path == f"{place}/{AGREEMENT_FILE}"), None)
        name = PurePosixPath(place).name if place != clashes[0].path else _below(repository.prefix, place)
        paths = tuple(_below(repository.prefix, clash.path) for clash in clashes)
        yield AgreementClash(name, paths, ours, theirs, *(_compared(*_facts(repository, facts)) if facts else ()))


def _folder(sides: Iterable[Lookup], path: str) -> str:
    """The agreement's folder that a path stands in; empty where it stands in none."""
    parents = [str(parent) for parent in PurePosixPath(path).parents][:-1]
    return next((parent for parent in parents if any(side.find(f"{parent}/{AGREEMENT_FILE}")[1] for side in sides)), "")


def _versions(repository: Repository, base: str, tip: str, place: str) -> tuple[Version, ...]:
    below = _below(repository.prefix, place)
    return history(repository, below, start=f"{base}..{tip}") if below != place or not repository.prefix else ()


def _facts(repository: Repository, clash: Clash) -> Iterator[dict[str, str]]:
    for blob in (clash.base, clash.ours, clash.theirs):
        data = read_blob(repository, blob, clash.path) if blob else b""
        yield dict(_flat(read_yaml(data, clash.path).data))


def _flat(value: RawValue, key: str = "") -> Iterator[tuple[str, str]]:
    """Every fact by its dotted key, as `slagen explain` names it."""
    if isinstance(value, dict):
        for name, part in value.items():
            yield from _flat(part, join(key, name))
    elif isinstance(value, list):
        for index, part in enumerate(value):
            yield from _flat(part, join(key, item_name(part, index)))
    elif value is not None:
        yield key, value


def _compared(before: Mapping[str, str], ours: Mapping[str, str], theirs: Mapping[str, str]) -> tuple[tuple[FactClash, ...], tuple[str, ...], tuple[str, ...]]:
    keys = tuple(dict.fromkeys((*before, *ours, *theirs)))
    by_us, by_them = ({key for key in keys if before.get(key) != side.get(key)} for side in (ours, theirs))
    both = (key for key in keys if key in by_us and key in by_them and ours.get(key) != theirs.get(key))
    clashes = tuple(FactClash(key, before.get(key, ""), ours.get(key, ""), theirs.get(key, "")) for key in both)
    return clashes, tuple(key for key in keys if key in by_us - by_them), tuple(key for key in keys if key in by_them - by_us)
