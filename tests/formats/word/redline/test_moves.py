"""Moves as a lawyer wants them: whole clauses with their headings, and never one place without the other."""

from __future__ import annotations

import pytest

from slagen.formats.word.redline.annotate import annotate
from tests.formats.word.reading.files import docx, p, r
from tests.formats.word.redline.surface import W, parts, words
from tests.formats.word.redline.test_redline import compared

CLAUSES = [p(r(f"Clause {name} speaks at length of its own matters {name}{name} and of {name} alone.")) for name in "ABCD"]
ENDS = tuple(f"{W}{way}Range{end}" for way in ("moveFrom", "moveTo") for end in ("Start", "End"))


def ends(data: bytes) -> list[str]:
    return [mark.tag.rpartition("}")[2] for mark in parts(data)["word/document.xml"].iter(*ENDS)]


def test_a_heading_of_one_word_moves_with_its_clause() -> None:
    clause, others = [p(r("Insurance")), CLAUSES[0], p(""), CLAUSES[1]], [p(r("Parties")), *CLAUSES[2:], p(r("End."))]
    found = compared(docx("".join([*clause, *others])), docx("".join([*others[:2], *clause, *others[2:]])))
    assert found.moves == 1
    assert "Parties" not in words(found.data, "ins") + words(found.data, "del")
    assert "Insurance" not in words(found.data, "ins") + words(found.data, "del")
    kinds = {"moveFrom", "moveTo"}
    assert {way for way in ("ins", "del", *kinds) if words(found.data, way)} == kinds


@pytest.mark.parametrize("count", [1, 2])
def test_what_moves_to_or_from_the_very_end_is_a_move_with_both_its_places(count: int) -> None:
    there, back = docx("".join(CLAUSES)), docx("".join([*CLAUSES[-count:], *CLAUSES[:-count]]))
    for old, new in ((there, back), (back, there)):
        found = compared(old, new)
        assert found.moves == 1
        assert sorted(ends(found.data)) == ["moveFromRangeEnd", "moveFromRangeStart", "moveToRangeEnd", "moveToRangeStart"]
        assert words(found.data, "moveFrom") == words(found.data, "moveTo")
        assert not words(found.data, "ins") + words(found.data, "del")


def test_where_several_moves_meet_at_the_very_end_no_place_stands_alone() -> None:
    first, second, third, last = CLAUSES
    more = [p(r(f"Another passage of {name}, with words that are found nowhere else but in {name}.")) for name in ("gold", "silver")]
    found = compared(docx("".join([first, second, *more, third, last])), docx("".join([*more, third, last, second, first])))
    started = [mark.get(f"{W}name") for mark in parts(found.data)["word/document.xml"].iter(f"{W}moveFromRangeStart", f"{W}moveToRangeStart")]
    assert all(started.count(name) == 2 for name in started)
    assert found.moves == len(set(started))


def test_a_paragraph_that_was_edited_on_its_way_is_named_with_both_texts() -> None:
    old, new = (f"Professional liability is insured for at least {sum_} for each claim and year." for sum_ in ("£3,000,000.00", "£2,000,000.00"))
    clause, rest = [p(r("Insurance")), CLAUSES[0]], [*CLAUSES[1:], p(r("End."))]
    found = compared(docx("".join([*clause, p(r(old)), *rest])), docx("".join([*rest[:-1], *clause, p(r(new)), rest[-1]])))
    assert [(one.old, one.new) for one in found.edited_moves] == [(old, new)]
    assert words(found.data, "del") == old
    assert words(found.data, "ins") == new


def test_what_was_edited_in_its_place_or_merely_moved_is_no_edited_move() -> None:
    edited = p(r("Clause A speaks at length of its own affairs AA and of A alone."))
    assert not compared(docx("".join(CLAUSES)), docx("".join([edited, *CLAUSES[1:]]))).edited_moves
    assert not compared(docx("".join(CLAUSES)), docx("".join([*CLAUSES[1:], CLAUSES[0]]))).edited_moves


def test_a_comment_stands_at_a_passage_that_was_edited_on_its_way() -> None:
    asked: list[tuple[str, str]] = []

    def explain(gone: str, came: str, _around: str) -> tuple[str, ...]:
        asked.append((gone, came))
        return ("Less cover",) if "3,000" in gone and "2,000" in came else ()

    old, new = (f"Professional liability is insured for at least {least} for each claim and year." for least in ("£3,000.00", "£2,000.00"))
    found = compared(docx(p(r(old)) + "".join(CLAUSES)), docx("".join(CLAUSES[:-1]) + p(r(new)) + CLAUSES[-1]))
    told = annotate(found.data, explain, "A", "2026-10-01T09:00:00Z", {one.new: one.old for one in found.edited_moves})
    assert told.said == {"Less cover"}
    assert (old, new) in asked
