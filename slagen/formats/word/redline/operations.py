"""What can happen to a piece of a Word file."""

from __future__ import annotations

from enum import Enum


class Op(Enum):
    """What happens to an atom; the value is the element that says so. It `comes` if it is the new file's alone, `goes` if the old one's."""

    KEEP = ""
    DELETE = "del"
    INSERT = "ins"
    MOVE_FROM = "moveFrom"
    MOVE_TO = "moveTo"

    comes: bool
    goes: bool

    def __init__(self, tag: str) -> None:
        self.comes = tag in {"ins", "moveTo"}
        self.goes = tag in {"del", "moveFrom"}
