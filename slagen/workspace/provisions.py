"""Provisions of an agreement as its contract prints them: by their numbers in every format, and the titles of their clauses."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from slagen.assembly.labels import Labels, cite
from slagen.core.findings import has_errors
from slagen.model.library import LibraryClause
from slagen.workspace.drafting import Draft
from slagen.workspace.shells import labels_of


@dataclass(frozen=True, slots=True)
class Provision:
    """One provision: `cited` is `clause 14.3` or, in a schedule, `paragraph 2.1 of Schedule 1`; `clause` is the one that it stands in."""

    cited: str
    clause: LibraryClause

    def __str__(self) -> str:
        return f"{self.cited} ({self.clause.title})"


def provisions(made: Draft, places: Iterable[str], labels: Labels | None = None) -> Mapping[str, Provision]:
    """The provisions at places such as `renewal.notice`; the whole clause where it has no such provision.

    `labels` are to be given where the version that `made` comes from is closed already: they were counted by the lists of its shell.
    A place whose clause the contract does not have is left out; all are where the contract cannot be assembled.
    """
    return {} if made.assembled is None or has_errors(made.findings) else dict(_found(made, places, labels))


def _found(made: Draft, places: Iterable[str], counted: Labels | None) -> Iterator[tuple[str, Provision]]:
    contract = made.usable
    labels = labels_of(made.basis, made.agreement.template, contract) if counted is None else counted
    for place in places:
        name = place.partition(".")[0]
        clause, target = contract.clauses.get(name), place if place in labels else name
        if clause is not None and target in labels:
            yield place, Provision(f"{'paragraph' if labels[target].schedule else 'clause'} {cite(target, labels)}", clause)
