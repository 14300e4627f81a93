"""Samples in columns: whatever the file says, it is the same as row by row."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from hypothesis import example, given, settings
from hypothesis import strategies as st
import polars as pl
import pytest

from slagen.core.findings import Finding
from slagen.formats.columns import ColumnSamples, read_samples, table
from slagen.formats.columns.reading import PIECE
from slagen.formats.measurements import read_rows
from slagen.model.measurement import Sample
from slagen.schema.measurement_rows import Knowledge
from slagen.schema.measurements import FiledSamples, read_measurements
from tests.performance.conditions import ZONE, at, level

LEVELS = {
    "latency": level("latency", "<= 200 ms", "samples"),
    "uptime": level("availability", ">= 99 %", "samples", id="uptime"),
    "outages": level(id="outages"),
}
KNOWN = Knowledge(LEVELS, frozenset(), ZONE, at("2026-11-01 00:00"))
HEADER = "service_level,at,value\n"

Told = tuple[str, dict[str, list[tuple[int, Fraction, int]]], tuple[Finding, ...]]


def row_by_row(text: str) -> Told:
    """The form, the samples of each level in the order of their instants, and the findings."""
    rows, findings = read_rows(text.encode(), "year.csv")
    assert rows is not None
    intake, more = read_measurements(rows, KNOWN)
    assert intake is not None
    found: dict[str, list[tuple[int, Fraction, int]]] = {}
    for one in intake.entries:
        assert isinstance(one, Sample)
        found.setdefault(one.level, []).append((one.at, Fraction(one.value), one.row))
    return intake.form, {name: sorted(rows, key=lambda row: (row[0], row[2])) for name, rows in found.items()}, (*findings, *more)


def flat(samples: FiledSamples) -> list[tuple[int, Fraction, int]]:
    assert isinstance(samples, ColumnSamples)
    return [(at, Fraction(value, 10**9), row) for at, value, row in zip(samples.instants, samples.values, samples.rows, strict=True)]


def in_columns(text: str, piece: int = PIECE) -> Told:
    found = read_samples(text.encode(), "year.csv", KNOWN, piece=piece)
    assert found is not None
    intake, findings = found
    assert intake.entries == ()
    return intake.form, {name: flat(samples) for name, samples in intake.samples.items()}, findings


def same(text: str) -> Told:
    told = in_columns(text)
    plain = row_by_row(text)
    assert told == plain
    assert in_columns(text, piece=100) == plain, "in pieces of a few lines"
    assert list(told[1]) == list(plain[1])
    return told


TIMES = (
    "2026-10-05T09:00:00Z",
    "2026-10-05T09:00:00+00:00",
    "2026-10-05T09:00:00-00:00",
    "2026-10-05T10:00:00+01:00",
    "2026-10-25T01:30:00+01:00",
    "2026-10-25T01:30:00+00:00",
    "2026-10-25T02:59:59.999999+01:00",
    "2026-03-29T02:00:00+01:00",
    "2026-10-05T09:00:00.5Z",
    "2026-10-05T09:00:00.250Z",
    "2026-10-05T09:00:00.000001-03:30",
    "2026-10-05T09:00:00.1234567Z",
    "2026-10-05 09:00:00Z",
    "20261005T090000Z",
    "2026-10-05T09:00Z",
    "2026-W41-1T09:00:00Z",
    "2026-02-30T09:00:00Z",
    "2026-10-05T24:00:00Z",
    "2026-10-05T09:00:60Z",
    "2026-10-05T09:00:00",
    "2026-10-05T09:00:00+24:00",
    "2026-10-05T09:00:00+23:59",
    "1900-01-01T00:00:00+14:00",
    "1899-12-31T23:59:59Z",
    "1972-01-07T00:30:00+01:00",
    "0001-01-01T00:00:00+14:00",
    "2027-01-01T00:00:00Z",
    "9999-12-31T23:59:59-12:00",
    "2026-10-31T23:59:59.999999Z",
    "2026-11-01T00:00:00Z",
    "2026-11-01T00:00:00.000001Z",
    "٢026-10-05T09:00:00Z",
    "yesterday",
    "",
)
NUMBERS: tuple[str, ...] = (
    "0",
    "-0",
    "+1",
    "1",
    "100",
    "100.000000001",
    "1.",
    ".5",
    "1e3",
    "-1",
    "1%",
    "1 %",
    "٣",
    "nan",
    "1_000",
    "007.50",
    "123456789012345.123456789",
)
NUMBERS += ("1234567890123456", "0.1234567891", "99.95", "1.5 ", "", "9223372036.854775807", "9223372036.854775808", "0.000000001")
NAMES = ("latency", "uptime", "latency ", "outages", "Latency", "latencyy", "")


@st.composite
def plain_rows(draw: st.DrawFn) -> str:
    """Rows of minutes, as a program writes them, in any order."""
    minutes = draw(st.lists(st.integers(0, 300), max_size=30))
    digits = draw(st.integers(0, 9))
    values = draw(st.lists(st.integers(0, 10 ** draw(st.integers(1, 15)) - 1), min_size=len(minutes), max_size=len(minutes)))
    rows = (
        f"latency,2026-10-05T{minute // 60:02}:{minute % 60:02}:00Z,{Decimal(value).scaleb(-digits):f}" for minute, value in zip(minutes, values, strict=True)
    )
    return "".join(f"{row}\n" for row in rows)


strange_rows = st.tuples(st.sampled_from(NAMES), st.sampled_from(TIMES), st.sampled_from(NUMBERS)).map(",".join)
broken_rows = st.sampled_from(
    ("", ",,", ",", "  ", "latency", "latency,2026-10-05T09:00:00Z", "latency,2026-10-05T09:00:00Z,1,2", "latency,2026-10-05T09:00:00Z,1,", "a,b,c,d,e")
)


@settings(max_examples=150, deadline=None)
@given(plain_rows(), st.lists(strange_rows | broken_rows, max_size=8), plain_rows(), st.booleans())
@example(first="", rows=["latency,2026-10-05T09:00:00Z,1", "latency,2026-10-05T09:00:00Z,2", "latency,2026-10-05T10:00:00+01:00,3"], last="", ends=True)
@example(first="", rows=["latency,2026-10-05T09:00:00-03:30,1", "uptime,2026-10-04T09:00:00-03:30,1"], last="", ends=False)
@example(first="", rows=["latency,2026-10-05T09:00:00Z,-0", "latency,2026-10-05T09:00:00Z,0"], last="", ends=False)
@example(
    first="", rows=[f"{name},2026-10-05T09:0{minute}:00{zone},1" for minute in range(4) for zone in ("Z", "-03:30") for name in LEVELS], last="", ends=True
)
@example(first="", rows=[f"{name},2026-10-05T09:0{minute}:00Z,1" for minute in (1, 0, 3, 0) for name in [*LEVELS][:2] * 2], last="", ends=True)
def test_a_file_says_the_same_in_columns_as_row_by_row(first: str, rows: list[str], last: str, ends: bool) -> None:
    text = HEADER + first + "".join(f"{row}\n" for row in rows) + last
    same(text if ends else text.removesuffix("\n"))


@pytest.mark.parametrize(
    "text",
    [
        "\ufeffservice_level,at,value\nlatency,2026-10-05T09:00:00Z,1\n",
        "service_level;at;value\r\nlatency;2026-10-05T09:00:00Z;1\r\n\r\nlatency;2026-10-05T09:01:00Z;x\r\n",
        "Value, AT ,service_level\n1,2026-10-05T09:00:00Z,latency\n",
        '"service_level","at","value"\n"latency","2026-10-05T09:00:00Z","1"\nlatency,"2026-10-05T09:01:00Z",2\n"a,b","2026-10-05T09:01:00Z",2\n',
        f"{HEADER}latency,2026-10-05T09:00:00Z,1\n\n\n",
        HEADER,
    ],
)
def test_a_file_of_another_program_says_the_same_as_well(text: str) -> None:
    same(text)


@pytest.mark.parametrize(
    "text",
    [
        "service_level,start,end,cause\n",
        "\nservice_level,at,value\n",
        f"{HEADER}latency,2026-10-05T09:00:00Z,1\rlatency,2026-10-05T09:01:00Z,1\n",
        f'{HEADER}latency,2026-10-05T09:00:00Z,""1""\n',
        f'{HEADER}latency,2026-10-05T09:00:00Z,"1"\nlatency,2026-10-05T09:00:00Z,1"\n',
        f'{HEADER}latency,2026-10-05T09:00:00Z,"1\nlatency,2026-10-05T09:00:00Z,1\n',
        f'{HEADER}latency,2026-10-05T09:00:00Z,"1\nlatency",2026-10-05T09:00:00Z,1\n',
        f'{HEADER}"latency\n",2026-10-05T09:00:00Z,1\nlatency,2026-10-05T09:01:00Z,1\n',
        f'{HEADER}latency,2026-10-05T09:00:00Z,"1\n"\nlatency,2026-10-05T09:01:00Z,1\n',
        f"{HEADER}latency,2026-10-05T09:00:00Z,1\x00\n",
        f"{HEADER}\u202elatency,2026-10-05T09:00:00Z,1\n",
        f"{HEADER}<<<<<<< ours\nlatency,2026-10-05T09:00:00Z,1\n=======\n>>>>>>> theirs\n",
    ],
)
def test_a_file_whose_lines_cannot_be_told_apart_for_sure_is_left_to_the_other_way(text: str) -> None:
    assert read_samples(text.encode(), "year.csv", KNOWN) is None


def test_bytes_that_are_no_text_are_left_to_the_other_way() -> None:
    assert read_samples(HEADER.encode() + b"latency,2026-10-05T09:00:00Z,\xff\n", "year.csv", KNOWN) is None


def test_of_thousands_of_faults_the_first_are_told_and_all_are_counted() -> None:
    hours = [f"2026-10-{day:02}T{hour:02}:00:00Z" for day in range(1, 11) for hour in range(24)]
    again = "".join(f"latency,{at},1\nlatency,{at},2\n" for at in hours)
    wrong = "".join(f"latencyy,{at},1\n" for at in hours)
    short = "latency\n" * 100
    gaps = "".join(f"uptime,2026-10-{day:02}T{hour:02}:0{minute}:00Z,1\n" for day in range(1, 11) for hour in range(0, 24, 3) for minute in range(5))
    for text in (again, wrong, short, gaps, gaps + again + wrong + short):
        _, _, findings = same(HEADER + text)
        assert len(findings) in {20, 51, 71}


def test_values_that_need_more_than_64_bits_are_exact_too() -> None:
    _, samples, _ = same(f"{HEADER}latency,2026-10-05T09:00:00Z,999999999999999.999999999\nlatency,2026-10-05T09:01:00Z, 999999999999999.999999998\n")
    assert [value for _, value, _ in samples["latency"]] == [Fraction("999999999999999.999999999"), Fraction("999999999999999.999999998")]


def test_a_time_by_the_old_clock_is_found_though_the_clock_changed_only_within_its_quarter_of_an_hour() -> None:
    """The clocks of Singapore went from +07:20 to +07:30 on 1 September 1941, at 16:40 UTC of the day before."""
    known = Knowledge(LEVELS, frozenset(), "Asia/Singapore", KNOWN.now)
    text = f"{HEADER}latency,1941-08-31T23:55:00+07:20,1\nlatency,1941-09-01T00:02:00+07:20,1\n"
    rows, _ = read_rows(text.encode(), "year.csv")
    found = read_samples(text.encode(), "year.csv", known)
    assert rows is not None
    assert found is not None
    assert [one.source.line for one in found[1]] == [3]
    assert found[1] == read_measurements(rows, known)[1]


@pytest.mark.parametrize("zone", ["Europe/London", "Africa/Monrovia", "Asia/Kathmandu", "Australia/Lord_Howe"])
def test_the_first_time_by_another_clock_is_found_whatever_clock_the_agreement_has(zone: str) -> None:
    """Monrovia was 44:30 behind UTC until 7 January 1972, 00:44:30 UTC: its clock changed within a quarter of an hour."""
    known = Knowledge(LEVELS, frozenset(), zone, KNOWN.now)
    for offset in ("+00:00", "-00:44", "+05:45", "+01:00", "+10:30", "+11:00"):
        text = HEADER + "".join(f"latency,1972-01-07T0{hour}:{minute}:00{offset},1\n" for hour in range(3) for minute in (10, 29, 40, 45, 50))
        rows, _ = read_rows(text.encode(), "year.csv")
        assert rows is not None
        found = read_samples(text.encode(), "year.csv", known)
        assert found is not None
        assert found[1] == read_measurements(rows, known)[1]


def test_levels_that_share_their_instants_share_where_one_comes_again_or_too_late(monkeypatch: pytest.MonkeyPatch) -> None:
    """A column of polars is another object each time it is asked for: the places were worked out anew for each level."""
    distances, worked_out = pl.Series.diff, list[int]()

    def counted(column: pl.Series) -> pl.Series:
        worked_out.append(len(column))
        return distances(column)

    monkeypatch.setattr(pl.Series, "diff", counted)
    times = [f"2026-10-05T0{hour}:00:00Z" for hour in (1, 2, 2, 3, 9)]
    told = in_columns(HEADER + "".join(f"{name},{time},1\n" for name in ("latency", "uptime") for time in times))
    assert ([finding.code for finding in told[2]], worked_out) == (["SLG608", "SLG608", "SLG614", "SLG614"], [5])


def test_a_file_of_one_line_or_of_empty_ones_is_no_table(monkeypatch: pytest.MonkeyPatch) -> None:
    """As one cell of a table a line of 400 MB took 2.5 GB, and as many empty lines a quarter of an hour; read row by row, both are refused at once."""
    assert read_samples(f"{HEADER}latency,2026-10-05T09:00:00Z,1\n{'x' * 2**20}y".encode(), "year.csv", KNOWN, piece=10) is None
    text = f"{HEADER}latency,2026-10-05T09:00:00Z,1\n\n\n".encode()
    monkeypatch.setattr(table, "_MOST_LINES", 4)
    assert read_samples(text, "year.csv", KNOWN) is not None
    monkeypatch.setattr(table, "_MOST_LINES", 3)
    assert read_samples(text, "year.csv", KNOWN) is None
