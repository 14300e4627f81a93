"""`slagen due`."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from slagen.cli.options import DUE_KIND, in_workspace, load_workspace, on_day, today, with_json
from slagen.cli.output import findings_text, print_json, print_table, printable, progress, say, terminal_width
from slagen.core.errors import BadInputError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from slagen.lifecycle.due_item import DueItem

_TABLE_WIDTH = 140
"""Columns below which a table would break names in the middle."""
_MARGIN = " " * len("2026-10-01     90  ")


@click.command(epilog="Example: slagen due --within 90d --owner jo@northwind.example")
@on_day
@click.option("--within", default="", help="Only what is due within this time, such as 90d, 12w or 3m.")
@click.option("--owner", default="", help="Only what this person owns (part of the address will do).")
@click.option("--kind", type=DUE_KIND, default="", help="Only one kind, such as review or last-notice.")
@click.option("--to", "form", type=click.Choice(["table", "json", "csv", "md"]), default="table", help="How the list is printed.")
@click.option("--fail-on", type=click.Choice(["overdue"]), default=None, help="End with 1 where something is overdue.")
@with_json
@in_workspace
def due(on: date | None, within: str, owner: str, kind: str, form: str, fail_on: str | None, as_json: bool, folder: Path | None) -> int:
    """What to do next, across all agreements: reviews, renegotiation windows, last notice dates, renewals, expiry.

    Ends with 3 where the dates of an agreement could not be worked out: the list is not whole then.
    """
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
        click.echo(to_markdown(agenda.items, each_clause=bool(kind)), nl=False)
    elif agenda.items:
        print_agenda(agenda.items, each_clause=bool(kind))
    else:
        say("Nothing is due.")
    if agenda.problems:
        say("These dates could not be worked out:")
        say(findings_text(agenda.problems, err=True))
    if fail_on == "overdue" and any(item.days_left < 0 for item in agenda.items):
        return 1
    return BadInputError.exit_code if agenda.problems else 0


def print_agenda(items: Iterable[DueItem], *, each_clause: bool = False) -> None:
    """The list as a table, or, where the terminal is too narrow for one, each item on lines of its own."""
    from slagen.formats.agenda import HEADINGS, rows

    room = terminal_width()
    if room is None or room >= _TABLE_WIDTH:
        print_table(HEADINGS, rows(items, each_clause=each_clause), right=(1,))
        return
    for day, days, about, what, who, owner, missed in rows(items, each_clause=each_clause):
        click.echo(_entry(f"{day}  {days:>5}  {printable(about)}: {what}", room, hanging=True))
        click.echo(_entry(printable(f"{who} ({owner}): {missed}" if owner else f"{who}: {missed}"), room))


def _entry(text: str, room: int, *, hanging: bool = False) -> str:
    """Wrapped between words, in the column that follows the day; a hanging text begins at the margin."""
    from textwrap import fill

    return fill(text, max(room, 2 * len(_MARGIN)), initial_indent="" if hanging else _MARGIN, subsequent_indent=_MARGIN, break_on_hyphens=False)
