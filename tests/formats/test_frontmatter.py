from __future__ import annotations

from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from slagen.formats.frontmatter import split

SAMPLES = Path(__file__).parents[1] / "samples"


def test_facts_and_text_have_the_lines_of_the_file() -> None:
    front, text, line = split(b"---\nid: scope\nrequires: [parties]\n---\nLead-in.\n\n1. First.\n", "scope.md")
    assert front.data == {"id": "scope", "requires": ["parties"]}
    assert front.source(("requires",)).line == 3
    assert (text, line) == ("Lead-in.\n\n1. First.\n", 5)


def test_the_example_clause_is_split() -> None:
    data = (SAMPLES / "clause.md").read_bytes()
    front, text, line = split(data, "clause.md")
    assert front.findings == ()
    assert data.decode().split("\n")[line - 1] == text.split("\n", maxsplit=1)[0]
    assert text.startswith("If the Provider misses")


def test_windows_line_ends_and_a_byte_order_mark_change_nothing() -> None:
    data = (SAMPLES / "clause.md").read_bytes()
    assert split(b"\xef\xbb\xbf" + data.replace(b"\n", b"\r\n"), "clause.md") == split(data, "clause.md")


def test_a_rule_in_the_text_and_a_text_without_end_of_line_are_text() -> None:
    assert split(b"---\nid: a\n---\none\n---\ntwo", "a.md")[1:] == ("one\n---\ntwo", 4)
    assert split(b"---\nid: a\n---", "a.md")[1:] == ("", 4)


def test_missing_and_open_front_matter_are_findings() -> None:
    for data in (b"# Heading\n", b"", b"---\nid: a\n", b" ---\nid: a\n---\n"):
        front, _text, _line = split(data, "a.md")
        assert front.data is None
        assert [item.code for item in front.findings] == ["SLG011"]


def test_faults_inside_keep_their_line_and_bad_bytes_yield_no_text() -> None:
    front, text, _line = split(b"---\nid: a\nid: b\n---\ntext\n", "a.md")
    assert [(item.code, item.source.line) for item in front.findings] == [("SLG002", 3)]
    assert text == "text\n"
    assert split("---\nid: a\n---\n\ue000\n".encode(), "a.md")[1] == ""


@given(st.binary(max_size=200))
def test_no_bytes_make_it_raise(data: bytes) -> None:
    _front, text, line = split(b"---\n" + data, "a.md")
    assert line >= 1
    assert isinstance(text, str)
