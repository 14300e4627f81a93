"""Headers that sections share in one file and not in the other: each section shows what it shows in either file."""

from __future__ import annotations

import posixpath

import pytest

from slagen.formats.word.redline.compare import redline
from slagen.formats.word.redline.word_file import open_file
from tests.formats.word.reading.files import docx, p, r
from tests.formats.word.redline.surface import R, W, parts, words
from tests.formats.word.redline.test_redline import MANNER, resolved, sections

LINK = '<Relationship Id="rId{0}" Type="{1}/header" Target="header{0}.xml"/>'


def header(number: str) -> str:
    return f'<w:headerReference w:type="default" r:id="rId{number}"/>' if number else ""


def file(texts: dict[str, str], *used: str, body: str = "") -> bytes:
    """A text of as many sections as are `used`, each with the header of that number, or with none."""
    made = open_file(docx(body or sections(*map(header, used)), links="".join(LINK.format(number, R[1:-1]) for number in texts)), "file.docx")
    empty = open_file(docx("", {"header": ""}), "empty.docx").parts["word/header.xml"].decode()
    for number, text in texts.items():
        made.parts[f"word/header{number}.xml"] = empty.replace("></w:hdr>", f"><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:hdr>").encode()
    return made.save()


def shown(data: bytes) -> list[str]:
    """The header of each section; one without has that of the section before."""
    trees = parts(data)
    links = {item.get("Id"): item.get("Target") for item in trees["word/_rels/document.xml.rels"]}
    found, last = [], ""
    for section in trees["word/document.xml"].iter(f"{W}sectPr"):
        for reference in section.iter(f"{W}headerReference"):
            tree = trees[posixpath.join("word", links[reference.get(f"{R}id")])]
            last = "".join(piece.text or "" for piece in tree.iter(f"{W}t"))
        found.append(last)
    return found


@pytest.mark.parametrize(
    ("old", "new"),
    [
        pytest.param(file({"1": "One"}, "1", "1"), file({"1": "Two", "2": "Three"}, "1", "2"), id="shared, then not"),
        pytest.param(file({"1": "One"}, "1", ""), file({"1": "One", "2": "Annex"}, "1", "2"), id="inherited, then its own"),
        pytest.param(file({"1": "One"}, "1", "", ""), file({"1": "One", "2": "Annex"}, "1", "2", ""), id="inherited from one that has its own"),
        pytest.param(file({"1": "One", "2": "Annex"}, "1", "2"), file({"1": "Both"}, "1", ""), id="its own, then inherited"),
        pytest.param(
            file({"1": "One", "2": "Annex"}, "1", "2", "1"), file({"1": "One", "2": "Annex", "3": "End"}, "1", "2", "3"), id="shared by the outer ones"
        ),
        pytest.param(file({"1": "One"}, "1", "1", "1"), file({"1": "A", "2": "B"}, "1", "2", "1"), id="the middle one differs"),
        pytest.param(file({}, "", ""), file({"1": "A", "2": "B"}, "1", "2"), id="none, then two"),
        pytest.param(file({"1": "One"}, "1", "1"), file({"1": "One"}, "", "1"), id="the first one goes"),
    ],
)
def test_each_section_shows_its_header_of_either_file(old: bytes, new: bytes) -> None:
    found = redline(old, new, MANNER)
    assert shown(resolved(found.data, accept=True)) == shown(new)
    assert shown(resolved(found.data, accept=False)) == shown(old)


def test_a_header_that_two_sections_share_is_marked_once_for_each_of_its_new_texts() -> None:
    found = redline(file({"1": "One"}, "1", "1", "1"), file({"1": "A", "2": "B"}, "1", "2", "1"), MANNER)
    headers = [tree for name, tree in parts(found.data).items() if name.startswith("word/header")]
    assert len(headers) == 2
    marked = sorted("".join(piece.text or "" for mark in tree.iter(f"{W}ins") for piece in mark.iter(f"{W}t")) for tree in headers)
    assert marked == ["A", "B"]
    assert not words(found.data, "ins")


def test_a_header_that_a_section_has_from_one_that_another_program_ended_elsewhere_does_not_come_anew() -> None:
    end, last = f"<w:sectPr>{header('1')}</w:sectPr>", p(r("Last."))
    old = file({"1": "One"}, body=p(r("Cover.")) + p("", end) + last + "<w:sectPr/>")
    new = file({"1": "One"}, body=p(r("Cover."), end) + last + end)
    found = redline(old, new, MANNER)
    assert not any(next(tree.iter(f"{W}ins", f"{W}del"), None) is not None for name, tree in parts(found.data).items() if name.startswith("word/header"))
    assert shown(resolved(found.data, accept=True)) == shown(new)
    assert shown(resolved(found.data, accept=False)) == shown(old)
