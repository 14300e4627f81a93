"""What is written in git's index without git is what git would have written, byte for byte; and what is not understood is left to git."""

from __future__ import annotations

from collections.abc import Callable, Mapping
import os
from pathlib import Path
import subprocess

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
import pytest

from slagen.vault import index
from slagen.vault.index_file import Wanted, with_entries
from slagen.vault.repository import Repository
from slagen.vault.save import save

Git = Callable[..., str]
Entry = tuple[int, bytes]

PARTS = st.sampled_from(["a", "b", "a.b", "a-b", "deal-1", "deal-10", "ü", "x y", "long" * 20])
PATHS = st.lists(PARTS, min_size=1, max_size=4).map("/".join)
ENTRIES = st.tuples(st.sampled_from([0o100644, 0o100755]), st.binary(min_size=20, max_size=20).filter(any))


class Bench:
    """A repository in which git writes one index from another."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.index = root / "index"

    def run(self, *arguments: str, data: bytes = b"") -> None:
        environment = os.environ | {"GIT_INDEX_FILE": str(self.index)}
        subprocess.run(["git", *arguments], cwd=self.root, check=True, capture_output=True, input=data, env=environment)

    def write(self, entries: Mapping[bytes, Wanted]) -> bytes:
        """Let git write the entries; the index that it makes of it."""
        rows = (b"%o %s\t%s\0" % (entry[0], entry[1].hex().encode(), path) if entry else b"0 %s\t%s\0" % (b"0" * 40, path) for path, entry in entries.items())
        self.run("update-index", "-z", "--index-info", data=b"".join(rows))
        return self.index.read_bytes()

    def begin(self, entries: Mapping[bytes, Wanted], *, trees: bool = True, extra: tuple[str, ...] = ()) -> bytes:
        """An index with the entries; with `trees` it knows the tree of each folder."""
        self.index.unlink(missing_ok=True)
        self.write(entries)
        if extra:
            self.run("update-index", *extra)
        if trees:
            self.run("write-tree", "--missing-ok")
        return self.index.read_bytes()


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    subprocess.run(["git", "init", "-q", str(tmp_path)], check=True)
    return Bench(tmp_path)


def without_clashes(entries: Mapping[str, Entry]) -> dict[bytes, Wanted]:
    """No path is a folder of another one."""
    kept: dict[bytes, Wanted] = {}
    for path, entry in sorted(entries.items()):
        if not any(path.startswith(f"{one.decode()}/") for one in kept):
            kept[path.encode()] = entry
    return kept


def joined(pieces: list[bytes | memoryview] | None) -> bytes | None:
    return b"".join(pieces) if pieces is not None else None


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data(), before=st.dictionaries(PATHS, ENTRIES, min_size=1, max_size=12).map(without_clashes), trees=st.booleans())
def test_the_index_is_the_one_that_git_makes(bench: Bench, data: st.DataObject, before: dict[bytes, Wanted], *, trees: bool) -> None:
    known = st.sampled_from(sorted(before))
    bench.begin(before, trees=trees)
    first: dict[bytes, Wanted] = {data.draw(known): data.draw(ENTRIES)}
    start = bench.write(first)  # some of the trees are void
    changes: dict[bytes, Wanted] = data.draw(st.dictionaries(known | PATHS.map(str.encode), st.none() | ENTRIES, min_size=1, max_size=4))
    made = joined(with_entries(start, changes))
    held = before | first
    expected = bench.write({path: entry for path, entry in changes.items() if held.get(path) != entry})
    if made is not None:
        assert made == expected
    else:
        assert any(one != other and (one + b"/").startswith(other + b"/") for one in {*before, *changes} for other in {*before, *changes})


@pytest.mark.parametrize("count", [15, 16, 17, 255, 256, 257, 300])
def test_trees_are_found_behind_many_others(bench: Bench, count: int) -> None:
    before: dict[bytes, Wanted] = {
        b"agreements/c%d/deal-%03d/agreement.yaml" % (customer, n): (0o100644, b"1" * 20) for customer in range(3) for n in range(count)
    }
    before |= {b"agreements/c1/deal-007/records/1.yaml": (0o100644, b"1" * 20), b"zoo": (0o100644, b"1" * 20)}
    start = bench.begin(before)
    changes: dict[bytes, Wanted] = {
        b"agreements/c2/deal-%03d/agreement.yaml" % (count - 1): (0o100644, b"2" * 20),
        b"agreements/c1/deal-%03d/contract.md" % (count - 2): (0o100755, b"3" * 20),
        b"agreements/c1/deal-007/records/1.yaml": None,
    }
    assert joined(with_entries(start, changes)) == bench.write(changes)


ONE: dict[bytes, Wanted] = {b"a/x": (0o100644, b"1" * 20), b"b": (0o100644, b"1" * 20)}
OTHER: Wanted = (0o100644, b"2" * 20)


@pytest.mark.parametrize("extra", [("--force-untracked-cache",), ("--index-version", "2")], ids=["untracked files", "plain"])
def test_what_git_knows_of_files_that_it_does_not_track_is_kept(bench: Bench, extra: tuple[str, ...]) -> None:
    start = bench.begin(ONE, extra=extra)
    assert joined(with_entries(start, {b"b": OTHER})) == bench.write({b"b": OTHER})
    assert (with_entries(start, {b"new": OTHER}) is None) == (b"UNTR" in start)


@pytest.mark.parametrize("extra", [("--index-version", "4"), ("--split-index",), ("--assume-unchanged", "b"), ("--skip-worktree", "b")])
def test_an_index_of_another_form_is_left_to_git(bench: Bench, extra: tuple[str, ...]) -> None:
    assert with_entries(bench.begin(ONE, extra=extra), {b"a/x": OTHER}) is None


def test_conflicts_and_paths_that_do_not_fit_are_left_to_git(bench: Bench) -> None:
    start = bench.begin(ONE)
    for path in (b"a", b"b/x", b"a/x/y", b"x" * 256, b""):
        assert with_entries(start, {path: OTHER}) is None
    assert with_entries(start, {b"b": (0o120000, b"2" * 20)}) is None
    bench.run("update-index", "--index-info", data=b"100644 %s 1\tb\n" % (b"2" * 40))
    assert with_entries(bench.index.read_bytes(), {b"a/x": OTHER}) is None


def test_an_index_without_a_hash_stays_without_one(bench: Bench) -> None:
    start = bench.begin(ONE)[:-20] + bytes(20)
    made = joined(with_entries(start, {b"b": OTHER}))
    assert made is not None
    assert made[-20:] == bytes(20)


def test_what_is_as_wanted_stays_as_it_is(bench: Bench) -> None:
    start = bench.begin(ONE)
    assert joined(with_entries(start, ONE | {b"gone": None})) == start


def test_a_damaged_index_is_never_an_error(bench: Bench) -> None:
    start = bench.begin(ONE)

    @settings(max_examples=150, deadline=None)
    @given(place=st.integers(0, len(start) - 1), gone=st.integers(0, 4), came=st.binary(max_size=4))
    def damaged(place: int, gone: int, came: bytes) -> None:
        with_entries(start[:place] + came + start[place + gone :], {b"b": OTHER, b"c": OTHER, b"a/x": None})

    damaged()


def test_a_save_needs_git_for_the_index_only_where_it_is_of_another_form(repository: Repository, root: Path, git: Git, monkeypatch: pytest.MonkeyPatch) -> None:
    (root / "deal").mkdir()

    def saved(number: int) -> str:
        for name in ("deal/facts", "deal/text"):
            (root / name).write_bytes(b"%d" % number)
        (root / f"deal/record-{number}").write_bytes(b"")
        save(repository, {"deal/facts": b"%d" % number, "deal/text": b"%d" % number, f"deal/record-{number}": b""}, "next")
        assert git("write-tree") == git("rev-parse", "HEAD^{tree}")
        git("fsck", "--strict", "--no-dangling")
        return git("status", "--porcelain")

    assert saved(1) == ""
    with monkeypatch.context() as patch:
        patch.setattr(index, "_row", None)  # git is not asked
        assert (saved(2), saved(3)) == ("", "")
    git("update-index", "--index-version", "4")
    assert saved(4) == ""
    git("update-index", "--index-version", "2", "--split-index")
    assert saved(5) == ""


def test_a_file_that_changed_in_the_moment_in_which_git_looked_is_still_seen_as_changed(repository: Repository, root: Path, git: Git) -> None:
    """“Racy git”: same size, same times; only that the index is not younger makes git look at it."""
    git("config", "core.trustctime", "false")
    (root / "mine").write_bytes(b"1")
    (root / "racy").write_bytes(b"1")
    save(repository, {"mine": b"1", "racy": b"1"}, "first")
    os.utime(root / "racy", (10**9, 10**9))
    git("update-index", "--refresh")
    (root / "racy").write_bytes(b"2")
    for place in (root / "racy", root / ".git/index"):
        os.utime(place, (10**9, 10**9))
    (root / "mine").write_bytes(b"2")
    save(repository, {"mine": b"2"}, "second")
    assert git("status", "--porcelain") == " M racy\n"


def test_the_index_keeps_its_rights(repository: Repository, root: Path) -> None:
    save(repository, {"x": b"1"}, "first")
    (root / ".git/index").chmod(0o660)
    save(repository, {"x": b"2"}, "second")
    assert (root / ".git/index").stat().st_mode & 0o777 == 0o660
