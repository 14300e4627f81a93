"""Differences that no tracked change can show: they are named, so that nobody takes the redline for all there is."""

from __future__ import annotations

from collections.abc import Iterator

from slagen.formats.word.redline.canonical import Canon
from slagen.formats.word.redline.names import VAL, Element, W
from slagen.formats.word.redline.word_file import WordFile

_STYLE_NAMES = (f"{W}pStyle", f"{W}rStyle", f"{W}tblStyle")
_NUM_ID = f"{W}numId"


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
    used = {item.get(VAL, "") for item in new.tree(new.main).iter(_NUM_ID)} & {item.get(VAL, "") for item in old.tree(old.main).iter(_NUM_ID)}
    for number in sorted(used - {"0"}):
        if list_form(old, mine, number) != list_form(new, theirs, number):
            yield f"list {number} is numbered differently in the new file"


def list_form(file: WordFile, part: str, number: str) -> object:
    """What a list looks like, level by level; None where there is no such list."""
    canon, tree = Canon(file, part), file.tree(part)
    num = next((item for item in tree.iterfind(f"{W}num") if item.get(_NUM_ID) == number), None)
    if num is None:
        return None
    reference = num.find(f"{W}abstractNumId")
    wanted = "" if reference is None else reference.get(VAL, "")
    abstract = next((item for item in tree.iterfind(f"{W}abstractNum") if item.get(f"{W}abstractNumId") == wanted), None)
    levels = [] if abstract is None else [canon.of(item) for item in abstract if item.tag == f"{W}lvl"]
    return (levels, [canon.of(item) for item in num if item.tag == f"{W}lvlOverride"])


def _even_and_odd(file: WordFile) -> bool:
    part = file.linked("settings")
    item: Element | None = file.tree(part).find(f"{W}evenAndOddHeaders") if part else None
    return item is not None and item.get(VAL, "1") not in {"0", "false", "off"}
