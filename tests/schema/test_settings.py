from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from slagen.formats.toml import read_toml
from slagen.model.settings import MailSettings, Settings
from slagen.schema.settings import read_settings

SAMPLES = Path(__file__).parents[1] / "samples"


def test_the_example_of_the_file_formats_is_read_whole() -> None:
    settings, found = read_settings(read_toml((SAMPLES / "slagen.toml").read_bytes(), "slagen.toml"))
    assert found == ()
    assert (settings.name, settings.we, settings.calendar, settings.time_zone) == ("Northwind contracts", "provider", "GB-ENG", "Europe/London")
    assert settings.mail == MailSettings("smtp.example", 587, "contracts@northwind.example")
    assert settings.closed("GB-ENG") == {date(2027, 6, 18)}
    assert settings.closed("DE-BY") == frozenset()


def test_everything_has_a_default() -> None:
    assert read_settings(read_toml(b"", "slagen.toml")) == (Settings(), ())


@pytest.mark.parametrize(
    ("text", "code", "line"),
    [
        ('[workspace]\nwe = "us"\n', "SLG023", 2),
        ('[workspace]\nname = "a"\nlocal = "en_GB"\n', "SLG020", 3),
        ('[workspac]\nname = "a"\n', "SLG020", 1),
        ('[calendars.England]\nclosed = ["2027-06-18"]\n', "SLG022", 1),
        ('[calendars.GB-ENG]\nclosed = ["18/06/2027"]\n', "SLG022", 2),
        ('[mail]\nhost = "smtp.example"\nport = 70000\n', "SLG024", 3),
        ("[mail]\nport = 25\n", "SLG021", 1),
        ("[mail\n", "SLG012", 1),
        ('[mail]\nhost = "smtp.example"\npassword = "hunter2"\n', "SLG485", 3),
        ('[reminders]\nlead = ["4 hours"]\n', "SLG022", 2),
        ('[reminders]\ngrace = "0 days"\n', "SLG024", 2),
        ('[people]\nlegal = "Lee"\n', "SLG022", 2),
    ],
)
def test_a_fault_is_a_finding_at_its_line_and_the_defaults_hold(text: str, code: str, line: int) -> None:
    settings, found = read_settings(read_toml(text.encode(), "slagen.toml"))
    assert settings == Settings()
    assert [(item.code, item.source.line) for item in found] == [(code, line)]


def test_a_password_in_the_file_is_refused_with_the_way_out_and_is_not_shown() -> None:
    for key in ("password", "Password", "smtp_secret", "api-token"):
        _, [found] = read_settings(read_toml(f'[mail]\nhost = "smtp.example"\n{key} = "hunter2"\n'.encode(), "slagen.toml"))
        assert "SLAGEN_MAIL_PASSWORD" in found.hint
        assert "hunter2" not in found.message + found.hint
