"""`slagen clauses`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from slagen.cli.options import AGREEMENT_ID, CLAUSE_ID, in_workspace, load_workspace, with_json
from slagen.cli.output import findings_text, print_json, print_table, progress, say
from slagen.core.counts import counted

if TYPE_CHECKING:
    from slagen.model.library import LibraryClause, Parameter
    from slagen.workspace.outdated import Outdated


@click.group(epilog="Example: slagen clauses where-used service-credits")
def clauses() -> None:
    """The clause library."""


@clauses.command("list", short_help="The clauses with version and status.", epilog="Example: slagen clauses list --group remedies")
@click.option("--group", default="", help="Only this group, such as remedies.")
@click.option("--kind", default="", type=click.Choice(["", "sla", "ola", "charter"]), help="Only clauses for this kind of agreement.")
@with_json
@in_workspace
def list_(group: str, kind: str, as_json: bool, folder: Path | None) -> None:
    """List the clauses with their version, status and what they are for."""
    from slagen.workspace.clause_library import list_clauses

    found = list_clauses(load_workspace(folder), group=group, kind=kind)
    if as_json:
        print_json([_data(clause) for clause in found])
        return
    print_table(("Clause", "Group", "Version", "Status", "What it is for"), [(one.id, one.group, one.version, one.status.value, one.summary) for one in found])


@clauses.command(short_help="One clause: text, parameters, positions.", epilog="Example: slagen clauses show service-credits")
@click.argument("clause", type=CLAUSE_ID)
@with_json
@in_workspace
def show(clause: str, as_json: bool, folder: Path | None) -> None:
    """Show a clause: its text, its parameters, the positions of the playbook, and the guidance."""
    from slagen.workspace.clause_library import show_clause

    found = show_clause(load_workspace(folder), clause)
    if as_json:
        print_json(_data(found) | {"text": found.text, "guidance": found.guidance, "positions": _positions(found)})
        return
    click.echo(f"{found.title} ({found.id} {found.version}, {found.status})\n{found.source.file}\n\n{found.summary}\n")
    for label, names in (("Requires", found.requires), ("Excludes", found.excludes), ("For", found.kinds)):
        if names:
            click.echo(f"{label}: {', '.join(names)}")
    if found.parameters:
        print_table(("Parameter", "Type", "Default", "Range", "What it is"), [_parameter(found, name) for name in found.parameters])
    for position in found.positions.values():
        values = ", ".join(f"{name} = {value}" for name, value in position.values.items()) or "as written"
        click.echo(f"{position.name.replace('_', '-')}: {values}" + (f" (approver: {position.approver})" if position.approver else ""))
    click.echo(f"\n{found.text.strip()}\n")
    if found.guidance:
        click.echo(f"Guidance (never printed in the contract)\n{found.guidance.strip()}")


@clauses.command("where-used", short_help="Which contracts hold a clause.", epilog="Example: slagen clauses where-used service-credits")
@click.argument("clause", type=CLAUSE_ID)
@with_json
@in_workspace
def where_used(clause: str, as_json: bool, folder: Path | None) -> None:
    """List the templates that select a clause and the contracts that hold it."""
    from slagen.workspace.clause_library import where_used as run

    templates, uses = run(load_workspace(folder), clause)
    if as_json:
        rows = [{"agreement": use.agreement, "label": use.label, "version": use.version, "file": use.file} for use in uses]
        print_json({"clause": clause, "templates": list(templates), "agreements": rows})
        return
    click.echo(f"Templates: {', '.join(templates) or 'none'}")
    print_table(("Agreement", "As clause", "Version", "Text from"), [(use.agreement, use.label, use.version, use.file) for use in uses])


@clauses.command(short_help="What is behind the library, and why it matters.", epilog="Example: slagen clauses outdated acme-hosting")
@click.argument("ids", nargs=-1, type=AGREEMENT_ID)
@click.option("--exit-code", "tell", is_flag=True, help="End with 1 where anything is behind.")
@with_json
@in_workspace
def outdated(ids: tuple[str, ...], tell: bool, as_json: bool, folder: Path | None) -> int:
    """List the pins of the agreements IDS (default: of all) that are behind the library: what changed, and why it matters."""
    from slagen.workspace.outdated import outdated as run

    loaded = load_workspace(folder)
    with progress(len(ids) or len(loaded.agreements), "comparing with the library") as step:
        found = run(loaded, ids, step=step)
    if as_json:
        from slagen.formats.findings import to_json

        print_json({"behind": [_behind(one) for one in found.behind], "problems": to_json(found.problems)})
        return int(tell and bool(found.behind))
    if found.problems:
        say(findings_text(found.problems, err=True))
    if found.behind:
        rows = [(one.agreement, f"{one.what} {one.id}", one.pinned, one.library, f"{one.change.step}: {one.why}", _details(one)) for one in found.behind]
        print_table(("Agreement", "What", "Pinned", "Library", "Change", "What changed"), rows)
        say("See the redline and move on: slagen upgrade ID [CLAUSE…]")
    else:
        say(f"Nothing is behind the library in {counted(found.agreements, 'agreement')}.")
    return int(tell and bool(found.behind))


def _details(one: Outdated) -> str:
    return "\n".join((*one.details, *(("has its own wording: an upgrade brings the two together",) if one.own_wording else ())))


def _behind(one: Outdated) -> dict[str, object]:
    parameters = [{"name": part.name, "change": part.change, "old": part.old, "new": part.new, "required": part.required} for part in one.change.parameters]
    return {
        "agreement": one.agreement,
        "what": one.what,
        "id": one.id,
        "pinned": one.pinned,
        "library": one.library,
        "change": one.change.step.value,
        "why": one.why,
        "words_inserted": one.change.inserted,
        "words_deleted": one.change.deleted,
        "parameters": parameters,
        "notes": [{"version": version, "text": text} for version, text in one.change.notes],
        "details": list(one.details),
        "own_wording": one.own_wording,
    }


def _parameter(clause: LibraryClause, name: str) -> tuple[str, ...]:
    parameter = clause.parameters[name]
    bounds = [f"{word} {parameter.rules[rule]}" for rule, word in (("min", "from"), ("max", "to")) if rule in parameter.rules]
    allowed = parameter.rules.get("allowed")
    span = ", ".join(map(str, allowed)) if allowed else " ".join(bounds)
    return (name, str(parameter.rules.get("type", "")), str(parameter.default) if parameter.has_default else "", span, parameter.label)


def _data(clause: LibraryClause) -> dict[str, object]:
    return {
        "id": clause.id,
        "title": clause.title,
        "group": clause.group,
        "version": clause.version,
        "status": clause.status.value,
        "kinds": list(clause.kinds),
        "summary": clause.summary,
        "owner": clause.owner,
        "review_by": clause.review_by.isoformat() if clause.review_by else None,
        "negotiable": clause.negotiable,
        "requires": list(clause.requires),
        "excludes": list(clause.excludes),
        "parameters": [_rules(parameter) for parameter in clause.parameters.values()],
        "file": clause.source.file,
    }


def _rules(parameter: Parameter) -> dict[str, object]:
    from slagen.model.native import to_native

    rules = {name: to_native(parameter.rules.get(name)) for name in ("type", "min", "max", "allowed")}
    return {"name": parameter.name, "label": parameter.label, **rules, "default": to_native(parameter.default), "better": parameter.better}


def _positions(clause: LibraryClause) -> dict[str, object]:
    from slagen.model.native import to_native

    return {name: {"values": to_native(dict(one.values)), "approver": one.approver} for name, one in clause.positions.items()}
