"""The house keeps its own rules: names, floors, codes and their one meaning."""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
import re
import tomllib

import pytest

ROOT = Path(__file__).parents[1]
MODULES = sorted((ROOT / "slagen").rglob("*.py"))
CODE = re.compile(r"SLG\d{3}")
ROW = re.compile(r"^\| *(SLG\d{3}) *\| *([^|]+?) *\|([^|]+)\|([^|]+)\|", re.MULTILINE)
FLOORS = ("core", "model", "schema", "assembly checks compare lifecycle performance", "formats vault", "portfolio", "workspace", "cli")
TOO_WIDE = {"utils", "util", "helpers", "helper", "manager", "managers", "misc", "common", "base", "stuff"}


def room(path: Path) -> str:
    parts = path.relative_to(ROOT / "slagen").parts
    return parts[0] if len(parts) > 1 else ""


def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def rows() -> list[tuple[str, str, str, str]]:
    text = (ROOT / "docs/findings.md").read_text(encoding="utf-8")
    return [(code, severity, meaning.strip(), way_out.strip()) for code, severity, meaning, way_out in ROW.findall(text)]


def used() -> Iterator[str]:
    """The codes that stand in the program as strings of their own (a docstring may speak of a code that is raised elsewhere)."""
    for path in MODULES:
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and CODE.fullmatch(node.value):
                yield node.value


def test_no_module_has_a_name_that_means_nothing() -> None:
    assert [path for path in MODULES if path.stem in TOO_WIDE or path.parent.name in TOO_WIDE] == []


def test_every_code_that_the_program_uses_is_documented() -> None:
    assert sorted(set(used()) - {code for code, *_ in rows()}) == []


def test_every_code_that_is_documented_is_used() -> None:
    assert sorted({code for code, *_ in rows()} - set(used())) == []


def test_every_code_has_one_row_with_severity_meaning_and_way_out() -> None:
    assert [code for code, count in Counter(code for code, *_ in rows()).items() if count > 1] == []
    for code, severity, meaning, way_out in rows():
        assert re.match(r"(error|warning|note)\b", severity), code
        assert meaning, code
        assert way_out, code


def test_no_two_codes_mean_the_same() -> None:
    assert [meaning for meaning, count in Counter(meaning for _, _, meaning, _ in rows()).items() if count > 1] == []


def test_imports_point_down_only() -> None:
    floor = {name: number for number, names in enumerate(FLOORS) for name in names.split()}
    wrong = []
    for path in MODULES:
        here = room(path)
        if here not in floor:
            continue
        for node in ast.walk(tree(path)):
            names = [node.module or ""] if isinstance(node, ast.ImportFrom) else [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            for name in names:
                there = name.split(".")[1] if name.startswith("slagen.") else ""
                if there in floor and there != here and floor[there] >= floor[here]:
                    wrong.append(f"{path.relative_to(ROOT)} imports {name}")
    assert wrong == []


def test_every_package_stands_on_a_floor() -> None:
    known = {name for names in FLOORS for name in names.split()}
    assert {room(path) for path in MODULES} - known <= {"", "reference"}


@pytest.mark.parametrize(
    ("library", "where"),
    [
        ("git", "slagen/vault"),
        ("cerberus", "slagen/schema"),
        ("docxtpl", "slagen/formats/word"),
        ("docx", "slagen/formats/word"),
        ("markdown_it", "slagen/formats/markdown"),
        ("holidays", "slagen/core/calendars.py"),
        ("babel", "slagen/core/locales.py"),
        ("click", "slagen/cli"),
        ("rich", "slagen/cli"),
        ("prompt_toolkit", "slagen/cli"),
        ("jinja2", "slagen/assembly"),
    ],
)
def test_a_third_party_library_stands_behind_one_room(library: str, where: str) -> None:
    pattern = re.compile(rf"^\s*(?:from|import) {library}\b", re.MULTILINE)
    users = [str(path.relative_to(ROOT)) for path in MODULES if pattern.search(path.read_text(encoding="utf-8"))]
    allowed = (where, "slagen/formats/word") if library == "jinja2" else (where,)
    assert [user for user in users if not user.startswith(allowed)] == []


def test_nothing_below_the_use_cases_reads_clock_or_environment() -> None:
    clock = re.compile(r"date\.today\(|datetime\.now\(|time\.time\(|os\.environ|os\.getenv")
    low = [path for path in MODULES if room(path) in {"core", "model", "schema", "assembly", "checks", "compare", "lifecycle", "formats", "portfolio"}]
    assert [str(path.relative_to(ROOT)) for path in low if clock.search(path.read_text(encoding="utf-8"))] == []


def test_floors_0_to_3_touch_no_files() -> None:
    opening = re.compile(r"\bopen\(|\.read_text\(|\.read_bytes\(|\.write_text\(|\.write_bytes\(|^import (?:os|shutil|subprocess)\b", re.MULTILINE)
    low = [path for path in MODULES if room(path) in {"core", "model", "schema", "assembly", "checks", "compare", "lifecycle"}]
    assert [str(path.relative_to(ROOT)) for path in low if opening.search(path.read_text(encoding="utf-8"))] == []


def test_every_module_says_what_it_is() -> None:
    assert [str(path.relative_to(ROOT)) for path in MODULES if path.stat().st_size and not ast.get_docstring(tree(path))] == []


def test_files_stay_small_enough_to_read() -> None:
    assert [str(path.relative_to(ROOT)) for path in MODULES if path.read_text(encoding="utf-8").count("\n") > 420] == []


def test_the_wheel_carries_what_init_and_demo_need() -> None:
    wheel = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["hatch"]["build"]["targets"]["wheel"]
    assert set(wheel["only-include"]) >= {"slagen", "clauses", "templates", "agreements"}
    assert all(target.startswith("slagen/reference/") for target in wheel["sources"].values())


def test_a_command_in_a_message_can_be_typed_as_it_stands() -> None:
    """A shell takes “ and ” for letters: `-m “first draft”` would be two words."""
    typed = re.compile(r"(?:slagen [a-z]+ [^.“”\n]*| --?[a-z]+ )“")
    assert [path for path in MODULES if typed.search(path.read_text(encoding="utf-8"))] == []


def test_decisions_are_numbered_without_a_gap_and_each_stands_in_their_index() -> None:
    folder = ROOT / "docs" / "adr"
    pages = sorted(path.name for path in folder.glob("0*.md"))
    assert [int(name[:4]) for name in pages] == list(range(1, len(pages) + 1))
    assert re.findall(r"\]\((.+?)\)", (folder / "README.md").read_text(encoding="utf-8")) == pages
