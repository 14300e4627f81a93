"""`slagen diff`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from slagen.cli.differences import show_difference
from slagen.cli.options import AGREEMENT_ID, FILE, in_workspace, now, root_of, with_json
from slagen.cli.output import print_json, printable, say
from slagen.core.errors import UsageError

if TYPE_CHECKING:
    from slagen.workspace.version_redline import Redlined


@click.command(epilog="Example: slagen diff acme-hosting sent --to docx --annotate")
@click.argument("agreement", type=AGREEMENT_ID)
@click.argument("old", default="")
@click.argument("new", default="")
@click.option("--to", "form", type=click.Choice(["text", "md", "html", "docx", "json"]), default="text", help="How the difference is shown.")
@click.option("-o", "--out", type=FILE, help="The file for --to docx, html or md. Default for docx: ID-redline.docx.")
@click.option("--annotate", is_flag=True, help="Say at changed words which term they come from, and for whom it is better.")
@click.option("--no-renumbering", "quiet_numbers", is_flag=True, help="For docx: leave references untracked of which but the number changed.")
@click.option("--exit-code", "tell", is_flag=True, help="End with 1 for substance, 6 where only looks differ, 7 where text only moved.")
@with_json
@in_workspace
def diff(
    agreement: str,
    old: str,
    new: str,
    form: str,
    out: Path | None,
    annotate: bool,
    quiet_numbers: bool,
    tell: bool,
    as_json: bool,
    folder: Path | None,
) -> int:
    """Show what changed: terms (better or worse for the customer), clauses, and words.

    OLD and NEW are draft, saved (the last saved version), a version such as v1.0, a commit from `slagen history`, sent or
    received (the last ones) or sent-1, received-2 …, or standard: our library's own text. With neither, the last saved
    version is compared with the draft; where the draft holds nothing new, the last two saved versions.
    """
    from slagen.workspace.locate import keep_sources

    if out is not None and form != "docx" and (as_json or form == "json"):
        raise UsageError("JSON goes to standard output.", hint="Write it to a file with: slagen diff … --json > FILE")
    root = root_of(folder)
    keep_sources(root, out)
    if form == "docx":
        from slagen.workspace.version_redline import redlined

        made = redlined(root, agreement, old, new, now=now(), annotate=annotate, renumbering=not quiet_numbers)
        _write_redline(made, out or Path(f"{agreement}-redline.docx"), tracked_numbers=not quiet_numbers, quiet=as_json)
        found = made.difference
    else:
        from slagen.cli.shelf import own_shelf
        from slagen.workspace.differing import difference

        found = difference(root, agreement, old, new, own_shelf())
    if as_json or form == "json":
        from slagen.compare.difference import to_json

        print_json(to_json(found))
    elif form != "docx":
        show_difference(found, form, out, annotate=annotate)
    return found.exit_code if tell else 0


def _write_redline(made: Redlined, place: Path, *, tracked_numbers: bool, quiet: bool) -> None:
    """Write the redline, and say what it does not show by itself; `quiet` leaves out the line on standard output."""
    from slagen.cli.redlining import tell_of_numbers
    from slagen.formats.comparison.wording import summary
    from slagen.formats.files import write_file

    tell_of_numbers(made.redline, tracked=tracked_numbers)
    write_file(place, made.redline.data)
    if not quiet:
        click.echo(printable(f"Wrote {place}: {summary(made.difference)}"))
    for name in made.redline.resolved:
        say(printable(f"Note: {name} carried tracked changes: they were accepted first."))
    for line in made.redline.untracked:
        say(printable(f"Not tracked: {line}."))
    for line in made.unplaced:
        say(printable(f"Not at a place of its own: {line}."))
