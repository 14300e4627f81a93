"""Tokens: each printed value leaves Jinja as one private-use character and becomes a `Value` after the markup was parsed.

Line markers do the same for line numbers: they are taken off again before the text is parsed, so that a finding
in filled text still names the line of the file.
"""

from __future__ import annotations

from dataclasses import dataclass, field
import re
from typing import TYPE_CHECKING, TypeAlias

from slagen.core.errors import BadInputError
from slagen.model.document import Blank, LineBreak, Table, Text, Value

if TYPE_CHECKING:
    from collections.abc import Iterator

    from slagen.model.document import Inline

FIRST_TOKEN = 0xE000
LAST_TOKEN = 0xF8FF
_FIRST_LINE_MARKER = 0xF0000
_TOKEN = re.compile(f"[{chr(FIRST_TOKEN)}-{chr(LAST_TOKEN)}]")
_LINE_MARKER = re.compile(f"[{chr(_FIRST_LINE_MARKER)}-{chr(0xFFFFD)}]")


@dataclass(frozen=True, slots=True)
class DefinitionsPlace:
    """Where the gathered definitions go."""


Printed: TypeAlias = Value | Blank | Table | DefinitionsPlace


@dataclass(slots=True)
class Tokens:
    """The values that one text prints, by token. The same value twice is one token."""

    by_token: dict[str, Printed] = field(default_factory=dict)
    _known: dict[Printed, str] = field(default_factory=dict)

    def put(self, printed: Printed) -> str:
        """The token that stands for `printed`.

        Raises:
            BadInputError: a single clause prints more values than there are tokens.
        """
        token = self._known.get(printed)
        if token is None:
            if len(self.by_token) > LAST_TOKEN - FIRST_TOKEN:
                raise BadInputError("one clause prints more than 6,400 values", hint="Split the clause.")
            token = self._known[printed] = chr(FIRST_TOKEN + len(self.by_token))
            self.by_token[token] = printed
        return token

    def table(self, text: str) -> Table | DefinitionsPlace | None:
        """The table that `text` stands for, where it is nothing but that table's token."""
        printed = self.by_token.get(text.strip())
        return printed if isinstance(printed, (Table, DefinitionsPlace)) else None

    def inlines(self, text: str) -> Iterator[Inline]:
        """`text` with its tokens turned into values; a newline in a value is a line break.

        Raises:
            BadInputError: a table stands in the middle of a sentence.
        """
        start = 0
        for match in _TOKEN.finditer(text):
            if match.start() > start:
                yield Text(text[start : match.start()])
            start = match.end()
            yield from _value_inlines(self.by_token.get(match[0]))
        if start < len(text):
            yield Text(text[start:])


def _value_inlines(printed: Printed | None) -> Iterator[Inline]:
    match printed:
        case Value():
            yield from value_lines(printed)
        case Blank():
            yield printed
        case _:
            raise BadInputError("a table stands in the middle of a paragraph", hint="Give the table function a paragraph of its own.")


def value_lines(value: Value) -> Iterator[Inline]:
    """A value of several lines as one value for each, with line breaks between them."""
    for number, line in enumerate(value.text.split("\n")):
        if number:
            yield LineBreak()
        if line:
            yield Value(value.key, line)


def has_token(text: str) -> bool:
    """Whether any value is printed in `text`."""
    return _TOKEN.search(text) is not None


def line_marker(number: int) -> str:
    """The character that hides a line's number."""
    return chr(_FIRST_LINE_MARKER + number)


def unmark_lines(text: str) -> tuple[str, tuple[int, ...]]:
    """The text without line markers, and for each of its lines the line that it came from."""
    lines: list[str] = []
    numbers: list[int] = []
    last = 1
    for line in text.split("\n"):
        found = _LINE_MARKER.findall(line)
        last = ord(found[-1]) - _FIRST_LINE_MARKER if found else last
        numbers.append(last)
        lines.append(_LINE_MARKER.sub("", line) if found else line)
    return "\n".join(lines), tuple(numbers)
