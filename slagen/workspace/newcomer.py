"""A new agreement: the questions of its template, what is wrong with an answer, and agreement.yaml with the answers put in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath
from typing import Any

from slagen.core.errors import FindingsError, NotFoundError, RefusedError, UsageError
from slagen.core.file_view import path_parts
from slagen.core.findings import Finding, Severity, Source, has_errors
from slagen.core.identifiers import ID_RULE, is_id, nearest
from slagen.core.raw import Raw, RawValue
from slagen.formats.files import inside, write_files
from slagen.formats.plain_text import has_refused_character
from slagen.formats.yaml import read_yaml
from slagen.formats.yaml_edit import set_values
from slagen.model.library import Question, Template
from slagen.schema.agreements import read_agreement
from slagen.schema.faults import MISSING, UNKNOWN
from slagen.schema.single_facts import answer_fault, key_fault, takes_a_list
from slagen.workspace.answers import Answers
from slagen.workspace.bands import bands_for
from slagen.workspace.load import AGREEMENT_FILE, Loaded

STARTER_FILE = "starter.yaml"
GIVEN = frozenset({"id", "kind", "level", "template"})
"""Keys that the command line and the template settle."""
_FOLLOWS = {"governing_law.courts": "governing_law.law"}
_OF_THE_WORKSPACE = {"language": "language", "locale": "locale", "time_zone": "time_zone", "governing_law.calendar": "calendar"}


@dataclass(frozen=True, slots=True)
class Plan:
    """An agreement to be made: where, from which template, and what is asked. `raw` is the starter as it was read."""

    id: str
    template: Template
    path: str
    starter: str
    raw: Raw
    questions: tuple[Question, ...]
    settled: Mapping[str, RawValue]

    def problem(self, key: str, value: RawValue) -> Finding | None:
        """What is wrong with an answer by itself; its place is that of the starter."""
        asked = next((question for question in self.questions if question.key == key), None)
        fault = key_fault(key) or (answer_fault(asked.type, asked.allowed, value) if asked else None)
        if fault:
            return Finding(fault.code, Severity.ERROR, fault.message, self.raw.source(), fault.hint)
        if isinstance(value, str) and has_refused_character(value):
            return Finding("SLG008", Severity.ERROR, "it holds a character that cannot be seen", self.raw.source(), "Type it again.")
        try:
            changed = _put(self.raw.data, key.split("."), shaped(key, value))
        except KeyError as error:
            return Finding(UNKNOWN, Severity.ERROR, f"the template's starter has no “{error.args[0]}” that “{key}” leads to", self.raw.source())
        _, findings = read_agreement(replace(self.raw, data=changed))
        return next((finding for finding in findings if finding.severity is Severity.ERROR), None)


@dataclass(frozen=True, slots=True)
class Made:
    """An agreement that was made, and its file's path in the workspace."""

    agreement: str
    template: str
    path: str


def plan(loaded: Loaded, agreement_id: str, template_id: str, folder: str = "") -> Plan:
    """Plan a new agreement in `agreements/<folder>/<id>`.

    Raises:
        UsageError: the id cannot be one.
        RefusedError: it is taken, or the folder leads out of the workspace.
        NotFoundError: there is no such template, or it has no starter.
        FindingsError: the starter cannot be used.
    """
    require_free(loaded, agreement_id)
    template = loaded.library.templates.get(template_id)
    if template is None:
        known = loaded.library.templates
        raise NotFoundError("template", template_id, nearest(template_id, known), hint=f"There are: {', '.join(sorted(known))}.")
    place = "/".join(("agreements", *path_parts(folder.strip("/")), agreement_id, AGREEMENT_FILE))
    start = str(PurePosixPath(template.source.file).parent / STARTER_FILE)
    if not loaded.files.exists(start):
        hint = f"Put one beside {template.source.file}: an agreement.yaml to begin with (see docs/adr/0004-starters.md)."
        raise NotFoundError("starter", start, hint=hint)
    data = loaded.files.read(start)
    raw = read_yaml(data, start)
    if not isinstance(raw.data, dict) or has_errors(read_agreement(raw)[1]):
        raise FindingsError(f"The starter “{start}” cannot be used.", read_agreement(raw)[1], hint="Mend what is listed.")
    settled = _settled(loaded, raw)
    questions = tuple(replace(one, default=str(settled[one.key])) if one.key in settled else one for one in template.questions)
    return Plan(agreement_id, template, place, data.decode("utf-8-sig"), raw, questions, settled)


def require_free(loaded: Loaded, agreement_id: str) -> None:
    """Raise UsageError where this can be no agreement's id, RefusedError where it is taken."""
    if not is_id(agreement_id):
        raise UsageError(f"“{agreement_id}” cannot be an agreement's id.", hint=f"An id has {ID_RULE}, such as acme-hosting.")
    if agreement_id in loaded.agreements:
        taken = loaded.agreements[agreement_id]
        raise RefusedError(f"There is already an agreement “{agreement_id}”.", source=Source(taken), hint="Choose another id, or change that file.")


def _settled(loaded: Loaded, raw: Raw) -> dict[str, RawValue]:
    """What slagen.toml says about the facts that the starter states."""
    stated = {key: getattr(loaded.settings, name) for key, name in _OF_THE_WORKSPACE.items()}
    return {key: value for key, value in stated.items() if value and _has(raw.data, key.split("."))}


def complete(made: Plan, answers: Answers) -> Answers:
    """The answers with defaults for what was not answered.

    Raises:
        FindingsError: an answer is unknown, bad, or missing where there is no default; all of them are told, each at its line.
    """
    findings = [finding for key, value in answers.values.items() if (finding := _finding(made, answers, key, value))]
    missing = [one for one in made.questions if one.key not in answers.values and not one.default and not one.optional]
    for question in missing:
        hint = f"Add a line such as: {question.key}: …"
        message = f"the answer “{question.key}” is missing: {question.ask}"
        findings.append(Finding(MISSING, Severity.ERROR, message, Source(answers.file or "answers"), hint))
    if findings:
        count = "an answer" if len(findings) == 1 else f"{len(findings)} answers"
        raise FindingsError(
            f"“{made.id}” was not made, because of {count}.", sorted(findings, key=Finding.sort_key), hint="Mend what is listed, then try again."
        )
    defaults = {one.key: one.default for one in made.questions if one.default}
    return replace(answers, values={**made.settled, **defaults, **answers.values})


def _finding(made: Plan, answers: Answers, key: str, value: RawValue) -> Finding | None:
    place = answers.source(key)
    if key in GIVEN:
        return Finding("SLG028", Severity.ERROR, f"“{key}” is no answer: the command line and the template settle it", place, "Delete the line.")
    problem = made.problem(key, value)
    if problem is None:
        return None
    if problem.code == UNKNOWN:
        near = nearest(key, [question.key for question in made.questions])
        hint = f"Did you mean “{near[0]}”?" if near else problem.hint
        return replace(problem, source=place, hint=hint)
    message = problem.message if key in problem.message else f"{key}: {problem.message}"
    return replace(problem, source=place, message=message)


def text_of(made: Plan, answers: Answers) -> str:
    """agreement.yaml with complete answers put in.

    Raises:
        FindingsError: the answers do not fit each other.
    """
    values = {key: shaped(key, value) for key, value in answers.values.items()}
    values |= {key: values[other] for key, other in _FOLLOWS.items() if other in values and key not in values and _has(made.raw.data, key.split("."))}
    values = {**bands_for(made.raw.data, values), **values, "id": made.id}
    text = set_values(made.starter, values)
    agreement, findings = read_agreement(read_yaml(text.encode(), made.path))
    if agreement is None:
        raise FindingsError(f"“{made.id}” was not made: its answers do not fit each other.", findings, hint="The lines are those of the file as it would be.")
    return text


def write(loaded: Loaded, root: Path, plans: Sequence[tuple[Plan, Answers]]) -> tuple[Made, ...]:
    """Write agreements with complete answers: all of them, or none. Raises RefusedError where a file is there already or cannot be written."""
    texts = {made.path: text_of(made, answers) for made, answers in plans}
    for path in texts:
        if loaded.files.exists(path):
            raise RefusedError("There is already such a file.", source=Source(path), hint="Choose another id.")
    write_files({inside(root, path): text.encode() for path, text in texts.items()})
    return tuple(Made(made.id, made.template.id, made.path) for made, _ in plans)


def shaped(key: str, value: RawValue) -> RawValue:
    """A single answer to a question for a list is a list of one."""
    return [value] if isinstance(value, str) and takes_a_list(key) else value


def _has(data: Any, steps: Sequence[str]) -> bool:
    for step in steps:
        if not isinstance(data, dict) or step not in data:
            return False
        data = data[step]
    return True


def _put(data: Any, steps: Sequence[str], value: RawValue) -> Any:
    """The data with one value changed, as `set_values` changes the text; raises KeyError for an item that is not in its list."""
    if not steps:
        return value
    step, rest = steps[0], steps[1:]
    if isinstance(data, list):
        place = next(_places(data, step), None)
        if place is None:
            raise KeyError(step)
        return [_put(item, rest, value) if index == place else item for index, item in enumerate(data)]
    if data is not None and not isinstance(data, dict):
        raise KeyError(step)
    known = data or {}
    return {**known, step: _put(known.get(step), rest, value)}


def _places(items: Sequence[Any], name: str) -> Iterator[int]:
    yield from (index for index, item in enumerate(items) if isinstance(item, dict) and name in {item.get("id"), item.get("service")})
    yield from (index for index in range(len(items)) if str(index) == name)
