"""Moves are moves, and no redline says more than has changed: on generated contracts."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random
import re

from hypothesis import assume, given, note, settings
from hypothesis import strategies as st

from slagen.formats.word.package import read_package
from slagen.formats.word.redline.compare import Manner, Redline, redline
from tests.formats.word.reading.files import docx, level, lists, numbered, p, r
from tests.formats.word.redline.surface import REVISIONS, W, parts, surface
from tests.formats.word.redline.test_redline import resolved, table
from tools.conformance_words import fewest_marked, marked

MANNER = Manner("A", "2026-10-01T09:00:00Z")
WORDS = tuple(
    re.findall(
        r"[^ ]+",
        "the Provider shall pay Customer within thirty days after notice of each failure to meet any service level measured over a month and report on it "
        "in writing unless this agreement says otherwise credit charges term party liability claim breach incident hours 99.9 % (30) £5,000",
    )
)


def sentence(random: Random) -> str:
    return " ".join(random.choices(WORDS, k=random.randint(12, 40))) + "."


def file(*clauses: str) -> bytes:
    return docx("".join(numbered(text, 1) for text in clauses) + p(r("Signed.")), {"numbering": lists(level(0, "%1."))})


def ends(made: Redline, way: str) -> list[str]:
    tree = parts(made.data)["word/document.xml"]
    return sorted(mark.get(f"{W}name", "") for mark in tree.iter(f"{W}{way}RangeStart"))


def moved_text(made: Redline, way: str) -> list[str]:
    tree = parts(made.data)["word/document.xml"]
    return ["".join(text.text or "" for text in mark.iter(f"{W}t")) for mark in tree.iter(f"{W}{way}") if mark.getparent().tag == f"{W}p"]


@settings(max_examples=40, deadline=None)
@given(st.integers(4, 12), st.integers(1, 3), st.integers(0, 11), st.integers(0, 11), st.integers(0, 2**32))
def test_a_block_that_moves_is_a_linked_pair_and_nothing_else(count: int, size: int, start: int, to: int, seed: int) -> None:
    random = Random(seed)  # noqa: S311 - the same clauses each time
    clauses = [sentence(random) for _ in range(count)]
    assume(start + size <= count and to <= count - size and to != start)
    block, rest = clauses[start : start + size], clauses[:start] + clauses[start + size :]
    moved = rest[:to] + block + rest[to:]
    note(f"{start}+{size} of {count} to {to}")
    made = redline(file(*clauses), file(*moved), MANNER)
    kinds = {mark.tag for tree in parts(made.data).values() for mark in tree.iter(*REVISIONS)}
    assert kinds == {f"{W}moveFrom", f"{W}moveTo"}
    assert made.moves == 1
    assert ends(made, "moveFrom") == ends(made, "moveTo")
    assert moved_text(made, "moveFrom") == moved_text(made, "moveTo")
    others = rest[min(start, to) : max(start, to)]
    assert moved_text(made, "moveFrom") in (block, others)
    assert sum(map(len, moved_text(made, "moveFrom"))) <= max(sum(map(len, block)), sum(map(len, others)))


def edited(text: str, random: Random) -> str:
    words = text.split(" ")
    for _ in range(random.randint(1, 3)):
        at = random.randrange(len(words))
        words[at : at + random.randint(0, 2)] = random.choices(WORDS, k=random.randint(0, 2))
    return " ".join(words)


def contract(clauses: list[str], rows: Sequence[tuple[str, ...]], header: str, note_text: str) -> bytes:
    reference = '<w:r><w:footnoteReference w:id="1"/></w:r>'
    section = '<w:sectPr><w:headerReference w:type="default" r:id="rIdheader"/></w:sectPr>'
    body = "".join(numbered(text, 1) for text in clauses) + table(*rows) + p(r("As noted") + reference) + section
    notes = f'<w:footnote w:id="1">{p(r(note_text))}</w:footnote>'
    return docx(body, {"numbering": lists(level(0, "%1.")), "header": p(r(header)), "footnotes": notes})


@settings(max_examples=25, deadline=None)
@given(st.integers(5, 25), st.integers(0, 2**32))
def test_an_edited_contract_is_marked_near_the_fewest_characters_and_leads_both_ways(count: int, seed: int) -> None:
    random = Random(seed)  # noqa: S311 - the same edits each time
    clauses = [sentence(random) for _ in range(count)]
    rows = [(f"Level {at}", sentence(random), f"99.{at} %") for at in range(4)]
    header, note_text = sentence(random), sentence(random)
    old = contract(clauses, rows, header, note_text)
    after = [edited(text, random) if random.random() < 0.3 else text for text in clauses if random.random() > 0.08] or clauses
    for _ in range(random.randint(0, 2)):
        after.insert(random.randrange(len(after) + 1), sentence(random))
    table_after = [(name, edited(text, random), figure) if random.random() < 0.3 else (name, text, figure) for name, text, figure in rows]
    if random.random() < 0.5:
        del table_after[random.randrange(4)]
    new = contract(after, table_after, edited(header, random), edited(note_text, random))
    made = redline(old, new, MANNER)
    assert surface(resolved(made.data, accept=True)) == surface(new)
    assert surface(resolved(made.data, accept=False)) == surface(old)
    assert marked(made.data) <= 1.5 * fewest_marked(old, new)


@settings(max_examples=25, deadline=None)
@given(st.integers(1, 10), st.integers(0, 3), st.integers(0, 2**32))
def test_parts_in_which_nothing_changed_keep_their_bytes(count: int, what: int, seed: int) -> None:
    random = Random(seed)  # noqa: S311 - the same clauses each time
    clauses = [sentence(random) for _ in range(count)]
    sides = [[clauses, [("a", "b")], "A header of the contract", "A note to the contract"] for _ in range(2)]
    sides[1][what] = [[*clauses, "One more clause of its own."], [("a", "b"), ("c", "d")], "Another header", "Another note"][what]
    old, new = (contract(*side) for side in sides)  # type: ignore[arg-type]
    made = redline(old, new, MANNER)
    before, after = read_package(old, "old"), read_package(made.data, "redline")
    touched = {name for name in before if before[name] != after[name]}
    assert touched <= {("word/document.xml", "word/document.xml", "word/header.xml", "word/footnotes.xml")[what]}
    assert made.changed
