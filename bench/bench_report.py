"""The performance report of a year, Word and HTML with all charts, as a whole process: against matplotlib drawing as many plain charts, and nothing else.

Processors' time, because other programs disturb it less than the clock.
"""

from __future__ import annotations

from functools import partial
from pathlib import Path
from statistics import median
import subprocess
import sys

from measuring import ROOT, at_most, beside, counted, interleaved, show, temporary_folder

ROUNDS = 7
AGREEMENT, PERIOD, CHARTS = "acme-hosting", "2026", 8
PROGRAM = str(Path(sys.executable).with_name("slagen"))
_PLAIN = """
import io, sys
import matplotlib
matplotlib.rcParams["svg.fonttype"] = "none"
from matplotlib.figure import Figure
for _ in range(int(sys.argv[1])):
    figure = Figure(figsize=(6.3, 2.15))
    axes = figure.add_subplot()
    axes.plot(range(12), [99.9 + number / 100 for number in range(12)], marker="o")
    axes.axhline(99.95, linestyle="--")
    axes.set_xticks(range(12), [f"2026-{number:02}" for number in range(1, 13)])
    for kind in ("svg", "svg", "png"):
        figure.savefig(io.BytesIO(), format=kind, dpi=300)
"""


def main() -> None:
    with temporary_folder() as folder:
        report = (PROGRAM, "report", AGREEMENT, "--period", PERIOD, "--workspace", str(ROOT))
        commands = {
            "ours": (*report, "--to", "docx,html", "--out", str(folder)),
            "data": (*report, "--json"),
            "peer": (sys.executable, "-c", _PLAIN, str(CHARTS)),
        }
        spent: dict[str, list[float]] = {name: [] for name in commands}
        ways = {name: counted(partial(subprocess.run, command, check=True, capture_output=True, cwd=ROOT), spent[name]) for name, command in commands.items()}
        interleaved(ROUNDS, ways)
        used = {name: median(found[1:]) for name, found in spent.items()}
        show(
            f"A year’s report of `{AGREEMENT}` (processors’ time, medians of {ROUNDS})",
            [
                at_most(f"`slagen report`, Word and HTML, {CHARTS} charts / matplotlib draws {CHARTS} plain charts", used["ours"], used["peer"], 2),
                beside("`slagen report --json`, without charts / likewise", used["data"], used["peer"]),
            ],
        )


if __name__ == "__main__":
    main()
