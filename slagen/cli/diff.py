"""`slagen diff`."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from slagen.cli.options import AGREEMENT_ID, in_workspace, root_of, with_json
from slagen.cli.output import coloured, print_json

if TYPE_CHECKING:
    from slagen.compare.difference import Difference


@click.command(epilog="Example: slagen diff acme-hosting        (the last saved version against the draft)")
@click.argument("agreement", type=AGREEMENT_ID)
@click.argument("old", default="")
@click.argument("new", default="")
@click.option("--to", "form", type=click.Choice(["text", "md", "html", "json"]), default="text", help="How the difference is printed.")
@click.option("--exit-code", "tell", is_flag=True, help="End with 1 for substance, 6 where only looks differ, 7 where text only moved.")
@with_json
@in_workspace
def diff(agreement: str, old: str, new: str, form: str, tell: bool, as_json: bool, folder: Path | None) -> int:
    """Show what changed: terms (better or worse for the customer), clauses, and words.

    OLD and NEW are draft, a version such as v1.0, or a commit from `slagen history`. With neither, the last saved
    version is compared with the draft; where the draft holds nothing new, the last two saved versions.
    """
    from slagen.compare.difference import to_json
    from slagen.workspace.versions import difference

    found = difference(root_of(folder), agreement, old, new)
    if as_json or form == "json":
        print_json(to_json(found))
    elif form == "md":
        from slagen.formats.comparison.markdown import render as to_markdown

        click.echo(to_markdown(found), nl=False)
    elif form == "html":
        from slagen.formats.comparison.html import render as to_html

        click.echo(to_html(found), nl=False)
    else:
        click.echo(styled_text(found), nl=False)
    return found.exit_code if tell else 0


def styled_text(found: Difference) -> str:
    """A difference for the terminal, in colour where that is wanted."""
    from slagen.formats.comparison.text import render

    return render(found, _style) if coloured() else render(found)


_STYLES: Mapping[str, Mapping[str, Any]] = {
    "heading": {"bold": True},
    "delete": {"fg": "red", "strikethrough": True},
    "insert": {"fg": "green", "underline": True},
    "better": {"fg": "green"},
    "worse": {"fg": "red"},
    "quiet": {"dim": True},
}


def _style(kind: str, text: str) -> str:
    return click.style(text, **_STYLES.get(kind, {}))
