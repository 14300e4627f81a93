"""The commit graph is kept with changed-path filters, and nothing depends on it."""

from __future__ import annotations

from pathlib import Path
from random import Random

import pytest

from slagen.core.errors import RefusedError
from slagen.vault import graph
from slagen.vault.git_process import GitProcess
from slagen.vault.graph import keep_graph, write_graph
from slagen.vault.history import file_history, history
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


def grown(seed: int) -> bytes:
    """Versions in lines that part and are brought together, as git-fast-import reads them: files are changed, changed back, deleted, or left alone."""
    choose = Random(seed)  # noqa: S311 - no secret
    paths = ("a/facts", "a/lock", "a/text", "a/records/1", "b/facts")
    trees: list[dict[str, str]] = []
    lines: list[str] = []
    for count in range(1, 31):
        parents = sorted({choose.randrange(max(0, count - 5), count) for _ in range(choose.choice((1, 1, 2)))} - {0}, reverse=True)
        tree = {path: trees[choose.choice(parents) - 1].get(path, "") if parents else "" for path in paths}
        if len(parents) < 2 or choose.random() < 0.3:
            tree[choose.choice(paths)] = choose.choice(("", "1", "2"))
        trees.append(tree)
        lines += [f"commit refs/heads/main\nmark :{count}\ncommitter A <a@b> {count} +0000\ndata 1\nx"]
        lines += [f"{word} :{parent}" for word, parent in zip(("from", "merge"), parents, strict=False)] or ["from " + "0" * 40]
        lines += ["deleteall", *(f"M 100644 inline {path}\ndata 1\n{text}" for path, text in tree.items() if text), ""]
    return "\n".join(lines).encode()


@pytest.mark.parametrize("seed", range(8))
def test_the_versions_of_some_files_of_a_folder_are_those_that_git_lists_for_their_paths(repository: Repository, seed: int) -> None:
    repository.git.run("fast-import", "--quiet", "--force", data=grown(seed))
    names = ("facts", "lock", "text")
    for limit in (0, 1, 3):
        listed = history(repository, *(f"a/{name}" for name in names), limit=limit)
        assert file_history(repository, "a", names, limit=limit) == listed
    assert file_history(repository, "nowhere", names) == ()


def test_before_the_first_version_files_have_no_history(repository: Repository) -> None:
    assert file_history(repository, "a", ("facts",)) == ()


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
