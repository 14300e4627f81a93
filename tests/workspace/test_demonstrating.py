from __future__ import annotations

from pathlib import Path
import subprocess

import pytest

from slagen.compare.directions import Direction
from slagen.core.errors import RefusedError
from slagen.core.findings import Severity
from slagen.formats.files import Folder
from slagen.formats.word.redline.word_file import open_file
from slagen.formats.word.revisions.listing import list_revisions
from slagen.workspace.demonstrating import CHANGE, CHANGED, FORMATS, SHOWN_DAY, Demonstration, demonstrate, in_order
from slagen.workspace.load import load, load_agreement
from tests.word_programs import needs_validator, validated

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def shown(tmp_path_factory: pytest.TempPathFactory) -> tuple[Demonstration, list[str]]:
    told: list[str] = []
    return demonstrate(tmp_path_factory.mktemp("demo"), told.append), told


def test_every_sample_is_built_in_every_format(shown: tuple[Demonstration, list[str]]) -> None:
    names = {path.name for path in shown[0].files}
    assert names == {f"{agreement}.{form}" for agreement in shown[0].agreements for form in FORMATS}
    assert len(shown[0].agreements) >= 8


def test_the_samples_have_no_errors(shown: tuple[Demonstration, list[str]]) -> None:
    assert [str(one) for one in shown[0].before if one.severity is Severity.ERROR] == []


def test_the_changed_promise_is_what_the_difference_shows(shown: tuple[Demonstration, list[str]]) -> None:
    terms = {term.key: term for term in shown[0].difference.terms}
    target = terms["service_levels.availability.target"]
    assert (target.old, target.new, target.direction) == ("at least 99.9%", "at least 99.95%", Direction.BETTER)
    assert len(terms) == len(CHANGE)


def test_the_change_reaches_file_text_and_contract(shown: tuple[Demonstration, list[str]]) -> None:
    root = shown[0].started.folder
    facts = (root / load(Folder(root)).path_of(CHANGED)).read_text()
    assert 'target: ">= 99.95 %"' in facts
    assert "at least 99.95%" in (root / f"build/{CHANGED}.md").read_text()


def test_everything_is_saved(shown: tuple[Demonstration, list[str]]) -> None:
    root = shown[0].started.folder
    status = subprocess.run(["git", "status", "--porcelain"], cwd=root, check=True, capture_output=True, text=True)
    assert status.stdout == ""


def test_what_is_due_is_that_of_the_fixed_day(shown: tuple[Demonstration, list[str]]) -> None:
    found = shown[0].due
    assert found.on == SHOWN_DAY
    assert found.items
    assert found.problems == ()


def test_each_step_is_told(shown: tuple[Demonstration, list[str]]) -> None:
    assert len(shown[1]) == 2 * len(shown[0].agreements) + 3


def test_layers_come_before_what_builds_on_them(shown: tuple[Demonstration, list[str]]) -> None:
    loaded = load(Folder(shown[0].started.folder))
    seen: set[str] = set()
    for agreement in in_order(loaded):
        assert {layer.id for layer in load_agreement(loaded, agreement).layers[:-1]} <= seen
        seen.add(agreement)


def test_a_folder_that_is_not_empty_is_refused_and_stays(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("x")
    with pytest.raises(RefusedError, match="not empty"):
        demonstrate(tmp_path, lambda _step: None)
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


def test_the_redline_shows_the_changed_promise_with_its_explanation(shown: tuple[Demonstration, list[str]]) -> None:
    file = open_file(shown[0].redline.read_bytes(), "redline.docx")
    texts = [(change.kind, change.text) for change in list_revisions(file)]
    assert texts.count(("deletion", "99.9%")) == texts.count(("insertion", "99.95%")) == 2
    comments = "".join(map(str, file.tree(file.linked("comments")).itertext()))
    assert "at least 99.9% → at least 99.95%: better for the customer" in comments


@pytest.mark.outside
@needs_validator
def test_the_validator_finds_nothing_in_the_redline(shown: tuple[Demonstration, list[str]]) -> None:
    assert validated([shown[0].redline]) == []
