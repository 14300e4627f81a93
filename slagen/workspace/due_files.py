"""What is due, as a file: a spreadsheet, a table for one, a page, or data."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

from slagen.core.errors import RefusedError
from slagen.core.findings import Source
from slagen.formats.due_rows import to_csv, to_json, to_markdown
from slagen.formats.files import write_file
from slagen.formats.json_files import json_file
from slagen.workspace.due_list import BY_PAIN, DueList, Wanted
from slagen.workspace.locate import keep_sources

_BYTE_ORDER_MARK = "\ufeff"
"""By which Excel knows that a CSV file is UTF-8."""
_ZIP = b"PK\x03\x04"


def write_due(root: Path, out: Path, form: str, found: DueList, wanted: Wanted) -> None:
    """Write the list; a file that was there is replaced whole, or not at all.

    Raises:
        RefusedError: the file belongs to the workspace, is no file of that kind, or cannot be written.
        BadInputError: a spreadsheet cannot hold so many.
    """
    keep_sources(root, out)
    _require_kind(out, form)
    write_file(out, _bytes(form, found, wanted))


def _bytes(form: str, found: DueList, wanted: Wanted) -> bytes:
    match form:
        case "xlsx":
            from slagen.formats.spreadsheet import to_xlsx  # noqa: PLC0415 - start-up

            return to_xlsx(found.items, _about(found, wanted), on=found.on)
        case "csv":
            return f"{_BYTE_ORDER_MARK}{to_csv(found.items)}".encode()
        case "md":
            return to_markdown(found.items, each_clause=bool(wanted.kinds)).encode()
        case _:
            return json_file(to_json(found.items))


def _require_kind(out: Path, form: str) -> None:
    """Refuse to put a spreadsheet in the place of something else, or something else in the place of a spreadsheet."""
    if not out.is_file():
        return
    with out.open("rb") as present:
        start = present.read(len(_ZIP))
    if start and (start == _ZIP) != (form == "xlsx"):
        raise RefusedError(f"“{out}” is a file of another kind, and is not overwritten.", source=Source(str(out)), hint="Choose another name: -o FILE")


def _about(found: DueList, wanted: Wanted) -> Iterator[tuple[str, str | int | date]]:
    yield "What is due on", found.on
    yield "Workspace", found.workspace
    yield "Items", len(found.items)
    yield "Order", "what hurts most first" if wanted.order == BY_PAIN else "the soonest first"
    chosen = {"within": wanted.within, "owner": wanted.owner, "kind": ", ".join(wanted.kinds)}
    yield "Narrowed to", "; ".join(f"{name} {value}" for name, value in chosen.items() if value) or "everything"
    yield "Put off until later", f"{found.put_off} are left out" if found.put_off else "none is left out"
    yield "Holidays counted with", found.holidays
    yield "Legal", "the contract itself attaches something to the day"
    yield "At stake", "what a renewal costs, each sum in its own currency; empty where several currencies are at stake, or none is known"
    for problem in found.problems:
        yield "Not worked out for certain", f"{problem.source}: {problem.message}"
