"""What stands in a Word file, piece by piece, in both views of its tracked changes."""

from __future__ import annotations

import pytest

from slagen.formats.word.package import read_package, write_package
from slagen.formats.word.reading import TableText, View, WordText, read
from slagen.formats.word.reading.word_text import ParagraphText, paragraphs
from slagen.model.document import Blank, CrossReference, Emphasis, ItemList, LineBreak, Link, Paragraph, Strong, Table, Text
from slagen.model.walk import clauses
from tests.formats.word.reading.files import R, docx, level, lists, numbered, p, r

SPAN, RESTART, YELLOW = '<w:gridSpan w:val="2"/>', '<w:vMerge w:val="restart"/>', '<w:highlight w:val="yellow"/>'
BY = 'w:id="1" w:author="Lee" w:date="2026-01-02T00:00:00Z"'
SEPARATE, END = '<w:r><w:fldChar w:fldCharType="separate"/></w:r>', '<w:r><w:fldChar w:fldCharType="end"/></w:r>'


def begin(code: str) -> str:
    return f'<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText xml:space="preserve"> {code} </w:instrText></w:r>'


def texts(found: WordText, story: int = 0) -> list[str]:
    return [paragraph.text for paragraph in paragraphs(found.stories[story].blocks)]


def inserted(inside: str) -> str:
    return f"<w:ins {BY}>{inside}</w:ins>"


def deleted(text: str) -> str:
    return f"<w:del {BY}><w:r><w:delText>{text}</w:delText></w:r></w:del>"


@pytest.mark.parametrize(
    ("body", "current", "original"),
    [
        (p(r("a") + inserted(r("b")) + deleted("c")), ["ab"], ["ac"]),
        (p(r("one"), f"<w:rPr><w:ins {BY}/></w:rPr>") + p(r("two")), ["one", "two"], ["onetwo"]),
        (p(r("one"), f"<w:rPr><w:del {BY}/></w:rPr>") + p(r("two")), ["onetwo"], ["one", "two"]),
        (p(deleted("gone"), f"<w:rPr><w:del {BY}/></w:rPr>") + p(r("two")), ["two"], ["gone", "two"]),
        (p(f"<w:moveFrom {BY}>{r('m')}</w:moveFrom>") + p(f"<w:moveTo {BY}>{r('m')}</w:moveTo>"), ["", "m"], ["m", ""]),
        (p(inserted(deleted("never") + r("x"))), ["x"], [""]),
        (f"<w:tbl><w:tr><w:trPr><w:ins {BY}/></w:trPr><w:tc>{p(r('new'))}</w:tc></w:tr><w:tr><w:tc>{p(r('old'))}</w:tc></w:tr></w:tbl>", ["new", "old"], ["old"]),
    ],
)  # fmt: skip
def test_insertions_stand_in_the_current_view_and_deletions_in_the_original(body: str, current: list[str], original: list[str]) -> None:
    assert texts(read(docx(body), "x")) == current
    assert texts(read(docx(body), "x", view=View.ORIGINAL)) == original


def test_who_changed_what_when_and_where_is_told() -> None:
    found = read(docx(p(r("a") + inserted(r("bc")) + deleted("d"))), "x")
    assert [(one.kind, one.what, one.author, one.date[:10], one.text, one.at.start, one.at.end) for one in found.changes] == [
        ("insert", "text", "Lee", "2026-01-02", "bc", 1, 3),
        ("delete", "text", "Lee", "2026-01-02", "d", 3, 3),
    ]


def test_the_look_before_a_change_is_that_of_the_original() -> None:
    body = p(f"<w:r><w:rPr><w:b/><w:rPrChange {BY}><w:rPr><w:i/></w:rPr></w:rPrChange></w:rPr><w:t>x</w:t></w:r>")
    assert [clause.body for clause in clauses(read(docx(body), "x").document)] == [(Paragraph((Strong((Text("x"),)),)),)]
    assert [clause.body for clause in clauses(read(docx(body), "x", view=View.ORIGINAL).document)] == [(Paragraph((Emphasis((Text("x"),)),)),)]


def test_comments_have_their_words_their_answers_and_their_place() -> None:
    comments = '<w:comment w:id="7" w:author="Lee" w:date="2026-01-02T00:00:00Z"><w:p w14:paraId="A"><w:r><w:t>Why?</w:t></w:r></w:p></w:comment>'
    body = p(f'{r("a ")}<w:commentRangeStart w:id="7"/>{r("b c")}<w:commentRangeEnd w:id="7"/><w:r><w:commentReference w:id="7"/></w:r>')
    (comment,) = read(docx(body, {"comments": comments}), "x").comments
    assert comment.at is not None
    assert (comment.author, comment.text, comment.about, comment.at.start, comment.at.end) == ("Lee", "Why?", "b c", 2, 5)


@pytest.mark.parametrize(
    ("inside", "text"),
    [
        ("<w:r><w:t>a</w:t><w:tab/><w:t>b</w:t><w:br/><w:t>c</w:t></w:r>", "a\tb\nc"),
        ("<w:r><w:t>re</w:t><w:softHyphen/><w:t>read</w:t><w:noBreakHyphen/><w:t>x</w:t></w:r>", "re\u00adread\u2011x"),
        ('<w:r><w:sym w:font="Wingdings" w:char="F0FE"/><w:sym w:font="Symbol" w:char="F0B3"/></w:r>', "☑≥"),
        (f"<w:sdt><w:sdtPr/><w:sdtContent>{r('in a control')}</w:sdtContent></w:sdt>", "in a control"),
        (f"<mc:AlternateContent><mc:Choice Requires='w14'>{r('new')}</mc:Choice><mc:Fallback>{r('old')}</mc:Fallback></mc:AlternateContent>", "new"),
        (begin("PAGE") + SEPARATE + r("3") + END, "3"),
        (f'<w:fldSimple w:instr="NUMPAGES">{r("9")}</w:fldSimple>', "9"),
        (begin("IF ") + begin("PAGE") + SEPARATE + r("1") + END + SEPARATE + r("shown") + END, "shown"),
        ('<w:r><w:fldChar w:fldCharType="begin"/></w:r>' + r("no end"), "no end"),
        (END + r("no beginning"), "no beginning"),
        (r("seen") + r("hidden", "<w:vanish/>"), "seen"),
        ("<m:oMath><m:r><m:t>x+1</m:t></m:r></m:oMath>", "x+1"),
        (f"<w:r><w:ruby><w:rt>{r('furigana')}</w:rt><w:rubyBase>{r('base')}</w:rubyBase></w:ruby></w:r>", "base"),
    ],
)  # fmt: skip
def test_a_paragraph_prints(inside: str, text: str) -> None:
    assert texts(read(docx(p(inside)), "x")) == [text]


def test_paragraphs_inside_content_controls_are_found() -> None:
    body = f"<w:sdt><w:sdtContent>{p(r('a'))}<w:sdt><w:sdtContent>{p(r('b'))}</w:sdtContent></w:sdt></w:sdtContent></w:sdt>"
    assert texts(read(docx(body), "x")) == ["a", "b"]


def test_fields_keep_code_and_result_and_references_find_their_clause() -> None:
    numbering = lists(level(0, "%1."), level(1, "%1.%2"))
    target = p(
        f'<w:bookmarkStart w:id="1" w:name="_Ref5"/>{r("Payment")}<w:bookmarkEnd w:id="1"/>', '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>'
    )
    found = read(
        docx(target + numbered("See ", 1, 1).replace("</w:p>", begin(r"REF _Ref5 \r \h") + SEPARATE + r("1") + END + "</w:p>"), {"numbering": numbering}), "x"
    )
    (clause,) = clauses(found.document)
    assert clause.children[0].body == (Paragraph((Text("See "), CrossReference(clause.id))),)
    second = found.stories[0].blocks[1]
    assert isinstance(second, ParagraphText)
    assert [(field.code, field.result, field.start, field.end) for field in second.fields] == [(r"REF _Ref5 \r \h", "1", 4, 5)]


def test_merged_cells_keep_every_row_as_wide_as_the_table() -> None:
    def cell(text: str, properties: str = "") -> str:
        return f"<w:tc><w:tcPr>{properties}</w:tcPr>{p(r(text))}</w:tc>"

    rows = (
        f"<w:tr><w:trPr><w:tblHeader/></w:trPr>{cell('A', SPAN)}{cell('B')}</w:tr>",
        f"<w:tr>{cell('1', RESTART)}{cell('2')}{cell('3')}</w:tr>",
        f"<w:tr>{cell('', '<w:vMerge/>')}{cell('5')}{cell('6')}</w:tr>",
    )
    found = read(docx(f"<w:tbl>{''.join(rows)}</w:tbl>"), "x")
    (table,) = next(iter(clauses(found.document))).body
    assert isinstance(table, Table)
    shown = [["".join(part.text for part in cell.content if isinstance(part, Text)) for cell in row] for row in (table.header, *table.rows)]
    assert shown == [["A", "", "B"], ["1", "2", "3"], ["", "5", "6"]]


def test_notes_headers_and_text_boxes_are_stories_of_their_own() -> None:
    box = f"<w:r><w:pict><v:textbox><w:txbxContent>{p(r('in the box'))}</w:txbxContent></v:textbox></w:pict></w:r>"
    body = p(r("Text") + '<w:r><w:footnoteReference w:id="2"/></w:r>' + box)
    notes = f'<w:footnote w:type="separator" w:id="0">{p(r("---"))}</w:footnote><w:footnote w:id="2">{p(r("the note"))}</w:footnote>'
    found = read(docx(body, {"footnotes": notes, "header": p(r("Top"))}), "x")
    assert {story.name: [paragraph.text for paragraph in paragraphs(story.blocks)] for story in found.stories} == {
        "document": ["Text[1]"], "textbox1": ["in the box"], "header1": ["Top"], "footnotes": ["the note"],
    }  # fmt: skip
    assert next(paragraphs(found.stories[-1].blocks)).mark == "1"
    assert [note.kind for note in found.notes] == ["text-box"]


def test_pictures_are_named_with_their_alternative_text() -> None:
    drawing = '<w:r><w:drawing><wp:inline><wp:docPr id="1" name="Picture 1" descr="the crest"/></wp:inline></w:drawing></w:r>'
    (note,) = read(docx(p(drawing)), "x").notes
    assert "the crest" in note.message


def test_strict_files_read_like_others() -> None:
    parts = read_package(docx(p(r("strict", "<w:b/>"))), "x")
    strict = {
        name: content.replace(b"http://schemas.openxmlformats.org/wordprocessingml/2006/main", b"http://purl.oclc.org/ooxml/wordprocessingml/main").replace(
            R.encode(), b"http://purl.oclc.org/ooxml/officeDocument/relationships"
        )
        for name, content in parts.items()
    }
    assert texts(read(write_package(strict), "x")) == ["strict"]


def test_a_contract_of_another_house_becomes_sections_clauses_and_provisions() -> None:
    styles = '<w:style w:type="paragraph" w:styleId="H"><w:name w:val="heading 1"/><w:pPr><w:outlineLvl w:val="0"/></w:pPr></w:style>'
    numbering = lists(level(0, "%1."), level(1, "%1.%2"), level(2, "(%3)", "lowerLetter")) + (
        '<w:abstractNum w:abstractNumId="9"><w:lvl w:ilvl="0"><w:numFmt w:val="bullet"/><w:lvlText w:val="•"/></w:lvl></w:abstractNum>'
        '<w:num w:numId="9"><w:abstractNumId w:val="9"/></w:num>'
    )
    body = (
        p(r("Part A"), '<w:pStyle w:val="H"/>') + p(r("Payment", "<w:b/>"), '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>')
        + numbered("The Customer pays:", 1, 1) + numbered("monthly;", 1, 2) + numbered("late.", 1, 2) + numbered("Means:", 1, 1)
        + numbered("transfer", 9) + numbered("card", 9) + p(r("Term", "<w:b/>"), '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>')
    )  # fmt: skip
    found = read(docx(body, {"styles": styles, "numbering": numbering}), "x")
    (section,) = found.document.sections
    payment, term = section.clauses
    assert (section.title, payment.id, term.id) == ("Part A", "payment", "term")
    assert [found.labels[child.id].text for child in payment.children] == ["1.1", "1.2"]
    assert [found.labels[child.id].full for child in payment.children[0].children] == ["1.1(a)", "1.1(b)"]
    assert isinstance(payment.children[1].body[1], ItemList)


def test_typed_numbers_are_numbers() -> None:
    body = "".join(p(r(text)) for text in ("1. Payment", "1.1 The Customer pays:", "(a) monthly;", "(b) late.", "2. Term"))
    found = read(docx(body), "x")
    assert [(label.text, label.full, label.level) for label in found.labels.values()] == [
        ("1.", "1", 0), ("1.1", "1.1", 1), ("(a)", "1.1(a)", 2), ("(b)", "1.1(b)", 2), ("2.", "2", 0),
    ]  # fmt: skip


def test_links_blanks_and_line_breaks_are_told_apart() -> None:
    link = f'<Relationship Id="rId9" Type="{R}/hyperlink" Target="https://a.example/" TargetMode="External"/>'
    inside = f'<w:hyperlink r:id="rId9">{r("there")}</w:hyperlink>{r("[name]", YELLOW)}<w:r><w:br/></w:r>'
    (clause,) = clauses(read(docx(p(inside), links=link), "x").document)
    assert clause.body == (Paragraph((Link("https://a.example/", (Text("there"),)), Blank("", "name"), LineBreak())),)


def test_tables_inside_tables_are_read() -> None:
    inner = f"<w:tbl><w:tr><w:tc>{p(r('a'))}</w:tc><w:tc>{p(r('b'))}</w:tc></w:tr></w:tbl>"
    found = read(docx(f"<w:tbl><w:tr><w:tc>{p(r('x'))}{inner}{p('')}</w:tc></w:tr></w:tbl>"), "x")
    (outer,) = found.stories[0].blocks
    assert isinstance(outer, TableText)
    assert texts(found) == ["x", "a", "b", ""]


FORM = '<w:r><w:fldChar w:fldCharType="begin"><w:ffData>{}</w:ffData></w:fldChar></w:r><w:r><w:instrText>{}</w:instrText></w:r>'
HIDING = (
    '<w:style w:type="paragraph" w:styleId="H"><w:name w:val="H"/><w:rPr><w:vanish/></w:rPr></w:style>'
    '<w:style w:type="character" w:styleId="C"><w:name w:val="C"/><w:rPr><w:vanish/></w:rPr></w:style>'
)


@pytest.mark.parametrize(
    ("inside", "text"),
    [
        ('<mc:AlternateContent><mc:Choice Requires="zzz"><w:r><w:t>later</w:t></w:r></mc:Choice><mc:Fallback><w:r><w:t>now</w:t></w:r></mc:Fallback></mc:AlternateContent>', "now"),
        (FORM.format("<w:checkBox><w:default/></w:checkBox>", "FORMCHECKBOX") + END + r(" agreed"), "☒ agreed"),
        (FORM.format('<w:checkBox><w:default/><w:checked w:val="0"/></w:checkBox>', "FORMCHECKBOX") + END, "☐"),
        (FORM.format('<w:ddList><w:result w:val="1"/><w:listEntry w:val="a"/><w:listEntry w:val="b"/></w:ddList>', "FORMDROPDOWN") + END, "b"),
        (f'<x:hide xmlns:x="urn:x">{r("skipped")}</x:hide>{r("seen")}', "seen"),
        (r("hidden by its style", '<w:rStyle w:val="C"/>') + r("seen", '<w:rStyle w:val="C"/><w:vanish w:val="0"/>'), "seen"),
    ],
)  # fmt: skip
def test_what_word_shows_is_read_and_what_it_does_not_show_is_not(inside: str, text: str) -> None:
    assert texts(read(docx(p(inside), {"styles": HIDING}), "x")) == [text]


def test_what_is_left_out_is_named() -> None:
    row = f"<w:tbl><w:tr><w:trPr><w:hidden/></w:trPr><w:tc>{p(r('row'))}</w:tc></w:tr><w:tr><w:tc>{p(r('seen'))}</w:tc></w:tr></w:tbl>"
    foreign = f'<x:hide xmlns:x="urn:x">{p(r("block"))}</x:hide>'
    found = read(docx(p(r("style"), '<w:pStyle w:val="H"/>') + row + foreign, {"styles": HIDING}), "x")
    assert texts(found) == ["", "seen"]
    assert [(note.kind, word in note.message) for note, word in zip(found.notes, ("style", "row", "block"), strict=True)] == [
        ("hidden", True), ("hidden", True), ("foreign", True),
    ]  # fmt: skip


def test_tracked_paragraphs_as_blocks_are_told() -> None:
    body = f"<w:ins {BY}>{p(r('new'))}</w:ins><w:del {BY}>{p('<w:r><w:delText>old</w:delText></w:r>')}</w:del>"
    assert texts(read(docx(body), "x")) == ["new"]
    assert texts(read(docx(body), "x", view=View.ORIGINAL)) == ["old"]
    assert [(one.kind, one.what, one.author, one.text) for one in read(docx(body), "x").changes] == [
        ("insert", "block", "Lee", "new"), ("delete", "block", "Lee", "old"),
    ]  # fmt: skip


def test_a_note_with_a_mark_of_its_own_takes_no_number() -> None:
    body = p('<w:r><w:footnoteReference w:customMarkFollows="1" w:id="2"/><w:t>*</w:t></w:r><w:r><w:footnoteReference w:id="3"/></w:r>')
    notes = f'<w:footnote w:id="2">{p(r("* own"))}</w:footnote><w:footnote w:id="3">{p(r("counted"))}</w:footnote>'
    found = read(docx(body, {"footnotes": notes}), "x")
    assert texts(found) == ["*[1]"]
    assert [paragraph.mark for paragraph in paragraphs(found.stories[-1].blocks)] == ["", "1"]


def test_cells_merged_in_the_old_way_are_one() -> None:
    cells = "".join(f'<w:tc><w:tcPr><w:hMerge w:val="{value}"/></w:tcPr>{p(r(value))}</w:tc>' for value in ("restart", "continue"))
    (table,) = read(docx(f"<w:tbl><w:tr>{cells}</w:tr></w:tbl>"), "x").stories[0].blocks
    assert isinstance(table, TableText)
    assert [cell.continues for cell in table.rows[0].cells] == [False, True]


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("declared", ["", '<?xml version="1.0" encoding="UTF-16"?>'])
def test_parts_in_utf16_are_read_strict_ones_too(encoding: str, declared: str) -> None:
    parts = read_package(docx(p(r("ä")), {"styles": HIDING}), "x")
    for name in ("word/document.xml", "word/styles.xml"):
        strict = (
            parts[name].decode().replace("http://schemas.openxmlformats.org/wordprocessingml/2006/main", "http://purl.oclc.org/ooxml/wordprocessingml/main")
        )
        parts[name] = (declared + strict).encode(encoding)
    assert texts(read(write_package(parts), "x")) == ["ä"]
