"""`slagen build`."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from slagen.cli.documents import names_in, print_files
from slagen.cli.failures import error_data, show_error
from slagen.cli.options import AGREEMENT_ID, in_workspace, on_day, root_of, today, with_json
from slagen.cli.output import print_json, progress, say
from slagen.core.counts import counted
from slagen.core.errors import UsageError

if TYPE_CHECKING:
    from slagen.workspace.batch import Outcome


@click.command(epilog="Example: slagen build acme-hosting --to docx,html")
@click.argument("ids", nargs=-1, type=AGREEMENT_ID)
@click.option("--all", "everything", is_flag=True, help="Every agreement of the workspace.")
@click.option("--to", "formats", default="docx,md,html", show_default=True, help="Formats, with commas: docx, md, html, json, brief, pdf.")
@click.option("-o", "--out", type=click.Path(path_type=Path, file_okay=False), help="The folder to write to. Default: build/ in the workspace.")
@click.option("--at", "version", default="draft", show_default=True, help="A saved version: a commit, or vX.Y.")
@click.option("--execution", is_flag=True, help="The version to be signed: saved, with no errors and no blanks.")
@click.option("--jobs", type=click.IntRange(1, 64), default=1, show_default=True, help="How many agreements to build at a time.")
@on_day
@with_json
@in_workspace
def build(
    ids: tuple[str, ...],
    everything: bool,
    formats: str,
    out: Path | None,
    version: str,
    execution: bool,
    jobs: int,
    on: date | None,
    as_json: bool,
    folder: Path | None,
) -> int:
    """Assemble the agreements IDS and write them in every format asked for."""
    from slagen.workspace.batch import build_all, named
    from slagen.workspace.building import Order, require_formats, standard_folder

    if bool(ids) == everything:
        raise UsageError("Name the agreements to build, or say --all.", hint="For example: slagen build acme-hosting")
    root = root_of(folder)
    order = Order(require_formats(names_in(formats)), out or standard_folder(root), on or today(), version, execution)
    names = named(root, ids, version)
    with progress(len(names), "building") as step:
        outcome = build_all(root, names, order, jobs=jobs, step=step)
    if as_json:
        print_json(_data(outcome))
    else:
        for built in outcome.built:
            print_files(built.files)
        _tell(outcome)
    return outcome.exit_code


def _tell(outcome: Outcome) -> None:
    for _, error in outcome.failed:
        show_error(error, wants_json=False)
    done = len(outcome.built)
    files = sum(len(built.files) for built in outcome.built)
    failed = f"; {len(outcome.failed)} could not be built" if outcome.failed else ""
    blanks = sum(built.blanks for built in outcome.built)
    still_open = f"; {counted(blanks, 'blank')} to fill in: see slagen check" if blanks else ""
    hint = " (warnings: see slagen check)" if outcome.warnings else ""
    say(f"{counted(done, 'agreement')}, {counted(files, 'file')}{failed}{still_open}{hint}")
    if outcome.behind:
        say(
            f"Note: {outcome.behind} of them {'is' if outcome.behind == 1 else 'are'} behind the library, and kept to the pinned texts: slagen clauses outdated"
        )


def _data(outcome: Outcome) -> dict[str, object]:
    return {
        "built": [{"agreement": built.agreement, "files": [str(file) for file in built.files], "blanks": built.blanks} for built in outcome.built],
        "failed": [{"agreement": name, "error": error_data(error)} for name, error in outcome.failed],
    }
