"""Building: contracts as files. All files of one agreement are written together, or none is."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TypeAlias

from slagen.assembly.assemble import Assembled
from slagen.core.errors import FindingsError, UsageError
from slagen.core.findings import Finding, Severity, has_errors
from slagen.formats.files import inside, write_files
from slagen.formats.json_files import json_file
from slagen.model.native import to_native
from slagen.model.walk import blanks
from slagen.workspace.drafting import Draft
from slagen.workspace.edition import edition, saved_edition
from slagen.workspace.load import Loaded
from slagen.workspace.shells import labels_of
from slagen.workspace.word_files import word_file

Contents: TypeAlias = Mapping[str, bytes]
PDF = "pdf"


@dataclass(frozen=True, slots=True)
class Order:
    """What to build: formats by name, the folder, the version's name, and whether it is to be signed."""

    formats: tuple[str, ...]
    out: Path
    today: date
    version: str = "draft"
    execution: bool = False


@dataclass(frozen=True, slots=True)
class Built:
    """What was written for one agreement, and what was found on the way."""

    agreement: str
    files: tuple[Path, ...]
    findings: tuple[Finding, ...]
    to_print: bytes = b""
    """The Word file that a PDF is to be made of, where one is ordered."""
    blanks: int = 0
    """How many blanks are still open."""


def standard_folder(root: Path) -> Path:
    """Where files go unless another folder is named; raises RefusedError where a link there leads out of the workspace."""
    return inside(root, "build")


def build(loaded: Loaded, agreement_id: str, order: Order) -> Built:
    """Assemble an agreement and write it in every format that is ordered.

    Raises:
        NotFoundError: there is no such agreement.
        FindingsError: its material has errors; what was built before stays as it is.
        RefusedError: the files cannot be written, or what is to be signed was not saved.
    """
    made = edition(loaded, agreement_id, order.version, status="execution" if order.execution else "draft")
    findings = made.findings
    if order.execution:
        _ = made.usable
        findings = _ready_to_sign(loaded, made, order.today)
        made = saved_edition(loaded, made)
    assembled = made.usable
    contents: dict[str, bytes] = {}
    for name in order.formats:
        if name != PDF:
            contents.update(WRITERS[name](loaded, made, assembled, order.today))
    files = {order.out / name: data for name, data in contents.items()}
    write_files(files, durable=False)
    return Built(agreement_id, tuple(files), findings, _to_print(loaded, made, assembled, contents, order), blanks=sum(1 for _ in blanks(assembled.document)))


def _to_print(loaded: Loaded, made: Draft, assembled: Assembled, contents: Contents, order: Order) -> bytes:
    if PDF not in order.formats:
        return b""
    name = f"{made.loaded.id}.docx"
    return contents.get(name) or _word(loaded, made, assembled, order.today)[name]


def _ready_to_sign(loaded: Loaded, made: Draft, today: date) -> tuple[Finding, ...]:
    from slagen.workspace.checking import check_draft  # noqa: PLC0415 - start-up

    findings, _ = check_draft(loaded, made, today=today)
    unsigned = [party for party in made.agreement.parties.values() if not party.signatories and party.kind != "individual"]
    source = made.loaded.merged.raw.source(("parties",))
    missing = [
        Finding("SLG062", Severity.ERROR, f"nobody is named who signs for {party.name}", source, "Add signatories to the party.", made.loaded.id)
        for party in unsigned
        if made.agreement.kind != "charter"
    ]
    everything = (*findings, *missing)
    if has_errors(everything):
        raise FindingsError(f"“{made.loaded.id}” is not ready to be signed.", everything, hint="Mend what is listed, or build a draft without --execution.")
    return everything


def _markdown(_loaded: Loaded, made: Draft, assembled: Assembled, _today: date) -> Contents:
    from slagen.formats.markdown.write import write  # noqa: PLC0415 - start-up

    return {f"{made.loaded.id}.md": write(assembled.document, labels_of(made.basis, made.agreement.template, assembled)).encode()}


def _html(_loaded: Loaded, made: Draft, assembled: Assembled, _today: date) -> Contents:
    from slagen.formats.html.write import write  # noqa: PLC0415 - start-up

    return {f"{made.loaded.id}.html": write(assembled.document, labels_of(made.basis, made.agreement.template, assembled)).encode()}


def _json(_loaded: Loaded, made: Draft, assembled: Assembled, _today: date) -> Contents:
    return {f"{made.loaded.id}.json": json_file(to_native(assembled.document))}


def _word(_loaded: Loaded, made: Draft, _assembled: Assembled, _today: date) -> Contents:
    return {f"{made.loaded.id}.docx": word_file(made)}


def _brief(loaded: Loaded, made: Draft, assembled: Assembled, today: date) -> Contents:
    from slagen.formats.markdown.write import write as write_markdown  # noqa: PLC0415 - start-up
    from slagen.formats.word.brief_shell import brief_shell  # noqa: PLC0415 - start-up
    from slagen.formats.word.write import write as write_word  # noqa: PLC0415 - start-up
    from slagen.workspace.briefing import brief  # noqa: PLC0415 - start-up

    page, labels = brief(loaded, made, assembled, today=today)
    return {f"{made.loaded.id}-brief.md": write_markdown(page, labels).encode(), f"{made.loaded.id}-brief.docx": write_word(page, labels, brief_shell())}


WRITERS: Mapping[str, Callable[[Loaded, Draft, Assembled, date], Contents]] = {
    "docx": _word,
    "md": _markdown,
    "html": _html,
    "json": _json,
    "brief": _brief,
}


FORMATS = (*WRITERS, PDF)


def require_formats(names: Sequence[str]) -> tuple[str, ...]:
    """The formats, each once, in order.

    Raises:
        UsageError: one is not known.
    """
    for name in names:
        if name not in FORMATS:
            raise UsageError(f"“{name}” is not a format that can be written.", hint=f"There are: {', '.join(FORMATS)}.")
    return tuple(dict.fromkeys(names))
