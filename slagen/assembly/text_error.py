"""What is wrong with the text of a clause, with its line."""

from __future__ import annotations

from slagen.core.errors import BadInputError


class TextError(BadInputError):
    """A clause's text cannot be filled; `line` counts from the first line of the text."""

    def __init__(self, message: str, line: int, hint: str = "") -> None:
        self.line = line
        super().__init__(message, hint=hint)
