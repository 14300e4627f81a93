"""`slagen check`."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from slagen.cli.options import AGREEMENT_ID, in_workspace, load_workspace, on_day, today, with_json
from slagen.cli.output import findings_text, print_json, progress, say
from slagen.core.counts import counted


@click.command(epilog="Example: slagen check acme-hosting")
@click.argument("ids", nargs=-1, type=AGREEMENT_ID)
@click.option("--format", "form", type=click.Choice(["text", "json", "sarif"]), default="text", help="How findings are printed.")
@click.option("--accepted", "show_accepted", is_flag=True, help="Show the findings that somebody has accepted as well.")
@on_day
@with_json
@in_workspace
def check(ids: tuple[str, ...], form: str, show_accepted: bool, on: date | None, as_json: bool, folder: Path | None) -> int:
    """Check the agreements IDS, or the whole workspace.

    Ends with 1 where a finding is an error.
    """
    from slagen.formats.findings import to_json, to_sarif
    from slagen.workspace.checking import check as run

    loaded = load_workspace(folder)
    with progress(len(ids) or len(loaded.agreements), "checking") as step:
        report = run(loaded, ids, today=on or today(loaded), step=step)
    shown = (*report.findings, *(report.accepted if show_accepted else ()))
    if form == "sarif":
        from slagen import __version__

        print_json(to_sarif(shown, __version__))
    elif as_json or form == "json":
        print_json(to_json(shown))
    else:
        if shown:
            click.echo(findings_text(shown))
        say(_summary(len(report.agreements), report.clauses, report.templates, [finding.severity.value for finding in report.findings], len(report.accepted)))
    return 1 if report.failed else 0


def _summary(agreements: int, clauses: int, templates: int, severities: list[str], accepted: int) -> str:
    counts = [counted(severities.count(kind), kind) for kind in ("error", "warning", "note") if kind in severities]
    found = ", ".join(counts) or "nothing to mend"
    looked = f"{counted(agreements, 'agreement')}, {counted(clauses, 'clause')}, {counted(templates, 'template')}"
    return f"{looked}: {found}" + (f" ({accepted} accepted)" if accepted else "")
