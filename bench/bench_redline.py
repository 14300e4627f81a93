"""Redlines as whole processes: ours against other programs that write tracked changes, on a contract of 10 and one of 60 pages.

The pairs are no part of the project (CORPUS, default ../shared/corpus). The peers are installed into an environment of their own
in build/peers; where that is not possible, those that are missing are named and left out. All of them are compiled beforehand, as an installer does it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
import compileall
from dataclasses import dataclass
import gc
from math import log
import os
from pathlib import Path
from statistics import median
import subprocess
import sys
from time import perf_counter, process_time

from generated_pair import pair
from measuring import ROOT, Row, ms, show, temporary_folder

from slagen.formats.word.redline.compare import Manner, redline
from slagen.formats.word.redline.word_file import open_file
from slagen.formats.word.revisions.resolve import resolve_file

ROUNDS = 5
PEERS = ROOT / "build" / "peers"
PACKAGES = ("python-redlines[docxodus]==2.0.0", "docx-scalpel==0.9.0", "docx-trackdiff==1.0.0")
GOALS: Mapping[str, float] = {"10": 1, "60": 0.5}
GOAL_BYTES, GOAL_EXPONENT = 200_000_000, 1.1
_DOCXODUS = """
import sys
from pathlib import Path
from python_redlines import DocxodusEngine
old, new, out = map(Path, sys.argv[1:])
out.write_bytes(DocxodusEngine().run_redline("A", old.read_bytes(), new.read_bytes())[0])
"""
_SCALPEL = """
import sys
from pathlib import Path
from docx_scalpel import docx_diff_compare
old, new, out = map(Path, sys.argv[1:])
out.write_bytes(docx_diff_compare(old.read_bytes(), new.read_bytes()))
"""
_TRACKDIFF = "import docx_trackdiff"


@dataclass(frozen=True, slots=True)
class Measured:
    """The medians of whole processes, the most memory that one of them held, and whether the outcome gives both files back.

    `busy` is the processors' time, which other programs on the machine do not change.
    """

    seconds: float
    busy: float
    most_bytes: int
    correct: bool


def main() -> None:
    corpus = Path(os.environ.get("CORPUS", ROOT.parent / "shared" / "corpus")) / "contracts"
    if not corpus.is_dir():
        print(f"There are no contracts in “{corpus}”: nothing to measure. CORPUS=DIR names another corpus.")
        return
    compileall.compile_dir(ROOT / "slagen", quiet=1)
    commands = {"slagen": (str(Path(sys.executable).with_name("slagen")), "compare", "{old}", "{new}", "-o", "{out}"), **_peers()}
    for pages in ("10", "60"):
        pair = (corpus / f"c{pages}_old.docx", corpus / f"c{pages}_new.docx")
        _report(pages, _measured(commands, *pair))
    _growth()


def _peers() -> dict[str, Sequence[str]]:
    python = PEERS / "bin" / "python"
    if not python.exists():
        subprocess.run((sys.executable, "-m", "venv", str(PEERS)), check=True)
        for package in PACKAGES:
            subprocess.run((str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", package), check=False)
    ways = {
        "python-redlines (Docxodus)": ("import python_redlines", (str(python), "-c", _DOCXODUS, "{old}", "{new}", "{out}")),
        "docx-scalpel": ("import docx_scalpel", (str(python), "-c", _SCALPEL, "{old}", "{new}", "{out}")),
        "docx-trackdiff": (_TRACKDIFF, (str(python.with_name("docx-trackdiff")), "{old}", "{new}", "{out}")),
    }
    found: dict[str, Sequence[str]] = {}
    for name, (test, command) in ways.items():
        if subprocess.run((str(python), "-c", test), check=False, capture_output=True).returncode:
            print(f"{name} is not installed: left out.", file=sys.stderr)
        else:
            found[name] = command
    return found


def _measured(commands: Mapping[str, Sequence[str]], old: Path, new: Path) -> dict[str, Measured]:
    times: dict[str, list[float]] = {name: [] for name in commands}
    busy: dict[str, list[float]] = {name: [] for name in commands}
    memory = dict.fromkeys(commands, 0)
    with temporary_folder() as folder:
        outs = {name: folder / f"{number}.docx" for number, name in enumerate(commands)}
        for step in range(-1, ROUNDS):
            for name, command in list(commands.items())[:: -1 if step % 2 else 1]:
                filled = [part.format(old=old, new=new, out=outs[name]) if part in {"{old}", "{new}", "{out}"} else part for part in command]
                seconds, used, most = _run(filled)
                if step >= 0:
                    times[name].append(seconds)
                    busy[name].append(used)
                memory[name] = max(memory[name], most)
        return {name: Measured(median(times[name]), median(busy[name]), memory[name], _correct(outs[name], old, new)) for name in commands}


def _run(command: Sequence[str]) -> tuple[float, float, int]:
    start = perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, _, usage = os.wait4(process.pid, 0)
    process.returncode = 0
    return perf_counter() - start, usage.ru_utime + usage.ru_stime, usage.ru_maxrss * 1024


def _correct(out: Path, old: Path, new: Path) -> bool:
    if not out.is_file():
        return False
    made = out.read_bytes()
    return _texts(made, accept=True) == _texts(new.read_bytes(), accept=True) and _texts(made, accept=False) == _texts(old.read_bytes(), accept=False)


def _texts(data: bytes, *, accept: bool) -> list[str]:
    word = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
    file = open_file(data, "file")
    resolve_file(file, accept=accept)
    paragraphs = (" ".join("".join(piece.text or "" for piece in one.iter(f"{word}t")).split()) for one in file.tree(file.main).iter(f"{word}p"))
    return [text for text in paragraphs if text]


def _report(pages: str, found: Mapping[str, Measured]) -> None:
    ours = found["slagen"]
    fastest = min((one.seconds for name, one in found.items() if name != "slagen" and one.correct), default=0.0)
    rows = []
    for name, one in found.items():
        if name != "slagen":
            note = "" if one.correct else " (loses or changes words)"
            goal = GOALS[pages] if one.seconds == fastest else 0.0
            for what, mine, theirs in (("time", ours.seconds, one.seconds), ("processors' time", ours.busy, one.busy)):
                held = mine <= goal * theirs if goal else None
                rows.append(Row(f"{what}, {name}{note}", ms(mine), ms(theirs), f"{mine / theirs:.2f} ×", f"≤ {goal} ×" if goal else "", held))
    rows += [
        Row(
            f"memory, {name}",
            _mb(ours.most_bytes),
            _mb(one.most_bytes),
            f"{ours.most_bytes / one.most_bytes:.2f} ×",
            "ours < 200 MB",
            ours.most_bytes < GOAL_BYTES,
        )
        for name, one in found.items()
        if name != "slagen"
    ]
    print(f"slagen: {ms(ours.seconds)}, {_mb(ours.most_bytes)}, {'gives both files back' if ours.correct else 'DOES NOT give both files back'}\n")
    show(f"Redline of {pages} pages (whole processes, medians of {ROUNDS})", rows)


def _mb(count: int) -> str:
    return f"{count / 1e6:.0f} MB"


def _growth() -> None:
    """Contracts of our own, each four times as long as the one before, with every 20th word changed."""
    manner = Manner("A", "2026-10-01T09:00:00Z")
    gc.set_threshold(50_000)  # as the program does
    redline(*pair(50), manner)
    found = {length: median(_seconds(length, manner) for _ in range(3)) for length in (200, 3200)}
    exponent = log(found[3200] / found[200]) / log(16)
    row = Row(
        "3,200 paragraphs / 200 paragraphs, processors' time",
        ms(found[3200]),
        ms(found[200]),
        f"exponent {exponent:.2f}",
        f"≤ {GOAL_EXPONENT}",
        exponent <= GOAL_EXPONENT,
    )
    show("Redline, growth with length", [row])


def _seconds(length: int, manner: Manner) -> float:
    old, new = pair(length)
    start = process_time()
    redline(old, new, manner)
    return process_time() - start


if __name__ == "__main__":
    main()
