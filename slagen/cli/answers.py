"""`slagen acknowledge` and `slagen snooze`: answers to what is due."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from slagen.cli.events import filed_data, how_of
from slagen.cli.options import DAY, F, in_workspace, load_workspace, root_of, with_author, with_json
from slagen.cli.output import print_json, printable
from slagen.cli.versions import tell_index_behind
from slagen.core.hashes import short

if TYPE_CHECKING:
    from slagen.workspace.answering import Answered


def _answer(command: F) -> F:
    """Add what both answers have."""
    options = (
        click.argument("item"),
        click.option("--on", "on", type=DAY, help="The day on which it was answered or done. Default: now."),
        click.option("--by", default="", help="Who answers. Default: the person whom git knows."),
        with_author,
        with_json,
        in_workspace,
    )
    for option in reversed(options):
        command = option(command)
    return command


@click.command(epilog="Example: slagen acknowledge acme-hosting:obligation:insurance-2 --done --on 2026-11-20")
@_answer
@click.option("--done", is_flag=True, help="It has been done, on the day of --on.")
@click.option("--note", default="", help="What else is worth keeping.")
def acknowledge(item: str, done: bool, note: str, as_json: bool, folder: Path | None, **how: Any) -> None:
    """Record that somebody deals with ITEM, or that it is done. Items are named by: slagen due --json."""
    from slagen.workspace.answering import acknowledge as run

    loaded = load_workspace(folder)
    _print(run(root_of(folder), loaded, item, how_of(loaded, method="", note=note, **how), done=done), as_json=as_json)


@click.command(epilog='Example: slagen snooze acme-hosting:review:2 --until 2026-12-01 --reason "Sam is ill"')
@_answer
@click.option("--until", type=DAY, required=True, help="The day on which it comes up again: never after a legal deadline.")
@click.option("--reason", required=True, help="Why it can wait.")
def snooze(item: str, until: date, reason: str, as_json: bool, folder: Path | None, **how: Any) -> None:
    """Put ITEM off until a day. Items are named by: slagen due --json."""
    from slagen.workspace.answering import snooze as run

    loaded = load_workspace(folder)
    _print(run(root_of(folder), loaded, item, until, how_of(loaded, method="", note=reason, **how)), as_json=as_json)


def _print(found: Answered, *, as_json: bool) -> None:
    if as_json:
        print_json(filed_data(found.filed) | {"item": found.item, "due": found.due.due.isoformat() if found.due else None})
        return
    [record] = found.filed.records
    what = f"put off until {record.until}" if record.until else f"done on {record.done_on}" if record.done_on else "acknowledged"
    how = "recorded before" if found.filed.before else f"recorded as {short(found.filed.outcome.commit)}"
    click.echo(printable(f"{found.item}: {what}, {how}"))
    if found.due and not record.done_on:
        click.echo(f"Due: {found.due.due}{' (legal deadline)' if found.due.legal else ''}")
    tell_index_behind(found.filed.outcome)
