"""Write docs/library.md: every clause of the reference library in a table. With --check: end with 1 where the file is not up to date."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import time
from itertools import groupby
from pathlib import Path
import sys

from slagen.core.durations import Duration
from slagen.formats.files import Folder
from slagen.formats.markdown.escape import escape_value
from slagen.model.library import LibraryClause, Parameter, Template
from slagen.workspace.clause_library import list_clauses
from slagen.workspace.load import load

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "library.md"
HEAD = """\
# The clause library

Made by `make library` from the clauses themselves; do not edit. `slagen clauses show ID` prints one clause with its text, the positions of the
playbook and the guidance; `slagen clauses where-used ID` says which contracts hold it. How to write clauses: [authoring.md](authoring.md).

“Needs” names clauses that must be in the same contract; “not with” names those that must not.
A parameter is shown with its type, what it may be, and its default.
What is not here is a fact of the agreement (`agreement.…` in the text of a clause): see [formats.md](formats.md).
"""
GROUPS = {
    "charter": "Client charters",
    "commercial": "Money",
    "common": "What every contract has",
    "exit": "Ending, law and general terms",
    "governance": "Working together",
    "remedies": "If a service level is missed, and who answers for what",
    "risk": "Data, security and risk",
    "service": "Services and service levels",
}


def main() -> int:
    """Write the page, or hold it against what it should be."""
    loaded = load(Folder(ROOT))
    text = page(list_clauses(loaded), tuple(loaded.library.templates.values()))
    if "--check" in sys.argv[1:]:
        if PAGE.read_text(encoding="utf-8") == text:
            return 0
        print("docs/library.md is not up to date: run make library", file=sys.stderr)
        return 1
    PAGE.write_text(text, encoding="utf-8")
    return 0


def page(clauses: tuple[LibraryClause, ...], templates: tuple[Template, ...]) -> str:
    """The whole page."""
    lines = [HEAD, f"{len(clauses)} clauses.\n"]
    for group, members in groupby(clauses, key=lambda clause: clause.group):
        lines += [f"## {GROUPS.get(group, group.capitalize())} (`clauses/{group}/`)\n"]
        lines += ["| clause | what it is for | for | needs | not with | parameters |", "| --- | --- | --- | --- | --- | --- |"]
        lines += [_row(clause) for clause in members]
        lines += [""]
    lines += ["## Templates\n", "| template | for | clauses, in order; those in italics depend on the facts |", "| --- | --- | --- |"]
    lines += [_template_row(template) for template in sorted(templates, key=lambda one: one.id)]
    return "\n".join(lines) + "\n"


def _row(clause: LibraryClause) -> str:
    name = f"[{clause.id}](../{clause.source.file})"
    parameters = "<br>".join(_parameter(one) for one in clause.parameters.values())
    cells = (name, escape_value(clause.summary, "<br>"), ", ".join(clause.kinds), ", ".join(clause.requires), ", ".join(clause.excludes), parameters)
    return f"| {' | '.join(cells)} |"


def _parameter(parameter: Parameter) -> str:
    default = f", default {_shown(parameter.default)}" if parameter.has_default else ""
    span = escape_value(f"{'; '.join(_span(parameter))}{default}", " ")
    return f"{escape_value(parameter.label or parameter.name, ' ')}: `{parameter.name}`, {span}"


def _span(parameter: Parameter) -> Iterator[str]:
    rules = parameter.rules
    yield str(rules["type"])
    if "allowed" in rules:
        yield " or ".join(_shown(value) for value in rules["allowed"])
    if "min" in rules and "max" in rules:
        yield f"{_shown(rules['min'])} to {_shown(rules['max'])}"
    elif "min" in rules or "max" in rules:
        yield f"from {_shown(rules['min'])}" if "min" in rules else f"up to {_shown(rules['max'])}"


def _shown(value: object) -> str:
    match value:
        case None:
            return "none"
        case bool():
            return "true" if value else "false"
        case Duration():
            return f"{value.count} {value.unit}{'' if value.count == 1 else 's'}"
        case time():
            return f"{value:%H:%M}"
        case list() | tuple():
            return "; ".join(_shown(item) for item in value) or "none"
        case _:
            return str(value) or "empty"


def _template_row(template: Template) -> str:
    names = ", ".join(f"*{choice.id}*" if choice.when else choice.id for choice in template.choices)
    return f"| [{template.id}](../{template.source.file}) | {escape_value(template.title, ' ')} | {names} |"


if __name__ == "__main__":
    sys.exit(main())
