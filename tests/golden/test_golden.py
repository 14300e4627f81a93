"""Whole small contracts, word for word.

Each folder is a workspace; `expected/` holds what its agreement `golden` comes to. After a change that is meant, write it anew and
read the difference in git: SLAGEN_UPDATE_GOLDEN=1 python -m pytest tests/golden
"""

from __future__ import annotations

import io
import json
import os
from pathlib import Path
import zipfile

from lxml import etree
import pytest

from slagen.assembly.assemble import Assembled
from slagen.formats.files import Folder
from slagen.formats.html.write import write as write_html
from slagen.formats.markdown.write import write as write_markdown
from slagen.formats.word.shell import open_shell
from slagen.formats.word.write import write as write_word
from slagen.model.document import Document
from slagen.model.native import from_native, to_native
from slagen.workspace.drafting import draft
from slagen.workspace.load import load
from tests.assembly.printed import in_html
from tests.small_workspace import NASTY, shell

CASES = sorted(path.parent.name for path in Path(__file__).parent.glob("*/slagen.toml"))
UPDATE = bool(os.environ.get("SLAGEN_UPDATE_GOLDEN"))
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def assembled(case: str) -> Assembled:
    made = draft(load(Folder(Path(__file__).parent / case)), "golden")
    assert made.findings == ()
    return made.usable


def same(case: str, name: str, text: str) -> None:
    place = Path(__file__).parent / case / "expected" / name
    if UPDATE:
        place.parent.mkdir(exist_ok=True)
        place.write_text(text, encoding="utf-8")
    assert text == place.read_text(encoding="utf-8"), "if the change is meant: SLAGEN_UPDATE_GOLDEN=1 python -m pytest tests/golden"


@pytest.mark.parametrize("case", CASES)
def test_the_contract_in_markdown(case: str) -> None:
    made = assembled(case)
    same(case, "contract.md", write_markdown(made.document, made.labels))


@pytest.mark.parametrize("case", CASES)
def test_the_document_as_data_and_back(case: str) -> None:
    document = assembled(case).document
    text = json.dumps(to_native(document), ensure_ascii=False, indent=1) + "\n"
    same(case, "contract.json", text)
    assert from_native(Document, json.loads(text)) == document


@pytest.mark.parametrize("case", CASES)
def test_the_numbers_of_all_provisions(case: str) -> None:
    same(case, "labels.txt", "".join(f"{name}: {label.full}\n" for name, label in assembled(case).labels.items()))


@pytest.mark.parametrize("case", CASES)
def test_the_body_in_word(case: str) -> None:
    made = assembled(case)
    data = write_word(made.document, made.labels, open_shell(shell(), "shell.docx"))
    same(case, "document.xml", normalised(data))


@pytest.mark.parametrize("case", CASES)
def test_the_page_says_what_the_markdown_says(case: str) -> None:
    made = assembled(case)
    words = in_html(write_html(made.document, made.labels))
    for name in [party.name for party in made.document.parties]:
        assert name in words


def test_the_nasty_name_is_in_a_golden_contract() -> None:
    assert assembled("names").document.parties[1].name == NASTY


def normalised(data: bytes) -> str:
    """The paragraphs and tables that follow the contents, with style, level and runs; the cover and the ids of marks are left out."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        body = etree.fromstring(package.read("word/document.xml")).find(f"{W}body")
    assert body is not None
    lines = [line for block in body for line in _block(block)]
    start = max(number for number, line in enumerate(lines) if 'style="Toc' in line) + 1
    lines = lines[start:]
    return "<body>\n" + "\n".join(lines) + "\n</body>\n"


def _block(block: etree._Element) -> list[str]:
    if block.tag == f"{W}p":
        return [_paragraph(block)] if any(True for _ in block.iter(f"{W}t")) else []
    if block.tag == f"{W}tbl":
        rows = [" ".join(f"<c>{''.join(map(_paragraph, cell.iter(f'{W}p')))}</c>" for cell in row.iter(f"{W}tc")) for row in block.iter(f"{W}tr")]
        return ["<table>", *(f"<row>{row}</row>" for row in rows), "</table>"]
    return [line for inner in block for line in _block(inner)]


def _paragraph(paragraph: etree._Element) -> str:
    style = paragraph.find(f"{W}pPr/{W}pStyle")
    level = paragraph.find(f"{W}pPr/{W}numPr/{W}ilvl")
    marks = (f' style="{style.get(f"{W}val")}"' if style is not None else "") + (f' level="{level.get(f"{W}val")}"' if level is not None else "")
    return f"<p{marks}>{''.join(_run(run) for run in paragraph.iter(f'{W}r'))}</p>"


def _run(run: etree._Element) -> str:
    text = "".join(_piece(node) for node in run)
    for name in ("b", "i"):
        if run.find(f"{W}rPr/{W}{name}") is not None and text:
            text = f"<{name}>{text}</{name}>"
    return text


def _piece(node: etree._Element) -> str:
    marks = {f"{W}br": "<br/>", f"{W}tab": "<tab/>", f"{W}instrText": "<field/>"}
    return _escaped(node.text or "") if node.tag == f"{W}t" else marks.get(str(node.tag), "")


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
