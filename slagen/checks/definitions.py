"""SLG203, SLG204: terms that are defined twice, or defined and never used."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from slagen.checks.context import Context
from slagen.core.findings import Finding, Severity
from slagen.model.document import Definition, Document, TermUse
from slagen.model.walk import clauses, contents, definitions, flat, own_blocks, provisions


def check(document: Document, context: Context) -> Iterable[Finding]:
    """A term has one definition, and a reason to have it. Uses inside its own definition do not count."""
    used = set(_used(document))
    first: dict[str, str] = {}
    for provision, definition in definitions(document):
        term = definition.term
        home = definition.origin.clause if definition.origin else provision.id
        if term.casefold() in first:
            message = f"“{term}” is defined twice: in “{first[term.casefold()]}” and in “{home}”"
            yield context.about_text("SLG203", Severity.ERROR, home, message, "Keep one definition, and give the other meaning another name.")
            continue
        first[term.casefold()] = home
        if term not in used:
            message = f"“{term}” is defined in “{home}” but never used"
            yield context.about_text("SLG204", Severity.NOTE, home, message, "Take the definition out, or use the term.")


def _used(document: Document) -> Iterator[str]:
    for recital in document.recitals:
        yield from (inline.term for inline in flat(recital.content) if isinstance(inline, TermUse))
    for clause in clauses(document):
        for provision in provisions(clause):
            for block in own_blocks(provision):
                own = block.term if isinstance(block, Definition) else ""
                for content in contents(block):
                    yield from (inline.term for inline in flat(content) if isinstance(inline, TermUse) and inline.term != own)
