"""`slagen read`: a Word file as text, Markdown or data."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from slagen.cli.main import run
from slagen.formats.word.package import write_package
from slagen.formats.word.xml_text import NAMESPACE

R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
BODY = (
    '<w:p><w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr></w:pPr><w:r><w:t xml:space="preserve">Pay within </w:t></w:r>'
    '<w:del w:id="1" w:author="Lee" w:date="2026-01-02T00:00:00Z"><w:r><w:delText>30</w:delText></w:r></w:del>'
    '<w:ins w:id="2" w:author="Lee" w:date="2026-01-02T00:00:00Z"><w:r><w:t>14</w:t></w:r></w:ins><w:r><w:t xml:space="preserve"> days.</w:t></w:r></w:p>'
)
LISTS = (
    '<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:start w:val="4"/><w:numFmt w:val="decimal"/><w:suff w:val="space"/><w:lvlText w:val="%1."/></w:lvl></w:abstractNum>'
    '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A contract of another house with one tracked change."""
    link = '<Relationship Id="{}" Type="{}/{}" Target="{}"/>'
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types"/>',
        "_rels/.rels": f'<Relationships xmlns="{PACKAGE}/relationships">{link.format("a", R, "officeDocument", "word/document.xml")}</Relationships>',
        "word/_rels/document.xml.rels": f'<Relationships xmlns="{PACKAGE}/relationships">{link.format("b", R, "numbering", "numbering.xml")}</Relationships>',
        "word/document.xml": f'<w:document xmlns:w="{NAMESPACE}"><w:body>{BODY}</w:body></w:document>',
        "word/numbering.xml": f'<w:numbering xmlns:w="{NAMESPACE}">{LISTS}</w:numbering>',
    }
    path = tmp_path / "theirs.docx"
    path.write_bytes(write_package({name: content.encode() for name, content in parts.items()}))
    return path


def test_text_has_the_numbers_that_word_prints(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["read", str(file)]) == 0
    assert capsys.readouterr().out == "4. Pay within 14 days.\n"


def test_the_original_is_what_stood_before_the_changes(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["read", str(file), "--original"]) == 0
    assert capsys.readouterr().out == "4. Pay within 30 days.\n"


def test_changes_are_listed_with_who_when_where_and_what(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["read", str(file), "--changes"]) == 0
    out = capsys.readouterr().out
    assert "document paragraph 1 delete text by Lee on 2026-01-02T00:00:00Z: “30”" in out
    assert "document paragraph 1 insert text by Lee on 2026-01-02T00:00:00Z: “14”" in out


def test_markdown_has_the_same_numbers(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["read", str(file), "--to", "md"]) == 0
    assert "4 Pay within 14 days." in capsys.readouterr().out.replace("\\", "")


def test_json_says_where_everything_stands(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["read", str(file), "--json"]) == 0
    data = json.loads(capsys.readouterr().out)
    assert set(data) == {"file", "view", "document", "labels", "places", "stories", "changes", "comments", "notes"}
    place = data["places"]["sections/0/clauses/0"]
    assert place == {
        "story": "document",
        "part": "word/document.xml",
        "paragraph": 0,
        "path": "w:body[1]/w:p[1]",
        "start": 0,
        "end": len("Pay within 14 days."),
    }
    assert data["changes"][0]["at"]["start"] == len("Pay within ")


def test_the_documented_shape_is_what_is_printed(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    page = (Path(__file__).parents[2] / "docs" / "json.md").read_text(encoding="utf-8")
    example = json.loads(page.partition("<!-- example: read -->\n```json\n")[2].partition("```")[0])
    run(["read", str(file), "--json"])
    real = json.loads(capsys.readouterr().out)
    assert set(real) == set(example)
    assert set(real["changes"][0]) == set(example["changes"][0])
    assert real["labels"] == example["labels"]
    assert real["places"]["sections/0/clauses/0"] == example["places"]["sections/0/clauses/0"]
    assert set(real["stories"][0]["blocks"][0]) == set(example["stories"][0]["blocks"][0])


def test_a_file_that_is_no_word_file_is_refused_with_a_way_out(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "x.docx").write_text("hello", encoding="utf-8")
    assert run(["read", str(tmp_path / "x.docx")]) == 3
    assert "x.docx: is not a Word file" in capsys.readouterr().err
    assert run(["read", str(tmp_path / "absent.docx")]) == 4
