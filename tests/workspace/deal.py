"""One small agreement in git, and what happens to it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

from slagen.formats.files import Folder
from slagen.formats.word.package import read_package, write_package
from slagen.vault.identity import Identity
from slagen.vault.save import Signature
from slagen.workspace.building import Order, build
from slagen.workspace.events import Received, receive, send, sign
from slagen.workspace.identifying import Document
from slagen.workspace.load import Loaded, load
from slagen.workspace.recording import Circumstances, Filed
from slagen.workspace.term_events import amend
from slagen.workspace.versions import opened, save
from tests.small_workspace import AGREEMENT, clause, put_in_git, template

FACTS = "agreements/acme/agreement.yaml"
AT = datetime(2026, 5, 3, 14, 12, tzinfo=UTC)
JO = Signature(Identity("Jo Bloggs", "jo@northwind.example"), AT)
SIGNED_BY = (
    AGREEMENT.replace("address: Leeds", "address: Leeds, signatories: [{name: B. Person}]").replace('London"}', 'London", signatories: [{name: A. Person}]}')
    + "accepted: [{code: SLG209, reason: a small agreement, by: lee@northwind.example}]\n"
)
TEXT = clause("scope", "1. {{ party('provider').name }} serves {{ party('customer').name }} of {{ party('customer').address }}.")
CONTENTS = {
    FACTS: SIGNED_BY,
    "clauses/common/scope.md": TEXT,
    "clauses/common/execution.md": clause("execution", "1. Signed."),
    "templates/plain/template.yaml": template("scope", "execution"),
}


class Deal:
    """A workspace with one agreement; every step is one that people take."""

    def __init__(self, root: Path) -> None:
        self.root = put_in_git(root, CONTENTS)

    @property
    def loaded(self) -> Loaded:
        return load(Folder(self.root))

    def how(self, to: str = "b@acme.example", note: str = "", at: date = AT) -> Circumstances:
        return Circumstances(at, "", to, "email", note, JO)

    def change(self, old: str, new: str) -> None:
        place = self.root / FACTS
        text = place.read_text(encoding="utf-8")
        assert old in text
        place.write_text(text.replace(old, new), encoding="utf-8")

    def save(self, message: str = "a round") -> str:
        return save(self.root, self.loaded, "acme", message, JO).outcome.commit

    def built(self, *, execution: bool = False, version: str = "draft") -> Document:
        order = Order(("docx",), self.root / "build", date(2026, 5, 1), version, execution)
        if version != "draft":
            with opened(self.root, version, "acme") as loaded:
                [path] = build(loaded, "acme", order).files
        else:
            [path] = build(self.loaded, "acme", order).files
        return Document(path.name, path.read_bytes())

    def send(self, *files: Document, to: str = "b@acme.example", note: str = "", as_is: bool = False) -> Filed:
        return send(self.root, self.loaded, "acme", files, self.how(to, note), as_is=as_is)

    def receive(self, *files: Document, note: str = "", as_is: bool = False) -> tuple[Received, ...]:
        return receive(self.root, self.loaded, "acme", files, self.how(note=note), as_is=as_is)

    def sign(self, *files: Document, note: str = "", as_is: bool = False) -> Filed:
        return sign(self.root, self.loaded, "acme", files or (self.built(execution=True),), self.how(note=note), as_is=as_is)

    def amend(self, note: str = "more servers", *, restate: bool = False) -> Filed:
        return amend(self.root, self.loaded, "acme", self.how(note=note), restate=restate)


def edited(file: Document, edit: Callable[[bytes], bytes]) -> Document:
    """The same Word file with another main text."""
    parts = read_package(file.data, file.name)
    return Document(file.name, write_package(parts | {"word/document.xml": edit(parts["word/document.xml"])}))


def tracked(file: Document) -> Document:
    """The file with one tracked insertion by B. Person."""
    mark = b'<w:ins w:id="900" w:author="B. Person" w:date="2026-05-04T10:00:00Z"><w:r><w:t> always</w:t></w:r></w:ins>'
    return edited(file, lambda xml: xml.replace(b"serves", b"serves</w:t></w:r>" + mark + b'<w:r><w:t xml:space="preserve">', 1))
