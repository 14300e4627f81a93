"""Data to YAML text: the same data gives the same bytes, order is kept, one short entry a line, so that differences in git are small."""

from __future__ import annotations

from collections.abc import Mapping
import dataclasses
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from functools import cache
import re
from typing import Any

from slagen.model.native import to_native

_WIDEST = 10_000
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_WORDS = re.compile(r"[A-Za-z][\w ./()%’–-]+", re.ASCII)
"""Texts that no reader takes for anything else, but for `no`, `null` and the like, which PyYAML knows itself."""
_LINE, _LONG = 100, 50


def render(data: Mapping[str, Any], *, block: bool = False) -> str:
    """YAML text of nested mappings and lists of strings, numbers, dates and dataclasses; the innermost ones stand on one line.

    Whatever another YAML reader could take for something else (`NO`, `1.10`, `12:30`) is quoted. With `block` each entry has a line of its own, and a
    text that looks like a date stays a text, in YAML 1.2 as in 1.1: for files that other programs read.

    Raises:
        TypeError: the data holds something that has no form in a file.
    """
    import yaml  # noqa: PLC0415 - start-up

    ready = _plain(data)
    flow = None if not block and any(isinstance(item, (dict, list)) for item in ready.values()) else False
    text: str = yaml.dump(
        ready, Dumper=_block_dumper() if block else _dumper(), sort_keys=False, allow_unicode=True, width=_LINE if block else _WIDEST, default_flow_style=flow
    )
    return text


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, (tuple, list)):
        return [_plain(item) for item in value]
    if isinstance(value, Enum):
        return value.value
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return _plain(to_native(value))
    if isinstance(value, datetime):
        return value.isoformat()
    if value is None or isinstance(value, (str, bool, int, Decimal, date)):
        return value
    raise TypeError(f"a {type(value).__name__} has no form in a YAML file")


@cache
def _dumper() -> Any:
    """PyYAML's safe emitter without aliases; several lines become a block, a date needs no quotes."""
    import yaml  # noqa: PLC0415 - start-up

    class Dumper(yaml.SafeDumper):
        def ignore_aliases(self, _data: Any) -> bool:
            return True

    def text(dumper: Any, value: str) -> Any:
        if _DATE.fullmatch(value):
            return dumper.represent_scalar("tag:yaml.org,2002:timestamp", value)
        block = "\n" in value and not any(line != line.rstrip() for line in value.split("\n"))
        return dumper.represent_scalar("tag:yaml.org,2002:str", value, style="|" if block else None)

    def number(dumper: Any, value: Decimal) -> Any:
        written = f"{value:f}"
        return dumper.represent_scalar(f"tag:yaml.org,2002:{'float' if '.' in written else 'int'}", written)

    Dumper.add_representer(str, text)
    Dumper.add_representer(Decimal, number)
    return Dumper


@cache
def _block_dumper() -> Any:
    """The same, but every text that is not plain words stands in quotes, and lists stand further in than what they belong to."""
    base = _dumper()

    class Dumper(base):  # type: ignore[misc, valid-type]
        def increase_indent(self, flow: bool = False, indentless: bool = False) -> Any:  # noqa: ARG002 - PyYAML's own signature
            return super().increase_indent(flow, indentless=False)

    def text(dumper: Any, value: str) -> Any:
        long = len(value) > _LONG and value.isprintable() and value == " ".join(value.split())
        return dumper.represent_scalar("tag:yaml.org,2002:str", value, style=">" if long else None if _WORDS.fullmatch(value) else '"')

    Dumper.add_representer(str, text)
    return Dumper
