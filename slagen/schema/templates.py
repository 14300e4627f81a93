"""A template: which clauses, in which order, under which conditions."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from typing import Any

from slagen.core.findings import Finding, Source, has_errors
from slagen.core.raw import Raw, RawPath
from slagen.model.library import ClauseChoice, Question, Template, TemplateSchedule, TemplateSection
from slagen.schema.faults import DUPLICATE, Fault, finding, without_echoes
from slagen.schema.rule_set import RuleSet
from slagen.schema.single_facts import key_fault
from slagen.schema.value_types import PARAMETER_TYPES
from slagen.schema.vocabulary import BOOLEAN, ID, KINDS, LEVELS, NAME, STRING, items, keyed, mapping, must, one_of

_CHOICE = mapping(
    {"id": must({"type": "clause"}), "when": STRING, "locked": BOOLEAN, "defaults": keyed("key", {"type": "value"})},
    shorthand="id",
)
TEMPLATE = mapping(
    {
        "id": must(ID),
        "title": must(NAME),
        "kind": must(one_of(KINDS)),
        "shell": {"type": "file"},
        "level": one_of(LEVELS),
        "definitions": one_of(["gathered", "in-place"]),
        "recitals": items(_CHOICE),
        "sections": must(items(mapping({"title": NAME, "clauses": must(items(_CHOICE))}))),
        "schedules": items(mapping({"id": must(ID), "title": must(NAME), "clauses": must(items(_CHOICE))}), identified="id"),
        "questions": items(
            mapping(
                {
                    "key": must(STRING),
                    "ask": must(STRING),
                    "type": {"type": "string", "allowed": list(PARAMETER_TYPES)},
                    "default": STRING,
                    "allowed": items(STRING, empty=False),
                    "optional": BOOLEAN,
                }
            ),
            identified="key",
        ),
    }
)
_GROUPS = ("sections", "schedules")


@cache
def template_rule_set() -> RuleSet:
    """The rule set of templates, made once."""
    return RuleSet(TEMPLATE)


def read_template(raw: Raw, *, blob: str) -> tuple[Template | None, tuple[Finding, ...]]:
    """The template, or None where anything is wrong. The findings begin with those of reading the file."""
    if raw.data is None and raw.findings:
        return None, raw.findings
    facts, faults = template_rule_set().check(raw.data if raw.data is not None else {})
    if isinstance(facts, dict):
        faults.extend(_twice(facts))
        faults.extend(_unknown_questions(facts))
    findings = (*raw.findings, *sorted((finding(fault, raw.data, raw.source) for fault in without_echoes(faults)), key=Finding.sort_key))
    if has_errors(findings):
        return None, findings
    return _template(facts, raw, blob), findings


def _template(facts: dict[str, Any], raw: Raw, blob: str) -> Template:
    made = dict(facts)
    made["recitals"] = _choices(facts.get("recitals", ()), raw, ("recitals",))
    made["sections"] = tuple(
        TemplateSection(section.get("title", ""), _choices(section["clauses"], raw, ("sections", index, "clauses")))
        for index, section in enumerate(facts["sections"])
    )
    made["schedules"] = tuple(
        TemplateSchedule(schedule["id"], schedule["title"], _choices(schedule["clauses"], raw, ("schedules", index, "clauses")))
        for index, schedule in enumerate(facts.get("schedules", ()))
    )
    made["questions"] = tuple(Question(**{**question, "allowed": tuple(question.get("allowed", ()))}) for question in facts.get("questions", ()))
    return Template(**made, source=Source(raw.file, 1), blob=blob)


def _choices(written: Any, raw: Raw, path: RawPath) -> tuple[ClauseChoice, ...]:
    return tuple(ClauseChoice(**choice, source=raw.source((*path, index))) for index, choice in enumerate(written))


def _twice(facts: dict[str, Any]) -> Iterator[Fault]:
    """A clause that is selected twice would be printed twice, under one id."""
    seen: set[str] = set()
    for path, choice in _all_choices(facts):
        name = choice.get("id") if isinstance(choice, dict) else None
        if not isinstance(name, str):
            continue
        if name in seen:
            yield Fault(DUPLICATE, f"the clause “{name}” is selected twice", "Delete one of the two.", path)
        seen.add(name)


def _all_choices(facts: dict[str, Any]) -> Iterator[tuple[RawPath, Any]]:
    yield from (((("recitals", index)), choice) for index, choice in enumerate(_list(facts.get("recitals"))))
    for group in _GROUPS:
        for number, part in enumerate(_list(facts.get(group))):
            clauses = _list(part.get("clauses")) if isinstance(part, dict) else []
            yield from (((group, number, "clauses", index), choice) for index, choice in enumerate(clauses))


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _unknown_questions(facts: dict[str, Any]) -> Iterator[Fault]:
    """A question asks for a fact of the agreement: its key must lead to one."""
    for index, question in enumerate(_list(facts.get("questions"))):
        key = question.get("key") if isinstance(question, dict) else None
        if not isinstance(key, str):
            continue
        fault = key_fault(key)
        if fault:
            yield replace(fault, path=("questions", index, "key"))
