"""The schedules in docs/schedules can be copied as they are: each is well formed, and calls commands and options that there are."""

from __future__ import annotations

from configparser import RawConfigParser
from pathlib import Path
import re
import shutil
import subprocess

import click
import pytest
import yaml

from slagen.cli.commands import COMMANDS

FOLDER = Path(__file__).resolve().parents[2] / "docs" / "schedules"
FILES = {place.name: place.read_text(encoding="utf-8") for place in sorted(FOLDER.iterdir())}


def calls(text: str) -> list[tuple[str, list[str]]]:
    """The commands of slagen that a file calls, each with its options; what stands in comments is none."""
    code = re.sub(r"(^|\s)#.*", "", text)
    return [(verb, re.findall(r"\s(--[a-z-]+)", rest)) for verb, rest in re.findall(r"\bslagen (remind|pull|push|[a-z]+)\b([^;&\n]*)", code)]


@pytest.mark.parametrize("name", ["slagen.cron", "slagen-remind.service", "reminders.yml"])
def test_a_schedule_fetches_reminds_and_keeps_what_was_sent(name: str) -> None:
    found = calls(FILES[name])
    assert {verb for verb, _ in found} == {"pull", "remind", "push"}
    for verb, options in found:
        command = COMMANDS[verb].load()
        known = {flag for one in command.params if isinstance(one, click.Option) for flag in one.opts}
        assert set(options) <= known


def test_every_schedule_is_named_on_the_page() -> None:
    page = (FOLDER.parent / "reminders.md").read_text(encoding="utf-8")
    assert [name for name in FILES if f"(schedules/{name})" not in page] == []


def test_the_line_of_cron_runs_every_day_as_a_user_who_is_not_root() -> None:
    [line] = [line for line in FILES["slagen.cron"].splitlines() if line[:1].isdigit()]
    minute, hour, *days, user, command = line.split(maxsplit=6)
    assert (minute.isdecimal(), hour.isdecimal(), days) == (True, True, ["*", "*", "*"])
    assert user == "contracts"
    assert subprocess.run(["sh", "-n", "-c", command], capture_output=True, check=False).returncode == 0
    assert "%" not in command, "cron takes it for the end of the line"


def test_the_workflow_runs_every_day_alone_and_may_push_what_it_wrote() -> None:
    told = yaml.safe_load(FILES["reminders.yml"])
    [schedule] = told[True]["schedule"]  # YAML 1.1 reads “on” as a truth
    assert schedule["cron"].split()[2:] == ["*", "*", "*"]
    assert told["concurrency"] == {"group": "reminders", "cancel-in-progress": False}
    assert told["permissions"] == {"contents": "write"}
    steps = told["jobs"]["remind"]["steps"]
    assert steps[0]["with"]["fetch-depth"] == 0
    assert steps[-1]["if"] == "always()"
    assert all("secrets." in value for step in steps for name, value in step.get("env", {}).items() if name.startswith("SLAGEN_MAIL"))


def units() -> dict[str, RawConfigParser]:
    found = {}
    for name in ("slagen-remind.service", "slagen-remind.timer"):
        found[name] = RawConfigParser(strict=False)
        found[name].read_string(FILES[name])
    return found


def test_the_timer_makes_up_for_a_night_without_power_and_the_service_keeps_what_was_sent_even_where_it_fails() -> None:
    service, timer = units().values()
    assert timer["Timer"]["persistent"] == "true"
    assert timer["Timer"]["oncalendar"].startswith("*-*-*")
    assert service["Service"]["execstoppost"].endswith("slagen push")
    assert service["Service"]["execstartpre"].startswith("-"), "yesterday's dates are better than silence"


@pytest.mark.outside
@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="systemd is not here")
def test_systemd_finds_nothing_wrong_with_the_units(tmp_path: Path) -> None:
    for name in units():
        (tmp_path / name).write_text(FILES[name].replace("/usr/local/bin/slagen", "/bin/true"), encoding="utf-8")
    seen = subprocess.run(["systemd-analyze", "verify", "--man=no", *map(str, sorted(tmp_path.iterdir()))], capture_output=True, text=True, check=False)
    ours = [line for line in seen.stderr.splitlines() if "slagen-remind" in line]
    assert ours == []
