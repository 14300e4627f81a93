"""The shelf for what can be worked out again."""

from __future__ import annotations

from contextlib import ExitStack
import errno
import os
from pathlib import Path
import subprocess
import sys
from typing import NoReturn

import pytest

from slagen.formats import shelf as shelves
from slagen.formats.shelf import Shelf

WRITER = """
import sys
from pathlib import Path
from slagen.formats.shelf import Shelf
shelf = Shelf(Path(sys.argv[1]))
for _ in range(50):
    shelf.put("a", sys.argv[2].encode() * 100_000)
    found = shelf.find("a")
    assert len(found) == 100_000 and len(set(found)) == 1
"""


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    return Shelf(tmp_path / "cache" / "slagen")


def only(shelf: Shelf) -> Path:
    [item] = shelf.folder.iterdir()
    return item


def test_what_was_put_is_found_under_its_own_key_only_and_the_last_one_counts(shelf: Shelf) -> None:
    assert shelf.find("a") is None
    shelf.put("a", b"one\ntwo")
    shelf.put("a", b"three\n\n")
    assert (shelf.find("a"), shelf.find("b")) == (b"three\n\n", None)


def test_folder_and_items_are_for_nobody_else(shelf: Shelf) -> None:
    shelf.put("a", b"one")
    assert (shelf.folder.stat().st_mode & 0o777, only(shelf).stat().st_mode & 0o777) == (0o700, 0o600)


def test_an_item_that_was_cut_short_or_damaged_anywhere_is_none(shelf: Shelf) -> None:
    shelf.put("a", b"one")
    whole = only(shelf).read_bytes()
    for at in range(len(whole)):
        for damaged in (whole[:at], whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :]):
            only(shelf).write_bytes(damaged)
            assert shelf.find("a") is None
    only(shelf).write_bytes(whole)
    assert shelf.find("a") == b"one"


def test_an_item_under_the_name_of_another_is_none(shelf: Shelf) -> None:
    shelf.put("a", b"one")
    first = only(shelf)
    shelf.put("b", b"two")
    [second] = set(shelf.folder.iterdir()) - {first}
    first.replace(second)
    assert shelf.find("b") is None


def test_a_link_a_pipe_and_a_folder_are_no_items(shelf: Shelf, tmp_path: Path) -> None:
    shelf.put("a", b"one")
    item = only(shelf)
    item.rename(tmp_path / "elsewhere")
    item.symlink_to(tmp_path / "elsewhere")
    assert shelf.find("a") is None
    item.unlink()
    os.mkfifo(item)
    assert shelf.find("a") is None
    item.unlink()
    item.mkdir()
    assert shelf.find("a") is None
    shelf.put("a", b"two")
    assert shelf.find("a") is None


def test_a_link_in_the_place_of_an_item_is_replaced_and_not_followed(shelf: Shelf, tmp_path: Path) -> None:
    shelf.put("a", b"one")
    other = tmp_path / "other"
    other.write_bytes(b"mine")
    only(shelf).unlink()
    (shelf.folder / shelves._name("a")).symlink_to(other)
    shelf.put("a", b"two")
    assert (shelf.find("a"), other.read_bytes()) == (b"two", b"mine")


def test_a_folder_that_is_a_link_is_not_used(shelf: Shelf, tmp_path: Path) -> None:
    shelf.put("a", b"one")
    shelf.folder.rename(tmp_path / "real")
    shelf.folder.symlink_to(tmp_path / "real")
    shelf.put("b", b"two")
    assert (shelf.find("a"), len(list((tmp_path / "real").iterdir()))) == (None, 1)


@pytest.mark.parametrize("mode", [0o755, 0o770, 0o702])
def test_a_folder_that_others_can_enter_is_not_used(shelf: Shelf, mode: int) -> None:
    shelf.put("a", b"one")
    shelf.folder.chmod(mode)
    shelf.put("b", b"two")
    assert (shelf.find("a"), len(list(shelf.folder.iterdir()))) == (None, 1)


def test_a_folder_of_somebody_else_is_not_used(shelf: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    shelf.put("a", b"one")
    monkeypatch.setattr(os, "geteuid", lambda: 12345)
    shelf.put("b", b"two")
    assert (shelf.find("a"), len(list(shelf.folder.iterdir()))) == (None, 1)


def test_where_no_folder_can_be_made_nothing_is_kept_and_nothing_said(tmp_path: Path) -> None:
    (tmp_path / "cache").write_text("a file")
    shelf = Shelf(tmp_path / "cache" / "slagen")
    shelf.put("a", b"one")
    assert shelf.find("a") is None


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EDQUOT, errno.EROFS])
def test_on_a_full_or_read_only_disk_nothing_is_kept_and_nothing_left_behind(shelf: Shelf, monkeypatch: pytest.MonkeyPatch, number: int) -> None:
    shelf.put("a", b"one")

    def refuse(*_: object) -> NoReturn:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(os, "write", refuse)
    shelf.put("a", b"two")
    shelf.put("b", b"three")
    assert (shelf.find("a"), shelf.find("b"), len(list(shelf.folder.iterdir()))) == (b"one", None, 1)


def test_what_is_too_large_is_neither_kept_nor_read(shelf: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    shelf.put("a", b"four")
    monkeypatch.setattr(shelves, "LARGEST_ITEM", 3)
    shelf.put("b", b"four")
    shelf.put("c", b"one")
    assert [shelf.find(key) for key in "abc"] == [None, None, b"one"]


@pytest.mark.parametrize(("limit", "value"), [("MOST_ITEMS", 4), ("MOST_BYTES", 4 * (64 + 1 + 3))])
def test_the_items_that_were_put_first_make_room(shelf: Shelf, monkeypatch: pytest.MonkeyPatch, limit: str, value: int) -> None:
    monkeypatch.setattr(shelves, limit, value)
    for at, key in enumerate("abcde"):
        shelf.put(key, b"one")
        if shelf.find(key):
            os.utime(shelf.folder / shelves._name(key), ns=(at, at))
        assert len(list(shelf.folder.iterdir())) <= 4
    assert [key for key in "abcd" if shelf.find(key)] == ["c", "d"]


def test_two_processes_at_once_find_whole_items_and_leave_one(shelf: Shelf) -> None:
    letters = ("a", "b")
    with ExitStack() as stack:
        running = [stack.enter_context(subprocess.Popen([sys.executable, "-c", WRITER, str(shelf.folder), letter])) for letter in letters]
        assert [process.wait(60) for process in running] == [0, 0]
    found = shelf.find("a") or b""
    assert (found[:1].decode() in letters, len(set(found)), len(found), only(shelf).suffix) == (True, 1, 100_000, ".kept")
