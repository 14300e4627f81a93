"""Reminding: one mail to each person with what they are to be told now, sent once for each item and lead time.

Before a mail is sent the ledger says that it will be, afterwards that it was. Who is stopped in between leaves a mail of which nobody knows
whether it was sent: the next run sends it again under the same Message-ID, for a mail that comes twice is better than none.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
import re
from typing import TYPE_CHECKING, Protocol

from slagen.core.errors import BadInputError, RefusedError, SlagenError
from slagen.core.findings import Finding, Source
from slagen.formats.files import write_files
from slagen.formats.ical import feed
from slagen.formats.ical.due_events import is_ahead, is_planned
from slagen.formats.ical.event import entry_of
from slagen.formats.ical.feed import Feed
from slagen.formats.mail import html
from slagen.formats.mail.addresses import mail_address
from slagen.formats.mail.connection import Account, MailServerError
from slagen.formats.mail.message import message, octets
from slagen.formats.mail.server import SENT, MailServer, Outcome, State
from slagen.formats.reminder_ledger import Line, What
from slagen.vault.identity import Identity
from slagen.vault.repository import open_repository
from slagen.vault.save import Signature, settle
from slagen.vault.save import save as commit
from slagen.vault.turn import turn
from slagen.workspace.event_stamps import EventStamps, identity
from slagen.workspace.load import Loaded
from slagen.workspace.locate import SETTINGS_FILE, keep_sources
from slagen.workspace.reminder_ledger import FOLDER, Ledger, bytes_of, read_ledger
from slagen.workspace.reminders import Letter, Plan, planned

if TYPE_CHECKING:
    from email.message import EmailMessage

    from slagen.lifecycle.due_item import DueItem
    from slagen.model.settings import MailSettings
    from slagen.vault.repository import Repository

SENDER_UNTIL_THERE_IS_ONE = "slagen@localhost"
"""From whom a mail is shown that is not to be sent, where the settings name no sender."""
_UNFIT = re.compile(r"[^A-Za-z0-9@._+-]")


class Server(Protocol):
    """What takes mails; see `slagen.formats.mail.server.MailServer`."""

    def connect(self) -> None:
        """Connect, unless it is connected; raises MailServerError where that fails."""

    def send(self, sender: str, recipient: str, data: bytes) -> Outcome:
        """Hand one mail in; raises MailServerError where the connection had ended and there is no new one."""

    def close(self) -> None:
        """Nothing more is sent."""


def _open(account: Account) -> Server:
    return MailServer(account)


@dataclass(frozen=True, slots=True)
class Run:
    """One run: as of which day, at which moment, with which login; `open_server` makes the connection."""

    on: date
    at: datetime
    user: str = ""
    password: str = ""
    signature: Signature | None = None
    open_server: Callable[[Account], Server] = _open


@dataclass(frozen=True, slots=True)
class Posted:
    """A mail and what became of it; `outcome` is None where it was not to be sent."""

    letter: Letter
    mail: EmailMessage
    outcome: Outcome | None = None


@dataclass(frozen=True, slots=True)
class Reminded:
    """What a run came to. `unsaved` is why the ledger stands in the folder and in no version."""

    on: date
    posted: tuple[Posted, ...]
    plan: Plan
    ledger: str = ""
    unsaved: SlagenError | None = None


def preview(root: Path, loaded: Loaded, run: Run) -> Reminded:
    """The mails that a run would send now. Nothing is sent, and nothing is written."""
    plan = _planned(root, loaded, run)
    sender = _sender(loaded.settings.mail) or SENDER_UNTIL_THERE_IS_ONE
    stamps = EventStamps(loaded, run.on)
    return Reminded(run.on, tuple(Posted(letter, _mail(letter, sender, run, stamps)) for letter in plan.letters), plan)


def remind(root: Path, loaded: Loaded, run: Run) -> Reminded:
    """Send what is to be sent now, and remember it.

    Raises:
        BadInputError: the settings name no mail server or no sender.
        MailServerError: the server cannot be used; nothing was sent.
        RefusedError: the folder is in no repository, another run goes on, or the ledger cannot be written.
    """
    account, sender = _account(loaded.settings.mail, run)
    with open_repository(root) as repository, turn(repository.git_dir, "remind"):
        settle(repository)
        plan = _planned(root, loaded, run, repository)
        stamps = EventStamps(loaded, run.on)
        mails = [(letter, _mail(letter, sender, run, stamps)) for letter in plan.letters]
        posted: list[Posted] = []
        ledger = Ledger(root, run.at)
        if mails:
            server = run.open_server(account)
            try:
                server.connect()
                posted.extend(_post(server, ledger, mails, sender, run))
            finally:
                server.close()
        unsaved = _save(loaded, repository, plan, ledger, run, sender)
        return Reminded(run.on, tuple(posted), plan, ledger.path, unsaved)


def _planned(root: Path, loaded: Loaded, run: Run, repository: Repository | None = None) -> Plan:
    if repository is not None:
        return planned(loaded, run.on, read_ledger(loaded.files, repository))
    try:
        opened = open_repository(root)
    except RefusedError:
        return planned(loaded, run.on, read_ledger(loaded.files, None))
    with opened:
        return planned(loaded, run.on, read_ledger(loaded.files, opened))


def _account(settings: MailSettings | None, run: Run) -> tuple[Account, str]:
    sender = _sender(settings)
    if settings is None or not sender:
        missing = "no mail server" if settings is None else "no sender"
        lines = 'host = "smtp.your-company.example", port = 587, from = "contracts@your-company.example"'
        hint = f"Write under [mail]: {lines}; the password belongs into the environment variable SLAGEN_MAIL_PASSWORD."
        raise BadInputError(f"There is {missing} in {SETTINGS_FILE}.", source=Source(SETTINGS_FILE), hint=hint)
    user = run.user or settings.user
    return Account(settings.host, settings.port, settings.security, user, run.password if user else "", settings.unencrypted), sender


def _sender(settings: MailSettings | None) -> str:
    return mail_address(settings.from_) if settings else ""


def _mail(letter: Letter, sender: str, run: Run, stamps: EventStamps) -> EmailMessage:
    name = letter.message_id(sender.rpartition("@")[2])
    return message(letter.reminder, sender=sender, message_id=name, at=run.at, calendar=_calendar(letter.items, stamps))


def _calendar(items: Sequence[DueItem], stamps: EventStamps) -> bytes:
    """The days of just these items, under the names that they have in every calendar of ours; the mail itself tells of them ahead.

    Empty where none of them belongs into a calendar.
    """
    planned = [item for item in items if is_planned(item)]
    if not planned:
        return b""
    current = (one for one in stamps.events(planned) if not is_ahead(one.event.uid))
    settings = stamps.loaded.settings
    entries = tuple(entry_of(one.event, one.stamp, one.sequence) for one in current)
    return feed.write(Feed(settings.name or "Contracts", identity(settings), "remind", entries))


def _post(server: Server, ledger: Ledger, mails: Sequence[tuple[Letter, EmailMessage]], sender: str, run: Run) -> Iterator[Posted]:
    """Send one mail after the other; what befalls one keeps none of the others, unless the server itself is gone."""
    gone: MailServerError | None = None
    for letter, mail in mails:
        if gone is None:
            try:
                server.connect()
            except MailServerError as error:
                gone = error
        yield Posted(letter, mail, _not_sent(gone) if gone else _sent(server, ledger, letter, mail, sender, run))


def _not_sent(error: MailServerError) -> Outcome:
    return Outcome(State.NOT_SENT, error.message.rstrip("."), error.hint)


def _sent(server: Server, ledger: Ledger, letter: Letter, mail: EmailMessage, sender: str, run: Run) -> Outcome:
    line = Line(What.INTENT, str(mail["Message-ID"]), letter.reminder.to, run.at.isoformat(), letter.turns)
    data = octets(mail)
    ledger.write(line)
    try:
        outcome = server.send(sender, letter.reminder.to, data)
    except MailServerError as error:
        outcome = _not_sent(error)
    if outcome.state is not State.UNKNOWN:
        ledger.write(replace(line, what=What.SENT if outcome == SENT else What.NOT_SENT))
    return outcome


def _save(loaded: Loaded, repository: Repository, plan: Plan, ledger: Ledger, run: Run, sender: str) -> SlagenError | None:
    """One version with the lines of this run, and those that a run before had left; why not, where that is refused: the mails are sent."""
    changes = dict(plan.unsaved)
    if written := bytes_of(loaded.files, ledger.path):
        changes[ledger.path] = written
    if not changes:
        return None
    signature = replace(run.signature or Signature(), fallback=Identity("slagen remind", sender))
    try:
        commit(repository, changes, f"{FOLDER}: {run.on}", signature)
    except SlagenError as error:
        return error
    return None


def problems(done: Reminded) -> tuple[Finding, ...]:
    """What is wrong in the material: owners, dates, the ledger."""
    return done.plan.findings


def write_previews(out: Path, root: Path, done: Reminded) -> tuple[Path, ...]:
    """Each mail as a file for a mail program (.eml) and, to look at, its HTML (.html), in the folder `out`.

    Raises:
        RefusedError: `out` belongs to the workspace's sources, or cannot be written.
    """
    files: dict[Path, bytes | None] = {}
    for number, posted in enumerate(done.posted, 1):
        name = f"{number:02d}-{_UNFIT.sub('_', posted.letter.reminder.to)}"
        files |= {out / f"{name}.eml": octets(posted.mail), out / f"{name}.html": html.write(posted.letter.reminder).encode()}
    for path in files:
        keep_sources(root, path.parent)
    write_files(files, durable=False)
    return tuple(files)
