"""Files that come back: untouched ones pass whoever saved them, changed ones never do, whatever they say of themselves."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from slagen.formats.files import Folder
from slagen.formats.word.imprint import ITEM, fingerprint, imprint_part, read_imprint
from slagen.formats.word.package import PackageError, read_package, write_package
from slagen.vault.identity import Identity
from slagen.vault.save import Signature
from slagen.workspace.building import Order, build
from slagen.workspace.load import load
from slagen.workspace.verifying import NotOursError, Verdict, verify
from slagen.workspace.versions import opened, save
from tests.small_workspace import AGREEMENT, clause, git, put_in_git, template
from tests.word_programs import WORD, needs_office, saved_by_office

JO = Signature(Identity("Jo Bloggs", "jo@northwind.example"), datetime(2026, 10, 1, 12, tzinfo=UTC))
FILE = "agreements/acme/agreement.yaml"
BODY = "word/document.xml"
SIGNED = AGREEMENT.replace("address: Leeds", "address: Leeds, signatories: [{name: B. Person, title: CFO}]")
SCOPE = clause("scope", "1. {{ party('provider').name }} must serve. {#serve}\n1. See clause [](#scope.serve).")
MATERIAL = {
    FILE: SIGNED,
    "clauses/common/scope.md": SCOPE,
    "clauses/common/execution.md": clause("execution", "1. Signed on the last page."),
    "templates/plain/template.yaml": template("scope", "execution"),
}


def built(root: Path, version: str = "draft", *, execution: bool = False) -> bytes:
    with opened(root, version, "acme") as loaded:
        [path] = build(loaded, "acme", Order(("docx",), root / "build", date(2026, 10, 1), version, execution)).files
    return path.read_bytes()


@pytest.fixture
def root(tmp_path: Path) -> Path:
    root = put_in_git(tmp_path, MATERIAL)
    save(root, load(Folder(root)), "acme", "first", JO)
    return root


def commit(root: Path) -> str:
    return git(root, "rev-parse", "HEAD").strip()


def edited(data: bytes, old: str, new: str, part: str = BODY) -> bytes:
    parts = read_package(data, "x")
    text = parts[part].decode()
    assert old in text
    return write_package(parts | {part: text.replace(old, new, 1).encode()})


def test_a_saved_version_is_untouched_and_says_which_one_it_is(root: Path) -> None:
    answer = verify(root, built(root, commit(root)), "x.docx")
    assert answer.verdict is Verdict.UNTOUCHED
    assert (answer.imprint.agreement, answer.imprint.version, answer.imprint.commit) == ("acme", commit(root)[:10], commit(root))


def test_a_version_with_a_name_is_called_by_it_and_prints_its_commit(root: Path) -> None:
    git(root, "tag", "acme/v1.0")
    data = built(root, "v1.0")
    assert verify(root, data, "x.docx").imprint.version == "v1.0"
    assert f"acme · v1.0 · {commit(root)[:10]} · text" in read_package(data, "x")[BODY].decode()
    assert data == built(root, commit(root))


def test_what_else_is_saved_later_does_not_change_the_file_of_a_version(root: Path) -> None:
    first = built(root, "HEAD")
    (root / "unrelated.txt").write_text("x")
    git(root, "add", "unrelated.txt")
    git(root, "-c", "user.name=Jo", "-c", "user.email=jo@northwind.example", "commit", "-qm", "unrelated")
    assert built(root, "HEAD") == first


def test_a_draft_prints_no_commit_and_is_untouched_while_nothing_has_changed(root: Path) -> None:
    data = built(root)
    assert verify(root, data, "x.docx").verdict is Verdict.UNTOUCHED
    assert commit(root)[:10] not in read_package(data, "x")[BODY].decode()


def test_a_draft_proves_nothing_once_its_facts_have_changed(root: Path) -> None:
    data = built(root)
    (root / FILE).write_text(SIGNED.replace("Acme plc", "Acme Holdings plc"))
    answer = verify(root, data, "x.docx")
    assert answer.verdict is Verdict.UNPROVEN
    assert "changed since" in answer.reason


def test_nothing_is_proven_without_the_workspace_or_without_the_version(root: Path, tmp_path: Path) -> None:
    data = built(root, commit(root))
    assert verify(None, data, "x.docx").verdict is Verdict.UNPROVEN
    other = put_in_git(tmp_path / "other", MATERIAL)
    assert verify(other, data, "x.docx").verdict is Verdict.UNPROVEN
    assert verify(other, edited(data, "must serve", "may serve"), "x.docx").verdict is Verdict.CHANGED


def run(text: str, properties: str) -> str:
    return f'</w:t></w:r><w:r><w:rPr>{properties}</w:rPr><w:t>{text}</w:t></w:r><w:r><w:t xml:space="preserve">'


def beside(xml: str) -> str:
    return f'</w:t></w:r>{xml}<w:r><w:t xml:space="preserve">'


MC = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
MATH = 'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
W14 = 'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml"'
NOT = "<w:r><w:t>not</w:t></w:r>"


@pytest.mark.parametrize(
    "new",
    [
        run("must", '<w:color w:val="FFFFFF"/>'),
        run("must", '<w:color w:val="000000" w:themeColor="background1"/>'),
        run("must", f"<w14:textFill {W14}><w14:noFill/></w14:textFill>"),
        run("must", '<w:sz w:val="2"/>'),
        run("must", '<w:w w:val="1"/>'),
        run("must", '<w:spacing w:val="-200"/>'),
        run("must", "<w:dstrike/>"),
        run("must", "<w:caps/>"),
        run("must", '<w:vertAlign w:val="superscript"/>'),
        run("must", '<w:position w:val="400"/>'),
        run("must", '<w:shd w:val="clear" w:fill="000000"/>'),
        run("must", '<w:highlight w:val="black"/>'),
        run("must", '<w:rFonts w:ascii="Wingdings" w:hAnsi="Wingdings"/>'),
        run("must", "<w:rtl/>"),
        run("must", '<w:eastAsianLayout w:combine="1"/>'),
        "m\u0443st",
        "m\u200bust",
        "\u202emust",
        "must<?x?> not",
        "must<!-- --> not",
        beside(f'<w:bdo w:val="rtl">{run("must", "").join(("<w:r><w:t>", "</w:t></w:r>"))}</w:bdo>'),
        beside(f'<mc:AlternateContent {MC}><mc:Choice Requires="x"><w:r><w:t>must</w:t></w:r></mc:Choice><mc:Fallback>{NOT}</mc:Fallback></mc:AlternateContent>'),
        beside(f'<w:r><mc:AlternateContent {MC}><mc:Choice Requires="x"><w:t>must</w:t></mc:Choice></mc:AlternateContent></w:r>'),
        beside('<x:hide xmlns:x="urn:x"><w:r><w:t>must</w:t></w:r></x:hide>'),
        "must" + beside(f"<m:oMath {MATH}><m:r><m:t>not</m:t></m:r></m:oMath>"),
        "must" + beside(f"<w:r><w:ruby><w:rubyBase>{NOT}</w:rubyBase></w:ruby></w:r>"),
        "must" + beside("<w:r><w:dayLong/></w:r>"),
        "must" + beside('<w:fldSimple w:instr="PAGE"><w:r><w:t>not</w:t></w:r></w:fldSimple>'),
        "must" + beside("<w:fldSimple w:instr=\"PAGE \\# &quot;'not'&quot;\"><w:r><w:t>1</w:t></w:r></w:fldSimple>"),
        "must" + beside('<w:hyperlink xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" r:id="rIdImprint"/>'),
    ],
)  # fmt: skip
def test_no_formatting_and_no_container_keeps_a_word_from_being_read_unnoticed(root: Path, new: str) -> None:
    answer = verify(root, edited(built(root, commit(root)), "must", new), "x.docx")
    assert [item.clause for item in answer.deviations] == ["scope"]


def test_a_line_that_differs_late_is_quoted_where_it_differs(tmp_path: Path) -> None:
    long = "The Provider must serve the Customer as well as it serves itself, on each day of the year on which the Customer is open, within 30 days of the"
    text = clause("scope", f"1. {long} day on which the Customer has asked for it in writing.")
    root = put_in_git(tmp_path, MATERIAL | {"clauses/common/scope.md": text})
    save(root, load(Folder(root)), "acme", "first", JO)
    answer = verify(root, edited(built(root, commit(root)), "in writing", "by telephone"), "x.docx")
    [changed] = answer.deviations
    assert changed.expected.startswith("…")
    assert changed.expected.endswith("asked for it in writing.")
    assert changed.found.endswith("asked for it by telephone.")


PARAGRAPH = '<w:p><w:pPr><w:pStyle w:val="ClauseLevel2"/>'


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("</w:pPr>", '<w:framePr w:x="20000"/></w:pPr>'),
        ("</w:pPr>", '<w:ind w:left="20000"/></w:pPr>'),
        ("</w:pPr>", '<w:spacing w:line="1" w:lineRule="exact"/></w:pPr>'),
        ("</w:pPr>", "<w:rPr><w:vanish/></w:rPr></w:pPr>"),
        ("</w:pPr>", "<w:rPr><w:strike/></w:rPr></w:pPr>"),
    ],
)
def test_a_paragraph_that_is_clipped_or_moved_away_is_a_change(root: Path, old: str, new: str) -> None:
    data = built(root, commit(root))
    text = read_package(data, "x")[BODY].decode()
    start = text.rindex("<w:p>", 0, text.index("must serve"))
    whole = text[start : text.index("must serve")]
    answer = verify(root, edited(data, whole, whole.replace(old, new, 1)), "x.docx")
    assert [item.clause for item in answer.deviations] == ["scope"]


@pytest.mark.parametrize("wrapper", [("<w:del w:id='9' w:author='X'>", "</w:del>"), ('<x:hide xmlns:x="urn:x">', "</x:hide>")])
def test_a_paragraph_inside_something_that_may_not_be_shown_is_a_change(root: Path, wrapper: tuple[str, str]) -> None:
    data = built(root, commit(root))
    text = read_package(data, "x")[BODY].decode()
    start, end = text.rindex("<w:p>", 0, text.index("must serve")), text.index("</w:p>", text.index("must serve")) + len("</w:p>")
    assert verify(root, edited(data, text[start:end], text[start:end].join(wrapper)), "x.docx").verdict is Verdict.CHANGED


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('<w:lvlText w:val="%1.%2"/>', '<w:lvlText w:val="Not %1.%2"/>'),
        ('<w:lvlText w:val="%1.%2"/>', '<w:lvlText w:val="%1.%2"/><w:lvlPicBulletId w:val="0"/>'),
        ('<w:numFmt w:val="decimal"/>', '<w:numFmt w:val="none"/>'),
        ('<w:numFmt w:val="decimal"/>', '<w:numFmt w:val="bullet"/>'),
        ('<w:numFmt w:val="decimal"/>', '<w:numFmt w:val="upperRoman"/>'),
    ],
)
def test_numbers_that_print_otherwise_are_a_change(root: Path, old: str, new: str) -> None:
    assert verify(root, edited(built(root, commit(root)), old, new, "word/numbering.xml"), "x.docx").verdict is Verdict.CHANGED


@pytest.mark.parametrize("look", ["<w:caps/>", '<w:color w:val="FFFFFF"/>', '<w:sz w:val="1"/>', "<w:dstrike/>"])
def test_a_style_that_keeps_its_text_from_being_read_is_a_change(root: Path, look: str) -> None:
    name = '<w:name w:val="Clause Level 2"/>'
    data = edited(built(root, commit(root)), name, f"{name}<w:rPr>{look}</w:rPr>", "word/styles.xml")
    assert verify(root, data, "x.docx").verdict is Verdict.CHANGED


def test_bookmarks_cannot_make_moved_text_look_as_if_it_stood_in_its_place(root: Path) -> None:
    data = built(root, commit(root))
    text = read_package(data, "x")[BODY].decode()
    start, end = text.rindex("<w:p>", 0, text.index("See clause")), text.index("</w:p>", text.index("See clause")) + len("</w:p>")
    after = text.index("</w:p>", text.index("Signed on the last page")) + len("</w:p>")
    again = text[start:end].replace('w:name="slg_scope__2"', 'w:name="slg_scope"')
    moved = text[:start] + text[end:after] + again + text[after:]
    assert verify(root, write_package(read_package(data, "x") | {BODY: moved.encode()}), "x.docx").verdict is Verdict.CHANGED


@pytest.mark.parametrize("part", ["word/vbaProject.bin", "word/fonts/font1.odttf"])
def test_macros_and_fonts_of_its_own_are_a_change(root: Path, part: str) -> None:
    parts = read_package(built(root, commit(root)), "x")
    assert [item.kind for item in verify(root, write_package(parts | {part: b"x"}), "x.docx").deviations] == ["file"]


def test_two_documents_in_one_file_are_refused(root: Path) -> None:
    parts = read_package(built(root, commit(root)), "x")
    second = b'<Relationship Id="x" Type="http://purl.oclc.org/ooxml/officeDocument/relationships/officeDocument" Target="word/other.xml"/></Relationships>'
    rels = parts["_rels/.rels"].replace(b"</Relationships>", second)
    with pytest.raises(PackageError, match="two documents"):
        verify(root, write_package(parts | {"_rels/.rels": rels, "word/other.xml": parts[BODY]}), "x.docx")


def test_a_header_that_is_no_longer_printed_is_a_change(root: Path) -> None:
    data = built(root, commit(root))
    text = read_package(data, "x")[BODY].decode()
    start = text.index("<w:headerReference")
    assert {item.kind for item in verify(root, edited(data, text[start : text.index("/>", start) + 2], ""), "x.docx").deviations} == {"header"}


def test_a_watermark_that_says_something_else_is_a_change(root: Path) -> None:
    parts = read_package(built(root, commit(root)), "x")
    changed = {name: content.replace(b'string="DRAFT"', b'string="FINAL"') for name, content in parts.items()}
    assert changed != parts
    assert {item.kind for item in verify(root, write_package(changed), "x.docx").deviations} == {"header"}


def appended(parts: dict[str, bytes], *lines: str) -> bytes:
    text = parts[BODY].decode()
    at = text.rindex("<w:sectPr")
    page = "".join(f"<w:p><w:r><w:t>{line}</w:t></w:r></w:p>" for line in lines)
    return write_package(parts | {BODY: f"{text[:at]}{page}{text[at:]}".encode()})


def test_the_certificate_page_of_a_signing_service_is_quoted_and_is_no_change(root: Path) -> None:
    data = appended(_signed(read_package(built(root, commit(root)), "x")), "Certificate of Completion", "Envelope 123", "Signed by B. Person")
    answer = verify(root, data, "x.docx")
    assert answer.verdict is Verdict.UNTOUCHED
    assert any("Certificate of Completion / Envelope 123 / Signed by B. Person" in note for note in answer.notes)


def test_other_words_behind_the_last_line_are_a_change(root: Path) -> None:
    assert verify(root, appended(read_package(built(root, commit(root)), "x"), "Clause 1 is void."), "x.docx").verdict is Verdict.CHANGED


ANCHOR = (
    '<w:r><w:drawing><wp:anchor xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"><wp:positionV relativeFrom="{}">'
    '<wp:posOffset>{}</wp:posOffset></wp:positionV><wp:extent cx="{}" cy="720000"/>'
    '<pic:pic xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"/></wp:anchor></w:drawing></w:r>'
)


@pytest.mark.parametrize(
    ("relative", "offset", "width", "verdict"),
    [
        ("paragraph", 100_000, 2_000_000, Verdict.UNTOUCHED),
        ("paragraph", -9_000_000, 2_000_000, Verdict.CHANGED),
        ("page", 0, 2_000_000, Verdict.CHANGED),
        ("paragraph", 0, 9_000_000, Verdict.CHANGED),
    ],
)
def test_a_signature_may_float_where_one_signs_and_nothing_may_float_over_the_text(
    root: Path, relative: str, offset: int, width: int, verdict: Verdict
) -> None:
    data = built(root, commit(root))
    text = read_package(data, "x")[BODY].decode()
    at = text.index(">Signature<", text.index("slgp_execution"))
    line = text.index("<w:r><w:tab/></w:r></w:p>", at)
    picture = ANCHOR.format(relative, offset, width)
    signed = write_package(read_package(data, "x") | {BODY: f"{text[:line]}{picture}{text[line:]}".encode()})
    assert verify(root, signed, "x.docx").verdict is verdict


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("must serve", "need not serve"),
        ("must serve", "must </w:t></w:r><w:r><w:rPr><w:vanish/></w:rPr><w:t>serve"),
        ("must serve", "must </w:t></w:r><w:r><w:rPr><w:strike/></w:rPr><w:t>serve"),
        ("must serve", "must serve</w:t></w:r><w:ins w:id='901' w:author='X'><w:r><w:t> well</w:t></w:r></w:ins><w:r><w:t>"),
        ("must serve", "must</w:t></w:r><w:del w:id='901' w:author='X'><w:r><w:delText> serve</w:delText></w:r></w:del><w:r><w:t>"),
        ("must serve", "must serve</w:t></w:r><w:r><w:drawing/></w:r><w:r><w:t>"),
        ("must serve", "must serve</w:t></w:r><w:r><w:footnoteReference w:id='5'/></w:r><w:r><w:t>"),
        ("must serve", "must serve</w:t></w:r><w:fldSimple w:instr='QUOTE no'><w:r><w:t/></w:r></w:fldSimple><w:r><w:t>"),
        (r"REF slg_scope__serve \w \h", r"REF slg_execution__1 \w \h"),
        (r"REF slg_scope__serve \w \h", r"= 7"),
        ('<w:t xml:space="preserve">1.1</w:t>', '<w:t xml:space="preserve">1.2</w:t>'),
    ],
)
def test_whatever_makes_the_text_read_otherwise_is_a_change_of_its_clause(root: Path, old: str, new: str) -> None:
    answer = verify(root, edited(built(root, commit(root)), old, new), "x.docx")
    assert answer.verdict is Verdict.CHANGED
    assert [item.clause for item in answer.deviations] == ["scope"]


def test_numbers_that_count_otherwise_are_a_change(root: Path) -> None:
    data = edited(built(root, commit(root)), '<w:start w:val="1"/>', '<w:start w:val="3"/>', "word/numbering.xml")
    assert {item.clause for item in verify(root, data, "x.docx").deviations} >= {"scope", "execution"}


def test_a_style_that_hides_its_text_is_a_change(root: Path) -> None:
    data = edited(
        built(root, commit(root)), '<w:name w:val="Clause Level 2"/>', '<w:name w:val="Clause Level 2"/><w:rPr><w:vanish/></w:rPr>', "word/styles.xml"
    )
    assert verify(root, data, "x.docx").verdict is Verdict.CHANGED


def test_a_clause_that_is_gone_is_named(root: Path) -> None:
    data = built(root, commit(root))
    text = read_package(data, "x")[BODY].decode()
    start = text.rindex("<w:p>", 0, text.index('w:name="slg_execution"'))
    end = text.rindex("<w:p>", 0, text.index("Signed on the last page"))
    gone = verify(root, edited(data, text[start:end], ""), "x.docx")
    assert "execution" in [item.clause for item in gone.deviations]


def test_words_in_a_header_count(root: Path) -> None:
    data = edited(built(root, commit(root)), "</w:p></w:hdr>", "<w:r><w:t>Not binding</w:t></w:r></w:p></w:hdr>", "word/header1.xml")
    assert [item.kind for item in verify(root, data, "x.docx").deviations] == ["header"]


def test_a_forged_record_does_not_make_a_changed_text_pass(root: Path) -> None:
    data = edited(built(root, commit(root)), "must serve", "may serve")
    parts = read_package(data, "x")
    imprint = read_imprint(parts)
    assert imprint is not None
    forged = replace(imprint, parts=tuple(
        replace(part, fingerprint=fingerprint(["1Scope1.1Northwind Ltd may serve.1.2See clause 1.1."])) if part.clause == "scope" else part for part in imprint.parts
    ))  # fmt: skip
    lying = write_package(parts | {ITEM: imprint_part(forged)})
    assert verify(root, lying, "x.docx").verdict is Verdict.CHANGED
    elsewhere = write_package(parts | {ITEM: imprint_part(replace(forged, commit="f" * 40))})
    assert verify(root, elsewhere, "x.docx").verdict is Verdict.UNPROVEN


@pytest.mark.parametrize("fact", ["commit", "text", "version", "template", "kind"])
def test_a_record_that_claims_something_else_than_the_version_holds_is_a_change_or_unproven(root: Path, fact: str) -> None:
    parts = read_package(built(root, commit(root)), "x")
    imprint = read_imprint(parts)
    assert imprint is not None
    lie: dict[str, Any] = {fact: "x" * 40}
    lying = write_package(parts | {ITEM: imprint_part(replace(imprint, **lie))})
    assert verify(root, lying, "x.docx").verdict in {Verdict.CHANGED, Verdict.UNPROVEN}


def _signed(parts: dict[str, bytes]) -> dict[str, bytes]:
    """What signing services do: fill in lines, put pictures and signature lines in, add parts, write their own properties."""
    text = parts[BODY].decode()
    at = text.index(">Date<", text.index("slgp_execution"))
    line = text.index("<w:r><w:tab/></w:r></w:p>", at)
    text = f"{text[:line]}<w:r><w:t>1 October 2026</w:t></w:r></w:p>{text[line + len('<w:r><w:tab/></w:r></w:p>') :]}"
    at = text.index(">Signature<", text.index("slgp_execution"))
    line = text.index("<w:r><w:tab/></w:r></w:p>", at)
    picture = '<w:r><w:pict><v:shape xmlns:v="urn:schemas-microsoft-com:vml"/></w:pict></w:r>'
    text = text[:line] + picture + text[line:]
    properties = parts["docProps/core.xml"].replace(b"<dc:title>", b"<dc:creator>E-Sign Inc</dc:creator><dc:title>Signed: ")
    return parts | {BODY: text.encode(), "docProps/core.xml": properties, "_xmlsignatures/sig1.xml": b"<Signature/>", "customXml/item2.xml": b"<envelope/>"}


def test_a_file_that_a_signing_service_has_worked_on_is_still_untouched(root: Path) -> None:
    data = write_package(_signed(read_package(built(root, commit(root)), "x")))
    answer = verify(root, data, "x.docx")
    assert answer.deviations == ()
    assert answer.verdict is Verdict.UNTOUCHED
    assert answer.notes == ("the signature blocks were filled in, or pictures were put there",)


def test_other_words_in_a_signature_block_are_a_change(root: Path) -> None:
    data = edited(built(root, commit(root)), "for and on behalf of ", "for itself and not for ")
    assert verify(root, data, "x.docx").verdict is Verdict.CHANGED


@pytest.mark.parametrize(
    ("data", "error"),
    [(b"hello", PackageError), (write_package({"[Content_Types].xml": b"<Types/>", "_rels/.rels": b"<Relationships/>"}), PackageError)],
)
def test_what_is_no_word_file_is_said_so(root: Path, data: bytes, error: type[Exception]) -> None:
    with pytest.raises(error):
        verify(root, data, "x.docx")


def test_a_word_file_of_somebody_else_is_not_ours(root: Path) -> None:
    parts = read_package(built(root), "x")
    with pytest.raises(NotOursError, match="carries no record"):
        verify(root, write_package({name: content for name, content in parts.items() if not name.startswith("customXml")}), "x.docx")


def test_a_brief_is_not_a_version(root: Path) -> None:
    [_, path] = build(load(Folder(root)), "acme", Order(("brief",), root / "build", date(2026, 10, 1))).files
    with pytest.raises(NotOursError, match="brief"):
        verify(root, path.read_bytes(), "x.docx")


@pytest.mark.parametrize("evil", ["../../etc", "--upload-pack=x", "", "HEAD", "0" * 39])
def test_the_record_is_never_taken_for_a_path_or_an_option(root: Path, evil: str) -> None:
    parts = read_package(built(root, commit(root)), "x")
    imprint = read_imprint(parts)
    assert imprint is not None
    for lie in (replace(imprint, agreement=evil), replace(imprint, commit=evil, version=evil)):
        answer = verify(root, write_package(parts | {ITEM: imprint_part(lie)}), "x.docx")
        assert answer.verdict is not Verdict.UNTOUCHED


@pytest.mark.outside
@needs_office
def test_a_file_that_libreoffice_has_saved_is_still_untouched(root: Path, tmp_path: Path) -> None:
    file = tmp_path / "acme.docx"
    file.write_bytes(built(root, commit(root)))
    answer = verify(root, saved_by_office([file], WORD)["acme"], "acme.docx")
    assert answer.deviations == ()
    assert answer.verdict is Verdict.UNTOUCHED
