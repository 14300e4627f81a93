"""`slagen push` and `slagen pull`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from slagen.cli.options import in_workspace, root_of, signature_of, with_author, with_json
from slagen.cli.output import print_json, print_table, printable, say
from slagen.cli.versions import version_data
from slagen.core.counts import counted, first_of
from slagen.core.hashes import short

if TYPE_CHECKING:
    from slagen.vault.pull import Pulled
    from slagen.workspace.exchanging import AgreementClash, Exchanged

CLASH = 1
_MOST_KEYS = 8


@click.command(epilog="Example: slagen push")
@click.argument("where", default="")
@with_json
@in_workspace
def push(where: str, as_json: bool, folder: Path | None) -> None:
    """Send what is saved to the shared repository, with the names of its versions.

    WHERE is its address (https, ssh or a folder); it is remembered, so that it is needed only once. What others have sent is never
    overwritten: where they were first, push says so, and slagen pull brings both together.
    """
    from slagen.workspace.exchanging import push as run

    sent = run(root_of(folder), where)
    if as_json:
        print_json(
            {
                "where": sent.where,
                "commit": sent.commit,
                "versions": list(map(version_data, sent.versions)),
                "names": list(sent.tags),
                "other_branches": list(sent.other_branches),
            }
        )
    elif sent.versions or sent.tags:
        names = f", and the names {', '.join(sent.tags)}" if sent.tags else ""
        click.echo(printable(f"Sent {counted(len(sent.versions), 'version')} to {sent.where}{names}"))
    else:
        click.echo(printable(f"{sent.where} has everything already"))
    if sent.other_branches and not as_json:
        say(printable(f"Note: others there work on the branch {', '.join(sent.other_branches)}, and see nothing of yours until you go over: git switch."))


@click.command(epilog="Example: slagen pull --keep-theirs acme-hosting")
@click.argument("where", default="")
@click.option("--keep-mine", "mine", multiple=True, metavar="ID", help="Where both sides changed this agreement (or file), ours stays.")
@click.option("--keep-theirs", "theirs", multiple=True, metavar="ID", help="Where both sides changed this agreement (or file), theirs stays.")
@with_author
@with_json
@in_workspace
def pull(where: str, mine: tuple[str, ...], theirs: tuple[str, ...], author: str, as_json: bool, folder: Path | None) -> int:
    """Bring here what others have sent to the shared repository, together with what was saved here.

    Where both sides changed the same agreement, nothing is changed: pull says who changed what, and which facts clash. Ends with 1 then.
    What gives way is not lost: slagen history ID --all lists it.
    """
    from slagen.workspace.exchanging import pull as run

    found = run(root_of(folder), where, mine=mine, theirs=theirs, signature=signature_of(author))
    if as_json:
        print_json(_data(found))
    else:
        _show(found)
    return CLASH if found.clashes or found.pulled.outcome == "clash" else 0


def _show(found: Exchanged) -> None:
    pulled = found.pulled
    match pulled.outcome:
        case "nothing":
            click.echo(printable(_nothing(pulled)))
        case "clash":
            _show_clashes(found)
        case _:
            together = ", brought together with yours" if pulled.outcome == "merged" else ""
            click.echo(printable(f"{counted(len(pulled.versions), 'version')} from {pulled.where}{together}:"))
            rows = [(short(one.commit), f"{one.at:%Y-%m-%d %H:%M}", one.author, one.subject) for one in pulled.versions]
            print_table(("Version", "When", "Who", "What"), rows)
    if pulled.tags:
        click.echo(printable(f"New names of versions: {', '.join(pulled.tags)}"))
    if pulled.other_tags:
        say(printable(f"These names stand for another version there, and were left as they are here: {', '.join(pulled.other_tags)}"))
    if found.not_needed:
        names = ", ".join(f"“{name}”" for name in found.not_needed)
        say(printable(f"Note: {names}: not changed by both sides, so there was nothing to decide whose stays."))


def _nothing(pulled: Pulled) -> str:
    if not pulled.lacks_branch:
        return f"Nothing new from {pulled.where}"
    if not pulled.other_branches:
        return f"{pulled.where} holds no versions yet. Send yours: slagen push"
    return (
        f"{pulled.where} does not have your branch yet, so there was nothing to bring. Others there work on {', '.join(pulled.other_branches)}: "
        f"go over with git switch to have theirs, or send yours with slagen push."
    )


def _show_clashes(found: Exchanged) -> None:
    click.echo(printable(f"You and others ({found.pulled.where}) have changed the same. Nothing was changed here.\n"))
    for clash in found.clashes:
        _show_clash(clash)
    names = " ".join(f"--keep-theirs {clash.name}" for clash in found.clashes[:1])
    say(f"Decide for each whose stays, for example: slagen pull {printable(names)}")
    say("With --keep-mine yours stays. The other one is not lost: slagen history ID --all lists it, and slagen diff ID VERSION shows what to bring in again.")
    if any(clash.of_records for clash in found.clashes):
        say("Events that were recorded on the side that goes are to be recorded again; the files that they keep stay in files/.")


def _show_clash(clash: AgreementClash) -> None:
    click.echo(click.style(printable(clash.name), bold=True))
    for who, versions in (("You", clash.ours), ("They", clash.theirs)):
        for one in versions:
            click.echo(printable(f"  {who}: {one.at:%Y-%m-%d %H:%M}, {one.author}: {one.subject} ({short(one.commit)})"))
    if clash.facts:
        print_table(("Fact", "Before", "Yours", "Theirs"), [(one.key, one.before or "–", one.ours or "–", one.theirs or "–") for one in clash.facts])
    elif clash.only_ours or clash.only_theirs:
        click.echo("  No fact clashes: each side changed others.")
    for who, keys in (("Only you changed", clash.only_ours), ("Only they changed", clash.only_theirs)):
        if keys:
            click.echo(printable(f"  {who}: {first_of(keys, _MOST_KEYS)}"))
    if not (clash.facts or clash.only_ours or clash.only_theirs):
        click.echo(printable(f"  Files: {', '.join(clash.paths)}"))
    click.echo()


def _data(found: Exchanged) -> dict[str, object]:
    pulled = found.pulled
    return {
        "where": pulled.where,
        "outcome": pulled.outcome,
        "commit": pulled.commit,
        "versions": list(map(version_data, pulled.versions)),
        "files": list(pulled.paths),
        "names": list(pulled.tags),
        "other_names": list(pulled.other_tags),
        "other_branches": list(pulled.other_branches),
        "not_needed": list(found.not_needed),
        "clashes": [
            {
                "name": clash.name,
                "files": list(clash.paths),
                "ours": list(map(version_data, clash.ours)),
                "theirs": list(map(version_data, clash.theirs)),
                "facts": [{"key": one.key, "before": one.before, "ours": one.ours, "theirs": one.theirs} for one in clash.facts],
                "only_ours": list(clash.only_ours),
                "only_theirs": list(clash.only_theirs),
            }
            for clash in found.clashes
        ],
    }
