"""Starting a workspace: the reference library copied into a folder and saved as its first version. Where that fails, nothing is left behind."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from shutil import rmtree
import sys

from slagen import __version__
from slagen.core.counts import first_of
from slagen.core.errors import RefusedError
from slagen.core.identifiers import is_id
from slagen.core.refusals import refusals
from slagen.formats.files import Folder, write_files
from slagen.model.measurement_file import MeasurementFile
from slagen.vault import word_text
from slagen.vault.git_process import gitpython
from slagen.vault.identity import Identity
from slagen.vault.repository import Repository, open_repository
from slagen.vault.repository import init as init_repository
from slagen.vault.save import Signature, save
from slagen.workspace.first_files import AGREEMENTS_README, GITATTRIBUTES, GITIGNORE, settings_text
from slagen.workspace.load import AGREEMENT_FILE
from slagen.workspace.locate import SETTINGS_FILE, reference_folder
from slagen.workspace.measurement_files import MEASUREMENTS

SOMEBODY = Signature(fallback=Identity("slagen", "slagen@localhost"))
"""Git's own identity where it has one; a lawyer who has none is not asked about git."""
_TEMPLATE_FILES = frozenset({"template.yaml", "starter.yaml", "shell.docx"})
_MOST_NAMED = 5


@dataclass(frozen=True, slots=True)
class Started:
    """A workspace that was started: its folder, the repository's folder, and what it holds."""

    folder: Path
    repository: Path
    clauses: int
    templates: int
    agreements: int
    commit: str


def start(folder: Path, *, samples: bool = False, own_repository: bool = False) -> Started:
    """Start a workspace in `folder`, which need not exist; with `samples`, the sample agreements and their settings come along.

    A folder in a repository is saved there, unless that repository ignores it, or `own_repository` is wanted.

    Raises:
        RefusedError: the folder holds a workspace or a file that would be overwritten, or git or the file system refused.
        MissingProgramError: git is not installed.
        NotFoundError: the installation has no reference library.
    """
    gitpython()
    folder = folder.absolute()
    files = first_files(folder.name, samples=samples)
    _require_room(folder, files)
    with _left_as_it_was(folder, files):
        write_files({folder / path: data for path, data in files.items()}, durable=False)
        with _repository(folder, own=own_repository) as repository:
            word_text.set_up(repository, sys.executable)
            saved = save(repository, files, f"Start of the workspace, with the reference library of slagen {__version__}", SOMEBODY)
            top = repository.top
    count = [PurePosixPath(path) for path in files]
    return Started(
        folder,
        top,
        clauses=sum(path.parts[0] == "clauses" for path in count),
        templates=sum(path.name == "template.yaml" for path in count),
        agreements=sum(path.name == AGREEMENT_FILE for path in count),
        commit=saved.commit,
    )


def show_word_files(root: Path) -> bool:
    """Make `git diff` show Word files as text in a workspace that stands already; whether its .gitattributes changed, which is then to be saved.

    Raises:
        RefusedError: it is in no repository, or its settings cannot be written.
    """
    with open_repository(root) as repository:
        word_text.set_up(repository, sys.executable)
    return word_text.name_word_files(root)


def first_files(name: str, *, samples: bool) -> dict[str, bytes]:
    """The files of a new workspace that is called `name`, by their paths."""
    reference = Folder(reference_folder())
    paths = [path for path in (*reference.walk("clauses"), *reference.walk("templates")) if _is_library(PurePosixPath(path))]
    paths += [path for path in reference.walk("agreements") if samples and _is_sample(PurePosixPath(path))]
    settings = reference.read(SETTINGS_FILE) if samples else settings_text(name).encode()
    own = {".gitignore": GITIGNORE, ".gitattributes": GITATTRIBUTES, "agreements/README.md": AGREEMENTS_README}
    return {SETTINGS_FILE: settings, **{path: text.encode() for path, text in own.items()}, **{path: reference.read(path) for path in paths}}


def _is_library(path: PurePosixPath) -> bool:
    """Whether a path is one that formats.md names: nothing that merely lies about is copied."""
    match path.parts:
        case ("clauses", group, _):
            return path.suffix == ".md" and is_id(path.stem) and is_id(group)
        case ("templates", name, file):
            return is_id(name) and file in _TEMPLATE_FILES
        case _:
            return False


def _is_sample(path: PurePosixPath) -> bool:
    if path.parent.name == MEASUREMENTS:
        return MeasurementFile.parse(path.name) is not None
    return path.name == AGREEMENT_FILE or (path.suffix == ".md" and path.name not in {"contract.md", "README.md"})


def _require_room(folder: Path, files: Mapping[str, bytes]) -> None:
    if folder.exists() and not folder.is_dir():
        raise RefusedError(f"“{folder}” is a file.", hint="Name a folder, or one that is to be made.")
    with refusals(folder):
        if (folder / SETTINGS_FILE).exists():
            raise RefusedError(f"“{folder}” already holds a workspace.", hint="Work in it (slagen check), or name another folder.")
        taken = [path for path in files if (folder / path).exists()]
    if taken:
        named = first_of([f"“{path}”" for path in taken], _MOST_NAMED)
        raise RefusedError(f"“{folder}” holds files that would be overwritten: {named}.", hint="Move them away, or name another folder.")


def _repository(folder: Path, *, own: bool) -> Repository:
    repository = init_repository(folder, own=own)
    if repository.prefix and repository.ignores(SETTINGS_FILE):
        repository.close()
        return init_repository(folder, own=True)
    return repository


@contextmanager
def _left_as_it_was(folder: Path, files: Mapping[str, bytes]) -> Iterator[None]:
    """Remove what was made in the folder, and the folder itself where it was made, if what is done fails."""
    highest = _highest_missing(folder)
    had_git = (folder / ".git").exists()
    try:
        yield
    except BaseException:
        if highest is not None:
            rmtree(highest, ignore_errors=True)
        else:
            if not had_git:
                rmtree(folder / ".git", ignore_errors=True)
            _remove(folder, files)
        raise


def _highest_missing(folder: Path) -> Path | None:
    missing = [place for place in (folder, *folder.parents) if not place.exists()]
    return missing[-1] if missing else None


def _remove(folder: Path, files: Mapping[str, bytes]) -> None:
    for path in files:
        with suppress(OSError):
            (folder / path).unlink(missing_ok=True)
    for parent in sorted({folder / parent for path in files for parent in PurePosixPath(path).parents}, key=lambda place: len(place.parts), reverse=True):
        if parent != folder:
            with suppress(OSError):
                parent.rmdir()
