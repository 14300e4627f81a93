"""The mail server that mails are handed in to, one after the other, and what becomes of each, in words."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum
import re
import smtplib
from types import TracebackType
from typing import Self

from slagen.formats.mail.connection import (
    AGAIN,
    SETTINGS,
    Account,
    Connection,
    EncryptedConnection,
    connected,
    explained,
    hanging_up,
    reply,
    require_safe,
    said,
)

_ENDS = re.compile(rb"\r\n|\r|\n")
_DOTS = re.compile(rb"(?m)^\.")


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
        self._connection: Connection | EncryptedConnection | None = None
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
            require_safe(self.account)
            with explained(self.account):
                self._connection = connected(self.account)

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
                with hanging_up(connection):
                    return _handed_in(connection, sender, recipient, data)
            except _LateError as error:
                self._drop()
                hint = "It may have arrived. Run slagen remind again: it is sent once more, under the same Message-ID."
                return Outcome(State.UNKNOWN, f"{self.account.place} broke off before it confirmed the mail ({said(error)})", hint)
            except (OSError, smtplib.SMTPException) as error:
                self._drop()
                if not stale:
                    return Outcome(State.NOT_SENT, f"{self.account.place} broke off before it had the mail ({said(error)})", AGAIN)
        raise AssertionError

    def _drop(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None
        self._used = False


class _LateError(Exception):
    """The whole mail is with the server, and its answer is not here."""


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
            raise smtplib.SMTPServerDisconnected(reply(code, answer))
        if not 200 <= code < 400:
            with suppress(OSError, smtplib.SMTPException):
                connection.rset()
            return _refusal(what, code, answer)
    connection.send(_DOTS.sub(b"..", _ENDS.sub(b"\r\n", data.rstrip(b"\r\n") + b"\r\n")) + b".\r\n")
    try:
        code, answer = connection.getreply()
    except (OSError, smtplib.SMTPException) as error:
        raise _LateError(said(error)) from error
    if not 200 <= code < 300 and not 400 <= code < 600:
        raise _LateError(reply(code, answer))
    return SENT if code < 300 else _refusal("the mail", code, answer)


def _envelope(connection: smtplib.SMTP, sender: str, recipient: str, options: list[str]) -> Iterator[tuple[str, int, bytes]]:
    yield f"the sender “{sender}”", *connection.mail(sender, options)
    yield f"the recipient “{recipient}”", *connection.rcpt(recipient)
    yield "the mail", *connection.docmd("DATA")


def _refusal(what: str, code: int, answer: bytes) -> Outcome:
    """A 4xx answer is for now, a 5xx one for good (RFC 5321, 4.2.1)."""
    if code < 500:
        return Outcome(State.NOT_SENT, f"the server does not take {what} now: {reply(code, answer)}", AGAIN)
    hint = "Correct the address where the agreement names the person." if "recipient" in what else SETTINGS if "sender" in what else "Ask who runs the server."
    return Outcome(State.NOT_SENT, f"the server refuses {what}: {reply(code, answer)}", hint)
