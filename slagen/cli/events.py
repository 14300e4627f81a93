"""`slagen send`, `receive`, `sign`, `amend`, `renew` and `terminate`: what happened to an agreement, on record."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from slagen.cli.options import AGREEMENT_ID, DAY, FILE, F, in_workspace, load_workspace, now, root_of, signature_of, with_author, with_json
from slagen.cli.output import print_json, printable, say
from slagen.cli.versions import tell_index_behind
from slagen.core.counts import counted
from slagen.core.errors import UsageError
from slagen.core.hashes import short

if TYPE_CHECKING:
    from slagen.model.record import Record
    from slagen.workspace.events import Received
    from slagen.workspace.identifying import Document
    from slagen.workspace.load import Loaded
    from slagen.workspace.people import Person
    from slagen.workspace.recording import Circumstances, Filed

_GROUNDS = ("notice", "breach", "mutual", "insolvency", "convenience", "critical-failure")


def circumstances(command: F) -> F:
    """Add the options that say who, when and how."""
    options = (
        click.option("--on", "on", type=DAY, help="The day on which it happened. Default: now."),
        click.option("--by", default="", help="Who did it. Default: the person whom git knows."),
        click.option("--method", default="", help="How: email, courier, wet-ink, e-signature …"),
        click.option("--note", default="", help="What else is worth keeping."),
        with_author,
    )
    for option in reversed(options):
        command = option(command)
    return command


def _as_is(what: str) -> Callable[[F], F]:
    return click.option("--as-is", is_flag=True, help=f"Keep a {what}; needs --note.")


def how_of(loaded: Loaded, on: date | None, by: str, method: str, note: str, author: str, to: str = "") -> Circumstances:
    """Who, when and how, as the options say.

    Raises:
        UsageError: the day has not come yet.
    """
    from slagen.workspace.recording import Circumstances

    present = now(loaded)
    if on is not None and on > present.date():
        raise UsageError(f"{on} has not come yet.", hint="Record what has happened, on the day on which it did.")
    return Circumstances(on or present, by, to, method, note, signature_of(author))


@click.command(epilog="Example: slagen send acme-hosting --to b@acme.example --method email")
@click.argument("agreement", type=AGREEMENT_ID)
@click.argument("files", nargs=-1, type=FILE)
@click.option("--to", default="", help="Whom it was sent to.")
@circumstances
@_as_is("file that is not, word for word, a saved version")
@with_json
@in_workspace
def send(agreement: str, files: tuple[Path, ...], to: str, as_is: bool, as_json: bool, folder: Path | None, **how: Any) -> None:
    """Record that FILES were sent, and keep their exact bytes. With no file named, the saved version is built for sending."""
    from slagen.workspace.events import send as run

    loaded = load_workspace(folder)
    _print(run(root_of(folder), loaded, agreement, _documents(files), how_of(loaded, to=to, **how), as_is=as_is), "sent", as_json=as_json)


@click.command(epilog="Example: slagen receive acme-hosting returned.docx --from b@acme.example")
@click.argument("agreement", type=AGREEMENT_ID)
@click.argument("files", nargs=-1, required=True, type=FILE)
@click.option("--from", "to", default="", help="Whom it came from.")
@circumstances
@_as_is("file that does not say which agreement it is of (a PDF, their own paper)")
@with_json
@in_workspace
def receive(agreement: str, files: tuple[Path, ...], to: str, as_is: bool, as_json: bool, folder: Path | None, **how: Any) -> None:
    """Record that FILES came back, keep their exact bytes, and say what they answer and who changed them."""
    from slagen.workspace.events import receive as run

    loaded = load_workspace(folder)
    found = run(root_of(folder), loaded, agreement, _documents(files), how_of(loaded, to=to, **how), as_is=as_is)
    if as_json:
        print_json(filed_data(found[0].filed) | {"files": [_received(one) for one in found]})
        return
    _tell(found[0].filed, "received")
    for one in found:
        _tell_received(one)


@click.command(epilog="Example: slagen sign acme-hosting signed.pdf --on 2026-05-20 --method wet-ink")
@click.argument("agreement", type=AGREEMENT_ID)
@click.argument("files", nargs=-1, required=True, type=FILE)
@circumstances
@_as_is("Word file that is not, word for word, what is saved now")
@with_json
@in_workspace
def sign(agreement: str, files: tuple[Path, ...], as_is: bool, as_json: bool, folder: Path | None, **how: Any) -> None:
    """Record that the agreement was signed: FILES are kept, and what is saved now is frozen as v1.0 (then v1.1 …)."""
    from slagen.workspace.events import sign as run

    loaded = load_workspace(folder)
    _print(run(root_of(folder), loaded, agreement, _documents(files), how_of(loaded, **how), as_is=as_is), "signed", as_json=as_json)


@click.command(epilog='Example: slagen amend acme-hosting --note "more servers"')
@click.argument("agreement", type=AGREEMENT_ID)
@click.option("--restate", is_flag=True, help="The whole text is agreed anew: what is signed next is v2.0, not v1.1.")
@circumstances
@with_json
@in_workspace
def amend(agreement: str, restate: bool, as_json: bool, folder: Path | None, **how: Any) -> None:
    """Open an amendment of an executed agreement: its facts may change again, and are signed under the next name."""
    from slagen.workspace.term_events import amend as run

    loaded = load_workspace(folder)
    _print(run(root_of(folder), loaded, agreement, how_of(loaded, **how), restate=restate), "opened", as_json=as_json)


@click.command(epilog="Example: slagen renew acme-hosting --on 2026-11-30")
@click.argument("agreement", type=AGREEMENT_ID)
@click.option("--to", default="", help="Whom it was declared to.")
@circumstances
@with_json
@in_workspace
def renew(agreement: str, to: str, as_json: bool, folder: Path | None, **how: Any) -> None:
    """Record that an option to renew was exercised, on a day on which it was open. What renews by itself needs no record."""
    from slagen.workspace.term_events import renew as run

    loaded = load_workspace(folder)
    found = run(root_of(folder), loaded, agreement, how_of(loaded, to=to, **how))
    term = found.term
    if as_json:
        days = {"number": term.number, "first_day": term.first_day.isoformat(), "last_day": term.last_day.isoformat()} if term else None
        print_json(filed_data(found.filed) | {"contract_term": days})
        return
    _tell(found.filed, "renewed")
    if term:
        click.echo(f"Contract term {term.number}: {term.first_day} to {term.last_day}")


@click.command(epilog="Example: slagen terminate acme-hosting --ends 2027-02-28 --to legal@acme.example --method courier")
@click.argument("agreement", type=AGREEMENT_ID)
@click.option("--ends", "ends_on", type=DAY, required=True, help="The agreement's last day.")
@click.option(
    "--ground", type=click.Choice(_GROUNDS), default=_GROUNDS[0], help="Why it ends. Default: by notice, under its own rules; every other needs --note."
)
@click.option("--to", default="", help="Whom it was declared to.")
@click.option("--as-is", is_flag=True, help="Keep a critical failure that rests on facts which are not measured.")
@circumstances
@with_json
@in_workspace
def terminate(agreement: str, ends_on: date, ground: str, to: str, as_is: bool, as_json: bool, folder: Path | None, **how: Any) -> None:
    """Record that an executed agreement was terminated, and its last day: one that its rules on notice allow, or on another ground.

    A critical failure must have been measured, and the time to exercise the right must not have passed.
    """
    from slagen.model.record import Ground
    from slagen.workspace.term_events import Ending
    from slagen.workspace.term_events import terminate as run

    loaded = load_workspace(folder)
    ending = Ending(ends_on, Ground(ground), as_is, now(loaded))
    filed = run(root_of(folder), loaded, agreement, ending, how_of(loaded, to=to, **how))
    _print(filed, "terminated", as_json=as_json)
    if not as_json:
        click.echo(f"Last day: {ends_on}")


def _documents(files: tuple[Path, ...]) -> tuple[Document, ...]:
    from slagen.workspace.identifying import read_document

    return tuple(read_document(file) for file in files)


def _print(filed: Filed, done: str, *, as_json: bool) -> None:
    if as_json:
        print_json(filed_data(filed))
    else:
        _tell(filed, done)


def _tell(filed: Filed, done: str) -> None:
    names = ", ".join(dict.fromkeys(record.version for record in filed.records if record.version))
    how = "recorded before" if filed.before else f"recorded as {short(filed.outcome.commit)}"
    what = names if done in {"sent", "received"} else f"{names} {done}".strip()
    click.echo(printable(f"{filed.agreement}: {what}, {how}"))
    for path in dict.fromkeys(filed.files):
        click.echo(printable(f"Kept: {path}"))
    tell_index_behind(filed.outcome)


def _tell_received(one: Received) -> None:
    base = short(one.record.base) if len(one.record.base) == 40 else one.record.base
    reads = "was changed" if one.traced.deviations else "is untouched"
    click.echo(printable(f"{one.record.version} was made from {base or 'no version that is known here'}; its text {reads}."))
    for person in one.people:
        click.echo(printable(f"- {person_text(person)}"))
    if base and one.traced.deviations:
        say(printable(f"What changed: slagen diff {one.filed.agreement} {base} {one.record.version}"))


def person_text(person: Person) -> str:
    """How much somebody has done to a file that came back."""
    return f"{person.name or 'somebody'}: {counted(person.changes, 'tracked change')}, {counted(person.comments, 'comment')}"


def filed_data(filed: Filed) -> dict[str, object]:
    """What `--json` prints of everything that was recorded."""
    return {
        "agreement": filed.agreement,
        "commit": filed.outcome.commit,
        "before": filed.before,
        "records": [record_data(record) for record in filed.records],
    }


def _received(one: Received) -> dict[str, object]:
    return {
        "version": one.record.version,
        "base": one.record.base or None,
        "untouched": not one.traced.deviations,
        "differences": list(one.traced.deviations),
        "people": [person_data(person) for person in one.people],
    }


def person_data(person: Person) -> dict[str, object]:
    """What `--json` prints of who has worked on a file that came back."""
    return {"name": person.name, "changes": person.changes, "comments": person.comments}


def record_data(record: Record) -> dict[str, object]:
    """What `--json` prints of a record; docs/json.md describes it."""
    return {
        "verb": record.verb,
        "at": record.at.isoformat(),
        "by": record.by,
        "version": record.version or None,
        "commit": record.commit or None,
        "base": record.base or None,
        "file": record.file or None,
        "name": record.name or None,
        "sha256": record.sha256 or None,
        "text_hash": record.text_hash or None,
        "to": record.to or None,
        "method": record.method or None,
        "note": record.note or None,
        "due": record.due.isoformat() if record.due else None,
        "done_on": record.done_on.isoformat() if record.done_on else None,
        "outcome": record.outcome or None,
        "ends_on": record.ends_on.isoformat() if record.ends_on else None,
        "ground": record.ground or None,
        "purpose": record.purpose or None,
        "item": record.item or None,
        "until": record.until.isoformat() if record.until else None,
        "holidays": record.holidays or None,
        "scheme": record.scheme or None,
        "period": record.period or None,
        "party": record.party or None,
        "amount": str(record.amount) if record.amount else None,
        "excuse": record.excuse or None,
    }
