from __future__ import annotations

import pytest

from slagen.formats.frontmatter import split
from slagen.formats.plain_text import LARGEST_TEXT, decode, has_refused_character


def test_a_byte_order_mark_and_windows_line_ends_are_accepted() -> None:
    assert decode(b"\xef\xbb\xbfa: 1\r\nb: 2\rc: 3\n", "x.yaml") == ("a: 1\nb: 2\nc: 3\n", ())


def test_text_that_is_not_utf8_names_the_line_of_the_first_bad_byte() -> None:
    text, findings = decode(b"a: 1\nb: caf\xe9\n", "x.yaml")
    assert text is None
    assert [(item.code, item.source.line) for item in findings] == [("SLG007", 2)]


def test_a_file_that_is_too_large_is_not_decoded() -> None:
    text, findings = decode(b"\xff" * (LARGEST_TEXT + 1), "x.yaml")
    assert text is None
    assert [item.code for item in findings] == ["SLG006"]
    assert "1,048,577" in findings[0].message


@pytest.mark.parametrize(
    ("character", "kind"),
    [
        ("\x00", "control"),
        ("\x1b", "control"),
        ("\x7f", "control"),
        ("\x85", "control"),
        ("\ue000", "private use"),
        ("\uf8ff", "private use"),
        ("\u202e", "direction"),
        ("\u2066", "direction"),
        ("\u2028", "separator"),
        ("\ufffe", "not a character"),
    ],
)
def test_characters_that_hide_or_forge_are_refused_at_their_line(character: str, kind: str) -> None:
    text, findings = decode(f"one\ntwo {character} three\n".encode(), "x.md")
    assert text is not None
    assert [(item.code, item.source.line) for item in findings] == [("SLG008", 2)]
    assert kind in findings[0].message


@pytest.mark.parametrize("text", ["שלום עולם", "مرحبا", "\u200eLtd\u200f", "Straße — “naïve” 日本 😀", "a\tb\nc"])
def test_every_script_is_welcome(text: str) -> None:
    assert decode(text.encode(), "x.md") == (text, ())
    assert not has_refused_character(text)


def test_a_file_full_of_refused_characters_yields_a_list_that_can_be_read() -> None:
    assert len(decode(b"\x00" * 5000, "x.md")[1]) == 20


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("a\n<<<<<<< HEAD\nb\n=======\nc\n>>>>>>> side\n", [2]),
        ("<<<<<<< HEAD\r\n||||||| 1a2b3c4\r\n=======\r\n>>>>>>> side\r\nd\r\n<<<<<<<\r\n=======\r\n>>>>>>>", [1, 6]),
        ("Title\n=======\n\n>>>>>>> quoted deeply\n", []),
        ("<<<<<<< HEAD\nno end\n=======\n", []),
        ("<<<<<<<<<<\n==========\n>>>>>>>>>>\n", []),
    ],
)
def test_conflict_marks_of_a_merge_are_told_as_that_in_any_text_file(text: str, lines: list[int]) -> None:
    _, findings = decode(text.encode(), "x.md")
    assert [(one.code, one.source.line) for one in findings] == [("SLG013", line) for line in lines]
    assert all("Keep what is right of both sides" in one.hint for one in findings)


@pytest.mark.parametrize(
    "text", ["---\nid: x\n---\n<<<<<<< HEAD\nOne.\n=======\nTwo.\n>>>>>>> side\n", "---\n<<<<<<< HEAD\nid: x\n=======\nid: y\n>>>>>>> side\n---\n"]
)
def test_conflict_marks_in_a_clause_are_the_one_thing_that_is_told(text: str) -> None:
    front, _, _ = split(text.encode(), "x.md")
    assert [one.code for one in front.findings] == ["SLG013"]
