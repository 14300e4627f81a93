"""Comments in a redline that say which term a change of words comes from. They are new to both files: `accept` and `reject` leave them alone."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from slagen.formats.word.redline.canonical import visible
from slagen.formats.word.redline.marks import Marker, add_text_run
from slagen.formats.word.redline.names import AUTHOR, DATE, ID, PPR, TC, TR, VAL, Element, P, T, W
from slagen.formats.word.redline.word_file import Link, WordFile, office_type, open_file

Explain = Callable[[str, str, str], Sequence[str]]
"""(what went, what came, what stands around) → what is to be said of it."""
_CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml"
_WAYS = (f"{W}del", f"{W}ins")
_NOWHERE: Mapping[str, str] = {}
_MOST_PLACES = 3
"""How often the same thing is said: readers find the other places by its figures."""


@dataclass(frozen=True, slots=True)
class Annotated:
    """The redline with its comments, and what was said in them."""

    data: bytes
    said: frozenset[str]


def annotate(data: bytes, explain: Explain, author: str, date: str, origins: Mapping[str, str] = _NOWHERE) -> Annotated:
    """Put a comment at every change of words that `explain` has something to say of.

    `origins` has what passages said before they moved and were edited, by what they say now.

    Raises:
        PackageError: `data` is no Word file.
    """
    file = open_file(data, "redline.docx")
    tree = file.tree(file.main)
    marker = Marker(author, date, tree)
    counts: dict[str, int] = {}
    heading = ""
    for paragraph in tree.iter(P):
        heading = visible(paragraph) if _is_heading(paragraph) else heading
        for group in list(_groups(paragraph)):
            gone, came = (_words(group, way) for way in _WAYS)
            said = explain(gone or origins.get(came, ""), came, f"{heading} {_around(paragraph)}")
            lines = [line for line in said if counts.get(line, 0) < _MOST_PLACES]
            if lines:
                _comment(file, marker, paragraph, group, lines)
                counts.update({line: counts.get(line, 0) + 1 for line in lines})
    return Annotated(file.save() if counts else data, frozenset(counts))


def _is_heading(paragraph: Element) -> bool:
    """The heading of a clause. That of a table's column is none: what stands below it belongs to the clause still."""
    style = paragraph.find(f"{PPR}/{W}pStyle")
    name = "" if style is None else style.get(VAL, "")
    return ("heading" in name.lower() or name.endswith("Level1")) and next(paragraph.iterancestors(TC), None) is None


def _groups(paragraph: Element) -> Iterator[list[Element]]:
    """Neighbouring deletions and insertions of words."""
    group: list[Element] = []
    for item in paragraph:
        if item.tag in _WAYS:
            group.append(item)
        elif group:
            yield group
            group = []
    if group:
        yield group


def _words(group: Sequence[Element], way: str) -> str:
    return "".join(piece.text or "" for item in group if item.tag == way for piece in item.iter(T, f"{W}delText"))


def _around(paragraph: Element) -> str:
    """The row that a cell stands in, else the paragraph."""
    cell = next(paragraph.iterancestors(TC), None)
    row = None if cell is None else next(cell.iterancestors(TR), None)
    return visible(paragraph) if row is None else " ".join(visible(item) for item in row.iter(P))


def _comment(file: WordFile, marker: Marker, paragraph: Element, group: Sequence[Element], lines: Sequence[str]) -> None:
    comments = _comments(file)
    number = str(max((int(item.get(ID, "0") or 0) for item in comments), default=-1) + 1)
    comment = comments.makeelement(f"{W}comment", {ID: number, AUTHOR: marker.author, DATE: marker.date, f"{W}initials": marker.author[:1]})
    for line in lines:
        told = marker.make("p")
        add_text_run(told, line, None)
        comment.append(told)
    comments.append(comment)
    first, last = paragraph.index(group[0]), paragraph.index(group[-1])
    reference = marker.make("r")
    reference.append(marker.make("commentReference", id=number))
    paragraph.insert(last + 1, marker.make("commentRangeEnd", id=number))
    paragraph.insert(last + 2, reference)
    paragraph.insert(max(first, 1 if paragraph.find(PPR) is not None else 0), marker.make("commentRangeStart", id=number))
    file.touch(file.main)


def _comments(file: WordFile) -> Element:
    part = file.linked("comments")
    if not part:
        part = file.add_part("word/comments.xml", f'<w:comments xmlns:w="{W[1:-1]}"/>'.encode(), _CONTENT_TYPE)
        file.add_link(file.main, Link(office_type("comments"), part, outside=False))
    return file.touch(part)
