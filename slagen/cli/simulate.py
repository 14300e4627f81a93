"""`slagen simulate`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from slagen.cli.documents import print_data, print_files
from slagen.cli.options import AGREEMENT_ID, FILE, in_workspace, load_workspace, now, root_of, with_json
from slagen.cli.output import findings_text, print_table, progress, say, tell
from slagen.core.errors import UsageError

if TYPE_CHECKING:
    from slagen.workspace.load import Loaded
    from slagen.workspace.proposing import Proposal
    from slagen.workspace.simulating import Simulation

_EXAMPLE = "slagen simulate acme-hosting --set service_levels.availability.target='>= 99.95 %' --from 2026-01 --to 2026-10"


@click.command(epilog=f"Example: {_EXAMPLE}")
@click.argument("agreement", type=AGREEMENT_ID)
@click.option("--set", "settings", multiple=True, metavar="KEY=VALUE", help="A proposed value by its key, as explain has it; several, if need be.")
@click.option("--with", "counter", type=FILE, help="A proposed agreement.yaml, such as a counter-draft.")
@click.option("--at", "version", default="", help="What a version says is what is proposed: draft, or a saved one.")
@click.option("--from", "first", default="", help="The first period: 2026-01, 2026-Q1 or 2026. Default: from the beginning.")
@click.option("--to", "last", default="", help="The last period. Default: up to now.")
@click.option("-o", "--out", type=click.Path(path_type=Path), help="Write it too: a file (.docx, .html, .md), or a folder for all three.")
@with_json
@in_workspace
def simulate(
    agreement: str, settings: tuple[str, ...], counter: Path | None, version: str, first: str, last: str, out: Path | None, as_json: bool, folder: Path | None
) -> None:
    """Work out the past of AGREEMENT under proposed terms: results and credits, beside those under the terms as they are.

    Nothing of the workspace is changed. VALUE in brackets is a list: --set service_credits.standard.bands.availability='[{below: 99.95, credit: 10}]'
    """
    from slagen.workspace.document_files import Order
    from slagen.workspace.simulating import simulate as run
    from slagen.workspace.simulation_data import data_of
    from slagen.workspace.simulation_document import written

    loaded = load_workspace(folder)
    proposal = _proposal(loaded, agreement, settings, counter, version)
    with progress(2, "working out") as step:
        found = run(loaded, agreement, proposal, (first, last), now=now(loaded), step=step)
    files = written(root_of(folder), found, Order(out=out)) if out else ()
    if as_json:
        print_data(data_of(found), files, found.findings)
        return
    if found.findings:
        say(findings_text(found.findings, err=True))
    _print(found)
    print_files(files)


def _proposal(loaded: Loaded, agreement: str, settings: tuple[str, ...], counter: Path | None, version: str) -> Proposal:
    from slagen.workspace.proposing import Proposal, counter_draft, facts_of_version, parse_settings

    if counter and version:
        raise UsageError("--with and --at each name the terms that are proposed.", hint="Say one of them.")
    values = parse_settings(settings)
    if counter:
        return Proposal(values, *counter_draft(counter))
    if version:
        return Proposal(values, *facts_of_version(loaded, agreement, version))
    if not values:
        raise UsageError("Nothing is proposed.", hint=_EXAMPLE)
    return Proposal(values)


def _print(found: Simulation) -> None:
    from slagen.workspace.simulation_words import CREDITS, LEVELS, TERMS, Words

    words = Words(found)
    if found.terms:
        print_table(TERMS, words.term_rows())
    else:
        tell("Nothing of the proposal changes a term.\n")
    changed = words.changed()
    if changed:
        print_table(LEVELS, words.level_rows(changed), right=(2,), whole=(1,))
    if unchanged := words.unchanged():
        tell(f"The same under both: {', '.join(unchanged)}.\n")
    if found.credits:
        print_table(CREDITS, words.credit_rows(), right=(1, 2, 3), whole=(0, 1, 2, 3))
    for line in words.rights():
        tell(line)
    tell(words.summary())
    if found.span.cut:
        say(f"What ended after {found.span.last} is still to come and left out.")
