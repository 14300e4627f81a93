"""Make docs/pictures: pages of contracts as LibreOffice and Chromium show them, and the terminal as people see it.

Needs soffice, pdftoppm and pdftotext (poppler), montage and convert (ImageMagick), and chromium.
Everything shown is real output of the demonstration workspace.
"""

from __future__ import annotations

from collections.abc import Sequence
import fcntl
import os
from pathlib import Path
import pty
import shutil
import struct
import subprocess
import sys
import tempfile
import termios

from page_sheets import LARGEST_BYTES as LARGEST_SHEET
from page_sheets import make_sheets, missing_fonts
from rich.console import Console
from rich.terminal_theme import TerminalTheme
from rich.text import Text

ROOT = Path(__file__).resolve().parent.parent
PICTURES = ROOT / "docs" / "pictures"
LARGEST_BYTES = 150_000
NARROW, WIDE = 122, 158
"""Columns of the terminals shown."""
SLAGEN = str(Path(sys.executable).parent / "slagen")
PERSON = {f"GIT_{role}_{what}": value for role in ("AUTHOR", "COMMITTER") for what, value in (("NAME", "Jo Bloggs"), ("EMAIL", "jo@northwind.example"))}
THEME = TerminalTheme(
    (250, 250, 248),
    (40, 40, 40),
    [(40, 40, 40), (180, 35, 24), (22, 110, 50), (150, 95, 0), (30, 80, 170), (120, 50, 130), (0, 110, 120), (110, 110, 110)],
)
HTML = """<!DOCTYPE html><meta charset="utf-8"><style>{stylesheet} body {{ margin: 0; padding: 14px 18px; background: {background}; color: {foreground}; }}
pre {{ margin: 0; font: 13px/18px "DejaVu Sans Mono", monospace; white-space: pre-wrap; overflow-wrap: anywhere; }}</style><pre>{code}</pre>"""
PAGES: Sequence[tuple[str, str, int | str]] = (
    ("word-cover", "contracts/build/acme-hosting", 1),
    ("word-credits", "execution/acme-hosting", "Service credits\n"),
    ("word-levels", "execution/acme-hosting", "Schedule 1"),
    ("word-charter", "contracts/build/acme-charter", 2),
    ("word-redline", "execution/acme-hosting-redline", "21.3[22.3]"),
    ("word-brief", "contracts/build/acme-hosting-brief", 1),
    ("word-notice", "letters/acme-hosting-non-renewal", 1),
    ("word-notice-sheet", "letters/lindenhof-archive-non-renewal", 2),
    ("word-review", "letters/acme-hosting-review-internal", 1),
    ("word-review-customer", "letters/acme-hosting-review", 1),
    ("word-report", "letters/acme-hosting-report-2026-Q3", "Error budgets"),
    ("word-report-year", "letters/acme-hosting-report-2026", "Service Credits by month"),
    ("word-statement", "letters/acme-hosting-statement-2026-07", 1),
    ("word-how-we-did", "letters/acme-charter-how-we-did-2026", "How soon we answered"),
    ("word-report-trend", "letters/acme-hosting-report-2026-Q3", "Over time: Availability"),
)
"""Each picture, its Word file, and its page: by number, or the last one that holds these words."""
REPORTS = (
    ("report", "acme-hosting", "2026-Q3"),
    ("report", "acme-hosting", "2026"),
    ("report", "acme-charter", "2026"),
    ("statement", "acme-hosting", "2026-07"),
)
"""The command, the agreement and the period of each report that is shown."""
FACTS = "agreements/acme/acme-hosting/agreement.yaml"


def main() -> int:
    """Make every picture again."""
    missing = [name for name in ("soffice", "pdftoppm", "pdftotext", "montage", "convert", "chromium") if not shutil.which(name)]
    if missing:
        print(f"not there: {', '.join(missing)}. The pictures stay as they are.", file=sys.stderr)
        return 8
    if lacking := missing_fonts():
        print(f"without these fonts the pages look otherwise: {', '.join(lacking)}", file=sys.stderr)
    PICTURES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        _run([SLAGEN, "demo", "contracts"], work)
        _run([SLAGEN, "build", "acme-hosting", "--to", "docx", "--execution", "--out", str(work / "execution")], work / "contracts")
        _run([SLAGEN, "build", "acme-hosting", "--to", "brief", "--on", "2026-10-01"], work / "contracts")
        _run([SLAGEN, "diff", "acme-hosting", "standard", "--to", "docx", "-o", str(work / "execution" / "acme-hosting-redline.docx")], work / "contracts")
        _letters(work)
        for verb, name, period in REPORTS:
            _run([SLAGEN, verb, name, "--period", period, "--to", "docx", "-o", str(work / "letters")], work / "contracts")
        _word(work)
        make_sheets(SLAGEN, work / "contracts", work, PICTURES / "pages", _run)
        _web(work)
        _terminal(work)
    return _too_large()


def _letters(work: Path) -> None:
    """Two agreements signed in a copy of the workspace, one of them amended: their notices, and the agendas of a review."""
    folder, letters = work / "signed", work / "letters"
    shutil.copytree(work / "contracts", folder)
    for name in ("acme-hosting", "lindenhof-archive"):
        _sign(folder, name, "2025-12-15")
        _run([SLAGEN, "notice", name, "--kind", "non-renewal", "--on", "2028-09-20", "--draft", "-o", str(letters / f"{name}-non-renewal.docx")], folder)
    _run([SLAGEN, "amend", "acme-hosting", "--note", "a second rack", "--on", "2025-12-20"], folder)
    facts = folder / FACTS
    facts.write_text(facts.read_text(encoding="utf-8").replace("amount: 10000.00", "amount: 11250.00"), encoding="utf-8")
    _run([SLAGEN, "save", "acme-hosting", "-m", "a second rack"], folder)
    _sign(folder, "acme-hosting", "2025-12-22")
    for edition in ("us", "customer"):
        _run([SLAGEN, "review", "acme-hosting", "--pack", "--for", edition, "--on", "2026-03-20", "--to", "docx", "-o", str(letters)], folder)


def _sign(folder: Path, name: str, day: str) -> None:
    made = folder / "build" / "execution"
    _run([SLAGEN, "build", name, "--to", "docx", "--execution", "--out", str(made)], folder)
    _run([SLAGEN, "sign", name, str(made / f"{name}.docx"), "--on", day], folder)


def _run(command: Sequence[str], folder: Path) -> None:
    subprocess.run(command, cwd=folder, env=os.environ | PERSON, check=True, capture_output=True)  # noqa: S603 - our own commands


def _word(work: Path) -> None:
    for name in dict.fromkeys(name for _, name, _ in PAGES):
        out = (work / name).parent
        _run(
            ["soffice", f"-env:UserInstallation=file://{work}/profile", "--headless", "--convert-to", "pdf", "--outdir", str(out), f"{work / name}.docx"], work
        )
    for picture, name, where in PAGES:
        pdf = work / f"{name}.pdf"
        _page(pdf, where if isinstance(where, int) else _page_with(pdf, where), picture)


def _page_with(pdf: Path, words: str) -> int:
    """The last page on which the words stand: the first ones are those of the contents."""
    text = subprocess.run(["pdftotext", "-layout", str(pdf), "-"], check=True, capture_output=True, text=True).stdout  # noqa: S603, S607
    return max(number for number, page in enumerate(text.split("\f"), 1) if words in page)


def _page(pdf: Path, number: int, picture: str) -> None:
    _run(["pdftoppm", "-png", "-r", "68", "-f", str(number), "-l", str(number), "-singlefile", str(pdf), str(PICTURES / picture)], PICTURES)


def _web(work: Path) -> None:
    page = work / "contracts" / "build" / "acme-hosting.html"
    _shoot(page.as_uri(), "html-page", 1240, 860)
    _run([SLAGEN, "remind", "--dry-run", "--on", "2027-10-26", "-o", str(work / "mails")], work / "contracts")
    [mail] = (work / "mails").glob("*ingrid*.html")
    _shoot(mail.as_uri(), "reminder", 720, 900)


def _shoot(address: str, picture: str, width: int, height: int) -> None:
    size, out = f"--window-size={width},{height}", f"--screenshot={PICTURES / picture}.png"
    _run(["chromium", "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", size, out, address], PICTURES)


def _terminal(work: Path) -> None:
    contracts = work / "contracts"
    facts = contracts / FACTS
    _show(work, "terminal-diff", ["diff", "acme-hosting"], NARROW)
    _show(work, "terminal-due", ["due", "--on", "2026-10-01", "--within", "30d", "--owner", "northwind"], WIDE)
    _show(work, "terminal-explain", ["explain", "bramblewick-workplace", "service_levels.response-p1.target"], NARROW)
    before = facts.read_text(encoding="utf-8")
    wrong = before.replace('">= 99.95 %"', '"99.95 %"').replace("initial: 36 months", "initial: thirty 36 months").replace("owner: jo@", "ownr: jo@", 1)
    facts.write_text(wrong, encoding="utf-8")
    _show(work, "terminal-check", ["check", "acme-hosting"], NARROW)
    facts.write_text(before, encoding="utf-8")


def _show(work: Path, picture: str, arguments: Sequence[str], columns: int) -> None:
    lines = [f"$ slagen {' '.join(arguments)}", *_typed(arguments, work / "contracts", columns).splitlines()]
    shown = [line for line in (Text.from_ansi(one.rpartition("\r")[2]) for one in lines) if "━" not in line.plain]
    for line in shown:
        line.rstrip()
    shown = [line for line, above in zip(shown, (Text("."), *shown), strict=False) if line or above]
    with (work / "unused").open("w", encoding="utf-8") as unused:
        console = Console(record=True, width=columns, file=unused)
        console.print(Text("\n").join(shown), soft_wrap=True)
    page = work / f"{picture}.html"
    page.write_text(console.export_html(theme=THEME, code_format=HTML), encoding="utf-8")
    rows = sum(max(1, -(-len(line) // columns)) for line in shown)
    _shoot(page.as_uri(), picture, columns * 8 + 20, rows * 18 + 30)


def _typed(arguments: Sequence[str], folder: Path, columns: int) -> str:
    """What a command prints in a terminal of so many columns, colours included."""
    master, slave = pty.openpty()
    fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 40, columns, 0, 0))
    environment = {key: value for key, value in os.environ.items() if key != "NO_COLOR"} | PERSON | {"TERM": "xterm-256color"}
    with subprocess.Popen([SLAGEN, *arguments], cwd=folder, env=environment, stdin=slave, stdout=slave, stderr=slave):  # noqa: S603 - our own commands
        os.close(slave)
        output = b""
        while chunk := _read(master):
            output += chunk
    os.close(master)
    return output.decode().replace("\r\n", "\n").strip()


def _read(terminal: int) -> bytes:
    try:
        return os.read(terminal, 65536)
    except OSError:  # Linux answers so when the other end is closed
        return b""


def _too_large() -> int:
    sizes = {path: path.stat().st_size for path in sorted(PICTURES.rglob("*.png"))}
    large = {path for path, size in sizes.items() if size > (LARGEST_BYTES if path.parent == PICTURES else LARGEST_SHEET)}
    for path, size in sizes.items():
        print(f"{path.name:<28} {size // 1000:>5} kB{'  too large' if path in large else ''}")
    return int(bool(large))


if __name__ == "__main__":
    sys.exit(main())
