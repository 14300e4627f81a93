"""`slagen init` and `slagen demo`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from slagen.cli.options import with_json
from slagen.cli.output import coloured, findings_text, print_json, progress, say
from slagen.core.hashes import short

if TYPE_CHECKING:
    from slagen.workspace.demonstrating import Demonstration
    from slagen.workspace.starting import Started

_FOLDER = click.Path(path_type=Path, file_okay=True)
_MOST_DUE = 10


@click.command(epilog="Example: slagen init contracts")
@click.argument("folder", metavar="DIR", type=_FOLDER)
@click.option("--git-diff", "git_diff", is_flag=True, help="Only make git diff show Word files as text, in the workspace that DIR is.")
@with_json
def init(folder: Path, git_diff: bool, as_json: bool) -> None:
    """Make a new workspace in DIR: the clause library, the templates, and a git repository with a first version.

    DIR may exist. Nothing in it is overwritten, and where something goes wrong nothing is left behind.
    A clone of a workspace needs slagen init --git-diff once, for git diff and git log -p to show Word files as text.
    """
    from slagen.workspace.starting import start

    if git_diff:
        _show_word_files(folder, as_json=as_json)
        return
    started = start(folder)
    if as_json:
        print_json(_data(started))
        return
    click.echo(f"{_shown(started.folder)}: {started.clauses} clauses and {started.templates} templates, saved as version {short(started.commit)}")
    if started.repository != started.folder:
        say(f"It is saved in the repository that was there: {started.repository}")
    say("\nNext:")
    say(f"  cd {_shown(started.folder)}")
    say("  slagen new ID             the first agreement: recommends a template and asks its questions")
    say("  slagen clauses list       what is in the library")
    say("  open slagen.toml          your calendar, time zone and locale")


def _show_word_files(folder: Path, *, as_json: bool) -> None:
    from slagen.workspace.locate import find_workspace
    from slagen.workspace.starting import show_word_files

    root = find_workspace(folder)
    changed = show_word_files(root)
    if as_json:
        print_json({"folder": str(root), "changed": changed})
        return
    click.echo(f"{_shown(root)}: git diff and git log -p show Word files as text")
    if changed:
        say("The rule was added to .gitattributes, so that it holds for everybody: commit that file with git.")


@click.command(epilog="Example: slagen demo")
@click.argument("folder", metavar="[DIR]", type=_FOLDER, default=Path("slagen-demo"))
@with_json
def demo(folder: Path, as_json: bool) -> None:
    """Make a workspace with sample agreements in DIR and show the main job on it.

    Each agreement is saved as a version and written as Word, Markdown and HTML. Then one promise is changed, and the
    difference and what is due are shown. DIR is slagen-demo by default.
    """
    from slagen.workspace.demonstrating import demonstrate
    from slagen.workspace.starting import first_files

    samples = sum(path.endswith("agreement.yaml") for path in first_files("demo", samples=True))
    say(f"Making {_shown(folder)} …")
    with progress(2 * samples + 3, "saving and building") as step:
        shown = demonstrate(folder, step)
    if as_json:
        print_json(_demo_data(shown))
    else:
        _show(shown)


def _show(shown: Demonstration) -> None:
    from slagen.cli.differences import styled_text
    from slagen.cli.due import print_due
    from slagen.workspace.demonstrating import CHANGED, SHOWN_DAY, SHOWN_DAYS

    started, where = shown.started, _shown(shown.started.folder)
    _heading(1, f"A workspace in {where}: {started.clauses} clauses, {started.templates} templates, {started.agreements} agreements")
    _heading(2, f"Each agreement saved in git, and written as Word, Markdown and HTML: {len(shown.files)} files in {where}/build")
    width = max(map(len, shown.agreements))
    for agreement, title in shown.agreements.items():
        click.echo(f"   {agreement:<{width}}  {title}")
    _heading(3, f"One promise changed in {CHANGED}: availability 99.9 % → 99.95 %, saved as the second version. The difference:")
    click.echo(_indented(styled_text(shown.difference, annotate=True)))
    click.echo(f"\n   The same as a Word file with tracked changes and comments: {_shown(shown.redline)}")
    if shown.after:
        click.echo("\n   What follows from it (slagen check):")
        click.echo(_indented(findings_text(shown.after)))
    _heading(4, f"What is due on {SHOWN_DAY:%-d %B %Y} and in the {SHOWN_DAYS} days after it:")
    items = shown.due.items
    print_due(items[:_MOST_DUE])
    if len(items) > _MOST_DUE:
        click.echo(f"   … and {len(items) - _MOST_DUE} more: slagen due --on {SHOWN_DAY} --within {SHOWN_DAYS}d")
    click.echo(f"\nThe contracts are in {where}/build; open {CHANGED}.docx, or {CHANGED}.html in a browser.\n\nTo try next:")
    click.echo(f"  cd {where}")
    for command, words in _TO_TRY:
        click.echo(f"  slagen {command:<58}{words}")


_TO_TRY = (
    ("diff acme-hosting", "the difference again"),
    ("diff acme-hosting standard", "where it departs from our library's own text"),
    ("explain acme-hosting service_levels.availability.target", "where a figure comes from"),
    ("due --on 2026-10-01 --within 90d", "what to do next"),
    ("check", "what is wrong anywhere"),
    ("new my-first", "an agreement of your own"),
)


def _heading(number: int, text: str) -> None:
    line = f"{number}. {text}"
    click.echo(f"\n{click.style(line, bold=True) if coloured() else line}")


def _indented(text: str) -> str:
    return "\n".join(f"   {line}" if line else "" for line in text.rstrip().splitlines())


def _shown(folder: Path) -> str:
    here = Path.cwd()
    folder = folder.absolute()
    return str(folder.relative_to(here)) if folder.is_relative_to(here) else str(folder)


def _data(started: Started) -> dict[str, object]:
    return {
        "folder": str(started.folder),
        "repository": str(started.repository),
        "version": started.commit,
        "clauses": started.clauses,
        "templates": started.templates,
        "agreements": started.agreements,
    }


def _demo_data(shown: Demonstration) -> dict[str, object]:
    from slagen.compare.difference import to_json as difference_json
    from slagen.formats.due_rows import to_json as due_json
    from slagen.formats.findings import to_json as findings_json

    return {
        **_data(shown.started),
        "files": [str(path) for path in shown.files],
        "findings": findings_json(shown.before),
        "difference": difference_json(shown.difference),
        "redline": str(shown.redline),
        "follows": findings_json(shown.after),
        "due": due_json(shown.due.items),
    }
