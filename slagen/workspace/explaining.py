"""Explaining: where a printed figure comes from, and what it overrode."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from slagen.assembly.facts import MISSING, find
from slagen.assembly.labels import cite
from slagen.core.errors import NotFoundError
from slagen.core.findings import Source
from slagen.core.identifiers import nearest
from slagen.core.locales import Formats
from slagen.model.document import Clause, Value
from slagen.model.provenance import Stated
from slagen.model.walk import clauses, contents, flat, own_blocks, provisions
from slagen.workspace.drafting import Draft
from slagen.workspace.load import pins_of


@dataclass(frozen=True, slots=True)
class Printed:
    """A place where the figure is printed: the provision's id and its label."""

    provision: str
    label: str


@dataclass(frozen=True, slots=True)
class PinnedAt:
    """A pin that the figure rests on: a clause that states or prints it, or a layer that states it, and the version."""

    what: str
    id: str
    version: str


@dataclass(frozen=True, slots=True)
class Explanation:
    """A key's value as printed and as stated, who stated it, what it overrode (nearest first), and where it is printed.

    A group of facts has no value of its own; `parts` holds what is stated below it, by key. `pins` are the pinned versions that it rests on.
    """

    key: str
    value: str
    stated: Stated | None
    overrode: tuple[Stated, ...]
    printed: tuple[Printed, ...]
    parts: tuple[tuple[str, Stated], ...] = ()
    pins: tuple[PinnedAt, ...] = ()

    @property
    def statements(self) -> tuple[Stated, ...]:
        """Who states it, the statement that holds first."""
        return (*((self.stated,) if self.stated else ()), *self.overrode)


def explain(draft: Draft, key: str) -> Explanation:
    """Where the value under `key` comes from.

    Raises:
        NotFoundError: there is no such key.
        FindingsError: the agreement's facts cannot be used.
    """
    found = _explained(draft, key)
    return replace(found, pins=tuple(_pins(draft, found)))


def _pins(draft: Draft, found: Explanation) -> Iterator[PinnedAt]:
    lock = pins_of(draft.basis, draft.loaded.id).lock
    if lock is None:
        return
    head, _, rest = found.key.partition(".")
    stating = [rest.partition(".")[0]] if head == "clauses" else []
    clauses_named = dict.fromkeys((*stating, *(place.provision.partition(".")[0] for place in found.printed)))
    yield from (PinnedAt("clause", name, lock.clauses[name].version) for name in clauses_named if name in lock.clauses)
    layers = dict.fromkeys(one.source.layer or "" for one in (*found.statements, *(stated for _, stated in found.parts)))
    yield from (PinnedAt("layer", name, lock.layers[name].version) for name in layers if name in lock.layers)


def _explained(draft: Draft, key: str) -> Explanation:
    agreement = draft.agreement
    provenance = draft.assembled.provenance if draft.assembled else draft.loaded.merged.provenance
    value = _value(draft, key)
    stated = provenance.holds.get(key)
    parts = tuple((name, place) for name, place in provenance.holds.items() if name.startswith(f"{key}.") and not _is_list_item(name, provenance.holds))
    if value is MISSING and stated is None and not parts:
        hint = f"Keys are dotted, such as service_levels.availability.target; the facts are in {draft.loaded.merged.raw.file}."
        raise NotFoundError("key", key, nearest(key, provenance.holds), hint=hint)
    printed = tuple(printed_at(draft, key))
    if parts and not isinstance(value, (str, tuple)):
        return Explanation(key, "", None, (), printed, parts)
    formats = Formats(agreement.language, agreement.locale)
    return Explanation(key, _text(formats, value, stated), stated or _default_of(draft, key), provenance.overrode.get(key, ()), printed)


def _is_list_item(key: str, known: Mapping[str, Stated]) -> bool:
    """Whether a key is a place in a list that is stated as one value."""
    above, _, name = key.rpartition(".")
    return name.isdigit() and above in known


def _value(draft: Draft, key: str) -> object:
    head, _, rest = key.partition(".")
    if head == "clauses" and draft.assembled:
        clause, _, name = rest.partition(".")
        parameters = draft.assembled.parameters.get(clause, {})
        if name in parameters:
            return parameters[name]
    return find(draft.agreement, key)


def _text(formats: Formats, value: object, stated: Stated | None) -> str:
    if value is MISSING or value is None:
        return stated.text if stated else ""
    try:
        return formats.value(value)
    except TypeError:
        return stated.text if stated else ""


def _default_of(draft: Draft, key: str) -> Stated | None:
    """A value that nobody stated is the format's own default."""
    value = _value(draft, key)
    if value in (MISSING, None, "", ()):
        return None
    return Stated("(default of the file format)", Source(draft.loaded.merged.raw.file))


def printed_at(draft: Draft, key: str) -> list[Printed]:
    """The provisions that print the figure of a key, or one below it."""
    if draft.assembled is None:
        return []
    found: list[Printed] = []
    for clause in clauses(draft.assembled.document):
        for provision in provisions(clause):
            if _prints(provision, key):
                found.append(Printed(provision.id, cite(provision.id, draft.assembled.labels)))
    return found


def _prints(provision: Clause, key: str) -> bool:
    inlines = (inline for block in own_blocks(provision) for content in contents(block) for inline in flat(content))
    return any(isinstance(inline, Value) and (inline.key == key or inline.key.startswith(f"{key}.")) for inline in inlines)
