"""The Word shells of templates: opened once, kept while the program runs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import TYPE_CHECKING

from slagen.assembly.assemble import Assembled
from slagen.assembly.labels import Labels
from slagen.assembly.number import STANDARD, Scheme, number
from slagen.core.errors import SlagenError
from slagen.core.findings import Finding, Severity
from slagen.workspace.load import Loaded

if TYPE_CHECKING:
    from slagen.formats.word.shell import Shell


def shell_of(loaded: Loaded, template_id: str) -> Shell:
    """A template's shell, ready to be filled.

    Raises:
        NotFoundError: the file is missing.
        BadInputError: it is no shell.
    """
    path = loaded.library.templates[template_id].shell_path
    data = loaded.files.read(path)
    return _opened(path, data)


def labels_of(loaded: Loaded, template_id: str, assembled: Assembled) -> Labels:
    """The labels that a contract has in every format: counted as the lists of its template's shell count."""
    return counted_by(scheme_of_shell(loaded, template_id), assembled)


def scheme_of_shell(loaded: Loaded, template_id: str) -> Scheme:
    """How the lists of a template's shell count; by the standard where there is no shell, or none that can be used.

    Those who build Word files are told of that; the others need none.
    """
    try:
        path = loaded.library.templates[template_id].shell_path
        return _scheme(path, loaded.files.read(path))
    except SlagenError:
        return STANDARD


def counted_by(scheme: Scheme, assembled: Assembled) -> Labels:
    """The labels of a contract as a scheme counts."""
    return assembled.labels if scheme == STANDARD else number(assembled.document, scheme)


@lru_cache(maxsize=32)
def _scheme(path: str, data: bytes) -> Scheme:
    from slagen.formats.word.scheme import scheme_of  # noqa: PLC0415 - start-up

    return scheme_of(data, path)


@lru_cache(maxsize=32)
def _opened(path: str, data: bytes) -> Shell:
    from slagen.formats.word.shell import open_shell  # noqa: PLC0415 - start-up

    return open_shell(data, path)


def shell_findings(loaded: Loaded, template_ids: Iterable[str]) -> Iterator[Finding]:
    """What is wrong with the shells of these templates."""
    from slagen.formats.word.shell import check_shell  # noqa: PLC0415 - start-up

    for template_id in template_ids:
        template = loaded.library.templates[template_id]
        path = template.shell_path
        try:
            _, findings = check_shell(loaded.files.read(path), path)
            yield from findings
        except SlagenError as error:
            hint = error.hint or "Put a shell there: slagen template new makes one."
            yield Finding("SLG070", Severity.ERROR, f"the shell “{path}” cannot be read: {error.message.rstrip('.')}", template.source, hint)
