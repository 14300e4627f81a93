"""The commit graph is kept with changed-path filters, and nothing depends on it."""

from __future__ import annotations

from pathlib import Path

import pytest

from slagen.core.errors import RefusedError
from slagen.vault import graph
from slagen.vault.git_process import GitProcess
from slagen.vault.graph import keep_graph, write_graph
from slagen.vault.history import history
from slagen.vault.repository import Repository
from slagen.vault.save import save


def test_history_is_the_same_with_the_graph_and_without(repository: Repository, root: Path) -> None:
    for count in range(6):
        save(repository, {f"a/{count % 2}": str(count).encode()}, f"number {count}")
    before = history(repository, "a/1")
    assert write_graph(repository)
    assert (root / ".git/objects/info/commit-graphs/commit-graph-chain").exists()
    assert history(repository, "a/1") == before
    save(repository, {"a/1": b"later"}, "later")
    assert [version.subject for version in history(repository, "a/1")] == ["later", *(version.subject for version in before)]


@pytest.mark.parametrize(("commit", "written"), [("00" + "f" * 38, True), ("0f" + "0" * 38, False)])
def test_it_is_written_after_one_save_in_256(repository: Repository, monkeypatch: pytest.MonkeyPatch, commit: str, *, written: bool) -> None:
    calls: list[Repository] = []
    monkeypatch.setattr(graph, "write_graph", calls.append)
    keep_graph(repository, commit)
    assert bool(calls) is written


def test_a_graph_that_cannot_be_written_stops_nothing(repository: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise RefusedError("no")

    monkeypatch.setattr(GitProcess, "attempt", refuse)
    assert not write_graph(repository)
