from __future__ import annotations

from collections.abc import Callable
import errno
import os
from pathlib import Path
import stat
from typing import Any

import pytest

from slagen.core.errors import BadInputError, NotFoundError, RefusedError
from slagen.core.hashes import blob_id
from slagen.formats.files import Folder, inside, read_file, write_file, write_files

ROOT = hasattr(os, "geteuid") and os.geteuid() == 0


def listing(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def failing_at(call: int, error: BaseException, real: Callable[..., Any]) -> Callable[..., Any]:
    calls = 0

    def fake(*arguments: Any, **named: Any) -> Any:
        nonlocal calls
        calls += 1
        if calls == call:
            raise error
        return real(*arguments, **named)

    return fake


def test_writing_makes_the_folders_and_leaves_nothing_else(tmp_path: Path) -> None:
    write_file(tmp_path / "a" / "b" / "c.md", b"text")
    assert listing(tmp_path) == {"a/b/c.md": b"text"}


def test_the_mode_of_a_file_that_is_replaced_stays(tmp_path: Path) -> None:
    path = tmp_path / "script"
    path.write_bytes(b"old")
    path.chmod(0o640)
    write_file(path, b"new", durable=False)
    assert (path.read_bytes(), stat.S_IMODE(path.stat().st_mode)) == (b"new", 0o640)


def test_a_group_writes_and_removes_together(tmp_path: Path) -> None:
    write_files({tmp_path / "one": b"1", tmp_path / "two": b"2"})
    write_files({tmp_path / "one": None, tmp_path / "two": b"zwei", tmp_path / "never": None})
    assert listing(tmp_path) == {"two": b"zwei"}


@pytest.mark.parametrize("function", ["fsync", "replace", "link", "open"])
@pytest.mark.parametrize("call", [1, 2, 3])
@pytest.mark.parametrize("error", [OSError(errno.ENOSPC, "No space left on device"), KeyboardInterrupt()])
def test_a_fault_at_any_step_leaves_everything_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, function: str, call: int, error: BaseException
) -> None:
    before = {"one": b"old 1", "two": b"old 2", "three": b"old 3"}
    for name, data in before.items():
        (tmp_path / name).write_bytes(data)
    changes = {tmp_path / "one": b"new 1", tmp_path / "fresh/four": b"new 4", tmp_path / "two": None, tmp_path / "three": b"new 3"}
    with monkeypatch.context() as patch:
        patch.setattr(os, function, failing_at(call, error, getattr(os, function)))
        if function == "link" and isinstance(error, OSError):
            write_files(changes)  # without hard links a copy does
            before = {"one": b"new 1", "fresh/four": b"new 4", "three": b"new 3"}
        else:
            with pytest.raises((RefusedError, KeyboardInterrupt)):
                write_files(changes)
    assert listing(tmp_path) == before
    assert (tmp_path / "fresh").exists() == ("fresh/four" in before)


def test_a_full_disk_is_explained_with_the_path_and_the_way_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "fsync", failing_at(1, OSError(errno.ENOSPC, "No space left on device"), os.fsync))
    with pytest.raises(RefusedError, match=r"contract\.docx”: the disk is full") as caught:
        write_file(tmp_path / "contract.docx", b"x")
    assert "Free some space" in caught.value.hint


@pytest.mark.skipif(ROOT, reason="root may write anywhere")
def test_a_read_only_folder_is_explained(tmp_path: Path) -> None:
    tmp_path.chmod(0o555)
    try:
        with pytest.raises(RefusedError, match="you may not write there"):
            write_file(tmp_path / "x", b"x")
    finally:
        tmp_path.chmod(0o755)


@pytest.mark.parametrize("number", [errno.EACCES, errno.EROFS])
def test_a_refusal_to_open_is_explained(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int) -> None:
    monkeypatch.setattr(os, "open", failing_at(1, OSError(number, os.strerror(number)), os.open))
    with pytest.raises(RefusedError) as caught:
        write_file(tmp_path / "x", b"x")
    assert "choose another folder" in caught.value.hint


def test_a_folder_where_the_file_should_be_is_refused(tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    with pytest.raises(RefusedError, match="a folder has that name"):
        write_file(tmp_path / "out", b"x")


def test_a_file_where_the_folder_should_be_is_refused(tmp_path: Path) -> None:
    (tmp_path / "out").write_bytes(b"x")
    with pytest.raises(RefusedError, match="a file stands where a folder is needed"):
        write_file(tmp_path / "out" / "contract.md", b"x")


def test_reading_stops_at_the_limit(tmp_path: Path) -> None:
    path = tmp_path / "big"
    path.write_bytes(b"x" * 11)
    assert read_file(path, limit=11) == b"x" * 11
    with pytest.raises(BadInputError, match="larger than"):
        read_file(path, limit=10)


def test_reading_what_is_missing_names_the_nearest_file_or_says_where_to_look(tmp_path: Path) -> None:
    (tmp_path / "returned.docx").write_bytes(b"")
    (tmp_path / "returned.doc2").mkdir()
    for name, hint in (("retuned.docx", f"Did you mean “{tmp_path / 'returned.docx'}”?"), ("none", "holds no such file"), ("gone/none", "does not exist")):
        with pytest.raises(NotFoundError) as caught:
            read_file(tmp_path / name)
        assert hint in caught.value.hint
    with pytest.raises(NotFoundError) as caught:
        Folder(tmp_path).read("retuned.docx")
    assert caught.value.hint == "Did you mean “returned.docx”?"


def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(RefusedError, match="is not a file"):
        read_file(tmp_path / "pipe")


def test_a_folder_is_not_a_file(tmp_path: Path) -> None:
    with pytest.raises(RefusedError):
        read_file(tmp_path)


def test_a_link_that_leads_out_is_refused_and_one_that_stays_is_followed(tmp_path: Path) -> None:
    root = tmp_path / "root"
    (root / "in").mkdir(parents=True)
    (root / "in" / "file").write_bytes(b"here")
    (tmp_path / "secret").write_bytes(b"secret")
    (root / "out").symlink_to(tmp_path)
    (root / "stays").symlink_to(root / "in")
    (root / "loop").symlink_to(root / "loop")
    assert read_file(inside(root, "stays/file")) == b"here"
    for path in ("out/secret", "loop/x"):
        with pytest.raises((RefusedError, NotFoundError)):
            Folder(root).read(path)
    assert not Folder(root).exists("out/secret")


def test_a_walk_is_sorted_and_leaves_out_git_leftovers_and_links_that_lead_out(tmp_path: Path) -> None:
    root = tmp_path / "root"
    for name in ("b/z.md", "b/a.md", "a.md", "b.md", ".git/config", "b/.slagen-1.tmp", ".gitattributes"):
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_bytes(b"")
    (tmp_path / "secret").write_bytes(b"")
    (root / "link.md").symlink_to(root / "a.md")
    (root / "bad.md").symlink_to(tmp_path / "secret")
    view = Folder(root)
    assert view.walk() == (".gitattributes", "a.md", "b.md", "b/a.md", "b/z.md", "link.md")
    assert view.walk("b") == ("b/a.md", "b/z.md")
    assert view.walk("missing") == ()


def test_the_hash_of_a_file_is_that_of_its_bytes(tmp_path: Path) -> None:
    (tmp_path / "x").write_bytes(b"text\r\n")
    assert Folder(tmp_path).blob("x") == blob_id(b"text\r\n")
    assert Folder(tmp_path).exists("x")
    assert not Folder(tmp_path).exists("")


def test_folders_nested_without_end_are_an_error_and_not_a_fault(tmp_path: Path) -> None:
    folder = tmp_path
    for _ in range(60):
        folder /= "d"
        folder.mkdir()
    with pytest.raises(RefusedError, match="folders deep"):
        Folder(tmp_path).walk()


def test_a_link_into_the_folder_of_git_is_not_followed(tmp_path: Path) -> None:
    """Records of an agreement whose `records` led there were written among git's own files."""
    (tmp_path / ".git/hooks").mkdir(parents=True)
    (tmp_path / "records").symlink_to(tmp_path / ".git/hooks")
    with pytest.raises(RefusedError):
        inside(tmp_path, "records/a.yaml")
