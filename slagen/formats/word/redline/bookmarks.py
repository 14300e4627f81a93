"""One bookmark a name, whole, after two files have become one: references lead to it before and after the changes are accepted or rejected."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from lxml import etree

from slagen.formats.word.redline.line import CAME, GONE
from slagen.formats.word.redline.names import BOOKMARK_END, BOOKMARK_START, ID, NAME, Element, P


def settle_bookmarks(tree: Element) -> None:
    """Keep the start at kept text first, then the one that came, then the one that went, with its end or that of its namesake."""
    order = {item: at for at, item in enumerate(tree.iter(BOOKMARK_START, BOOKMARK_END))}
    starts: dict[str, list[Element]] = {}
    for item in order:
        if item.tag == BOOKMARK_START:
            starts.setdefault(item.get(NAME, ""), []).append(item)
    names = {item.get(ID): name for name, same in starts.items() for item in same}
    ends: dict[str, list[Element]] = {}
    for item in order:
        if item.tag == BOOKMARK_END and item.get(ID) in names:
            ends.setdefault(names[item.get(ID)], []).append(item)
    kept = {item for name, same in starts.items() for item in _pair(same, ends.get(name, ()), order)}
    for item in order:
        if item in kept:
            for note in (GONE, CAME):
                item.attrib.pop(note, "")
        elif (parent := item.getparent()) is not None:
            parent.remove(item)
    etree.cleanup_namespaces(tree, keep_ns_prefixes=[str(prefix) for prefix in tree.nsmap if prefix])


def _pair(starts: Sequence[Element], ends: Sequence[Element], order: Mapping[Element, int]) -> tuple[Element, ...]:
    """The start and the end of one name that belong together; none where a file has a start without an end."""
    if not ends:
        return ()
    start = min(starts, key=_rank)
    own = [item for item in ends if item.get(ID) == start.get(ID)]
    end = own[-1] if own else min(ends, key=_rank)
    if not own:
        start = next((item for item in starts if _paragraph(item) is _paragraph(end)), start)
    start = next(item for item in starts if _paragraph(item) is _paragraph(start))
    end = next(item for item in reversed(ends) if _paragraph(item) is _paragraph(end))
    end.set(ID, start.get(ID, ""))
    if order[start] > order[end]:
        start.addnext(end)
    return start, end


def _rank(item: Element) -> int:
    return 2 if item.get(GONE) else 1 if item.get(CAME) else 0


def _paragraph(item: Element) -> Element | None:
    return next(item.iterancestors(P), None)
