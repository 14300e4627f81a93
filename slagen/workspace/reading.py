"""Reading a Word file: as text, as Markdown, or as data with positions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import asdict
from typing import Any

from slagen.formats.word.reading import Change, Comment, Note, ParagraphText, Position, Story, TableText, View, WordText
from slagen.formats.word.reading.word_text import BlockText, RowText
from slagen.model.native import to_native

_MAIN = "document"


def read(data: bytes, name: str, *, original: bool = False) -> WordText:
    """The file with its tracked changes accepted, or as it was before them.

    Raises:
        BadInputError: the file is no Word file, or cannot be used.
    """
    from slagen.formats.word.reading import read as run  # noqa: PLC0415 - start-up

    return run(data, name, view=View.ORIGINAL if original else View.CURRENT)


def to_markdown(found: WordText) -> str:
    """The Document as Markdown, with the numbers that the file prints (the full stop after a clause's number is Markdown's own)."""
    from slagen.formats.markdown.write import write  # noqa: PLC0415 - start-up

    labels = {name: label._replace(text=label.text.rstrip(".")) if not label.level else label for name, label in found.labels.items()}
    return write(found.document, labels)


def to_text(found: WordText) -> str:
    """Every story line by line, with the numbers that the file prints; all but the main one under its name."""
    return "\n".join(_stories(found.stories)) + "\n"


def _stories(stories: Iterable[Story]) -> Iterator[str]:
    for story in stories:
        lines = [line for block in story.blocks for line in _lines(block)]
        if story.name != _MAIN and any(lines):
            yield from ("", f"[{story.name}]")
        if story.name == _MAIN or any(lines):
            yield from lines


def _lines(block: BlockText) -> Iterator[str]:
    if isinstance(block, TableText):
        yield from (_row(row) for row in block.rows)
    else:
        yield line_of(block)


def line_of(paragraph: ParagraphText) -> str:
    """A paragraph as it is printed: the mark of its note, its number, its words."""
    number = paragraph.number
    label = f"{number.label}{number.separator or ' '}" if number and number.label else ""
    mark = f"[{paragraph.mark}] " if paragraph.mark else ""
    return f"{mark}{label}{paragraph.text}"


def _row(row: RowText) -> str:
    """Cells on one line, whatever they hold."""
    cells = (
        "" if cell.continues else " / ".join(line.replace("\n", " / ") for block in cell.blocks for line in _lines(block) if line.strip()) for cell in row.cells
    )
    return " | ".join(cells).rstrip()


def changes_text(found: WordText) -> Iterator[str]:
    """A line for each tracked change and each comment: who, when, where, what."""
    for change in found.changes:
        words = f": “{_short(change.text)}”" if change.text else ""
        yield f"{_where(change.at)} {change.kind} {change.what} by {_who(change)}{words}"
    for comment in found.comments:
        where = _where(comment.at) if comment.at else "(no place)"
        about = f" on “{_short(comment.about)}”" if comment.about else ""
        yield f"{where} comment by {_who(comment)}{about}: {_short(comment.text)}"


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= 200 else f"{line[:199]}…"


def _who(item: Change | Comment) -> str:
    return f"{item.author or 'somebody'}{f' on {item.date}' if item.date else ''}"


def _where(at: Position) -> str:
    return f"{at.story} paragraph {at.paragraph + 1}"


def note_text(note: Note) -> str:
    """A note with its place."""
    return f"{note.message} ({_where(note.at)})" if note.at else note.message


def to_data(found: WordText) -> dict[str, Any]:
    """What `--json` prints; docs/json.md describes it."""
    return {
        "file": found.name,
        "view": found.view.value,
        "document": to_native(found.document),
        "labels": {name: {"text": label.text, "full": label.full, "level": label.level, "schedule": label.schedule} for name, label in found.labels.items()},
        "places": {address: asdict(at) for address, at in found.places.items()},
        "stories": [{"name": story.name, "part": story.part, "blocks": [_block(block) for block in story.blocks]} for story in found.stories],
        "changes": [asdict(change) for change in found.changes],
        "comments": [asdict(comment) for comment in found.comments],
        "notes": [asdict(note) for note in found.notes],
    }


def _block(block: BlockText) -> dict[str, Any]:
    if isinstance(block, ParagraphText):
        return {
            "paragraph": block.at.paragraph,
            "path": block.at.path,
            "style": block.style,
            "label": block.number.label if block.number else "",
            "text": block.text,
            "mark": block.mark,
            "bookmarks": list(block.bookmarks),
            "fields": [asdict(field) for field in block.fields],
        }
    return {"summary": block.summary, "rows": [[_cell(cell.columns, cell.continues, cell.blocks) for cell in row.cells] for row in block.rows]}


def _cell(columns: int, continues: bool, blocks: tuple[BlockText, ...]) -> dict[str, Any]:
    return {"columns": columns, "continues": continues, "blocks": [_block(block) for block in blocks]}
