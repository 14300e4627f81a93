"""Building many agreements: the faults of one do not keep the others from being built."""

from __future__ import annotations

import atexit
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from functools import cache, partial
from pathlib import Path
import re
from typing import Any

from slagen.core.errors import SlagenError
from slagen.core.findings import Severity
from slagen.formats.files import Folder
from slagen.portfolio.batch import run
from slagen.workspace.building import PDF, Built, Order, build
from slagen.workspace.load import Loaded, load
from slagen.workspace.locate import keep_out_of_git
from slagen.workspace.staleness import BEHIND

_DRAFT = "draft"
_OWN_NAME = re.compile(r"v\d+\.\d+|(?:sent|received)-\d+", re.ASCII)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What was built, and what stopped the others, by agreement."""

    built: tuple[Built, ...]
    failed: tuple[tuple[str, SlagenError], ...]

    @property
    def exit_code(self) -> int:
        """0, or the exit code of the first failure."""
        return self.failed[0][1].exit_code if self.failed else 0

    @property
    def warnings(self) -> int:
        """How many findings of the built agreements are worth a look."""
        return sum(finding.severity is not Severity.NOTE for built in self.built for finding in built.findings)

    @property
    def behind(self) -> int:
        """How many of the built agreements have pins that are behind the library."""
        return sum(any(finding.code == BEHIND for finding in built.findings) for built in self.built)


def named(root: Path, ids: Sequence[str], version: str) -> tuple[str, ...]:
    """The agreements to build, all of them where none is named.

    Raises:
        NotFoundError: an agreement or the version does not exist.
        FindingsError: the settings of the workspace cannot be used.
    """
    _loaded.cache_clear()  # the files may have changed since this process last built
    names = tuple(dict.fromkeys(ids)) or tuple(sorted(_loaded(root, version).agreements))
    for name in names:
        _loaded(root, version, _whose(version, name)).path_of(name)
    return names


def build_all(root: Path, names: Sequence[str], order: Order, *, jobs: int = 1, step: Callable[[Any], None] = lambda _step: None) -> Outcome:
    """Build the agreements that `named` gave, and call `step` after each; PDFs are made of all of them together, at the end.

    Raises:
        MissingProgramError: a PDF is ordered, and LibreOffice is not installed; nothing is written then.
        RefusedError: the folder is git's own.
    """
    keep_out_of_git(root, order.out)
    program = _office() if PDF in order.formats else None
    built: list[Built] = []
    failed: list[tuple[str, SlagenError]] = []
    for name, result in zip(names, run(names, partial(_build, root, order), jobs=jobs), strict=True):
        step(name)
        if isinstance(result, SlagenError):
            failed.append((name, result))
        else:
            built.append(result)
    return _printed(program, Outcome(tuple(built), tuple(failed)), order) if program else Outcome(tuple(built), tuple(failed))


def _office() -> Path:
    from slagen.workspace.printing import office  # noqa: PLC0415 - start-up

    return office()


def _printed(program: Path, outcome: Outcome, order: Order) -> Outcome:
    from slagen.workspace.printing import print_pdf  # noqa: PLC0415 - start-up

    pages = print_pdf(program, {built.agreement: built.to_print for built in outcome.built}, order.out)
    built: list[Built] = []
    failed = list(outcome.failed)
    for one in outcome.built:
        page = pages[one.agreement]
        if isinstance(page, SlagenError):
            failed.append((one.agreement, page))
            built.append(replace(one, to_print=b""))
        else:
            built.append(replace(one, files=(*one.files, page), to_print=b""))
    return Outcome(tuple(built), tuple(failed))


def _build(root: Path, order: Order, agreement_id: str) -> Built | SlagenError:
    try:
        return build(_loaded(root, order.version, _whose(order.version, agreement_id)), agreement_id, order)
    except SlagenError as error:
        return error


def _whose(version: str, agreement_id: str) -> str:
    """The agreement, where the version's name (`v1.0`, `sent-1`) is one of its own; empty where it stands for the whole workspace."""
    return agreement_id if _OWN_NAME.fullmatch(version) else ""


@cache
def _loaded(root: Path, version: str, agreement_id: str = "") -> Loaded:
    """The workspace, once for each process; what it is read from stays open until the process ends."""
    if version == _DRAFT:
        return load(Folder(root))
    from slagen.workspace.versions import opened  # noqa: PLC0415  start-up

    stack = ExitStack()
    atexit.register(stack.close)
    return stack.enter_context(opened(root, version, agreement_id))
