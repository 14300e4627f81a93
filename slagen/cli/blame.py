"""`slagen blame`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from slagen.cli.options import AGREEMENT_ID, in_workspace, load_workspace, root_of, with_json
from slagen.cli.output import print_json, print_table
from slagen.cli.versions import version_data
from slagen.core.hashes import short

if TYPE_CHECKING:
    from slagen.compare.blame import Blamed, Step
    from slagen.workspace.blaming import Account


@click.command(epilog="Example: slagen blame acme-hosting")
@click.argument("agreement", type=AGREEMENT_ID)
@with_json
@in_workspace
def blame(agreement: str, as_json: bool, folder: Path | None) -> None:
    """Say for each clause who brought it in, who changed it last and how, from which library version, and who approved it."""
    from slagen.workspace.blaming import account

    found = account(root_of(folder), load_workspace(folder), agreement)
    if as_json:
        print_json(
            [{"clause": one.clause, "present": not one.is_gone, "steps": [_data(found, step) for step in one.steps]} for one in found.clauses],
        )
        return
    rows = [(one.clause, one.last.library, _when(found, one.brought_in), *_last(found, one)) for one in found.clauses]
    print_table(("Clause", "Library", "Brought in", "Changed last", "How, and who approved it"), rows, whole=(0, 1))


def _last(found: Account, one: Blamed) -> tuple[str, str]:
    """When and how a clause was changed; where it is as it was brought in, its approval alone."""
    if one.last is one.brought_in:
        return "", _approval(one.last)
    return _when(found, one.last), "; ".join(part for part in (_what(one.last), _approval(one.last)) if part)


def _when(found: Account, step: Step) -> str:
    version = found.versions[step.version]
    name = ", ".join(found.names.get(step.version, ())) or short(step.version)
    return f"{version.at:%Y-%m-%d} {version.author} ({name})"


def _what(step: Step) -> str:
    facts = ", ".join(step.facts)
    return f"{', '.join(step.kinds)}: {facts}" if facts else ", ".join(step.kinds)


def _approval(step: Step) -> str:
    said = " ".join(part for part in (step.approved_by, step.approved_on, f"({step.reason})" if step.reason else "") if part)
    return f"approved by {said}" if step.approved_by else said


def _data(found: Account, step: Step) -> dict[str, object]:
    version = found.versions[step.version]
    return {
        **version_data(version, found.names.get(step.version, ())),
        "kinds": list(step.kinds),
        "library_version": step.library or None,
        "facts": list(step.facts),
        "approved_by": step.approved_by or None,
        "approved_on": step.approved_on or None,
        "reason": step.reason or None,
    }
