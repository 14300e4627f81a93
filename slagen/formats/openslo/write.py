"""OpenSLO objects as YAML, one document for each; the same objects give the same bytes."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from slagen.formats.openslo.objects import Object
from slagen.formats.yaml_write import render


def write(objects: Iterable[Object]) -> str:
    """The text of a file that `kubectl`-like tools and OpenSLO's own read."""
    return "---\n".join(render(one, block=True) for one in objects)


def to_native(value: Any) -> Any:
    """The objects as JSON has them: figures are numbers, as OpenSLO wants them, and print with the digits that they were stated with."""
    match value:
        case Decimal():
            return int(value) if value == value.to_integral_value() else float(value)
        case dict():
            return {key: to_native(item) for key, item in value.items()}
        case list() | tuple():
            return [to_native(item) for item in value]
        case _:
            return value
