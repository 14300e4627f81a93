"""`slagen new`."""

from __future__ import annotations

from pathlib import Path
import sys
from typing import TYPE_CHECKING

import click

from slagen.cli.options import TEMPLATE_ID, in_workspace, load_workspace, root_of, today, with_json
from slagen.cli.output import findings_text, print_json, say
from slagen.core.errors import UsageError

if TYPE_CHECKING:
    from slagen.core.findings import Finding
    from slagen.workspace.answers import Answers
    from slagen.workspace.load import Loaded
    from slagen.workspace.newcomer import Made, Plan

_SHARED = ("parties.", "contract_term.effective_date")
"""What the two agreements of a pair have in common, and only the first is asked for."""
_EPILOG = """\b
Example: slagen new acme-hosting
         slagen new acme-hosting --template customer-sla --answers acme.yaml
\b
A file of answers holds one a line, by the keys of agreement.yaml:
  parties.customer.name: Acme plc
  contract_term.effective_date: 2026-01-01
"""


@click.command(epilog=_EPILOG)
@click.argument("agreement", metavar="ID")
@click.option("--template", type=TEMPLATE_ID, default="", help="The template to use. Default: one is recommended.")
@click.option("--answers", "answers_file", default="", help="A YAML file of answers; - reads standard input. Nothing is asked.")
@click.option("--folder", "subfolder", default="", help="A folder below agreements/, such as the customer's.")
@with_json
@in_workspace
def new(agreement: str, template: str, answers_file: str, subfolder: str, as_json: bool, folder: Path | None) -> None:
    """Make a new agreement ID: recommend a template, ask its questions, write agreement.yaml.

    Ctrl-C at any question leaves everything as it was.
    """
    from slagen.cli.asking import can_ask
    from slagen.workspace.newcomer import plan, require_free, write

    root, loaded = root_of(folder), load_workspace(folder)
    require_free(loaded, agreement)
    if template:
        plan(loaded, agreement, template, subfolder)  # what is wrong with it is said before anything is asked
    if answers_file:
        planned = [_answered(loaded, agreement, template, answers_file, subfolder)]
    elif can_ask():
        planned = _asked(loaded, agreement, template, subfolder)
    else:
        hint = f"Give the answers in a file: slagen new {agreement} --template customer-sla --answers answers.yaml"
        raise UsageError("There is no terminal to ask questions at.", hint=hint)
    made = write(loaded, root, planned)
    findings = _findings(root, made)
    if as_json:
        print_json({"made": [{"agreement": one.agreement, "template": one.template, "file": one.path} for one in made]})
    else:
        _tell(root, made, findings)


def _answered(loaded: Loaded, agreement: str, template: str, answers_file: str, subfolder: str) -> tuple[Plan, Answers]:
    from slagen.core.errors import FindingsError
    from slagen.formats.files import read_file
    from slagen.formats.plain_text import LARGEST_TEXT
    from slagen.formats.yaml import read_yaml
    from slagen.workspace.answers import answers_in
    from slagen.workspace.newcomer import complete, plan

    if not template:
        known = ", ".join(sorted(loaded.library.templates))
        raise UsageError("With --answers nothing is asked, so say which template to use.", hint=f"Add --template, one of: {known}.")
    planned = plan(loaded, agreement, template, subfolder)
    data = sys.stdin.buffer.read(LARGEST_TEXT + 1) if answers_file == "-" else read_file(Path(answers_file))
    answers, findings = answers_in(read_yaml(data, "standard input" if answers_file == "-" else answers_file))
    if findings:
        raise FindingsError("The answers cannot be used.", findings, hint="Mend what is listed, then try again.")
    return planned, complete(planned, answers)


def _asked(loaded: Loaded, agreement: str, template: str, subfolder: str) -> list[tuple[Plan, Answers]]:
    from slagen.cli.asking import conversation
    from slagen.cli.questions import ask_for_template, ask_questions, charter_id
    from slagen.workspace.answers import Answers
    from slagen.workspace.newcomer import complete, plan

    with conversation():
        templates = (template,) if template else ask_for_template(loaded)
        plans = [plan(loaded, agreement, templates[0], subfolder)]
        if len(templates) > 1:
            plans.append(plan(loaded, charter_id(loaded, agreement), templates[1], subfolder))
        collected: list[tuple[Plan, Answers]] = []
        known: dict[str, str] = {}
        for position, planned in enumerate(plans):
            given = {"paired_with": plans[1 - position].id} if len(plans) > 1 else {}
            values = ask_questions(loaded, planned, known | given)
            known |= {key: value for key, value in values.items() if key.startswith(_SHARED)}
            collected.append((planned, complete(planned, Answers({**values, **given}))))
    return collected


def _findings(root: Path, made: tuple[Made, ...]) -> tuple[Finding, ...]:
    from slagen.workspace.checking import check

    loaded = load_workspace(root)
    return check(loaded, [one.agreement for one in made], today=today(loaded)).findings


def _tell(root: Path, made: tuple[Made, ...], findings: tuple[Finding, ...]) -> None:
    for one in made:
        place = root / one.path
        click.echo(str(place.relative_to(Path.cwd())) if place.is_relative_to(Path.cwd()) else str(place))
    if findings:
        say(findings_text(findings, err=True))
    ids = " ".join(one.agreement for one in made)
    first = made[0].agreement
    say()
    say("Next:")
    say("  open the file: what you were not asked has standard words and figures; make them those of the deal")
    say(f"  slagen check {ids:<30}  what is wrong, with its line")
    say(f"  slagen build {ids:<30}  the contract as Word, Markdown and HTML")
    say(f'  slagen save {first} -m "first draft"')
