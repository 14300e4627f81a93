"""Changing values in YAML text. Only the value changes: comments, order, quotes and line ends around it stay byte for byte as they were.

ruamel.yaml says where each value stands; the new one is put in its place. Writing the whole file anew would reflow what people wrote.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
import re
from typing import Any

from slagen.core.errors import BadInputError, NotFoundError
from slagen.core.identifiers import nearest
from slagen.core.raw import RawValue
from slagen.formats.plain_text import has_refused_character

_ITEM_KEYS = ("id", "service")
_WORDY = re.compile(r"[^\W_](?:[\w ./+()%@&'’–-]*[\w.)%’–])?")
_NOT_A_TEXT = frozenset({"null", "true", "false", "yes", "no", "on", "off", "y", "n"})
_SURE_NUMBER = re.compile(r"(?:0|[1-9]\d{0,12})(?:\.\d{0,3}[1-9])?", re.ASCII)
_NUMBER_LIKE = re.compile(r"[\d][\dA-Fa-fxob_.eE+-]*", re.ASCII)
_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t", "\r": "\\r"}


def set_values(text: str, values: Mapping[str, RawValue]) -> str:
    """The text with each value put under its dotted key, such as `service_levels.availability.target`.

    An item of a list is named by its `id` or `service`, or by its place from 0. A key that is not there yet is added at the end of its mapping.

    Raises:
        NotFoundError: a key leads into a list that has no such item, or into a value that has no parts.
        BadInputError: the text is no mapping, or a value holds a character that no file of slagen's may hold.
    """
    for key, value in values.items():
        _require_writable(key, value)
    if any(key[: match.start()] in values for key in values for match in re.finditer(r"\.", key)):
        for key, value in values.items():
            text = _set(text, {key: value})
        return text
    return _set(text, values)


def _set(text: str, values: Mapping[str, RawValue]) -> str:
    root = _compose(text)
    edits: list[tuple[int, int, str]] = []
    absent: dict[str, RawValue] = {}
    for key, value in values.items():
        parent, node, missing = _find(root, key)
        if missing:
            absent[key] = value
        else:
            edits.append(_replacement(text, parent, node, value))
    for start, end, new in sorted(edits, reverse=True):
        text = text[:start] + new + text[end:]
    for key, value in absent.items():
        text = _add(text, key, value)
    return text


def _compose(text: str) -> Any:
    from ruamel.yaml import YAML  # noqa: PLC0415 - start-up
    from ruamel.yaml.error import YAMLError  # noqa: PLC0415 - start-up

    try:
        root = YAML(typ="safe", pure=True).compose(text)
    except YAMLError as error:
        raise BadInputError(f"The text is not YAML: {str(error).splitlines()[0]}.", hint="Correct it first: slagen check shows the line.") from error
    if root is None or root.id != "mapping":
        raise BadInputError("The text holds no keys.", hint="Begin with a line such as: id: acme-hosting")
    return root


def _find(root: Any, key: str) -> tuple[Any, Any, list[str]]:
    """The node of a key, what stands before it (the key's node, or None in a list), and the steps that are not there."""
    parent, node = None, root
    steps = key.split(".")
    for position, step in enumerate(steps):
        if node.id == "scalar" and node.value in {"", "~", "null"} and node.style is None:
            return parent, node, steps[position:]
        if node.id == "scalar":
            raise NotFoundError("key", key, hint=f"“{'.'.join(steps[:position])}” is one value and has no parts.")
        found = _entry(node, step) if node.id == "mapping" else (None, _item(node, step, key))
        if found is None:
            return parent, node, steps[position:]
        parent, node = found
    return parent, node, []


def _entry(node: Any, name: str) -> tuple[Any, Any] | None:
    return next(((key, value) for key, value in node.value if key.value == name), None)


def _item(node: Any, name: str, key: str) -> Any:
    names = [_item_name(item) for item in node.value]
    if name in names:
        return node.value[names.index(name)]
    if name.isascii() and name.isdigit() and int(name) < len(names):
        return node.value[int(name)]
    known = [known for known in names if known]
    raise NotFoundError("key", key, [key.replace(name, near) for near in nearest(name, known)], hint=f"The list holds {', '.join(known) or 'no named items'}.")


def _item_name(item: Any) -> str:
    entries = {key.value: value.value for key, value in item.value} if item.id == "mapping" else {}
    return next((entries[name] for name in _ITEM_KEYS if isinstance(entries.get(name), str)), "")


def _replacement(text: str, parent: Any, node: Any, value: RawValue) -> tuple[int, int, str]:
    start, end = int(node.start_mark.index), _end(text, parent, node)
    new = _written(value, quoted=node.id == "scalar" and node.style in {"'", '"'})
    if parent is not None and (_is_absent(node) or not text[_colon(text, parent) : start].strip()):
        place = _colon(text, parent)
        return place, end, f" {new}" if text[place - 1] == ":" else f": {new}"
    return start, end, new


def _is_absent(node: Any) -> bool:
    return bool(node.start_mark.index == node.end_mark.index)


def _colon(text: str, key: Any) -> int:
    """The place behind the colon of a key; behind the key itself where it has none, as in `{a}`."""
    end = int(key.end_mark.index)
    found = re.compile(r"\s*:").match(text, end)
    return found.end() if found else end


def _end(text: str, parent: Any, node: Any) -> int:
    """Where a node's own text ends: ruamel.yaml counts what follows a block as part of it, and has an empty value stand anywhere behind its colon."""
    start, end = int(node.start_mark.index), int(node.end_mark.index)
    if node.id == "scalar":
        if _is_absent(node) and parent is not None:
            return _colon(text, parent)
        return start + len(text[start:end].rstrip()) if node.style in {"|", ">"} else end
    return end if node.flow_style or not node.value else _last_end(text, node)


def _last_end(text: str, node: Any) -> int:
    last = node.value[-1]
    return _end(text, *last) if node.id == "mapping" else _end(text, None, last)


def _add(text: str, key: str, value: RawValue) -> str:
    """Put in a key that is not there, with the mappings around it."""
    parent, node, missing = _find(_compose(text), key)
    for step in reversed(missing[1:]):
        value = {step: value}
    entry = f"{_key(missing[0])}: {_written(value)}"
    if node.id == "scalar":
        start, end, new = _replacement(text, parent, node, {missing[0]: value})
        return text[:start] + new + text[end:]
    if node.flow_style:
        place = _last_end(text, node) if node.value else int(node.start_mark.index) + 1
        gap = " " if node.value and text[place - 1] == ":" else ""
        return f"{text[:place]}{gap}{', ' if node.value else ''}{entry}{text[place:]}"
    place = _line_end(text, _last_end(text, node))
    indent = " " * int(node.value[0][0].start_mark.column)
    return f"{text[:place]}{_line_break(text)}{indent}{entry}{text[place:]}"


def _line_end(text: str, place: int) -> int:
    match = re.compile(r"[\r\n]").search(text, place)
    return match.start() if match else len(text)


def _line_break(text: str) -> str:
    return "\r\n" if "\r\n" in text else "\n"


def _require_writable(key: str, value: RawValue) -> None:
    if isinstance(value, str):
        if has_refused_character(value):
            raise BadInputError(f"The value for “{key}” holds a character that cannot be seen.", hint="Type it again.")
    elif value is not None:
        for part in value.items() if isinstance(value, dict) else enumerate(value):
            _require_writable(key, str(part[0]))
            _require_writable(key, part[1])


def _written(value: RawValue, *, quoted: bool = False) -> str:
    """A value on one line, so that every reader of YAML takes a text for that text."""
    if value is None:
        return "null"
    if isinstance(value, dict):
        return "{" + ", ".join(f"{_key(name)}: {_written(part)}" for name, part in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(_written(part) for part in value) + "]"
    if not quoted and _is_plain(value):
        return value
    return '"' + "".join(_ESCAPES.get(sign) or (sign if sign >= " " else f"\\x{ord(sign):02x}") for sign in value).replace("\ufeff", "\\ufeff") + '"'


def _key(name: str) -> str:
    return name if _is_plain(name) else _written(name, quoted=True)


def _is_plain(text: str) -> bool:
    """Whether a text needs no quotes: YAML 1.1 and 1.2 both give back just these characters, or a number or date that is written so."""
    if not _WORDY.fullmatch(text) or text.lower() in _NOT_A_TEXT:
        return False
    return _NUMBER_LIKE.fullmatch(text) is None or _SURE_NUMBER.fullmatch(text) is not None or _is_date(text)


def _is_date(text: str) -> bool:
    try:
        return len(text) == len("2026-01-31") and date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False
