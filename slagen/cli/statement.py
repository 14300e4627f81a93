"""`slagen statement`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from slagen.cli.events import circumstances, how_of
from slagen.cli.options import AGREEMENT_ID, in_workspace, load_workspace, now, root_of, with_json
from slagen.cli.output import findings_text, print_json, print_table, printable, say
from slagen.cli.versions import tell_index_behind

if TYPE_CHECKING:
    from slagen.workspace.crediting import Statement
    from slagen.workspace.load import Loaded


@click.command(epilog="Example: slagen statement acme-hosting --period 2026-10")
@click.argument("agreement", type=AGREEMENT_ID)
@click.option("--period", required=True, help="The month, such as 2026-10; or several: 2026-Q4, 2026-H2, 2026.")
@click.option("--to", "formats", default="docx,html,md", help="Formats, with commas: docx, html, md. Default: all of them.")
@click.option("-o", "--out", type=click.Path(path_type=Path), help="The folder, or one file whose ending says the format. Default: build/ in the workspace.")
@click.option("--choose", default="", help="The level whose credit the customer has chosen for the month, where the agreement lets it choose: recorded once.")
@circumstances
@with_json
@in_workspace
def statement(agreement: str, period: str, formats: str, out: Path | None, choose: str, as_json: bool, folder: Path | None, **how: Any) -> None:
    """Write the credit statement of a month, or of several one after another: every step, with the provision that says so.

    With --json it is printed, and no file is written unless --out says where. What was not delivered is shown as missing; it is never met.
    """
    from slagen.workspace.crediting import statement as run
    from slagen.workspace.document_files import Order
    from slagen.workspace.statement_document import written

    loaded = load_workspace(folder)
    if choose:
        loaded = _choose(loaded, agreement, period, choose, folder, how)
    found = run(loaded, agreement, period, now=now(loaded))
    wanted = tuple(name.strip().lower() for name in formats.split(",") if name.strip())
    files = written(root_of(folder), found, Order(wanted, out)) if out or not as_json else ()
    if found.findings:
        say(findings_text(found.findings, err=True))
    if as_json:
        print_json(_data(found, files))
        return
    print_table(("What", "Service Credit"), _rows(found), right=(1,))
    for file in files:
        click.echo(printable(f"{file}"))
    if found.missing:
        say(printable(f"Figures are missing for: {'; '.join(found.missing)}. Deliver them with: slagen measure {agreement} FILE"))


def _choose(loaded: Loaded, agreement: str, period: str, level: str, folder: Path | None, how: dict[str, Any]) -> Loaded:
    from slagen.workspace.choosing import Choice, choose

    filed = choose(root_of(folder), loaded, agreement, Choice(period, level), how_of(loaded, **how), now=now(loaded))
    tell_index_behind(filed.outcome)
    return load_workspace(folder)


def _rows(found: Statement) -> list[tuple[str, str]]:
    from slagen.core.locales import Formats

    formats = Formats("en", found.agreement.locale)
    together = [("Together", formats.listed([formats.money(one) for one in found.total]))] if len(found.months) > 1 else []
    several = len({one.month for one in found.months}) > 1
    opened = [(f"Scheme {one}", "open: its base depends on use") for one in found.open_schemes]
    names = [f"Scheme {one.scheme}" + (f", {one.month:%Y-%m}" if several else "") for one in found.months]
    return [*((name, formats.money(one.credit)) for name, one in zip(names, found.months, strict=True)), *opened, *together]


def _data(found: Statement, files: tuple[Path, ...]) -> dict[str, object]:
    from slagen.formats.findings import to_json
    from slagen.formats.statements import claim_json, statement_json

    told = statement_json(found.levels, found.schemes, found.months)
    return {
        "agreement": found.agreement.id,
        "title": found.agreement.title,
        "version": found.version or None,
        "period": found.period,
        **told,
        "missing": list(found.missing),
        "claim_by": [claim_json(one.scheme, one.month, one.day) for one in found.claims],
        "files": [str(file) for file in files],
        "findings": to_json(found.findings),
    }
