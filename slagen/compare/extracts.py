"""What a comparison needs of one version of an agreement: its title, its terms, and the outline of its text."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic

from slagen.compare.difference import Difference
from slagen.compare.documents import compare_outlines
from slagen.compare.passages import LabelType
from slagen.compare.terms import compare_terms

if TYPE_CHECKING:
    from slagen.compare.documents import Citing
    from slagen.compare.passages import Outline
    from slagen.compare.terms import AnyTerm


@dataclass(frozen=True, slots=True)
class Extract(Generic[LabelType]):
    """One version, as far as it is compared. It depends on what the version holds, never on what the version is called."""

    title: str
    terms: Mapping[str, AnyTerm]
    outline: Outline[LabelType]


def compare_extracts(before: Extract[LabelType], after: Extract[LabelType], names: tuple[str, str], cite: Citing[LabelType]) -> Difference:
    """What changed from one version to the other, which are called by these names; `cite` as for `compare_documents`."""
    document = compare_outlines(before.outline, after.outline, cite)
    return Difference(*names, compare_terms(before.terms, after.terms), document, after.title)
