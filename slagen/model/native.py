"""The JSON form of the document and of the facts: a round trip, and the canonical bytes that hashes are taken over."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
import dataclasses
from datetime import date, time
from decimal import Decimal
from enum import Enum
from functools import cache, lru_cache
import hashlib
import json
from json.encoder import encode_basestring
from operator import attrgetter
import types
import typing
from typing import Any, TypeVar

from slagen.core.memo import Memo
from slagen.model import document as nodes
from slagen.model.document import Document

T = TypeVar("T")
P = TypeVar("P", nodes.Section, nodes.Schedule)
Decode = Callable[[Any], Any]
Encode = Callable[[Any], Any]
Write = Callable[[Any], str]

_NODES: Mapping[str, type] = {
    kind.__name__: kind
    for kind in (
        nodes.Text, nodes.Strong, nodes.Emphasis, nodes.Link, nodes.CrossReference, nodes.TermUse, nodes.Value, nodes.LineBreak, nodes.Blank,
        nodes.Paragraph, nodes.ItemList, nodes.Table, nodes.Figure, nodes.Definition, nodes.Clause, nodes.SignatureBlock, nodes.PageBreak,
    )
}  # fmt: skip


def field_key(name: str) -> str:
    """The key in files of a field whose name would be a Python keyword (`from_` is `from`)."""
    return name.removesuffix("_")


def to_native(value: Any) -> Any:
    """JSON-ready data. A document node carries its class name as `node`; fields that hold their default are left out."""
    return _ENCODERS[type(value)](value)


class _Encoders(dict[type, Encode]):
    """What `to_native` does with values of each class, worked out once: a contract has twenty thousand of them."""

    def __missing__(self, kind: type) -> Encode:
        self[kind] = encode = _encoder(kind)
        return encode


_ENCODERS = _Encoders()


def _encoder(kind: type) -> Encode:
    if dataclasses.is_dataclass(kind):
        is_node = kind.__name__ in _NODES
        return str if hasattr(kind, "parse") and not is_node else _encode_dataclass(kind, is_node=is_node)
    if issubclass(kind, Mapping):
        return lambda value: {str(key): to_native(item) for key, item in value.items()}
    if issubclass(kind, (tuple, list)):
        return lambda value: [_ENCODERS[type(item)](item) for item in value]
    if issubclass(kind, Enum):
        return lambda value: value.value
    if issubclass(kind, (date, time)):
        return lambda value: value.isoformat()
    return str if issubclass(kind, Decimal) else lambda value: value


def _encode_dataclass(kind: type, *, is_node: bool) -> Encode:
    first = {"node": kind.__name__} if is_node else {}
    fields = tuple((spec.name, field_key(spec.name), _default(spec)) for spec in dataclasses.fields(kind))

    def encode(value: Any) -> Any:
        data: dict[str, Any] = first.copy()
        for name, key, default in fields:
            item = getattr(value, name)
            if type(item) is str:
                if item != default:
                    data[key] = item
            elif item is not default and item != default:
                data[key] = _ENCODERS[type(item)](item)
        return data

    return encode


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
    return "".join(_pieces(document)).encode()


def _pieces(document: Document) -> Iterator[str]:
    """The canonical JSON clause by clause: most of a contract's clauses are remembered, and a text as long as all of them is not needed for its hash."""

    def emptied(parts: tuple[P, ...]) -> tuple[P, ...]:
        return tuple([dataclasses.replace(part, clauses=(typing.cast("nodes.Clause", _GAP),) * len(part.clauses)) for part in parts])

    bare = dataclasses.replace(document, schedules=emptied(document.schedules), sections=emptied(document.sections))
    first, *between = _WRITERS[Document](bare).split(_GAP.sign)
    yield first
    parts: tuple[nodes.Schedule | nodes.Section, ...] = (*document.schedules, *document.sections)
    clauses = [clause for part in parts for clause in part.clauses]
    for clause, then in zip(clauses, between, strict=True):
        yield _WRITERS[type(clause)](clause)
        yield then


@dataclasses.dataclass(frozen=True, slots=True)
class _Gap:
    """Holds the place of a clause: JSON has no such character."""

    sign: str = "\0"


_GAP = _Gap()


def _json(data: Any) -> str:
    return json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


class _Writers(dict[type, Write]):
    """How a value of each class stands in the canonical JSON: what `json.dumps` makes of `to_native`, without the data in between."""

    def __missing__(self, kind: type) -> Write:
        self[kind] = write = _writer(kind)
        return write


_WRITERS = _Writers()
_clauses: Memo[str] = Memo(512)
_shared: Memo[str] = Memo(3072, at_once=False)


def _writer(kind: type) -> Write:
    if kind is tuple:
        return lambda value: f"[{','.join([_WRITERS[type(item)](item) for item in value])}]"
    if kind is str:
        return encode_basestring
    if kind is _Gap:
        return lambda value: str(value.sign)
    if kind.__module__ != nodes.__name__:
        return lambda value: _json(to_native(value))
    write = _write_dataclass(kind)
    if kind in {nodes.Clause, nodes.Definition}:
        return lambda value: (_clauses if kind is nodes.Clause and value.heading else _shared).of(value, None, lambda: write(value))
    return lru_cache(maxsize=1024)(write) if kind is nodes.Origin else write


def _write_dataclass(kind: type) -> Write:
    specs = sorted(dataclasses.fields(kind), key=lambda spec: field_key(spec.name))
    fields = [(spec.name, f"{_json(field_key(spec.name))}:", _default(spec)) for spec in specs]
    if kind.__name__ in _NODES:
        at = sum(field_key(spec.name) < "node" for spec in specs)
        fields.insert(at, ("__class__", f'"node":"{kind.__name__}"', None))
    if all(spec.type == "str" and spec.default is dataclasses.MISSING for spec in specs):
        return _write_texts(fields)

    def write(value: Any) -> str:
        parts = []
        for name, key, default in fields:
            item = getattr(value, name)
            if type(item) is str:
                if item != default:
                    parts.append(f"{key}{encode_basestring(item)}")
            elif item is kind:
                parts.append(key)
            elif item is not default and item != default:
                parts.append(f"{key}{_WRITERS[type(item)](item)}")
        return f"{{{','.join(parts)}}}"

    return write


def _write_texts(fields: Sequence[tuple[str, str, Any]]) -> Write:
    """For what consists of texts alone, which most of a contract does."""
    names = [name for name, _, _ in fields if name != "__class__"]
    shape = f"{{{','.join([key if name == '__class__' else f'{key}%s' for name, key, _ in fields])}}}"
    if not names:
        return lambda _value: shape
    texts: Callable[[Any], Any] = attrgetter(*names)
    if len(names) == 1:
        return lambda value: shape % encode_basestring(texts(value))
    return lambda value: shape % tuple(map(encode_basestring, texts(value)))


def text_hash(document: Document) -> str:
    """SHA-256, in hex, over the canonical JSON of what the document says.

    The version name and status are left out, so that freezing or signing a text does not change its hash.
    """
    digest = hashlib.sha256()
    for piece in _pieces(dataclasses.replace(document, meta=dataclasses.replace(document.meta, version="", status=""))):
        digest.update(piece.encode())
    return digest.hexdigest()
