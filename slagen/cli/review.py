"""`slagen review`: an agreement was looked at again."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from slagen.cli.events import circumstances, filed_data, how_of
from slagen.cli.options import AGREEMENT_ID, DAY, in_workspace, load_workspace, root_of, with_json
from slagen.cli.output import print_json, printable
from slagen.cli.versions import tell_index_behind
from slagen.core.errors import UsageError
from slagen.core.hashes import short

if TYPE_CHECKING:
    from slagen.workspace.reviewing import Reviewed

OUTCOMES = ("keep", "amend", "renegotiate", "terminate")


@click.command(epilog="Example: slagen review acme-hosting --outcome keep --on 2026-11-20")
@click.argument("agreement", type=AGREEMENT_ID)
@click.option("--outcome", type=click.Choice(OUTCOMES), default=None, help="What was decided.")
@click.option("--due", type=DAY, help="Which planned review it completes. Default: the one that is due.")
@circumstances
@with_json
@in_workspace
def review(agreement: str, outcome: str | None, due: date | None, as_json: bool, folder: Path | None, **how: Any) -> None:
    """Record that an agreement was reviewed, and what was decided; says what follows from it, and when the next review is due."""
    if outcome is None:
        raise UsageError("What was decided is missing.", hint=f"Say it: --outcome {'|'.join(OUTCOMES)}")
    _record(agreement, outcome, due, as_json, folder, how)


def _record(agreement: str, outcome: str, due: date | None, as_json: bool, folder: Path | None, how: dict[str, Any]) -> None:
    from slagen.workspace.reviewing import review as run

    loaded = load_workspace(folder)
    found = run(root_of(folder), loaded, agreement, outcome, how_of(loaded, **how), due)
    if as_json:
        print_json(_data(found))
    else:
        _tell(found)


def _tell(found: Reviewed) -> None:
    [record] = found.filed.records
    how = "recorded before" if found.filed.before else f"recorded as {short(found.filed.outcome.commit)}"
    click.echo(printable(f"{found.filed.agreement}: reviewed on {record.day}, {record.outcome}; completes the review of {found.completes}, {how}"))
    if found.missed:
        click.echo(f"Missed: {', '.join(map(str, found.missed))}")
    click.echo(printable(found.follow_up))
    click.echo(f"Next review: {found.next_review}" if found.next_review else "No further review is planned.")
    tell_index_behind(found.filed.outcome)


def _data(found: Reviewed) -> dict[str, object]:
    return filed_data(found.filed) | {
        "completes": found.completes.isoformat(),
        "missed": [day.isoformat() for day in found.missed],
        "follow_up": found.follow_up,
        "next_review": found.next_review.isoformat() if found.next_review else None,
    }
