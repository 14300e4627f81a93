"""Write a contract as one self-contained, accessible HTML page that also prints well."""

from __future__ import annotations

from base64 import b64encode
from functools import cache
from hashlib import sha256
from html import escape
from importlib.resources import files
from itertools import count
from typing import TYPE_CHECKING

from slagen.assembly.number import letters
from slagen.formats import signing, wording
from slagen.formats.html.blocks import blocks, clause, label_of, paragraph
from slagen.formats.html.spans import Place, broken, spans

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from slagen.assembly.labels import Labels
    from slagen.model.document import Clause, Document, DocumentParty, Meta, Schedule, Section

# Ids of clauses never start with an underscore, so these cannot clash with them.
_CONTRACT, _CONTENTS, _PARTIES, _BACKGROUND, _SIGNATURES = "_contract", "_contents", "_parties", "_background", "_signatures"


def write(document: Document, labels: Labels) -> str:
    """The whole contract as a page: no scripts, nothing loaded from elsewhere."""
    place = Place(labels, figures=count(1))
    return "\n".join((*_head(document.meta), *_contents(document, place), *_contract(document, place), "</body>", "</html>", ""))


@cache
def _style() -> tuple[str, str]:
    """The style sheet, and the policy that allows it and nothing else."""
    css = (files("slagen.formats.html") / "contract.css").read_text(encoding="utf-8")
    digest = b64encode(sha256(css.encode()).digest()).decode()
    return css, f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"


def _head(meta: Meta) -> Iterator[str]:
    css, policy = _style()
    yield f'<!DOCTYPE html>\n<html lang="{escape(meta.language)}">\n<head>\n<meta charset="utf-8">'
    yield f'<meta http-equiv="Content-Security-Policy" content="{policy}">'
    yield '<meta name="viewport" content="width=device-width, initial-scale=1">\n<meta name="color-scheme" content="light dark">'
    yield '<meta name="referrer" content="no-referrer">'
    yield f"<title>{escape(meta.title, quote=False)}</title>\n<style>{css}</style>\n</head>"
    status = f"draft {escape(meta.kind)}" if meta.status == "draft" else "final"
    yield f'<body class="{status}">\n<a class="skip" href="#{_CONTRACT}">{wording.SKIP}</a>'
    if meta.status == "draft":
        yield f'<p class="banner" role="note">{wording.draft_banner(meta.kind)}</p>'


def _contents(document: Document, place: Place) -> Iterator[str]:
    yield f'<nav aria-labelledby="{_CONTENTS}">\n<h2 id="{_CONTENTS}">{wording.CONTENTS}</h2>\n<ol role="list">'
    if document.parties:
        yield _entry(_PARTIES, "", wording.PARTIES)
    if document.recitals:
        yield _entry(_BACKGROUND, "", wording.BACKGROUND)
    for number, section in enumerate(document.sections, start=1):
        entries = _entries(section.clauses, place)
        yield _entry(f"_section-{number}", "", broken(section.title), f'<ol role="list">{entries}</ol>') if section.title else entries
    for schedule in document.schedules:
        entries = f'<ol role="list">{_entries(schedule.clauses, place)}</ol>' if schedule.clauses else ""
        yield _entry(schedule.id, f"{label_of(schedule.id, place)}: ", broken(schedule.title), entries)
    if document.execution:
        yield _entry(_SIGNATURES, "", wording.SIGNATURES)
    yield "</ol>\n</nav>"


def _entries(clauses: Iterable[Clause], place: Place) -> str:
    unlinked = place._replace(links=False)
    return "".join(
        _entry(clause.id, f'<span class="n">{label_of(clause.id, place)}</span> ', spans(clause.heading, unlinked)) for clause in clauses if clause.heading
    )


def _entry(target: str, number: str, title: str, below: str = "") -> str:
    return f'<li><a href="#{escape(target)}">{number}{title}</a>{below}</li>'


def _contract(document: Document, place: Place) -> Iterator[str]:
    meta = document.meta
    yield f'<main id="{_CONTRACT}">\n<article>\n<header>\n<h1>{broken(meta.title)}</h1>'
    yield f'<p class="version">{escape(meta.agreement)} · {escape(meta.version)}</p>\n</header>'
    if document.parties:
        yield f'<section class="parties">\n<h2 id="{_PARTIES}">{wording.PARTIES}</h2>\n<ol role="list">'
        yield from (_party(number, party) for number, party in enumerate(document.parties, start=1))
        yield "</ol>\n</section>"
    if document.recitals:
        yield f'<section class="recitals">\n<h2 id="{_BACKGROUND}">{wording.BACKGROUND}</h2>\n<ol role="list">'
        for number, recital in enumerate(document.recitals, start=1):
            yield f'<li><span class="n">({letters(number).upper()})</span><div>{paragraph(recital, place)}</div></li>'
        yield "</ol>\n</section>"
    for number, section in enumerate(document.sections, start=1):
        yield from _section(section, number, place)
    for schedule in document.schedules:
        yield from _schedule(schedule, place._replace(schedule=schedule.id))
    if document.execution:
        yield f'<section class="execution">\n<h2 id="{_SIGNATURES}">{wording.SIGNATURES}</h2>'
        yield from blocks(document.execution, place)
        belongs = signing.belongs_to(document)
        yield f'<p class="version">{escape(belongs)}</p>\n</section>' if belongs else "</section>"
    yield "</article>\n</main>"


def _party(number: int, party: DocumentParty) -> str:
    return f'<li><span class="n">({number})</span><div><p><strong>{broken(party.name)}</strong>{broken(wording.party_facts(party))}</p></div></li>'


def _section(section: Section, number: int, place: Place) -> Iterator[str]:
    yield f'<section id="_section-{number}">'
    if section.title:
        yield f"<h2>{broken(section.title)}</h2>"
    for child in section.clauses:
        yield from clause(child, place, 3 if section.title else 2)
    yield "</section>"


def _schedule(schedule: Schedule, place: Place) -> Iterator[str]:
    title = f'<span class="title">{broken(schedule.title)}</span>' if schedule.title else ""
    yield f'<section class="schedule" id="{escape(schedule.id)}">\n<h2><span class="n">{label_of(schedule.id, place)}</span> {title}</h2>'
    for child in schedule.clauses:
        yield from clause(child, place, 3)
    yield "</section>"
