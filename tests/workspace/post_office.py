"""A workspace with things that are due, and a server in memory that takes mails as it is told."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

from slagen.formats.files import Folder
from slagen.formats.mail.connection import Account, MailServerError
from slagen.formats.mail.server import SENT, Outcome
from slagen.model.record import Record, Verb, seal_of
from slagen.workspace.load import Loaded, load
from slagen.workspace.recording import text_of_record
from slagen.workspace.reminding import Reminded, Run, preview, remind
from tests.small_workspace import AGREEMENT, SETTINGS, put_in_git

OFFERED = AGREEMENT.replace("level: customer", "level: service")
"""An agreement that nobody signs, so that no signature is missing."""

DAY = date(2026, 10, 1)
FACTS = "agreements/acme/agreement.yaml"
MAIL = '[mail]\nhost = "localhost"\nport = 587\nfrom = "contracts@n.example"\n'
DATES = """\
contract_term: {effective_date: 2026-01-01, initial: 12 months, renewal: {mode: automatic, period: 12 months}, notice: {period: 2 months, before: last_day}}
review: {every: 3 months, anchor: effective_date, owner: jo@n.example, deputy: sam@n.example}
obligations:
  - {id: pen-test, who: provider, what: Have it tested, on: 2026-10-05, owner: ops@n.example}
people: {account: jo@n.example, legal: lee@n.example}
"""
"""On the day: a review of today (jo), an obligation in four days (ops), and our last notice in a month, on 30 October (jo)."""


@dataclass
class Postbox:
    """A server in memory. `answer` says what becomes of a mail, by its recipient; what it raises is what befalls the connection."""

    answer: Callable[[str], Outcome] = lambda _to: SENT
    mails: list[EmailMessage] = field(default_factory=list)
    accounts: list[Account] = field(default_factory=list)
    unreachable: str = ""

    def open(self, account: Account) -> Postbox:
        self.accounts.append(account)
        return self

    def connect(self) -> None:
        if self.unreachable:
            raise MailServerError(self.unreachable, hint="Correct [mail].")

    def send(self, sender: str, recipient: str, data: bytes) -> Outcome:
        mail = message_from_bytes(data, policy=policy.default)
        assert isinstance(mail, EmailMessage)
        assert (mail["From"].addresses[0].addr_spec, mail["To"].addresses[0].addr_spec) == (sender, recipient)
        outcome = self.answer(recipient)
        self.mails.append(mail)
        return outcome

    def close(self) -> None:
        pass

    @property
    def sent_to(self) -> list[str]:
        return [mail["To"] for mail in self.mails]


class Office:
    """The workspace, and the commands that are given in it."""

    def __init__(self, root: Path, dates: str = DATES, settings: str = MAIL, **more: str) -> None:
        self.root = put_in_git(root, {"slagen.toml": SETTINGS + settings, FACTS: OFFERED + dates, **more})
        self.postbox = Postbox()

    @property
    def loaded(self) -> Loaded:
        return load(Folder(self.root))

    def run(self, on: date = DAY) -> Run:
        return Run(on, datetime.combine(on, time(6, 30), UTC), open_server=self.postbox.open)

    def remind(self, on: date = DAY) -> Reminded:
        return remind(self.root, self.loaded, self.run(on))

    def preview(self, on: date = DAY) -> Reminded:
        return preview(self.root, self.loaded, self.run(on))

    def change(self, old: str, new: str) -> None:
        place = self.root / FACTS
        text = place.read_text(encoding="utf-8")
        assert old in text
        place.write_text(text.replace(old, new), encoding="utf-8")

    def record(self, record: Record) -> None:
        """A record, as a command would have written it."""
        folder = self.root / "agreements/acme/records"
        folder.mkdir(exist_ok=True)
        made = replace(record, number=len(list(folder.iterdir())) + 1)
        made = replace(made, path=f"agreements/acme/records/{made.file_name}")
        made = replace(made, seal=seal_of(made))
        (self.root / made.path).write_bytes(text_of_record(made))

    def missed_review(self) -> None:
        """The review of April took place, that of 1 July did not."""
        self.record(Record(Verb.REVIEW, date(2026, 4, 1), "Jo", outcome="keep", due=date(2026, 4, 1)))

    def ledgers(self) -> list[Path]:
        return sorted((self.root / "reminders").glob("*.jsonl"))
