"""LibreOffice opens our redlines, and accepts and rejects them with the same result."""

from __future__ import annotations

import pytest

from slagen.formats.word.redline.compare import Manner, redline
from slagen.formats.word.redline.word_file import open_file
from tests.formats.word.reading.files import docx, p, r
from tests.formats.word.redline.office import resolved_by_office
from tests.formats.word.redline.surface import W, parts
from tests.formats.word.redline.test_redline import table
from tests.word_programs import needs_office

pytestmark = [pytest.mark.outside, needs_office]
PLACES = "The Provider shall keep the services at the place that the parties agree."
LONG = "Each party shall keep confidential all information that the other party discloses to it."
PAIRS = {
    "words": (p(r("The Provider shall pay 99.9 % promptly.")), p(r("The Provider may pay 99.95 % promptly."))),
    "a paragraph comes": (p(r("One.")) + p(r("Three.")), p(r("One.")) + p(r(LONG)) + p(r("Three."))),
    "a paragraph goes": (p(r("One.")) + p(r(LONG)) + p(r("Three.")), p(r("One.")) + p(r("Three."))),
    "a move": (p(r(LONG)) + p(r(PLACES)) + p(r("Three.")), p(r(PLACES)) + p(r(LONG)) + p(r("Three."))),
    "a move to the end": (p(r(LONG)) + p(r(PLACES)), p(r(PLACES)) + p(r(LONG))),
    "a move from the end": (p(r("One.")) + p(r(PLACES)) + p(r(LONG)), p(r(LONG)) + p(r("One.")) + p(r(PLACES))),
    "a split": (p(r(f"{LONG} {PLACES}")), p(r(LONG)) + p(r(PLACES))),
    "a merge": (p(r(LONG)) + p(r(PLACES)), p(r(f"{LONG} {PLACES}"))),
    "a row comes": (table(("a", "b"), ("c", "d")) + p(""), table(("a", "b"), ("x", "y"), ("c", "d")) + p("")),
    "a row goes": (table(("a", "b"), ("x", "y"), ("c", "d")) + p(""), table(("a", "b"), ("c", "d")) + p("")),
    "looks": (p(r("A promise.")), p(r("A promise.", "<w:b/>"))),
}


TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/>'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/word/document.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
)


def whole(body: str) -> bytes:
    """The file with the content types that LibreOffice asks for."""
    file = open_file(docx(body), "file.docx")
    file.parts["[Content_Types].xml"] = TYPES.encode()
    return file.save()


def texts(data: bytes) -> list[str]:
    tree = parts(data)["word/document.xml"]
    lines = ("".join(piece.text or "" for piece in one.iter(f"{W}t")) for one in tree.iter(f"{W}p"))
    return [" ".join(line.split()) for line in lines if line.strip()]


def test_libreoffice_accepts_to_the_new_file_and_rejects_to_the_old_one() -> None:
    files = {name: (whole(old), whole(new)) for name, (old, new) in PAIRS.items()}
    made = {name: redline(old, new, Manner("A", "2026-10-01T09:00:00Z")).data for name, (old, new) in files.items()}
    resolved = resolved_by_office(made)
    assert set(resolved) == set(files)
    for name, (accepted, rejected) in resolved.items():
        old, new = files[name]
        assert texts(accepted) == texts(new), name
        assert texts(rejected) == texts(old), name
