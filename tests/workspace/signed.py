"""The shipped workspace with some of its agreements signed: made once for a module, and copied where something is to be recorded."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from slagen.formats.files import Folder
from slagen.vault.identity import Identity
from slagen.vault.save import Signature
from slagen.workspace.events import sign
from slagen.workspace.identifying import Document
from slagen.workspace.load import Loaded, load
from slagen.workspace.recording import Circumstances
from slagen.workspace.starting import first_files
from slagen.workspace.versions import save
from tests.small_workspace import git

SIGNED_ON = date(2026, 5, 20)
JO = Signature(Identity("Jo Bloggs", "jo@northwind.example"))


def signed_workspace(root: Path, *agreements: str) -> Path:
    """The shipped workspace below `root`, in git, with these agreements saved and signed."""
    for path, data in first_files("Workspace", samples=True).items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_bytes(data)
    git(root, "init", "--quiet", "-b", "main")
    git(root, "config", "user.name", "Jo Bloggs")
    git(root, "config", "user.email", "jo@northwind.example")
    for name in agreements:
        save(root, loaded(root), name, "for signing", JO)
        pdf = Document("signed.pdf", b"%PDF-1.7 " + name.encode())
        sign(root, loaded(root), name, (pdf,), Circumstances(SIGNED_ON, note="on paper", signature=JO), as_is=True)
    return root


def loaded(root: Path) -> Loaded:
    """The workspace as it stands."""
    return load(Folder(root))
