"""`slagen status`."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from slagen.cli.events import person_data, person_text, record_data
from slagen.cli.options import AGREEMENT_ID, in_workspace, load_workspace, on_day, root_of, today, today_in, with_json
from slagen.cli.output import findings_text, print_json, print_table, printable, progress, say
from slagen.cli.versions import version_data
from slagen.core.hashes import short

if TYPE_CHECKING:
    from slagen.lifecycle.due_item import DueItem
    from slagen.model.record import Record
    from slagen.portfolio.rows import Line
    from slagen.workspace.status import Report

_MOST_EVENTS = 10
_ACTIVE, _EXPIRING = "active", "expiring"
"""The words of the status: the module that has them is not loaded at the start."""


@click.command(epilog="Example: slagen status acme-hosting")
@click.argument("agreement", type=AGREEMENT_ID, required=False)
@on_day
@with_json
@in_workspace
def status(agreement: str | None, on: date | None, as_json: bool, folder: Path | None) -> int:
    """Say where an agreement stands on a day and why, what happened last, what is not saved, and what to do next by when.

    Without ID: where all agreements stand. Ends with 1 where what was recorded or signed is not as it was.
    """
    if agreement is None:
        return _overview(root_of(folder), on, as_json=as_json)
    from slagen.core.findings import has_errors
    from slagen.workspace.status import status as run

    loaded = load_workspace(folder)
    present = today(loaded)
    report = run(root_of(folder), loaded, agreement, on or present, looking_back=on is not None and on < present)
    if as_json:
        print_json(_data(report))
    else:
        _tell(report)
    return int(has_errors(report.findings))


def _overview(root: Path, on: date | None, *, as_json: bool) -> int:
    from slagen.core.errors import BadInputError
    from slagen.workspace.overview import overview

    found = overview(root, lambda zone: on or today_in(zone), lambda count: progress(count, "working out dates"))
    if as_json:
        print_json([_line_data(line) for line in found.lines])
    else:
        print_table(("Agreement", "Status", "Version", "Goes on, or ends", "Next"), [_line_row(line) for line in found.lines], whole=(0, 1, 2))
    if found.problems:
        say("These dates could not be worked out, or not for certain:")
        say(findings_text(found.problems, err=True))
    return BadInputError.exit_code if found.problems else 0


def _line_row(line: Line) -> tuple[str, ...]:
    soon = f"{line.next.due} {_what(line.next)}" if line.next else ""
    version = f"{line.version}, {line.amendment} open" if line.amendment else line.version
    return (line.agreement, line.status, version, _goes_on(line), soon)


def _goes_on(line: Line) -> str:
    if line.ends_on:
        return f"ends {line.ends_on}{', unless extended' if line.optional and line.status != _EXPIRING else ''}"
    if line.renews_on:
        return f"renews {line.renews_on}"
    return "goes on without an end" if line.status == _ACTIVE else ""


def _line_data(line: Line) -> dict[str, object]:
    return {
        "agreement": line.agreement,
        "title": line.title,
        "status": line.status.value,
        "version": line.version or None,
        "amendment": line.amendment or None,
        "ends_on": line.ends_on.isoformat() if line.ends_on else None,
        "renews_on": line.renews_on.isoformat() if line.renews_on else None,
        "next": {"item": line.next.id, "kind": line.next.kind.value, "due": line.next.due.isoformat()} if line.next else None,
    }


def _what(item: DueItem) -> str:
    return item.kind.value.replace("-", " ") + (" (legal)" if item.legal else "")


def _tell(report: Report) -> None:
    now = report.standing
    click.echo(printable(f"{report.agreement}: {_stands(report)}"))
    click.echo(printable(f"Why: {report.because}"))
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
    if report.due:
        items = [(str(item.due), str(item.days_left), _what(item), item.who_acts, item.if_nothing) for item in report.due]
        print_table(("Due", "Days", "What", "Who acts", "If nobody acts"), items, right=(1,), whole=(0, 2))
    click.echo(printable(f"Next: {report.next}"))
    if report.findings:
        say(findings_text(report.findings, err=True))


def _stands(report: Report) -> str:
    now = report.standing
    signed = f"{report.status} ({now.version})" if now.version else str(report.status)
    return f"{signed}; amendment {now.amendment}: {now.status}" if now.amendment else signed


def _row(record: Record) -> tuple[str, ...]:
    name = record.by.partition(" <")[0]
    of = f" {record.period}" if record.period else ""
    amount = f", {record.amount.amount:,} {record.amount.currency}" if record.amount else ""
    return (f"{record.day:%Y-%m-%d}", f"{record.verb}{of}{amount}", record.version, name, record.to, record.file.removeprefix("files/"))


def _data(report: Report) -> dict[str, object]:
    from slagen.formats.due_rows import to_json as items_json
    from slagen.formats.findings import to_json

    now, saved, back = report.standing, report.saved, report.returned
    return {
        "agreement": report.agreement,
        "title": report.title,
        "on": report.on.isoformat(),
        "status": report.status.value,
        "because": report.because,
        "recorded": now.status.value,
        "version": now.version or None,
        "amendment": now.amendment or None,
        "ends_on": now.ends_on.isoformat() if now.ends_on else None,
        "saved": version_data(saved) if saved else None,
        "unsaved": list(report.unsaved),
        "received": {"version": back.version, "base": back.base or None, "people": [person_data(person) for person in back.people]} if back else None,
        "events": [record_data(record) for record in report.events],
        "due": items_json(report.due),
        "findings": to_json(report.findings),
        "next": report.next,
    }
