"""Two Word files → one with tracked changes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import partial
from itertools import chain

from slagen.compare.verdicts import Verdict
from slagen.core.errors import BadInputError
from slagen.formats.word.package import PackageError
from slagen.formats.word.redline.bookmarks import settle_bookmarks
from slagen.formats.word.redline.comments import Comments
from slagen.formats.word.redline.context import Context, sides_of
from slagen.formats.word.redline.edited_moves import EditedMove
from slagen.formats.word.redline.importing import Importer
from slagen.formats.word.redline.limits import check_author, check_size
from slagen.formats.word.redline.marks import Marker
from slagen.formats.word.redline.names import Element, W
from slagen.formats.word.redline.notes import bring_note, compare_notes
from slagen.formats.word.redline.references import learn_numbers
from slagen.formats.word.redline.sections import body_sections, compare_sections
from slagen.formats.word.redline.stories import marked_content, write_story
from slagen.formats.word.redline.untracked import untracked_differences
from slagen.formats.word.redline.verdict import printed, verdict, views
from slagen.formats.word.redline.word_file import WordFile, open_file
from slagen.formats.word.revisions.resolve import has_revisions, resolve_file, story_parts

_FEWEST_PHRASES = 200
"""Below, two texts are too short to tell whether they belong together."""


class Existing(StrEnum):
    """What becomes of tracked changes that a file already carries."""

    ACCEPT = "accept"
    REJECT = "reject"
    REFUSE = "refuse"


class TrackedInputError(BadInputError):
    """A file already carries tracked changes, and they are not to be resolved unasked."""

    code = "tracked-input"


@dataclass(frozen=True, slots=True)
class Redline:
    """A Word file with tracked changes.

    `untracked` names what changed and cannot be tracked, `resolved` the files whose own tracked changes were resolved first,
    `likeness` the share (0 to 1) of three-word phrases that the two texts have in common, in whatever order; 1 for short texts;
    `marks` counts the revisions, `looks` those of mere looks; `renumbered` the references and lines of contents of which but the number changed;
    `edited_moves` are passages that stand elsewhere and were edited, which are marked as words that went and came.
    """

    data: bytes
    changed: bool
    moves: int
    likeness: float
    untracked: tuple[str, ...]
    resolved: tuple[str, ...]
    marks: int = 0
    looks: int = 0
    renumbered: int = 0
    edited_moves: tuple[EditedMove, ...] = ()
    verdict: Verdict = Verdict.SAME


@dataclass(frozen=True, slots=True)
class Manner:
    """How a redline is made: in whose name, dated when (`2026-10-01T09:00:00Z`).

    `formatting` says whether changes of mere looks are marked, `renumbering` whether references are of which but the number changed; where
    they are not, they print the new number even after all changes have been rejected, until somebody updates the fields.
    """

    author: str
    date: str
    formatting: bool = True
    renumbering: bool = True
    existing: Existing = Existing.ACCEPT


def redline(old: bytes, new: bytes, manner: Manner, names: tuple[str, str] = ("old", "new")) -> Redline:
    """Track in the old .docx how it becomes the new one; `names` is what messages call the two.

    Raises:
        PackageError: one of the files is no Word file, is protected, damaged or far too large.
        UsageError: nobody is called what `manner` says.
        TrackedInputError: one of them carries tracked changes, and `manner` says to refuse that.
    """
    before, after = open_file(old, names[0]), open_file(new, names[1])
    check_author(manner.author)
    for file in (before, after):
        check_size(file)
    resolved = tuple(file.name for file in (before, after) if _settled(file, manner.existing))
    learn_numbers(before, after)
    prints = printed(before), printed(after)
    both = views(before, after, prints)
    likeness, differences = _likeness(prints[0][before.main], prints[1][after.main]), tuple(untracked_differences(before, after))
    context = _context(before, after, manner)
    _compare(context)
    context.comments.tell_of_lost()
    untracked = dict.fromkeys((*context.importer.untracked, *differences))
    if not before.touched:
        return Redline(old, changed=False, moves=0, likeness=likeness, untracked=tuple(untracked), resolved=resolved)
    for part in story_parts(before):
        if part in before.touched:
            settle_bookmarks(before.tree(part))
    marks, looks = context.marker.next_id - 1, context.marker.looks
    found = verdict(both, before, changed=marks > 0)
    return Redline(
        before.save(), marks > 0, len(context.moves), likeness, tuple(untracked), resolved, marks, looks, context.renumbered, tuple(context.edited_moves), found
    )


def _settled(file: WordFile, existing: Existing) -> bool:
    if existing is Existing.REFUSE and any(has_revisions(file.tree(part)) for part in story_parts(file)):
        raise TrackedInputError(f"{file.name} already carries tracked changes.", hint="Accept or reject them first, or say which: --existing accept|reject")
    return resolve_file(file, accept=existing is not Existing.REJECT)


def _compare(context: Context) -> None:
    old, new = context.old, context.new
    body, theirs = _body(old), _body(new)
    if write_story(body, theirs, context, sides_of(context, old.main, new.main)):
        old.touch(old.main)
    compare_sections([*context.section_pairs, *body_sections(body, theirs)], context)
    compare_notes(context)


def _body(file: WordFile) -> Element:
    body = file.tree(file.main).find(f"{W}body")
    if body is None:
        raise PackageError(file.name, "has no text", "open it in Word and save it again")
    return body


def _likeness(old: Sequence[str], new: Sequence[str]) -> float:
    """Paragraphs that both have count as a whole, the others phrase by phrase."""
    before, after = Counter(old), Counter(new)
    shared = sum(max(len(text.split()) - 2, 0) * count for text, count in (before & after).items())
    gone, came = (Counter(chain.from_iterable(map(_phrases, (one - other).elements()))) for one, other in ((before, after), (after, before)))
    total = 2 * shared + gone.total() + came.total()
    shared += sum(min(gone[phrase], came[phrase]) for phrase in gone.keys() & came.keys())
    return 2 * shared / total if total >= _FEWEST_PHRASES else 1.0


def _phrases(text: str) -> Iterator[int]:
    """Every three words that follow each other, as a number: two contracts share most of their words, but few of their phrases."""
    words = text.split()
    return map(hash, zip(words, words[1:], words[2:], strict=False))


def _context(before: WordFile, after: WordFile, manner: Manner) -> Context:
    marker = Marker(manner.author, manner.date, before.tree(before.main))
    importer = Importer(before, after, bring_note=lambda _kind, identity: identity)
    context = Context(
        before,
        after,
        marker,
        importer,
        Comments(before, after, importer),
        manner.formatting,
        manner.renumbering,
        write_story=write_story,
        mark_content=marked_content,
    )
    importer.bring_note = partial(bring_note, context)
    return context
