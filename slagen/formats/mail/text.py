"""A reminder as plain text, 72 columns wide; commands are never broken."""

from __future__ import annotations

from collections.abc import Iterator
from textwrap import wrap

from slagen.formats.mail import reminder as say
from slagen.formats.mail.reminder import Entry, Reminder

_WIDTH = 72
_MARGIN = "   "
_LABEL = 16


def write(reminder: Reminder) -> str:
    """The whole text."""
    return "\n".join(_lines(reminder)) + "\n"


def _lines(reminder: Reminder) -> Iterator[str]:
    yield from _wrapped(say.introduction(reminder))
    for number, entry in enumerate(reminder.entries, 1):
        yield ""
        yield from _entry(reminder, number, entry)
    yield ""
    yield "-" * _WIDTH
    for sentence in say.closing(reminder):
        yield from _wrapped(sentence)


def _entry(reminder: Reminder, number: int, entry: Entry) -> Iterator[str]:
    item = entry.item
    mark = f"{number}."
    head = f"{say.heading(entry).upper()}: {reminder.formats.date(item.due)} ({say.days(item)})"
    yield from wrap(head, _WIDTH, initial_indent=f"{mark:<{len(_MARGIN)}}", subsequent_indent=_MARGIN, break_on_hyphens=False)
    yield from _wrapped(say.about(entry), _MARGIN)
    yield ""
    if entry.turn:
        yield from _fact("Why you", entry.turn)
    yield from _fact("Kind of day", say.nature(item))
    yield from _fact("Who must act", say.actor(item))
    yield from _fact("If nobody does", say.consequence(entry))
    for place, reason in enumerate(say.reasons(entry)):
        yield from _fact("" if place else "Why this day", reason)
    if entry.url:
        yield f"{_MARGIN}{'Agreement':<{_LABEL}}{entry.url}"
    yield ""
    for command, meaning in say.commands(entry):
        yield f"{_MARGIN}{command}"
        yield from _wrapped(meaning, f"{_MARGIN}  ")


def _fact(label: str, text: str) -> Iterator[str]:
    indent = " " * (len(_MARGIN) + _LABEL)
    yield from wrap(text, _WIDTH, initial_indent=f"{_MARGIN}{label:<{_LABEL}}", subsequent_indent=indent, break_on_hyphens=False)


def _wrapped(text: str, indent: str = "") -> list[str]:
    return wrap(text, _WIDTH, initial_indent=indent, subsequent_indent=indent, break_on_hyphens=False)
