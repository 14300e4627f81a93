"""Two Word files → one with tracked changes."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

from lxml import etree

from slagen.formats.word.redline.context import Context, sides_of
from slagen.formats.word.redline.importing import Importer
from slagen.formats.word.redline.marks import Marker
from slagen.formats.word.redline.names import BOOKMARK_END, BOOKMARK_START, ID, NAME, W, Element
from slagen.formats.word.redline.notes import bring_note, compare_notes
from slagen.formats.word.redline.paragraphs import CAME, GONE
from slagen.formats.word.redline.sections import body_sections, compare_sections
from slagen.formats.word.redline.stories import write_story
from slagen.formats.word.redline.word_file import WordFile, open_file


@dataclass(frozen=True, slots=True)
class Redline:
    """A Word file with tracked changes. `untracked` names what changed and cannot be tracked."""

    data: bytes
    changed: bool
    moves: int
    untracked: tuple[str, ...]


def redline(old: bytes, new: bytes, *, author: str, date: str, names: tuple[str, str] = ("old", "new"), formatting: bool = True) -> Redline:
    """Track in the old file how it becomes the new one.

    Args:
        old: the bytes of the older .docx.
        new: the bytes of the newer .docx.
        author: who is named as the author of each change.
        date: when, as `2026-10-01T09:00:00Z`.
        names: what messages call the two files.
        formatting: whether changes of mere looks are tracked, too.

    Raises:
        PackageError: one of the files is no Word file, is protected, damaged or far too large.
    """
    from slagen.formats.word.revisions.resolve import resolve_file, story_parts  # noqa: PLC0415

    before, after = open_file(old, names[0]), open_file(new, names[1])
    resolve_file(before, accept=True)
    resolve_file(after, accept=True)
    context = _context(before, after, author, date, formatting=formatting)
    body, theirs = before.tree(before.main).find(f"{W}body"), after.tree(after.main).find(f"{W}body")
    assert body is not None
    assert theirs is not None
    if write_story(body, theirs, context, sides_of(context, before.main, after.main)):
        before.touch(before.main)
    counted = context.marker.next_id
    compare_sections([*context.section_pairs, *body_sections(body, theirs)], context)
    if context.marker.next_id != counted:
        before.touch(before.main)
    compare_notes(context)
    if not before.touched:
        return Redline(old, changed=False, moves=0, untracked=())
    for part in story_parts(before):
        if part in before.touched:
            _settle_bookmarks(before.tree(part))
    return Redline(before.save(), changed=context.marker.next_id > 1, moves=len(context.moves), untracked=tuple(dict.fromkeys(context.importer.untracked)))


def _context(before: WordFile, after: WordFile, author: str, date: str, *, formatting: bool) -> Context:
    marker = Marker(author, date, before.tree(before.main))
    importer = Importer(before, after, bring_note=lambda _kind, identity: identity)
    context = Context(before, after, marker, importer, formatting, write_story=write_story)
    importer.bring_note = partial(bring_note, context)
    return context


def _settle_bookmarks(tree: Element) -> None:
    """One bookmark a name: the one at kept text first, then the one that came, then the one that went; every start with its end."""
    starts: dict[str, list[Element]] = {}
    for item in tree.iter(BOOKMARK_START):
        starts.setdefault(item.get(NAME, ""), []).append(item)
    kept: set[str] = set()
    for same in starts.values():
        best = min(same, key=lambda item: 2 if item.get(GONE) else 1 if item.get(CAME) else 0)
        kept.add(f"{best.get(ID)}")
        for item in same:
            if item is not best:
                _remove(item)
    ends = {item.get(ID): item for item in tree.iter(BOOKMARK_END)}
    for identity, item in ends.items():
        if identity not in kept:
            _remove(item)
    for item in list(tree.iter(BOOKMARK_START)):
        if item.get(ID) not in ends:
            _remove(item)
    for item in tree.iter(BOOKMARK_START, BOOKMARK_END):
        for note in (GONE, CAME):
            item.attrib.pop(note, None)
    etree.cleanup_namespaces(tree, keep_ns_prefixes=list(str(prefix) for prefix in tree.nsmap if prefix))


def _remove(item: Element) -> None:
    parent = item.getparent()
    if parent is not None:
        parent.remove(item)
