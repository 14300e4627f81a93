"""SLG202: capitals in the middle of a sentence that no definition explains."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
import re

from slagen.checks.context import Context
from slagen.checks.passages import Passage, passages
from slagen.core.findings import Finding, Severity
from slagen.core.locales import is_country_name
from slagen.model.document import Document
from slagen.model.walk import definitions

_WORD = r"[A-Z][a-z]+(?:[-’'][A-Za-z]+)*"
_PHRASE = re.compile(rf"(?<![\w§’'/-])(?:{_WORD})(?:\s+(?:of\s+|of\s+the\s+|and\s+)?{_WORD})*(?![\w@/.]*\w@)")
_JOINED = re.compile(r" (?:of the|of|and) ")
_STATUTE = re.compile(
    r"\b(?:Act|Regulations?|Directive|Code|Convention|Order|Ordinance|Treaty|Rules|Bank|Court|Council|Parliament|Office)\b"
    r"|\s+\(?[A-Z][a-z]+\)?[^.;]{0,60}\bAct\b"
)
_PLACE_FOLLOWS = re.compile(r"\b(?:holidays? in|laws? of|courts of|city of|state of|province of)(?: the)? $", re.IGNORECASE)
_BEFORE_SENTENCE = re.compile(r"(?:^|[.!?:;•\n]|\.\))[\s“\"‘'(]*$")
_STARTERS = frozenset(
    """
    A An The This That These Those Each Every Any No Not Nothing Nobody Neither Either Both All Some If Unless Where When While Until For From In On At By To
    Of As After Before Within Without With Under During Except Only One Two Three It Its He She They We You Our Your Their And Or But So Is Are
    """.split()  # noqa: SIM905 - quoted words would fill the page
)
_KNOWN = frozenset(
    """
    January February March April May June July August September October November December Monday Tuesday Wednesday Thursday Friday Saturday Sunday
    English German French Scottish British European American Australian England Wales Scotland Ireland Germany France Europe Union States Kingdom London
    Schedule Schedules Clause Part Annex Section Article Internet Word Markdown Euro Sterling Easter Christmas
    """.split()  # noqa: SIM905 - likewise
)


def check(document: Document, context: Context) -> Iterable[Finding]:
    """English only: other languages write capitals by other rules. Names of laws, places, months and days are no terms."""
    if not document.meta.language.startswith("en") or document.meta.kind == "charter":
        return
    defined = {form for _, definition in definitions(document) for form in forms(definition.term)}
    seen: set[str] = set()
    for passage in passages(document):
        if passage.kind in {"heading", "cell"}:
            continue
        for phrase in capitalised(passage):
            if phrase not in seen and not _is_defined(phrase, defined):
                seen.add(phrase)
                message = f"{context.cited(passage.provision)} uses “{phrase}” like a defined term, but nothing defines it"
                yield context.about_text(
                    "SLG202", Severity.WARNING, passage.provision, message, f"Define it (**“{phrase}”** means …), or write it without capitals."
                )


def _is_defined(phrase: str, defined: set[str]) -> bool:
    return phrase.casefold() in defined or all(part.casefold() in defined for part in _JOINED.split(phrase))


def forms(term: str) -> Iterator[str]:
    """A term, its regular plural, and the singular where the term is a plural, without capitals."""
    plain = term.casefold()
    yield from (plain, f"{plain}s", f"{plain}es", f"{plain.removesuffix('y')}ies", plain.removesuffix("s"))


def capitalised(passage: Passage) -> Iterator[str]:
    """Phrases in capitals in the fixed wording of a passage, not counting the first word of a sentence."""
    own = 1 if passage.kind == "definition" else 0
    masked = "".join(piece.text if piece.fixed and position >= own else "§" * len(piece.text) for position, piece in enumerate(passage.pieces))
    for match in _PHRASE.finditer(masked):
        words = match[0].split()
        if _BEFORE_SENTENCE.search(masked[: match.start()]):
            words = _without_start(words)
        phrase = " ".join(words)
        quoted = masked[match.end() : match.end() + 1] in {"”", '"'} and masked[match.start() - 1 : match.start()] in {"“", '"'}
        if phrase and not quoted and not _is_name(words, masked[match.start() : match.end() + 80]) and not _is_place(phrase, masked[: match.start()]):
            yield phrase


def _without_start(words: list[str]) -> list[str]:
    rest = words[1:] if words[0] in _STARTERS or len(words) == 1 else words
    while rest and not rest[0][0].isupper():
        rest = rest[1:]
    return rest


def _is_place(phrase: str, before: str) -> bool:
    return is_country_name(phrase) or _PLACE_FOLLOWS.search(before) is not None


def _is_name(words: list[str], around: str) -> bool:
    return all(word in _KNOWN or not word[0].isupper() for word in words) or _STATUTE.search(around) is not None
