"""Differences that no tracked change can show: they are named, so that nobody takes the redline for all there is."""

from __future__ import annotations

from collections.abc import Iterator

from slagen.formats.word.redline.canonical import Canon
from slagen.formats.word.redline.lists import NUM_ID, list_sheet
from slagen.formats.word.redline.names import VAL, Element, W
from slagen.formats.word.redline.word_file import WordFile

_STYLE_NAMES = (f"{W}pStyle", f"{W}rStyle", f"{W}tblStyle")


def untracked_differences(old: WordFile, new: WordFile) -> Iterator[str]:
    """A line for each style or list that both files use and that looks different, and for settings that change what pages show."""
    yield from _styles(old, new)
    yield from _lists(old, new)
    if _even_and_odd(old) != _even_and_odd(new):
        yield "even and odd pages have headers of their own in one of the files only"


def _styles(old: WordFile, new: WordFile) -> Iterator[str]:
    mine, theirs = old.linked("styles"), new.linked("styles")
    if not mine or not theirs or old.parts[mine] == new.parts[theirs]:
        return
    used = {item.get(VAL, "") for item in new.tree(new.main).iter(*_STYLE_NAMES)}
    before, after = ({style.get(f"{W}styleId", ""): style for style in file.tree(part).iterfind(f"{W}style")} for file, part in ((old, mine), (new, theirs)))
    for identity in sorted(used & before.keys() & after.keys()):
        if Canon(old, mine).properties(before[identity], _UNSEEN) != Canon(new, theirs).properties(after[identity], _UNSEEN):
            name = before[identity].find(f"{W}name")
            yield f"the style “{identity if name is None else name.get(VAL, identity)}” looks different in the new file"


_UNSEEN = frozenset(
    f"{W}{name}" for name in ("rsid", "uiPriority", "semiHidden", "unhideWhenUsed", "qFormat", "locked", "next", "link", "aliases", "autoRedefine")
)


def _lists(old: WordFile, new: WordFile) -> Iterator[str]:
    mine, theirs = old.linked("numbering"), new.linked("numbering")
    if not mine or not theirs or old.parts[mine] == new.parts[theirs]:
        return
    used = {item.get(VAL, "") for item in new.tree(new.main).iter(NUM_ID)} & {item.get(VAL, "") for item in old.tree(old.main).iter(NUM_ID)}
    before, after = list_sheet(old, mine), list_sheet(new, theirs)
    for number in sorted(used - {"0"}):
        if before.forms.get(number) != after.forms.get(number):
            yield f"list {number} is numbered differently in the new file"


def _even_and_odd(file: WordFile) -> bool:
    part = file.linked("settings")
    item: Element | None = file.tree(part).find(f"{W}evenAndOddHeaders") if part else None
    return item is not None and item.get(VAL, "1") not in {"0", "false", "off"}
