"""A reminder as HTML that old mail programs show as well: tables, styles at each element, nothing loaded from elsewhere."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from slagen.formats.mail import reminder as say
from slagen.formats.mail.reminder import Entry, Reminder

_FONT = "font-family:'Segoe UI',Helvetica,Arial,sans-serif;"
_MONO = "font-family:Consolas,'DejaVu Sans Mono',monospace;"
_INK, _SOFT, _LINE, _PAPER, _PAGE = "#1f2933", "#52606d", "#d9dee4", "#ffffff", "#f3f5f7"
_RED, _AMBER, _CALM = "#a61b1b", "#8a5300", "#24527a"
_TABLE = 'role="presentation" cellpadding="0" cellspacing="0" border="0"'


def write(reminder: Reminder) -> str:
    """The whole page."""
    return "\n".join(_page(reminder)) + "\n"


def _page(reminder: Reminder) -> Iterator[str]:
    yield '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n<meta name="viewport" content="width=device-width, initial-scale=1">'
    yield f'<meta name="color-scheme" content="light">\n<title>{escape(say.subject(reminder))}</title>\n</head>'
    yield f'<body style="margin:0;padding:0;background-color:{_PAGE};">'
    yield f'<table {_TABLE} width="100%" bgcolor="{_PAGE}" style="background-color:{_PAGE};"><tr><td align="center" style="padding:16px 8px;">'
    yield f'<table {_TABLE} width="100%" style="max-width:640px;">'
    yield f'<tr><td style="{_FONT}font-size:16px;line-height:24px;color:{_INK};padding:4px 8px 12px 8px;">{escape(say.introduction(reminder))}</td></tr>'
    for entry in reminder.entries:
        yield from _entry(reminder, entry)
    yield f'<tr><td style="{_FONT}font-size:13px;line-height:19px;color:{_SOFT};padding:8px 8px 16px 8px;">'
    yield "<br>".join(escape(sentence) for sentence in say.closing(reminder))
    yield "</td></tr>\n</table></td></tr></table>\n</body>\n</html>"


def _entry(reminder: Reminder, entry: Entry) -> Iterator[str]:
    item, colour = entry.item, _colour(entry)
    yield f'<tr><td style="padding:0 0 12px 0;"><table {_TABLE} width="100%" bgcolor="{_PAPER}"'
    yield f' style="background-color:{_PAPER};border:1px solid {_LINE};border-left:5px solid {colour};">'
    yield f'<tr><td style="{_FONT}font-size:14px;line-height:20px;color:{colour};padding:14px 16px 0 16px;">'
    yield f"<strong>{escape(say.days(item))}</strong> &middot; {escape(reminder.formats.date(item.due))} &middot; {escape(say.nature(item))}</td></tr>"
    yield f'<tr><td style="{_FONT}font-size:18px;line-height:25px;color:{_INK};padding:2px 16px 0 16px;">'
    yield f"<strong>{escape(say.heading(entry))}</strong></td></tr>"
    yield f'<tr><td style="{_FONT}font-size:15px;line-height:22px;color:{_INK};padding:0 16px 6px 16px;">{_about(entry)}</td></tr>'
    yield f'<tr><td style="padding:0 16px 4px 16px;"><table {_TABLE} width="100%">'
    yield from _facts(entry)
    yield "</table></td></tr>"
    yield f'<tr><td style="padding:4px 16px 14px 16px;"><table {_TABLE} width="100%" bgcolor="{_PAGE}" style="background-color:{_PAGE};">'
    yield '<tr><td style="padding:8px 10px;">'
    yield from (_command(command, meaning) for command, meaning in say.commands(entry))
    yield "</td></tr></table></td></tr>\n</table></td></tr>"


def _colour(entry: Entry) -> str:
    return _RED if entry.pressing else _AMBER if entry.item.legal else _CALM


def _about(entry: Entry) -> str:
    name = escape(say.about(entry))
    return f'<a href="{escape(entry.url)}" style="color:{_CALM};">{name}</a>' if entry.url else name


def _facts(entry: Entry) -> Iterator[str]:
    if entry.turn:
        yield _fact("Why you", escape(entry.turn))
    yield _fact("Who must act", escape(say.actor(entry.item)))
    yield _fact("If nobody does", f"<strong>{escape(say.consequence(entry))}</strong>")
    reasons = [escape(reason) for reason in say.reasons(entry)]
    yield _fact("Why this day", "".join(f"<br>&ndash; {reason}" for reason in reasons) if len(reasons) > 1 else "".join(reasons))


def _fact(label: str, value: str) -> str:
    """A label and what it says, one above the other: on a telephone there is no room for two columns."""
    style = f"{_FONT}font-size:14px;line-height:20px;padding:3px 0;color:{_INK};"
    return f'<tr><td style="{style}"><span style="color:{_SOFT};">{label}:</span> {value}</td></tr>'


def _command(command: str, meaning: str) -> str:
    code = f'<span style="{_MONO}font-size:13px;line-height:19px;color:{_INK};word-break:break-word;">{escape(command)}</span>'
    return f'<div style="padding:2px 0;">{code}<br><span style="{_FONT}font-size:13px;line-height:18px;color:{_SOFT};">{escape(meaning)}</span></div>'
