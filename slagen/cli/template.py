"""`slagen template`."""

from __future__ import annotations

from pathlib import Path

import click

from slagen.cli.options import in_workspace, load_workspace, root_of, with_json
from slagen.cli.output import print_json, print_table, say


@click.group(epilog="Example: slagen template new northwind-sla")
def template() -> None:
    """Templates: which clauses a contract has, and how it looks."""


@template.command(epilog="Example: slagen template tags")
@with_json
def tags(as_json: bool) -> None:
    """List the tags that a Word shell may have, and what each one prints."""
    from slagen.formats.word.tag_list import PARAGRAPHS, VALUES

    if as_json:
        print_json([{"tag": tag, "prints": prints, "paragraph": tag in PARAGRAPHS} for tag, prints in {**VALUES, **PARAGRAPHS}.items()])
        return
    print_table(("Tag", "Prints"), list(VALUES.items()))
    print_table(("Alone in a paragraph", "Puts there"), list(PARAGRAPHS.items()))


@template.command(epilog="Example: slagen template new northwind-sla --like customer-sla")
@click.argument("template_id", metavar="ID")
@click.option("--kind", default="sla", show_default=True, type=click.Choice(["sla", "ola", "charter"]), help="What kind of agreement it is for.")
@click.option("--like", default="", help="The template whose clauses it begins with. Default: the house's own for the kind.")
@click.option("--paper", default="a4", show_default=True, type=click.Choice(["a4", "letter"]), help="The size of its pages.")
@click.option("--title", default="", help="What the template is called. Default: made from the id.")
@with_json
@in_workspace
def new(template_id: str, kind: str, like: str, paper: str, title: str, as_json: bool, folder: Path | None) -> None:
    """Make a template ID: a Word shell to change in Word, and a choice of clauses to change in template.yaml."""
    from slagen.workspace.templating import new_template

    made = new_template(root_of(folder), load_workspace(folder), template_id, kind=kind, like=like, title=title, paper=paper)
    if as_json:
        print_json({"template": made.id, "like": made.like, "files": [str(file) for file in made.files]})
        return
    for file in made.files:
        click.echo(str(file.relative_to(Path.cwd()) if file.is_relative_to(Path.cwd()) else file))
    say(f"Begun from “{made.like}”. Change shell.docx in Word (its tags: slagen template tags) and the clauses in template.yaml, then: slagen check")
