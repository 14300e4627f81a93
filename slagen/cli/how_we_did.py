"""`slagen report` for a charter: “How we did”."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from slagen.cli.documents import print_data, print_files, tell_missing
from slagen.cli.options import now
from slagen.cli.output import findings_text, print_table, printable, say

if TYPE_CHECKING:
    from slagen.workspace.charter_report import CharterReport
    from slagen.workspace.document_files import Order
    from slagen.workspace.load import Loaded


def how_we_did(loaded: Loaded, root: Path, agreement: str, period: str, order: Order, *, as_json: bool) -> None:
    """Write the page about a charter, or print it as JSON."""
    from slagen.workspace.charter_data import charter_data
    from slagen.workspace.charter_report import charter_report
    from slagen.workspace.report_files import charter_report_written

    found = charter_report(loaded, agreement, period, now=now(loaded))
    as_json = as_json or (tuple(order.formats) == ("json",) and order.out is None)
    files = charter_report_written(root, found, order) if order.out or not as_json else ()
    if found.findings:
        say(findings_text(found.findings, err=True))
    if as_json:
        print_data(charter_data(found), files, found.findings)
        return
    _print(found)
    print_files(files)
    tell_missing(", ".join(one.promise.level.id for one in found.promises if one.now.missing), agreement)


def _print(found: CharterReport) -> None:
    from slagen.workspace.charter_words import CharterWords

    words = CharterWords(found.agreement)
    rows = [(one.promise.level.id, words.aim(one.now), words.share(one.now), words.standing(one.now)) for one in found.promises]
    print_table(("Promise", "Aim", "Kept", "How it stands"), rows, whole=(0,))
    for survey in found.surveys:
        said = f"{words.result(survey.value)} satisfied" if survey.value is not None else "nobody answered"
        click.echo(printable(f"Survey {survey.window.name}: {said}{f', of {words.number(survey.total)} answers' if survey.total is not None else ''}"))
