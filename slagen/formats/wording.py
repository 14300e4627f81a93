"""The words that writers add to a contract of their own accord. Everything else comes from its clauses."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from slagen.model.document import Blank, DocumentParty

_DRAFT_BANNER = "Draft – subject to contract"
_DRAFT_BANNER_OF = {"charter": "Draft for comment", "ola": "Draft"}
OFFER_NOTE = "This draft is not an offer and binds nobody until it has been signed by all parties."
TEAMS_NOTE = "This draft applies once both teams have signed it."
PARTIES = "Parties"
BACKGROUND = "Background"
SIGNATURES = "Signatures"
CONTENTS = "Contents"
SKIP = "Skip to the contract"
TABLE = "Table"


def draft_banner(kind: str) -> str:
    """What a draft says of itself. Only what will be a contract is subject to one: a charter binds nobody, and the teams of one house agree without."""
    return _DRAFT_BANNER_OF.get(kind, _DRAFT_BANNER)


def one_line(text: str) -> str:
    """An address that is written over several lines, on one."""
    return ", ".join(part.strip() for part in text.splitlines() if part.strip())


def party_facts(party: DocumentParty) -> str:
    """What follows a party's name where the parties are listed: its defined term, number and address."""
    label = f" (“{party.label}”)" if party.label else ""
    number = f", number {party.number}" if party.number else ""
    address = f", of {one_line(party.address)}" if party.address else ""
    return f"{label}{number}{address}"


def blank_text(blank: Blank) -> str:
    """How a blank shows: never as nothing."""
    return f"[{blank.prompt or blank.key or '●'}]"
