"""A mail server for tests: a real one, with a certificate of its own, that can be told to behave badly."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from functools import cache
from pathlib import Path
import socket
import ssl
from threading import Event, Thread
from typing import Any

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session
import trustme

USER, PASSWORD = "contracts", "correct horse"
NEVER_SECONDS = 3600.0
Hook = Callable[["Mailroom", SMTP, Envelope], "str | None"]


@dataclass
class Mailroom:
    """What arrived, and how the server behaves. A hook answers for a recipient, or for a mail that has arrived whole; None is the usual answer.

    `DROP` as an answer cuts the connection off, `HANG` never answers.
    """

    recipient: Callable[[str], str | None] = lambda _address: None
    mail: Callable[[EmailMessage], str | None] = lambda _mail: None
    arrived: list[EmailMessage] = field(default_factory=list)
    raw: list[bytes] = field(default_factory=list)
    envelopes: list[tuple[str, str]] = field(default_factory=list)
    connections: int = 0
    port: int = 0
    encrypted: list[bool] = field(default_factory=list)
    users: list[str] = field(default_factory=list)

    async def handle_RCPT(self, server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]) -> str:  # noqa: N802 - aiosmtpd's own name
        answer = await _behaved(self.recipient(address), server)
        if answer is None:
            envelope.rcpt_tos.append(address)
        return answer or "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802 - likewise
        data = envelope.content
        assert isinstance(data, bytes)
        made = message_from_bytes(data, policy=policy.default)
        assert isinstance(made, EmailMessage)
        answer = self.mail(made)
        if answer in {None, DROP, HANG}:
            self.arrived.append(made)
            self.raw.append(data)
            self.envelopes.append((str(envelope.mail_from), str(envelope.rcpt_tos[0])))
            assert server.transport is not None
            self.encrypted.append(session.ssl is not None or server.transport.get_extra_info("sslcontext") is not None)
        return await _behaved(answer, server) or "250 OK"

    def authenticate(self, _server: SMTP, _session: Session, _envelope: Envelope, _mechanism: str, data: Any) -> AuthResult:
        assert isinstance(data, LoginPassword)
        self.users.append(data.login.decode())
        return AuthResult(success=(data.login.decode(), data.password.decode()) == (USER, PASSWORD), handled=False)


DROP, HANG = "drop", "hang"


async def _behaved(answer: str | None, server: SMTP) -> str | None:
    if answer == DROP:
        assert isinstance(server.transport, asyncio.Transport)
        server.transport.abort()
        return "421 gone"
    if answer == HANG:
        await asyncio.sleep(NEVER_SECONDS)
    return answer


@cache
def authority() -> trustme.CA:
    """Who signs the certificates of these tests."""
    return trustme.CA()


@cache
def certified(name: str = "localhost") -> ssl.SSLContext:
    """A server's side of TLS, under a certificate for `name`."""
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    authority().issue_cert(name).configure_cert(context)
    return context


def trust(folder: Path, set_variable: Callable[[str, str], object]) -> None:
    """Let this process trust the authority, as people do: by the variable SSL_CERT_FILE."""
    place = folder / "authority.pem"
    authority().cert_pem.write_to_path(place)
    set_variable("SSL_CERT_FILE", str(place))


@contextmanager
def running(room: Mailroom, *, tls: ssl.SSLContext | None = None, starttls: ssl.SSLContext | None = None, login: bool = False) -> Iterator[Mailroom]:
    """The server at `room.port` of this computer."""

    def connection() -> SMTP:
        room.connections += 1
        return SMTP(
            room, hostname="mail.example", tls_context=starttls, require_starttls=False, authenticator=room.authenticate if login else None,
            auth_required=login, auth_require_tls=tls is None, enable_SMTPUTF8=True,
        )  # fmt: skip

    place = socket.create_server(("127.0.0.1", 0))
    room.port = place.getsockname()[1]
    loop = asyncio.new_event_loop()
    ready = Event()

    async def serve() -> None:
        server = await loop.create_server(connection, sock=place, ssl=tls)
        ready.set()
        async with server:
            await server.serve_forever()

    def work() -> None:
        loop.set_exception_handler(lambda _loop, _context: None)
        with suppress(asyncio.CancelledError):
            loop.run_until_complete(task)

    task = loop.create_task(serve())
    thread = Thread(target=work, daemon=True)
    thread.start()
    ready.wait(10)
    try:
        yield room
    finally:
        loop.call_soon_threadsafe(_stop, loop)
        thread.join(10)
        loop.close()


def _stop(loop: asyncio.AbstractEventLoop) -> None:
    for task in asyncio.all_tasks(loop):
        task.cancel()


@contextmanager
def answering(*answers: bytes | None) -> Iterator[int]:
    """A server that says these lines, one at once and one after each that it hears, and hangs up; None hangs up without a word. Yields its port."""
    place = socket.create_server(("127.0.0.1", 0))

    def work() -> None:
        try:
            client, _ = place.accept()
        except OSError:
            return
        with client, client.makefile("rb") as heard:
            for number, answer in enumerate(answers):
                if number and not heard.readline():
                    return
                if answer is None:
                    return
                client.sendall(answer)

    thread = Thread(target=work, daemon=True)
    thread.start()
    try:
        yield place.getsockname()[1]
    finally:
        place.close()
        thread.join(10)
