"""Many generated agreements in one workspace: time for each as their number grows, memory, two processes, and a check of all of them.

Each run is a process of its own, so that none finds the caches of another warm. Growth is told in the processor's seconds, which other programs disturb
less; two processes are told by the clock on the wall, so their ratio says nothing on a machine that has other work: the load before and after is printed.
Linux, for the memory. `bench_many.py 10000` takes about half an hour on a quiet machine; 100 are the fewest.
"""

from __future__ import annotations

from datetime import date
import json
from math import log10
from os import getloadavg
from pathlib import Path
import subprocess
import sys
from time import perf_counter, process_time
from typing import Any

from generated import agreements
from measuring import Row, at_most, resident_bytes, show, temporary_folder, workspace

from slagen.formats.files import Folder
from slagen.workspace.batch import build_all, named
from slagen.workspace.building import Order
from slagen.workspace.checking import check
from slagen.workspace.load import load

MANY, MOST_CHECKED = 1000, 1000
TODAY = date(2026, 10, 1)
GROWTH = 1.05
EVEN = 1.2
MEMORY_PERCENT = 5.0
TWO_PROCESSES = 1.8


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else MANY
    checked = min(count, MOST_CHECKED)
    print(f"load before: {getloadavg()[0]:.1f}", flush=True)
    with temporary_folder() as folder:
        spaces = {size: _prepared(folder / str(size), size) for size in sorted({count, count // 10, checked, checked // 10})}
        two = _run("build", spaces[count], 2)
        builds = {size: _run("build", spaces[size], 1) for size in (count // 10, count)}
        print(f"load after the builds: {getloadavg()[0]:.1f}", flush=True)
        checks = {size: _run("check", spaces[size], 1) for size in (checked // 10, checked)}
    one = builds[count]
    show(
        f"{count:,} generated agreements",
        [
            _memory(one),
            _even(one),
            _growth("build to .docx", builds, count),
            _growth("check", checks, checked),
            _processes(one["seconds"], two["seconds"]),
        ],
    )


def _prepared(folder: Path, count: int) -> Path:
    folder.mkdir()
    return workspace(folder, agreements(count))


def _run(what: str, space: Path, jobs: int) -> dict[str, Any]:
    done = subprocess.run([sys.executable, __file__, what, str(space), str(jobs)], check=True, capture_output=True, text=True)
    result: dict[str, Any] = json.loads(done.stdout)
    return result


def _memory(run: dict[str, Any]) -> Row:
    second, last = run["memory"][1], run["memory"][-1]
    change = (last / second - 1) * 100
    held = change <= MEMORY_PERCENT
    return Row("memory after the last tenth / after the second", f"{last / 1e6:.0f} MB", f"{second / 1e6:.0f} MB", f"{change:+.1f} %", "within 5 %", held)


def _even(run: dict[str, Any]) -> Row:
    """Each tenth takes as long as the others: by the seconds of the second and the last."""
    each = len(run["tenths"]) / run["count"]
    second, last = run["tenths"][1] * each, run["tenths"][-1] * each
    return at_most("time for each in the last tenth / in the second", last, second, EVEN)


def _growth(what: str, runs: dict[int, dict[str, Any]], count: int) -> Row:
    few, many = runs[count // 10]["busy"], runs[count]["busy"]
    exponent = log10(many / few)
    return Row(f"{what}: {count:,} / {count // 10:,}", f"{many:.1f} s", f"{few:.1f} s", f"exponent {exponent:.2f}", f"≤ {GROWTH}", exponent <= GROWTH)


def _processes(one: float, two: float) -> Row:
    goal = f"≥ {TWO_PROCESSES} × faster"
    return Row("build with --jobs 2 / with one process", f"{two:.1f} s", f"{one:.1f} s", f"{one / two:.2f} × faster", goal, one / two >= TWO_PROCESSES)


def build(space: Path, jobs: int) -> dict[str, Any]:
    """Build every agreement of a workspace: seconds in all and for each tenth, and the memory after each tenth."""
    count = sum(1 for _ in (space / "agreements").rglob("agreement.yaml"))
    tenths: list[float] = []
    memory: list[int] = []
    start, begun = perf_counter(), process_time()
    before = begun
    done = 0

    def step(_name: object) -> None:
        nonlocal before, done
        done += 1
        if done % (count // 10) == 0:
            tenths.append(process_time() - before)
            memory.append(resident_bytes())
            before = process_time()

    outcome = build_all(space, named(space, (), "draft"), Order(("docx",), space / "build", TODAY), jobs=jobs, step=step)
    seconds, busy = perf_counter() - start, process_time() - begun
    assert len(outcome.built) == count
    return {"count": count, "seconds": seconds, "busy": busy, "tenths": tenths, "memory": memory}


def check_all(space: Path) -> dict[str, Any]:
    """Check a whole workspace."""
    begun = process_time()
    report = check(load(Folder(space)), today=TODAY)
    assert not report.failed
    return {"count": len(report.agreements), "busy": process_time() - begun}


if __name__ == "__main__":
    if len(sys.argv) == 4:
        print(json.dumps(build(Path(sys.argv[2]), int(sys.argv[3])) if sys.argv[1] == "build" else check_all(Path(sys.argv[2]))))
    else:
        main()
