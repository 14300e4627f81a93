"""`slagen report`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from slagen.cli.documents import names_in, print_data, print_files, tell_missing
from slagen.cli.how_we_did import how_we_did
from slagen.cli.options import AGREEMENT_ID, in_workspace, load_workspace, now, root_of, with_json
from slagen.cli.output import findings_text, print_table, printable, progress, say

if TYPE_CHECKING:
    from slagen.workspace.reporting import Report


@click.command(epilog="Example: slagen report acme-hosting --period 2026-10")
@click.argument("agreement", type=AGREEMENT_ID)
@click.option("--period", required=True, help="The period: 2026-10, 2026-Q4, 2026-H2, 2026, or 2026-10-02/2026-10-31.")
@click.option("--to", "formats", default="docx,html,md", help="Formats, with commas: docx, html, md, json. Default: docx, html, md.")
@click.option("-o", "--out", type=click.Path(path_type=Path), help="The folder, or one file whose ending says the format. Default: build/ in the workspace.")
@with_json
@in_workspace
def report(agreement: str, period: str, formats: str, out: Path | None, as_json: bool, folder: Path | None) -> None:
    """Write the performance report of a period: results against targets, error budgets, misses and their causes, credits; of a charter, “How we did”.

    A period that is under way is reported so far. With --json the figures are printed, and no file is written unless --out says where.
    """
    from slagen.workspace.chart_letters import without_font
    from slagen.workspace.charter_report import is_charter
    from slagen.workspace.document_files import Order
    from slagen.workspace.report_data import report_data
    from slagen.workspace.report_files import report_written
    from slagen.workspace.reporting import report as run

    loaded = load_workspace(folder)
    wanted = names_in(formats)
    if is_charter(loaded, agreement):
        how_we_did(loaded, root_of(folder), agreement, period, Order(wanted, out), as_json=as_json)
        return
    found = run(loaded, agreement, period, now=now(loaded))
    as_json = as_json or (wanted == ("json",) and out is None)
    with progress(len(wanted), "writing") as step:
        files = report_written(root_of(folder), found, Order(wanted, out), step) if out or not as_json else ()
    findings = (*found.findings, *without_font([one.name for one in found.levels], files))
    if findings:
        say(findings_text(findings, err=True))
    if as_json:
        print_data(report_data(found), files, findings)
        return
    _print(found)
    print_files(files)
    tell_missing(_missing(found), agreement)


def _print(found: Report) -> None:
    from slagen.workspace.report_credits import parts_of_claims
    from slagen.workspace.report_words import Words

    words = Words(found)
    rows = [
        (one.name, result.window.name, words.target(one), words.value(result), words.standing(one, result)) for one in found.levels for result in one.results
    ]
    print_table(("Service level", "Period", "Target", "Result", "How it stands"), rows, right=(3,), whole=(1,))
    if found.period.under_way:
        say(f"{found.period.name} is under way: counted up to {found.period.until}.")
    given = [words.formats.money(one) for one in found.total if one.amount]
    if found.agreement.service_credits:
        parts = "".join(f" ({one})" for one in parts_of_claims(words))
        click.echo(f"Service Credits: {printable(words.formats.listed(given) + parts) if given else 'none'}")


def _missing(found: Report) -> str:
    """The levels for which figures are missing, each with the periods, those that have not ended left out."""
    missing = {one.name: [result.window.name for result in one.results if result.verdict.value == "missing" and not found.runs(result)] for one in found.levels}
    return "; ".join(f"{name} ({', '.join(periods)})" for name, periods in missing.items() if periods)
