"""Words in the room that a chart has for them."""

from __future__ import annotations

from collections.abc import Iterator

from hypothesis import given, settings
from hypothesis import strategies as st
import pytest

from slagen.formats.charts.fonts import families
from slagen.formats.charts.lines import fitted, width
from slagen.formats.charts.look import look
from slagen.formats.word.xml_text import legal

ROOM, SIZE = 130.0, 8.0


@pytest.fixture(autouse=True)
def _as_in_a_chart() -> Iterator[None]:
    with look():
        yield


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("Availability", ["Availability"]),
        ("Response to incidents of the highest severity", ["Response to incidents of the", "highest severity"]),
        ("at most 8\xa0hours of a long working day", ["at most 8\xa0hours of a long", "working day"]),
        ("", [""]),
    ],
)
def test_lines_end_between_words(text: str, lines: list[str]) -> None:
    assert fitted(text, ROOM, SIZE) == lines


def test_lines_end_between_any_two_ideographs() -> None:
    first, second = fitted("服务可用性" * 5, ROOM, SIZE)
    assert first + second == "服务可用性" * 5
    assert len(first) > len(second)


@pytest.mark.parametrize("text", ["W" * 10_000, "word " * 2_000, "服" * 10_000])
def test_what_finds_no_room_is_cut_and_says_so(text: str) -> None:
    found = fitted(text, ROOM, SIZE)
    assert len(found) == 2
    assert found[-1].endswith("…")


def test_marks_stay_with_their_letter() -> None:
    assert all(not line.startswith("\u0301") for line in fitted("e\u0301" * 100, ROOM, SIZE, most=9))


@given(st.text(max_size=60).map(legal), st.integers(1, 3))
@settings(max_examples=30, deadline=None)
def test_no_line_is_wider_than_the_room(text: str, most: int) -> None:
    with look(**{"font.family": families([text])}):
        found = fitted(text, ROOM, SIZE, most)
        assert 1 <= len(found) <= most
        assert all(width(line, SIZE) <= ROOM for line in found)
