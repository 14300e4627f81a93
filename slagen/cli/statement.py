"""`slagen statement`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from slagen.cli.documents import names_in, print_files, tell_missing
from slagen.cli.events import circumstances
from slagen.cli.options import AGREEMENT_ID, in_workspace, load_workspace, now, root_of, with_json
from slagen.cli.output import findings_text, print_json, print_table, say
from slagen.cli.recording_claims import claim_options, event_of, record, tell_late

if TYPE_CHECKING:
    from slagen.workspace.crediting import Statement


@click.command(epilog="Example: slagen statement acme-hosting --period 2026-10")
@click.argument("agreement", type=AGREEMENT_ID)
@click.option("--period", required=True, help="The month, such as 2026-10; or several: 2026-Q4, 2026-H2, 2026.")
@click.option("--to", "formats", default="docx,html,md", help="Formats, with commas: docx, html, md. Default: all of them.")
@click.option("-o", "--out", type=click.Path(path_type=Path), help="The folder, or one file whose ending says the format. Default: build/ in the workspace.")
@claim_options
@circumstances
@with_json
@in_workspace
def statement(agreement: str, period: str, formats: str, out: Path | None, as_json: bool, folder: Path | None, **how: Any) -> None:
    """Write the credit statement of a month, or of several one after another: every step, with the provision that says so.

    With --json it is printed, and no file is written unless --out says where. What was not delivered is shown as missing; it is never met.
    With --choose, --claimed or --credited it records that first.
    """
    from slagen.workspace.crediting import statement as run
    from slagen.workspace.document_files import Order, formats_of
    from slagen.workspace.statement_document import written

    event, order, writes = event_of(how), Order(names_in(formats), out), bool(out) or not as_json
    if writes:
        formats_of(order)  # before anything is recorded
    loaded = record(event, load_workspace(folder), agreement, period, folder, how)
    found = run(loaded, agreement, period, now=now(loaded))
    files = written(root_of(folder), found, order) if writes else ()
    tell_late(event, found)
    if found.findings:
        say(findings_text(found.findings, err=True))
    if as_json:
        print_json(_data(found, files))
        return
    print_table(("What", "Service Credit", "How it stands"), _rows(found), right=(1,))
    print_files(files)
    tell_missing("; ".join(found.missing), agreement)


def _rows(found: Statement) -> list[tuple[str, str, str]]:
    from slagen.core.locales import Formats
    from slagen.performance.claim_lines import how_it_stands, total_parts

    formats = Formats("en", found.agreement.locale)
    months = [*((one.scheme, one.month) for one in found.months), *found.open_schemes]
    several = len({month for _, month in months}) > 1
    named = [f"Scheme {scheme}" + (f", {month:%Y-%m}" if several else "") for scheme, month in months]
    names, opened = named[: len(found.months)], [(name, "open: its base depends on use", "") for name in named[len(found.months) :]]
    rows = [(name, formats.money(one.credit), how_it_stands(one, formats)) for name, one in zip(names, found.months, strict=True)]
    if len(found.months) < 2:
        return [*rows, *opened]
    parts = [(f"- {name}", sum_, more) for total in found.totals for name, sum_, more in total_parts(total, formats)] if found.has_claims else []
    return [*rows, *opened, ("Together", formats.listed([formats.money(one) for one in found.total]), ""), *parts]


def _data(found: Statement, files: tuple[Path, ...]) -> dict[str, object]:
    from slagen.formats.findings import to_json
    from slagen.formats.statements import claim_json, statement_json

    told = statement_json(found.levels, found.schemes, found.months)
    return {
        "agreement": found.agreement.id,
        "title": found.agreement.title,
        "version": found.version or None,
        "period": found.period,
        **told,
        "missing": list(found.missing),
        "claim_by": [claim_json(one.scheme, one.month, one.day) for one in found.claims],
        "files": [str(file) for file in files],
        "findings": to_json(found.findings),
    }
