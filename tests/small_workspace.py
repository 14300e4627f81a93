"""Small workspaces to try things on: in memory, or in a folder with or without git."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
import subprocess

from slagen.assembly.assemble import Assembled
from slagen.core.errors import NotFoundError
from slagen.core.file_view import path_parts
from slagen.core.findings import Finding
from slagen.core.hashes import blob_id
from slagen.formats.word.starter import STARTERS, starter_shell
from slagen.workspace.drafting import Draft, draft
from slagen.workspace.load import Loaded, load

NASTY = "R*D* & <Sons> [x](y) {{z}} # 1."
SETTINGS = '[workspace]\nname = "Test"\nwe = "provider"\nlanguage = "en"\nlocale = "en_GB"\ntime_zone = "Europe/London"\ncalendar = "GB-ENG"\n'
AGREEMENT = """\
id: acme
title: Hosting agreement
kind: sla
level: customer
template: plain
parties:
  provider: {name: Northwind Ltd, address: "1 High Street\\nLondon"}
  customer: {name: Acme plc, address: Leeds}
"""
TEMPLATE = "id: plain\ntitle: Plain\nkind: sla\ndefinitions: in-place\nsections:\n  - {title: All, clauses: [scope]}\n"


def clause(name: str, text: str, **front: str) -> str:
    """A clause file; `front` adds to or replaces its facts, written as YAML."""
    facts = {
        "id": name,
        "title": name.replace("-", " ").capitalize(),
        "version": "1.0.0",
        "status": "approved",
        "kinds": "[sla]",
        "summary": "s",
        "owner": "legal",
    }
    lines = [f"{key}: {value}" for key, value in (facts | front).items()]
    return "\n".join(["---", *lines, "---", text]) + "\n"


def template(*clauses: str, extra: str = "", definitions: str = "in-place") -> str:
    """A template with one section; a clause is its id, or a mapping written as YAML."""
    return f"id: plain\ntitle: Plain\nkind: sla\ndefinitions: {definitions}\nsections:\n  - title: All\n    clauses:\n" + "".join(
        f"      - {one}\n" for one in clauses
    ) + extra  # fmt: skip


@dataclass
class Memory:
    """A `core.file_view.Files` that stands in memory."""

    contents: dict[str, bytes] = field(default_factory=dict)

    def read(self, path: str) -> bytes:
        path_parts(path)
        if path not in self.contents:
            raise NotFoundError("file", path)
        return self.contents[path]

    def exists(self, path: str) -> bool:
        return path in self.contents

    def walk(self, prefix: str = "") -> tuple[str, ...]:
        return tuple(sorted(path for path in self.contents if path.startswith(f"{prefix}/" if prefix else "")))

    def blob(self, path: str) -> str:
        return blob_id(self.read(path))


def shell() -> bytes:
    """A Word shell that has everything it needs."""
    return starter_shell(STARTERS["customer-sla"])


def files(changes: Mapping[str, str | bytes | None] | None = None) -> dict[str, bytes]:
    """A whole workspace with one clause, one template and one agreement, changed as given (None leaves a file out)."""
    contents: dict[str, str | bytes | None] = {
        "slagen.toml": SETTINGS,
        "clauses/common/scope.md": clause("scope", "1. {{ party('provider').name }} serves {{ party('customer').name }}."),
        "templates/plain/template.yaml": TEMPLATE,
        "templates/plain/shell.docx": shell(),
        "agreements/acme/agreement.yaml": AGREEMENT,
        **(changes or {}),
    }
    return {path: data.encode() if isinstance(data, str) else data for path, data in contents.items() if data is not None}


def loaded(changes: Mapping[str, str | bytes | None] | None = None) -> Loaded:
    """The workspace of `files`, loaded from memory."""
    return load(Memory(files(changes)))


def drafted(changes: Mapping[str, str | bytes | None] | None = None, name: str = "acme") -> Draft:
    """An agreement of the workspace of `files`, assembled."""
    return draft(loaded(changes), name)


def assembled(changes: Mapping[str, str | bytes | None] | None = None) -> Assembled:
    """The contract of the workspace of `files`, which must have no findings."""
    made = drafted(changes)
    assert made.findings == ()
    return made.usable


def codes(findings: tuple[Finding, ...]) -> list[str]:
    """The codes of findings, in order."""
    return [finding.code for finding in findings]


def put(root: Path, changes: Mapping[str, str | bytes | None] | None = None) -> Path:
    """The workspace of `files` in a folder."""
    for path, data in files(changes).items():
        place = root / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(data)
    return root


def put_in_git(root: Path, changes: Mapping[str, str | bytes | None] | None = None) -> Path:
    """The workspace of `files` in a new repository, nothing saved yet."""
    put(root, changes)
    git(root, "init", "--quiet", "-b", "main")
    git(root, "config", "user.name", "Jo Bloggs")
    git(root, "config", "user.email", "jo@northwind.example")
    return root


def git(root: Path, *arguments: str) -> str:
    """What git answers."""
    return subprocess.run(["git", *arguments], cwd=root, check=True, capture_output=True, text=True).stdout
