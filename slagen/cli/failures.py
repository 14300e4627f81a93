"""Errors as people and programs read them."""

from __future__ import annotations

import json
import os
import traceback

import click

from slagen.core.errors import FindingsError, SlagenError

MOST_FINDINGS = 50


def show_error(error: SlagenError, *, wants_json: bool) -> None:
    """An error with its place and the way out: JSON on standard output, else text on standard error."""
    if wants_json:
        click.echo(json.dumps({"error": error_data(error)}, ensure_ascii=False, indent=1))
        return
    if isinstance(error, FindingsError):
        from slagen.cli.output import findings_text

        click.echo(findings_text(error.findings[:MOST_FINDINGS], err=True), err=True)
        if len(error.findings) > MOST_FINDINGS:
            click.echo(f"… and {len(error.findings) - MOST_FINDINGS} more", err=True)
    place = f"{error.source}: " if error.source and not isinstance(error, FindingsError) else ""
    click.echo(f"{place}{error.message}", err=True)
    if error.hint:
        click.echo(f"  → {error.hint}", err=True)


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
        click.echo(json.dumps({"error": {"code": "fault", "message": message, "source": None, "hint": hint}}, ensure_ascii=False))
        return
    if os.environ.get("SLAGEN_DEBUG"):
        click.echo("".join(traceback.format_exception(error)), err=True)
    click.echo(message, err=True)
    click.echo(f"  → {hint}", err=True)
