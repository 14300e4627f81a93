from __future__ import annotations

import os
from pathlib import Path
import subprocess
import sys

import pytest

from slagen.formats.files import replaced, write_file
from slagen.formats.temporary import sweep, temporary_name


def made_by(process: int) -> str:
    return temporary_name().replace(f"-{os.getpid()}-", f"-{process}-")


def dead() -> int:
    with subprocess.Popen([sys.executable, "-c", ""]) as process:
        process.wait()
    return process.pid


def test_what_a_killed_process_left_behind_goes_with_the_next_write_beside_it(tmp_path: Path) -> None:
    sweep.cache_clear()
    for end in ("tmp", "old"):
        (tmp_path / f"{made_by(dead())}.{end}").write_bytes(b"half")
    write_file(tmp_path / "contract.docx", b"x")
    assert [place.name for place in tmp_path.iterdir()] == ["contract.docx"]


@pytest.mark.parametrize(
    "name",
    [f"{made_by(os.getpid())}.tmp", f"{made_by(1)}.tmp", f"{made_by(2**33)}.old", ".slagen-1.tmp", ".slagen-notes"],
    ids=["own", "another", "none", "old name", "not ours"],
)
def test_what_a_living_process_or_somebody_else_made_stays(tmp_path: Path, name: str) -> None:
    sweep.cache_clear()
    (tmp_path / name).write_bytes(b"x")
    write_file(tmp_path / "contract.docx", b"x")
    assert (tmp_path / name).exists()


def test_a_folder_with_such_a_name_stays_and_stops_nobody(tmp_path: Path) -> None:
    sweep.cache_clear()
    (tmp_path / f"{made_by(dead())}.tmp").mkdir()
    write_file(tmp_path / "contract.docx", b"x")
    assert (tmp_path / "contract.docx").read_bytes() == b"x"


def test_files_that_are_to_stay_only_if_all_goes_well_are_taken_back_on_a_full_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "lock").write_bytes(b"old")

    def full(*_arguments: object) -> int:
        raise OSError(28, "No space left on device")

    def save() -> None:
        with replaced({tmp_path / "lock": b"new", tmp_path / "fresh/text": b"new"}):
            assert (tmp_path / "fresh/text").read_bytes() == b"new"
            monkeypatch.setattr(os, "write", full)
            raise ValueError("not saved")

    with pytest.raises(ValueError, match="not saved"):
        save()
    assert [(place.name, place.read_bytes()) for place in tmp_path.iterdir()] == [("lock", b"old")]
