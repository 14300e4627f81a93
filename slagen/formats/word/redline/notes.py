"""Foot- and endnotes: those that both files have, those that went, and those that came."""

from __future__ import annotations

from slagen.formats.word.redline.context import Context, Numbered, sides_of
from slagen.formats.word.redline.lists import highest
from slagen.formats.word.redline.names import ID, Element, W
from slagen.formats.word.redline.operations import Op
from slagen.formats.word.redline.stories import marked_content, write_story
from slagen.formats.word.redline.word_file import Link, WordFile, office_type

_TAGS = {"footnotes": f"{W}footnote", "endnotes": f"{W}endnote"}


def bring_note(context: Context, kind: str, identity: str) -> str:
    """Bring a note of the new file into the old one, as come; its number there."""
    theirs = context.new.linked(kind)
    note = _notes(context.new_notes, context.new, theirs, kind).by_number.get(identity) if theirs else None
    if note is None or context.brings_note:
        return identity
    part = context.old.linked(kind) or _notes_part(context, kind, theirs)
    known = _notes(context.old_notes, context.old, part, kind)
    number, known.next = str(known.next), known.next + 1
    made = note.makeelement(note.tag, {ID: number})
    context.brings_note = True
    made.extend(marked_content(note, Op.INSERT, context, sides_of(context, part, theirs)))
    context.brings_note = False
    context.old.touch(part).append(made)
    known.by_number[number] = made
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
        note = _notes(context.old_notes, context.old, parts[0], kind).by_number.get(mine)
        other = _notes(context.new_notes, context.new, parts[1], kind).by_number.get(theirs)
        if note is not None and other is not None and write_story(note, other, context, sides_of(context, *parts)):
            context.old.touch(parts[0])
    for kind, mine in context.gone_notes:
        part = context.old.linked(kind)
        note = _notes(context.old_notes, context.old, part, kind).by_number.get(mine) if part else None
        if note is not None:
            context.old.touch(part)
            note[:] = list(marked_content(note, Op.DELETE, context, sides_of(context, part, "")))


def _notes(known: dict[str, Numbered], file: WordFile, part: str, kind: str) -> Numbered:
    if part not in known:
        tree = file.tree(part)
        by_number: dict[str, Element] = {}
        for note in tree.iterfind(_TAGS[kind]):
            by_number.setdefault(note.get(ID, ""), note)
        known[part] = Numbered(by_number, highest(item.get(ID) for item in tree) + 1)
    return known[part]
