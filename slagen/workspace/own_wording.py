"""An agreement's own wording of a clause, brought together with a newer text of the library."""

from __future__ import annotations

from dataclasses import dataclass

from slagen.compare.merging import Conflict, merge
from slagen.core.file_view import Files
from slagen.core.hashes import blob_id
from slagen.formats.plain_text import decode
from slagen.model.library import LibraryClause

_FENCE = "---"


@dataclass(frozen=True, slots=True)
class OwnConflict:
    """A place in the agreement's own wording of a clause that the library changed as well."""

    clause: str
    file: str
    place: Conflict


@dataclass(frozen=True, slots=True)
class Merging:
    """The file as it would be with the library's changes brought in, and where that cannot be decided."""

    file: str
    data: bytes
    conflicts: tuple[OwnConflict, ...] = ()


def bring_together(files: Files, own: LibraryClause, base: LibraryClause, new: LibraryClause) -> Merging:
    """`own` is the agreement's wording, made from `base`; `new` is the library's text now. Facts at the top of the agreement's file stay as they are."""
    path = own.source.file
    data = files.read(path)
    text = decode(data, path)[0] or ""
    head, body = _split(text)
    found = merge(base.text.strip("\n"), body.strip("\n"), new.text.strip("\n"))
    start, end = body[: len(body) - len(body.lstrip("\n"))], body[len(body.rstrip("\n")) :]
    merged = f"{head}{start}{found.text}{end}"
    written = (merged.replace("\n", "\r\n") if b"\r\n" in data else merged).encode()
    kept = data if merged == text else written
    return Merging(path, kept, tuple(OwnConflict(new.id, path, place) for place in found.conflicts))


def _split(text: str) -> tuple[str, str]:
    """The facts at the top with their fences, if there are any, and the text after them."""
    lines = text.split("\n")
    if lines[0].rstrip() != _FENCE:
        return "", text
    end = next((number for number, line in enumerate(lines[1:], 1) if line.rstrip() == _FENCE), 0)
    return "\n".join(lines[: end + 1]) + "\n", "\n".join(lines[end + 1 :])


def own_hash(merging: Merging) -> str:
    """Git's hash of the merged file."""
    return blob_id(merging.data)
