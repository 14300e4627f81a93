from __future__ import annotations

from dataclasses import replace

from slagen.assembly.labels import Labels
from slagen.formats.word.brief_shell import brief_shell
from slagen.formats.word.invariants import faults
from slagen.formats.word.stories import paragraph_text, read_trees
from slagen.formats.word.write import write
from slagen.formats.word.xml_text import NAMESPACE
from slagen.model.document import Document


def test_a_brief_has_its_title_first_and_says_that_it_is_internal(document: Document, labels: Labels) -> None:
    page = replace(document, meta=replace(document.meta, status="brief"))
    data = write(page, labels, brief_shell())
    trees = read_trees(data, "x")
    assert faults(data) == []
    assert paragraph_text(next(trees["word/document.xml"].iter(f"{{{NAMESPACE}}}p"))) == document.meta.title
    assert "Internal – not part of the agreement" in paragraph_text(trees["word/header1.xml"])
