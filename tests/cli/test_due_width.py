"""What is due, shown on terminals of any width."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from slagen.cli import due
from slagen.lifecycle.due_item import DueItem, DueKind

ITEM = DueItem(
    "bramblewick-workplace",
    "Workplace",
    DueKind.OBLIGATION,
    date(2026, 10, 1),
    7,
    "kundenbetreuung@bergquell.example",
    legal=True,
    who_acts="we",
    if_nothing="a duty is missed: Test records drawn by lot for legibility",
)


@pytest.mark.parametrize("columns", [60, 80, 100, 139])
def test_on_a_narrow_terminal_no_id_or_address_is_broken_and_no_line_is_too_long(
    columns: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(due, "terminal_width", lambda: columns)
    due.print_due([ITEM])
    lines = capsys.readouterr().out.splitlines()
    assert max(map(len, lines)) <= columns
    assert lines[0] == "Within 7 days"
    assert lines[1].startswith("2026-10-01      7  bramblewick-workplace: ")
    assert "kundenbetreuung@bergquell.example" in "\n".join(lines)
    assert "Test records drawn by lot for legibility" in " ".join(" ".join(lines).split())


def test_with_room_enough_and_in_a_pipe_it_is_a_table(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    for columns in (160, None):
        monkeypatch.setattr(due, "terminal_width", lambda width=columns: width)
        due.print_due([ITEM])
        assert "If nobody acts" in capsys.readouterr().out


@pytest.mark.parametrize("columns", [140, 200, 215, 230])
def test_on_a_wide_terminal_a_long_text_is_broken_between_words_within_its_column(
    columns: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(due, "terminal_width", lambda: columns)
    due.print_due([replace(ITEM, if_nothing=" ".join(["£1,000", *(f"consequence-{number}" for number in range(20))]))])
    lines = capsys.readouterr().out.splitlines()
    assert max(map(len, lines)) <= columns
    column = lines[0].index("If nobody acts")
    assert all(not line[:column].strip() for line in lines[4:])
    assert " ".join(line[column:] for line in lines[3:]).split()[-1] == "consequence-19"
    assert len(lines[3]) + len(" consequence-19") > columns  # what is not ASCII costs no room
