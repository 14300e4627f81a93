"""Who has worked on a file that came back: whose its tracked changes and comments are."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from slagen.core.errors import BadInputError

if TYPE_CHECKING:
    from slagen.workspace.identifying import Document


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody by the name that the file has (it may be empty), and how many tracked changes and comments are theirs."""

    name: str
    changes: int
    comments: int


def people_of(file: Document) -> tuple[Person, ...]:
    """Those who have left tracked changes or comments in a Word file, in the order in which they come up; nobody where it is not one."""
    from slagen.formats.word.redline.word_file import open_file  # noqa: PLC0415 - start-up
    from slagen.formats.word.revisions.listing import list_revisions  # noqa: PLC0415 - start-up
    from slagen.workspace.reading import read  # noqa: PLC0415 - start-up

    if not file.data.startswith(b"PK"):
        return ()
    try:
        changes = Counter(one.author for one in list_revisions(open_file(file.data, file.name)))
        comments = Counter(one.author for one in read(file.data, file.name).comments)
    except BadInputError:
        return ()
    return tuple(Person(name, changes[name], comments[name]) for name in dict.fromkeys((*changes, *comments)))
