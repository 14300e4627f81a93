"""A year of one-minute samples of twelve levels, 6.3 million rows in one file, reported; and many outages and tickets in one month.

Ours is everything that a report counts: the workspace is loaded, the values of its clauses settled, the kept file read and every row checked (a known level, a
time with its offset, nothing twice, gaps), and each level's results and credits of twelve months worked out exactly. The words of the contract are not
assembled: a report that cites them does so besides. The peer reads the same file with polars and takes the mean by level and month of the agreement's clock, in
floats, believing that every row is right and that every time is told in UTC; it takes no percentile and no share, and checks nothing. A second peer reads the
offsets, too, as ours does; a third cuts the month out of the text, which is right for no clock but UTC's.

Each runs in a process of its own, so that the memory of each is its own; the medians are of the seconds inside, after a week's file has been reported in the
same way, which imports whatever is imported late and starts the library's threads.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime
import json
from math import log10
from pathlib import Path
import resource
from statistics import median
import subprocess
import sys
from time import perf_counter, process_time

from generated_figures import ID, YEAR, sampled_agreement, write_samples
from measuring import ROOT, Row, at_most, beside, show, temporary_folder, workspace

ROUNDS = 5
MOST = 2.0
GROWTH = 1.1
"""Rows are brought into order once, which is a little more than linear."""
NOW = datetime(YEAR + 1, 11, 1, tzinfo=UTC)
KEPT = f"agreements/00/{ID}/measurements/{YEAR}-01-01_{YEAR}-12-31-samples-probes.csv"

Told = dict[str, float]


def main() -> None:
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else ROUNDS
    with temporary_folder() as folder:
        rows = _whole(folder / "by-level", "level by level", rounds)
        rows += _whole(folder / "by-time", "minute by minute", rounds, by_time=True)
        rows += _whole(folder / "shifted", "each level at seconds of its own", rounds, shifted=True)
        rows += _measured(folder)
    show("A year of minutes for twelve levels (6.3 million rows, 276 MB)", rows)
    show("One month with many rows", [_growth(what, _results(what)) for what in ("disjoint outages", "overlapping outages", "tickets")])


def _whole(space: Path, what: str, rounds: int, *, shifted: bool = False, by_time: bool = False) -> list[Row]:
    for place, days in ((space, 365), (_week(space), 7)):
        place.mkdir()
        workspace(place, {f"00/{ID}": sampled_agreement()})
        (place / KEPT).parent.mkdir()
        write_samples(place / KEPT, days=days, shifted=shifted, by_time=by_time)
    names = ("ours", "peer", "offsets", "text")
    told: dict[str, list[Told]] = {name: [] for name in names}
    for step in range(rounds):
        for name in names[:: -1 if step % 2 else 1]:
            told[name].append(_apart(name, space))
    seconds = {name: median(one["seconds"] for one in found) for name, found in told.items()}
    busy = {name: median(one["busy"] for one in found) for name, found in told.items()}
    ours, peer = (max(one["memory"] for one in told[name]) for name in ("ours", "peer"))
    return [
        at_most(f"{what}: results and credits / means by month", seconds["ours"], seconds["peer"], MOST),
        at_most(f"{what}: the same in the processors' time", busy["ours"], busy["peer"], MOST),
        beside(f"{what}: in the processors' time / means by month, offsets read", busy["ours"], busy["offsets"]),
        beside(f"{what}: in the processors' time / means by month as the text has it", busy["ours"], busy["text"]),
        Row(f"{what}: most memory", f"{ours:,.0f} MB", f"{peer:,.0f} MB", f"{ours / peer:.1f} ×", "≤ 1,500 MB", ours <= 1500),
    ]


def _week(space: Path) -> Path:
    return space.with_name(f"{space.name}-week")


def _measured(folder: Path) -> list[Row]:
    """`slagen measure` of the same file, beside git that takes it in; and with one wrong row at its end, of which nothing is kept."""
    space = folder / "by-level"
    file = folder / "year.csv"
    (space / KEPT).rename(file)
    for command in (("init", "-q"), ("config", "user.name", "Jo"), ("config", "user.email", "jo@northwind.example"), ("add", "."), ("commit", "-qm", "x")):
        subprocess.run(["git", *command], cwd=space, check=True)
    own, memory = _run(file, space)
    start = perf_counter()
    subprocess.run(["git", "hash-object", "-w", "--stdin"], stdin=file.open("rb"), cwd=_repository(folder), check=True, stdout=subprocess.DEVNULL)
    rows = [beside("`slagen measure` / git taking the bytes in", own, perf_counter() - start)]
    rows.append(Row("`slagen measure`: most memory", f"{memory:,.0f} MB", "", "", "≤ 1,500 MB", memory <= 1500))
    for what, row in (
        ("a value that is none", b"latency-12,2025-12-31T23:59:30+00:00,x\n"),
        ("a row of four cells", b"latency-12,2025-12-31T23:59:30+00:00,1,2\n"),
    ):
        with file.open("ab") as out:
            out.write(row)
        own, memory = _run(file, space)
        rows.append(Row(f"`slagen measure`, {what} at the end", f"{own:.1f} s", "", f"{memory:,.0f} MB", "≤ 1,500 MB", memory <= 1500))
    return rows


def _repository(folder: Path) -> Path:
    place = folder / "git"
    place.mkdir()
    subprocess.run(["git", "init", "-q"], cwd=place, check=True)
    return place


def _run(file: Path, space: Path) -> tuple[float, float]:
    told = json.loads(subprocess.run([sys.executable, __file__, "measure", str(space), str(file)], check=True, capture_output=True, text=True, cwd=ROOT).stdout)
    return told["seconds"], told["memory"]


def _apart(what: str, space: Path) -> Told:
    done = subprocess.run([sys.executable, __file__, what, str(space)], check=True, capture_output=True, text=True, cwd=ROOT)
    found: Told = json.loads(done.stdout)
    return found


def ours(space: Path) -> Callable[[], object]:
    import slagen.formats.columns  # noqa: F401, PLC0415 - imports are not measured
    from slagen.formats.files import Folder  # noqa: PLC0415
    from slagen.workspace.load import load  # noqa: PLC0415
    from slagen.workspace.performing import performance  # noqa: PLC0415

    def way() -> object:
        found = performance(load(Folder(space)), ID, until=date(YEAR, 12, 31), now=NOW)
        assert not found.findings
        assert sum(map(len, found.results.values())) == 144
        return found

    return way


def peer(space: Path) -> Callable[[], object]:
    import polars as pl  # noqa: PLC0415

    at = pl.col("at").str.slice(0, 19).str.to_datetime("%Y-%m-%dT%H:%M:%S", time_unit="us", cache=False)
    month = at.dt.replace_time_zone("UTC").dt.convert_time_zone("Europe/London").dt.truncate("1mo")
    return lambda: _by(pl.scan_csv(space / KEPT, schema=_schema()), month)


def offsets(space: Path) -> Callable[[], object]:
    import polars as pl  # noqa: PLC0415

    at = pl.col("at").str.to_datetime("%Y-%m-%dT%H:%M:%S%:z", time_unit="us")
    return lambda: _by(pl.scan_csv(space / KEPT, schema=_schema()), at.dt.convert_time_zone("Europe/London").dt.truncate("1mo"))


def text(space: Path) -> Callable[[], object]:
    import polars as pl  # noqa: PLC0415

    return lambda: _by(pl.scan_csv(space / KEPT, schema=_schema()), pl.col("at").str.slice(0, 7))


def _schema() -> dict[str, object]:
    import polars as pl  # noqa: PLC0415

    return {"service_level": pl.String, "at": pl.String, "value": pl.Float64}


def _by(frame, month):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN202 - the peer's own objects
    import polars as pl  # noqa: PLC0415

    return frame.group_by("service_level", month.alias("month")).agg(pl.col("value").mean(), pl.len()).collect(engine="streaming")


def _told(make: Callable[[Path], Callable[[], object]], space: Path) -> Told:
    make(_week(space))()
    way = make(space)
    start, begun = perf_counter(), process_time()
    way()
    seconds, busy = perf_counter() - start, process_time() - begun
    return {"seconds": seconds, "busy": busy, "memory": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}


def measure(space: Path, file: Path) -> Told:
    start = perf_counter()
    subprocess.run([sys.executable, "-m", "slagen", "measure", ID, str(file), "--workspace", str(space)], capture_output=True, check=False, cwd=ROOT)
    return {"seconds": perf_counter() - start, "memory": resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024}


def _results(what: str) -> dict[int, float]:
    """The processor's seconds for a thousand and for ten thousand outages, or ten times as many tickets, over the windows of three years."""
    from slagen.performance.attainment import results  # noqa: PLC0415
    from tests.performance.conditions import conditions, level, months  # noqa: PLC0415

    windows = months("2026-01-01", "2028-12-31")
    many = 100_000 if what == "tickets" else 10_000
    measured = level("response-time", "95 % <= 30 min", "tickets", hours="office") if what == "tickets" else level(exclusions=("planned",))
    found = {}
    for count in (many // 10, many):
        data = _figures(what, count, windows[9].span)
        begun = process_time()
        list(results(measured, windows, data, conditions()))
        found[count] = process_time() - begun
    return found


def _figures(what: str, count: int, span: tuple[int, int]):  # type: ignore[no-untyped-def]  # noqa: ANN202 - imported here, because imports are not measured
    from slagen.core.spans import MINUTE  # noqa: PLC0415
    from slagen.model.measurement import Measurements, Outage, Ticket  # noqa: PLC0415

    step = (span[1] - span[0] - 60 * MINUTE) // count
    starts = [span[0] + step * place for place in range(count)]
    if what == "tickets":
        return Measurements(tickets=tuple(Ticket("x", "P1", at, at + 20 * MINUTE, None, at + 40 * MINUTE, row) for row, at in enumerate(starts)))
    length = step // 2 if what == "disjoint outages" else 60 * MINUTE
    return Measurements(outages=tuple(Outage("x", at, at + length, ("", "planned")[row % 2], row) for row, at in enumerate(starts)))


def _growth(what: str, found: dict[int, float]) -> Row:
    few, many = sorted(found)
    exponent = log10(found[many] / found[few])
    return Row(f"{what}: {many:,} / {few:,}", f"{found[many]:.2f} s", f"{found[few]:.2f} s", f"exponent {exponent:.2f}", f"≤ {GROWTH}", exponent <= GROWTH)


_WAYS = {"ours": ours, "peer": peer, "offsets": offsets, "text": text}


def run(arguments: Sequence[str]) -> None:
    what, space = arguments[0], Path(arguments[1])
    print(json.dumps(measure(space, Path(arguments[2])) if what == "measure" else _told(_WAYS[what], space)))


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    if len(sys.argv) > 2:
        run(sys.argv[1:])
    else:
        main()
