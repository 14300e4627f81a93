"""`slagen explain`."""

from __future__ import annotations

from pathlib import Path

import click

from slagen.cli.options import AGREEMENT_ID, in_workspace, load_workspace, with_json
from slagen.cli.output import print_json


@click.command(epilog="Example: slagen explain acme-hosting service_levels.availability.target")
@click.argument("agreement", type=AGREEMENT_ID)
@click.argument("key")
@with_json
@in_workspace
def explain(agreement: str, key: str, as_json: bool, folder: Path | None) -> None:
    """Say where the figure under KEY comes from: file, line, layer, and what it overrode.

    KEY is dotted: service_levels.availability.target, clauses.service-credits.within, parties.customer.name.
    """
    from slagen.workspace.drafting import draft
    from slagen.workspace.explaining import explain as run

    found = run(draft(load_workspace(folder), agreement), key)
    if as_json:
        stated = [{"text": one.text, "file": one.source.file, "line": one.source.line, "layer": one.source.layer} for one in found.statements]
        printed = [{"provision": place.provision, "label": place.label} for place in found.printed]
        parts = [{"key": name, "text": one.text, "file": one.source.file, "line": one.source.line, "layer": one.source.layer} for name, one in found.parts]
        print_json(
            {"agreement": agreement, "key": found.key, "value": found.value, "stated": stated[:1], "overrode": stated[1:], "printed": printed, "parts": parts}
        )
        return
    click.echo(f"{found.key} = {found.value}" if found.value else f"{found.key} holds:")
    for name, one in found.parts:
        click.echo(f"  {name} = {one.text}  ({one.source}{f', layer {one.source.layer}' if one.source.layer else ''})")
    for number, one in enumerate(found.statements):
        layer = f", layer {one.source.layer}" if one.source.layer else ""
        click.echo(f"  {'overrides' if number else 'stated in'} {one.source}{layer}: {one.text}")
    if found.printed:
        click.echo(f"  printed in clause {', '.join(place.label for place in found.printed)}")
