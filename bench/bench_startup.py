"""Start-up: `slagen --help` as a whole process against Python importing click, which any program of this kind has to do.

And `slagen diff` of two saved versions against a process that only imports the libraries that it imports, and nothing else. The modules are
listed by a run of the same command in the same state.
"""

from __future__ import annotations

from dataclasses import replace
from functools import partial
import os
from pathlib import Path
from shutil import rmtree
from statistics import median
import subprocess
import sys

from generated import agreements
from measuring import ROOT, Row, at_most, beside, counted, interleaved, processes, show, temporary_folder, workspace

ROUNDS = 25
FEWER = 15
AGREEMENT = "acme-hosting"
PROGRAM = str(Path(sys.executable).with_name("slagen"))
_LOADED = """
import sys
from slagen.cli.main import main
sys.argv = ["slagen", "diff", *sys.argv[1:]]
try:
    main()
except SystemExit:
    pass
names = [name for name, module in sys.modules.items() if name != "__main__" and getattr(module, "__spec__", None)]
print("\\0", *names)
"""
_IMPORTING = "import importlib, sys\nfor name in sys.argv[1:]: importlib.import_module(name)"


def main() -> None:
    """Run all three."""
    found = processes(ROUNDS, {"ours": (PROGRAM, "--help"), "peer": (sys.executable, "-c", "import click")})
    build = (PROGRAM, "build", AGREEMENT, "--to", "docx", "--out", str(ROOT / "build" / "bench"), "--workspace", str(ROOT))
    commands = processes(7, {"check": (PROGRAM, "check", "--workspace", str(ROOT)), "build": build, "peer": (sys.executable, "-c", "import docxtpl")})
    show(
        f"Start-up (whole processes, medians of {ROUNDS})",
        [
            at_most('`slagen --help` / `python -c "import click"`', found["ours"], found["peer"], 1.4),
            beside(f'`slagen build {AGREEMENT}` / `python -c "import docxtpl"`', commands["build"], commands["peer"]),
            beside('`slagen check`, 11 agreements / `python -c "import docxtpl"`', commands["check"], commands["peer"]),
        ],
    )
    with temporary_folder() as folder:
        _diff(folder)


def _diff(folder: Path) -> None:
    """Two saved versions that differ in the term of the contract, and their difference: from the user's shelf, where saving put them, and without it.

    Each way is held against the libraries that this very way imports, so that what it leaves out the peer leaves out, too.
    """
    shelf = folder / "cache"
    os.environ["XDG_CACHE_HOME"] = str(shelf)
    space, name = _two_versions(folder / "space")
    if len(list(shelf.glob("slagen/*"))) != 2:
        raise SystemExit("Saving did not put the two versions on the shelf.")
    arguments = (name, "HEAD~1", "HEAD", "--workspace", str(space))
    rows = _against_its_libraries("`slagen diff` of two saved versions", arguments)
    rmtree(shelf)
    shelf.write_text("")  # a file in its place: nothing is found, and nothing kept
    one, busy, own = _against_its_libraries("versions that are not on the shelf (another computer, another release)", arguments)
    show(
        f"Difference of two versions (whole processes, medians of {FEWER}; the peer imports the same libraries)", [*rows, *map(_without_goal, (one, busy, own))]
    )


def _against_its_libraries(what: str, arguments: tuple[str, ...]) -> tuple[Row, Row, Row]:
    told = subprocess.run([sys.executable, "-c", _LOADED, *arguments], check=True, capture_output=True, text=True).stdout.rpartition("\0")[2].split()
    libraries = [module for module in told if module.partition(".")[0] != "slagen"]
    commands = {
        "ours": (PROGRAM, "diff", *arguments),
        "libraries": (sys.executable, "-c", _IMPORTING, *libraries),
        "everything": (sys.executable, "-c", _IMPORTING, *told),
    }
    spent: dict[str, list[float]] = {way: [] for way in commands}
    clock = interleaved(FEWER, {way: counted(partial(_run, command), spent[way]) for way, command in commands.items()})
    busy = {way: median(times[-FEWER:]) for way, times in spent.items()}
    return (
        at_most(f"{what}, by the clock", clock["ours"], clock["libraries"], 1.5),
        at_most(f"{what}, processors' time", busy["ours"], busy["libraries"], 1.5),
        beside(f"{what}, processors' time, where the peer imports slagen's own modules, too", busy["ours"], busy["everything"]),
    )


def _without_goal(row: Row) -> Row:
    return replace(row, goal="", held=None)


def _run(command: tuple[str, ...]) -> None:
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)


def _two_versions(folder: Path) -> tuple[Path, str]:
    [(path, text)] = agreements(1).items()
    folder.mkdir()
    space = workspace(folder, {path: text})
    name = Path(path).name
    facts = space / "agreements" / path / "agreement.yaml"
    for arguments in (("init", "--quiet"), ("config", "user.name", "bench"), ("config", "user.email", "bench@slagen.example")):
        subprocess.run(["git", *arguments], cwd=space, check=True)
    for months in (24, 36):
        lines = (f"  initial: {months} months" if line.startswith("  initial:") else line for line in text.splitlines())
        facts.write_text("\n".join(lines) + "\n", encoding="utf-8")
        subprocess.run([PROGRAM, "save", name, "-m", f"{months} months", "--workspace", str(space)], check=True, stdout=subprocess.DEVNULL)
    return space, name


if __name__ == "__main__":
    main()
