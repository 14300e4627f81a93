"""Names that the charts of a Word file cannot show are told when it is written."""

from __future__ import annotations

from pathlib import Path

from slagen.workspace.chart_letters import without_font

NAMES = ("Availability", "x\U0010fffd")
WORD, PAGE = Path("build/report.docx"), Path("build/report.html")


def test_only_word_files_are_drawn_here() -> None:
    """A web page is drawn by the reader’s machine, with the fonts that it has."""
    assert list(without_font(NAMES, [PAGE])) == []
    [found] = without_font(NAMES, [WORD, PAGE])
    assert (found.code, str(found.source)) == ("SLG665", str(WORD))
    assert "“\U0010fffd”" in found.message


def test_names_that_can_be_drawn_are_nothing_to_tell() -> None:
    assert list(without_font(("Verfügbarkeit", "Доступность"), [WORD])) == []
