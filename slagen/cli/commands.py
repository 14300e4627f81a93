"""The commands: where each one is, and its line in the help. Nothing is imported until a command runs."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from typing import TYPE_CHECKING, NamedTuple, cast

if TYPE_CHECKING:
    import click


class Entry(NamedTuple):
    """One command: its module in slagen.cli, its name there, and one line of help."""

    module: str
    name: str
    help: str

    def load(self) -> click.Command:
        """Import the command."""
        return cast("click.Command", getattr(import_module(f"slagen.cli.{self.module}"), self.name))


COMMANDS: Mapping[str, Entry] = {
    "demo": Entry("starting", "demo", "A workspace with sample agreements, built, saved and compared."),
    "init": Entry("starting", "init", "A new workspace from the reference library."),
    "new": Entry("new", "new", "A new agreement: recommends a template and asks its questions."),
    "check": Entry("check", "check", "Everything that is wrong in library, templates and agreements."),
    "build": Entry("build", "build", "Write contracts as Word, Markdown, HTML, JSON, or a brief."),
    "explain": Entry("explain", "explain", "Where a printed figure comes from, and what it overrode."),
    "clauses": Entry("clauses", "clauses", "The clause library: list, show, where-used, outdated."),
    "template": Entry("template", "template", "Templates: new, tags."),
    "upgrade": Entry("upgrade", "upgrade", "Move an agreement to newer texts of the library."),
    "save": Entry("versions", "save", "Save an agreement as a new version."),
    "history": Entry("versions", "history", "The saved versions of an agreement."),
    "push": Entry("exchanging", "push", "Send what is saved to the shared repository."),
    "pull": Entry("exchanging", "pull", "Bring here what others have saved."),
    "diff": Entry("diff", "diff", "What changed between two versions: terms, clauses, words."),
    "compare": Entry("redlining", "compare", "A Word file that tracks how one Word file becomes another."),
    "revisions": Entry("redlining", "revisions", "The tracked changes of a Word file: list, accept, reject."),
    "verify": Entry("verify", "verify", "Where a Word file came from, and whether its text is untouched."),
    "read": Entry("reading", "read", "What a Word file says: as text, Markdown or data."),
    "send": Entry("events", "send", "Record what was sent, with its exact bytes."),
    "receive": Entry("events", "receive", "Record what came back, and who changed it."),
    "sign": Entry("events", "sign", "Record the signature: freezes and names the version."),
    "amend": Entry("events", "amend", "Open an amendment of an executed agreement."),
    "renew": Entry("events", "renew", "Record that an agreement was renewed."),
    "terminate": Entry("events", "terminate", "Record that an agreement was terminated."),
    "review": Entry("review", "review", "Record a review and its outcome; what follows from it."),
    "acknowledge": Entry("answers", "acknowledge", "Say that somebody deals with what is due, or has done it."),
    "snooze": Entry("answers", "snooze", "Put off what is due, with a reason."),
    "notice": Entry("notice", "notice", "Give notice: the letter, checked to be in time, and its record."),
    "measure": Entry("measure", "measure", "Check measurements, and keep them with their agreement."),
    "statement": Entry("statement", "statement", "The credit statement of a month, step by step."),
    "report": Entry("report", "report", "What was promised and what was measured, with charts."),
    "simulate": Entry("simulate", "simulate", "Past results and credits under proposed terms."),
    "export": Entry("export", "export", "Service levels for other programs: openslo."),
    "blame": Entry("blame", "blame", "Who brought in and who changed each clause."),
    "status": Entry("status", "status", "Where an agreement stands, and what to do next."),
    "dates": Entry("dates", "dates", "Every key date of one agreement, and how it was found."),
    "due": Entry("due", "due", "What to do next, across all agreements."),
    "calendar": Entry("calendar", "calendar", "What is due, as a calendar to subscribe to."),
    "remind": Entry("remind", "remind", "Mail each owner what is due, once for each lead time."),
    "completion": Entry("completion", "completion", "Make the shell complete slagen's commands and ids."),
}
