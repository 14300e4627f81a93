"""Terms: the facts of an agreement as a flat list of keys and values, and which of them changed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

if TYPE_CHECKING:
    from slagen.compare.directions import Direction
    from slagen.compare.value_forms import Form


class Term(NamedTuple):
    """One fact or parameter. `text` is how it prints, `value` what it is; `better` is what the customer wants of it (see `directions`)."""

    key: str
    label: str
    text: str
    value: Any
    better: str = ""


class KeptTerm(NamedTuple):
    """A term as it is kept: its value in a form of text (see `value_forms`), which is read only where the value counts."""

    key: str
    label: str
    text: str
    form: Form
    better: str = ""

    @property
    def value(self) -> Any:
        """What it is; raises ValueError where the form is none."""
        from slagen.compare.value_forms import value_of  # noqa: PLC0415 - start-up: most terms did not change

        return value_of(self.form)


AnyTerm: TypeAlias = Term | KeptTerm


class TermChange(NamedTuple):
    """A term whose value changed; None stands for one that is not there."""

    key: str
    label: str
    old: str | None
    new: str | None
    direction: Direction


def compare_terms(old: Mapping[str, AnyTerm], new: Mapping[str, AnyTerm]) -> tuple[TermChange, ...]:
    """What changed, in the order of the new terms, each removed term after the one that it followed."""
    changes = (_change(old.get(key), new.get(key)) for key in _merged(tuple(old), tuple(new)))
    return tuple(change for change in changes if change is not None)


def _change(old: AnyTerm | None, new: AnyTerm | None) -> TermChange | None:
    term = new or old
    if term is None or (old and new and old.text == new.text and _same(old, new)):
        return None
    from slagen.compare.which_way import direction  # noqa: PLC0415 - start-up

    way = direction(old.value if old else None, new.value if new else None, term.better)
    return TermChange(term.key, term.label, old.text if old else None, new.text if new else None, way)


def _same(old: AnyTerm, new: AnyTerm) -> bool:
    """Whether the values are equal. Equal forms have equal values; different ones may have, such as 10 and 10.0."""
    if isinstance(old, KeptTerm) and isinstance(new, KeptTerm) and old.form == new.form:
        return True
    return bool(old.value == new.value)


def _merged(old: tuple[str, ...], new: tuple[str, ...]) -> Iterator[str]:
    kept = frozenset(new)
    followers: dict[str, list[str]] = {}
    anchor = ""
    for key in old:
        if key in kept:
            anchor = key
        else:
            followers.setdefault(anchor, []).append(key)
    yield from followers.get("", ())
    for key in new:
        yield key
        yield from followers.get(key, ())
