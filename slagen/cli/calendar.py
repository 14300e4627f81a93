"""`slagen calendar`."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from slagen.cli.options import AGREEMENT_ID, DUE_KIND, FILE, in_workspace, load_workspace, on_day, today, with_json
from slagen.cli.output import findings_text, print_json, printable, progress, say
from slagen.core.errors import BadInputError

if TYPE_CHECKING:
    from slagen.workspace.publishing import Published


@click.command(epilog="Example: slagen calendar --owner jo@northwind.example -o jo.ics")
@click.argument("agreements", nargs=-1, type=AGREEMENT_ID)
@click.option("-o", "--out", "out", type=FILE, default=None, help="The file to write, or to bring up to date. Default: standard output.")
@on_day
@click.option("--within", default="", help="Only what is due within this time, such as 90d, 12w or 3m.")
@click.option("--owner", default="", help="Only what this person owns (part of the address will do).")
@click.option("--kind", "kinds", type=DUE_KIND, multiple=True, help="Only this kind, such as review or last-notice. May be given several times.")
@with_json
@in_workspace
def calendar(
    agreements: tuple[str, ...], out: Path | None, on: date | None, within: str, owner: str, kinds: tuple[str, ...], as_json: bool, folder: Path | None
) -> int:
    """What is due as an iCalendar file (.ics) to subscribe to or to import: of the AGREEMENTS, or of all of them and the library.

    A file that is there already is brought up to date: an event that changed is counted one further, one that is no more stays as cancelled.
    Ends with 3 where the dates of an agreement could not be worked out, or not for certain: events that are missing then stay as they were.
    """
    from slagen.workspace.publishing import Selection, publish

    loaded = load_workspace(folder)
    selection = Selection(agreements, within, owner, kinds)
    now = today(loaded)
    day = on or now
    made = publish(loaded, selection, today=day, out=out, now=now, watching=lambda count: progress(count, "working out dates"))
    if as_json:
        print_json(_data(made, out, day))
    elif out is None:
        click.echo(made.data, nl=False)
    else:
        say(printable(f"{out}: {_told(made)}"))
    if made.problems:
        say("These dates could not be worked out, or not for certain; what was published of them and is missing now stays as it was:")
        say(findings_text(made.problems, err=True))
    return BadInputError.exit_code if made.problems else 0


def _told(made: Published) -> str:
    from slagen.formats.ical.revise import Change

    told = ", ".join(f"{count} {change}" for change in Change if (count := made.count(change)))
    return f"{len(made.revisions)} events ({told})" if told else "nothing is due"


def _data(made: Published, out: Path | None, day: date) -> dict[str, object]:
    from slagen.formats.ical.due_events import item_of
    from slagen.formats.ical.revise import Change

    return {
        "file": str(out.absolute()) if out else None,
        "name": made.feed.name,
        "on": day.isoformat(),
        **{change.value: made.count(change) for change in Change},
        "events": [
            {
                "uid": revision.entry.uid,
                "item": item_of(revision.entry.uid),
                "day": revision.entry.day.isoformat(),
                "summary": revision.entry.summary,
                "status": revision.entry.status.lower(),
                "sequence": revision.entry.sequence,
                "stamp": _moment(revision.entry.stamp),
                "change": revision.change.value,
            }
            for revision in made.revisions
        ],
    }


def _moment(stamp: str) -> str:
    """`2026-05-01T09:00:00Z`."""
    return f"{stamp[:4]}-{stamp[4:6]}-{stamp[6:11]}:{stamp[11:13]}:{stamp[13:]}"
