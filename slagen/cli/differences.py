"""A difference as it is shown: in the terminal with colours, or as text, Markdown or HTML for a file."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from slagen.cli.output import coloured, printable, terminal_width, wrapped

if TYPE_CHECKING:
    from slagen.compare.difference import Difference

_STYLES: Mapping[str, Mapping[str, Any]] = {
    "heading": {"bold": True},
    "delete": {"fg": "red", "strikethrough": True},
    "insert": {"fg": "green", "underline": True},
    "better": {"fg": "green"},
    "worse": {"fg": "red"},
    "quiet": {"dim": True},
}
_RENDERERS: Mapping[str, str] = {"text": "text", "md": "markdown", "html": "html"}


def show_difference(found: Difference, form: str, out: Path | None, *, annotate: bool = False) -> None:
    """Print a difference as `text`, `md` or `html`, or write it where `out` says."""
    if out is None:
        click.echo(_in_terminal(found, annotate=annotate) if form == "text" else _rendered(found, form, annotate=annotate), nl=False)
    else:
        from slagen.formats.files import write_file

        write_file(out, _rendered(found, form, annotate=annotate).encode())
        click.echo(printable(f"Wrote {out}"))


def _in_terminal(found: Difference, *, annotate: bool) -> str:
    text, width = styled_text(found, annotate=annotate), terminal_width()
    return wrapped(text, width) if width else text


def _rendered(found: Difference, form: str, *, annotate: bool) -> str:
    from importlib import import_module

    render: Callable[..., str] = import_module(f"slagen.formats.comparison.{_RENDERERS[form]}").render
    return render(found, annotate=annotate)


def styled_text(found: Difference, *, annotate: bool = False) -> str:
    """A difference for the terminal, in colour where that is wanted."""
    from slagen.formats.comparison.text import render

    return render(found, _style, annotate=annotate) if coloured() else render(found, annotate=annotate)


def _style(kind: str, text: str) -> str:
    return click.style(text, **_STYLES.get(kind, {}))
