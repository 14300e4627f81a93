"""Foot- and endnotes: those that both files have, those that went, and those that came."""

from __future__ import annotations

from slagen.formats.word.redline.context import Context, sides_of
from slagen.formats.word.redline.importing import free_number
from slagen.formats.word.redline.names import ID, Element, W
from slagen.formats.word.redline.operations import Op
from slagen.formats.word.redline.stories import marked_content, write_story
from slagen.formats.word.redline.word_file import Link, office_type

_TAGS = {"footnotes": f"{W}footnote", "endnotes": f"{W}endnote"}


def bring_note(context: Context, kind: str, identity: str) -> str:
    """Bring a note of the new file into the old one, as come; its number there."""
    theirs = context.new.linked(kind)
    note = _note(context.new.tree(theirs), kind, identity) if theirs else None
    if note is None:
        return identity
    part = context.old.linked(kind) or _notes_part(context, kind, theirs)
    notes = context.old.touch(part)
    number = free_number(item.get(ID) for item in notes)
    made = note.makeelement(note.tag, {ID: number})
    made.extend(marked_content(note, Op.INSERT, context, sides_of(context, part, theirs)))
    notes.append(made)
    return number


def _notes_part(context: Context, kind: str, theirs: str) -> str:
    part = context.old.add_part(theirs, context.new.parts[theirs], context.new.content_type(theirs))
    context.old.add_link(context.old.main, Link(office_type(kind), part, outside=False))
    notes = context.old.touch(part)
    notes[:] = [item for item in notes if item.get(f"{W}type") not in {None, "normal"}]
    return part


def compare_notes(context: Context) -> None:
    """Track what changed in the notes that both files refer to, and strike out those that are no longer referred to."""
    for kind, mine, theirs in context.note_pairs:
        parts = context.old.linked(kind), context.new.linked(kind)
        if not all(parts):
            continue
        note, other = _note(context.old.tree(parts[0]), kind, mine), _note(context.new.tree(parts[1]), kind, theirs)
        if note is not None and other is not None and write_story(note, other, context, sides_of(context, *parts)):
            context.old.touch(parts[0])
    for kind, mine in context.gone_notes:
        part = context.old.linked(kind)
        note = _note(context.old.tree(part), kind, mine) if part else None
        if note is not None:
            context.old.touch(part)
            note[:] = list(marked_content(note, Op.DELETE, context, sides_of(context, part, "")))


def _note(notes: Element, kind: str, identity: str) -> Element | None:
    return next((item for item in notes.iterfind(_TAGS[kind]) if item.get(ID) == identity), None)
