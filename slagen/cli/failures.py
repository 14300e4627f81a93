"""Errors as people and programs read them."""

from __future__ import annotations

import io
import os
import traceback

import click

from slagen.cli.output import findings_text, print_json, printable, say
from slagen.core.errors import FindingsError, SlagenError

MOST_FINDINGS = 50


def show_error(error: SlagenError, *, wants_json: bool) -> None:
    """An error with its place and the way out: JSON on standard output, else text on standard error."""
    if wants_json:
        print_json({"error": error_data(error)})
        return
    if isinstance(error, FindingsError):
        say(findings_text(error.findings[:MOST_FINDINGS], err=True))
        if len(error.findings) > MOST_FINDINGS:
            say(f"… and {len(error.findings) - MOST_FINDINGS} more")
    told = isinstance(error, FindingsError) or f"“{error.source}”" in error.message
    place = f"{error.source}: " if error.source and not told else ""
    say(printable(f"{place}{error.message}"))
    if error.hint:
        say(printable(f"  → {error.hint}"))


def show_usage(error: click.ClickException, *, wants_json: bool) -> int:
    """A command line that cannot be understood; the exit code."""
    if wants_json:
        show_message("usage", error.format_message(), wants_json=True)
    else:
        shown = io.StringIO()
        error.show(file=shown)
        say(printable(shown.getvalue().removesuffix("\n")))
    return error.exit_code


def show_message(code: str, message: str, *, wants_json: bool) -> None:
    """What happened, in one sentence."""
    if wants_json:
        print_json({"error": {"code": code, "message": message, "source": None, "hint": ""}})
    else:
        say(printable(message))


def error_data(error: SlagenError) -> dict[str, object]:
    """The error as docs/json.md describes it."""
    source = {"file": error.source.file, "line": error.source.line} if error.source else None
    data: dict[str, object] = {"code": error.code, "message": error.message, "source": source, "hint": error.hint}
    if isinstance(error, FindingsError):
        from slagen.formats.findings import to_json

        data["findings"] = to_json(error.findings)
    return data


def show_own_fault(error: Exception, *, wants_json: bool) -> None:
    """A fault of slagen itself: short for people, the whole trace with SLAGEN_DEBUG=1."""
    message = f"slagen has met a fault of its own: {type(error).__name__}: {error}"
    hint = "Please report it with what you did; SLAGEN_DEBUG=1 shows where it happened. Your files are as they were."
    if wants_json:
        print_json({"error": {"code": "fault", "message": message, "source": None, "hint": hint}})
        return
    if os.environ.get("SLAGEN_DEBUG"):
        click.echo("".join(traceback.format_exception(error)), err=True)
    say(printable(message))
    say(f"  → {hint}")
