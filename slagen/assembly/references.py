"""References: every target must be there, also after definitions have moved."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

from slagen.core.findings import Finding, Severity, Source
from slagen.core.identifiers import did_you_mean
from slagen.model.document import Block, CrossReference
from slagen.model.walk import clauses, contents, flat, own_blocks, provisions

if TYPE_CHECKING:
    from slagen.assembly.labels import Labels
    from slagen.model.document import Document


def reference_findings(document: Document, labels: Labels, lines: Mapping[str, Source], moved: frozenset[str]) -> Iterator[Finding]:
    """A finding for every reference whose target is not there."""
    for recital in document.recitals:
        source = lines.get(recital.origin.clause if recital.origin else "") or Source("")
        yield from (_dangling(target, labels, source, moved) for target in _targets([recital]) if target not in labels)
    for clause in clauses(document):
        for provision in provisions(clause):
            source = lines.get(provision.id) or lines.get(clause.id) or Source(clause.id)
            yield from (_dangling(target, labels, source, moved) for target in _targets(own_blocks(provision)) if target not in labels)


def _targets(blocks: Iterable[Block]) -> Iterator[str]:
    for block in blocks:
        for content in contents(block):
            yield from (inline.target for inline in flat(content) if isinstance(inline, CrossReference))


def _dangling(target: str, labels: Labels, source: Source, moved: frozenset[str]) -> Finding:
    if target in moved:
        message = f"“{target}” is a definition, which moves to the gathered definitions and has no number"
        return Finding("SLG113", Severity.ERROR, message, source, "Refer to the clause, or name the defined term.")
    clause, _, _ = target.partition(".")
    if clause in labels:
        own = [name for name in labels if name.startswith(f"{clause}.") and not name.rpartition(".")[2].isdigit()]
        hint = did_you_mean(target, own) or (f"Its labels are: {', '.join(name.partition('.')[2] for name in own)}." if own else "Give the provision {#label}.")
        return Finding("SLG112", Severity.ERROR, f"the clause “{clause}” has no provision labelled “{target.partition('.')[2]}”", source, hint)
    hint = did_you_mean(clause, [name for name in labels if "." not in name]) or f'Select the clause, or guard the reference with {{% if has("{clause}") %}}.'
    return Finding("SLG112", Severity.ERROR, f"the clause “{clause}” is referred to but is no part of this contract", source, hint)
