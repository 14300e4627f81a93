"""The connection with a mail server: encrypted, logged in, bounded in time and in what it reads; and what goes wrong on the way, in words."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
import ipaddress
import smtplib
import socket
import ssl
from threading import Timer
from typing import Any, BinaryIO

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
AGAIN = "Run slagen remind again later: it sends what is missing."
SETTINGS = "Correct [mail] in slagen.toml."


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


def require_safe(account: Account) -> None:
    """Look whether the way to the server keeps secrets.

    Raises:
        MailServerError: a password, or mail that is to stay private, would leave this computer unencrypted.
    """
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


def connected(account: Account) -> Connection | EncryptedConnection:
    """A new connection, encrypted and logged in as the account says.

    Raises:
        MailServerError: the server offers no encryption, or refuses the login.
        OSError, smtplib.SMTPException: it is not there, breaks off or answers nonsense; `explained` puts that into words.
    """
    context = ssl.create_default_context()
    connection: Connection | EncryptedConnection
    if account.security == "tls":
        connection = EncryptedConnection(account.host, account.port, local_hostname="localhost", timeout=STEP_SECONDS, context=context)
    else:
        connection = Connection(account.host, account.port, local_hostname="localhost", timeout=STEP_SECONDS)
    try:
        with hanging_up(connection):
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

    code, _, answer = reply(error.smtp_code, error.smtp_error).partition(" ")
    return " ".join((code, *map(shown, answer.split())))


@contextmanager
def explained(account: Account) -> Iterator[None]:
    """What goes wrong while connecting, in words."""
    place, hint = account.place, f"{SETTINGS} {AGAIN}"
    try:
        yield
    except ssl.SSLCertVerificationError as error:
        hint = "host under [mail] must be the name in the certificate. Where your company has an authority of its own, name its file in SSL_CERT_FILE."
        raise MailServerError(f"The certificate of {place} cannot be trusted: {error.verify_message}.", hint=hint) from error
    except ssl.SSLError as error:
        hint = 'Port 465 mostly wants security = "tls", port 587 "starttls": see [mail] in slagen.toml.'
        raise MailServerError(f"There is no encrypted connection with {place}: {said(error)}.", hint=hint) from error
    except socket.gaierror as error:
        raise MailServerError(f"There is no computer called “{account.host}”, or the network is away: {said(error)}.", hint=hint) from error
    except ConnectionRefusedError as error:
        raise MailServerError(f"Nobody answers at {place}.", hint=hint) from error
    except TimeoutError as error:
        raise MailServerError(f"{place} does not answer in time.", hint=hint) from error
    except smtplib.SMTPResponseException as error:
        if error.smtp_code < 0:
            raise MailServerError(f"What answers at {place} is no mail server.", hint=hint) from error
        raise MailServerError(f"{place} refuses: {reply(error.smtp_code, error.smtp_error)}.", hint=AGAIN) from error
    except (OSError, smtplib.SMTPException, UnicodeError) as error:
        raise MailServerError(f"{place} cannot be reached: {said(error)}.", hint=hint) from error


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


class Connection(_Bounded):
    """Ends where connecting takes too long."""

    def connect(self, host: str = "localhost", port: int = 0, source_address: Any = None) -> tuple[int, bytes]:
        """As `smtplib` does, within MAIL_SECONDS."""
        with hanging_up(self):
            return super().connect(host, port, source_address)


class EncryptedConnection(_Bounded, smtplib.SMTP_SSL):
    """Ends where connecting takes too long."""

    def connect(self, host: str = "localhost", port: int = 0, source_address: Any = None) -> tuple[int, bytes]:
        """As `smtplib` does, within MAIL_SECONDS."""
        with hanging_up(self):
            return super().connect(host, port, source_address)


@contextmanager
def hanging_up(connection: smtplib.SMTP) -> Iterator[None]:
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


def reply(code: int, answer: bytes | str) -> str:
    """The server's answer on one line, cut where it is long."""
    text = answer.decode("utf-8", "replace") if isinstance(answer, bytes) else answer
    return f"{code} {' '.join(text.split())}"[:_LONGEST_REPLY].rstrip(" .")


def said(error: BaseException) -> str:
    """What an error says, on one line, cut where it is long."""
    text = (error.strerror if isinstance(error, OSError) and not isinstance(error, smtplib.SMTPException) else "") or str(error) or type(error).__name__
    return " ".join(text.split())[:_LONGEST_REPLY].rstrip(" .")
