"""Freezing: what was signed stays as it was signed, until an amendment is opened; whatever was changed all the same is found."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace

from slagen.core.errors import RefusedError, SlagenError
from slagen.core.findings import Finding, Severity, Source
from slagen.formats import yaml
from slagen.formats.files import Folder
from slagen.model.native import text_hash
from slagen.model.record import Record, Verb, is_frozen
from slagen.vault.repository import Repository, open_repository
from slagen.vault.tags import agreements_with_names, tagged
from slagen.vault.tree import CommittedTree
from slagen.workspace.drafting import Draft
from slagen.workspace.load import AGREEMENT_FILE, Loaded
from slagen.workspace.recording import unsaved_records, untagged
from slagen.workspace.records import read_records, records_of
from slagen.workspace.saved_records import holds_records, rewritten

INTERNAL = frozenset({"people", "review", "renegotiation", "accepted"})
"""Facts that bind nobody but ourselves: they may change under a signed text, as long as it reads the same."""
THE_TEXT = "its text"


def require_open(loaded: Loaded, repository: Repository, made: Draft) -> None:
    """Refuse to save what was changed under a signed version.

    Raises:
        RefusedError: the agreement is executed, and its facts or its text are not those that were signed.
    """
    records = records_of(loaded, made.loaded.id)
    changed = changed_since_signed(loaded, repository, made, records)
    if changed:
        signed = _signed(records)
        message = f"“{made.loaded.id}” is executed as {signed.version} since {signed.day:%Y-%m-%d}, and what was signed is not changed: {', '.join(changed)}."
        raise RefusedError(message, hint=_way_out(made, signed))


def _way_out(made: Draft, signed: Record) -> str:
    name, folder = made.loaded.id, made.loaded.folder
    return (
        f'Bring back what was signed (git checkout {name}/{signed.version} -- {folder}), or open an amendment: slagen amend {name} --note "what is to change"'
    )


def changed_since_signed(loaded: Loaded, repository: Repository, made: Draft, records: Sequence[Record]) -> tuple[str, ...]:
    """The facts, and the text, that differ from those that were signed; none where nothing was, or an amendment is open."""
    if not is_frozen(records):
        return ()
    signed = _signed(records)
    changed = _changed_facts(loaded, repository, made.loaded.folder, made.loaded.id, signed.version)
    if made.assembled is None:
        return changed or (THE_TEXT,)
    return (*changed, THE_TEXT) if text_hash(made.assembled.document) != signed.text_hash else changed


def _signed(records: Sequence[Record]) -> Record:
    return next(record for record in reversed(records) if record.verb == Verb.SIGN)


def _changed_facts(loaded: Loaded, repository: Repository, folder: str, agreement_id: str, version: str) -> tuple[str, ...]:
    path = f"{folder}/{AGREEMENT_FILE}"
    commit = tagged(repository, agreement_id, version)
    tree = CommittedTree(repository, commit) if commit else None
    if tree is None or not tree.exists(path) or tree.blob(path) == loaded.files.blob(path):
        return ()
    before, after = (yaml.read_yaml(files.read(path), path).data for files in (tree, loaded.files))
    if not isinstance(before, dict) or not isinstance(after, dict):
        return ("its facts",)
    return tuple(key for key in dict.fromkeys((*before, *after)) if key not in INTERNAL and before.get(key) != after.get(key))


@contextmanager
def watch(loaded: Loaded, *, thorough: bool = False) -> Iterator[Callable[[Draft], tuple[Finding, ...]]]:
    """What is wrong with the records of agreements, and what was changed under a signature; much is asked of git only where something was recorded.

    `thorough` also looks for records that an old version took away: the time that takes grows with the history.
    """
    opened: list[Repository | None] = []
    named: set[str] = set()

    def findings_of(made: Draft) -> tuple[Finding, ...]:
        recorded = read_records(loaded, made.loaded.id)
        if not opened:
            opened.append(_repository(loaded))
            named.update(agreements_with_names(opened[0]) if opened[0] else ())
        repository = opened[0]
        here = recorded.records or recorded.findings
        if repository is None or not (here or thorough or made.loaded.id in named or holds_records(repository, made.loaded.folder)):
            return recorded.findings
        more = _against_git(loaded, repository, made, recorded.records, thorough=thorough)
        return (*recorded.findings, *(replace(finding, agreement=made.loaded.id) for finding in more))

    try:
        yield findings_of
    finally:
        for repository in opened:
            if repository:
                repository.close()


def _repository(loaded: Loaded) -> Repository | None:
    if not isinstance(loaded.files, Folder):
        return None
    try:
        return open_repository(loaded.files.root)
    except SlagenError:
        return None


def _against_git(loaded: Loaded, repository: Repository, made: Draft, records: Sequence[Record], *, thorough: bool) -> Iterator[Finding]:
    yield from _unfinished(repository, made, records)
    yield from rewritten(loaded.files, repository, made.loaded.id, made.loaded.folder, thorough=thorough)
    source = made.loaded.merged.raw.source
    for fact in changed_since_signed(loaded, repository, made, records):
        message = f"{fact} was changed after {_signed(records).version} was signed"
        yield Finding("SLG524", Severity.ERROR, message, source((fact,)), _way_out(made, _signed(records)))


def _unfinished(repository: Repository, made: Draft, records: Sequence[Record]) -> Iterator[Finding]:
    unsaved = unsaved_records(repository, records)
    finish = "A command was interrupted: give it again, and it is finished."
    for record in unsaved:
        yield Finding("SLG525", Severity.WARNING, f"{record.version or record.verb} was recorded and not saved", Source(record.path, 1), finish)
    for record in untagged(repository, made.loaded.id, records):
        if record not in unsaved:
            message = f"the signed version has not been given its name {made.loaded.id}/{record.version}"
            yield Finding("SLG526", Severity.WARNING, message, Source(record.path, 1), finish)
