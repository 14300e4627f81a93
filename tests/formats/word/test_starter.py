from __future__ import annotations

from pathlib import Path

import pytest

from slagen.formats.word.starter import STARTERS, main, starter_shell
from slagen.formats.word.stories import read_trees
from slagen.formats.word.xml_text import NAMESPACE

W = f"{{{NAMESPACE}}}"
TEMPLATES = Path(__file__).parents[3] / "templates"


@pytest.mark.parametrize("name", STARTERS)
def test_a_shipped_shell_is_what_the_script_makes(name: str) -> None:
    assert (TEMPLATES / name / "shell.docx").read_bytes() == starter_shell(STARTERS[name]), "run make shells"


def test_the_script_writes_every_shell_into_its_template_s_folder(tmp_path: Path) -> None:
    main(tmp_path)
    assert sorted(path.parent.name for path in tmp_path.glob("*/shell.docx")) == sorted(STARTERS)


def test_a_shell_is_lean() -> None:
    assert all(len(starter_shell(starter)) < 12_000 for starter in STARTERS.values())


def _luminance(colour: str) -> float:
    """Relative luminance (WCAG 2.2)."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _contrast(one: str, other: str) -> float:
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("name", STARTERS)
def test_letters_stand_out_from_the_paper_and_from_shaded_cells(name: str) -> None:
    """At least 4.5 : 1 (WCAG 2.2, 1.4.3), on white and on the shade of table headings."""
    starter = STARTERS[name]
    styles = read_trees(starter_shell(starter), name)["word/styles.xml"]
    colours = {element.get(f"{W}val") or "" for element in styles.iter(f"{W}color")}
    assert starter.look.accent in colours
    assert min(_contrast(colour, paper) for colour in colours for paper in ("FFFFFF", starter.look.shade)) >= 4.5


@pytest.mark.parametrize("name", STARTERS)
def test_headings_make_an_outline_of_two_levels(name: str) -> None:
    """Sections, schedules and the execution page on the first, clauses on the second: what screen readers and PDF bookmarks go by."""
    styles = {style.get(f"{W}styleId"): style for style in read_trees(starter_shell(STARTERS[name]), name)["word/styles.xml"].iter(f"{W}style")}

    def depth(identifier: str) -> str | None:
        style = styles[identifier]
        outline, based_on = style.find(f"{W}pPr/{W}outlineLvl"), style.find(f"{W}basedOn")
        if outline is not None:
            return outline.get(f"{W}val")
        return None if based_on is None else depth(based_on.get(f"{W}val") or "")

    assert [depth(one) for one in ("SectionHeading", "ScheduleHeading", "ExecutionHeading")] == ["0", "0", "0"]
    assert [depth(one) for one in ("ClauseLevel1", "ScheduleLevel1")] == ["1", "1"]
    assert [depth(one) for one in ("ClauseLevel2", "ClauseText1", "Normal", "TableHeading")] == [None] * 4
