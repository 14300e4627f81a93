"""The JSON form of the document and of the facts: a round trip, and the canonical bytes that hashes are taken over."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
import dataclasses
from datetime import date, time
from decimal import Decimal
from enum import Enum
from functools import cache
import hashlib
import json
import types
import typing
from typing import Any, TypeVar

from slagen.model import document as nodes
from slagen.model.document import Document

T = TypeVar("T")
Decode = Callable[[Any], Any]

_NODES: Mapping[str, type] = {
    kind.__name__: kind
    for kind in (
        nodes.Text, nodes.Strong, nodes.Emphasis, nodes.Link, nodes.CrossReference, nodes.TermUse, nodes.Value, nodes.LineBreak, nodes.Blank,
        nodes.Paragraph, nodes.ItemList, nodes.Table, nodes.Definition, nodes.Clause, nodes.SignatureBlock, nodes.PageBreak,
    )
}  # fmt: skip


def field_key(name: str) -> str:
    """The key in files of a field whose name would be a Python keyword (`from_` is `from`)."""
    return name.removesuffix("_")


def to_native(value: Any) -> Any:
    """JSON-ready data. A document node carries its class name as `node`; fields that hold their default are left out."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        data: dict[str, Any] = {"node": type(value).__name__} if type(value).__name__ in _NODES else {}
        if not data and hasattr(value, "parse"):
            return str(value)
        for spec in dataclasses.fields(value):
            item = getattr(value, spec.name)
            if item != _default(spec):
                data[field_key(spec.name)] = to_native(item)
        return data
    if isinstance(value, Mapping):
        return {str(key): to_native(item) for key, item in value.items()}
    if isinstance(value, (tuple, list)):
        return [to_native(item) for item in value]
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, (date, time)):
        return value.isoformat()
    return str(value) if isinstance(value, Decimal) else value


def _default(spec: dataclasses.Field[Any]) -> Any:
    if spec.default is not dataclasses.MISSING:
        return spec.default
    return spec.default_factory() if spec.default_factory is not dataclasses.MISSING else dataclasses.MISSING


def from_native(kind: type[T], data: Any) -> T:
    """Build a `kind` from its JSON form, or from data whose leaves already have their types.

    Raises:
        ValueError: something is missing, unknown or of the wrong form.
    """
    try:
        return typing.cast("T", _decoder(typing.cast("Hashable", kind))(data))
    except (TypeError, KeyError, AttributeError, ArithmeticError) as error:
        raise ValueError(f"not the native form of {kind.__name__}: {error}") from error


@cache
def _decoder(kind: Any) -> Decode:
    origin = typing.get_origin(kind)
    arguments = typing.get_args(kind)
    if origin in {typing.Union, types.UnionType}:
        return _decode_union(arguments)
    if origin is tuple:
        item = _decoder(arguments[0])
        return lambda data: tuple(item(part) for part in data)
    if origin is not None and issubclass(origin, Mapping):
        item = _decoder(arguments[1])
        return lambda data: {key: item(part) for key, part in data.items()}
    if dataclasses.is_dataclass(kind) and not hasattr(kind, "parse"):
        return _decode_dataclass(typing.cast("type", kind))
    return _decode_leaf(kind)


def _decode_union(arguments: tuple[Any, ...]) -> Decode:
    options = [argument for argument in arguments if argument is not type(None)]
    if len(options) == 1:
        item = _decoder(options[0])
        return lambda data: None if data is None else item(data)
    return lambda data: _decoder(_NODES[data["node"]])(data)


def _decode_dataclass(kind: type) -> Decode:
    fields: dict[str, tuple[str, Decode]] | None = None

    def decode(data: Any) -> Any:
        nonlocal fields
        if isinstance(data, kind):
            return data
        if fields is None:
            hints = typing.get_type_hints(kind)
            fields = {field_key(spec.name): (spec.name, _decoder(hints[spec.name])) for spec in dataclasses.fields(kind)}
        values = {}
        for key, item in data.items():
            if key != "node":
                name, item_decoder = fields[key]
                values[name] = item_decoder(item)
        return kind(**values)

    return decode


def _decode_leaf(kind: Any) -> Decode:
    def decode(data: Any) -> Any:
        if kind is Any or isinstance(data, kind):
            return data
        if hasattr(kind, "parse"):
            return kind.parse(data)
        if kind in {date, time}:
            return kind.fromisoformat(data)
        if kind is Decimal:
            return Decimal(data)
        if issubclass(kind, Enum):
            return kind(data)
        raise TypeError(f"{data!r} is not of type {kind.__name__}")

    return decode


def canonical_json(document: Document) -> bytes:
    """The document as JSON with sorted keys and no spare space: the same bytes for the same document, everywhere."""
    return json.dumps(to_native(document), ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def text_hash(document: Document) -> str:
    """SHA-256, in hex, over the canonical JSON of what the document says.

    The version name and status are left out, so that freezing or signing a text does not change its hash.
    """
    bare = dataclasses.replace(document, meta=dataclasses.replace(document.meta, version="", status=""))
    return hashlib.sha256(canonical_json(bare)).hexdigest()
