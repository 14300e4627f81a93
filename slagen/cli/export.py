"""`slagen export`."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from slagen.cli.options import AGREEMENT_ID, in_workspace, load_workspace, on_day, root_of, today, with_json
from slagen.cli.output import findings_text, print_json, printable, say


@click.group(epilog="Example: slagen export openslo acme-hosting -o acme.yaml")
def export() -> None:
    """What an agreement promises, for other programs to read."""


@export.command(epilog="Example: slagen export openslo acme-hosting -o acme.yaml")
@click.argument("agreement", type=AGREEMENT_ID)
@click.option("--at", "version", default="", help="A saved version (vX.Y or a commit), or draft. Default: the one in force on the day.")
@click.option("-o", "--out", type=click.Path(path_type=Path), help="The file, or the folder for it. Default: standard output.")
@on_day
@with_json
@in_workspace
def openslo(agreement: str, version: str, out: Path | None, on: date | None, as_json: bool, folder: Path | None) -> None:
    """Write the service levels of AGREEMENT as OpenSLO v1, for a monitoring system to watch.

    Names carry the agreement, the clause and the version. A level that OpenSLO cannot hold to has an SLI and no SLO, and you are told why.
    """
    from slagen.workspace.monitoring import openslo as run
    from slagen.workspace.monitoring import written

    loaded = load_workspace(folder)
    found = run(loaded, agreement, on=on or today(loaded), version=version)
    file = written(root_of(folder), found, out) if out else None
    if found.findings and not as_json:
        say(findings_text(found.findings, err=True))
    if as_json:
        from slagen.formats.findings import to_json
        from slagen.formats.openslo.write import to_native

        shown = {"agreement": agreement, "version": found.version, "on": found.on.isoformat(), "file": str(file) if file else None}
        print_json(shown | {"objects": to_native(found.objects), "findings": to_json(found.findings)})
    else:
        click.echo(printable(str(file)) if file else found.text, nl=bool(file))
