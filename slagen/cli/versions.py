"""`slagen save` and `slagen history`."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from slagen.cli.options import AGREEMENT_ID, in_workspace, load_workspace, root_of, signature_of, with_author, with_json
from slagen.cli.output import findings_text, print_json, print_table, printable, say
from slagen.core.hashes import short

if TYPE_CHECKING:
    from slagen.vault.history import Version
    from slagen.vault.save import Saved
    from slagen.workspace.versions import SavedVersion


@click.command(epilog='Example: slagen save acme-hosting -m "raised the availability target"')
@click.argument("agreement", type=AGREEMENT_ID)
@click.option("-m", "--message", required=True, help="What changed and why.")
@with_author
@with_json
@in_workspace
def save(agreement: str, message: str, author: str, as_json: bool, folder: Path | None) -> None:
    """Save an agreement as a new version: its facts, its text, and exactly the clauses it is made of."""
    from slagen.workspace.versions import save as run

    root = root_of(folder)
    saved = run(root, load_workspace(folder), agreement, message, signature_of(author))
    if as_json:
        outcome = saved.outcome
        print_json({"agreement": agreement, "commit": outcome.commit, "changed": outcome.changed, "files": list(saved.paths)})
    else:
        _tell(saved)
    _prepare(root, saved)


def _tell(saved: SavedVersion) -> None:
    if saved.findings:
        say(findings_text(saved.findings, err=True))
    if saved.outcome.changed:
        click.echo(f"Saved {saved.agreement} as {short(saved.outcome.commit)}")
    else:
        click.echo(f"{saved.agreement} has not changed since it was saved as {short(saved.outcome.commit)}")
    tell_index_behind(saved.outcome)


def _prepare(root: Path, saved: SavedVersion) -> None:
    """The next thing that is asked of a new version is what it changed."""
    from slagen.cli.shelf import own_shelf
    from slagen.workspace.differing import prepare

    shelf = own_shelf()
    if shelf and saved.outcome.changed:
        prepare(root, saved.agreement, saved.outcome.commit, shelf)


def tell_index_behind(outcome: Saved) -> None:
    """Say so, where `git status` does not know of a new version yet."""
    if outcome.index_behind:
        say(printable(f"It is saved, but git status shows it as changed until the next slagen command that can mend git's index. {outcome.index_behind}"))


@click.command(epilog="Example: slagen history acme-hosting")
@click.argument("agreement", type=AGREEMENT_ID)
@click.option("--limit", type=click.IntRange(min=0), default=0, help="At most so many, the newest first. Default: all.")
@click.option("--all", "everything", is_flag=True, help="Also those that gave way to somebody else's in a pull.")
@with_json
@in_workspace
def history(agreement: str, limit: int, everything: bool, as_json: bool, folder: Path | None) -> None:
    """List the saved versions of an agreement, the newest first."""
    from slagen.workspace.versions import names_of_versions, versions

    loaded = load_workspace(folder)
    found = versions(root_of(folder), loaded, agreement, limit=limit, everything=everything)
    names = names_of_versions(root_of(folder), loaded, agreement)
    if as_json:
        print_json([version_data(one, names.get(one.commit, ())) for one in found])
    elif found:
        rows = [(short(one.commit), ", ".join(names.get(one.commit, ())), f"{one.at:%Y-%m-%d %H:%M}", one.author, one.subject) for one in found]
        print_table(("Version", "Names", "When", "Who", "What"), rows, whole=(0, 2))
    else:
        say(f'{agreement} has not been saved yet. Save it: slagen save {agreement} -m "first draft"')


def version_data(version: Version, names: Sequence[str] | None = None) -> dict[str, object]:
    """What `--json` prints of a saved version, with the names that it has where they are given."""
    named = {} if names is None else {"names": list(names)}
    return {"commit": version.commit, **named, "at": version.at.isoformat(), "by": version.author, "message": version.message}
