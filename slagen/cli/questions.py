"""What `slagen new` asks: about the circumstances, and then the template's questions."""

from __future__ import annotations

from collections.abc import Mapping
import re
from shutil import get_terminal_size
from typing import TYPE_CHECKING

from click import wrap_text

from slagen.cli.asking import ask, ask_whether, ask_which
from slagen.cli.output import say
from slagen.core.identifiers import is_id

if TYPE_CHECKING:
    from slagen.model.library import Question
    from slagen.workspace.load import Loaded
    from slagen.workspace.newcomer import Plan

PAIR = "pair"
_BARE_PERCENTAGE = re.compile(r"(\d{1,3}(?:\.\d+)?)\s*%?", re.ASCII)
_OTHER_AGREEMENT = ("paired_with", "supports")
_MOOT = {"contract_term.renewal.period": ("contract_term.renewal.mode", ("none", "evergreen"))}
"""Questions that an answer before them has made pointless: key → the other key and its answers."""


def ask_for_template(loaded: Loaded) -> tuple[str, ...]:
    """Ask about the circumstances, recommend, and let the person choose; two templates are a pair."""
    from slagen.workspace.recommending import CHARTER, CUSTOMER, Audience, Circumstances, recommend

    say("First, about the circumstances. Enter takes what stands in brackets.\n")
    audience = ask_which("Whom is the agreement for?", {one.value: _AUDIENCES[one.value] for one in Audience}, default=Audience.ONE_CUSTOMER.value)
    circumstances = Circumstances(
        measurable=ask_whether("Can the quality of the service be measured?", default=True),
        money=ask_whether("Does money depend on it?", default=True),
        several_parties=ask_whether("Must several parties be coordinated?"),
        outage_costs=ask_whether("Does an outage cost the customer something?", default=True),
        relationship=ask_whether("Do values, communication, ethics or feedback matter that cannot be counted?"),
        audience=Audience(audience),
    )
    advice = recommend(circumstances)
    options = {template.id: template.title for template in sorted(loaded.library.templates.values(), key=lambda one: one.id)}
    if {CUSTOMER, CHARTER} <= set(options):
        options[PAIR] = "Both for one customer: the service level agreement and the charter"
    wanted = PAIR if len(advice.templates) > 1 else advice.templates[0]
    say(f"\n{wrap_text(f'Recommended: {wanted}. {advice.reason}', min(get_terminal_size().columns - 1, 100))}\n")
    chosen = ask_which("Which shall it be?", options, default=wanted if wanted in options else next(iter(options)))
    return (CUSTOMER, CHARTER) if chosen == PAIR else (chosen,)


_AUDIENCES = {
    "one customer": "made for one customer; figures may differ from the standard",
    "every user": "one standard for every user of a service",
    "shared terms": "terms that several agreements build on",
    "internal": "between teams of one organisation",
}


def charter_id(loaded: Loaded, agreement: str) -> str:
    """The id of the charter that goes with an agreement."""

    def problem(text: str) -> str:
        if not is_id(text) or text == agreement:
            return "An id has small letters, digits and hyphens, and is not that of the other agreement."
        return f"There is already an agreement “{text}”." if text in loaded.agreements else ""

    return ask("What is the charter's id?", problem, default=f"{agreement}-charter"[:63])


def ask_questions(loaded: Loaded, planned: Plan, known: Mapping[str, str]) -> dict[str, str]:
    """Ask a template's questions, but for those that are answered already."""
    questions = [question for question in planned.questions if question.key not in known]
    say(f"\n{planned.template.title}: {planned.id}\n")
    answers = {key: known[key] for key in known if any(question.key == key for question in planned.questions)}
    for question in questions:
        if _is_moot(question, answers):
            continue
        answer = _ask(loaded, planned, question)
        if answer:
            answers[question.key] = answer
    return answers


def _is_moot(question: Question, answers: Mapping[str, str]) -> bool:
    other, moot = _MOOT.get(question.key, ("", ()))
    return answers.get(other) in moot


def _ask(loaded: Loaded, planned: Plan, question: Question) -> str:
    others = tuple(sorted(loaded.agreements)) if question.key in _OTHER_AGREEMENT else ()

    def problem(typed: str) -> str:
        text = _meant(question.key, typed)
        if not text:
            return "" if question.optional else "This needs an answer."
        if others and text not in others:
            return f"There is no agreement “{text}”. There are: {', '.join(others)}."
        finding = planned.problem(question.key, text)
        return _words(finding.message, finding.hint, question.key) if finding else ""

    words = f"{question.ask} ({', '.join(question.allowed)})" if question.allowed else question.ask
    return _meant(question.key, ask(words, problem, default=question.default, choices=question.allowed or others))


def _meant(key: str, text: str) -> str:
    """“99.95 %” as an availability that is promised means at least that much."""
    bare = _BARE_PERCENTAGE.fullmatch(text) if key.endswith("availability.target") else None
    return f">= {bare[1]} %" if bare else text


def _words(message: str, hint: str, key: str) -> str:
    plain = message.removeprefix(f"{key}: ")
    return f"{plain[:1].upper()}{plain[1:]}" + (f". {hint}" if hint else ".")
