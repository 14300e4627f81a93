"""`slagen explain`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from slagen.cli.options import AGREEMENT_ID, in_workspace, load_workspace, with_json
from slagen.cli.output import print_json, printable, tell

if TYPE_CHECKING:
    from slagen.model.provenance import Stated


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
        statements = [_stated(one) for one in found.statements]
        printed = [{"provision": place.provision, "label": place.label} for place in found.printed]
        parts = [{"key": name, **_stated(one)} for name, one in found.parts]
        data = {"agreement": agreement, "key": found.key, "value": found.value, "stated": statements[:1], "overrode": statements[1:]}
        pins = [{"what": one.what, "id": one.id, "version": one.version} for one in found.pins]
        print_json(data | {"printed": printed, "parts": parts, "pins": pins})
        return
    tell(f"{found.key} = {_line(found.value)}" if found.value else f"{found.key} holds:")
    for name, one in found.parts:
        tell(f"  {name} = {_line(one.text)}  ({_place(one)})")
    for number, one in enumerate(found.statements):
        tell(f"  {'overrides' if number else 'stated in'} {_place(one)}: {_line(one.text)}")
    if found.printed:
        tell(f"  printed in clause {', '.join(place.label for place in found.printed)}")
    if found.pins:
        tell(f"  pinned: {', '.join(f'{one.what} {one.id} {one.version}' for one in found.pins)}")


def _stated(one: Stated) -> dict[str, object]:
    return {"text": one.text, "file": one.source.file, "line": one.source.line, "layer": one.source.layer}


def _place(one: Stated) -> str:
    return f"{one.source}, layer {one.source.layer}" if one.source.layer else str(one.source)


def _line(text: str) -> str:
    return printable(text.replace("\n", " / "))
