"""Push and pull over https and ssh: to a git server on this computer, to servers that refuse, and through an ssh that refuses.

Unprotected http is no address that is used, so the server has a certificate, which is trusted in the person's own settings.
"""

from __future__ import annotations

from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
import os
from pathlib import Path
import shutil
import socket
import ssl
import subprocess
from threading import Thread
from typing import cast

import pytest

from slagen.vault import exchange, git_process
from slagen.vault.pull import pull
from slagen.vault.push import BehindError, push
from slagen.vault.remote import Remote, RemoteError, checked, without_secrets
from slagen.vault.repository import Repository, init
from slagen.vault.save import save

AGREEMENT = "agreements/acme/agreement.yaml"
SECRET = "s3cret"  # noqa: S105 - made up, to be looked for in messages
FAILURES = {
    "401": ("does not know you", "credential.helper"),
    "403": ("no right to it", "ask for access"),
    "404": ("no repository", "Look at the address"),
    "500": ("error: 500", "Nothing was changed"),
}
SSH_FAILURES = {
    "Host key verification failed.": ("not known here yet", "ssh HOST"),
    "WARNING: REMOTE HOST IDENTIFICATION HAS CHANGED!\nHost key verification failed.": ("another key than before", "Ask who runs it"),
    "jo@host.example: Permission denied (publickey).": ("your key is not ready", "ssh-add"),
    "ssh: Could not resolve hostname host.example: Name or service not known": ("cannot be reached", "Look at the address"),
}


class Handler(BaseHTTPRequestHandler):
    """Hands a request to git's own server program; below /401/ and the like it answers with that status."""

    folder = Path()

    def do_GET(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", "0")))
        status = self.path.split("/")[1]
        if status in FAILURES:
            self.answer(int(status), [("WWW-Authenticate", 'Basic realm="contracts"')] if status == "401" else [], b"")
        else:
            self.ask_git(body)

    do_POST = do_GET  # noqa: N815 - the name that http.server looks for

    def ask_git(self, body: bytes) -> None:
        path, _, query = self.path.partition("?")
        request = {
            "PATH": os.environ["PATH"],
            "GIT_PROJECT_ROOT": str(self.folder),
            "GIT_HTTP_EXPORT_ALL": "1",
            "REMOTE_USER": "jo",
            "REQUEST_METHOD": self.command,
            "PATH_INFO": path,
            "QUERY_STRING": query,
            "CONTENT_TYPE": self.headers.get("Content-Type", ""),
            "CONTENT_LENGTH": str(len(body)),
            "HTTP_CONTENT_ENCODING": self.headers.get("Content-Encoding", ""),
            "GIT_PROTOCOL": self.headers.get("Git-Protocol", ""),
        }
        said = subprocess.run(["git", "http-backend"], input=body, env=request, check=True, capture_output=True).stdout
        head, _, content = said.partition(b"\r\n\r\n")
        rows = [(name, value.strip()) for name, _, value in (line.partition(":") for line in head.decode().split("\r\n"))]
        status = next((int(value.split()[0]) for name, value in rows if name == "Status"), 200)
        self.answer(status, [row for row in rows if row[0] != "Status"], content)

    def answer(self, status: int, rows: list[tuple[str, str]], content: bytes) -> None:
        self.send_response(status)
        for name, value in [*rows, ("Content-Length", str(len(content)))]:
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    if not shutil.which("openssl"):
        pytest.skip("openssl is not here")
    place = tmp_path_factory.mktemp("certificate") / "both.pem"
    made = "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=127.0.0.1 -addext subjectAltName=IP:127.0.0.1"
    subprocess.run(["openssl", *made.split(), "-keyout", str(place), "-out", f"{place}.crt"], check=True, capture_output=True)
    place.write_bytes(place.read_bytes() + Path(f"{place}.crt").read_bytes())
    return place


@pytest.fixture
def shared(tmp_path: Path) -> Path:
    place = tmp_path / "served" / "contracts.git"
    subprocess.run(["git", "init", "-q", "--bare", "-b", "main", str(place)], check=True)
    return place


def trust(certificate: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As a person would: in their own settings."""
    subprocess.run(["git", "config", "--global", "http.sslCAInfo", f"{certificate}.crt"], check=True)
    monkeypatch.setenv("no_proxy", "127.0.0.1")


@pytest.fixture
def server(certificate: Path, shared: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The address of a running server, without its scheme."""
    if subprocess.run(["git", "http-backend"], check=False, capture_output=True).returncode == 1:
        pytest.skip("git http-backend is not here")
    trust(certificate, monkeypatch)
    monkeypatch.setattr(Handler, "folder", shared.parent)
    protection = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    protection.load_cert_chain(certificate)
    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as listening:
        listening.socket = protection.wrap_socket(listening.socket, server_side=True, do_handshake_on_connect=False)
        Thread(target=listening.serve_forever, kwargs={"poll_interval": 0.02}).start()
        yield f"127.0.0.1:{listening.server_port}"
        listening.shutdown()


@pytest.fixture
def jo(tmp_path: Path) -> Iterator[Repository]:
    (tmp_path / "jo").mkdir()
    with init(tmp_path / "jo") as opened:
        write(opened, "term: 12\n")
        yield opened


@pytest.fixture
def sam(tmp_path: Path) -> Iterator[Repository]:
    (tmp_path / "sam").mkdir()
    with init(tmp_path / "sam") as opened:
        yield opened


def write(repository: Repository, text: str) -> None:
    place = repository.top / AGREEMENT
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_text(text)
    save(repository, {AGREEMENT: text.encode()}, "an agreement")


def goes_there_and_back(jo: Repository, sam: Repository, address: str) -> str:
    """Push and pull both ways; everything that was said."""
    said = [repr(push(jo, address)), repr(pull(sam, address))]
    assert (sam.head(), (sam.top / AGREEMENT).read_text()) == (jo.head(), "term: 12\n")
    write(sam, "term: 24\n")
    said += [repr(push(sam)), repr(pull(jo))]
    assert (jo.head(), (jo.top / AGREEMENT).read_text()) == (sam.head(), "term: 24\n")
    return "".join(said)


def state(*places: Path) -> dict[Path, bytes]:
    """All that stands in folders, but for the file by which writers wait for one another."""
    return {file: file.read_bytes() for place in places for file in place.rglob("*") if file.is_file() and file.name != "lock"}


def refused(repository: Repository, shared: Path, address: str) -> list[RemoteError]:
    """What push and pull say, which change nothing on either side."""
    before = state(repository.top, shared)
    said = []
    for action in (push, pull):
        with pytest.raises(RemoteError) as caught:
            action(repository, address)
        said.append(caught.value)
        assert SECRET not in f"{caught.value!r}{caught.value.message}{caught.value.hint}{caught.value.detail}{caught.value.where}"
    assert state(repository.top, shared) == before
    return said


def test_an_agreement_goes_there_and_back_over_https_and_no_secret_is_shown(jo: Repository, sam: Repository, server: str) -> None:
    said = goes_there_and_back(jo, sam, f"https://jo:{SECRET}@{server}/contracts.git")
    write(jo, "term: 36\n")
    push(jo)
    with pytest.raises(BehindError) as caught:
        push(sam)
    assert SECRET not in f"{said}{caught.value!r}{caught.value.hint}"
    assert f"https://{server}/contracts.git" in said


@pytest.mark.parametrize("status", FAILURES)
def test_a_server_that_refuses_is_told_with_a_way_out(jo: Repository, shared: Path, server: str, status: str) -> None:
    reason, hint = FAILURES[status]
    for secret in ("", f"jo:{SECRET}@") if status == "401" else (f"jo:{SECRET}@",):
        for error in refused(jo, shared, f"https://{secret}{server}/{status}/contracts.git"):
            assert reason in error.message
            assert hint in (error.hint or "")


def test_a_number_in_an_address_is_not_taken_for_the_servers_answer() -> None:
    detail = "fatal: unable to access 'https://host.example:40312/403/': Failed to connect to host.example port 40312: Connection refused"
    assert "cannot be reached" in RemoteError("https://host.example:40312/403", detail).message
    unlucky = "fatal: unable to access 'https://h.example/404-SSL.git/': The requested URL returned error: 500"
    assert "error: 500" in RemoteError("https://h.example/404-SSL.git", unlucky).message


@pytest.mark.parametrize("password", ["p@s3cret", "s3/cret", "x8/s3@cret", "@", "8/s3cret", "8080/s3cret", "8/s3@cret"])
def test_a_password_with_an_at_sign_or_a_slash_is_not_shown_in_part(password: str) -> None:
    assert without_secrets(f"fatal: 'https://jo:{password}@host.example/x.git/': no") == "fatal: 'https://host.example/x.git/': no"


@pytest.mark.parametrize("address", ["https://host.example/x@y.git", "https://host.example:8443/x@y.git", "https://host.example:8443", "ssh://[::1]:22/x@y"])
def test_an_address_without_a_password_is_shown_whole(address: str) -> None:
    assert without_secrets(f"'{address}' a@b") == f"'{address}' a@b"
    assert without_secrets(address) == address


@pytest.mark.parametrize("query", ["private_token=s3cret", "access_token=s3cret&x=1", "s3cret"])
def test_what_follows_a_question_mark_in_an_address_is_not_shown(query: str) -> None:
    told = f"fatal: unable to access 'https://host.example/x.git?{query}/': no; is it there?"
    assert without_secrets(told) == "fatal: unable to access 'https://host.example/x.git?…': no; is it there?"
    assert without_secrets(f"HTTPS://jo:{SECRET}@host.example/x?{query}") == "HTTPS://host.example/x?…"


def test_the_kind_of_an_address_may_be_written_in_capitals() -> None:
    assert checked("HTTPS://host.example/X.git") == "https://host.example/X.git"
    assert Remote("", checked("File:///srv/x.git"), "").is_folder


def test_a_server_that_never_answers_is_left_when_the_time_is_up(jo: Repository, shared: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exchange, "NETWORK_SECONDS", 0.2)
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    with socket.create_server(("127.0.0.1", 0)) as deaf:
        for error in refused(jo, shared, f"https://jo:{SECRET}@127.0.0.1:{deaf.getsockname()[1]}/contracts.git"):
            assert "does not answer" in error.message
            assert error.hint


def test_a_server_that_says_nothing_is_left_after_a_short_silence(jo: Repository, shared: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(git_process, "SILENCE_SECONDS", 0.2)
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    with socket.create_server(("127.0.0.1", 0)) as deaf:
        for error in refused(jo, shared, f"https://127.0.0.1:{deaf.getsockname()[1]}/contracts.git"):
            assert "does not answer" in error.message


def test_an_ssh_that_connects_and_falls_silent_is_left_with_a_way_out(jo: Repository, shared: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(git_process, "SILENCE_SECONDS", 0.2)
    put_ssh(tmp_path, "exec sleep 600", monkeypatch)
    for error in refused(jo, shared, "ssh://git@host.example/contracts.git"):
        assert "does not answer" in error.message
        assert "ssh HOST" in error.hint


class Talker:
    """A process of which is known how much it has said after each wait; after the last one it ends."""

    args = "git"

    def __init__(self, *said: int) -> None:
        self.said = list(said)

    def communicate(self, _: bytes, timeout: float) -> tuple[bytes, bytes]:
        if not self.said:
            return b"out", b""
        raise subprocess.TimeoutExpired(self.args, timeout, b"", b"." * self.said.pop(0))


def test_who_tells_of_progress_is_waited_for_and_who_is_silent_is_not() -> None:
    def wait(*said: int) -> tuple[bytes, bytes]:
        return git_process._listened(cast("subprocess.Popen[bytes]", Talker(*said)), b"", 3600, 60)

    assert wait(1, 2, 30, 40, 41) == (b"out", b"")
    for said in ((0,), (5, 5), (1, 2, 2), tuple(range(1, 61))):
        with pytest.raises(subprocess.TimeoutExpired):
            wait(*said)


def test_what_git_told_of_its_progress_is_not_taken_for_the_reason_why_it_failed(jo: Repository, shared: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:  # fmt: skip
    told = r"remote: Counting objects:  50%% (1/2)\rremote: Counting objects: 100%% (2/2), done.\nremote: Total 2 (delta 0)\nremote: the disk there is full\n"
    put_ssh(tmp_path, f"printf '{told}' >&2\nexit 255", monkeypatch)
    for error in refused(jo, shared, "ssh://git@host.example/contracts.git"):
        assert "remote: the disk there is full" in error.message


@pytest.mark.parametrize(("own", "given"), [("", True), ("ssh -i key -o ConnectTimeout=3", True), ("/usr/bin/env ssh", False)])
def test_ssh_gives_up_by_itself_and_what_a_person_says_themselves_comes_first(
    jo: Repository, shared: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, own: str, given: bool
) -> None:
    put_ssh(tmp_path, f'echo "$@" >>{tmp_path}/asked; for asked; do :; done; eval "exec $asked"', monkeypatch)
    if own:
        subprocess.run(["git", "config", "--global", "core.sshCommand", own], check=True)
    push(jo, f"ssh://git@host.example{shared}")
    asked = (tmp_path / "asked").read_text()
    assert ("ServerAliveInterval" in asked) == given
    assert "ConnectTimeout=3 " not in asked or asked.index("ConnectTimeout=3 ") < asked.index("ConnectTimeout=30")


def test_an_ssh_that_the_environment_names_is_left_alone(jo: Repository, shared: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put_ssh(tmp_path, f'echo "$@" >>{tmp_path}/asked; for asked; do :; done; eval "exec $asked"', monkeypatch)
    monkeypatch.setenv("GIT_SSH", str(tmp_path / "programs/ssh"))
    push(jo, f"ssh://git@host.example{shared}", chosen_ssh=True)
    assert "ServerAlive" not in (tmp_path / "asked").read_text()


def test_slowness_is_not_taken_for_a_bad_certificate() -> None:
    for told in ("SSL connection timeout", "Operation too slow. Less than 1 bytes/sec transferred the last 60 seconds"):
        assert "does not answer" in RemoteError("https://h.example/x", f"fatal: unable to access 'https://h.example/x/': {told}").message


def test_a_certificate_that_nobody_trusts_is_told(jo: Repository, shared: Path, server: str) -> None:
    subprocess.run(["git", "config", "--global", "--unset", "http.sslCAInfo"], check=True)
    for error in refused(jo, shared, f"https://{server}/contracts.git"):
        assert "certificate is not trusted" in error.message


def put_ssh(folder: Path, script: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """An ssh that comes first on the PATH; it fails loudly where it could ask somebody something."""
    place = folder / "programs" / "ssh"
    place.parent.mkdir()
    guard = 'if (: </dev/tty) 2>/dev/null || [ "$SSH_ASKPASS_REQUIRE" != never ]; then echo "fatal: it could ask" >&2; exit 255; fi'
    place.write_text(f"#!/bin/sh\n{guard}\n{script}\n")
    place.chmod(0o755)
    monkeypatch.setenv("PATH", str(place.parent), prepend=os.pathsep)
    for name in ("GIT_SSH", "GIT_SSH_COMMAND", "GIT_SSH_VARIANT"):
        monkeypatch.delenv(name, raising=False)


@pytest.mark.parametrize("address", ["ssh://git@host.example{}", "git@host.example:{}"])
def test_an_agreement_goes_there_and_back_over_ssh_by_the_persons_own_ssh(
    jo: Repository, sam: Repository, shared: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    put_ssh(tmp_path, 'for asked; do :; done\neval "exec $asked"', monkeypatch)
    for person in (jo, sam):
        subprocess.run(["git", "config", "core.sshCommand", f"touch '{tmp_path}/trap'; false"], cwd=person.top, check=True)
    goes_there_and_back(jo, sam, address.format(shared))
    assert not (tmp_path / "trap").exists()


@pytest.mark.parametrize("told", SSH_FAILURES)
def test_an_ssh_that_fails_is_told_with_a_way_out_and_asks_nothing(jo: Repository, shared: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, told: str) -> None:  # fmt: skip
    put_ssh(tmp_path, f"echo '{told}' >&2\nexit 255", monkeypatch)
    reason, hint = SSH_FAILURES[told]
    for error in refused(jo, shared, "ssh://git@host.example/contracts.git"):
        assert reason in error.message
        assert hint in (error.hint or "")
