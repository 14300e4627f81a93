from __future__ import annotations

import io
import json
import sys

from hypothesis import given
from hypothesis import strategies as st
import pytest

from slagen.cli import output
from slagen.cli.main import run
from slagen.cli.output import findings_text, print_json, print_table, printable, progress, tell, wrapped
from slagen.core.findings import Finding, Severity, Source


class Terminal(io.StringIO):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        return True


FINDING = Finding("SLG100", Severity.ERROR, "no clause “\x1b[2Jx”", Source("a\x07.md", 3), "Mend\x08 it.")


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain “text” – ü 株式会社 🚀", "plain “text” – ü 株式会社 🚀"),
        ("\x1b[31mred\x07", "\\x1b[31mred\\x07"),
        ("a\tb\rc", "a\\x09b\\x0dc"),
        ("a\nb", "a\nb"),
        ("99,95\u00a0% 1\u202f000", "99,95\u00a0% 1\u202f000"),
        ("\u202eevil\u2066", "\\u202eevil\\u2066"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("\U000e0001", "\\U000e0001"),
        ("\x9b1m", "\\x9b1m"),
    ],
)
def test_control_characters_are_shown_and_never_sent_to_the_terminal(text: str, shown: str) -> None:
    assert printable(text) == shown


@given(st.text())
def test_nothing_that_is_printed_can_steer_a_terminal(text: str) -> None:
    assert not any(
        sign < " " or "\x7f" <= sign <= "\x9f" or sign in "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069" for sign in printable(text).replace("\n", "")
    )


def test_findings_show_place_severity_code_message_and_way_out() -> None:
    assert findings_text([FINDING]) == "a\\x07.md:3: error SLG100: no clause “\\x1b[2Jx”\n    → Mend\\x08 it."


@pytest.mark.parametrize("command", [["show", "nothing-like-this"], ["due", "--kind", "nonsense"], ["report"]])
def test_no_word_of_an_error_is_broken_at_the_terminal(command: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    run(command)
    plain = capsys.readouterr().err
    shown = Terminal()
    monkeypatch.setattr(sys, "stderr", shown)
    monkeypatch.setenv("COLUMNS", "40")
    monkeypatch.setenv("NO_COLOR", "1")
    run(command)
    assert (max(map(len, shown.getvalue().splitlines())), shown.getvalue().split()) == (min(40, max(map(len, plain.splitlines()))), plain.split())


def test_no_word_of_an_answer_is_broken_at_the_terminal(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    periods = f"Periods that end in this time: {', '.join(f'2026-{month:02}' for month in range(1, 11))}."
    tell(periods)
    monkeypatch.setattr(output, "terminal_width", lambda: 80)
    tell(periods)
    plain, first, second = capsys.readouterr().out.splitlines()
    assert (plain, f"{first.strip()} {second.strip()}", max(len(first), len(second)) <= 80) == (periods, periods, True)


def test_colours_are_for_terminals_and_not_where_no_color_is_set(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NO_COLOR", raising=False)
    assert "\x1b" not in findings_text([FINDING])
    monkeypatch.setattr(sys, "stdout", Terminal())
    assert "\x1b[31m" in findings_text([FINDING])
    monkeypatch.setenv("NO_COLOR", "1")
    assert "\x1b" not in findings_text([FINDING])


def test_a_table_shows_every_cell_whole_where_there_is_no_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    print_table(("Name", "Days"), [("[bold]not markup[/bold] " + "x" * 60, "3"), ("a\x1b[31m", "40")], right=(1,))
    out = capsys.readouterr().out
    assert "[bold]not markup[/bold] " + "x" * 60 in out
    assert "a\\x1b[31m" in out
    assert "\x1b" not in out


def test_a_table_of_tens_of_thousands_of_rows_is_one_line_a_row(capsys: pytest.CaptureFixture[str]) -> None:
    print_table(("No.", "What"), ((str(at), "two\nlines\x1b") for at in range(50_000)), right=(0,))
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == 50_001
    assert lines[:2] == ["  No.  What", "    0  two lines\\x1b"]


def test_progress_is_shown_on_a_terminal_only_and_only_where_it_takes_a_while(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    with progress(10, "building") as step:
        step("x")
    assert capsys.readouterr() == ("", "")
    terminal = Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    with progress(1, "building") as step:
        step("x")
    assert terminal.getvalue() == ""
    with progress(2, "building") as step:
        step("x")
        step("y")
    assert "building" in terminal.getvalue()


def test_json_keeps_its_characters_and_is_escaped_where_they_cannot_be_shown(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    data = {"name": "“ü” 🚀 → …"}
    print_json(data)
    out = capsys.readouterr().out
    assert "“ü” 🚀" in out
    raw = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(raw, encoding="ascii", write_through=True))
    print_json(data)
    assert json.loads(raw.getvalue().decode("ascii")) == data


def test_json_holds_nothing_that_steers_a_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    """JSON itself escapes only what is below U+0020; U+009B begins a terminal's command as well."""
    print_json({"file": "a\x9b31m\u202e\x7f\x1b"})
    shown = capsys.readouterr().out
    assert json.loads(shown) == {"file": "a\x9b31m\u202e\x7f\x1b"}
    assert not {"\x9b", "\u202e", "\x7f", "\x1b"} & set(shown)


@given(st.text(alphabet=" ab%→\n", max_size=200), st.integers(min_value=20, max_value=60))
def test_a_wrapped_text_keeps_its_words_and_fits_where_words_do(text: str, width: int) -> None:
    told = wrapped(text, width)
    assert told.split() == text.split()
    assert all(len(line) <= width or " " not in line.strip() for line in told.split("\n"))


def test_a_style_goes_on_after_the_break_and_leaves_the_indent_alone() -> None:
    assert wrapped("  one \x1b[9m\x1b[31mtwo three\x1b[0m", 12) == "  one \x1b[9m\x1b[31mtwo \x1b[0m\n      \x1b[9m\x1b[31mthree\x1b[0m"


ROWS = (("acme-hosting", "active", "v1.0", "renews 2029-01-01", "2026-12-01 last notice (legal)"), ("beta", "draft", "", "", ""))
HEADINGS = ("Agreement", "Status", "Version", "Goes on, or ends", "Next")


@pytest.mark.parametrize("columns", [20, 40, 55])
def test_where_a_table_would_break_dates_or_lose_columns_each_row_stands_on_lines_of_its_own(
    columns: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(output, "terminal_width", lambda: columns)
    print_table(HEADINGS, ROWS, whole=(0, 1, 2))
    lines = capsys.readouterr().out.splitlines()
    assert max(map(len, lines)) <= columns + 10 * (columns < 40)
    if columns == 55:
        assert lines == [
            "acme-hosting",
            "  Status            active",
            "  Version           v1.0",
            "  Goes on, or ends  renews 2029-01-01",
            "  Next              2026-12-01 last notice (legal)",
            "beta",
            "  Status            draft",
        ]


def test_where_there_is_room_it_is_a_table(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(output, "terminal_width", lambda: 80)
    print_table(HEADINGS, ROWS, whole=(0, 1, 2))
    assert "Goes on, or ends" in capsys.readouterr().out.splitlines()[1]
