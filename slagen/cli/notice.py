"""`slagen notice`."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from slagen.cli.events import how_of
from slagen.cli.options import AGREEMENT_ID, DAY, FILE, in_workspace, load_workspace, now, root_of, with_author, with_json
from slagen.cli.output import print_json, print_table, printable, say
from slagen.core.errors import UsageError
from slagen.core.hashes import short

if TYPE_CHECKING:
    from collections.abc import Iterator

    from slagen.workspace.notice_plan import Plan
    from slagen.workspace.noticing import Given, Taken

_KINDS = ("non-renewal", "termination", "option-exercise", "price-review", "breach")
_METHODS = ("hand", "courier", "post", "email", "portal")


@click.command(epilog="Example: slagen notice acme-hosting --kind non-renewal --on 2028-09-20 --draft")
@click.argument("agreement", type=AGREEMENT_ID)
@click.argument("file", required=False, type=FILE)
@click.option("--kind", required=True, type=click.Choice(_KINDS), help="What the notice is to do.")
@click.option("--to", default="", help="The party that it goes to, by its id or role. Default: the only other one.")
@click.option("--method", type=click.Choice(_METHODS), help="How it is sent. Default: the first way of the agreement by which it is in time.")
@click.option("--because", default="", help="What the letter describes: the breach, the reason, the new prices.")
@click.option("--ends", "ends_on", type=DAY, help="The last day that the notice names, where it can choose.")
@click.option("--on", "on", type=DAY, help="The day on which it is sent, or theirs was received. Default: now.")
@click.option("-o", "--out", type=click.Path(path_type=Path, dir_okay=False), help="Write the letter here as well: .docx or .md.")
@click.option("--draft", is_flag=True, help="Write the letter only, and record nothing; the day may lie ahead.")
@click.option("--from", "sender", default="", help="Record a notice that came from this party; FILE is their letter.")
@click.option("--by", default="", help="Who recorded it. Default: the person whom git knows.")
@click.option("--note", default="", help="What else is worth keeping.")
@with_author
@with_json
@in_workspace
def notice(
    agreement: str,
    file: Path | None,
    kind: str,
    to: str,
    method: str | None,
    because: str,
    ends_on: date | None,
    on: date | None,
    out: Path | None,
    draft: bool,
    sender: str,
    by: str,
    note: str,
    author: str,
    as_json: bool,
    folder: Path | None,
) -> None:
    """Give notice: the letter as a Word file with the right party, address and way, checked to work, kept and recorded.

    A second page, which stays in the house, says by when each way is safe, when the letter counts as received, and which proofs to keep.
    """
    from slagen.lifecycle.giving_notice import Purpose
    from slagen.workspace.identifying import read_document
    from slagen.workspace.notice_basis import Ask
    from slagen.workspace.noticing import draft_only, give, take

    _require_sense(file=file, draft=draft, sender=sender, out=out, to=to)
    loaded = load_workspace(folder)
    ask = Ask(Purpose(kind), to, method or "", because.strip(), ends_on, sender)
    if draft:
        given = draft_only(root_of(folder), loaded, agreement, ask, on or now(loaded), out)
    else:
        how = how_of(loaded, on, by, ask.method, note, author)
        if sender:
            letter = read_document(file) if file else None
            _tell_taken(take(root_of(folder), loaded, agreement, ask, how, letter), as_json=as_json)
            return
        given = give(root_of(folder), loaded, agreement, ask, how, out)
    if as_json:
        from slagen.cli.notice_data import given_data

        print_json(given_data(given))
    else:
        _tell(given)


def _require_sense(*, file: Path | None, draft: bool, sender: str, out: Path | None, to: str) -> None:
    if to in {"md", "docx"}:
        raise UsageError(f"--to names the party, and “{to}” is a format.", hint=f"For the letter in that format: -o letter.{to}")
    if file and not sender:
        raise UsageError("A file is given only with a notice that came from the other side.", hint="Name who it came from: --from customer")
    if sender and (draft or out or to):
        raise UsageError("A notice that came from the other side is recorded, not written.", hint="Leave out --draft, --out and --to.")


def _tell(given: Given) -> None:
    found, filed = given.plan, given.filed
    write = found.basis.setting.formats.date
    done = f"recorded {'before' if filed.before else f'as {short(filed.outcome.commit)}'}" if filed else "drafted, not recorded"
    click.echo(printable(f"{found.basis.agreement.id}: notice of {found.ask.purpose.words} to {found.party_to.name} by {found.rule.method}, {done}"))
    where = found.address.email if found.rule.method == "email" else found.address.address
    click.echo(printable(f"To: {' · '.join(where.splitlines())}{f' (copy to {found.address.copy})' if found.address.copy else ''}"))
    last = f"; the last day for it is {write(found.window.last)}" if found.window.last else ""
    click.echo(printable(f"Sent on {write(found.receipt.day)}, it counts as received on {write(found.receipt.received)}{last}."))
    if found.ways:
        print_table(("Way", "Last safe day to send", "Before", "Received"), [_way(found, at) for at in range(len(found.ways))], whole=(1, 3))
    for line in _follows(found):
        click.echo(printable(line))
    for path in (*(filed.files if filed else ()), *((given.written,) if given.written else ())):
        click.echo(printable(f"{'Written' if path == given.written else 'Kept'}: {path}"))
    for warning in found.warnings:
        say(printable(f"Note: {warning}"))


def _way(found: Plan, at: int) -> tuple[str, str, str, str]:
    from slagen.workspace.sending_sheet import cutoff_text

    one, write = found.ways[at], found.basis.setting.formats.date
    return one.method, write(one.send_by), cutoff_text(found, one.send_by, one.cutoff), write(one.received)


def _follows(found: Plan) -> Iterator[str]:
    effect, write = found.effect, found.basis.setting.formats.date
    if effect.ends_on:
        yield f"The agreement ends on {write(effect.ends_on)}."
    if effect.begins and effect.until:
        yield f"The agreement goes on from {write(effect.begins)} until {write(effect.until)}."
    elif effect.begins:
        yield f"The new prices apply from {write(effect.begins)}."
    if effect.remedy_by:
        yield f"The breach can be remedied until {write(effect.remedy_by)}."


def _tell_taken(taken: Taken, *, as_json: bool) -> None:
    if as_json:
        from slagen.cli.notice_data import taken_data

        print_json(taken_data(taken))
        return
    filed = taken.filed
    done = "recorded before" if filed.before else f"recorded as {short(filed.outcome.commit)}"
    click.echo(printable(f"{filed.agreement}: notice of {taken.purpose.words} from {taken.sender}, {done}"))
    for path in filed.files:
        click.echo(printable(f"Kept: {path}"))
    if taken.problem:
        say(printable(f"It ends nothing by the facts: {taken.problem.rstrip('.')}. Ask counsel before you rely on that."))
    elif taken.effect.ends_on:
        click.echo(f"The agreement ends on {taken.effect.ends_on}.")
    elif taken.effect.remedy_by:
        click.echo(f"They ask for a remedy by {taken.effect.remedy_by}.")
