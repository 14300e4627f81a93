"""`slagen calendar`, as people call it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.formats.ical.two_readers import by_javascript, by_python
from tests.running import Slagen

ROOT = Path(__file__).resolve().parents[2]
SAMPLES = ("--workspace", str(ROOT), "--on", "2026-10-01")


def test_the_samples_are_read_alike_by_two_readers(slagen: Slagen, tmp_path: Path) -> None:
    out = tmp_path / "all.ics"
    code, printed, told = slagen("calendar", *SAMPLES, "-o", str(out))
    assert (code, printed) == (0, "")
    python, script = by_python(out.read_bytes()), by_javascript(out.read_bytes())["events"]
    assert told.startswith(f"{out}: {len(python)} events (")
    assert len({event["UID"] for event in python}) == len(python) > 200
    ours = [(event["UID"], event["DTSTART"].dt.isoformat(), event["DTEND"].dt.isoformat(), event["SUMMARY"], event["DESCRIPTION"]) for event in python]
    assert ours == [(event["uid"], event["start"], event["end"], event["summary"], event["description"]) for event in script]
    assert all(event["allDay"] and event["transparency"] == "TRANSPARENT" for event in script)


def test_without_a_file_the_calendar_itself_is_printed(slagen: Slagen) -> None:
    code, printed, told = slagen("calendar", "acme-hosting", "--kind", "review", *SAMPLES)
    assert (code, told) == (0, "")
    assert printed.startswith("BEGIN:VCALENDAR")
    assert {event["UID"].split(":")[0] for event in by_python(printed.encode())} == {"acme-hosting"}


def test_a_second_run_says_that_nothing_changed(slagen: Slagen, tmp_path: Path) -> None:
    out = tmp_path / "acme.ics"
    slagen("calendar", "acme-hosting", *SAMPLES, "-o", str(out))
    code, printed, _ = slagen("calendar", "acme-hosting", *SAMPLES, "-o", str(out), "--json")
    data = json.loads(printed)
    assert (code, data["file"], data["new"], data["changed"], data["cancelled"]) == (0, str(out), 0, 0, 0)
    assert data["unchanged"] == len(data["events"]) > 10
    assert {event["change"] for event in data["events"]} == {"unchanged"}


def test_nothing_due_is_still_a_calendar(slagen: Slagen) -> None:
    code, printed, _ = slagen("calendar", "--owner", "nobody@nowhere.example", *SAMPLES)
    assert (code, by_python(printed.encode())) == (0, [])


@pytest.mark.parametrize("which", [(), ("acme-hosting",)])
@pytest.mark.parametrize(("option", "wrong", "hint"), [("--within", "soon", "90d"), ("--kind", "reveiw", "review")])
def test_a_choice_that_means_nothing_is_refused_with_the_way_out(slagen: Slagen, which: tuple[str, ...], option: str, wrong: str, hint: str) -> None:
    code, printed, told = slagen("calendar", *which, option, wrong, *SAMPLES)
    assert (code, printed) == (2, "")
    assert hint in told


def test_several_kinds_may_be_chosen(slagen: Slagen) -> None:
    _, printed, _ = slagen("calendar", "--kind", "review", "--kind", "expiry", *SAMPLES)
    assert {event["UID"].split(":")[1] for event in by_python(printed.encode())} == {"review", "expiry"}


def test_a_file_of_another_program_is_refused_with_the_way_out(slagen: Slagen, tmp_path: Path) -> None:
    out = tmp_path / "mine.ics"
    out.write_bytes(b"BEGIN:VCALENDAR\r\nPRODID:-//Other//EN\r\nEND:VCALENDAR\r\n")
    code, _, told = slagen("calendar", *SAMPLES, "-o", str(out))
    assert code == 5
    assert "no calendar that slagen wrote" in told
    assert "Name another file with -o" in told


def test_an_agreement_whose_dates_fail_ends_with_3_and_the_others_are_written(slagen: Slagen, library: Path) -> None:
    for name, text in (("good", "contract_term: {effective_date: 2026-01-01, initial: 12 months}\n"), ("bad", "id: [\n")):
        folder = library / "agreements" / name
        folder.mkdir(parents=True)
        head = f"id: {name}\ntitle: T\nkind: sla\nlevel: customer\ntemplate: customer-sla\nparties: {{provider: {{name: A}}, customer: {{name: B}}}}\n"
        (folder / "agreement.yaml").write_text(head + text if name == "good" else text, encoding="utf-8")
    code, printed, told = slagen("calendar", "--on", "2026-10-01", "--workspace", str(library))
    assert code == 3
    assert {event["UID"].split(":")[0] for event in by_python(printed.encode())} >= {"good"}
    assert "could not be worked out" in told
