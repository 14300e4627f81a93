"""What commands that write documents have in common: the formats that are asked for, and what is told of the files."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from slagen.cli.output import print_json, printable, say

if TYPE_CHECKING:
    from slagen.core.findings import Finding


def names_in(text: str) -> tuple[str, ...]:
    """The names in a list with commas such as `docx, HTML`, in small letters."""
    return tuple(name.strip().lower() for name in text.split(",") if name.strip())


def print_data(data: Mapping[str, object], files: Iterable[Path], findings: Sequence[Finding]) -> None:
    """What `--json` prints of a document: its data, the files that were written, and the findings."""
    from slagen.formats.findings import to_json

    print_json({**data, "files": [str(file) for file in files], "findings": to_json(findings)})


def print_files(files: Iterable[Path]) -> None:
    """The files that were written, a line each: from here where they lie below, so that a line is short and can be used."""
    here = Path.cwd()
    for file in files:
        click.echo(printable(str(file.relative_to(here)) if file.is_relative_to(here) else str(file)))


def tell_missing(missing: str, agreement: str) -> None:
    """For what figures are missing, if for anything, and how they are delivered."""
    if missing:
        say(printable(f"Figures are missing for: {missing}. Deliver them with: slagen measure {agreement} FILE"))
