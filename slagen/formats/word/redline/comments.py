"""Comments: those of the old file stay, those of the new one are brought over. Word cannot track either."""

from __future__ import annotations

from dataclasses import dataclass, field

from slagen.formats.word.redline.canonical import visible
from slagen.formats.word.redline.importing import Importer
from slagen.formats.word.redline.lists import highest
from slagen.formats.word.redline.names import AUTHOR, ID, Element, W
from slagen.formats.word.redline.word_file import Link, WordFile, office_type

_COMMENT = f"{W}comment"
_LONGEST_SHOWN = 60


@dataclass(slots=True)
class Comments:
    """Which comments of the new file the old one has, and the numbers that those brought over got."""

    old: WordFile
    new: WordFile
    importer: Importer
    _numbers: dict[str, str] = field(default_factory=dict)
    _known: set[tuple[str, str]] | None = None
    _theirs: dict[str, Element] = field(default_factory=dict)
    _next: int = 0

    def number(self, identity: str) -> str:
        """The number in the old file of a comment that only the new one has, brought over at its first mark; empty for one that both have."""
        if identity not in self._numbers:
            self._numbers[identity] = self._bring(identity)
        return self._numbers[identity]

    def tell_of_lost(self) -> None:
        """Name the comments that only the old file has."""
        theirs = {_form(item) for item in _comments(self.new)}
        brought = set(self._numbers.values())
        for item in _comments(self.old):
            if _form(item) not in theirs and item.get(ID) not in brought:
                self.importer.untracked.append(f"a comment of {item.get(AUTHOR, 'somebody')} is no longer in the new file and stays here: {_shown(item)}")

    def _bring(self, identity: str) -> str:
        if self._known is None:
            mine = _comments(self.old)
            self._known = {_form(item) for item in mine}
            self._theirs = {item.get(ID, ""): item for item in reversed(_comments(self.new))}
            self._next = highest(item.get(ID) for item in mine) + 1 if mine else 0
        comment = self._theirs.get(identity)
        if comment is None or _form(comment) in self._known:
            return ""
        part = self.old.linked("comments") or self._comments_part()
        comments = self.old.touch(part)
        made = self.importer.bring(comment, self.new.linked("comments"), part)
        made.set(ID, str(self._next))
        self._next += 1
        comments.append(made)
        self.importer.untracked.append(f"a comment of {comment.get(AUTHOR, 'somebody')} was added: {_shown(comment)}")
        return made.get(ID, "")

    def _comments_part(self) -> str:
        theirs = self.new.linked("comments")
        part = self.old.add_part("word/comments.xml", self.new.parts[theirs], self.new.content_type(theirs))
        self.old.add_link(self.old.main, Link(office_type("comments"), part, outside=False))
        self.old.touch(part)[:] = []
        return part


def _comments(file: WordFile) -> list[Element]:
    part = file.linked("comments")
    return file.tree(part).findall(_COMMENT) if part else []


def _form(comment: Element) -> tuple[str, str]:
    return comment.get(AUTHOR, ""), visible(comment)


def _shown(comment: Element) -> str:
    text = " ".join(visible(comment).split())
    return f"“{text[:_LONGEST_SHOWN]}{'…' if len(text) > _LONGEST_SHOWN else ''}”"
