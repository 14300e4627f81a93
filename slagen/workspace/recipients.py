"""Who is mailed: the address behind an owner, a role, a deputy; what is no address is told, and nothing of it reaches a mail."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from slagen.formats.mail.addresses import mail_address, unshown

_INSTEAD = ("account", "legal")
"""Who looks after what has no owner that can be mailed."""


@dataclass(frozen=True, slots=True)
class Recipient:
    """Where a mail goes; empty where there is nobody. `problem` says what is wrong with who is named, `hint` the way out."""

    address: str
    problem: str = ""
    hint: str = ""


def recipient(named: str, people: Mapping[str, str]) -> Recipient:
    """The address of who is named, by an address or by a role that `people` holds.

    A role that nobody holds goes to whoever looks after the account, else to legal, and is told. What was meant to be an address and is none goes nowhere.
    """
    if address := mail_address(named):
        return Recipient(address)
    if named in people and (address := mail_address(people[named])):
        return Recipient(address)
    if unshown(named):
        return Recipient("", "it holds a line break or another sign that is not printed", "Write one address in one line, such as jo@northwind.example.")
    if "@" in named:
        return Recipient("", "it is no mail address", "Write one address, such as jo@northwind.example.")
    return _instead(named, people)


def _instead(named: str, people: Mapping[str, str]) -> Recipient:
    problem = f"nobody is known who is “{named}”" if named else "nobody owns it"
    role = named if named.replace("-", "").isalnum() else "account"
    way_out = f"Name the person, or say who it is: under people in the agreement, or under [people] in slagen.toml ({role} = …)."
    for other in _INSTEAD:
        if address := mail_address(people.get(other, "")):
            return Recipient(address, f"{problem}; it goes to {other}", way_out)
    return Recipient("", problem, way_out)
