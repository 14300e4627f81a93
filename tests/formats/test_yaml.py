from __future__ import annotations

from pathlib import Path
import time
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
import pytest
import yaml

from slagen.core.raw import RawPath, RawValue
from slagen.formats.plain_text import LARGEST_TEXT
from slagen.formats.yaml import DEEPEST, FAST_LOADER, MOST_NODES, read_yaml, read_yaml_text

SAMPLES = Path(__file__).parents[1] / "samples"
LOADERS = [FAST_LOADER, yaml.SafeLoader]


def read(text: str, loader: Any = FAST_LOADER) -> RawValue:
    raw = read_yaml_text(text, "x.yaml", loader=loader)
    assert raw.findings == ()
    return raw.data


def faults(text: str | bytes, loader: Any = None) -> list[tuple[str, int | None]]:
    data = text if isinstance(text, bytes) else text.encode()
    raw = read_yaml(data, "x.yaml") if loader is None else read_yaml_text(data.decode(), "x.yaml", loader=loader)
    return [(item.code, item.source.line) for item in raw.findings]


@pytest.mark.parametrize("loader", LOADERS)
def test_scalars_stay_what_was_written(loader: Any) -> None:
    text = "country: NO\nversion: 1.10\nat: 12:30\nzip: 01234\non: yes\nbig: 1e3\nday: 2026-01-01\nhex: 0x1F\n"
    assert read(text, loader) == {
        "country": "NO",
        "version": "1.10",
        "at": "12:30",
        "zip": "01234",
        "on": "yes",
        "big": "1e3",
        "day": "2026-01-01",
        "hex": "0x1F",
    }


@pytest.mark.parametrize("loader", LOADERS)
def test_plain_nothing_is_none_and_quoted_nothing_is_text(loader: Any) -> None:
    assert read("a:\nb: null\nc: ~\nd: 'null'\ne: \"\"\nf: [~, '~']\n", loader) == {"a": None, "b": None, "c": None, "d": "null", "e": "", "f": [None, "~"]}


@pytest.mark.parametrize("loader", LOADERS)
def test_each_entry_and_item_knows_its_line(loader: Any) -> None:
    raw = read_yaml_text("a:\n  b: 1\n  c:\n    - x\n    - {y: 2,\n       z: 3}\nd: |\n  long\n  text\ne: 5\n", "x.yaml", loader=loader)
    lines: dict[RawPath, int | None] = {path: source.line for path, source in raw.sources.items()}
    assert lines == {
        (): 1,
        ("a",): 1,
        ("a", "b"): 2,
        ("a", "c"): 3,
        ("a", "c", 0): 4,
        ("a", "c", 1): 5,
        ("a", "c", 1, "y"): 5,
        ("a", "c", 1, "z"): 6,
        ("d",): 7,
        ("e",): 10,
    }
    assert raw.data == {"a": {"b": "1", "c": ["x", {"y": "2", "z": "3"}]}, "d": "long\ntext\n", "e": "5"}


def test_text_from_the_middle_of_a_file_has_the_lines_of_the_file() -> None:
    raw = read_yaml_text("a: 1\nb: [\n", "clause.md", first_line=10)
    assert raw.data is None
    assert raw.findings[0].source.line in {11, 12}
    assert read_yaml_text("a: 1\nb: 2\n", "clause.md", first_line=10).source(("b",)).line == 11


@pytest.mark.parametrize("name", ["agreement.yaml", "template.yaml", "charter.yaml", "agreement.lock"])
@pytest.mark.parametrize("loader", LOADERS)
def test_the_examples_of_the_file_formats_are_read(name: str, loader: Any) -> None:
    data = (SAMPLES / name).read_text("utf-8")
    raw = read_yaml_text(data, name, loader=loader)
    assert raw.findings == ()
    assert isinstance(raw.data, dict)
    assert raw == read_yaml(data.encode(), name)


def test_an_empty_file_holds_nothing_and_is_no_fault() -> None:
    raw = read_yaml(b"", "x.yaml")
    assert (raw.data, raw.findings) == (None, ())
    assert read_yaml(b"# only a comment\n", "x.yaml").data is None


@pytest.mark.parametrize("loader", LOADERS)
def test_a_key_written_twice_names_both_lines_and_the_first_is_kept(loader: Any) -> None:
    raw = read_yaml_text("a: 1\nb: {x: 1}\na:\n  deep: [1, {k: v}]\nb: 4\n", "x.yaml", loader=loader)
    assert [(item.code, item.source.line) for item in raw.findings] == [("SLG002", 3), ("SLG002", 5)]
    assert "first on line 1" in raw.findings[0].message
    assert raw.data == {"a": "1", "b": {"x": "1"}}
    assert ("a", "deep") not in raw.sources


@pytest.mark.parametrize("loader", LOADERS)
def test_an_alias_bomb_is_refused_at_once(loader: Any) -> None:
    bomb = "a: &a [x, x, x, x, x, x, x, x, x]\n" + "".join(
        f"{new}: &{new} [*{old}, *{old}, *{old}, *{old}]\n" for old, new in zip("abcdefgh", "bcdefghi", strict=True)
    )
    found = faults(bomb, loader)
    assert found[0] == ("SLG003", 1)
    assert {code for code, _ in found} == {"SLG003"}


@pytest.mark.parametrize("loader", LOADERS)
@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a: &x 1\n", [("SLG003", 1)]),
        ("a: 1\nb: *x\n", [("SLG003", 2)]),
        ("base: {a: 1}\nb:\n  <<: {a: 2}\n", [("SLG003", 3)]),
        ("a: !!python/object/apply:os.system [ls]\n", [("SLG004", 1)]),
        ("a: !!str 5\nb: !mine {x: 1}\n", [("SLG004", 1), ("SLG004", 2)]),
        ("a: 1\n---\nb: 2\n", [("SLG005", 2)]),
        ("? [a, b]\n: 1\n", [("SLG010", 1)]),
        ("{a: 1}: 2\n", [("SLG010", 1)]),
        ("~: 1\n", [("SLG010", 1)]),
        ("'': 1\n", [("SLG010", 1)]),
    ],
)
def test_what_yaml_can_do_behind_a_readers_back_is_refused(text: str, expected: list[tuple[str, int]], loader: Any) -> None:
    assert faults(text, loader) == expected


def test_a_quoted_text_that_looks_like_an_alias_or_a_merge_key_is_text() -> None:
    assert read("a: '*x'\nb: '&y'\n'<<': z\nc: '!t'\n") == {"a": "*x", "b": "&y", "<<": "z", "c": "!t"}


@pytest.mark.parametrize("escape", [r"\ue000", r"\u202e", r"\0", r"\x1b", r"\u2028"])
def test_an_escape_brings_in_no_character_that_is_refused(escape: str) -> None:
    raw = read_yaml(f'a: 1\nb: "x{escape}y"\n'.encode(), "x.yaml")
    assert [(item.code, item.source.line) for item in raw.findings] == [("SLG008", 2)]
    assert raw.data == {"a": "1", "b": ""}


@pytest.mark.parametrize("text", ["a: \x00", "a: \ue000", "a: \u202eevil", "a: \x1b[31m"])
def test_refused_characters_stop_the_reading(text: str) -> None:
    raw = read_yaml(text.encode(), "x.yaml")
    assert raw.data is None
    assert [item.code for item in raw.findings] == ["SLG008"]


class Unread(bytes):
    """A file of which nobody may look at more than its size."""

    def decode(self, *_arguments: object, **_more: object) -> str:
        raise AssertionError


def test_a_file_of_fifty_megabytes_is_refused_without_being_read() -> None:
    assert faults(Unread(b"a: 1\n" * 10_000_000)) == [("SLG006", None)]
    with pytest.raises(AssertionError):
        faults(Unread(b"a: 1\n"))


@pytest.mark.parametrize("bracket", ["[", "{a: ", "- ", "? "])
def test_depth_has_a_limit_and_never_crashes(bracket: str) -> None:
    assert faults(bracket * 100_000)[0][0] in {"SLG006", "SLG001", "SLG010"}
    assert faults("[" * DEEPEST + "]" * DEEPEST) == []
    assert faults("[" * (DEEPEST + 1) + "]" * (DEEPEST + 1)) == [("SLG006", 1)]


def test_the_number_of_values_has_a_limit() -> None:
    assert faults("- 1\n" * (MOST_NODES - 1)) == []
    assert faults("- 1\n" * (MOST_NODES + 1)) == [("SLG006", MOST_NODES)]


def test_a_file_full_of_faults_yields_a_list_that_can_be_read() -> None:
    assert len(faults("- &a x\n" * 1000)) == 50


@pytest.mark.parametrize("loader", LOADERS)
@pytest.mark.parametrize(
    ("text", "code", "line", "words"),
    [
        ("a: b: c\n", "SLG001", 1, "where none can be"),
        ("a: 1\nb\nc: 2\n", "SLG001", 3, "without “:”"),
        ('a: "never closed\nb: 2\n', "SLG001", 3, "never closed"),
        ("a: [1, 2\nb: 3\n", "SLG001", 2, "never closed"),
        ("a: {b: 1\nc: 3\n", "SLG001", 2, "never closed"),
        ("a:\n  b: 1\n c: 2\n", "SLG001", 3, "does not fit"),
        ("a:\n\tb: 1\n", "SLG009", 2, "tab"),
        ("a: >= 99.9 %\n", "SLG001", 1, "nothing may follow"),
        ("a: @b\n", "SLG001", 1, "keeps for itself"),
        ("a: `b`\n", "SLG001", 1, "keeps for itself"),
        ('a: "\\q"\n', "SLG001", 1, "backslash"),
        ("a: - b\n", "SLG001", 1, "list item"),
        ("a:\n  - x\n  y: 1\n", "SLG001", 3, "does not fit"),
    ],
)
def test_a_syntax_error_is_one_finding_with_its_line_and_a_human_sentence(text: str, code: str, line: int, words: str, loader: Any) -> None:
    raw = read_yaml_text(text, "x.yaml", loader=loader)
    assert raw.data is None
    assert [(item.code, item.source.line) for item in raw.findings] == [(code, line)]
    assert words in raw.findings[0].message
    assert raw.findings[0].hint


def test_a_broken_thing_that_starts_on_another_line_is_pointed_to() -> None:
    assert "it starts on line 1" in read_yaml(b"a: [1, 2\nb: 3\n", "x.yaml").findings[0].hint


VALUES = st.recursive(
    st.text(st.characters(codec="utf-8", categories=("L", "N", "P", "S", "Zs")), max_size=20),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.text(st.characters(codec="utf-8", categories=("L", "N")), min_size=1, max_size=8), inner, max_size=4)
    ),
    max_leaves=12,
)


@given(VALUES)
def test_what_a_yaml_writer_wrote_is_read_back(value: Any) -> None:
    raw = read_yaml(yaml.safe_dump(value, allow_unicode=True, default_style='"').encode(), "x.yaml")
    assert raw.findings == ()
    assert raw.data == value


@given(st.text(max_size=300) | st.text(st.sampled_from("[]{}:-?&*!|>'\"%@`#,~ \n\t\\ab01"), max_size=120))
def test_no_text_makes_the_reader_raise(text: str) -> None:
    raw = read_yaml(text.encode("utf-8", "surrogatepass"), "x.yaml")
    assert all(item.source.file == "x.yaml" and item.message for item in raw.findings)


@given(st.binary(max_size=300))
def test_no_bytes_make_the_reader_raise(data: bytes) -> None:
    raw = read_yaml(data, "x.yaml")
    assert raw.data is None or isinstance(raw.data, (str, list, dict))


def test_the_largest_file_is_read_in_good_time() -> None:
    line = b"- {a: 1, b: [x, y], c: 'text'}\n"
    start = time.process_time()
    read_yaml(line * (LARGEST_TEXT // len(line)), "x.yaml")
    assert time.process_time() - start < 10
