"""`slagen read`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from slagen.cli.options import FILE, with_json
from slagen.cli.output import print_json, printable, say

if TYPE_CHECKING:
    from slagen.formats.word.reading import WordText


@click.command(epilog="Example: slagen read returned.docx --to text --changes")
@click.argument("file", type=FILE)
@click.option("--to", "form", type=click.Choice(["text", "md", "json"]), default="text", help="How it is printed. Default: text.")
@click.option("--original", is_flag=True, help="As it was before its tracked changes. Default: with all of them accepted.")
@click.option("--changes", is_flag=True, help="List the tracked changes and comments after the text.")
@with_json
def read(file: Path, form: str, original: bool, changes: bool, as_json: bool) -> None:
    """Print what a Word FILE says, with its numbers as Word prints them.

    Any .docx can be read. What is left out, such as pictures, is named on standard error.
    """
    from slagen.formats.files import read_file
    from slagen.formats.word.package import MAX_FILE_BYTES
    from slagen.workspace import reading

    found = reading.read(read_file(file, limit=MAX_FILE_BYTES + 1), file.name, original=original)
    if as_json or form == "json":
        print_json(reading.to_data(found))
        return
    _print(reading.to_markdown(found) if form == "md" else reading.to_text(found))
    if changes:
        _print("".join(f"{line}\n" for line in ("", "Tracked changes and comments", *(tuple(reading.changes_text(found)) or ("none",)))))
    _tell(found)


def _print(text: str) -> None:
    """Text for a terminal or a file: tabs stay, whatever could steer a terminal is shown as its number."""
    click.echo("\t".join(printable(piece) for piece in text.split("\t")), nl=False)


def _tell(found: WordText) -> None:
    from slagen.workspace.reading import note_text

    for note in found.notes:
        say(f"Note: {printable(note_text(note))}.")
