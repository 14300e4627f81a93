"""A workspace in git whose library moves on after its agreement was saved."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

from slagen.formats.files import Folder
from slagen.vault.identity import Identity
from slagen.vault.save import Signature
from slagen.workspace.building import Order, build
from slagen.workspace.load import Loaded, load
from slagen.workspace.versions import SavedVersion, save
from tests.small_workspace import AGREEMENT, clause, put_in_git, template

JO = Signature(Identity("Jo Bloggs", "jo@northwind.example"), datetime(2026, 10, 1, 12, tzinfo=UTC))
FACTS = "agreements/acme/agreement.yaml"
LOCK = "agreements/acme/agreement.lock"
SCOPE = "clauses/common/scope.md"
PAYMENT = "clauses/common/payment.md"
SPARE = "clauses/common/spare.md"
TEMPLATE = "templates/plain/template.yaml"
SHELL = "templates/plain/shell.docx"
LAYER = "agreements/northwind/agreement.yaml"
PAYS = "1. The Customer pays within {{ within }} of the invoice, in the currency of the invoice."
LAYER_TEXT = (
    "id: northwind\ntitle: Corporate\nkind: sla\nlevel: corporate\ntemplate: plain\n"
    "parties: {provider: {name: Northwind Ltd, address: London}, customer: {name: Each customer, address: Leeds}}\nreview: {every: 12 months}\n"
)


def payment(text: str = PAYS, version: str = "1.0.0", **front: str) -> str:
    return clause("payment", text, **{"version": version, "parameters": "{within: {type: duration, default: 30 days}}", **front})


START = {
    PAYMENT: payment(),
    SPARE: clause("spare", "1. Spare."),
    TEMPLATE: template("scope", "payment", "{id: spare, when: false}"),
    FACTS: AGREEMENT,
}


def start(root: Path, changes: dict[str, str | bytes | None] | None = None) -> Path:
    """A repository with the workspace, its agreement “acme” saved."""
    put_in_git(root, {**START, **(changes or {})})
    saved(root)
    return root


def saved(root: Path, name: str = "acme") -> SavedVersion:
    return save(root, now(root), name, "saved", JO)


def now(root: Path) -> Loaded:
    """The workspace as it stands."""
    return load(Folder(root))


def write(root: Path, path: str, text: str | bytes) -> None:
    place = root / path
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_bytes(text.encode() if isinstance(text, str) else text)


def built(root: Path, out: Path) -> dict[str, bytes]:
    """Every format of the contract, by file name."""
    made = build(now(root), "acme", Order(("docx", "md", "html", "json"), out, date(2026, 10, 1)))
    return {file.name: file.read_bytes() for file in made.files}
