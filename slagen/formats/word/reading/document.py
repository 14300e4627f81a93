"""A Word file to a Document with positions."""

from __future__ import annotations

from slagen.formats.word.package import PackageError
from slagen.formats.word.reading.bookmark_ids import CONTRACT_ENDS, RECITALS, marks_of, own_bookmark
from slagen.formats.word.reading.finishing import Finisher
from slagen.formats.word.reading.front import meta, parties, properties, with_signatories
from slagen.formats.word.reading.gathering import Gathering, comments
from slagen.formats.word.reading.numbering_state import Lists
from slagen.formats.word.reading.outlines import Outliner, numbers_anything
from slagen.formats.word.reading.parts import WordParts, open_parts
from slagen.formats.word.reading.stories import read_stories
from slagen.formats.word.reading.structure import Structurer
from slagen.formats.word.reading.style_sheet import StyleSheet
from slagen.formats.word.reading.word_text import ParagraphText, View, WordText
from slagen.formats.word.styles import LEVELS, NUMBER_INDENTS, text_style


def read(data: bytes, name: str, *, view: View = View.CURRENT) -> WordText:
    """Read a Word file; `name` is what messages call it.

    A contract of ours comes back as its Document (see `comparable`); of any other file as much as can be told is put into sections,
    clauses and paragraphs. What is left out is in the notes.

    Raises:
        PackageError: the file is no Word file, is protected, damaged, unsafe or far too large.
    """
    try:
        return _read(open_parts(data, name), name, view)
    except RecursionError:
        raise PackageError(name, "is nested too deeply to be read", "open it in Word and save it again", unsafe=True) from None


def _read(parts: WordParts, name: str, view: View) -> WordText:
    styles = StyleSheet(parts.sheets["styles"])
    gathering = Gathering(view, styles, Lists(parts.sheets["numbering"], styles))
    if parts.has_macros:
        gathering.note("macros", "the file holds macros, which are not read")
    stories = tuple(read_stories(parts.stories, gathering))
    blocks = stories[0].blocks
    marks = frozenset(name for block in blocks for name in marks_of(block))
    ours = bool(own_bookmark(marks)) or RECITALS in marks
    outliner = Outliner(numbers_anything(blocks))
    draft = Structurer(_indents(styles), ours, CONTRACT_ENDS in marks).structure([outliner.line(block) for block in blocks])
    finisher = Finisher(draft)
    made = finisher.document(meta(properties(parts.sheets["core-properties"]), draft.title, draft.front, ours=ours), parties(draft.front))
    if any(block.contents for block in blocks if isinstance(block, ParagraphText)):
        gathering.note("contents", "the table of contents is left out: headings and numbers say the same")
    return WordText(
        name,
        view,
        with_signatories(made),
        finisher.labels,
        finisher.places(made),
        stories,
        tuple(gathering.changes),
        tuple(comments(parts.sheets["comments"], parts.sheets["commentsExtended"], gathering.ranges)),
        tuple(gathering.notes),
    )


def _indents(styles: StyleSheet) -> tuple[int, ...]:
    """The left indents of unnumbered text by level, in twips."""
    found = (styles.indent_by_name(text_style(level)) for level in range(LEVELS))
    return tuple(NUMBER_INDENTS[level] if indent is None else indent for level, indent in enumerate(found))
