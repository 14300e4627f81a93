"""Tracked changes accepted and rejected one by one: by number, by author, by clause."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from random import Random

from hypothesis import given, note, settings
from hypothesis import strategies as st
from lxml import etree
import pytest

from slagen.core.errors import NotFoundError
from slagen.formats.word.redline.compare import Manner, redline
from slagen.formats.word.redline.word_file import open_file
from slagen.formats.word.revisions.listing import Revision, list_revisions, with_whole_moves
from slagen.formats.word.revisions.resolve import has_revisions, resolve_file
from slagen.workspace.redlining import Chosen, resolve, revisions
from tests.formats.word.reading.files import docx, level, lists, numbered, p, r
from tests.formats.word.redline.surface import W, parts, surface
from tests.formats.word.redline.test_redline_properties import pairs

JO, SAM = "Jo Bloggs", "Sam Person"
MANNER = Manner(JO, "2026-10-01T09:00:00Z")
LONG = "Each party shall keep confidential all information that the other one discloses."


def chosen(found: list[Revision], wanted: Callable[[Revision], bool]) -> list[Revision]:
    return with_whole_moves([one for one in found if wanted(one)], found)


def resolved(data: bytes, wanted: Callable[[Revision], bool], *, accept: bool) -> bytes:
    file = open_file(data, "redline")
    elements = {element for one in chosen(list_revisions(file), wanted) for element in one.elements}
    resolve_file(file, accept=accept, chosen=elements.__contains__)
    return file.save()


def listed(data: bytes) -> list[Revision]:
    return list_revisions(open_file(data, "redline"))


def texts(data: bytes) -> list[str]:
    lines = ("".join(piece.text or "" for piece in one.iter(f"{W}t")) for one in parts(data)["word/document.xml"].iter(f"{W}p"))
    return [line for line in lines if line]


def of_two_authors(data: bytes) -> bytes:
    """The redline with every other change in the name of somebody else."""
    file = open_file(data, "redline")
    found = list_revisions(file)
    for revision in chosen(found, lambda one: one.number % 2 == 1):
        for element in revision.elements:
            element.set(f"{W}author", SAM)
    file.touch(file.main)
    return file.save()


def marks_of_others(data: bytes, author: str) -> int:
    """Marks, not changes: what comes to stand between two marks makes two changes of one."""
    return sum(len(one.elements) for one in listed(data) if one.author != author)


def show(data: bytes) -> None:
    note(etree.tostring(parts(data)["word/document.xml"]).decode()[700:])


@settings(max_examples=25, deadline=None)
@given(pairs(), st.booleans(), st.randoms(use_true_random=False))
def test_one_by_one_in_any_order_is_all_at_once(pair: tuple[bytes, bytes], accept: bool, random: Random) -> None:
    data = redline(*pair, MANNER).data
    show(data)
    while found := listed(data):
        number = random.choice(found).number
        data = resolved(data, lambda one, number=number: one.number == number, accept=accept)  # type: ignore[misc]
    assert surface(data) == surface(pair[1] if accept else pair[0])
    assert not any(has_revisions(tree) for tree in parts(data).values())


@settings(max_examples=25, deadline=None)
@given(pairs(), st.sets(st.integers(1, 12)))
def test_whether_some_are_accepted_first_or_the_others_rejected_first_is_one(pair: tuple[bytes, bytes], some: set[int]) -> None:
    made = redline(*pair, MANNER).data
    show(made)
    some = {one.number for one in chosen(listed(made), lambda one: one.number in some)}
    first = resolved(resolved(made, lambda one: one.number in some, accept=True), lambda _: True, accept=False)
    second = resolved(resolved(made, lambda one: one.number not in some, accept=False), lambda _: True, accept=True)
    assert texts(first) == texts(second)


@settings(max_examples=25, deadline=None)
@given(pairs(), st.permutations([JO, SAM]), st.booleans())
def test_author_after_author_is_all_at_once(pair: tuple[bytes, bytes], authors: list[str], accept: bool) -> None:
    data = of_two_authors(redline(*pair, MANNER).data)
    show(data)
    for author in authors:
        before = marks_of_others(data, author)
        data = resolved(data, lambda one, author=author: one.author == author, accept=accept)  # type: ignore[misc]
        assert marks_of_others(data, "") <= before
        assert author not in {one.author for one in listed(data)}
    assert surface(data) == surface(pair[1] if accept else pair[0])


@settings(max_examples=25, deadline=None)
@given(pairs())
def test_every_mark_is_listed_once(pair: tuple[bytes, bytes]) -> None:
    file = open_file(redline(*pair, MANNER).data, "redline")
    found = [element for one in list_revisions(file) for element in one.elements]
    grids = {f"{W}tblGridChange"}  # the one mark that names nobody (CT_TblGridChange)
    marks = [mark for mark in file.tree(file.main).iter() if (mark.get(f"{W}author") or mark.tag in grids) and "Range" not in mark.tag]
    assert len(found) == len(set(found))
    assert set(found) == set(marks)


@pytest.fixture
def moved(tmp_path: Path) -> Path:
    """Clause 1 goes to the end, and clause 2 has a new word."""
    rest = "".join(numbered(f"Clause {name} speaks at length of its own matters alone.", 1) for name in "ABCD")
    old = numbered(LONG, 1) + numbered("The Provider shall pay promptly whatever falls due.", 1) + rest + p(r("End."))
    new = numbered("The Provider may pay promptly whatever falls due.", 1) + rest + numbered(LONG, 1) + p(r("End."))
    files = [docx(body, {"numbering": lists(level(0, "%1."))}) for body in (old, new)]
    place = tmp_path / "redline.docx"
    place.write_bytes(redline(files[0], files[1], MANNER).data)
    return place


@pytest.mark.parametrize("accept", [True, False])
@pytest.mark.parametrize("kind", ["moved away", "moved here"])
def test_a_move_that_is_chosen_at_one_place_is_resolved_at_both(moved: Path, tmp_path: Path, kind: str, accept: bool) -> None:
    number = next(one.number for one in revisions(moved) if one.kind == kind)
    assert resolve(moved, tmp_path / "out.docx", Chosen(numbers=frozenset({number})), accept=accept) == (2, 2)
    left = revisions(tmp_path / "out.docx")
    assert {one.kind for one in left} == {"insertion", "deletion"}
    resolve(tmp_path / "out.docx", tmp_path / "done.docx", Chosen(), accept=not accept)
    assert texts((tmp_path / "done.docx").read_bytes()).count(LONG) == 1


def test_the_changes_of_one_clause_alone_are_resolved(moved: Path, tmp_path: Path) -> None:
    clause = next(one.place.clause for one in revisions(moved) if one.kind == "deletion")
    assert resolve(moved, tmp_path / "out.docx", Chosen(clauses=frozenset({clause})), accept=True) == (2, 2)
    assert {one.kind for one in revisions(tmp_path / "out.docx")} == {"moved away", "moved here"}


def test_what_is_left_is_counted_anew(tmp_path: Path) -> None:
    """Two insertions become one where the deletion between them is gone."""
    by = 'w:author="A" w:date="2026-10-01T09:00:00Z"'
    marks = (
        f'<w:ins w:id="1" {by}>{r("one ")}</w:ins><w:del w:id="2" {by}><w:r><w:delText>gone</w:delText></w:r></w:del><w:ins w:id="3" {by}>{r("two")}</w:ins>'
    )
    (tmp_path / "in.docx").write_bytes(docx(p(marks) + p("")))
    assert [one.kind for one in revisions(tmp_path / "in.docx")] == ["insertion", "deletion", "insertion"]
    assert resolve(tmp_path / "in.docx", tmp_path / "out.docx", Chosen(numbers=frozenset({2})), accept=True) == (1, 1)


def test_choosing_what_is_not_there_writes_nothing(moved: Path, tmp_path: Path) -> None:
    for nothing in (Chosen(authors=frozenset({"Nobody"})), Chosen(numbers=frozenset({99})), Chosen(clauses=frozenset({"77"}))):
        with pytest.raises(NotFoundError):
            resolve(moved, tmp_path / "out.docx", nothing, accept=True)
    assert not (tmp_path / "out.docx").exists()


def test_the_first_words_of_a_clause_are_those_that_it_will_have_not_what_went_beside_what_came() -> None:
    old, new = (docx(numbered(f"Pay within {days} days.", 1), {"numbering": lists(level(0, "%1."))}) for days in (14, 30))
    found = listed(redline(old, new, MANNER).data)
    assert {(one.place.clause, one.place.heading) for one in found} == {("1", "Pay within 30 days.")}


@pytest.mark.parametrize("mark", ["bookmark", "style"])
def test_a_change_of_the_execution_page_is_listed_there_and_not_in_the_last_clause(mark: str) -> None:
    begins = '<w:bookmarkStart w:id="7" w:name="slgp_execution"/><w:bookmarkEnd w:id="7"/>' if mark == "bookmark" else ""
    ends = '<w:bookmarkStart w:id="8" w:name="slge_execution"/><w:bookmarkEnd w:id="8"/>'
    inserted = '<w:ins w:id="{0}" w:author="Sam" w:date="2026-01-02T00:00:00Z"><w:r><w:t>new {0}</w:t></w:r></w:ins>'
    look = '<w:pPr><w:pStyle w:val="SignatureText"/></w:pPr>' if mark == "style" else ""
    body = (
        numbered("The law of England applies.", 1).replace("</w:p>", f"{inserted.format(1)}</w:p>")
        + f"<w:p>{look}{begins}<w:r><w:t>Signed by Northwind</w:t></w:r>{inserted.format(2)}</w:p>"
        + f"<w:p><w:r><w:t>Name</w:t></w:r>{inserted.format(3)}{ends}</w:p>"
        + f"<w:p><w:r><w:t>Printed by us</w:t></w:r>{inserted.format(4)}</w:p>"
    )
    styles = '<w:style w:type="paragraph" w:styleId="SignatureText"><w:name w:val="Signature Text"/></w:style>'
    found = listed(docx(body, {"styles": styles, "numbering": lists(level(0, "%1."))}))
    assert [(one.place.story, one.place.clause) for one in found] == [("document", "1"), *[("execution page", "")] * 2, ("document", "")]
