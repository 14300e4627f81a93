"""`slagen remind` with a real mail server."""

from __future__ import annotations

from collections.abc import Iterator
from email.message import EmailMessage
import json
import os
from pathlib import Path
import signal
import subprocess
import sys

import pytest

from slagen.formats.mail import connection
from tests.mail_server import DROP, HANG, PASSWORD, USER, Mailroom, certified, running, trust
from tests.running import Slagen
from tests.small_workspace import SETTINGS, git, put_in_git
from tests.workspace.post_office import DATES, FACTS, OFFERED

ON = ("remind", "--on", "2026-10-01")
JO, OPS = "jo@n.example", "ops@n.example"


@pytest.fixture
def room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Mailroom]:
    """A server that wants TLS and a login; the settings name it, the environment has the password."""
    trust(tmp_path, monkeypatch.setenv)
    monkeypatch.setenv("SLAGEN_MAIL_PASSWORD", PASSWORD)
    with running(Mailroom(), starttls=certified(), login=True) as at:
        yield at


@pytest.fixture
def folder(tmp_path: Path, room: Mailroom, monkeypatch: pytest.MonkeyPatch) -> Path:
    mail = f'[mail]\nhost = "localhost"\nport = {room.port}\nuser = "{USER}"\nfrom = "contracts@n.example"\n'
    root = put_in_git(tmp_path / "ws", {"slagen.toml": SETTINGS + mail, FACTS: OFFERED + DATES})
    monkeypatch.chdir(root)
    return root


def test_each_owner_has_one_mail_and_a_second_run_sends_nothing(slagen: Slagen, folder: Path, room: Mailroom) -> None:
    assert slagen(*ON)[:2] == (0, f"Sent to {JO}: 3 things\nSent to {OPS}: 1 thing\n")
    assert slagen(*ON) == (0, "", "Nobody is to be told anything new.\n")
    assert room.envelopes == [("contracts@n.example", JO), ("contracts@n.example", OPS)]
    assert (room.encrypted, room.users, room.connections) == ([True, True], [USER], 1)
    assert [part.get_content_type() for part in room.arrived[0].walk()][-1] == "text/calendar"
    assert PASSWORD not in "".join(place.read_text(encoding="utf-8") for place in (folder / "reminders").iterdir())


def test_one_rejected_recipient_ends_with_5_and_the_others_have_their_mail(slagen: Slagen, folder: Path, room: Mailroom) -> None:
    room.recipient = lambda address: "550 no such person" if address == JO else None
    code, out, told = slagen(*ON)
    assert (code, out) == (5, f"Not sent to {JO}: 3 things: the server refuses the recipient “{JO}”: 550 no such person\nSent to {OPS}: 1 thing\n")
    assert "→ Correct the address" in told
    room.recipient = lambda _address: None
    assert slagen(*ON)[:2] == (0, f"Sent to {JO}: 3 things\n")
    assert folder.is_dir()


@pytest.mark.parametrize("fate", [DROP, HANG])
def test_a_mail_that_was_not_confirmed_comes_again_under_its_name(
    slagen: Slagen, folder: Path, room: Mailroom, monkeypatch: pytest.MonkeyPatch, fate: str
) -> None:
    monkeypatch.setattr(connection, "STEP_SECONDS", 3.0)
    room.mail = lambda mail: fate if mail["To"] == JO else None
    code, out, _ = slagen(*ON)
    assert (code, out.splitlines()[0].startswith(f"Perhaps sent to {JO}: 3 things: localhost:"), out.splitlines()[1]) == (5, True, f"Sent to {OPS}: 1 thing")
    room.mail = lambda _mail: None
    assert slagen(*ON)[:2] == (0, f"Sent to {JO}: 3 things\n")
    names = [mail["Message-ID"] for mail in room.arrived if mail["To"] == JO]
    assert len(names) == 2
    assert len(set(names)) == 1
    assert len(list((folder / "reminders").iterdir())) == 2


@pytest.mark.parametrize(
    ("variables", "reason"),
    [({"SLAGEN_MAIL_PASSWORD": "wrong"}, "refuses the login"), ({"SLAGEN_MAIL_PASSWORD": ""}, "no password"), ({"SLAGEN_MAIL_USER": "nobody"}, "“nobody”"), ({"SSL_CERT_FILE": "/dev/null"}, "certificate")],
)  # fmt: skip
def test_a_server_that_cannot_be_used_is_told_with_5_and_nothing_is_written(
    slagen: Slagen, folder: Path, room: Mailroom, monkeypatch: pytest.MonkeyPatch, variables: dict[str, str], reason: str
) -> None:
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    code, out, told = slagen(*ON)
    assert (code, out, reason in told, "→" in told) == (5, "", True, True)
    assert (room.arrived, (folder / "reminders").exists()) == ([], False)
    assert json.loads(slagen(*ON, "--json")[1])["error"]["code"] == "mail-server"


def test_a_password_in_the_settings_is_refused_before_anything_is_sent(slagen: Slagen, folder: Path, room: Mailroom) -> None:
    settings = folder / "slagen.toml"
    settings.write_text(settings.read_text(encoding="utf-8") + f'password = "{PASSWORD}"\n', encoding="utf-8")
    code, _, told = slagen(*ON)
    assert (code, "SLAGEN_MAIL_PASSWORD" in told, PASSWORD in told, room.connections) == (3, True, False, 0)


def test_an_owner_that_cannot_be_mailed_ends_with_3_and_the_others_have_their_mail(slagen: Slagen, folder: Path, room: Mailroom) -> None:
    facts = folder / FACTS
    facts.write_text(facts.read_text(encoding="utf-8").replace(f"owner: {OPS}", "owner: ops@n"), encoding="utf-8")
    code, out, told = slagen(*ON)
    assert (code, out, "SLG480" in told) == (3, f"Sent to {JO}: 3 things\n", True)
    assert len(room.arrived) == 1


def test_json_says_what_became_of_each_mail(slagen: Slagen, folder: Path, room: Mailroom) -> None:
    room.recipient = lambda address: "450 later" if address == JO else None
    code, out, _ = slagen(*ON, "--json")
    found = json.loads(out)
    assert (code, [(mail["to"], mail["outcome"]) for mail in found["mails"]]) == (5, [(JO, "not-sent"), (OPS, "sent")])
    assert found["mails"][1]["items"] == [
        {"item": "acme:obligation:pen-test", "agreement": "acme", "kind": "obligation", "due": "2026-10-05", "days_left": 4, "lead": "7 days", "legal": True}
    ]
    assert (folder / found["ledger"]).is_file()


def test_a_dry_run_shows_the_mails_or_writes_them_to_look_at(slagen: Slagen, folder: Path, room: Mailroom, tmp_path: Path) -> None:
    code, out, _ = slagen(*ON, "--dry-run")
    assert (code, out.count("To: "), "LAST DAY FOR OUR NOTICE: 30 October 2026 (in 29 days)" in out) == (0, 2, True)
    assert slagen(*ON, "--dry-run", "-o", str(tmp_path / "mails"))[0] == 0
    assert sorted(place.name for place in (tmp_path / "mails").iterdir()) == [f"01-{JO}.eml", f"01-{JO}.html", f"02-{OPS}.eml", f"02-{OPS}.html"]
    assert (room.connections, (folder / "reminders").exists(), git(folder, "log", "--all", "--format=%s")) == (0, False, "")


@pytest.mark.parametrize(("arguments", "code"), [(("-o", "mails"), 2), (("--dry-run", "-o", "reminders"), 5), (("--dry-run", "-o", "agreements/acme"), 5)])
def test_previews_are_no_sources_and_belong_to_dry_runs(slagen: Slagen, folder: Path, room: Mailroom, arguments: tuple[str, ...], code: int) -> None:
    (folder / "reminders").mkdir()
    assert slagen(*ON, *arguments)[0] == code
    assert (room.arrived, list((folder / "reminders").iterdir())) == ([], [])


@pytest.mark.parametrize("number", [1, 2])
def test_a_run_that_is_killed_while_a_mail_is_on_its_way_is_made_good_by_the_next_one(slagen: Slagen, folder: Path, room: Mailroom, number: int) -> None:
    """The server has the mail, and kills the program (SIGKILL) before it confirms it: the worst moment there is."""
    command = [sys.executable, "-m", "slagen", *ON]
    with subprocess.Popen(command, cwd=folder, env=os.environ | {"PYTHONPATH": str(Path(__file__).resolve().parents[2])}, stdout=subprocess.DEVNULL) as program:

        def kill(_mail: EmailMessage) -> str | None:
            if len(room.arrived) == number - 1:
                os.kill(program.pid, signal.SIGKILL)
                return DROP
            return None

        room.mail = kill
        program.wait()
    room.mail = lambda _mail: None
    before = [mail["Message-ID"] for mail in room.arrived]
    assert len(before) == number
    assert slagen(*ON)[0] == 0
    after = [mail["Message-ID"] for mail in room.arrived]
    assert {mail["To"] for mail in room.arrived} == {JO, OPS}
    assert (len(after), len(set(after))) == (3, 2)
    assert slagen(*ON)[1] == ""
    assert git(folder, "status", "--porcelain", "reminders") == ""


def test_outside_a_repository_mails_can_be_looked_at_and_are_not_sent_for_nothing_could_be_remembered(slagen: Slagen, folder: Path, room: Mailroom) -> None:
    (folder / ".git").rename(folder / "git-away")
    assert slagen(*ON, "--dry-run")[0] == 0
    code, _, told = slagen(*ON)
    assert (code, "git init" in told, room.connections) == (5, True, 0)
