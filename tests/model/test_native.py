from __future__ import annotations

from dataclasses import replace
from datetime import date, time
from decimal import Decimal
import json
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
import pytest

from slagen.core.durations import Duration
from slagen.core.hours import Interval, WeeklyHours
from slagen.core.money import Percentage
from slagen.model.agreement import Agreement, ContractTermFacts, DeliveryRule, Master
from slagen.model.document import (
    Blank,
    Block,
    Cell,
    Clause,
    CrossReference,
    Definition,
    Document,
    DocumentParty,
    Emphasis,
    Figure,
    Inline,
    ItemList,
    LineBreak,
    Link,
    Meta,
    Origin,
    PageBreak,
    Paragraph,
    Schedule,
    Section,
    Signatory,
    SignatureBlock,
    Strong,
    Table,
    TermUse,
    Text,
    Value,
)
from slagen.model.library import ClauseStatus
from slagen.model.native import canonical_json, field_key, from_native, text_hash, to_native
from slagen.model.service_level import MeasurementSource, ServiceHours, StagedTarget
from slagen.model.target import Comparison, Target
from tests.formats.sample_charts import CHARTS

WORDS = st.text(max_size=12)
LEAVES: st.SearchStrategy[Inline] = st.one_of(
    st.builds(Text, WORDS),
    st.builds(CrossReference, WORDS),
    st.builds(TermUse, WORDS, WORDS),
    st.builds(Value, WORDS, WORDS),
    st.builds(LineBreak),
    st.builds(Blank, WORDS, WORDS),
)
INLINES: st.SearchStrategy[Inline] = st.recursive(
    LEAVES,
    lambda inner: st.one_of(
        st.builds(Strong, st.lists(inner, max_size=2).map(tuple)),
        st.builds(Emphasis, st.lists(inner, max_size=2).map(tuple)),
        st.builds(Link, WORDS, st.lists(inner, max_size=2).map(tuple)),
    ),
    max_leaves=4,
)
CONTENT = st.lists(INLINES, max_size=3).map(tuple)
ORIGINS = st.none() | st.builds(Origin, WORDS, WORDS, WORDS)
CELLS = st.lists(st.builds(Cell, CONTENT, st.sampled_from(["left", "right"])), max_size=2).map(tuple)
FLAT: st.SearchStrategy[Block] = st.one_of(
    st.builds(Paragraph, CONTENT, ORIGINS),
    st.builds(Table, CELLS, st.lists(CELLS, max_size=2).map(tuple), WORDS, origin=ORIGINS),
    st.builds(SignatureBlock, WORDS, WORDS, WORDS, st.just((Signatory("A"),))),
    st.just(PageBreak()),
    st.builds(Figure, st.sampled_from(CHARTS), ORIGINS),
)
BLOCKS: st.SearchStrategy[Block] = st.recursive(
    FLAT,
    lambda inner: st.one_of(
        st.builds(ItemList, st.lists(st.lists(inner, max_size=2).map(tuple), max_size=2).map(tuple), ORIGINS),
        st.builds(Definition, WORDS, CONTENT, st.lists(inner, max_size=2).map(tuple), ORIGINS),
    ),
    max_leaves=3,
)
CLAUSES = st.recursive(
    st.builds(Clause, WORDS, CONTENT, st.lists(BLOCKS, max_size=2).map(tuple), origin=ORIGINS),
    lambda inner: st.builds(Clause, WORDS, children=st.lists(inner, max_size=2).map(tuple), closing=st.lists(BLOCKS, max_size=1).map(tuple)),
    max_leaves=3,
)
DOCUMENTS = st.builds(
    Document,
    st.builds(Meta, WORDS, WORDS, WORDS, effective_date=st.none() | st.dates()),
    parties=st.lists(st.builds(DocumentParty, WORDS, WORDS, WORDS, signatories=st.just((Signatory("A", "T"),))), max_size=2).map(tuple),
    recitals=st.lists(st.builds(Paragraph, CONTENT), max_size=1).map(tuple),
    sections=st.lists(st.builds(Section, WORDS, st.lists(CLAUSES, max_size=2).map(tuple)), max_size=2).map(tuple),
    schedules=st.lists(st.builds(Schedule, WORDS, WORDS, st.lists(CLAUSES, max_size=1).map(tuple)), max_size=1).map(tuple),
    execution=st.lists(BLOCKS, max_size=1).map(tuple),
    pins=st.lists(st.builds(Origin, WORDS, WORDS), max_size=1).map(tuple),
)


@given(DOCUMENTS)
def test_a_document_survives_its_json_form(document: Document) -> None:
    assert from_native(Document, json.loads(json.dumps(to_native(document)))) == document


@given(DOCUMENTS)
def test_the_same_document_has_the_same_bytes_everywhere(document: Document) -> None:
    again = from_native(Document, json.loads(canonical_json(document)))
    assert canonical_json(again) == canonical_json(document)
    assert text_hash(again) == text_hash(document)


@given(DOCUMENTS)
def test_the_canonical_bytes_are_the_native_form_with_sorted_keys_and_no_spare_space(document: Document) -> None:
    assert canonical_json(document) == json.dumps(to_native(document), ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


DOCUMENT = Document(Meta("acme", "Title", "sla"), sections=(Section("S", (Clause("scope", (Text("Scope"),), (Paragraph((Text("“£” & more"),)),)),)),))


def test_the_hash_of_a_text_does_not_change_when_it_is_frozen_or_signed() -> None:
    executed = replace(DOCUMENT, meta=replace(DOCUMENT.meta, version="v1.0", status="executed"))
    assert canonical_json(executed) != canonical_json(DOCUMENT)
    assert text_hash(executed) == text_hash(DOCUMENT)


def test_the_hash_changes_with_any_word() -> None:
    other = replace(DOCUMENT, sections=(Section("S", (Clause("scope", (Text("scope"),)),)),))
    assert text_hash(other) != text_hash(DOCUMENT)


def test_the_canonical_bytes_are_sorted_without_spare_space_and_in_utf8() -> None:
    data = canonical_json(DOCUMENT)
    assert data.decode() == json.dumps(json.loads(data), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    assert "“£” & more" in data.decode()


def test_nodes_carry_their_name_and_defaults_are_left_out() -> None:
    assert to_native(Paragraph((Text("a"), CrossReference("b")))) == {
        "node": "Paragraph",
        "content": [{"node": "Text", "text": "a"}, {"node": "CrossReference", "target": "b"}],
    }


def test_typed_values_are_text_in_json_so_that_no_digit_is_lost() -> None:
    term = ContractTermFacts(
        date(2026, 1, 1), Duration.parse("36 months"), delivery=(DeliveryRule("email", Duration.parse("same day"), time(17), ("termination",)),)
    )
    native = to_native(term)
    assert native == {
        "effective_date": "2026-01-01",
        "initial": "36 months",
        "delivery": [{"method": "email", "deemed": "same day", "cutoff": "17:00:00", "except": ["termination"]}],
    }
    assert from_native(ContractTermFacts, native) == term
    assert to_native(Percentage(Decimal("99.90"))) == "99.90 %"
    assert to_native(ClauseStatus.DRAFT) == "draft"


def test_targets_and_hours_survive_their_json_form() -> None:
    staged = StagedTarget(Target(Comparison.AT_MOST, Decimal(30), "min", Percentage(Decimal(95))), from_=date(2026, 4, 1), credits=False)
    hours = ServiceHours(WeeklyHours(((Interval(540, 1050),), *[()] * 6)), "GB-ENG")
    assert from_native(StagedTarget, to_native(staged)) == staged
    assert from_native(ServiceHours, to_native(hours)) == hours


def test_data_whose_leaves_have_their_types_is_taken_as_it_is() -> None:
    assert from_native(Master, {"ref": "M", "date": date(2025, 6, 1), "external": True}) == Master("M", date(2025, 6, 1), external=True)
    agreement = from_native(Agreement, {"id": "a", "title": "A", "kind": "sla", "template": "t", "parties": {"customer": {"name": "C"}}})
    assert agreement.parties["customer"].name == "C"


@pytest.mark.parametrize(
    ("kind", "data"),
    [
        (Master, {}),
        (Master, {"ref": "M", "dat": "2025-06-01"}),
        (Master, {"ref": "M", "date": "yesterday"}),
        (Master, {"ref": "M", "date": 5}),
        (Master, []),
        (Master, None),
        (MeasurementSource, {"type": 1, "system": "s"}),
        (Target, {"comparison": "==", "value": "1"}),
        (Target, {"comparison": ">=", "value": "many"}),
        (Document, {"meta": {"agreement": "a", "title": "t", "kind": "sla"}, "recitals": [{"node": "Nothing"}]}),
        (Paragraph, {"content": [{"node": "Nothing"}]}),
        (Paragraph, {"content": [{"text": "no node"}]}),
    ],
)
def test_what_is_not_the_native_form_is_a_value_error(kind: Any, data: Any) -> None:
    with pytest.raises(ValueError, match=r"native form|Invalid isoformat|not a valid|lack|is not"):
        from_native(kind, data)


def test_a_key_that_python_keeps_for_itself_is_written_plainly() -> None:
    assert [field_key(name) for name in ("from_", "except_", "in_", "for_", "title")] == ["from", "except", "in", "for", "title"]
