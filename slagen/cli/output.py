"""Output: tables and findings for people, JSON for programs, progress on standard error."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
import re
import sys
from typing import TYPE_CHECKING, Any
import unicodedata

import click

if TYPE_CHECKING:
    from collections.abc import Callable

    from slagen.core.findings import Finding

_UNSEEN = re.compile("[\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")
"""What would steer a terminal, and what JSON can hold in another way just as well."""
_STYLED = re.compile("\x1b\\[[0-9;]*m")
_PIECES = re.compile("\x1b\\[[0-9;]*m| +|[^ \x1b]+")
_PLAIN = "\x1b[0m"
_HANGING = 4
MOST_LAID_OUT = 1_000
"""Rows up to which a table is laid out for the terminal: each takes a millisecond, and a file can have a hundred thousand tracked changes."""
_WIDEST = 80
_LONG_WORD, _BETWEEN = 18, 3
"""Letters up to which a word in a table stays whole, and columns that a table takes for each of its own beside what stands in it."""
_COLOURS = {"error": "red", "warning": "yellow", "note": "blue"}


def say(message: str = "") -> None:
    """A message for the person at the terminal, on standard error; there it is broken between words."""
    if sys.stderr.isatty():
        from shutil import get_terminal_size

        message = wrapped(message, get_terminal_size().columns)
    click.echo(message, err=True)


def tell(text: str) -> None:
    """What a command answers, on standard output; at a terminal it is broken between words."""
    width = terminal_width()
    click.echo(wrapped(printable(text), width) if width else printable(text))


def print_json(data: object) -> None:
    """JSON on standard output; escaped where the output cannot show every character."""
    import json

    encoding = (getattr(sys.stdout, "encoding", None) or "utf-8").lower()
    plain = not encoding.startswith("utf")
    if isinstance(data, list) and len(data) > MOST_LAID_OUT:  # an item on a line: indenting takes ten times as long
        text = "[\n" + ",\n".join(json.dumps(item, ensure_ascii=plain) for item in data) + "\n]"
    else:
        text = json.dumps(data, ensure_ascii=plain, indent=1)
    click.echo(_UNSEEN.sub(lambda sign: f"\\u{ord(sign[0]):04x}", text))


def coloured(*, err: bool = False) -> bool:
    """Whether colours are wanted on standard output (or error): a terminal, and NO_COLOR not set (no-color.org)."""
    import os

    stream = sys.stderr if err else sys.stdout
    return stream.isatty() and not os.environ.get("NO_COLOR")


def findings_text(findings: Iterable[Finding], *, err: bool = False) -> str:
    """Findings grouped by file, each with its line, code, message and way out."""
    colour = coloured(err=err)
    lines: list[str] = []
    for finding in findings:
        severity = click.style(finding.severity.value, fg=_COLOURS[finding.severity.value], bold=True) if colour else finding.severity.value
        lines.append(f"{printable(str(finding.source))}: {severity} {finding.code}: {printable(finding.message)}")
        if finding.hint:
            lines.append(f"    → {printable(finding.hint)}")
    return "\n".join(lines)


def print_table(headings: Sequence[str], rows: Iterable[Sequence[str]], *, right: Sequence[int] = (), whole: Sequence[int] = ()) -> None:
    """A table on standard output, as wide as the terminal (or as its content, where there is no terminal).

    In a narrow terminal the columns `whole` (ids, days) are the last to be broken; where words would have to be, each row stands on lines of its own.
    A table of more than MOST_LAID_OUT rows is one line a row.
    """
    shown = [tuple(printable(cell) for cell in row) for row in rows]
    if (room := terminal_width()) is not None and _least(headings, shown, whole) > room:
        click.echo("\n".join(_stacked(headings, shown, room)))
        return
    if len(shown) > MOST_LAID_OUT:
        click.echo("\n".join(_lines(headings, shown, right)))
        return
    from rich.box import SIMPLE_HEAD
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    console = Console(no_color=not coloured(), highlight=False, width=None if sys.stdout.isatty() else 200)
    table = Table(box=SIMPLE_HEAD, header_style="bold", pad_edge=False)
    for column, heading in enumerate(headings):
        table.add_column(heading, justify="right" if column in right else "left", overflow="fold", no_wrap=column in whole)
    for row in shown:
        table.add_row(*map(Text, row))
    console.print(table)


def _least(headings: Sequence[str], rows: Sequence[Sequence[str]], whole: Sequence[int]) -> int:
    """The columns of a terminal that a table takes up at least, if no word is broken that is not very long."""
    table = [headings, *rows]
    words = (max((len(word) for row in table for word in (row[at].split("\n") if at in whole else row[at].split())), default=0) for at in range(len(headings)))
    return sum(word if at in whole else min(word, _LONG_WORD) for at, word in enumerate(words)) + _BETWEEN * len(headings)


def _stacked(headings: Sequence[str], rows: Iterable[Sequence[str]], room: int) -> Iterator[str]:
    """Each row under its first cell, a line for each of the others that says something."""
    from textwrap import fill

    name = max(map(len, headings[1:]), default=0)
    for first, *others in rows:
        yield fill(first, room, subsequent_indent="  ")
        for heading, cell in zip(headings[1:], others, strict=True):
            if cell:
                yield fill(cell, room, initial_indent=f"  {heading:<{name}}  ", subsequent_indent=" " * min(name + 4, room // 2), break_on_hyphens=False)


def _lines(headings: Sequence[str], rows: Iterable[Sequence[str]], right: Sequence[int]) -> list[str]:
    """A table without breaks: a thousand times faster to lay out."""
    table = [tuple(headings), *(tuple(" ".join(cell.split("\n")) for cell in row) for row in rows)]
    widths = [min(_WIDEST, max(map(len, column))) for column in zip(*table, strict=True)]
    aligned = ((cell.rjust(width) if at in right else cell.ljust(width) for at, (cell, width) in enumerate(zip(row, widths, strict=True))) for row in table)
    return ["  ".join(cells).rstrip() for cells in aligned]


def terminal_width() -> int | None:
    """The columns of the terminal, or None where standard output is none."""
    if not sys.stdout.isatty():
        return None
    from shutil import get_terminal_size

    return get_terminal_size().columns


def wrapped(text: str, width: int) -> str:
    """Lines of at most `width` columns, broken between words and indented; what is styled stays styled on the next line, its indent does not."""
    return "\n".join(line if len(_STYLED.sub("", line)) <= width else _broken(line, width) for line in text.split("\n"))


def _broken(line: str, width: int) -> str:
    indent = " " * min(len(line) - len(line.lstrip(" ")) + _HANGING, width // 2)
    pieces: list[str] = []
    column, style = 0, ""
    for piece in _PIECES.findall(line):
        if _STYLED.fullmatch(piece):
            style = "" if piece == _PLAIN else style + piece
        elif column + len(piece) > width and column > len(indent):
            pieces.append(f"{_PLAIN if style else ''}\n{indent}{style}")
            column = len(indent)
            if piece.isspace():
                continue
            column += len(piece)
        else:
            column += len(piece)
        pieces.append(piece)
    return "".join(pieces)


def printable(text: str) -> str:
    """Text that cannot steer the terminal: control characters shown as their number. Spaces of every width and joiners of letters stay."""
    if text.isprintable():
        return text
    return "".join(sign if sign.isprintable() or sign in "\n\u200c\u200d" or unicodedata.category(sign) == "Zs" else _number(sign) for sign in text)


def _number(sign: str) -> str:
    code = ord(sign)
    return f"\\x{code:02x}" if code < 256 else f"\\u{code:04x}" if code < 65_536 else f"\\U{code:08x}"


@contextmanager
def progress(total: int, what: str) -> Iterator[Callable[[Any], None]]:
    """A progress bar on standard error where that is a terminal; call what it yields after each step."""
    if total < 2 or not sys.stderr.isatty():
        yield lambda _step: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(what, total=total)
        yield lambda _step: bar.advance(task)
