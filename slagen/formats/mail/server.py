"""The mail server: a connection that is encrypted, and what becomes of each mail, in words."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from enum import StrEnum
import ipaddress
import re
import smtplib
import socket
import ssl
from threading import Timer
from types import TracebackType
from typing import Any, BinaryIO, Self

from slagen.core.errors import RefusedError

STEP_SECONDS = 60.0
"""How long one answer of the server may take."""
MAIL_SECONDS = 300.0
"""How long one mail may take, and how long it may take to connect: a server that answers letter by letter holds nobody for ever."""
_LONGEST_REPLY = 300
_TELLING = 4
"""Signs of a password, or of what is sent in its place, that are not shown."""
_MOST_LINES = 1000
"""Lines of one answer; real ones have a few dozen. With the 8 kB that smtplib reads of a line at most, no answer takes more than 8 MB."""
_ENDS = re.compile(rb"\r\n|\r|\n")
_DOTS = re.compile(rb"(?m)^\.")
_AGAIN = "Run slagen remind again later: it sends what is missing."
_SETTINGS = "Correct [mail] in slagen.toml."


class MailServerError(RefusedError):
    """The server cannot be used: nothing was sent through this connection."""

    code = "mail-server"


@dataclass(frozen=True, slots=True)
class Account:
    """Where mail is handed in. `security` is starttls, tls or none; a user without a password is a mistake that is told."""

    host: str
    port: int = 587
    security: str = "starttls"
    user: str = ""
    password: str = ""
    unencrypted: bool = False
    """Whether mail may leave this computer unencrypted, where `security` is none."""

    @property
    def place(self) -> str:
        """Where it is, as messages call it."""
        return f"{self.host}:{self.port}"


class State(StrEnum):
    """What became of a mail."""

    SENT = "sent"
    NOT_SENT = "not-sent"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a mail; where it is not known to have been sent, why, and the way out."""

    state: State
    reason: str = ""
    hint: str = ""


SENT = Outcome(State.SENT)


class MailServer:
    """A server to hand mails to, one after the other. Use it in a `with` statement: it connects at once, and again where it was cut off."""

    def __init__(self, account: Account) -> None:
        self.account = account
        self._connection: _Connection | _EncryptedConnection | None = None
        self._used = False

    def __enter__(self) -> Self:
        self.connect()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Say good-bye, where there is anybody to say it to."""
        if self._connection is not None:
            with suppress(OSError, smtplib.SMTPException):
                self._connection.quit()
        self._drop()

    def connect(self) -> None:
        """Connect, unless it is connected.

        Raises:
            MailServerError: the server is not there, is not the one that it should be, offers no encryption, or refuses the login.
        """
        if self._connection is None:
            _require_safe(self.account)
            with _explained(self.account):
                self._connection = _connected(self.account)

    def send(self, sender: str, recipient: str, data: bytes) -> Outcome:
        """Hand one mail in.

        Raises:
            MailServerError: the connection had ended, and there is no new one.
        """
        for stale in (self._used, False):
            self.connect()
            connection = self._connection
            assert connection is not None
            self._used = True
            try:
                with _hanging_up(connection):
                    return _handed_in(connection, sender, recipient, data)
            except _LateError as error:
                self._drop()
                hint = "It may have arrived. Run slagen remind again: it is sent once more, under the same Message-ID."
                return Outcome(State.UNKNOWN, f"{self.account.place} broke off before it confirmed the mail ({_said(error)})", hint)
            except (OSError, smtplib.SMTPException) as error:
                self._drop()
                if not stale:
                    return Outcome(State.NOT_SENT, f"{self.account.place} broke off before it had the mail ({_said(error)})", _AGAIN)
        raise AssertionError

    def _drop(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None
        self._used = False


class _LateError(Exception):
    """The whole mail is with the server, and its answer is not here."""


class _Lines:
    """What the server says, line by line: an answer without an end is cut off before it fills the memory."""

    def __init__(self, opened: BinaryIO) -> None:
        self._opened = opened
        self.left = _MOST_LINES

    def readline(self, size: int = -1) -> bytes:
        self.left -= 1
        if self.left < 0:
            raise OSError("its answer has no end")
        return self._opened.readline(size)

    def close(self) -> None:
        self._opened.close()


class _Bounded(smtplib.SMTP):
    """Reads no answer of more than _MOST_LINES lines."""

    def getreply(self) -> tuple[int, bytes]:
        if self.file is None and self.sock is not None:
            self.file = _Lines(self.sock.makefile("rb"))
        if self.file is not None:
            self.file.left = _MOST_LINES
        return super().getreply()


class _Connection(_Bounded):
    """Ends where connecting takes too long."""

    def connect(self, host: str = "localhost", port: int = 0, source_address: Any = None) -> tuple[int, bytes]:
        with _hanging_up(self):
            return super().connect(host, port, source_address)


class _EncryptedConnection(_Bounded, smtplib.SMTP_SSL):
    """Ends where connecting takes too long."""

    def connect(self, host: str = "localhost", port: int = 0, source_address: Any = None) -> tuple[int, bytes]:
        with _hanging_up(self):
            return super().connect(host, port, source_address)


@contextmanager
def _hanging_up(connection: smtplib.SMTP) -> Iterator[None]:
    """Cut the connection off where all of what is done takes longer than MAIL_SECONDS."""

    def hang_up() -> None:
        if connection.sock is not None:
            with suppress(OSError):
                socket.socket.shutdown(connection.sock, socket.SHUT_RDWR)

    timer = Timer(MAIL_SECONDS, hang_up)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()


def _require_safe(account: Account) -> None:
    if account.security == "none" and not is_this_computer(account.host):
        if account.user or account.password:
            hint = 'Write security = "starttls" or "tls" under [mail] in slagen.toml.'
            raise MailServerError(f"A password is never sent to “{account.host}” without encryption.", hint=hint)
        if not account.unencrypted:
            hint = 'Write security = "starttls" or "tls" under [mail] in slagen.toml; or unencrypted = true where the way to the server is your own network.'
            raise MailServerError(f"Mail would go to “{account.host}” without encryption.", hint=hint)


def is_this_computer(host: str) -> bool:
    """Whether a host is the computer itself."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host.casefold() == "localhost"


def _connected(account: Account) -> _Connection | _EncryptedConnection:
    context = ssl.create_default_context()
    connection: _Connection | _EncryptedConnection
    if account.security == "tls":
        connection = _EncryptedConnection(account.host, account.port, local_hostname="localhost", timeout=STEP_SECONDS, context=context)
    else:
        connection = _Connection(account.host, account.port, local_hostname="localhost", timeout=STEP_SECONDS)
    try:
        with _hanging_up(connection):
            _begin(connection, account, context)
    except BaseException:
        connection.close()
        raise
    return connection


def _begin(connection: smtplib.SMTP, account: Account, context: ssl.SSLContext) -> None:
    assert connection.sock is not None
    here = connection.sock.getsockname()[0]
    connection.local_hostname = f"[IPv6:{here}]" if ":" in here else f"[{here}]"
    connection.ehlo_or_helo_if_needed()
    if account.security == "starttls":
        if not connection.has_extn("starttls"):
            hint = 'Write security = "tls" (mostly with port = 465) under [mail] in slagen.toml, or ask who runs the server. Nothing was sent.'
            raise MailServerError(f"{account.place} offers no encryption (STARTTLS).", hint=hint)
        connection.starttls(context=context)
        connection.ehlo_or_helo_if_needed()
    if account.user:
        _log_in(connection, account)


def _log_in(connection: smtplib.SMTP, account: Account) -> None:
    if not account.password:
        hint = "Put the password into the environment variable SLAGEN_MAIL_PASSWORD; never into a file of the workspace."
        raise MailServerError(f"There is no password for “{account.user}” at {account.place}.", hint=hint)
    try:
        connection.login(account.user, account.password)
    except UnicodeEncodeError:
        hint = "Choose a password of plain letters, digits and signs for this account."
        raise MailServerError(f"The user name or password for {account.place} holds signs that its login does not take.", hint=hint) from None
    except smtplib.SMTPAuthenticationError as error:
        hint = "Look at user under [mail] in slagen.toml (or SLAGEN_MAIL_USER), and at SLAGEN_MAIL_PASSWORD; some servers want a password made for programs."
        raise MailServerError(f"{account.place} refuses the login of “{account.user}”: {_without_secret(account, error)}.", hint=hint) from None
    except smtplib.SMTPNotSupportedError:
        hint = "Leave user out under [mail] in slagen.toml (and SLAGEN_MAIL_USER), or use the port for sending (587 or 465)."
        raise MailServerError(f"{account.place} takes no login.", hint=hint) from None


def _without_secret(account: Account, error: smtplib.SMTPResponseException) -> str:
    """The server's answer without what it repeats of the login: messages are kept in the logs of whoever runs this."""
    login = (account.password, f"\0{account.user}\0{account.password}")
    secrets = (account.password, *(b64encode(one.encode()).decode().rstrip("=") for one in login))

    def shown(word: str) -> str:
        bare = word.strip("'\"`<>()[].,:;=")
        told = any(secret in bare or (len(bare) >= _TELLING and bare in secret) for secret in secrets)
        return "…" if told else word

    code, _, answer = _reply(error.smtp_code, error.smtp_error).partition(" ")
    return " ".join((code, *map(shown, answer.split())))


def _handed_in(connection: smtplib.SMTP, sender: str, recipient: str, data: bytes) -> Outcome:
    """The steps of RFC 5321, 3.3. Until the last dot has left, the server has no mail; after it only its answer says."""
    options = [f"size={len(data)}"] if connection.has_extn("size") else []
    if not recipient.isascii() or not sender.isascii():
        if not connection.has_extn("smtputf8"):
            return Outcome(
                State.NOT_SENT, f"the server takes no address with other than plain letters (“{recipient}”)", "Give the person an address of plain letters."
            )
        options += ["SMTPUTF8", "BODY=8BITMIME"]
    for what, code, answer in _envelope(connection, sender, recipient, options):
        if code == 421:
            raise smtplib.SMTPServerDisconnected(_reply(code, answer))
        if not 200 <= code < 400:
            with suppress(OSError, smtplib.SMTPException):
                connection.rset()
            return _refusal(what, code, answer)
    connection.send(_DOTS.sub(b"..", _ENDS.sub(b"\r\n", data.rstrip(b"\r\n") + b"\r\n")) + b".\r\n")
    try:
        code, answer = connection.getreply()
    except (OSError, smtplib.SMTPException) as error:
        raise _LateError(_said(error)) from error
    if not 200 <= code < 300 and not 400 <= code < 600:
        raise _LateError(_reply(code, answer))
    return SENT if code < 300 else _refusal("the mail", code, answer)


def _envelope(connection: smtplib.SMTP, sender: str, recipient: str, options: list[str]) -> Iterator[tuple[str, int, bytes]]:
    yield f"the sender “{sender}”", *connection.mail(sender, options)
    yield f"the recipient “{recipient}”", *connection.rcpt(recipient)
    yield "the mail", *connection.docmd("DATA")


def _refusal(what: str, code: int, answer: bytes) -> Outcome:
    """A 4xx answer is for now, a 5xx one for good (RFC 5321, 4.2.1)."""
    if code < 500:
        return Outcome(State.NOT_SENT, f"the server does not take {what} now: {_reply(code, answer)}", _AGAIN)
    hint = "Correct the address where the agreement names the person." if "recipient" in what else _SETTINGS if "sender" in what else "Ask who runs the server."
    return Outcome(State.NOT_SENT, f"the server refuses {what}: {_reply(code, answer)}", hint)


@contextmanager
def _explained(account: Account) -> Iterator[None]:
    """What goes wrong while connecting, in words."""
    place, hint = account.place, f"{_SETTINGS} {_AGAIN}"
    try:
        yield
    except ssl.SSLCertVerificationError as error:
        hint = "host under [mail] must be the name in the certificate. Where your company has an authority of its own, name its file in SSL_CERT_FILE."
        raise MailServerError(f"The certificate of {place} cannot be trusted: {error.verify_message}.", hint=hint) from error
    except ssl.SSLError as error:
        hint = 'Port 465 mostly wants security = "tls", port 587 "starttls": see [mail] in slagen.toml.'
        raise MailServerError(f"There is no encrypted connection with {place}: {_said(error)}.", hint=hint) from error
    except socket.gaierror as error:
        raise MailServerError(f"There is no computer called “{account.host}”, or the network is away: {_said(error)}.", hint=hint) from error
    except ConnectionRefusedError as error:
        raise MailServerError(f"Nobody answers at {place}.", hint=hint) from error
    except TimeoutError as error:
        raise MailServerError(f"{place} does not answer in time.", hint=hint) from error
    except smtplib.SMTPResponseException as error:
        if error.smtp_code < 0:
            raise MailServerError(f"What answers at {place} is no mail server.", hint=hint) from error
        raise MailServerError(f"{place} refuses: {_reply(error.smtp_code, error.smtp_error)}.", hint=_AGAIN) from error
    except (OSError, smtplib.SMTPException, UnicodeError) as error:
        raise MailServerError(f"{place} cannot be reached: {_said(error)}.", hint=hint) from error


def _reply(code: int, answer: bytes | str) -> str:
    text = answer.decode("utf-8", "replace") if isinstance(answer, bytes) else answer
    return f"{code} {' '.join(text.split())}"[:_LONGEST_REPLY].rstrip(" .")


def _said(error: BaseException) -> str:
    text = (error.strerror if isinstance(error, OSError) and not isinstance(error, smtplib.SMTPException) else "") or str(error) or type(error).__name__
    return " ".join(text.split())[:_LONGEST_REPLY].rstrip(" .")
