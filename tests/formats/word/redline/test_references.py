"""References whose target has another number: marked and counted, or left unmarked; what merely moved with them is no more than moved."""

from __future__ import annotations

from dataclasses import replace

import pytest

from slagen.compare.verdicts import Verdict
from slagen.formats.word.redline.compare import redline
from tests.formats.word.reading.files import docx, level, lists, p, r
from tests.formats.word.redline.surface import W, parts, words
from tests.formats.word.redline.test_redline import MANNER, compared, resolved

QUIET = replace(MANNER, renumbering=False)
LISTS = {"numbering": lists(level(0, "%1."))}
PLACE = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>'


def clause(name: str, text: str) -> str:
    return p(f'<w:bookmarkStart w:id="{ord(name)}" w:name="{name}"/>{r(text)}<w:bookmarkEnd w:id="{ord(name)}"/>', PLACE)


def reference(name: str, printed: str, switch: str = "w", code: str = "REF") -> str:
    pieces = ('<w:fldChar w:fldCharType="begin"/>', f"<w:instrText> {code} {name} \\{switch} \\h </w:instrText>", '<w:fldChar w:fldCharType="separate"/>')
    return "".join(f"<w:r>{piece}</w:r>" for piece in pieces) + r(printed) + '<w:r><w:fldChar w:fldCharType="end"/></w:r>'


def contents(name: str, number: str, title: str) -> str:
    return p(f'<w:hyperlink w:anchor="{name}"><w:r><w:t>{number}</w:t><w:tab/><w:t>{title}</w:t></w:r></w:hyperlink>')


A, B = clause("A", "The Provider keeps the services running all day."), clause("B", "The Customer pays the charges when they are due.")
CAME = p(r("Each party keeps secret what the other one tells it."), PLACE)


def pointing(number: str, where: str) -> str:
    return p(r("As clause ") + reference(where, number) + r(" says, both do what they can."))


OLD = docx(contents("A", "1", "Running") + contents("B", "2", "Paying") + A + B + pointing("2", "B"), LISTS)
NEW = docx(contents("A", "1", "Running") + contents("B", "3", "Paying") + A + CAME + B + pointing("3", "B"), LISTS)


def test_a_reference_that_was_renumbered_is_marked_and_counted_with_the_line_of_contents() -> None:
    found = compared(OLD, NEW)
    assert found.renumbered == 2
    assert found.verdict is Verdict.SUBSTANCE
    assert words(found.data, "del") == "2|2"


def test_a_reference_that_was_renumbered_can_be_left_unmarked_and_prints_the_new_number() -> None:
    found = redline(OLD, NEW, QUIET)
    assert found.renumbered == 2
    assert words(found.data, "del") == ""
    assert words(found.data, "ins") == "Each party keeps secret what the other one tells it."
    for accept in (True, False):
        tree = parts(resolved(found.data, accept=accept))["word/document.xml"]
        lines = ["".join(piece.text or "" for piece in one.iter(f"{W}t")) for one in tree.iter(f"{W}p")]
        assert lines[1] == "3Paying"
        assert lines[-1] == "As clause 3 says, both do what they can."
    assert len(list(tree.iter(f"{W}instrText"))) == 1


@pytest.mark.parametrize(
    ("old", "new"),
    [
        pytest.param(pointing("2", "B"), pointing("1", "A"), id="another target"),
        pytest.param(pointing("2", "B"), pointing("7", "B"), id="a number that its target has not"),
        pytest.param(p(r("Clause ") + reference("B", "2", "p")), p(r("Clause ") + reference("B", "3", "p")), id="no number"),
        pytest.param(p(r("As clause 2 says.")), p(r("As clause 3 says.")), id="typed"),
    ],
)
def test_a_reference_that_says_something_else_is_never_left_unmarked(old: str, new: str) -> None:
    found = redline(docx(A + B + old, LISTS), docx(A + CAME + B + new, LISTS), QUIET)
    assert not found.renumbered
    assert words(found.data, "del")


def test_a_clause_that_moved_with_its_references_renumbered_has_moved_and_nothing_else() -> None:
    last = p(r("End."))
    old = docx(contents("A", "1", "Running") + contents("B", "2", "Paying") + A + B + pointing("2", "B") + last, LISTS)
    new = docx(contents("B", "1", "Paying") + contents("A", "2", "Running") + pointing("1", "B") + B + A + last, LISTS)
    found = compared(old, new)
    assert found.verdict is Verdict.MOVED
    assert "As clause 2 says, both do what they can." in words(found.data, "moveFrom")
    assert "As clause 1 says, both do what they can." in words(found.data, "moveTo")


@pytest.mark.parametrize(("full", "printed", "switch", "counted"), [("2", "2", "r", 1), ("12", "2", "n", 0), ("12", "12", "n", 1)])
def test_the_last_level_alone_counts_as_the_number_only_where_it_is_a_level(full: str, printed: str, switch: str, counted: int) -> None:
    more = "".join(p(r(f"Filler number {at} of this agreement."), PLACE) for at in range(int(full) - 2))
    old, new = (
        docx(A + more + extra + B + p(r("See ") + reference("B", shown, switch)), LISTS) for extra, shown in (("", printed), (CAME, f"{int(full) + 1}"))
    )
    assert redline(old, new, MANNER).renumbered == counted


def test_a_page_number_that_another_program_printed_and_how_contents_are_made_are_no_substance() -> None:
    def page(printed: str, code: str) -> str:
        runs = '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> PAGE </w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>'
        contents_field = f'<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> TOC {code} </w:instrText></w:r>'
        return p(contents_field + r("Contents")) + p(r("Page ") + runs + r(printed) + '<w:r><w:fldChar w:fldCharType="end"/></w:r>')

    found = compared(docx(page("1", "\\o")), docx(page("3", "\\u \\o")))
    assert found.changed
    assert found.verdict is Verdict.COSMETIC
