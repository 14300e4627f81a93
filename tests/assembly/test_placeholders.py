from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
import pytest

from slagen.assembly.placeholders import FIRST_TOKEN, LAST_TOKEN, DefinitionsPlace, Tokens, has_token, line_marker, unmark_lines
from slagen.core.errors import BadInputError
from slagen.model.document import Blank, LineBreak, Table, Text, Value


def test_every_value_has_a_token_of_its_own_and_the_same_value_the_same() -> None:
    tokens = Tokens()
    first, second, again = tokens.put(Value("a", "1")), tokens.put(Value("b", "1")), tokens.put(Value("a", "1"))
    assert first != second
    assert first == again
    assert has_token(first)
    assert not has_token("plain")


def test_a_clause_may_print_as_many_values_as_there_are_tokens_and_no_more() -> None:
    tokens = Tokens()
    for number in range(LAST_TOKEN - FIRST_TOKEN + 1):
        tokens.put(Value("", str(number)))
    assert tokens.put(Value("", "0"))
    with pytest.raises(BadInputError, match="6,400 values"):
        tokens.put(Value("", "one more"))


def test_tokens_turn_back_into_values_between_the_words() -> None:
    tokens = Tokens()
    text = f"a {tokens.put(Value('k', 'v'))} b {tokens.put(Blank('x', 'who?'))}"
    assert list(tokens.inlines(text)) == [Text("a "), Value("k", "v"), Text(" b "), Blank("x", "who?")]


def test_a_newline_in_a_value_is_a_line_break_and_an_empty_line_leaves_no_empty_value() -> None:
    tokens = Tokens()
    assert list(tokens.inlines(tokens.put(Value("k", "a\n\nb")))) == [Value("k", "a"), LineBreak(), LineBreak(), Value("k", "b")]


def test_a_table_stands_alone_or_is_refused() -> None:
    tokens = Tokens()
    table, place = tokens.put(Table((), ())), tokens.put(DefinitionsPlace())
    assert tokens.table(f" {table} ") == Table((), ())
    assert tokens.table(place) == DefinitionsPlace()
    assert tokens.table(tokens.put(Value("", "x"))) is None
    assert tokens.table("text") is None
    for token in (table, place):
        with pytest.raises(BadInputError, match="middle of a paragraph"):
            list(tokens.inlines(f"see {token}"))


def test_line_markers_come_off_and_a_line_without_one_has_the_number_before() -> None:
    text = f"one{line_marker(1)}\ntwo\nthree{line_marker(7)}{line_marker(9)}"
    assert unmark_lines(text) == ("one\ntwo\nthree", (1, 1, 9))


@given(st.lists(st.text(st.characters(exclude_categories=("Cs", "Co", "Cc"))), min_size=1))
def test_text_comes_through_markers_unchanged(lines: list[str]) -> None:
    marked = "\n".join(f"{line}{line_marker(number)}" for number, line in enumerate(lines, start=1))
    assert unmark_lines(marked) == ("\n".join(lines), tuple(range(1, len(lines) + 1)))
