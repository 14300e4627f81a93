"""Word files to PDF through LibreOffice: one process for many files, each with its share of a time limit.

The PDF is tagged and has bookmarks from the headings. LibreOffice works on copies in a folder of its own, with a profile of its own,
so that a running office is left alone and nothing is half-written.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
import json
import os
from pathlib import Path
import signal
import subprocess
import tempfile

from slagen.core.errors import BadInputError

START_SECONDS = 60
SECONDS_EACH = 20
MOST_AT_ONCE = 50
_OPTIONS = {"UseTaggedPDF": "true", "ExportBookmarks": "true", "ExportFormFields": "false", "DisplayPDFDocumentTitle": "true"}
_FILTER = "pdf:writer_pdf_Export:" + json.dumps({name: {"type": "boolean", "value": value} for name, value in _OPTIONS.items()})


class NoPdfError(BadInputError):
    """LibreOffice made no PDF of a file."""

    code = "no-pdf"

    def __init__(self, name: str, reason: str) -> None:
        self.name = name
        super().__init__(f"LibreOffice made no PDF of “{name}”: {reason}.", hint="Open the Word file in LibreOffice to see what it says.")


def convert(program: Path, documents: Mapping[str, bytes]) -> dict[str, bytes | NoPdfError]:
    """The PDF of each Word file by its name, or why there is none. `program` is LibreOffice's `soffice`.

    Files that fail together are tried once more alone, so that one bad file does not spoil the others.
    """
    results: dict[str, bytes | NoPdfError] = {}
    names = list(documents)
    for start in range(0, len(names), MOST_AT_ONCE):
        chunk = {name: documents[name] for name in names[start : start + MOST_AT_ONCE]}
        results.update(_convert(program, chunk))
    return results


def _convert(program: Path, documents: Mapping[str, bytes]) -> dict[str, bytes | NoPdfError]:
    made, reason = _run(program, documents)
    missing = [name for name in documents if name not in made]
    results: dict[str, bytes | NoPdfError] = {**made}
    for name in missing:
        alone, why = _run(program, {name: documents[name]}) if len(documents) > 1 else ({}, reason)
        results[name] = alone.get(name) or NoPdfError(name, why)
    return results


def _run(program: Path, documents: Mapping[str, bytes]) -> tuple[dict[str, bytes], str]:
    with tempfile.TemporaryDirectory(prefix="slagen-pdf-", ignore_cleanup_errors=True) as folder:
        place = Path(folder)
        sources = {name: place / f"{number}.docx" for number, name in enumerate(documents)}
        for name, source in sources.items():
            source.write_bytes(documents[name])
        reason = _office(program, place, [source.name for source in sources.values()])
        pages = {name: source.with_suffix(".pdf") for name, source in sources.items()}
        return {name: page.read_bytes() for name, page in pages.items() if page.is_file()}, reason


def _office(program: Path, place: Path, files: list[str]) -> str:
    """Run LibreOffice; why a file may be missing afterwards."""
    profile = f"-env:UserInstallation={(place / 'profile').as_uri()}"
    command = [str(program), profile, "--headless", "--norestore", "--nolockcheck", "--convert-to", _FILTER, "--outdir", str(place), *files]
    limit = START_SECONDS + SECONDS_EACH * len(files)
    process = subprocess.Popen(command, cwd=place, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, start_new_session=True)  # noqa: S603 - the program is named by the caller, the files by us
    try:
        said, _ = process.communicate(timeout=limit)
    except subprocess.TimeoutExpired:
        return f"it took longer than {limit} seconds"
    finally:
        _end(process)
    last = said.decode(errors="replace").strip().splitlines()[-1:] or ["it gave no reason"]
    return last[0]


def _end(process: subprocess.Popen[bytes]) -> None:
    """End the program and whatever it started."""
    if process.poll() is None:
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
    process.communicate()
