"""Editions: a contract made from a saved version carries the version's name and the commit that last changed anything of it.

The commit is not the one that was asked for but the last one that touched what the contract is made of, so that the same contract
is the same file whatever else was saved in between.
"""

from __future__ import annotations

from dataclasses import replace
import re

from slagen.core.findings import has_errors
from slagen.model.library import Template
from slagen.vault.history import last_change, version_names
from slagen.vault.tree import CommittedTree
from slagen.workspace.drafting import Draft, draft
from slagen.workspace.load import AGREEMENT_FILE, Loaded
from slagen.workspace.locate import SETTINGS_FILE
from slagen.workspace.shells import shell_path

SHORT = 10
NUMBERED = re.compile(r"v\d{1,6}\.\d{1,6}", re.ASCII)


def edition(loaded: Loaded, agreement_id: str, version: str, *, status: str = "draft") -> Draft:
    """The contract of `version`, which `loaded` holds.

    A version that was asked for by its commit is called by its name where it has one, else by the commit of its last change.

    Raises:
        NotFoundError: there is no such agreement.
    """
    made = draft(loaded, agreement_id, version=version, status=status)
    files = loaded.files
    if not isinstance(files, CommittedTree) or made.assembled is None or has_errors(made.findings):
        return made
    commit = last_change(files.repository, inputs(loaded, made), files.commit)
    name = version if NUMBERED.fullmatch(version) else _name(files, agreement_id, commit)
    document = made.assembled.document
    named = replace(document, meta=replace(document.meta, version=name))
    return replace(made, assembled=replace(made.assembled, document=named), commit=commit)


def _name(files: CommittedTree, agreement_id: str, commit: str) -> str:
    names = version_names(files.repository, agreement_id)
    return next((name for name, tagged in names.items() if tagged in {files.commit, commit} and NUMBERED.fullmatch(name)), commit[:SHORT])


def inputs(loaded: Loaded, made: Draft) -> tuple[str, ...]:
    """The files that a contract is made of: settings, its facts and those of its layers, template, shell, and the clauses used or named by the template."""
    template = loaded.library.templates[made.agreement.template]
    layers = tuple(loaded.path_of(layer.id) for layer in made.loaded.layers[:-1])
    return tuple(dict.fromkeys((SETTINGS_FILE, f"{made.loaded.folder}/{AGREEMENT_FILE}", *layers, *sources(loaded, made, template))))


def sources(loaded: Loaded, made: Draft, template: Template) -> tuple[str, ...]:
    """Template, shell, the clause texts used, and those that the template names and this agreement leaves out."""
    used = (clause.source.file for clause in made.usable.clauses.values())
    named = (loaded.library.clauses[choice.id].source.file for choice in template.choices if choice.id in loaded.library.clauses)
    return (template.source.file, shell_path(template), *used, *named)
