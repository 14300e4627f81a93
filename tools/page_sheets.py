"""Make docs/pictures/pages: one picture per sample agreement with all its pages, the telling ones larger. `make pictures` calls it.

The pages are those of the execution versions, as LibreOffice shows them. Which fonts are at hand decides how lines break: Carlito, Caladea and
Liberation Serif stand in for Calibri, Cambria and Times New Roman, with the same widths.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
import subprocess

LARGEST_BYTES = 250_000
FONTS = ("Carlito", "Caladea", "Liberation Serif")
_GROUND = "#c8c8c8"
_SMALL_DPI, _LARGE_DPI = 26, 52
_LARGE_IN_A_ROW, _SMALL_IN_A_ROW = 5, 10
_COLOURS = 10
Run = Callable[[Sequence[str], Path], None]


def missing_fonts() -> list[str]:
    """The fonts that the pictures are meant to show and that are not installed."""
    families = subprocess.run(["fc-list", ":", "family"], check=True, capture_output=True, text=True).stdout  # noqa: S607
    return [font for font in FONTS if font not in families]


def make_sheets(slagen: str, contracts: Path, work: Path, out: Path, run: Run) -> None:
    """One picture for each agreement of the workspace `contracts`; `run` starts a command in a folder."""
    out.mkdir(parents=True, exist_ok=True)
    run([slagen, "build", "--all", "--execution", "--to", "pdf", "--out", str(work / "sheets")], contracts)
    for pdf in sorted((work / "sheets").glob("*.pdf")):
        _sheet(pdf, out / f"{pdf.stem}.png", run)


def _sheet(pdf: Path, picture: Path, run: Run) -> None:
    texts = subprocess.run(["pdftotext", "-layout", str(pdf), "-"], check=True, capture_output=True, text=True).stdout.split("\f")[:-1]  # noqa: S603, S607
    folder = pdf.with_suffix("")
    folder.mkdir()
    for page in telling(texts):
        run(["pdftoppm", "-png", "-r", str(_LARGE_DPI), "-f", str(page), "-l", str(page), str(pdf), str(folder / "large")], folder)
    rows = [_row(folder, "large", _LARGE_IN_A_ROW, 10, run)]
    if len(texts) > _LARGE_IN_A_ROW:
        run(["pdftoppm", "-png", "-r", str(_SMALL_DPI), str(pdf), str(folder / "small")], folder)
        rows.append(_row(folder, "small", _SMALL_IN_A_ROW, 5, run))
    squeezed = ["-dither", "None", "-colors", str(_COLOURS), "-depth", "8", "-strip", "-define", "png:compression-level=9", f"png8:{picture}"]
    run(["convert", *rows, "-background", _GROUND, "-gravity", "center", "-append", "+repage", *squeezed], folder)


def telling(texts: Sequence[str]) -> list[int]:
    """The numbers of the pages shown larger: the first three, the one where the last schedule begins (else the middle one), and the last."""
    count = len(texts)
    if count <= _LARGE_IN_A_ROW:
        return list(range(1, count + 1))
    schedules = [number for number, text in enumerate(texts, 1) if number > 3 and any(line.startswith("Schedule ") for line in _first_lines(text))]
    return [1, 2, 3, min(schedules[-1] if schedules else count // 2, count - 1), count]


def _first_lines(text: str) -> list[str]:
    return [line for line in text.splitlines() if line.strip()][:3]


def _row(folder: Path, pages: str, across: int, gap: int, run: Run) -> str:
    files = [str(path) for path in sorted(folder.glob(f"{pages}-*.png"))]
    row = folder / f"{pages}.miff"
    run(["montage", *files, "-tile", f"{across}x", "-geometry", f"+{gap}+{gap}", "-background", _GROUND, str(row)], folder)
    return str(row)
