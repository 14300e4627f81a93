"""Documents that are no contract, agendas and statements, as files: where they go, and what stands in them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from slagen.assembly.labels import Labels
from slagen.core.errors import UsageError
from slagen.model.document import Document

_ON_LETTER = frozenset({"US", "CA", "MX"})
"""Countries that write on US Letter."""


def places_of(name: str, formats: Sequence[str], out: Path, known: Sequence[str]) -> dict[str, Path]:
    """The file of each format: `out` is a folder, or the one file whose ending says the format.

    Raises:
        UsageError: a format is not among those that are known.
    """
    wanted = (out.suffix[1:].lower(),) if out.suffix else tuple(dict.fromkeys(formats))
    for one in wanted:
        if one not in known:
            raise UsageError(f"“{one}” is not a format for this.", hint=f"There are: {', '.join(known)}.")
    return {wanted[0]: out} if out.suffix else {one: out / f"{name}.{one}" for one in wanted}


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
