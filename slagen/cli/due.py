"""`slagen due`."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from slagen.cli.options import DUE_KIND, FILE, in_workspace, on_day, root_of, today_in, with_json
from slagen.cli.output import coloured, findings_text, print_json, progress, say, terminal_width
from slagen.core.errors import BadInputError, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from slagen.lifecycle.due_item import DueItem
    from slagen.workspace.due_list import DueList, Wanted

MOST_SHOWN = 200
"""Rows of the table: who has more than these to do narrows the list, or asks for all of it."""
_FORMS = ("table", "json", "csv", "md", "xlsx")


@click.command(epilog="Example: slagen due --within 90d --owner jo@northwind.example")
@on_day
@click.option("--within", default="", help="Only what is due within this time, such as 90d, 12w or 3m; months are those of the calendar.")
@click.option("--owner", default="", help="Only what this person owns (part of the address will do).")
@click.option("--kind", "kinds", type=DUE_KIND, multiple=True, help="Only this kind, such as review or last-notice. May be given several times.")
@click.option("--snoozed", is_flag=True, help="Show what was put off, too.")
@click.option("--sort", "order", type=click.Choice(["pain", "day"]), default="pain", help="What hurts most first, or simply the soonest.")
@click.option("--why", is_flag=True, help="Say below each row how its day was found, and the item's name for acknowledge and snooze.")
@click.option("--all", "everything", is_flag=True, help=f"The whole table, where there are more than {MOST_SHOWN} rows.")
@click.option("--to", "form", type=click.Choice(_FORMS), default=None, help="How the list is printed. Default: as the name of the file ends, else a table.")
@click.option("-o", "--out", "out", type=FILE, default=None, help="Write to this file; a spreadsheet (xlsx) needs one.")
@click.option("--fail-on", type=click.Choice(["overdue"]), default=None, help="End with 1 where something is overdue.")
@with_json
@in_workspace
def due(
    on: date | None, within: str, owner: str, kinds: tuple[str, ...], snoozed: bool, order: str, why: bool, everything: bool, form: str | None,
    out: Path | None, fail_on: str | None, as_json: bool, folder: Path | None,
) -> int:  # fmt: skip
    """What to do next, across all agreements: reviews, renegotiation windows, last notice dates, renewals, expiry.

    What hurts most comes first: what is overdue, then what is near; in each group legal deadlines, ours, the most money.
    Ends with 3 where the dates of an agreement could not be worked out, or not for certain: the list is not whole then.
    """
    from slagen.workspace.due_list import Wanted, portfolio

    form = _form("json" if as_json else form, out)
    root = root_of(folder)
    wanted = Wanted(within, owner, kinds, snoozed, order, MOST_SHOWN if form == "table" and not everything else None)
    found = portfolio(root, wanted, lambda zone: on or today_in(zone), lambda count: progress(count, "working out dates"))
    if form == "table":
        _tell(found, each_clause=bool(kinds), why=why)
    elif out is not None:
        _write(root, out, form, found, wanted)
    elif form == "json":
        _print_json(found)
    else:
        click.echo(_text(found, form, wanted), nl=False)
    if found.problems:
        say("These dates could not be worked out, or not for certain:")
        say(findings_text(found.problems, err=True))
    if fail_on == "overdue" and any(item.days_left < 0 for item in found.items):
        return 1
    return BadInputError.exit_code if found.problems else 0


def _form(form: str | None, out: Path | None) -> str:
    """The form that was asked for, else the one that the file's name ends with.

    Raises:
        UsageError: the form needs a file, or has none of its own.
    """
    ending = out.suffix.lower().lstrip(".") if out else ""
    chosen = form or (ending if ending in _FORMS else "" if out else "table")
    if not chosen or (out and chosen == "table"):
        raise UsageError(f"“{out}” does not say what is to be written.", hint="Name it .xlsx, .csv, .md or .json, or add --to.")
    if chosen == "xlsx" and out is None:
        raise UsageError("A spreadsheet needs a file.", hint="Name one: slagen due -o due.xlsx")
    return chosen


def _text(found: DueList, form: str, wanted: Wanted) -> str:
    from slagen.formats.due_rows import to_csv, to_markdown

    return to_csv(found.items) if form == "csv" else to_markdown(found.items, each_clause=bool(wanted.kinds))


def _print_json(found: DueList) -> None:
    from slagen.formats.due_rows import to_json

    print_json(to_json(found.items))


def _write(root: Path, out: Path, form: str, found: DueList, wanted: Wanted) -> None:
    from slagen.workspace.due_files import write_due

    write_due(root, out, form, found, wanted)
    say(f"{out}: {len(found.items):,} items")


def _tell(found: DueList, *, each_clause: bool, why: bool) -> None:
    if found.items:
        print_due(found.items, each_clause=each_clause, why=why)
    else:
        say("Nothing is due.")
    if found.more:
        from slagen.workspace.due_list import MANY

        say(f"… and {f'{found.more:,}' if found.more < MANY else f'more than {MANY:,}'} more. The whole list: --all; a part of it: --within, --owner, --kind.")
    if found.put_off:
        say(f"Put off until later: {found.put_off:,}. To see that, too: --snoozed")


def print_due(items: Iterable[DueItem], *, each_clause: bool = False, why: bool = False) -> None:
    """The list as a table, or, where the terminal is too narrow for one, each item on lines of its own."""
    from slagen.cli.due_table import due_lines
    from slagen.formats.due_rows import HEADINGS, lines

    found = lines(items, each_clause=each_clause)
    click.echo("\n".join(due_lines(found, HEADINGS, terminal_width(), colour=coloured(), why=why)))
