"""A workspace that came from a stranger: its links and pipes lead no writing elsewhere and stop no command."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from slagen.core.errors import RefusedError
from slagen.formats.files import Folder
from slagen.workspace.building import standard_folder
from slagen.workspace.load import load
from slagen.workspace.versions import save
from tests.small_workspace import put_in_git


def test_the_folder_build_may_not_be_a_link_out_of_the_workspace(tmp_path: Path) -> None:
    root = tmp_path / "ws"
    root.mkdir()
    (root / "build").symlink_to(tmp_path)
    with pytest.raises(RefusedError):
        standard_folder(root)


def test_the_folder_build_need_not_exist(tmp_path: Path) -> None:
    assert standard_folder(tmp_path) == tmp_path / "build"


@pytest.mark.parametrize("kind", ["pipe", "endless", "folder", "link out"])
@pytest.mark.parametrize("file", ["contract.md", "agreement.lock"])
def test_saving_refuses_what_is_no_file_where_it_writes(tmp_path: Path, kind: str, file: str) -> None:
    outside = tmp_path / "outside"
    outside.write_text("theirs")
    root = tmp_path / "ws"
    root.mkdir()
    place = put_in_git(root) / "agreements/acme" / file
    match kind:
        case "pipe":
            os.mkfifo(place)
        case "folder":
            place.mkdir()
        case "endless":
            place.symlink_to("/dev/zero")
        case _:
            place.symlink_to(outside)
    with pytest.raises(RefusedError):
        save(root, load(Folder(root)), "acme", "x")
    assert outside.read_text() == "theirs"
