"""Measurement files: what they say, and what is wrong with them, row by row."""

from __future__ import annotations

from decimal import Decimal
import json

from hypothesis import given
from hypothesis import strategies as st
import pytest

from slagen.core.findings import Finding, Severity
from slagen.formats import measurements
from slagen.formats.measurements import read_rows
from slagen.model.measurement import Count, Outage, Sample, Ticket, Use
from slagen.schema.measurement_rows import Knowledge
from slagen.schema.measurements import Intake, read_measurements
from tests.performance.conditions import ZONE, at, level

LEVELS = {
    "availability": level(exclusions=("planned-maintenance",)),
    "latency": level("latency", "<= 200 ms", "samples"),
    "response-p1": level("response-time", "95 % <= 30 min", "tickets", id="response-p1"),
    "first-contact-resolution": level("first-contact-resolution", ">= 70 %", "counts", period="calendar-quarter"),
    "satisfaction": level("satisfaction", ">= 4", "values"),
    "error-rate": level("error-rate", "<= 1 %", "values"),
}
KNOWN = Knowledge(LEVELS, frozenset({"P1", "P2"}), ZONE, at("2026-11-01 00:00"))


def taken(text: str) -> tuple[Intake | None, tuple[Finding, ...]]:
    rows, findings = read_rows(text.encode(), "october.csv")
    if rows is None:
        return None, findings
    intake, more = read_measurements(rows, KNOWN)
    return intake, (*findings, *more)


def clean(text: str) -> Intake:
    intake, findings = taken(text)
    assert findings == ()
    assert intake is not None
    return intake


def wrong(text: str) -> list[tuple[str, int | None]]:
    return [(one.code, one.source.line) for one in taken(text)[1]]


def test_the_four_forms_and_json_lines_say_the_same() -> None:
    row = {"service_level": "availability", "start": "2026-10-05T09:00:00+01:00", "end": "2026-10-05T10:00:00+01:00", "cause": ""}
    outage = Outage("availability", at("2026-10-05 09:00"), at("2026-10-05 10:00"), "", 2)
    assert clean(f"{','.join(row)}\n{','.join(row.values())}\n") == Intake("outages", (outage,))
    [told] = clean(json.dumps(row)).entries
    assert (told.level, getattr(told, "start", 0), getattr(told, "end", 0)) == (outage.level, outage.start, outage.end)
    [sample] = clean("service_level,at,value\nlatency,2026-10-05T09:00:00Z,187.5").entries
    assert sample == Sample("latency", at("2026-10-05 10:00"), Decimal("187.5"), 2)
    [count] = clean("service_level,period,good,total\nfirst-contact-resolution,2026-q3,70,100").entries
    assert count == Count("first-contact-resolution", "2026-Q3", Decimal(70), Decimal(100), 2)
    [ticket] = clean("service_level,severity,opened,responded,workaround,resolved\nresponse-p1,P1,2026-10-05T09:00:00+01:00,,,").entries
    assert isinstance(ticket, Ticket)
    assert ticket.responded is None


def test_a_header_alone_says_that_nothing_happened() -> None:
    assert clean("service_level,start,end,cause\n") == Intake("outages", ())


def test_what_a_spreadsheet_writes_is_read() -> None:
    text = '\ufeffService_Level;Start;End;Cause\r\n"availability";2026-10-05T09:00:00+01:00;2026-10-05T10:00:00+01:00;planned-maintenance\r\n\r\n'
    assert len(clean(text).entries) == 1


OUTAGES = "service_level,start,end,cause\n"
TEN, NINE = "2026-10-05T10:00:00+01:00", "2026-10-05T09:00:00+01:00"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", [("SLG600", None)]),
        ("level,begin\n", [("SLG600", 1)]),
        (f"{OUTAGES}availability,{NINE}\n", [("SLG601", 2)]),
        ('{"service_level": [1]}', [("SLG601", 1), ("SLG600", 1)]),
        (f"{OUTAGES}availabilty,{NINE},{TEN},\n", [("SLG602", 2)]),
        (f"{OUTAGES}availability,2026-10-05T09:00:00,{TEN},\n", [("SLG603", 2)]),
        (f"{OUTAGES}availability,yesterday,{TEN},\n", [("SLG603", 2)]),
        (f"{OUTAGES}availability,0001-01-01T00:00:00+14:00,{TEN},\n", [("SLG603", 2)]),
        (f"{OUTAGES}availability,0001-01-01T00:00:00Z,,\n", [("SLG603", 2)]),
        (f"{OUTAGES}availability,{TEN},{NINE},\n", [("SLG604", 2)]),
        (f"{OUTAGES}availability,{NINE},2027-01-01T00:00:00Z,\n", [("SLG605", 2)]),
        (f"{OUTAGES}availability,{NINE},{TEN},\navailability,{NINE},{TEN},\n", [("SLG608", 3), ("SLG609", 3)]),
        (f"{OUTAGES}availability,{NINE},,\navailability,{TEN},,\n", [("SLG609", 3)]),
        (f"{OUTAGES}latency,{NINE},{TEN},\n", [("SLG610", 2)]),
        (f"{OUTAGES}availability,2026-10-05T10:00:00+02:00,{TEN},\n", [("SLG612", 2)]),
        (f"{OUTAGES}availability,{NINE},{TEN},planned-maintenence\n", [("SLG613", 2)]),
        (f"{OUTAGES}availability,{NINE},{NINE},\n", [("SLG614", 2)]),
        ("service_level,period,good,total\nfirst-contact-resolution,2026-Q3,101,100\n", [("SLG606", 2)]),
        ("service_level,period,good,total\nfirst-contact-resolution,2026-10,1,100\n", [("SLG607", 2)]),
        ("service_level,period,good,total\nfirst-contact-resolution,2027-Q1,1,100\n", [("SLG605", 2)]),
        ("service_level,period,value,sample\nerror-rate,2026-10,100.5,\n", [("SLG606", 2)]),
        ("service_level,period,value,sample\nerror-rate,2026-10,-1,\n", [("SLG606", 2)]),
        ("service_level,period,value,sample\nerror-rate,2026-13,1,\n", [("SLG607", 2)]),
        ("service_level,period,value,sample\nerror-rate,2026-10,1,\nerror-rate,2026-10,2,\n", [("SLG608", 3)]),
        (f"service_level,severity,opened\nresponse-p1,P9,{NINE}\n", [("SLG611", 2)]),
        ("service_level,period,value,sample\nerror-rate,0001-01,1,\n", [("SLG607", 2)]),
        (f"service_level,severity,opened,responded\nresponse-p1,P1,{TEN},{NINE}\n", [("SLG604", 2)]),
    ],
)
def test_what_is_wrong_is_told_with_its_row(text: str, found: list[tuple[str, int | None]]) -> None:
    assert wrong(text) == found


def test_a_gap_between_samples_is_told() -> None:
    minutes = [0, 1, 2, 3, 9, 10]
    rows = "".join(f"latency,2026-10-05T09:{minute:02}:00Z,1\n" for minute in minutes)
    assert wrong(f"service_level,at,value\n{rows}") == [("SLG614", 6)]


def test_ten_thousand_overlapping_outages_are_read_and_told_in_short() -> None:
    rows = "".join(f"availability,2026-10-05T09:00:{second % 60:02}.{second:06}+01:00,{TEN},\n" for second in range(10_000))
    intake, findings = taken(f"{OUTAGES}{rows}")
    assert intake is not None
    assert len(intake.entries) == 10_000
    assert len(findings) == 51
    assert {one.severity for one in findings} == {Severity.WARNING}


@pytest.mark.parametrize("text", ["".join(f'{{"k{number}": "1"}}\n' for number in range(101)), ",".join(f"c{number}" for number in range(101))])
def test_rows_that_each_bring_a_field_of_their_own_are_refused_before_they_fill_a_square(text: str) -> None:
    assert wrong(text) == [("SLG601", 101 if text.startswith("{") else 1)]


@given(st.text(max_size=200) | st.binary(max_size=200).map(lambda data: data.decode("latin-1")))
def test_any_text_is_read_or_refused_and_never_breaks(text: str) -> None:
    _, findings = taken(text.encode("utf-8", "replace").decode())
    assert all(one.hint for one in findings)


USE = Knowledge({}, frozenset(), ZONE, at("2026-11-01 00:00"), by_use={"cloud": ("user and month",), "mail": ("message", "GB")})


@pytest.mark.parametrize(
    ("row", "found"),
    [
        ("cloud,2026-09,user and month,250", Use("cloud", "2026-09", "user and month", Decimal(250), 2)),
        ("cloud,2026-09,,250.5", Use("cloud", "2026-09", "user and month", Decimal("250.5"), 2)),
        ("mail,2026-09,,3", "SLG680"),
        ("mail,2026-09,MB,3", "SLG680"),
        ("hosting,2026-09,,3", "SLG680"),
        ("cloud,2026-Q3,,3", "SLG607"),
        ("cloud,2026-12,,3", "SLG605"),
        ("cloud,2026-09,,-3", "SLG606"),
    ],
)
def test_use_is_of_a_service_that_is_charged_by_it(row: str, found: Use | str) -> None:
    rows, _ = read_rows(f"service,period,unit,quantity\n{row}\n".encode(), "use.csv")
    assert rows is not None
    intake, findings = read_measurements(rows, USE)
    assert intake is not None
    assert (findings[0].code if findings else intake.entries[0]) == found


def test_the_use_of_a_service_in_a_month_is_told_once() -> None:
    rows, _ = read_rows(b"service,period,quantity\ncloud,2026-09,1\ncloud,2026-09,2\n", "use.csv")
    assert rows is not None
    assert [one.code for one in read_measurements(rows, USE)[1]] == ["SLG608"]


@pytest.mark.parametrize(
    ("cell", "hint"),
    [
        ("46117.375", "write 2026-04-05T09:00:00+01:00"),  # what a spreadsheet keeps for nine o'clock on 5 April 2026
        ("46117", "write 2026-04-05T00:00:00+01:00"),
        ("05/04/2026 09:00", "which leaves open what is the day and what the month"),
        ("5.4.26", "which leaves open what is the day and what the month"),
        ("noon", "Write it as 2026-10-05T09:30:00+01:00."),
    ],
)
def test_a_time_as_a_spreadsheet_writes_it_is_recognised_and_never_guessed(cell: str, hint: str) -> None:
    [finding] = taken(f"service_level,start,end,cause\navailability,{cell},,\n")[1]
    assert (finding.code, hint in finding.hint) == ("SLG603", True)


def test_a_decimal_comma_is_told_with_what_to_write() -> None:
    [finding] = taken("service_level;period;value;sample\nsatisfaction;2026-09;4,25;30\n")[1]
    assert (finding.code, "Write it as 4.25" in finding.hint) == ("SLG606", True)


@pytest.mark.parametrize(
    ("cell", "hint"),
    [
        ("41,000", "Write it as 41000, without separators of thousands; if the comma marks decimals, as 41.000."),
        ("1,041,000", "Write it as 1041000, without separators of thousands."),
        ("1,041.5", "Write it as 1041.5, without separators of thousands."),
        ("0,125", "Write it as 0.125, without separators of thousands."),
    ],
)
def test_a_comma_before_three_digits_is_not_said_to_mark_decimals(cell: str, hint: str) -> None:
    [finding] = taken(f"service_level;period;value;sample\nsatisfaction;2026-09;{cell};30\n")[1]
    assert (finding.code, finding.hint) == ("SLG606", hint)


@pytest.mark.parametrize("begins", [b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"\x1f\x8b\x08"])
def test_the_file_of_a_spreadsheet_is_told_from_text(begins: bytes) -> None:
    rows, [finding] = read_rows(begins + b"\0" * 100, "october.xlsx")
    assert (rows, finding.code, "save the sheet as CSV" in finding.hint) == (None, "SLG600", True)


@pytest.mark.parametrize(
    "text", ["service_level,at,value\na,b,1\n\na,b,2\nc,d,3\n", '{"service_level": "a", "at": "b", "value": "1"}\n' * 2 + "\n" + '{"value": "3"}']
)
def test_rows_that_are_read_one_by_one_are_not_without_number(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(measurements, "MOST_ROWS", 3)
    rows, findings = read_rows(text.encode(), "a.csv")
    assert rows is not None
    assert (len(rows.rows), findings) == (3, ())
    monkeypatch.setattr(measurements, "MOST_ROWS", 2)
    rows, [finding] = read_rows(text.encode(), "a.csv")
    assert (rows, finding.code, finding.source.line) == (None, "SLG006", text.rstrip().count("\n") + 1)


def test_a_share_of_satisfied_users_is_no_more_than_all_but_a_mark_may_be() -> None:
    share = Knowledge({"csat": level("satisfaction", ">= 85 %", "values", id="csat")}, frozenset(), ZONE, at("2026-11-01 00:00"))
    rows, _ = read_rows(b"service_level,period,value,sample\ncsat,2026-09,101,30\n", "a.csv")
    assert rows is not None
    assert [one.code for one in read_measurements(rows, share)[1]] == ["SLG606"]
    assert wrong("service_level,period,value,sample\nsatisfaction,2026-09,101,30\n") == []


def test_a_column_that_stands_twice_in_the_header_leaves_open_which_counts() -> None:
    assert wrong("service_level,at,value,value\nlatency,2026-10-05T09:00:00Z,1,200\n") == [("SLG601", 1)]


@pytest.mark.parametrize("twin", ["value", " Value "])
def test_a_name_that_stands_twice_in_a_json_line_leaves_open_which_counts(twin: str) -> None:
    text = f'{{"service_level": "latency", "at": "2026-10-05T09:00:00Z", "value": 1}}\n{{"service_level": "latency", "at": "2026-10-05T10:00:00Z", "value": 1, "{twin}": 200}}'
    assert wrong(text) == [("SLG601", 2)]


def test_a_cause_is_no_longer_than_a_name() -> None:
    """Reports print it in a narrow column."""
    row = "availability,2026-10-05T09:00:00+01:00,2026-10-05T10:00:00+01:00,"
    assert taken(f"{OUTAGES}{row}{'c' * 300}\n")[1] == ()
    [finding] = taken(f"{OUTAGES}{row}{'c' * 10_000}\n")[1]
    assert (finding.code, finding.source.line) == ("SLG666", 2)
    assert "10,000 characters" in finding.message


@pytest.mark.parametrize("escape", ["\\u0000", "\\u001b[31m", "\\u202e", "\\ud800", "\\ue000", "\\uffff"])
def test_an_escape_of_json_brings_in_no_character_that_may_not_stand_in_a_text(escape: str) -> None:
    """It would come out in reports, which cannot be written with half of a pair."""
    row = f'{{"service_level": "availability", "start": "2026-10-05T09:00:00Z", "end": "2026-10-05T10:00:00Z", "cause": "power{escape}"}}'
    assert wrong(row) == [("SLG008", 1)]
    assert ("SLG008", 1) in wrong(f'{{"service_level{escape}": "availability"}}')


def test_an_escape_of_json_brings_in_every_other_character() -> None:
    [outage] = clean(
        '{"service_level": "availability", "start": "2026-10-05T09:00:00Z", "end": "2026-10-05T10:00:00Z", "cause": "caf\\u00e9\\n\\ud83d\\ude00"}'
    ).entries
    assert isinstance(outage, Outage)
    assert outage.cause == "café\n😀"


@pytest.mark.parametrize(
    "text", [f"{OUTAGES}{'x' * 100_000},2026-10-05T09:00:00Z,,", f"{OUTAGES}availability,{'2' * 100_000},,", f"{'x,' * 99}{'y' * 100_000}\n"]
)
def test_a_finding_tells_no_more_than_the_ends_of_a_long_cell(text: str) -> None:
    [finding] = taken(text)[1]
    assert len(finding.message) < 700
    assert finding.hint


@pytest.mark.parametrize("text", ["service_level,start\n\n\n\n\nb,c\n", '\n\n\n\n{"service_level": "b"}\n\n', 'service_level,start\n"\n\n\n\n",b\n'])
def test_lines_that_are_looked_at_one_by_one_are_not_without_number_though_they_are_empty(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """400 MB of line feeds took a quarter of an hour."""
    monkeypatch.setattr(measurements, "MOST_LINES", 6)
    assert read_rows(text.encode(), "a.csv")[0] is not None
    monkeypatch.setattr(measurements, "MOST_LINES", 5)
    rows, [finding] = read_rows(text.encode(), "a.csv")
    assert (rows, finding.code) == (None, "SLG006")
    assert "more than 5 lines" in finding.message


def test_a_line_of_more_than_its_columns_can_hold_is_no_csv() -> None:
    """400 MB of commas became as many cells, and 4.5 GB."""
    assert wrong(f"service_level,start\n{',' * 2**24}\n")[0] == ("SLG601", 1)
