"""`slagen remind`."""

from __future__ import annotations

from datetime import date
import os
from pathlib import Path
from typing import TYPE_CHECKING

import click

from slagen.cli.options import in_workspace, load_workspace, now, on_day, root_of, signature_of, with_author, with_json
from slagen.cli.output import findings_text, print_json, printable, say
from slagen.core.errors import BadInputError, RefusedError, UsageError

if TYPE_CHECKING:
    from slagen.workspace.reminding import Posted, Reminded


@click.command(epilog="Example: slagen remind --dry-run")
@on_day
@click.option("--dry-run", is_flag=True, help="Show the mails; send and write nothing.")
@click.option("-o", "--out", type=click.Path(path_type=Path, file_okay=False), help="With --dry-run: write each mail into this folder, as .eml and .html.")
@with_author
@with_json
@in_workspace
def remind(on: date | None, dry_run: bool, out: Path | None, author: str, as_json: bool, folder: Path | None) -> int:
    """Mail each owner what is due, once for each item and lead time.

    The server stands in slagen.toml under [mail]; its password only in the environment variable SLAGEN_MAIL_PASSWORD.
    Ends with 5 where a mail could not be sent, with 3 where somebody cannot be mailed; the next run sends what is missing.
    """
    from slagen.workspace import reminding
    from slagen.workspace.reminding import Run

    if out is not None and not dry_run:
        raise UsageError("-o writes mails that are only looked at.", hint="Add --dry-run, or leave -o out.")
    root, loaded = root_of(folder), load_workspace(folder)
    at = now(loaded)
    user, password = os.environ.get("SLAGEN_MAIL_USER", ""), os.environ.get("SLAGEN_MAIL_PASSWORD", "")
    run = Run(on or at.date(), at, user, password, signature_of(author))
    done = reminding.preview(root, loaded, run) if dry_run else reminding.remind(root, loaded, run)
    files = reminding.write_previews(out, root, done) if out is not None else ()
    if as_json:
        print_json(_data(done, dry_run=dry_run))
    elif dry_run and not files:
        _show(done)
    else:
        _tell(done, files)
    if not as_json and done.plan.findings:
        say(findings_text(done.plan.findings, err=True))
    return _code(done)


def _show(done: Reminded) -> None:
    """The mails as they would be read."""
    from slagen.formats.mail import text

    for posted in done.posted:
        click.echo(printable(f"To: {posted.mail['To']}\nSubject: {posted.mail['Subject']}\n"))
        click.echo(printable(text.write(posted.letter.reminder)))
    if not done.posted:
        say("Nobody is to be told anything new.")


def _tell(done: Reminded, files: tuple[Path, ...]) -> None:
    """What became of each mail."""
    for posted in done.posted if not files else ():
        click.echo(printable(_line(posted)))
        if posted.outcome and posted.outcome.hint:
            say(printable(f"  → {posted.outcome.hint}"))
    for file in files:
        click.echo(printable(f"Wrote {file}"))
    if not done.posted:
        say("Nobody is to be told anything new.")
    if done.unsaved:
        say(printable(f"The mails are sent and remembered in {done.ledger or 'reminders/'}, but that is not saved: {done.unsaved.message}"))
        say(printable(f"  → {done.unsaved.hint} The next run saves it."))


def _line(posted: Posted) -> str:
    to, outcome = posted.letter.reminder.to, posted.outcome
    count = len(posted.letter.items)
    what = f"{to}: {count} thing{'' if count == 1 else 's'}"
    if outcome is None or not outcome.reason:
        return f"Sent to {what}"
    return f"{'Not sent' if outcome.state == 'not-sent' else 'Perhaps sent'} to {what}: {outcome.reason}"


def _code(done: Reminded) -> int:
    if done.unsaved or any(posted.outcome and posted.outcome.reason for posted in done.posted):
        return RefusedError.exit_code
    return BadInputError.exit_code if any(finding.severity == "error" for finding in done.plan.findings) else 0


def _data(done: Reminded, *, dry_run: bool) -> dict[str, object]:
    from slagen.cli.failures import error_data
    from slagen.formats.findings import to_json

    return {
        "on": done.on.isoformat(),
        "dry_run": dry_run,
        "mails": [_mail(posted) for posted in done.posted],
        "held": [{"to": turn.to, "item": turn.item, "lead": turn.stage} for turn in done.plan.held],
        "problems": to_json(done.plan.findings),
        "ledger": done.ledger,
        "unsaved": error_data(done.unsaved) if done.unsaved else None,
    }


def _mail(posted: Posted) -> dict[str, object]:
    letter, outcome = posted.letter, posted.outcome
    leads = {(turn.item, turn.due): turn.stage for turn in letter.turns}
    items = [
        {"item": item.id, "agreement": item.agreement, "kind": item.kind.value, "due": item.due.isoformat(), "days_left": item.days_left,
         "lead": leads[item.id, item.due], "legal": item.legal}
        for item in letter.items
    ]  # fmt: skip
    return {
        "to": letter.reminder.to,
        "subject": str(posted.mail["Subject"]),
        "message_id": str(posted.mail["Message-ID"]),
        "again": bool(letter.again),
        "outcome": outcome.state.value if outcome else None,
        "reason": outcome.reason if outcome else "",
        "hint": outcome.hint if outcome else "",
        "items": items,
    }
