"""docs/architecture.md and the table of libraries say what the contracts hold and what is installed."""

from __future__ import annotations

from pathlib import Path
import re
import tomllib

ROOT = Path(__file__).parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
NAME = re.compile(r"`([a-z_.]+)`")


def test_the_floors_of_the_page_are_those_that_are_held() -> None:
    [contract] = [one for one in PROJECT["tool"]["importlinter"]["contracts"] if one["type"] == "layers"]
    held = [[name for name in layer.split(" | ") if not name.startswith("(")] for layer in contract["layers"]]
    rows = re.findall(r"^\| (\d) \| ([^|]+) \|", (ROOT / "docs/architecture.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert [int(floor) for floor, _ in rows] == list(range(len(held) - 1, -1, -1))
    assert [NAME.findall(names) for _, names in rows] == held
    assert {path.parent.name for path in (ROOT / "slagen").glob("*/__init__.py")} == {name for layer in held for name in layer}


def test_every_library_has_its_row_and_the_room_that_it_stands_behind() -> None:
    rows = re.findall(r"^\| ([^|]+) \| [^|]+ \| [^|]+ \| ([^|]+) \|$", (ROOT / "docs/adr/0003-libraries.md").read_text(encoding="utf-8"), re.MULTILINE)[1:]
    told = {name.strip().lower() for names, _ in rows for name in names.split(",")}
    assert told == {re.split("[>=]", one)[0].lower() for one in PROJECT["project"]["dependencies"]}
    for _, rooms in rows:
        for room in NAME.findall(rooms):
            place = ROOT / "slagen" / room.replace(".", "/")
            assert place.is_dir() or place.with_suffix(".py").is_file(), room
