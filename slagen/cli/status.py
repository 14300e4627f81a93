"""`slagen status`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from slagen.cli.events import person_data, person_text, record_data
from slagen.cli.options import AGREEMENT_ID, in_workspace, load_workspace, root_of, with_json
from slagen.cli.output import findings_text, print_json, print_table, printable, say
from slagen.cli.versions import version_data
from slagen.core.hashes import short

if TYPE_CHECKING:
    from slagen.model.record import Record
    from slagen.workspace.status import Report

_MOST_EVENTS = 10


@click.command(epilog="Example: slagen status acme-hosting")
@click.argument("agreement", type=AGREEMENT_ID)
@with_json
@in_workspace
def status(agreement: str, as_json: bool, folder: Path | None) -> int:
    """Say where an agreement stands, what happened last, what is not saved, and what to do next.

    Ends with 1 where what was recorded or signed is not as it was.
    """
    from slagen.core.findings import has_errors
    from slagen.workspace.status import status as run

    report = run(root_of(folder), load_workspace(folder), agreement)
    if as_json:
        print_json(_data(report))
    else:
        _tell(report)
    return int(has_errors(report.findings))


def _tell(report: Report) -> None:
    now = report.standing
    click.echo(printable(f"{report.agreement}: {_stands(report)}"))
    if report.saved:
        click.echo(printable(f"Saved: {short(report.saved.commit)}, {report.saved.at:%Y-%m-%d %H:%M}, {report.saved.author}: {report.saved.subject}"))
    if report.unsaved:
        click.echo(printable(f"Not saved: {', '.join(report.unsaved)}"))
    if report.returned:
        marks = "; ".join(map(person_text, report.returned.people))
        click.echo(printable(f"Open in {report.returned.version}: {marks or 'no tracked changes, no comments'}"))
    if now.ends_on:
        click.echo(f"Last day: {now.ends_on}")
    if report.events:
        events = [_row(record) for record in report.events[-_MOST_EVENTS:]]
        print_table(("When", "What", "Version", "Who", "With whom", "In files/"), events, whole=(0, 1, 2))
    click.echo(printable(f"Next: {report.next}"))
    if report.findings:
        say(findings_text(report.findings, err=True))


def _stands(report: Report) -> str:
    now = report.standing
    if now.amendment:
        return f"amendment {now.amendment} of {now.version}, {now.status}"
    return f"{now.status} as {now.version}" if now.version else str(now.status)


def _row(record: Record) -> tuple[str, ...]:
    name = record.by.partition(" <")[0]
    return (f"{record.day:%Y-%m-%d}", record.verb, record.version, name, record.to, record.file.removeprefix("files/"))


def _data(report: Report) -> dict[str, object]:
    from slagen.formats.findings import to_json

    now, saved, back = report.standing, report.saved, report.returned
    return {
        "agreement": report.agreement,
        "title": report.title,
        "status": now.status.value,
        "version": now.version or None,
        "amendment": now.amendment or None,
        "ends_on": now.ends_on.isoformat() if now.ends_on else None,
        "saved": version_data(saved) if saved else None,
        "unsaved": list(report.unsaved),
        "received": {"version": back.version, "base": back.base or None, "people": [person_data(person) for person in back.people]} if back else None,
        "events": [record_data(record) for record in report.events],
        "findings": to_json(report.findings),
        "next": report.next,
    }
