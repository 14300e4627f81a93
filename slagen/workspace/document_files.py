"""Documents that are no contract, such as agendas, statements and reports, as files: where they go, and what stands in them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from slagen.assembly.labels import Labels
from slagen.core.errors import UsageError
from slagen.formats.files import write_files
from slagen.model.document import Document
from slagen.workspace.building import standard_folder
from slagen.workspace.locate import keep_sources

FORMATS = ("docx", "html", "md")
_ON_LETTER = frozenset({"US", "CA", "MX"})
"""Countries that write on US Letter."""


@dataclass(frozen=True, slots=True)
class Order:
    """What to write: in which formats, and where; `out` is a folder, or a file whose ending says the format. Without one it is `build/` in the workspace."""

    formats: Sequence[str] = FORMATS
    out: Path | None = None


def write_documents(
    root: Path, name: str, order: Order, content: Callable[[str], bytes], known: Sequence[str] = FORMATS, step: Callable[[object], None] = lambda _file: None
) -> tuple[Path, ...]:
    """Write a document in what formats are ordered, all of them or none; `content` makes the file of a format.

    `step` is called after each file has been made, because charts take a while.

    Raises:
        UsageError: a format is not among those that are known.
        RefusedError: the files cannot be written, or would take the place of what contracts are made of.
    """
    places = places_of(name, order.formats, order.out or standard_folder(root), known)
    for place in places.values():
        keep_sources(root, place)
    contents = {}
    for kind, place in places.items():
        contents[place] = content(kind)
        step(place)
    write_files(contents)
    return tuple(places.values())


def places_of(name: str, formats: Sequence[str], out: Path, known: Sequence[str]) -> dict[str, Path]:
    """The file of each format: `out` is a folder, or the one file whose ending says the format.

    Raises:
        UsageError: a format is not among those that are known.
    """
    wanted = formats_of(Order(formats, out), known)
    return {wanted[0]: out} if out.suffix else {one: out / f"{name}.{one}" for one in wanted}


def formats_of(order: Order, known: Sequence[str] = FORMATS) -> tuple[str, ...]:
    """The formats that are ordered, each once: a file says its own by its ending.

    Raises:
        UsageError: a format is not among those that are known.
    """
    wanted = (order.out.suffix[1:].lower(),) if order.out and order.out.suffix else tuple(dict.fromkeys(order.formats))
    for one in wanted:
        if one not in known:
            raise UsageError(f"“{one}” is not a format for this.", hint=f"There are: {', '.join(known)}.")
    return wanted


def rendered(document: Document, labels: Labels, kind: str) -> bytes:
    """The document as a file of a format."""
    if kind == "md":
        from slagen.formats.markdown.write import write as write_markdown  # noqa: PLC0415 - start-up

        return write_markdown(document, labels).encode()
    if kind == "html":
        from slagen.formats.html.write import write as write_html  # noqa: PLC0415 - start-up

        return write_html(document, labels).encode()
    from slagen.formats.word.agenda_shell import agenda_shell  # noqa: PLC0415 - start-up
    from slagen.formats.word.write import write as write_word  # noqa: PLC0415 - start-up

    return write_word(document, labels, agenda_shell(paper_of(document.meta.locale)))


def paper_of(locale: str) -> str:
    """The paper that people of a locale such as `en_US` write on: `letter` or `a4`."""
    return "letter" if locale.partition("_")[2] in _ON_LETTER else "a4"
