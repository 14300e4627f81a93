"""Document to bytes, warm: Word against the least work that can give a .docx, against docxtpl, and against Markdown and HTML.

The floor: the very document.xml that we write, put together from ready pieces of XML and the contract's texts, which are escaped; nothing is looked up or
numbered, only document.xml is deflated (zlib 6), and the other parts' compressed bytes are copied.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
import re
from statistics import median
from xml.sax.saxutils import escape, unescape

from generated import agreements
from measuring import ROOT, at_most, faster, interleaved, show, temporary_folder, timed, workspace
from word_peer import peer_of

from slagen.formats.files import Folder
from slagen.formats.html.write import write as write_html
from slagen.formats.markdown.write import write as write_markdown
from slagen.formats.word.package import PackedPart, join_parts, pack, read_package
from slagen.formats.word.write import write as write_word
from slagen.workspace.drafting import draft
from slagen.workspace.load import Loaded, load
from slagen.workspace.shells import shell_of

ROUNDS = 25
WARM_UP, OTHERS = 40, 60
SAMPLE = "acme-hosting"
MAIN = "word/document.xml"
_TEXT = re.compile(r"(?<=<w:t xml:space=\"preserve\">)([^<]*)(?=</w:t>)")


def main() -> None:
    loaded = load(Folder(ROOT))
    made = draft(loaded, SAMPLE)
    document, labels = made.usable.document, made.usable.labels
    shell = shell_of(loaded, made.agreement.template)
    floor = _floor(write_word(document, labels, shell))
    with temporary_folder() as folder:
        peer = peer_of(document, shell, folder / "template.docx")
        found = interleaved(
            ROUNDS,
            {
                "docx": lambda: write_word(document, labels, shell),
                "md": lambda: write_markdown(document, labels).encode(),
                "html": lambda: write_html(document, labels).encode(),
                "floor": floor.write,
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
    with temporary_folder() as folder:
        ours, theirs = _each(load(Folder(workspace(folder / "workspace", agreements(WARM_UP + OTHERS)))))
    title = f"Document → bytes, another generated agreement each time ({OTHERS} of them, after {WARM_UP} others; medians)"
    show(title, [at_most("Word / floor", ours, theirs, 2.5)])


def _each(loaded: Loaded) -> tuple[float, float]:
    """The seconds that Word and the floor take for contracts which are written for the first time."""
    drafts = [draft(loaded, name) for name in sorted(loaded.agreements)]
    shell = shell_of(loaded, drafts[0].agreement.template)
    ours: list[float] = []
    theirs: list[float] = []
    for made in drafts:
        seconds, written = timed(partial(write_word, made.usable.document, made.usable.labels, shell))
        ours.append(seconds)
        floor = _floor(written)
        floor.write()
        theirs.append(timed(floor.write)[0])
    return median(ours[WARM_UP:]), median(theirs[WARM_UP:])


@dataclass(frozen=True, slots=True)
class Floor:
    """A .docx as its other parts, and document.xml as pieces of XML with a text after each but the last."""

    others: tuple[PackedPart, ...]
    pieces: tuple[str, ...]
    texts: tuple[str, ...]

    def write(self) -> bytes:
        """Put the file together."""
        parts = [part for piece, text in zip(self.pieces, self.texts, strict=False) for part in (piece, escape(text))]
        return join_parts((*self.others, pack(MAIN, "".join((*parts, self.pieces[-1])).encode())))


def _floor(written: bytes) -> Floor:
    parts = read_package(written, SAMPLE)
    split = _TEXT.split(parts.pop(MAIN).decode())
    return Floor(tuple(pack(name, data) for name, data in parts.items()), tuple(split[::2]), tuple(map(unescape, split[1::2])))


if __name__ == "__main__":
    main()
