"""Document to bytes, warm: Word against the least work that can give a .docx, against docxtpl, and against Markdown and HTML.

The floor: every paragraph and table row of the contract as one string of XML, nothing looked up, only document.xml deflated (zlib 6), the other parts'
compressed bytes copied. It has no numbering, references, links or styles beyond a paragraph style.
"""

from __future__ import annotations

from collections.abc import Iterator
from xml.sax.saxutils import escape

from measuring import ROOT, at_most, faster, interleaved, show, temporary_folder
from word_peer import peer_of

from slagen.formats.files import Folder
from slagen.formats.html.write import write as write_html
from slagen.formats.markdown.write import write as write_markdown
from slagen.formats.word.package import join_parts, pack
from slagen.formats.word.shell import Shell
from slagen.formats.word.write import write as write_word
from slagen.model.document import Document, Table
from slagen.model.walk import clauses, contents, own_blocks, plain, provisions
from slagen.workspace.drafting import draft
from slagen.workspace.load import load
from slagen.workspace.shells import shell_of

ROUNDS = 25
SAMPLE = "acme-hosting"
_START = '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>'
_PARAGRAPH = '<w:p><w:pPr><w:pStyle w:val="ClauseText"/></w:pPr><w:r><w:t xml:space="preserve">{}</w:t></w:r></w:p>'
_ROW = "<w:tr>{}</w:tr>"
_CELL = "<w:tc><w:p><w:r><w:t>{}</w:t></w:r></w:p></w:tc>"


def main() -> None:
    loaded = load(Folder(ROOT))
    made = draft(loaded, SAMPLE)
    document, labels = made.usable.document, made.usable.labels
    shell = shell_of(loaded, made.agreement.template)
    texts = list(_texts(document))
    with temporary_folder() as folder:
        peer = peer_of(document, shell, folder / "template.docx")
        found = interleaved(
            ROUNDS,
            {
                "docx": lambda: write_word(document, labels, shell),
                "md": lambda: write_markdown(document, labels).encode(),
                "html": lambda: write_html(document, labels).encode(),
                "floor": lambda: _floor(texts, shell),
                "docxtpl": lambda: peer.render(folder / "peer.docx"),
            },
            warm_up=3,
        )
    show(
        f"Document → bytes, `{SAMPLE}`, warm (medians of {ROUNDS})",
        [
            at_most("Word / floor", found["docx"], found["floor"], 2.5),
            faster("Word / docxtpl", found["docx"], found["docxtpl"], 10),
            at_most("Markdown / Word", found["md"], found["docx"], 1),
            at_most("HTML / Word", found["html"], found["docx"], 1),
        ],
    )


def _texts(document: Document) -> Iterator[str | list[list[str]]]:
    """What the contract prints: paragraphs as text, tables as rows of cells. Made beforehand, so that the floor does nothing but write."""
    for clause in clauses(document):
        yield plain(clause.heading)
        for provision in provisions(clause):
            for block in own_blocks(provision):
                if isinstance(block, Table):
                    yield [[plain(cell.content) for cell in row] for row in (block.header, *block.rows)]
                else:
                    yield from (plain(content) for content in contents(block))


def _floor(texts: list[str | list[list[str]]], shell: Shell) -> bytes:
    parts = [_START]
    for text in texts:
        if isinstance(text, str):
            parts.append(_PARAGRAPH.format(escape(text)))
        else:
            parts.append(f"<w:tbl>{''.join(_ROW.format(''.join(_CELL.format(escape(cell)) for cell in row)) for row in text)}</w:tbl>")
    parts.append("</w:body></w:document>")
    return join_parts((*shell.fixed.values(), pack(shell.main, "".join(parts).encode())))


if __name__ == "__main__":
    main()
