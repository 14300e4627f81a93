"""`slagen review`: an agreement was looked at again."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from slagen.cli.documents import names_in, print_files
from slagen.cli.events import circumstances, filed_data, how_of
from slagen.cli.options import AGREEMENT_ID, DAY, in_workspace, load_workspace, root_of, today, with_json
from slagen.cli.output import print_json, say, tell
from slagen.cli.versions import tell_index_behind
from slagen.core.errors import UsageError
from slagen.core.hashes import short

if TYPE_CHECKING:
    from slagen.workspace.reviewing import Reviewed

EDITIONS = ("us", "customer")
OUTCOMES = ("keep", "amend", "renegotiate", "terminate")


@click.command(epilog="Example: slagen review acme-hosting --outcome keep --on 2026-11-20")
@click.argument("agreement", type=AGREEMENT_ID)
@click.option("--outcome", type=click.Choice(OUTCOMES), default=None, help="What was decided.")
@click.option("--due", type=DAY, help="Which planned review it completes. Default: the one that is due, or soon will be.")
@click.option(
    "--baseline", "baselines", multiple=True, metavar="LEVEL=FIGURE", help="A baseline that was confirmed, such as availability=99.93; may be repeated."
)
@click.option("--pack", "wants_pack", is_flag=True, help="Write the agenda of the next review instead, and record nothing.")
@click.option("--for", "edition", type=click.Choice(EDITIONS), help="Whom the agenda is for. Default: us.")
@click.option("--to", "formats", help="Formats of the agenda, with commas: docx, md. Default: both.")
@click.option("-o", "--out", type=click.Path(path_type=Path), help="The folder of the agenda, or its file. Default: build/ in the workspace.")
@circumstances
@with_json
@in_workspace
def review(
    agreement: str,
    outcome: str | None,
    due: date | None,
    baselines: tuple[str, ...],
    wants_pack: bool,
    edition: str | None,
    formats: str | None,
    out: Path | None,
    as_json: bool,
    folder: Path | None,
    **how: Any,
) -> None:
    """Record that an agreement was reviewed, and what was decided; says what follows from it, and when the next review is due.

    With --pack: write the agenda of the next review, with the day (--on) that it is made for.
    """
    if wants_pack:
        if outcome or due or baselines:
            raise UsageError("An agenda records nothing.", hint="Leave out --outcome, --due and --baseline, or --pack.")
        _pack(agreement, edition or EDITIONS[0], formats or "docx,md", out, as_json=as_json, folder=folder, on=how["on"])
        return
    if edition or formats or out:
        raise UsageError("--for, --to and --out are for an agenda.", hint="Say that it is one: --pack")
    if outcome is None:
        raise UsageError("What was decided is missing.", hint=f"Say it: --outcome {'|'.join(OUTCOMES)}. For the agenda of the next review: --pack")
    _record(agreement, outcome, due, baselines, as_json, folder, how)


def _pack(agreement: str, edition: str, formats: str, out: Path | None, *, as_json: bool, folder: Path | None, on: date | None) -> None:
    from slagen.workspace.review_pack import Edition, Order, pack

    loaded = load_workspace(folder)
    wanted = names_in(formats)
    found = pack(root_of(folder), loaded, agreement, Order(Edition(edition), on or today(loaded), wanted, out))
    if as_json:
        print_json(
            {
                "agreement": found.agreement,
                "for": found.edition.value,
                "files": [str(file) for file in found.files],
                "due": found.due.isoformat() if found.due else None,
                "since": found.since or None,
                "version": found.version or None,
            }
        )
        return
    print_files(found.files)
    when = f"for the review that is due on {found.due}" if found.due else "no review is planned"
    say(f"{found.agreement}: the agenda for {'the customer' if edition == 'customer' else 'us'}, {when}")


def _record(agreement: str, outcome: str, due: date | None, baselines: tuple[str, ...], as_json: bool, folder: Path | None, how: dict[str, Any]) -> None:
    from slagen.workspace.reviewing import Particulars
    from slagen.workspace.reviewing import review as run

    loaded = load_workspace(folder)
    found = run(root_of(folder), loaded, agreement, outcome, how_of(loaded, **how), Particulars(due, dict(_pair(text) for text in baselines)))
    if as_json:
        print_json(_data(found))
    else:
        _tell(found)


def _pair(text: str) -> tuple[str, str]:
    level, equals, figure = text.partition("=")
    if not equals or not level.strip():
        raise UsageError(f"“{text}” is no baseline.", hint="Write the service level and its figure: --baseline availability=99.93")
    return level.strip(), figure


def _tell(found: Reviewed) -> None:
    [record] = found.filed.records
    how = "recorded before" if found.filed.before else f"recorded as {short(found.filed.outcome.commit)}"
    what = f"completes the review of {found.completes}" if found.completes else "completes no planned review"
    tell(f"{found.filed.agreement}: reviewed on {record.day}, {record.outcome}; {what}, {how}")
    if found.completes is None and found.next_review and found.opens:
        tell(f"A review completes that of {found.next_review} from {found.opens} on.")
        click.echo(f"If this one takes its place: slagen review {found.filed.agreement} --outcome {record.outcome} --on {record.day} --due {found.next_review}")
    if found.missed:
        tell(f"Missed: {', '.join(map(str, found.missed))}")
    if record.baselines:
        told = ", ".join(f"{level} {figure:f}" for level, figure in record.baselines.items())
        tell(f"Baselines from {record.done_on} on: {told}")
    tell(found.follow_up)
    tell(f"Next review: {found.next_review}" if found.next_review else "No further review is planned.")
    tell_index_behind(found.filed.outcome)


def _data(found: Reviewed) -> dict[str, object]:
    return filed_data(found.filed) | {
        "completes": found.completes.isoformat() if found.completes else None,
        "missed": [day.isoformat() for day in found.missed],
        "follow_up": found.follow_up,
        "next_review": found.next_review.isoformat() if found.next_review else None,
    }
