"""The clause library and the templates, read from their files, with everything that is wrong in them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import lru_cache
from pathlib import PurePosixPath
from typing import TypeVar

from slagen.assembly.select import requirement_circles
from slagen.core.errors import SlagenError
from slagen.core.file_view import Files
from slagen.core.findings import Finding, Severity, Source
from slagen.formats import frontmatter, yaml
from slagen.model.library import Library, LibraryClause, Template
from slagen.schema.clauses import read_clause
from slagen.schema.templates import read_template

T = TypeVar("T")


def load_library(files: Files) -> tuple[Library, tuple[Finding, ...]]:
    """Every clause and template that can be used, and the findings of the others."""
    clauses, clause_findings = _load_clauses(files)
    templates, template_findings = _load_templates(files)
    library = Library(clauses, templates)
    return library, (*clause_findings, *template_findings, *requirement_circles(library))


@lru_cache(maxsize=4096)
def clause_file(path: str, blob: str, data: bytes) -> tuple[LibraryClause | None, tuple[Finding, ...]]:
    """A clause from the bytes of its file; None where it cannot be used."""
    front, text, text_line = frontmatter.split(data, path)
    parts = PurePosixPath(path).parts
    clause, findings = read_clause(front, text, text_line, blob=blob, group=parts[1] if len(parts) > 2 else "")
    return clause, findings


@lru_cache(maxsize=256)
def template_file(path: str, blob: str, data: bytes) -> tuple[Template | None, tuple[Finding, ...]]:
    """A template from the bytes of its file; None where it cannot be used."""
    raw = yaml.read_yaml(data, path)
    return read_template(raw, blob=blob)


def _load_clauses(files: Files) -> tuple[dict[str, LibraryClause], list[Finding]]:
    clauses: dict[str, LibraryClause] = {}
    findings: list[Finding] = []
    for path in files.walk("clauses"):
        if not path.endswith(".md") or PurePosixPath(path).name == "README.md":
            continue
        clause, found = _read(files, path, clause_file)
        findings.extend(found)
        if clause is None:
            continue
        findings.extend(name_findings(clause.id, PurePosixPath(path).stem, path, "SLG504"))
        if clause.id in clauses:
            findings.append(twice("clause", clause.id, path, clauses[clause.id].source.file))
        else:
            clauses[clause.id] = clause
    return clauses, findings


def _load_templates(files: Files) -> tuple[dict[str, Template], list[Finding]]:
    templates: dict[str, Template] = {}
    findings: list[Finding] = []
    for path in files.walk("templates"):
        if PurePosixPath(path).name != "template.yaml":
            continue
        template, found = _read(files, path, template_file)
        findings.extend(found)
        if template is None:
            continue
        findings.extend(name_findings(template.id, PurePosixPath(path).parent.name, path, "SLG504"))
        if template.id in templates:
            findings.append(twice("template", template.id, path, templates[template.id].source.file))
        else:
            templates[template.id] = template
    return templates, findings


def _read(files: Files, path: str, reader: Callable[[str, str, bytes], tuple[T | None, tuple[Finding, ...]]]) -> tuple[T | None, tuple[Finding, ...]]:
    try:
        data = files.read(path)
    except SlagenError as error:
        return None, (unreadable(path, error),)
    return reader(path, files.blob(path), data)


def unreadable(path: str, error: SlagenError) -> Finding:
    """A file that cannot be read, as a finding."""
    return Finding("SLG501", Severity.ERROR, error.message.rstrip("."), Source(path), error.hint)


def twice(what: str, name: str, path: str, other: str) -> Finding:
    """Two files claim one id."""
    return Finding(
        "SLG503", Severity.ERROR, f"the {what} “{name}” is already in {other}", Source(path), "Ids are unique in the workspace: rename one of the two."
    )


def name_findings(name: str, expected: str, path: str, code: str) -> Iterable[Finding]:
    """A finding where an id is not the name of its file or folder."""
    if name != expected:
        yield Finding(code, Severity.ERROR, f"the id “{name}” does not match the name “{expected}”", Source(path), "Make the two the same.")
