"""Where things are: the workspace around a folder, and the reference library that travels with slagen."""

from __future__ import annotations

from pathlib import Path

from slagen.core.errors import NotFoundError, RefusedError

SETTINGS_FILE = "slagen.toml"
_SOURCES = ("agreements", "clauses", "templates", "reminders", ".git", SETTINGS_FILE)


def find_workspace(start: Path) -> Path:
    """The nearest folder, from `start` upwards, that holds slagen.toml.

    Raises:
        NotFoundError: there is none.
    """
    here = start.absolute()
    for folder in (here, *here.parents):
        if (folder / SETTINGS_FILE).is_file():
            return folder
    raise NotFoundError("workspace around", str(start), hint="Go into one, name one with --workspace DIR, or make one: slagen init DIR")


def keep_out_of_git(root: Path, out: Path) -> None:
    """Refuse an output file or folder among git's own: a hook would be run.

    Raises:
        RefusedError: it lies there.
    """
    if out.resolve().is_relative_to((root / ".git").resolve()):
        raise RefusedError(f"“{out}” lies in git’s own folder.", hint="Choose another place: -o FILE")


def keep_sources(root: Path, out: Path | None) -> None:
    """Refuse an output file that would take the place of one that contracts are made of, or that is kept as a record; or that would lie among git's own.

    Raises:
        RefusedError: it would.
    """
    if out is None:
        return
    keep_out_of_git(root, out)
    if out.exists() and any(out.resolve().is_relative_to((root / source).resolve()) for source in _SOURCES):
        raise RefusedError(f"“{out}” belongs to the workspace, and is not overwritten.", hint="Choose another name: -o FILE")


def reference_folder() -> Path:
    """The folder with the reference library: inside the installed package, else the checkout that holds it.

    Raises:
        NotFoundError: neither is there, so that the installation is broken.
    """
    package = Path(__file__).resolve().parent.parent
    for folder in (package / "reference", package.parent):
        if (folder / SETTINGS_FILE).is_file() and (folder / "clauses").is_dir():
            return folder
    raise NotFoundError("reference library", "slagen/reference", hint="Install slagen again.")
