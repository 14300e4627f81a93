"""What is due across a large portfolio: `slagen due` on an index that is warm against the start-up of the same program, and the index against `git status`.

The portfolios are generated. Working all of them out takes minutes, so the large ones are filled with what was worked out of their first agreements, under
the names of the others: rows, files and folders are as many, and as large, as if each had been worked out. How that grows is measured beside.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from math import log
from pathlib import Path
import subprocess
import sys

from generated import agreements
from measuring import Row, at_most, beside, interleaved, ms, show, temporary_folder, timed, workspace

from slagen.portfolio import questions, watch
from slagen.portfolio.database import open_database
from slagen.portfolio.entries import Entry, Span
from slagen.portfolio.questions import Query
from slagen.workspace import indexing

ON = date(2026, 11, 22)
ROUNDS = 9
SAMPLE = 300
MOST_EXPONENT = 1.05


def main() -> None:
    """Print the tables; `--large` adds the portfolio of 100,000 agreements."""
    sizes = (10_000, 100_000) if "--large" in sys.argv else (10_000,)
    for size in sizes:
        with temporary_folder() as folder:
            root = _portfolio(folder, size)
            _fill(root)
            show(f"What is due from {size:,} agreements, nothing changed", list(_warm(root)))
    show("Working dates out", list(_growth()))


def _portfolio(folder: Path, size: int) -> Path:
    root = workspace(folder, agreements(size))
    _git(root, "init", "--quiet")
    _git(root, "add", "--all")
    _git(root, "-c", "user.name=B", "-c", "user.email=b@example.com", "commit", "--quiet", "--message=all")
    return root


def _git(root: Path, *arguments: str) -> None:
    subprocess.run(["git", *arguments], cwd=root, check=True, stdout=subprocess.DEVNULL)


def _fill(root: Path) -> None:
    """The index with what was worked out of the first agreements, under the names of all."""
    work_out, samples = indexing._entry, {}  # noqa: SLF001 - a benchmark reaches inside

    def entry(task_root: Path, task: tuple[str, date, date]) -> Entry | None:
        name, first, last = task
        number = int(name.rpartition("-")[2]) % SAMPLE if name else -1
        if number not in samples:
            samples[number] = work_out(task_root, (f"bench-{number:05}" if name else name, first, last))
        found = samples[number]
        return _renamed(found, name) if found and name else found

    with _one_process(), _instead(indexing, "_entry", entry):
        indexing.asked(root, lambda _zone: ON, lambda found: questions.count(found.database, Query(ON)))


def _renamed(entry: Entry, name: str) -> Entry:
    return replace(entry, name=name, spans=tuple(_renamed_span(span, name) for span in entry.spans))


def _renamed_span(span: Span, name: str) -> Span:
    line = replace(span.line, agreement=name) if span.line else None
    return replace(span, items=tuple(replace(item, agreement=name) for item in span.items), line=line)


@contextmanager
def _instead(place: object, name: str, value: object) -> Iterator[None]:
    before = getattr(place, name)
    setattr(place, name, value)
    try:
        yield
    finally:
        setattr(place, name, before)


@contextmanager
def _one_process() -> Iterator[None]:
    with _instead(indexing, "ENOUGH_FOR_PROCESSES", sys.maxsize):
        yield


def _warm(root: Path) -> Iterator[Row]:
    def program(*arguments: str) -> Callable[[], object]:
        command = [sys.executable, "-m", "slagen", *arguments]
        return lambda: subprocess.run(command, cwd=root, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    day = ("--on", str(ON))
    times = interleaved(
        ROUNDS,
        {
            "help": program("--help"),
            "due": program("due", *day),
            "month": program("due", *day, "--within", "30d"),
            "one": program("due", *day, "--owner", "ops@", "--kind", "obligation"),
            "json": program("due", *day, "--json"),
            "look": lambda: _look(root),
            "status": lambda: _git(root, "status", "--porcelain"),
        },
    )
    yield at_most("`slagen due` against `slagen --help`", times["due"], times["help"], 3)
    yield at_most("`slagen due --within 30d`, likewise", times["month"], times["help"], 3)
    yield at_most("`slagen due --owner … --kind …`, likewise", times["one"], times["help"], 3)
    yield beside(f"`slagen due --json`, all {_count(root):,} items, likewise", times["json"], times["help"])
    yield at_most("seeing that nothing changed, against `git status`", times["look"], times["status"], 1.2)


def _look(root: Path) -> None:
    with open_database(indexing.index_file(root)) as database:
        found = watch.changes(database, root)
        assert not found.paths


def _count(root: Path) -> int:
    return indexing.asked(root, lambda _zone: ON, lambda found: questions.count(found.database, Query(ON)))


def _growth() -> Iterator[Row]:
    """Everything worked out, in one process; the exponent of the growth from one portfolio to another eight times as large."""
    small, large = 100, 800
    seconds = {size: _cold(size) for size in (small, large)}
    exponent = log(seconds[large] / seconds[small]) / log(large / small)
    each = " and ".join(ms(seconds[size] / size) for size in (small, large))
    yield Row(
        f"each of {small} and of {large} agreements, three months ahead", each, "", f"exponent {exponent:.2f}", f"≤ {MOST_EXPONENT}", exponent <= MOST_EXPONENT
    )


def _cold(size: int) -> float:
    with temporary_folder() as folder, _one_process():
        root = _portfolio(folder, size)
        work: Sequence[float] = [timed(lambda: _count(root))[0] for _ in range(1)]
        return min(work)


if __name__ == "__main__":
    main()
