"""`slagen due`."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from slagen.cli.options import in_workspace, load_workspace, on_day, today, with_json
from slagen.cli.output import findings_text, print_json, print_table, progress, say

if TYPE_CHECKING:
    from slagen.lifecycle.due_item import DueItem


@click.command(epilog="Example: slagen due --within 90d --owner jo@northwind.example")
@on_day
@click.option("--within", default="", help="Only what is due within this time, such as 90d, 12w or 3m.")
@click.option("--owner", default="", help="Only what this person owns (part of the address will do).")
@click.option("--kind", default="", help="Only one kind, such as review or last-notice.")
@click.option("--to", "form", type=click.Choice(["table", "json", "csv", "md"]), default="table", help="How the list is printed.")
@click.option("--fail-on", type=click.Choice(["overdue"]), default=None, help="End with 1 where something is overdue.")
@with_json
@in_workspace
def due(on: date | None, within: str, owner: str, kind: str, form: str, fail_on: str | None, as_json: bool, folder: Path | None) -> int:
    """What to do next, across all agreements: reviews, renegotiation windows, last notice dates, renewals, expiry."""
    from slagen.formats.agenda import to_csv, to_json, to_markdown
    from slagen.workspace.dates import Filter, days_within, require_kind
    from slagen.workspace.dates import due as run

    loaded = load_workspace(folder)
    wanted = Filter(days_within(within) if within else None, owner, require_kind(kind))
    with progress(len(loaded.agreements), "reading") as step:
        agenda = run(loaded, wanted, today=on or today(loaded), step=step)
    if as_json or form == "json":
        print_json(to_json(agenda.items))
    elif form == "csv":
        click.echo(to_csv(agenda.items), nl=False)
    elif form == "md":
        click.echo(to_markdown(agenda.items), nl=False)
    elif agenda.items:
        print_table(("Due", "Days", "Agreement", "What", "Who acts", "Owner", "If nobody acts"), map(_row, agenda.items), right=(1,))
    else:
        say("Nothing is due.")
    if agenda.problems:
        say("These dates could not be worked out:")
        say(findings_text(agenda.problems, err=True))
    return 1 if fail_on == "overdue" and any(item.days_left < 0 for item in agenda.items) else 0


def _row(item: DueItem) -> tuple[str, ...]:
    what = item.kind.value.replace("-", " ") + (" (legal)" if item.legal else "")
    return (item.due.isoformat(), str(item.days_left), item.agreement or item.title, what, item.who_acts, item.owner, item.if_nothing)
