from __future__ import annotations

import subprocess

from hypothesis import given, settings
from hypothesis import strategies as st
import pytest

from slagen.core.errors import RefusedError
from slagen.core.file_view import path_parts
from slagen.core.hashes import blob_id


@pytest.mark.parametrize("path", ["..", "a/../b", "/etc/passwd", "a//b", "./a", "a/", "C:/x", "a\\b", ".git/config", "a/.GIT/hooks", "a\nb", "a\0b"])
def test_a_path_that_could_leave_the_workspace_is_refused(path: str) -> None:
    with pytest.raises(RefusedError):
        path_parts(path)


@pytest.mark.parametrize("path", ["a", "agreements/müller & co/acme/agreement.yaml", ".gitattributes", "a/..b", "records/2026-01-01T12:30.yaml"])
def test_an_ordinary_path_is_taken_apart(path: str) -> None:
    assert "/".join(path_parts(path)) == path


def test_the_workspace_itself_has_no_parts() -> None:
    assert path_parts("") == ()


def test_the_hash_of_nothing_is_the_one_that_git_documents() -> None:
    assert blob_id(b"") == "e69de29bb2d1d6434b8b29ae775ad8c2e48c5391"


@settings(max_examples=10, deadline=None)
@given(st.binary(max_size=200))
def test_the_hash_is_the_one_that_git_gives(data: bytes) -> None:
    answer = subprocess.run(["git", "hash-object", "--stdin"], input=data, capture_output=True, check=True)
    assert blob_id(data) == answer.stdout.decode().strip()
