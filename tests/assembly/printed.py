"""What a reader sees of a contract in each format, as plain text."""

from __future__ import annotations

import html
import io
import re
import zipfile

from lxml import etree
from markdown_it import MarkdownIt

_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def in_word(data: bytes) -> str:
    """The paragraphs of a Word file's body, one a line."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        tree = etree.fromstring(package.read("word/document.xml"))
    return "\n".join(_paragraph(paragraph) for paragraph in tree.iter(f"{_WORD}p"))


def _paragraph(paragraph: etree._Element) -> str:
    signs = {f"{_WORD}t": None, f"{_WORD}br": "\n", f"{_WORD}tab": "\t", f"{_WORD}noBreakHyphen": "\u2011", f"{_WORD}softHyphen": "\u00ad"}
    return "".join((node.text or "") if signs[node.tag] is None else str(signs[node.tag]) for node in paragraph.iter(*signs))


def in_html(page: str) -> str:
    """The text of a page."""
    return html.unescape(re.sub(r"<[^>]+>", "", page))


def in_markdown(text: str) -> str:
    """What a git host shows of Markdown text."""
    return in_html(MarkdownIt("commonmark").enable("table").render(text))
