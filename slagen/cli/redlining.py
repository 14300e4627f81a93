"""`slagen compare` and `slagen revisions`."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from slagen.cli.options import FILE, F, now, with_json
from slagen.cli.output import print_json, print_table, printable, say
from slagen.core.counts import counted
from slagen.core.moments import in_utc

if TYPE_CHECKING:
    from slagen.formats.word.redline.compare import Redline

_AUTHOR = "slagen"
_MANY_LOOKS = 20


@click.command(epilog="Example: slagen compare sent.docx returned.docx -o redline.docx")
@click.argument("old", type=FILE)
@click.argument("new", type=FILE)
@click.option("-o", "--out", type=FILE, help="The redline. Default: NEW's name with “ redline” added, beside it.")
@click.option("--author", default=_AUTHOR, show_default=True, help="Whose changes Word shows them as.")
@click.option("--date", "moment", default="", help="When they were made, such as 2026-10-01 or 2026-10-01T09:00. Default: now.")
@click.option(
    "--existing",
    type=click.Choice(["accept", "reject", "refuse"]),
    default="accept",
    show_default=True,
    help="What becomes of tracked changes that the files carry already.",
)
@click.option("--no-formatting", "words_only", is_flag=True, help="Leave changes of mere looks untracked.")
@click.option("--no-renumbering", "quiet_numbers", is_flag=True, help="Leave references and lines of contents untracked of which but the number changed.")
@click.option("--unrelated", is_flag=True, help="Go on where the files have next to nothing in common.")
@click.option("--exit-code", "tell", is_flag=True, help="End with 1 for substance, 6 where only looks differ, 7 where text only moved.")
@with_json
def compare(
    old: Path,
    new: Path,
    out: Path | None,
    author: str,
    moment: str,
    existing: str,
    words_only: bool,
    quiet_numbers: bool,
    unrelated: bool,
    tell: bool,
    as_json: bool,
) -> int:
    """Write a Word file that shows with tracked changes how OLD becomes NEW.

    Accept all of them and it says what NEW says; reject all and it is OLD.
    """
    from slagen.compare.verdicts import EXIT_CODES
    from slagen.formats.files import write_file
    from slagen.formats.word.redline.compare import Existing, Manner
    from slagen.workspace.redlining import compare as run
    from slagen.workspace.redlining import compared_data, keep_apart

    place = out or new.with_name(f"{new.stem} redline.docx")
    keep_apart(place, old, new)
    found = run(old, new, Manner(author, _moment(moment), not words_only, not quiet_numbers, Existing(existing)), unrelated=unrelated)
    write_file(place, found.data)
    if as_json:
        print_json(compared_data(found, place))
    else:
        _tell(found, place, existing)
        tell_of_numbers(found, tracked=not quiet_numbers)
    return EXIT_CODES[found.verdict] if tell else 0


def _tell(found: Redline, place: Path, existing: str) -> None:
    from slagen.compare.verdicts import VERDICTS
    from slagen.compare.words import diff
    from slagen.formats.comparison.changed_words import shown

    looks = f": {VERDICTS[found.verdict]}" if VERDICTS[found.verdict] else ""
    click.echo(f"Wrote {printable(str(place))}{looks}" if found.changed else f"Nothing changed; wrote {printable(str(place))}, the same as before")
    if found.looks > _MANY_LOOKS and 2 * found.looks > found.marks:
        say("Note: most of the changes are of looks alone, as when another program saved the file; leave them out with --no-formatting.")
    for name in found.resolved:
        say(printable(f"Note: {name} carried tracked changes: they were {existing}ed first."))
    for one in found.edited_moves:
        say(f"Moved and edited: {shown(diff(one.old, one.new))}")
    for line in found.untracked:
        say(printable(f"Not tracked: {line}."))


def tell_of_numbers(found: Redline, *, tracked: bool) -> None:
    """Say how many changes merely follow the new numbering, or what to do where they are not tracked."""
    if found.renumbered and tracked and 2 * found.renumbered > _MANY_LOOKS:
        say(f"Note: {found.renumbered} references and lines of contents merely have a new number; leave them untracked with --no-renumbering.")
    elif found.renumbered and not tracked:
        say(f"Note: {found.renumbered} references and lines of contents have a new number, untracked: after rejecting changes, update the fields (Ctrl+A, F9).")


def _moment(text: str) -> str:
    try:
        return in_utc(datetime.fromisoformat(text) if text else now())
    except (ValueError, OverflowError):
        raise click.BadParameter(f"“{text}” is not a day or time. Write 2026-10-01 or 2026-10-01T09:00.", param_hint="--date") from None


@click.group(epilog="Example: slagen revisions list returned.docx")
def revisions() -> None:
    """List, accept or reject the tracked changes of a Word file."""


def _chosen_options(command: F) -> F:
    """Add the options that choose tracked changes by author and clause."""
    command = click.option("--clause", "clauses", multiple=True, help="Those in this clause alone, such as 7 or 7.2; may be given again.")(command)
    return click.option("--author", "authors", multiple=True, help="Those of this person alone; may be given again.")(command)


@revisions.command("list", epilog='Example: slagen revisions list returned.docx --author "Jo Bloggs"')
@click.argument("file", type=FILE)
@_chosen_options
@with_json
def list_(file: Path, authors: tuple[str, ...], clauses: tuple[str, ...], as_json: bool) -> None:
    """List tracked changes: who, when, what, in which clause."""
    from slagen.workspace.redlining import Chosen, revision_data
    from slagen.workspace.redlining import revisions as run

    found = run(file, Chosen(authors=frozenset(authors), clauses=frozenset(clauses)))
    if as_json:
        print_json(revision_data(found))
    elif found:
        rows = [(str(one.number), one.kind, one.place.clause or one.place.story, one.author, one.date[:10], _short(one.text)) for one in found]
        print_table(("No.", "What", "Clause", "Who", "When", "Words"), rows)
    else:
        say("There are no tracked changes of that kind." if authors or clauses else "There are no tracked changes.")


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= 80 else f"{line[:79]}…"


def _resolving(name: str, done: str) -> click.Command:
    help_text = f"{name.capitalize()} tracked changes: all of them, or those of an author, in a clause, or by number."

    @click.command(name, help=help_text, short_help=f"{name.capitalize()} tracked changes, all or some.")
    @click.argument("file", type=FILE)
    @click.option("-o", "--out", type=FILE, help=f"Where the outcome goes. Default: FILE's name with “ {done}” added, beside it.")
    @_chosen_options
    @click.option("--number", "numbers", default="", help="Those with these numbers of `slagen revisions list`, such as 3,7-9.")
    @with_json
    def command(file: Path, out: Path | None, authors: tuple[str, ...], clauses: tuple[str, ...], numbers: str, as_json: bool) -> None:
        from slagen.workspace.redlining import Chosen, numbers_of, resolve

        chosen = Chosen(numbers_of(numbers) if numbers else frozenset(), frozenset(authors), frozenset(clauses))
        place = out or file.with_name(f"{file.stem} {done}.docx")
        count, left = resolve(file, place, chosen, accept=name == "accept")
        if as_json:
            print_json({"file": str(place), done: count, "left": left})
        else:
            click.echo(printable(f"Wrote {place}: {counted(count, 'tracked change')} {done}, {left} left"))

    command.epilog = f'Example: slagen revisions {name} returned.docx --author "Jo Bloggs"'
    return command


revisions.add_command(_resolving("accept", "accepted"))
revisions.add_command(_resolving("reject", "rejected"))
