"""Printing: contracts as PDF, all of them through one LibreOffice."""

from __future__ import annotations

from pathlib import Path
import shutil

from slagen.core.errors import MissingProgramError
from slagen.formats.files import write_file
from slagen.formats.pdf import NoPdfError, convert
from slagen.formats.word.printing import for_printing

_NAMES = ("soffice", "libreoffice", "/Applications/LibreOffice.app/Contents/MacOS/soffice")


def office() -> Path:
    """LibreOffice's program.

    Raises:
        MissingProgramError: it is not installed.
    """
    found = next((place for name in _NAMES if (place := shutil.which(name))), None)
    if found is None:
        hint = "Install it (Debian, Ubuntu: apt install libreoffice-writer; macOS: brew install --cask libreoffice), or build Word and print it."
        raise MissingProgramError("PDF needs LibreOffice, which is not installed.", hint=hint)
    return Path(found)


def print_pdf(program: Path, documents: dict[str, bytes], out: Path) -> dict[str, Path | NoPdfError]:
    """Write the PDF of each document (agreement → Word file) into `out`; where there is none, say why.

    Raises:
        RefusedError: the folder cannot be written to.
    """
    results: dict[str, Path | NoPdfError] = {}
    for name, page in convert(program, {name: for_printing(data, name) for name, data in documents.items()}).items():
        if isinstance(page, NoPdfError):
            results[name] = page
        else:
            results[name] = out / f"{name}.pdf"
            write_file(out / f"{name}.pdf", page, durable=False)
    return results
