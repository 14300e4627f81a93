"""The message around a reminder: headers that hold one line each, text and HTML, and the calendar."""

from __future__ import annotations

from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP, SMTPUTF8
from email.utils import format_datetime

from slagen.formats.mail import html, text
from slagen.formats.mail.reminder import Reminder, one_line, subject

CALENDAR_NAME = "due.ics"


def message(reminder: Reminder, *, sender: str, message_id: str, at: datetime, calendar: bytes = b"") -> EmailMessage:
    """The whole mail; `at` is the moment in its Date header, `calendar` what is attached, where there is any.

    Raises:
        ValueError: an address, or `message_id`, is not one that a header can hold.
    """
    made = EmailMessage(policy=SMTP)
    made["From"] = Address(one_line(f"slagen, {reminder.workspace}") if reminder.workspace else "slagen", addr_spec=sender)
    made["To"] = Address(addr_spec=reminder.to)
    made["Subject"] = subject(reminder)
    made["Date"] = format_datetime(at)
    made["Message-ID"] = message_id
    made["Auto-Submitted"] = "auto-generated"  # RFC 3834, 5: nothing answers it by itself
    made["X-Auto-Response-Suppress"] = "All"  # likewise, for Exchange
    made.set_content(text.write(reminder), cte="quoted-printable")
    made.add_alternative(html.write(reminder), subtype="html", cte="quoted-printable")
    if calendar:
        made.add_attachment(calendar.decode(), subtype="calendar", filename=CALENDAR_NAME, cte="base64")
    return made


def octets(made: EmailMessage) -> bytes:
    """The mail as the server takes it: seven bits, but for an address that has other letters."""
    plain = all(str(made[name]).isascii() for name in ("From", "To") if name == "To")
    return made.as_bytes(policy=SMTP if plain else SMTPUTF8)
