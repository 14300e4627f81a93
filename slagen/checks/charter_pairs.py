"""SLG420 to SLG424: a charter, and the service level agreement that it goes with."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
import re

from slagen.checks.context import Context
from slagen.checks.figures import Figure, disagreements, length, percentage, target_figures
from slagen.checks.passages import passages
from slagen.core.findings import Finding, Severity
from slagen.core.identifiers import did_you_mean
from slagen.model.agreement import Agreement
from slagen.model.charter import Standard
from slagen.model.document import Document
from slagen.model.service_level import ServiceLevel

_NOT_BINDING = re.compile(
    r"\b(?:not|nor) legally binding\b|\bno legal(?:ly binding)? (?:effect|force|obligation)|"
    r"\bnicht rechtlich bindend\b|\brechtlich nicht (?:bindend|verbindlich)\b|\bn'est pas juridiquement contraignant",
    re.IGNORECASE,
)
_FEWEST_VALUES, _MOST_VALUES = 3, 10
_METRICS = {"response-time": "acknowledge", "resolution-time": "reply"}


def check(document: Document, context: Context) -> Iterable[Finding]:
    """The pair names each other; the charter says that it does not bind; like figures agree."""
    agreement = context.agreement
    if agreement.paired_with:
        yield from _pair(context)
    if agreement.kind != "charter":
        return
    if not any(_NOT_BINDING.search(passage.text) for passage in passages(document)):
        message = "the charter does not say that it is not legally binding"
        yield context.about_fact(
            "SLG420", Severity.ERROR, "", message, "Say so in its first clause: a court may read a firm promise as a term of the contract."
        )
    values = len(agreement.charter.values) if agreement.charter else 0
    if not _FEWEST_VALUES <= values <= _MOST_VALUES:
        yield context.about_fact(
            "SLG424",
            Severity.WARNING,
            "charter.values",
            f"the charter has {values} values",
            f"Three to ten can be remembered: keep {_FEWEST_VALUES} to {_MOST_VALUES}.",
        )
    paired = context.related.get(agreement.paired_with)
    if paired is not None:
        yield from _figures(document, context, paired)


def _pair(context: Context) -> Iterator[Finding]:
    agreement = context.agreement
    other = context.related.get(agreement.paired_with)
    if other is None:
        hint = did_you_mean(agreement.paired_with, context.related) or "Name an agreement of this workspace."
        yield context.about_fact("SLG422", Severity.ERROR, "paired_with", f"there is no agreement “{agreement.paired_with}” to go with", hint)
    elif other.paired_with != agreement.id or "charter" not in {agreement.kind, other.kind} or agreement.kind == other.kind:
        message = f"“{other.id}” and “{agreement.id}” are no pair of an agreement and a charter that name each other"
        yield context.about_fact(
            "SLG423", Severity.WARNING, "paired_with", message, f"Write “paired_with: {agreement.id}” in the other one; one of the two is a charter."
        )


def _figures(document: Document, context: Context, paired: Agreement) -> Iterator[Finding]:
    charter = context.agreement.charter
    for standard in charter.standards if charter else ():
        for level in paired.service_levels:
            if is_like(standard, level):
                yield from _standard(context, standard, level, paired)
    for passage in passages(document):
        for sentence in passage.sentences:
            for printed, topic in disagreements(sentence, paired):
                message = f"{context.cited(passage.provision)} says {printed.text} of {topic.name}, and “{paired.id}” says otherwise"
                yield context.about_text("SLG421", Severity.WARNING, passage.provision, message, "Let the charter and the agreement say the same.")


def is_like(standard: Standard, level: ServiceLevel) -> bool:
    """Whether a standard and a level speak of the same thing: one id, or a time to answer on the same channel."""
    if standard.id == level.id:
        return True
    channel = re.compile(rf"\b{re.escape(standard.channel)}\b", re.IGNORECASE)
    return level.metric in _METRICS and channel.search(f"{level.id} {level.name} {level.description}") is not None


def _standard(context: Context, standard: Standard, level: ServiceLevel, paired: Agreement) -> Iterator[Finding]:
    time = standard.acknowledge if _METRICS.get(level.metric) == "acknowledge" else standard.reply
    mine = {*([length(time)] if time else []), *([percentage(standard.share)] if standard.share else [])}
    theirs = {figure for stage in level.current_targets for figure in target_figures(stage.target)}
    for figure in sorted(mine, key=lambda one: one.kind):
        like = {other for other in theirs if _same_kind(figure, other)}
        if like and figure not in like:
            message = (
                f"the standard “{standard.id}” disagrees with “{level.id}” of “{paired.id}” about the same {'share' if figure.kind == 'percentage' else 'time'}"
            )
            yield context.about_fact("SLG421", Severity.WARNING, f"charter.standards.{standard.id}", message, "Let the charter and the agreement say the same.")


def _same_kind(one: Figure, other: Figure) -> bool:
    return (one.kind == "percentage") == (other.kind == "percentage")
