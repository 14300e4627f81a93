"""`slagen measure`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from slagen.cli.options import AGREEMENT_ID, FILE, in_workspace, load_workspace, now, root_of, signature_of, with_author, with_json
from slagen.cli.output import findings_text, print_json, print_table, printable, say, tell
from slagen.cli.versions import tell_index_behind

if TYPE_CHECKING:
    from slagen.workspace.measuring import Measured


@click.command(epilog="Example: slagen measure acme-hosting october.csv --period 2026-10")
@click.argument("agreement", type=AGREEMENT_ID)
@click.argument("file", type=FILE)
@click.option("--period", default="", help="The period that the figures are for: 2026-10, 2026-Q4, 2026-10-02/2026-10-31. Default: the months of its rows.")
@click.option("--system", default="", help="The system that they come from, where the file leaves that open.")
@click.option("--replace", is_flag=True, help="They take the place of figures for the same days.")
@click.option("--dry-run", is_flag=True, help="Only check them and show what was understood.")
@with_author
@with_json
@in_workspace
def measure(agreement: str, file: Path, period: str, system: str, *, replace: bool, dry_run: bool, author: str, as_json: bool, folder: Path | None) -> None:
    """Check what was measured, show what was understood, and keep FILE with the agreement: outages, samples, counts, values, tickets or use.

    The form is recognised by the header. A file that holds the header alone says that nothing happened; a period without a file is missing.
    """
    from slagen.formats.files import read_file
    from slagen.formats.measurements import LARGEST
    from slagen.workspace.identifying import Document
    from slagen.workspace.measuring import Delivery
    from slagen.workspace.measuring import measure as run

    loaded = load_workspace(folder)
    said = Delivery(period, system, replace, signature_of(author), dry_run)
    found = run(root_of(folder), loaded, agreement, Document(file.name, read_file(file, limit=LARGEST + 1)), said, now=now(loaded))
    if as_json:
        print_json(_data(found))
    else:
        _tell(found)
    if found.outcome:
        tell_index_behind(found.outcome)


def _data(found: Measured) -> dict[str, object]:
    from slagen.formats.findings import to_json

    return {
        "agreement": found.agreement,
        "form": found.file.form,
        "system": found.file.system,
        "first_day": found.file.first_day.isoformat(),
        "last_day": found.file.last_day.isoformat(),
        "file": found.path if found.outcome else None,
        "rows": dict(found.rows),
        "levels": [{"id": one.level, "rows": one.rows, "first": one.first or None, "last": one.last or None, "says": one.says} for one in found.levels],
        "periods": list(found.periods),
        "commit": found.outcome.commit if found.outcome else None,
        "findings": to_json(found.findings),
    }


def _tell(found: Measured) -> None:
    click.echo(printable(f"{found.agreement}: {found.file.form} of {found.file.system}, {found.file.first_day} to {found.file.last_day}"))
    if found.levels:
        rows = [(one.level, f"{one.rows:,}", one.first, one.last, one.says) for one in found.levels]
        print_table(("Service" if found.file.form == "use" else "Service level", "Rows", "From", "To", "Understood as"), rows, right=(1,))
    else:
        click.echo("Nothing happened in this time.")
    if found.periods:
        tell(f"Periods that end in this time: {', '.join(found.periods)}.")
    if found.findings:
        say(findings_text(found.findings, err=True))
    tell(f"Kept as {found.path}." if found.outcome else "Only checked; nothing was kept.")
    if found.outcome and found.periods:
        say(printable(f"See the results: slagen report {found.agreement} --period {found.file.last_day:%Y-%m}"))
