from __future__ import annotations

from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st
import pytest

from slagen.formats.toml import read_toml

SAMPLES = Path(__file__).parents[1] / "samples"


def test_every_value_becomes_the_text_that_a_person_would_write() -> None:
    raw = read_toml(b'a = 1.10\nb = true\nc = 2027-06-18\nd = [1, "x"]\ne = 12:30:00\n[t.u]\nv = false\n', "slagen.toml")
    assert raw.findings == ()
    assert raw.data == {"a": "1.10", "b": "true", "c": "2027-06-18", "d": ["1", "x"], "e": "12:30:00", "t": {"u": {"v": "false"}}}


def test_the_example_settings_are_read_with_their_lines() -> None:
    raw = read_toml((SAMPLES / "slagen.toml").read_bytes(), "slagen.toml")
    assert raw.findings == ()
    assert raw.source(("workspace", "we")).line == 3
    assert raw.source(("calendars", "GB-ENG", "closed", 0)).line == 9
    assert raw.source(("mail", "port")).line == 12


def test_a_syntax_error_is_a_finding_with_its_line() -> None:
    raw = read_toml(b"[workspace]\nname = Northwind\n", "slagen.toml")
    assert raw.data is None
    assert [(item.code, item.source.line) for item in raw.findings] == [("SLG012", 2)]


def test_a_key_written_twice_is_a_finding() -> None:
    assert [item.code for item in read_toml(b"a = 1\na = 2\n", "x").findings] == ["SLG012"]


def test_hidden_characters_are_refused_written_or_escaped() -> None:
    assert [item.code for item in read_toml('a = "\ue000"'.encode(), "x").findings] == ["SLG008"]
    assert [item.code for item in read_toml(b'a = [{b = "\\uE000"}]', "x").findings] == ["SLG008"]


@given(st.binary(max_size=200) | st.text(st.sampled_from('[]{}=.,"\n#ab01 -:'), max_size=80).map(str.encode))
def test_no_bytes_make_it_raise(data: bytes) -> None:
    raw = read_toml(data, "x.toml")
    assert raw.data is None or isinstance(raw.data, dict)


def test_nesting_without_end_is_a_finding() -> None:
    assert read_toml(b"a = " + b"[" * 5000, "x.toml").findings != ()


@pytest.mark.parametrize(
    "text",
    ["x." + "a." * 3_000 + "b = 1", "x." + "a." * 400_000 + "b = 1", "x = " + "[" * 3_000, "x = 0x" + "f" * 50_000, "x = " + "9" * 50_000, "[a]\n" * 50_000],
)
def test_settings_that_would_take_for_ever_or_nest_without_end_are_a_finding(text: str) -> None:
    raw = read_toml(text.encode(), "slagen.toml")
    assert raw.data is None
    assert [item.code for item in raw.findings] in (["SLG012"], ["SLG006"])
