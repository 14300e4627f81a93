"""Any document at all gives a file without faults; a sample of them goes to the Open XML validator."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
import itertools
import json
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
import pytest

from slagen.assembly.labels import Labels
from slagen.assembly.number import number
from slagen.formats.word.invariants import faults
from slagen.formats.word.returned import open_returned
from slagen.formats.word.shell import Shell, open_shell
from slagen.formats.word.starter import STARTERS, starter_shell
from slagen.formats.word.verification import compare_with_record, compare_with_version, read_lines
from slagen.formats.word.write import write
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
    Inline,
    ItemList,
    LineBreak,
    Link,
    Meta,
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
from slagen.model.native import canonical_json, from_native
from tests.word_programs import TEXT, needs_office, needs_validator, saved_by_office, validated

ROOT = Path(__file__).parents[3]

words = st.one_of(
    st.text(max_size=30),
    st.sampled_from(
        [
            "R*D* & <Sons> [x](y) {{z}} # 1.",
            'O\'Neil "&" {% raw %}',
            "شركة الشمال",
            "חברת צפון",
            "株式会社ノース",
            "🚀👩‍⚖️",
            "\x00\x0b\t\r\n",
            "99.95 %",
            "]]>",
            "{_{ }_}",
        ]
    ),
)
IDS = [f"clause-{at}" for at in range(4)]
leaf = st.one_of(
    st.builds(Text, words), st.builds(Value, st.just("key"), words), st.builds(TermUse, st.just("Term"), words), st.just(LineBreak()), st.builds(Blank, st.just("key"), words),
    st.builds(CrossReference, st.sampled_from([*IDS, "schedule-0", "schedule-0.clause"])),
)  # fmt: skip


def _wrapped(inside: st.SearchStrategy[Inline]) -> st.SearchStrategy[Inline]:
    content = st.lists(inside, max_size=2).map(tuple)
    return st.one_of(
        st.builds(Strong, content),
        st.builds(Emphasis, content),
        st.builds(Link, st.one_of(words, st.sampled_from(["https://a.example/?x=1&y=<z>", "mailto:a@b.example"])), content),
    )


inline: st.SearchStrategy[Inline] = st.recursive(leaf, _wrapped, max_leaves=4)
content = st.lists(inline, max_size=4).map(tuple)
cells = st.lists(st.builds(Cell, content, st.sampled_from(["left", "right", "center"])), max_size=4).map(tuple)
tables = st.builds(Table, cells, st.lists(cells, max_size=3).map(tuple), words)
signatories = st.lists(st.builds(Signatory, words, words, words), max_size=3).map(tuple)
signatures = st.builds(
    SignatureBlock, st.just("p"), words, words, signatories, st.sampled_from(["simple", "deed"]), st.sampled_from(["wet-ink", "e-signature"])
)
simple_block: st.SearchStrategy[Block] = st.one_of(
    st.builds(Paragraph, content), tables, st.builds(Definition, st.just("T"), content), st.just(PageBreak()), signatures
)
block: st.SearchStrategy[Block] = st.recursive(
    simple_block, lambda inside: st.builds(ItemList, st.lists(st.lists(inside, max_size=2).map(tuple), max_size=3).map(tuple)), max_leaves=5
)
blocks = st.lists(block, max_size=2).map(tuple)


@st.composite
def clauses(draw: st.DrawFn, identifier: str, depth: int = 0) -> Clause:
    count = draw(st.integers(0, 2)) if depth < 4 else 0
    children = tuple(draw(clauses(f"{identifier}.{at}", depth + 1)) for at in range(count))
    heading = draw(content) if depth == 0 else ()
    return Clause(identifier, heading, draw(blocks), children, None, draw(blocks))


@st.composite
def documents(draw: st.DrawFn) -> Document:
    sections = tuple(Section(draw(words), tuple(draw(clauses(identifier)) for identifier in pair)) for pair in (IDS[:2], IDS[2:]))
    schedules = (Schedule("schedule-0", draw(words), (draw(clauses("schedule-0.clause")),)), Schedule("schedule-1", draw(words), ()))
    party = st.builds(DocumentParty, st.just("p"), words, words, words, words, signatories)
    meta = Meta(
        draw(words), draw(words), draw(st.sampled_from(["sla", "ola", "charter"])), version=draw(words), language=draw(st.sampled_from(["en", "de", "ar"]))
    )
    return Document(
        meta,
        draw(st.lists(party, max_size=3).map(tuple)),
        draw(st.lists(st.builds(Paragraph, content), max_size=2).map(tuple)),
        sections,
        schedules,
        draw(blocks),
    )


SHELLS = [open_shell(starter_shell(starter), name) for name, starter in STARTERS.items()]


@pytest.mark.slow
@pytest.mark.repeats
@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(documents(), st.sampled_from(SHELLS))
def test_no_document_makes_a_faulty_file(document: Document, shell: Shell) -> None:
    data = write(document, number(document), shell, full_hash="0" * 64)
    assert faults(data) == []
    file = open_returned(data, "x")
    assert file.imprint is not None
    lines = read_lines(file, file.imprint, "x")
    assert compare_with_record(lines, file.imprint).deviations == ()
    assert compare_with_version(lines, lines, file.imprint).deviations == ()
    assert data == write(document, number(document), shell, full_hash="0" * 64)


def big_table(document: Document) -> Document:
    rows = tuple(tuple(Cell((Text(f"row {row} cell {column} & <b>"),)) for column in range(6)) for row in range(300))
    clause = Clause("big", (Text("Big"),), (Table(rows[0], rows, "300 rows"),))
    return replace(document, sections=(*document.sections, Section("More", (clause,))))


def bare(document: Document) -> Document:
    return Document(
        Meta("bare", "", "sla"), sections=(Section("", (Clause("a"), Clause("b", body=(Table((), ()), ItemList(((),)))))),), execution=document.execution[:1]
    )


def samples(document: Document) -> Iterator[tuple[str, Document]]:
    yield "sample", document
    yield "big-table", big_table(document)
    yield "bare", bare(document)


@pytest.mark.parametrize("make", [big_table, bare])
def test_large_and_empty_documents_are_without_faults(make: object, document: Document, shell: Shell) -> None:
    made = make(document) if callable(make) else document
    assert faults(write(made, number(made), shell)) == []


@pytest.mark.slow
@pytest.mark.repeats
@pytest.mark.outside
@needs_validator
def test_the_open_xml_validator_reports_nothing(document: Document, tmp_path: Path) -> None:
    generated = _bundles(120, 20)
    files = []
    for (name, made), shell in zip(itertools.chain(samples(document), generated), itertools.cycle(SHELLS), strict=False):
        files.append(tmp_path / f"{name}.docx")
        files[-1].write_bytes(write(made, number(made), shell))
    assert validated(files) == []


def _bundles(count: int, size: int) -> Iterator[tuple[str, Document]]:
    """Generated contracts, `size` of them in one document: the validator takes longer to start than to read."""
    examples = [document for _, document in _examples(count)]
    for at in range(0, len(examples), size):
        group = [_renamed(document, f"x{number}-") for number, document in enumerate(examples[at : at + size])]
        first = group[0]
        yield (
            f"generated-{at}",
            replace(
                first,
                parties=tuple(party for one in group for party in one.parties),
                recitals=tuple(recital for one in group for recital in one.recitals),
                sections=tuple(section for one in group for section in one.sections),
                schedules=tuple(schedule for one in group for schedule in one.schedules),
                execution=tuple(block for one in group for block in one.execution),
            ),
        )


def _renamed(document: Document, prefix: str) -> Document:
    """The document with a prefix before every id and every reference, so that it can stand beside others."""
    data = json.loads(canonical_json(document))

    def walk(node: object) -> None:
        if isinstance(node, list):
            for item in node:
                walk(item)
        elif isinstance(node, dict):
            for key in ("id", "target"):
                if isinstance(node.get(key), str):
                    node[key] = prefix + node[key]
            for item in node.values():
                walk(item)

    walk(data)
    return from_native(Document, data)


def _examples(count: int) -> list[tuple[str, Document]]:
    found: list[Document] = []

    @settings(max_examples=count, deadline=None, database=None, derandomize=True, suppress_health_check=list(HealthCheck))
    @given(documents())
    def gather(document: Document) -> None:
        found.append(document)

    gather()
    return [(f"generated-{at}", document) for at, document in enumerate(found)]


@pytest.mark.outside
@needs_office
def test_libreoffice_shows_the_same_numbers(document: Document, labels: Labels, shell: Shell, tmp_path: Path) -> None:
    file = tmp_path / "sample.docx"
    file.write_bytes(write(document, labels, shell))
    text = saved_by_office([file], TEXT)["sample"].decode("utf-8-sig")
    for line in (
        "3.2 If the Provider misses a Service Level:",
        "(a) Planned Maintenance; and",
        "Schedule 2 Charges",
        "(B) an Excluded Event under paragraph 1.2 of Schedule 1; and",
        "1.1 The Customer pays",
    ):
        assert line in text.replace("\t", " ")
