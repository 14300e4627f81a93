from __future__ import annotations

from pathlib import Path
import re

import pytest

from slagen.core.errors import NotFoundError, RefusedError, UsageError
from slagen.formats.files import Folder
from slagen.formats.word.package import read_package
from slagen.formats.word.tag_list import PARAGRAPHS, VALUES
from slagen.formats.word.tags import VALUE_TAGS
from slagen.workspace.load import load
from slagen.workspace.shells import shell_findings
from slagen.workspace.templating import NewTemplate, new_template

ROOT = Path(__file__).resolve().parents[2]


def made(root: Path, name: str = "house", **options: str) -> NewTemplate:
    return new_template(root, load(Folder(root)), name, **options)


@pytest.mark.parametrize("kind", ["sla", "ola", "charter"])
def test_a_new_template_is_accepted_as_it_stands(library: Path, kind: str) -> None:
    made(library, kind=kind)
    loaded = load(Folder(library))
    assert loaded.library.templates["house"].kind == kind
    assert loaded.findings == ()
    assert tuple(shell_findings(loaded, ("house",))) == ()


def test_a_template_for_us_letter_has_letter_pages_in_every_section(library: Path) -> None:
    made(library, paper="letter")
    document = read_package((library / "templates/house/shell.docx").read_bytes(), "shell.docx")["word/document.xml"].decode()
    assert set(re.findall(r"<w:pgSz [^>]*>", document)) == {'<w:pgSz w:w="12240" w:h="15840"/>'}
    assert all(12240 - 2 * int(margin) == 9070 for margin in re.findall(r'w:(?:left|right)="(\d+)"', "".join(re.findall(r"<w:pgMar[^>]*>", document))))


def test_every_tag_that_a_shell_may_print_is_listed_for_people() -> None:
    page = (ROOT / "docs/shells.md").read_text(encoding="utf-8")
    listed = {**VALUES, **PARAGRAPHS}
    assert all(tag in page for tag in listed if not tag.startswith("{%"))
    assert {name for name in VALUE_TAGS if not any(re.search(rf"\b{name}\b", tag) for tag in listed)} == set()


def test_a_title_prints_as_it_is(library: Path) -> None:
    made(library, title='R*D* & "Sons": \\ {x}')
    assert load(Folder(library)).library.templates["house"].title == 'R*D* & "Sons": \\ {x}'


def test_it_begins_with_the_clauses_of_another_one(library: Path) -> None:
    assert made(library, like="service-sla").like == "service-sla"
    templates = load(Folder(library)).library.templates
    assert [choice.id for choice in templates["house"].choices] == [choice.id for choice in templates["service-sla"].choices]


def test_nothing_is_overwritten(library: Path) -> None:
    made(library)
    before = (library / "templates/house/shell.docx").read_bytes()
    with pytest.raises(RefusedError, match="already"):
        made(library, kind="ola")
    assert (library / "templates/house/shell.docx").read_bytes() == before


@pytest.mark.parametrize("name", ["../x", "A B", "", "x/y"])
def test_an_id_that_is_none_is_refused(library: Path, name: str) -> None:
    with pytest.raises(UsageError):
        made(library, name)


def test_a_template_to_begin_from_must_exist(library: Path) -> None:
    with pytest.raises(NotFoundError):
        made(library, like="custmer-sla")
    with pytest.raises(UsageError):
        made(library, title="two\nlines")
