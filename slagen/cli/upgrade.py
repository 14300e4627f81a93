"""`slagen upgrade`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from slagen.cli.differences import show_difference
from slagen.cli.options import AGREEMENT_ID, CLAUSE_ID, FILE, in_workspace, load_workspace, now, root_of, with_json
from slagen.cli.output import findings_text, print_json, print_table, printable, say
from slagen.core.errors import UsageError
from slagen.core.moments import in_utc

if TYPE_CHECKING:
    from slagen.workspace.own_wording import OwnConflict
    from slagen.workspace.upgrading import Upgrade

CONFLICT = 1


@click.command(epilog="Example: slagen upgrade acme-hosting service-credits --dry-run")
@click.argument("agreement", type=AGREEMENT_ID)
@click.argument("clauses", nargs=-1, type=CLAUSE_ID)
@click.option("--template", is_flag=True, help="Move the template and its Word shell.")
@click.option("--layers", is_flag=True, help="Move the layers to their last saved versions.")
@click.option("--keep-mine", is_flag=True, help="Where the agreement's own wording and the library changed the same words, yours stay.")
@click.option("--to", "form", type=click.Choice(["text", "md", "html", "docx", "json"]), default="text", help="How the redline is shown.")
@click.option("-o", "--out", type=FILE, help="The file for --to docx, html or md. Default for docx: ID-upgrade.docx.")
@click.option("--yes", is_flag=True, help="Do not ask.")
@click.option("--dry-run", is_flag=True, help="Show what would change, and write nothing.")
@with_json
@in_workspace
def upgrade(
    agreement: str,
    clauses: tuple[str, ...],
    template: bool,
    layers: bool,
    keep_mine: bool,
    form: str,
    out: Path | None,
    yes: bool,
    dry_run: bool,
    as_json: bool,
    folder: Path | None,
) -> int:
    """Move an agreement to newer texts of the library: the clauses named, the template, the layers, or everything.

    The redline is shown first. The agreement's own wording and values are kept; `slagen save` makes a version of the outcome.
    """
    from slagen.workspace.locate import keep_sources
    from slagen.workspace.moving import Wanted
    from slagen.workspace.upgrading import carry_out, plan_upgrade, to_json

    as_json = as_json or form == "json"
    root = root_of(folder)
    keep_sources(root, out)
    found = plan_upgrade(root, load_workspace(folder), agreement, Wanted(clauses, template, layers, keep_mine))
    if not as_json:
        _show(found, form, out)
    go_on = bool(found.moves) and not found.conflicts and not dry_run and (yes or _asked(as_json=as_json))
    if go_on:
        carry_out(root, found)
    if as_json:
        print_json(to_json(found, written=go_on))
    elif go_on:
        click.echo(f'Upgraded {agreement}. Save it: slagen save {agreement} -m "newer texts of the library"')
    elif found.moves and not found.conflicts:
        say(f"{agreement} is as it was.")
    return CONFLICT if found.conflicts else 0


def _asked(*, as_json: bool) -> bool:
    from slagen.cli.asking import ask_whether, can_ask, conversation

    if as_json or not can_ask():
        raise UsageError("There is nobody to ask.", hint="Say --yes to go on, or --dry-run to look only.")
    with conversation():
        return ask_whether("Move on to these texts?")


def _show(found: Upgrade, form: str, out: Path | None) -> None:
    if not found.moves:
        click.echo(f"{found.agreement} is up to date.")
        return
    print_table(("What", "Id", "From", "To", "Change"), [(move.what, move.id, move.old, move.new, move.step.value) for move in found.moves])
    _redline(found, form, out)
    for path in () if found.conflicts else found.merged:
        say(printable(f"Own wording and library brought together: {path}"))
    for one in found.conflicts:
        _conflict(one)
    if found.to_fill:
        say("To fill in, in agreement.yaml:")
        for value in found.to_fill:
            say(printable(f"  clauses.set.{value.clause}.values.{value.name}: {value.label or value.name} ({value.rules})"))
        say("  The redline shows the text of these clauses once that is done.")
    if found.to_mend:
        say("To mend afterwards:")
        say(findings_text(found.to_mend, err=True))


def _redline(found: Upgrade, form: str, out: Path | None) -> None:
    if found.difference is None:
        say("The redline cannot be shown, because the draft or the upgraded draft has errors.")
    elif form == "docx":
        from slagen.formats.files import write_file
        from slagen.workspace.upgrading import redline

        place = out or Path(f"{found.agreement}-upgrade.docx")
        write_file(place, redline(found, "slagen", in_utc(now())))
        click.echo(printable(f"Wrote {place}"))
    else:
        show_difference(found.difference, form, out)


def _conflict(one: OwnConflict) -> None:
    place = one.place
    say(printable(f"Conflict in {one.file}: your wording and the library changed the same words of “{one.clause}”. Nothing is written."))
    around = f"…{place.before}[…]{place.after}…".replace("\n", " ")
    say(printable(f"  where:        {around}"))
    for name, text in (("it was", place.base), ("you wrote", place.ours), ("library says", place.theirs)):
        said = " ".join(text.split()) or "(nothing)"
        say(printable(f"  {name + ':':<13} {said}"))
    say("  → Word your text so that it says what both want, then upgrade with --keep-mine: there yours stays, elsewhere the library's changes come in.")
