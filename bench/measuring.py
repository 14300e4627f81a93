"""Measuring two ways of doing one thing: in turn, so that a machine that speeds up or slows down does so for both."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
import gc
from pathlib import Path
import resource
import shutil
from statistics import median
import subprocess
import tempfile
from time import perf_counter
from typing import TypeVar

ROOT = Path(__file__).resolve().parent.parent
T = TypeVar("T")
PARTS = ("clauses", "templates", "slagen.toml")


@dataclass(frozen=True, slots=True)
class Row:
    """One comparison: what was measured, in which unit, the goal in words, and whether it was reached (None: there is no goal)."""

    what: str
    ours: str
    peer: str
    ratio: str
    goal: str
    held: bool | None


def interleaved(rounds: int, ways: Mapping[str, Callable[[], object]], warm_up: int = 1) -> dict[str, float]:
    """The median seconds of each way; every round runs each of them once, and every second round the other way about."""
    times: dict[str, list[float]] = {name: [] for name in ways}
    for step in range(-warm_up, rounds):
        for name, way in list(ways.items())[:: -1 if step % 2 else 1]:
            gc.collect()
            start = perf_counter()
            way()
            if step >= 0:
                times[name].append(perf_counter() - start)
    return {name: median(found) for name, found in times.items()}


def busy_seconds() -> float:
    """The processors' time that this process and the programs that it ran and waited for have used so far."""
    spent = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in spent)


def counted(way: Callable[[], object], spent: list[float]) -> Callable[[], object]:
    """The same, noting in `spent` the processors' time of each run: other programs disturb it less than they do the clock."""

    def run() -> None:
        start = busy_seconds()
        way()
        spent.append(busy_seconds() - start)

    return run


def timed(way: Callable[[], T]) -> tuple[float, T]:
    """The seconds that one run takes, and what it gives."""
    gc.collect()
    start = perf_counter()
    given = way()
    return perf_counter() - start, given


def processes(rounds: int, commands: Mapping[str, Sequence[str]]) -> dict[str, float]:
    """The median seconds of whole processes."""

    def runs(command: Sequence[str]) -> Callable[[], object]:
        return lambda: subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=ROOT)

    return interleaved(rounds, {name: runs(command) for name, command in commands.items()}, warm_up=2)


@contextmanager
def temporary_folder() -> Iterator[Path]:
    """A folder that is gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="slagen-bench-") as name:
        yield Path(name)


def workspace(folder: Path, agreements: Mapping[str, str]) -> Path:
    """A workspace with the reference library and these agreements, by path below agreements/."""
    for part in PARTS:
        source = ROOT / part
        if source.is_dir():
            shutil.copytree(source, folder / part)
        else:
            shutil.copy(source, folder / part)
    for path, text in agreements.items():
        file = folder / "agreements" / path / "agreement.yaml"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    return folder


def resident_bytes() -> int:
    """The memory that this process holds now (Linux)."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    line = next(line for line in status.splitlines() if line.startswith("VmRSS"))
    return int(line.split()[1]) * 1024


def ms(seconds: float) -> str:
    """Seconds as milliseconds, with three digits that count."""
    value = seconds * 1000
    return f"{value:,.0f} ms" if value >= 100 else f"{value:.1f} ms"


def at_most(what: str, ours: float, peer: float, most: float) -> Row:
    """Ours may take `most` times the peer's time."""
    return Row(what, ms(ours), ms(peer), f"{ours / peer:.2f} ×", f"≤ {most} ×", ours / peer <= most)


def beside(what: str, ours: float, peer: float) -> Row:
    """Two figures side by side, without a goal."""
    return Row(what, ms(ours), ms(peer), f"{ours / peer:.1f} ×", "", None)


def faster(what: str, ours: float, peer: float, least: float) -> Row:
    """Ours is to be `least` times as fast as the peer."""
    return Row(what, ms(ours), ms(peer), f"{peer / ours:.1f} × faster", f"≥ {least} × faster", peer / ours >= least)


def show(title: str, rows: Sequence[Row]) -> None:
    """The table, in Markdown, as docs/benchmarks.md has it."""
    print(f"### {title}\n")
    print("| measured | ours | peer | ratio | goal | |")
    print("|---|---|---|---|---|---|")
    for row in rows:
        outcome = {True: "held", False: "**missed**", None: ""}[row.held]
        print(f"| {row.what} | {row.ours} | {row.peer} | {row.ratio} | {row.goal} | {outcome} |")
    print(flush=True)
