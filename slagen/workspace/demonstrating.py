"""The demonstration: the whole job on the sample agreements, in a folder of its own."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from pathlib import Path

from slagen.compare.difference import Difference
from slagen.core.errors import RefusedError
from slagen.core.findings import Finding
from slagen.core.raw import RawValue
from slagen.formats.files import Folder, write_file
from slagen.formats.yaml_edit import set_values
from slagen.workspace.building import Order, build
from slagen.workspace.checking import check
from slagen.workspace.due_list import BY_DAY, DueList, Wanted, due
from slagen.workspace.load import Loaded, load, load_agreement
from slagen.workspace.starting import SOMEBODY, Started, start
from slagen.workspace.version_redline import redlined
from slagen.workspace.versions import save

CHANGED = "acme-hosting"
CHANGE: Mapping[str, RawValue] = {
    "service_levels.availability.target": ">= 99.95 %",
    "service_credits.standard.bands.availability.0.below": "99.95",
}
"""One promise, and the edge of the credit band that begins where it is missed."""
FORMATS = ("docx", "md", "html")
SHOWN_DAY = date(2026, 10, 1)
SHOWN_DAYS = 60


@dataclass(frozen=True, slots=True)
class Demonstration:
    """What was made and shown. `agreements` maps ids to titles; `before` are the findings of the samples, `after` what the change brought about.

    `redline` is the changed contract as a Word file with tracked changes, each explained by a comment.
    """

    started: Started
    agreements: Mapping[str, str]
    files: tuple[Path, ...]
    difference: Difference
    before: tuple[Finding, ...]
    after: tuple[Finding, ...]
    due: DueList
    redline: Path


def demonstrate(folder: Path, step: Callable[[str], None]) -> Demonstration:
    """Make a workspace with the sample agreements, save and build all, change a figure, and show the difference and what is due.

    `step` is told what has been done after each step: two for each agreement, one before them and two after.

    Raises:
        RefusedError: the folder is not empty, or git or the file system refused.
    """
    require_empty(folder)
    started = start(folder, samples=True, own_repository=True)
    step("workspace started")
    root = started.folder
    loaded = load(Folder(root))
    ids = tuple(in_order(loaded))
    files: list[Path] = []
    for agreement_id in ids:
        save(root, loaded, agreement_id, f"{agreement_id}: first version", SOMEBODY)
        step(f"{agreement_id} saved")
        files.extend(build(loaded, agreement_id, _order(root)).files)
        step(f"{agreement_id} built")
    before = check(loaded, today=SHOWN_DAY).findings
    after = _change(root, loaded)
    step(f"{CHANGED} changed")
    found = tuple(finding for finding in check(after, today=SHOWN_DAY).findings if finding.message not in {one.message for one in before})
    ahead = due(after, Wanted(f"{SHOWN_DAYS}d", order=BY_DAY), today=SHOWN_DAY)
    titles = {name: facts.title for name in ids if (facts := load_agreement(loaded, name).agreement)}
    made = redlined(root, CHANGED, now=datetime.combine(SHOWN_DAY, time(), UTC), annotate=True)
    place = root / "build" / f"{CHANGED}-redline.docx"
    write_file(place, made.redline.data)
    step(f"{CHANGED} compared")
    return Demonstration(started, titles, tuple(files), made.difference, before, found, ahead, place)


def _order(root: Path) -> Order:
    return Order(FORMATS, root / "build", SHOWN_DAY)


def _change(root: Path, loaded: Loaded) -> Loaded:
    """Change the promise in agreement.yaml as a person would, save it as the next version, and build it again."""
    path = loaded.path_of(CHANGED)
    text = loaded.files.read(path).decode()
    write_file(root / path, set_values(text, CHANGE).encode())
    changed = load(Folder(root))
    save(root, changed, CHANGED, f"{CHANGED}: availability raised to 99.95 %", SOMEBODY)
    build(changed, CHANGED, _order(root))
    return changed


def require_empty(folder: Path) -> None:
    """Raise RefusedError where the folder is not empty."""
    if folder.is_dir() and any(folder.iterdir()):
        hint = "Name another folder (slagen demo DIR), or delete this one first."
        raise RefusedError(f"“{folder}” is not empty.", hint=hint)


def in_order(loaded: Loaded) -> Iterator[str]:
    """The agreements, each after the layers that it builds on: a version pins the saved versions of its layers."""
    names = sorted(loaded.agreements)
    yield from sorted(names, key=lambda name: (len(load_agreement(loaded, name).layers), name))
