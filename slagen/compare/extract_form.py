"""An extract as JSON: what is read back compares as what was written, to the letter."""

from __future__ import annotations

from collections.abc import Callable, Mapping
import json
from typing import Any

from slagen.compare.extracts import Extract
from slagen.compare.passages import LabelType, Outline, OutlinedPart, OutlinedPassage, Pieces
from slagen.compare.terms import AnyTerm, KeptTerm


def written(extract: Extract[LabelType], row_of: Callable[[LabelType], tuple[Any, ...]]) -> bytes:
    """The form of an extract; `row_of` gives what `read` makes a label of, last the schedule that it stands in (empty for none).

    Raises:
        TypeError: a term has a value that has no form.
    """
    outline = extract.outline
    labels = {name: row_of(label) for name, label in outline.labels.items()}
    form = [extract.title, [_term(term) for term in extract.terms.values()], labels, [_part(part) for part in outline.parts]]
    return json.dumps(form, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")


def read(data: bytes, label: Callable[..., LabelType]) -> Extract[LabelType]:
    """The extract of a form; `label` makes a label of its row.

    Raises:
        ValueError: it is no such form.
    """
    try:
        title, terms, labels, parts = json.loads(data.decode("utf-8", "surrogatepass"))
        made = {name: label(*row) for name, row in labels.items()}
        if any(row[-1] and row[-1] not in labels for row in labels.values()):
            raise ValueError("a label of a schedule that is not there")
        return Extract(_text(title), _terms(terms), Outline(tuple([_read_part(row, made) for row in parts]), made))
    except (TypeError, KeyError, AttributeError, RecursionError) as error:
        raise ValueError(f"not the form of an extract: {error}") from error


def _term(term: AnyTerm) -> list[Any]:
    from slagen.compare.value_forms import form_of  # noqa: PLC0415 - start-up: only who writes needs it

    return [term.key, term.label, term.text, term.form if isinstance(term, KeptTerm) else form_of(term.value), term.better]


def _part(part: OutlinedPart) -> list[Any]:
    passages = [[passage.key, passage.kind, passage.label, _pieces(passage.pieces)] for passage in part.passages]
    return [part.id, _pieces(part.title), part.label, part.place, part.version, passages]


def _pieces(pieces: Pieces) -> Any:
    return pieces[0] if len(pieces) == 1 else pieces


def _terms(rows: Any) -> dict[str, KeptTerm]:
    return {_text(key): KeptTerm(key, _text(label), _text(text), form, _text(better)) for key, label, text, form, better in rows}


def _read_part(row: Any, labels: Mapping[str, object]) -> OutlinedPart:
    name, title, label, place, version, passages = row
    return OutlinedPart(
        _text(name), _read_pieces(title, labels), _text(label), _text(place), _text(version), tuple([_passage(one, labels) for one in passages])
    )


def _passage(row: Any, labels: Mapping[str, object]) -> OutlinedPassage:
    key, kind, label, pieces = row
    return OutlinedPassage(_text(key), _text(kind), _text(label), (pieces,) if type(pieces) is str else _read_pieces(pieces, labels))


def _read_pieces(form: Any, labels: Mapping[str, object]) -> Pieces:
    """A text and its references, each of which has a label."""
    if type(form) is str:
        return (form,)
    if len(form) % 2 == 0 or any(name not in labels for name in form[1::2]):
        raise ValueError("a reference without a label")
    return tuple(map(_text, form))


def _text(text: Any) -> str:
    if type(text) is not str:
        raise TypeError("not a text")
    return text
