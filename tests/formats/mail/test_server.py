"""Handing mails in to a real server, and to servers that misbehave."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Callable
from pathlib import Path
import socket
import ssl
from typing import Any

import pytest

from slagen.formats.mail import connection
from slagen.formats.mail.connection import Account, MailServerError
from slagen.formats.mail.server import MailServer, State
from tests.mail_server import DROP, HANG, PASSWORD, USER, Mailroom, answering, certified, running, trust

MAIL = b"From: c@n.example\r\nTo: jo@n.example\r\nSubject: due\r\nMessage-ID: <1@n.example>\r\n\r\nOne\r\n.two\r\n..three\r\n"

WRONG = PASSWORD[::-1]


@pytest.fixture(autouse=True)
def trusted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    trust(tmp_path, monkeypatch.setenv)


def account(room: Mailroom, security: str = "starttls", **more: Any) -> Account:
    return Account("localhost", room.port, security, **more)


def sent(place: Account, *recipients: str) -> list[State]:
    with MailServer(place) as to:
        return [to.send("c@n.example", recipient, MAIL).state for recipient in recipients]


@pytest.mark.filterwarnings("ignore:Requiring AUTH")
@pytest.mark.parametrize("security", ["starttls", "tls"])
def test_a_mail_arrives_encrypted_after_the_login_and_byte_for_byte(security: str) -> None:
    tls = certified() if security == "tls" else None
    with running(Mailroom(), tls=tls, starttls=None if tls else certified(), login=True) as room:
        assert sent(account(room, security, user=USER, password=PASSWORD), "jo@n.example", "sam@n.example") == [State.SENT] * 2
    assert room.raw == [MAIL] * 2
    assert room.envelopes == [("c@n.example", "jo@n.example"), ("c@n.example", "sam@n.example")]
    assert (room.encrypted, room.users, room.connections) == ([True] * 2, [USER], 1)


def test_to_this_computer_itself_mail_may_go_unencrypted() -> None:
    with running(Mailroom()) as room:
        assert sent(account(room, "none"), "jo@n.example") == [State.SENT]
    assert room.encrypted == [False]


@pytest.mark.parametrize("more", [{"user": USER, "password": PASSWORD}, {"user": USER, "unencrypted": True}, {}])
def test_to_another_computer_nothing_goes_unencrypted_and_a_password_never(more: dict[str, object]) -> None:
    with pytest.raises(MailServerError, match="without encryption") as caught:
        MailServer(Account("mail.example", 25, "none", **more)).connect()  # type: ignore[arg-type]
    assert "starttls" in caught.value.hint


def test_a_server_without_starttls_gets_no_password_and_no_mail() -> None:
    with running(Mailroom()) as room, pytest.raises(MailServerError, match="offers no encryption") as caught:
        sent(account(room, user=USER, password=PASSWORD), "jo@n.example")
    assert '"tls"' in caught.value.hint
    assert room.users == []


def test_a_certificate_for_another_name_or_of_an_unknown_authority_is_not_trusted(monkeypatch: pytest.MonkeyPatch) -> None:
    with running(Mailroom(), starttls=certified("other.example"), login=True) as room, pytest.raises(MailServerError, match="certificate") as caught:
        sent(account(room, user=USER, password=PASSWORD), "jo@n.example")
    assert "SSL_CERT_FILE" in caught.value.hint
    monkeypatch.delenv("SSL_CERT_FILE")
    with running(Mailroom(), tls=certified()) as room, pytest.raises(MailServerError, match="certificate"):
        sent(account(room, "tls"), "jo@n.example")


def test_a_wrong_or_missing_password_and_a_server_without_login_are_told() -> None:
    with running(Mailroom(), starttls=certified(), login=True) as room:
        with pytest.raises(MailServerError, match="refuses the login of “contracts”: 535") as wrong:
            sent(account(room, user=USER, password=WRONG), "jo@n.example")
        with pytest.raises(MailServerError, match="no password") as missing:
            sent(account(room, user=USER), "jo@n.example")
        with pytest.raises(MailServerError, match="signs that its login does not take"):
            sent(account(room, user=USER, password=WRONG + "ü"), "jo@n.example")
    assert WRONG not in wrong.value.message + wrong.value.hint
    assert "SLAGEN_MAIL_PASSWORD" in missing.value.hint
    with answering(b"220 ok\r\n", b"250 mail\r\n") as port, pytest.raises(MailServerError, match="takes no login"):
        MailServer(Account("localhost", port, "none", USER, PASSWORD)).connect()


@pytest.mark.parametrize(("answer", "reason", "hint"), [
    ("550 no such person", "refuses the recipient “bad@n.example”: 550 no such person", "Correct the address"),
    ("450 try later", "does not take the recipient “bad@n.example” now: 450 try later", "again later"),
])  # fmt: skip
def test_a_rejected_recipient_keeps_nobody_else_from_their_mail(answer: str, reason: str, hint: str) -> None:
    room = Mailroom(recipient=lambda address: answer if address.startswith("bad") else None)
    with running(room, starttls=certified()), MailServer(account(room)) as to:
        outcomes = [to.send("c@n.example", f"{name}@n.example", MAIL) for name in ("jo", "bad", "sam")]
    assert [one.state for one in outcomes] == [State.SENT, State.NOT_SENT, State.SENT]
    assert reason in outcomes[1].reason
    assert hint in outcomes[1].hint
    assert room.connections == 1


def test_a_mail_refused_after_it_was_read_is_not_sent() -> None:
    with running(Mailroom(mail=lambda _mail: "554 looks like spam"), starttls=certified()) as room, MailServer(account(room)) as to:
        outcome = to.send("c@n.example", "jo@n.example", MAIL)
    assert (outcome.state, "554 looks like spam" in outcome.reason) == (State.NOT_SENT, True)


def test_a_connection_cut_off_before_the_mail_is_confirmed_leaves_it_open_and_the_next_mail_goes() -> None:
    cut = [True]
    with running(Mailroom(mail=lambda _mail: DROP if cut.pop() else None), starttls=certified()) as room, MailServer(account(room)) as to:
        first = to.send("c@n.example", "jo@n.example", MAIL)
        cut.append(False)
        assert to.send("c@n.example", "sam@n.example", MAIL).state is State.SENT
    assert (first.state, "Message-ID" in first.hint, room.connections) == (State.UNKNOWN, True, 2)


def test_a_connection_cut_off_before_the_mail_was_handed_over_means_it_was_not_sent() -> None:
    with running(Mailroom(recipient=lambda _address: DROP), starttls=certified()) as room, MailServer(account(room)) as to:
        assert to.send("c@n.example", "jo@n.example", MAIL).state is State.NOT_SENT


def test_a_connection_that_was_cut_off_between_two_mails_is_made_again() -> None:
    with running(Mailroom(), starttls=certified()) as room, MailServer(account(room)) as to:
        assert to.send("c@n.example", "jo@n.example", MAIL).state is State.SENT
        assert to._connection is not None
        assert to._connection.sock is not None
        socket.socket.shutdown(to._connection.sock, socket.SHUT_RDWR)
        assert to.send("c@n.example", "sam@n.example", MAIL).state is State.SENT
    assert room.connections == 2


@pytest.mark.parametrize(("at", "state"), [("recipient", State.NOT_SENT), ("mail", State.UNKNOWN)])
def test_a_server_that_does_not_answer_is_given_up(at: str, state: State, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connection, "STEP_SECONDS", 2.0)
    with running(Mailroom(**{at: lambda _about: HANG}), starttls=certified()) as room, MailServer(account(room)) as to:  # type: ignore[arg-type]
        assert to.send("c@n.example", "jo@n.example", MAIL).state is state


def test_a_server_that_answers_sign_by_sign_is_given_up_as_well(monkeypatch: pytest.MonkeyPatch) -> None:
    alarms: list[Callable[[], None]] = []

    class Alarm:
        """Goes off when the test says so."""

        def __init__(self, seconds: float, ring: Callable[[], None]) -> None:
            assert seconds == connection.MAIL_SECONDS
            alarms.append(ring)

        def start(self) -> None:
            pass

        cancel = start

    def too_late(_mail: object) -> str:
        alarms[-1]()
        return HANG

    monkeypatch.setattr(connection, "Timer", Alarm)
    with running(Mailroom(mail=too_late), starttls=certified()) as room, MailServer(account(room)) as to:
        assert to.send("c@n.example", "jo@n.example", MAIL).state is State.UNKNOWN


@pytest.mark.parametrize(("answers", "reason"), [
    ((None,), "cannot be reached: Connection unexpectedly closed"),
    ((b"554 not today\r\n",), "refuses: 554 not today"),
    ((b"hello\r\n",), "no mail server"),
    ((b"220 ok\r\n", b"500 what\r\n", b"500 what\r\n"), "refuses: 500 what"),
    ((b"220 ok\r\n", b"250-mail\r\n250 STARTTLS\r\n", b"454 not now\r\n"), "refuses: 454 not now"),
    ((b"220 ok\r\n", b"250-mail\r\n250 STARTTLS\r\n", b"220 go\r\n", b"nonsense\r\n"), "no encrypted connection"),
])  # fmt: skip
def test_a_server_that_is_no_mail_server_or_is_not_ready_is_told(answers: tuple[bytes | None, ...], reason: str) -> None:
    with answering(*answers) as port, pytest.raises(MailServerError, match=reason) as caught:
        MailServer(Account("localhost", port)).connect()
    assert caught.value.hint


@pytest.mark.parametrize("answers", [(b"220-x\r\n" * 1001,), (b"220 ok\r\n", b"250-x\r\n" * 1001)])
def test_an_answer_without_an_end_is_cut_off_before_it_fills_the_memory(answers: tuple[bytes, ...]) -> None:
    with answering(*answers) as port, pytest.raises(MailServerError, match="its answer has no end"):
        MailServer(Account("localhost", port, "none")).connect()


@pytest.mark.parametrize("repeated", [f"\0{USER}\0{PASSWORD}", PASSWORD, None])
def test_what_a_server_repeats_of_the_password_is_not_shown(repeated: str | None) -> None:
    secret = b64encode(repeated.encode()) if repeated else PASSWORD.encode()
    talk = (b"220 ok\r\n", b"250-mail\r\n250 AUTH PLAIN\r\n", b"535 not known: AUTH PLAIN '" + secret[:-3] + b"'.\r\n")
    with answering(*talk) as port, pytest.raises(MailServerError, match="535 not known: AUTH PLAIN …") as caught:
        MailServer(Account("localhost", port, "none", USER, PASSWORD)).connect()
    assert secret.decode()[:-3] not in caught.value.message


def test_a_server_that_is_not_there_is_told_with_the_way_out() -> None:
    with socket.create_server(("127.0.0.1", 0)) as place:
        port = place.getsockname()[1]
    for host, reason in (
        ("localhost", "Nobody answers at localhost"),
        ("no-such-host.invalid", "no computer called “no-such-host.invalid”"),
        ("a" * 70, "called|reached"),
    ):
        with pytest.raises(MailServerError, match=reason) as caught:
            MailServer(Account(host, port)).connect()
        assert "[mail]" in caught.value.hint
        assert caught.value.exit_code == 5


def test_an_answer_that_is_none_leaves_open_whether_the_mail_was_sent() -> None:
    talk = (b"220 ok\r\n", b"250 mail\r\n", b"250 ok\r\n", b"250 ok\r\n", b"354 go\r\n", b"gibberish\r\n")
    with answering(*talk) as port, MailServer(Account("localhost", port, "none")) as to:
        assert to.send("c@n.example", "jo@n.example", b"Subject: x\r\n").state is State.UNKNOWN


def test_a_mail_that_is_too_large_is_told() -> None:
    talk = (b"220 ok\r\n", b"250-mail\r\n250 SIZE 10\r\n", b"552 too large\r\n", b"250 ok\r\n")
    with answering(*talk) as port, MailServer(Account("localhost", port, "none")) as to:
        outcome = to.send("c@n.example", "jo@n.example", MAIL)
    assert (outcome.state, "552 too large" in outcome.reason) == (State.NOT_SENT, True)


def test_an_address_with_other_letters_goes_where_the_server_takes_it_and_is_told_where_it_does_not() -> None:
    with running(Mailroom(), starttls=certified()) as room:
        assert sent(account(room), "jürgen@n.example") == [State.SENT]
    with answering(b"220 ok\r\n", b"250 mail\r\n") as port, MailServer(Account("localhost", port, "none")) as to:
        assert to.send("c@n.example", "jürgen@n.example", MAIL).state is State.NOT_SENT


def test_tls_is_asked_of_a_server_that_only_knows_starttls() -> None:
    with running(Mailroom(), starttls=certified()) as room, pytest.raises(MailServerError, match="no encrypted connection") as caught:
        MailServer(account(room, "tls")).connect()
    assert "465" in caught.value.hint
    assert isinstance(caught.value.__cause__, ssl.SSLError)
