"""The properties of a redline, one by one."""

from __future__ import annotations

import pytest

from slagen.compare.verdicts import Verdict
from slagen.formats.word.invariants import _unbalanced_fields
from slagen.formats.word.redline.compare import Existing, Manner, Redline, TrackedInputError, redline
from slagen.formats.word.redline.word_file import open_file
from slagen.formats.word.revisions.resolve import resolve_file
from tests.formats.word.reading.files import docx, level, lists, numbered, p, r
from tests.formats.word.redline.surface import REVISIONS, W, parts, surface, words

MANNER = Manner("Jo Bloggs", "2026-10-01T09:00:00Z")
LONG = "Each party shall keep confidential all information that the other one discloses."
OTHER = "The Provider shall render its services at the place that the parties agree."
CELL = "<w:tc><w:tcPr/>{}</w:tc>"


def compared(old: bytes, new: bytes, manner: Manner = MANNER) -> Redline:
    """The redline, after both ways back have been tried."""
    found = redline(old, new, manner)
    assert surface(resolved(found.data, accept=True)) == surface(new)
    assert surface(resolved(found.data, accept=False)) == surface(old)
    return found


def resolved(data: bytes, *, accept: bool) -> bytes:
    file = open_file(data, "redline.docx")
    resolve_file(file, accept=accept)
    return file.save()


def marked(old: str, new: str) -> tuple[str, str]:
    """What a redline of two one-paragraph files deletes and inserts."""
    found = compared(docx(p(r(old))), docx(p(r(new))))
    return words(found.data, "del"), words(found.data, "ins")


def table(*rows: tuple[str, ...]) -> str:
    cells = ("".join(CELL.format(p(r(text))) for text in row) for row in rows)
    columns = "<w:gridCol/>" * max(len(row) for row in rows)
    return f"<w:tbl><w:tblPr/><w:tblGrid>{columns}</w:tblGrid>{''.join(f'<w:tr>{row}</w:tr>' for row in cells)}</w:tbl>"


def test_the_same_file_gives_the_same_bytes_and_no_revision() -> None:
    file = docx(p(r("The Provider shall.")) + table(("a", "b")))
    found = compared(file, file)
    assert not found.changed
    assert found.data == file


def test_runs_cut_in_another_way_are_no_change() -> None:
    whole, cut = docx(p(r("indemnity of the Provider"))), docx(p(r("indem") + r("nity of") + r(" the Provider")))
    assert not compared(whole, cut).changed


def test_only_the_changed_word_is_marked() -> None:
    assert marked("The Provider shall pay promptly.", "The Provider may pay promptly.") == ("shall", "may")


def test_a_figure_is_one_change_with_its_unit() -> None:
    assert marked("Availability is 99.9 % a month.", "Availability is 99.95 % a month.") == ("99.9 %", "99.95 %")


def test_words_that_are_replaced_side_by_side_are_one_change() -> None:
    assert marked("The Provider shall promptly tell us.", "The Provider may slowly tell us.") == ("shall promptly", "may slowly")


def test_both_ends_of_a_range_that_are_replaced_are_one_change() -> None:
    assert marked("Open from 09:00–17:30 on days.", "Open from 08:00–18:00 on days.") == ("09:00–17:30", "08:00–18:00")
    assert marked("Open from 09:00–17:30 on days.", "Open from 09:00–18:00 on days.") == ("17:30", "18:00")


@pytest.mark.parametrize(
    ("old", "new", "gone"),
    [
        ("see (a) (b) (c) below", "see (a) (c) below", "(b) "),
        ("One. Two. Three.", "One. Three.", "Two. "),
        ("alpha, beta, gamma", "alpha, gamma", "beta, "),
    ],
)
def test_what_merely_goes_is_marked_with_whole_brackets_and_whole_sentences(old: str, new: str, gone: str) -> None:
    assert marked(old, new)[0] in {gone, f" {gone.strip()}"}  # the space before or the space after


def test_every_revision_has_author_date_and_a_number_of_its_own() -> None:
    found = compared(docx(p(r("one two three")) + p(r("gone"))), docx(p(r("one 2 three", "<w:b/>")) + p(r("come"), '<w:jc w:val="center"/>')))
    marks = [mark for tree in parts(found.data).values() for mark in tree.iter(*REVISIONS)]
    assert {(mark.get(f"{W}author"), mark.get(f"{W}date")) for mark in marks} == {("Jo Bloggs", "2026-10-01T09:00:00Z")}
    numbers = [mark.get(f"{W}id") for mark in marks]
    assert len(numbers) == len(set(numbers))


def test_the_same_files_give_the_same_redline() -> None:
    old, new = docx(p(r("one")) + table(("a", "b"))), docx(p(r("two")) + table(("a", "c"), ("d", "e")))
    assert compared(old, new).data == compared(old, new).data


def test_a_moved_paragraph_is_a_linked_pair() -> None:
    first, second, third = (p(r(f"{name} clause speaks at length of its own matters.")) for name in ("First", "Second", "Third"))
    found = compared(docx(first + second + third + p(r("End."))), docx(second + third + first + p(r("End."))))
    tree = parts(found.data)["word/document.xml"]
    names = [mark.get(f"{W}name") for mark in tree.iter(f"{W}moveFromRangeStart", f"{W}moveToRangeStart")]
    assert found.moves == 1
    assert len(names) == 2
    assert len(set(names)) == 1
    assert words(found.data, "moveFrom") == words(found.data, "moveTo")
    assert not words(found.data, "ins")
    assert not words(found.data, "del")


def test_paragraphs_that_move_together_are_one_move() -> None:
    clauses = [p(r(f"Clause {name} speaks at length of its own matters.")) for name in "ABCDEF"]
    found = compared(docx("".join(clauses)), docx("".join([*clauses[2:5], *clauses[:2], clauses[5]])))
    assert found.moves == 1


def test_an_edited_move_still_shows_the_edit() -> None:
    moved, edited = "The Provider shall keep records of every incident.", "The Provider shall keep full records of every incident."
    others = [p(r(f"Something quite different, number {number}, with words of its own.")) for number in range(4)]
    found = compared(docx(p(r(moved)) + "".join(others)), docx("".join(others) + p(r(edited))))
    assert "full" in words(found.data, "ins")


@pytest.mark.parametrize("places", [("a b c d", ("a b ", "c d"))])
def test_a_split_or_a_merge_changes_the_mark_alone(places: tuple[str, tuple[str, str]]) -> None:
    whole, (first, second) = places
    one, two = docx(p(r(whole)) + p(r("End."))), docx(p(r(first)) + p(r(second)) + p(r("End.")))
    for old, new in ((one, two), (two, one)):
        found = compared(old, new)
        assert not words(found.data, "ins")
        assert not words(found.data, "del")
        assert found.changed


def test_a_paragraph_at_the_very_end_comes_and_goes() -> None:
    one, two = docx(p(r("Only."))), docx(p(r("Only.")) + p(r("Second."), '<w:jc w:val="center"/>'))
    compared(one, two)
    compared(two, one)
    last = list(parts(compared(one, two).data)["word/document.xml"].iter(f"{W}p"))[-1]
    assert last.find(f"{W}pPr/{W}rPr/{W}ins") is None, "Word cannot take back the last mark of a text"


def test_looks_are_tracked_and_can_be_left_out() -> None:
    old, new = docx(p(r("one two"))), docx(p(r("one ") + r("two", "<w:b/>"), '<w:jc w:val="center"/>'))
    found = compared(old, new)
    tree = parts(found.data)["word/document.xml"]
    assert len(list(tree.iter(f"{W}rPrChange"))) == 1
    assert len(list(tree.iter(f"{W}pPrChange"))) == 1
    assert not redline(old, new, Manner("Jo", "2026-10-01T09:00:00Z", formatting=False)).changed


def test_rows_come_and_go() -> None:
    few, many = docx(table(("a", "1"), ("c", "3")) + p("")), docx(table(("a", "1"), ("b", "2"), ("c", "3")) + p(""))
    for old, new, tag in ((few, many, "ins"), (many, few, "del")):
        tree = parts(compared(old, new).data)["word/document.xml"]
        assert len(tree.findall(f".//{W}trPr/{W}{tag}")) == 1


def test_columns_come_and_go() -> None:
    few, many = docx(table(("a", "1"), ("c", "3")) + p("")), docx(table(("a", "x", "1"), ("c", "y", "3")) + p(""))
    for old, new, tag in ((few, many, "cellIns"), (many, few, "cellDel")):
        tree = parts(compared(old, new).data)["word/document.xml"]
        assert len(list(tree.iter(f"{W}{tag}"))) == 2


def test_a_changed_cell_marks_its_words_alone() -> None:
    found = compared(docx(table(("Availability", "99.9 %")) + p("")), docx(table(("Availability", "99.95 %")) + p("")))
    assert (words(found.data, "del"), words(found.data, "ins")) == ("99.9 %", "99.95 %")


def test_a_field_is_compared_by_code_and_result() -> None:
    def field(result: str, *cut: str) -> str:
        code = "".join(f"<w:r><w:instrText>{piece}</w:instrText></w:r>" for piece in cut)
        return f'<w:r><w:fldChar w:fldCharType="begin"/></w:r>{code}<w:r><w:fldChar w:fldCharType="separate"/></w:r>{r(result)}<w:r><w:fldChar w:fldCharType="end"/></w:r>'

    old = docx(p(r("see ") + field("4.1", " REF a ", "\\w \\h ") + r(" below")))
    assert not compared(old, docx(p(r("see ") + field("4.1", " REF a \\w \\h ") + r(" below")))).changed
    found = compared(old, docx(p(r("see ") + field("5.1", " REF a \\w \\h ") + r(" below"))))
    assert (words(found.data, "del"), words(found.data, "ins")) == ("4.1", "5.1")
    assert not list(_unbalanced_fields(parts(found.data)["word/document.xml"]))


def test_a_note_is_compared_where_it_stands() -> None:
    def noted(text: str) -> bytes:
        note = f'<w:footnote w:id="1">{p(r(text))}</w:footnote>'
        return docx(p(r("Word") + '<w:r><w:footnoteReference w:id="1"/></w:r>'), {"footnotes": note})

    found = compared(noted("An old note."), noted("A new note."))
    notes = parts(found.data)["word/footnotes.xml"]
    assert [text.text for text in notes.iter(f"{W}delText")] == ["An old"]


def test_a_note_comes_with_its_words() -> None:
    note = '<w:footnote w:id="1">{}</w:footnote>'.format(p(r("A note.")))
    plain, noted = docx(p(r("Word."))), docx(p(r("Word") + '<w:r><w:footnoteReference w:id="1"/></w:r>' + r(".")), {"footnotes": note})
    accepted = resolved(redline(plain, noted, MANNER).data, accept=True)
    assert surface(accepted)["footnotes.xml"] == surface(noted)["footnotes.xml"]


def test_a_header_is_compared_where_it_stands() -> None:
    section = '<w:sectPr><w:headerReference w:type="default" r:id="rIdheader"/></w:sectPr>'
    old, new = (docx(p(r("Text.")) + section, {"header": p(r(f"Version {number}"))}) for number in (1, 2))
    found = compared(old, new)
    assert found.changed
    assert next(parts(found.data)["word/header.xml"].iter(f"{W}ins"), None) is not None


def sections(*references: str) -> str:
    """A text of as many sections, each with its references to headers."""
    ends = [f"<w:p><w:pPr><w:sectPr>{reference}</w:sectPr></w:pPr></w:p>" for reference in references[:-1]]
    return "".join(f"{p(r(f'Section {at}.'))}{end}" for at, end in enumerate(ends)) + p(r("Last.")) + f"<w:sectPr>{references[-1]}</w:sectPr>"


HEADER = '<w:headerReference w:type="default" r:id="rIdheader"/>'


def test_a_header_that_is_merely_spelt_out_for_the_next_section_is_no_change() -> None:
    parts_of_it = {"header": p(r("Version 1"))}
    assert not redline(docx(sections(HEADER, ""), parts_of_it), docx(sections(HEADER, HEADER), parts_of_it), MANNER).changed


def test_a_header_that_comes_leaves_the_same_header_of_another_section_alone() -> None:
    parts_of_it = {"header": p(r("Version 1"))}
    found = redline(docx(sections("", HEADER), parts_of_it), docx(sections(HEADER, HEADER), parts_of_it), MANNER)
    trees = parts(found.data)
    assert next(trees["word/header.xml"].iter(f"{W}ins"), None) is None
    assert next(trees["word/header1.xml"].iter(f"{W}ins"), None) is not None


def test_section_properties_are_tracked() -> None:
    old, new = (docx(p(r("Text.")) + f'<w:sectPr><w:pgSz w:w="{width}"/></w:sectPr>') for width in (11906, 12240))
    assert next(parts(compared(old, new).data)["word/document.xml"].iter(f"{W}sectPrChange"), None) is not None


def test_bookmarks_stay_and_are_never_doubled() -> None:
    def marked_text(text: str, name: str) -> str:
        return p(f'<w:bookmarkStart w:id="4" w:name="{name}"/>{r(text)}<w:bookmarkEnd w:id="4"/>')

    old = docx(marked_text("The Provider shall pay.", "slg_pay") + p(r("End.")))
    new = docx(p(r("A new clause comes first of all.")) + marked_text("The Provider may pay.", "slg_pay") + p(r("End.")))
    tree = parts(compared(old, new).data)["word/document.xml"]
    assert [mark.get(f"{W}name") for mark in tree.iter(f"{W}bookmarkStart")] == ["slg_pay"]
    assert [mark.get(f"{W}id") for mark in tree.iter(f"{W}bookmarkStart")] == [mark.get(f"{W}id") for mark in tree.iter(f"{W}bookmarkEnd")]


def first_bookmark(data: bytes) -> str:
    """What the bookmark covers, where it is whole."""
    [start] = (tree := parts(data)["word/document.xml"]).iter(f"{W}bookmarkStart")
    [end] = tree.iter(f"{W}bookmarkEnd")
    assert start.get(f"{W}id") == end.get(f"{W}id")
    order = list(tree.iter(f"{W}bookmarkStart", f"{W}bookmarkEnd", f"{W}t", f"{W}delText"))
    return "".join(item.text or "" for item in order[order.index(start) : order.index(end)])


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("The Provider shall pay.", "As agreed, the Provider shall pay."),
        ("The Provider shall pay.", "The Provider shall pay promptly"),
    ],
)
def test_a_bookmark_stays_whole_where_its_first_or_last_word_changes(old: str, new: str) -> None:
    before, after = (docx(p(f'<w:bookmarkStart w:id="{number}" w:name="slg_pay"/>{r(text)}<w:bookmarkEnd w:id="{number}"/>') + p(r("End."))) for number, text in ((4, old), (7, new)))  # fmt: skip
    made = compared(before, after).data
    assert first_bookmark(resolved(made, accept=True)) == new
    assert first_bookmark(resolved(made, accept=False)) == old


def test_tracked_changes_in_the_files_are_accepted_rejected_or_refused() -> None:
    tracked = docx(p(r("one ") + f'<w:ins w:id="1" w:author="A" w:date="2026-01-01T00:00:00Z">{r("two ")}</w:ins>' + r("three")))
    new = docx(p(r("one two three")))
    assert not redline(tracked, new, MANNER).changed
    assert redline(tracked, new, MANNER).resolved == ("old",)
    rejected = redline(tracked, new, Manner("Jo", "2026-10-01T09:00:00Z", existing=Existing.REJECT))
    assert words(rejected.data, "ins") == "two "
    with pytest.raises(TrackedInputError, match="carries tracked changes"):
        redline(tracked, new, Manner("Jo", "2026-10-01T09:00:00Z", existing=Existing.REFUSE))


def test_what_cannot_be_tracked_is_named() -> None:
    style = '<w:style w:type="paragraph" w:styleId="H"><w:name w:val="heading 1"/><w:rPr>{}</w:rPr></w:style>'
    old, new = (docx(p(r("Text."), '<w:pStyle w:val="H"/>'), {"styles": style.format(looks)}) for looks in ("<w:b/>", "<w:i/>"))
    assert redline(old, new, MANNER).untracked == ("the style “heading 1” looks different in the new file",)


def test_what_the_style_says_anyway_is_no_change() -> None:
    looks = '<w:numPr><w:ilvl w:val="1"/><w:numId w:val="1"/></w:numPr><w:spacing w:before="60" w:after="60"/><w:ind w:left="720" w:hanging="720"/>'
    style = f'<w:style w:type="paragraph" w:styleId="{{}}"><w:name w:val="{{}}"/><w:pPr>{looks}</w:pPr></w:style>'
    ours = docx(p(r("Text."), '<w:pStyle w:val="Level2"/>') + p(r("End.")), {"styles": style.format("Level2", "Clause Level 2")})
    written_out = '<w:pStyle w:val="L2"/><w:numPr><w:ilvl w:val="1"/><w:numId w:val="1"/></w:numPr><w:spacing w:before="60"/><w:ind w:hanging="720" w:left="720"/><w:jc w:val="left"/>'
    theirs = docx(p(r("Text."), written_out) + p(r("End.")), {"styles": style.format("L2", "Clause level 2")})
    assert not redline(ours, theirs, MANNER).changed


def test_a_style_of_the_same_name_is_not_added_again() -> None:
    style = '<w:style w:type="paragraph" w:styleId="{}"><w:name w:val="{}"/></w:style>'
    ours = docx(p(r("One."), '<w:pStyle w:val="TOC1"/>') + p(r("End.")), {"styles": style.format("TOC1", "toc 1")})
    theirs = docx(p(r("One.")) + p(r("Two, a new entry."), '<w:pStyle w:val="Contents1"/>') + p(r("End.")), {"styles": style.format("Contents1", "TOC 1")})
    tree = parts(redline(ours, theirs, MANNER).data)
    assert len(list(tree["word/styles.xml"].iter(f"{W}style"))) == 1
    assert {item.get(f"{W}val") for item in tree["word/document.xml"].iter(f"{W}pStyle")} == {"TOC1"}


def test_a_comment_that_comes_is_brought_and_named() -> None:
    comment = '<w:comment w:id="0" w:author="Other side">{}</w:comment>'.format(p(r("We cannot accept this.")))
    new = docx(
        p('<w:commentRangeStart w:id="0"/>' + r("Text.") + '<w:commentRangeEnd w:id="0"/><w:r><w:commentReference w:id="0"/></w:r>') + p(r("More.")),
        {"comments": comment},
    )
    found = redline(docx(p(r("Text.")) + p(r("Less."))), new, MANNER)
    assert found.untracked == ("a comment of Other side was added: “We cannot accept this.”",)
    assert "We cannot accept this." in "".join(text.text or "" for text in parts(found.data)["word/comments.xml"].iter(f"{W}t"))


def test_a_list_of_the_new_file_comes_with_its_clause() -> None:
    old = docx(p(r("Text.")))
    new = docx(p(r("Text.")) + numbered("A numbered clause.", 1) + p(r("End.")), {"numbering": lists(level(0, "%1."))})
    found = redline(old, new, MANNER)
    assert surface(resolved(found.data, accept=True))["document"] == surface(new)["document"]
    assert next(parts(found.data)["word/numbering.xml"].iter(f"{W}num"), None) is not None


def test_two_documents_that_do_not_belong_together_are_told_by_their_likeness() -> None:
    contract = docx("".join(p(r(f"The Provider shall keep record {number} of what it does for the Customer.")) for number in range(30)))
    other = docx("".join(p(r(f"Quite another tale, told in chapter {number} by somebody else entirely.")) for number in range(30)))
    assert redline(contract, other, MANNER).likeness < 0.05
    assert redline(contract, contract, MANNER).likeness == 1.0


def test_what_another_program_moved_as_deleted_text_is_text_again_when_rejected() -> None:
    by = 'w:id="1" w:author="A" w:date="2026-10-01T09:00:00Z"'
    file = docx(p(f"<w:moveFrom {by}><w:r><w:delText>It stays here.</w:delText></w:r></w:moveFrom>") + p(""))
    assert "It stays here." in "".join(parts(resolved(file, accept=False))["word/document.xml"].itertext(f"{W}t"))


@pytest.mark.parametrize(
    ("old", "new", "wanted"),
    [
        (p(r("The Provider shall.")), p(r("The Provider shall.")), Verdict.SAME),
        (p(r("the “Service” – all")), p(r('The "Service" -  all')), Verdict.COSMETIC),
        (p(r("Words.")), p(r("Words.", "<w:b/>")), Verdict.COSMETIC),
        (p(r(LONG)) + p(r(OTHER)) + p(r("End.")), p(r(OTHER)) + p(r(LONG)) + p(r("End.")), Verdict.MOVED),
        (p(r("It is 99.9 %.")), p(r("It is 99.95 %.")), Verdict.SUBSTANCE),
        (p(r("It is 10 000.")), p(r("It is 10000.")), Verdict.SUBSTANCE),
        (p(r(LONG)) + p(r("End.")), p(r("End.")), Verdict.SUBSTANCE),
        (numbered("Words.", 1), numbered("Words.", 1, 1), Verdict.SUBSTANCE),
        (p(r("Words.")), p(r("Words.") + "<w:r><w:footnoteReference w:id='2'/></w:r>"), Verdict.SUBSTANCE),
    ],
)
def test_looks_and_places_are_told_from_substance(old: str, new: str, wanted: Verdict) -> None:
    assert redline(docx(old), docx(new), MANNER).verdict is wanted
