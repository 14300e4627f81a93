from __future__ import annotations

from hypothesis import example, given
from hypothesis import strategies as st
import pytest

from slagen.formats.ical.text import LONGEST_LINE, escaped, folded, joined, unescaped, unfolded, uri

ANY_TEXT = st.text(st.characters(), max_size=200) | st.text('é€😀 \r\n\t\\,;:"a\u2028\x85\x0b\x00BEGIN', max_size=200)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        # RFC 5545, 3.3.11: the example of a multi-line description, and what must be escaped
        (
            "Project XYZ Final Review\nConference Room - 3B\nCome Prepared.",
            "Project XYZ Final Review\\nConference Room - 3B\\nCome Prepared.",
        ),
        ("a;b,c\\d", "a\\;b\\,c\\\\d"),
        ('a:b "c"', 'a:b "c"'),
        ("a\r\nb\rc\u2028d\x85e\x0bf", "a\\nb\\nc\\nd\\ne\\nf"),
        ("a\x00b\x1b[31m\x7fc\x9bd", "ab[31mcd"),
        ("tab\there", "tab\there"),
        ("half \ud83d of a pair", "half � of a pair"),
        ("\\n is no new line", "\\\\n is no new line"),
    ],
)
def test_a_text_is_escaped_as_the_standard_says(text: str, value: str) -> None:
    assert escaped(text) == value


@given(ANY_TEXT)
def test_no_text_leaves_its_line(text: str) -> None:
    value = escaped(text)
    assert len(f"SUMMARY:{value}".splitlines()) == 1
    assert unfolded(joined([f"SUMMARY:{value}"]).decode()) == [f"SUMMARY:{value}", ""]


@given(st.text(st.characters(exclude_categories=["Cc", "Cs", "Zl", "Zp"], include_characters="\n\t"), max_size=300))
def test_a_text_without_control_characters_comes_back_as_it_was(text: str) -> None:
    assert unescaped(escaped(text)) == text


@given(ANY_TEXT)
@example("€" * 60)
@example("a" + "😀" * 40)
@example("x" * 75)
@example("x" * 76)
@example("x" * 149)
@example("x" * 150)
def test_no_line_is_longer_than_75_octets_and_no_character_is_split(text: str) -> None:
    # domain.md, iCalendar; RFC 5545, 3.1
    line = f"SUMMARY:{escaped(text)}"
    pieces = folded(line).encode().split(b"\r\n")
    assert all(len(piece) <= LONGEST_LINE for piece in pieces)
    assert all(piece.decode() for piece in pieces)
    assert all(piece.startswith(b" ") for piece in pieces[1:])
    assert "".join([pieces[0].decode(), *(piece.decode()[1:] for piece in pieces[1:])]) == line


def test_a_file_whose_carriage_returns_git_took_reads_the_same() -> None:
    lines = ["SUMMARY:" + "é" * 200, "STATUS:CONFIRMED"]
    assert unfolded(joined(lines).decode().replace("\r\n", "\n")) == [*lines, ""]


@pytest.mark.parametrize(
    ("address", "value"),
    [
        ("https://git.example/a/tree/main/agreements/acme", "https://git.example/a/tree/main/agreements/acme"),
        ("https://git.example/a b\r\nATTENDEE:x", "https://git.example/a%20b%0D%0AATTENDEE:x"),
        ("https://git.example/é?q=%20#x", "https://git.example/%C3%A9?q=%20#x"),
    ],
)
def test_an_address_holds_nothing_that_ends_its_line(address: str, value: str) -> None:
    assert uri(address) == value
