"""The credits of many agreements, twelve months each, in one process: time for each as their number grows, and memory.

Each agreement is loaded, the values of its clauses settled, its
figures of twelve months read, held against its targets, and its credits worked out. Growth is told in the
processor's seconds, which other programs disturb less. `bench_credits.py 10000` is the goal's own size; without a number it is 1,000.
"""

from __future__ import annotations

from datetime import UTC, date, datetime
import json
from math import log10
from pathlib import Path
import subprocess
import sys
from time import process_time

from generated import agreements
from generated_figures import YEAR, months_of_figures, with_year
from measuring import ROOT, Row, resident_bytes, show, temporary_folder, workspace

MANY = 1000
GROWTH = 1.05
MEMORY_PERCENT = 5.0
NOW = datetime(YEAR + 1, 11, 1, tzinfo=UTC)


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else MANY
    with temporary_folder() as folder:
        runs = {size: _run(_prepared(folder / str(size), size)) for size in (count // 10, count)}
    few, many = runs[count // 10], runs[count]
    exponent = log10(many["busy"] / few["busy"])
    change = (many["memory"][-1] / many["memory"][1] - 1) * 100
    show(
        f"Credits of {count:,} agreements over twelve months, in one process",
        [
            Row(f"{count:,} / {count // 10:,}", f"{many['busy']:.1f} s", f"{few['busy']:.1f} s", f"exponent {exponent:.3f}", f"≤ {GROWTH}", exponent <= GROWTH),
            Row("for each agreement", f"{many['busy'] / count * 1000:.1f} ms", f"{few['busy'] / (count // 10) * 1000:.1f} ms", "", "", None),
            Row(
                "memory after the last tenth / after the second",
                f"{many['memory'][-1] / 1e6:.0f} MB", f"{many['memory'][1] / 1e6:.0f} MB", f"{change:+.1f} %", "within 5 %", change <= MEMORY_PERCENT,
            ),
        ],
    )  # fmt: skip


def _prepared(folder: Path, count: int) -> Path:
    folder.mkdir()
    made = {path: with_year(text) for path, text in agreements(count).items()}
    workspace(folder, made)
    for number, path in enumerate(made):
        place = folder / "agreements" / path / "measurements"
        place.mkdir()
        for name, text in months_of_figures(number):
            (place / name).write_text(text, encoding="ascii")
    return folder


def _run(space: Path):  # type: ignore[no-untyped-def]  # noqa: ANN202 - what JSON says
    return json.loads(subprocess.run([sys.executable, __file__, "run", str(space)], check=True, capture_output=True, text=True, cwd=ROOT).stdout)


def credited(space: Path) -> dict[str, object]:
    """The credits of every agreement of a workspace: the processor's seconds, and the memory after each tenth."""
    from slagen.formats.files import Folder  # noqa: PLC0415 - imports are not measured
    from slagen.workspace.load import load  # noqa: PLC0415
    from slagen.workspace.performing import performance  # noqa: PLC0415

    begun = process_time()
    loaded = load(Folder(space))
    memory, given = [], 0
    for number, name in enumerate(loaded.agreements, 1):
        found = performance(loaded, name, until=date(YEAR, 12, 31), now=NOW)
        given += sum(bool(month.credit.amount) for months in found.credits.values() for month in months)
        if number % max(1, len(loaded.agreements) // 10) == 0:
            memory.append(resident_bytes())
    assert given
    return {"busy": process_time() - begun, "memory": memory, "given": given}


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    if len(sys.argv) > 2:
        print(json.dumps(credited(Path(sys.argv[2]))))
    else:
        main()
