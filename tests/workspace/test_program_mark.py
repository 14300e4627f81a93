"""The mark by which one program tells what another has worked out."""

from __future__ import annotations

import os
from pathlib import Path
import sys

import pytest

from slagen.workspace import program_mark as marks


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    package, installed = tmp_path / "slagen", tmp_path / "installed"
    for place in (package / "core" / "money.py", installed / "jinja2-3.1.0.dist-info" / "METADATA", package / "reference" / "tool.py"):
        place.parent.mkdir(parents=True)
        place.write_text("a")
    monkeypatch.setattr(marks, "_PACKAGE", package)
    monkeypatch.setattr(sys, "path", [str(installed), str(tmp_path / "gone")])
    return package


def mark() -> str:
    marks.program_mark.cache_clear()
    found = marks.program_mark()
    marks.program_mark.cache_clear()
    return found


def test_the_same_program_has_the_same_mark(package: Path) -> None:
    before = mark()
    (package / "reference" / "tool.py").write_text("the library is no part of the program")
    (package / "__pycache__").mkdir()
    assert mark() == before


def test_a_module_that_was_changed_added_or_removed_makes_another_program(package: Path) -> None:
    module = package / "core" / "money.py"
    seen = [mark()]
    os.utime(module, ns=(1, 1))
    seen.append(mark())
    module.write_text("ab")
    os.utime(module, ns=(1, 1))
    seen.append(mark())
    (package / "core" / "more.py").write_text("")
    seen.append(mark())
    module.unlink()
    seen.append(mark())
    assert len(set(seen)) == 5


def test_another_version_of_a_library_or_of_python_makes_another_program(package: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = mark()
    installed = package.parent / "installed"
    (installed / "jinja2-3.1.0.dist-info").rename(installed / "jinja2-3.1.1.dist-info")
    second = mark()
    monkeypatch.setattr(sys, "version", "4.0")
    assert len({first, second, mark()}) == 3


def test_the_program_that_is_running_has_a_mark() -> None:
    assert len(marks.program_mark()) == 64
