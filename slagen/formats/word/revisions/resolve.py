"""Tracked changes accepted or rejected, all of them or those that are chosen (ISO/IEC 29500-1, 17.13.5)."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

from slagen.formats.word.redline.names import BOOKMARK_END, BOOKMARK_START, COMMENT_MARKS, PPR, RPR, SDT, SDT_CONTENT, TBL, TC, TR, Element, P, W
from slagen.formats.word.redline.word_file import WordFile
from slagen.formats.word.revisions.moves import RANGES, emptied

Choice: TypeAlias = Callable[[Element], bool]

_PROPERTY_CHANGES = {
    f"{W}{change}": f"{W}{held}"
    for change, held in (
        ("rPrChange", "rPr"),
        ("pPrChange", "pPr"),
        ("sectPrChange", "sectPr"),
        ("tblPrChange", "tblPr"),
        ("trPrChange", "trPr"),
        ("tcPrChange", "tcPr"),
        ("tblGridChange", "tblGrid"),
        ("tblPrExChange", "tblPrEx"),
    )
}
_KEPT_FIRST = {
    f"{W}rPrChange": ("ins", "del", "moveFrom", "moveTo"),
    f"{W}sectPrChange": ("headerReference", "footerReference"),
}
_KEPT_LAST = {
    f"{W}pPrChange": ("rPr", "sectPr"),
    f"{W}trPrChange": ("ins", "del"),
    f"{W}tcPrChange": ("cellIns", "cellDel", "cellMerge"),
}
_CUSTOM_RANGES = tuple(f"{W}customXml{way}Range{end}" for way in ("Ins", "Del", "MoveFrom", "MoveTo") for end in ("Start", "End"))
_COMING, _GOING = (f"{W}ins", f"{W}moveTo"), (f"{W}del", f"{W}moveFrom")
_BETWEEN = frozenset((BOOKMARK_START, BOOKMARK_END, *COMMENT_MARKS, f"{W}proofErr", *RANGES))
_MARKS = _BETWEEN | frozenset(_CUSTOM_RANGES)
_LINKS = frozenset((f"{W}hyperlink", f"{W}smartTag"))
_JOIN = "slagen-join"
_STORIES = ("header", "footer", "footnotes", "endnotes")


def has_revisions(tree: Element) -> bool:
    """Whether a story has tracked changes."""
    return next(tree.iter(*_COMING, *_GOING, *_PROPERTY_CHANGES, f"{W}cellIns", f"{W}cellDel", f"{W}numberingChange", *RANGES), None) is not None


def story_parts(file: WordFile) -> list[str]:
    """The parts that hold text: the main one, headers, footers, notes."""
    return [file.main, *dict.fromkeys(link.target for link in file.links(file.main).values() if link.kind in _STORIES and link.target in file.parts)]


def resolve_file(file: WordFile, *, accept: bool, chosen: Choice | None = None) -> bool:
    """Accept or reject the tracked changes of a file; whether there were any."""
    found = False
    for part in story_parts(file):
        if has_revisions(file.tree(part)):
            resolve(file.touch(part), accept=accept, chosen=chosen)
            found = True
    return found


def resolve(tree: Element, *, accept: bool, chosen: Choice | None = None) -> None:
    """Accept or reject the tracked changes of one story, by default all."""
    wanted = chosen or (lambda _revision: True)
    _properties(tree, wanted, accept=accept)
    _rows_and_cells(tree, wanted, accept=accept)
    unwrapped = _controls(tree, wanted, accept=accept)
    _content(tree, wanted, accept=accept)
    for control in unwrapped:
        content = control.find(SDT_CONTENT)
        _unwrap(control, [] if content is None else list(content))
    _join_paragraphs(tree)
    _drop_lone_codes(tree)
    for item in list(tree.iter(*RANGES, *_CUSTOM_RANGES) if chosen is None else emptied(tree)):
        _remove(item)


def _properties(tree: Element, wanted: Choice, *, accept: bool) -> None:
    for change in list(tree.iter(*_PROPERTY_CHANGES)):
        parent = change.getparent()
        if parent is None or not wanted(change):
            continue
        if accept:
            parent.remove(change)
            continue
        held = change.find(_PROPERTY_CHANGES[change.tag])
        first, last = ([item for item in parent if item.tag in {f"{W}{name}" for name in names.get(change.tag, ())}] for names in (_KEPT_FIRST, _KEPT_LAST))
        parent[:] = [*first, *([] if held is None else held), *last]
    for change in list(tree.iter(f"{W}numberingChange")):
        if wanted(change):
            _remove(change)


def _rows_and_cells(tree: Element, wanted: Choice, *, accept: bool) -> None:
    for tag, inner, coming, going in ((TR, "trPr", "ins", "del"), (TC, "tcPr", "cellIns", "cellDel")):
        for item in list(tree.iter(tag)):
            properties = item.find(f"{W}{inner}")
            if properties is None:
                continue
            for name, stays in ((coming, accept), (going, not accept)):
                revision = properties.find(f"{W}{name}")
                if revision is None or not wanted(revision):
                    continue
                if stays:
                    properties.remove(revision)
                else:
                    _remove(item)
    for table in list(tree.iter(TBL)):
        if next(table.iter(TR), None) is None:
            _remove(table)


def _controls(tree: Element, wanted: Choice, *, accept: bool) -> list[Element]:
    """The content controls that go: a range of theirs begins right before them and ends within (17.13.5.6 and its kin)."""
    going = ("Del", "MoveFrom") if accept else ("Ins", "MoveTo")
    found = []
    behind: dict[Element, Element | None] = {}
    for start in tree.iter(*(f"{W}customXml{way}RangeStart" for way in going)):
        if start not in behind:
            behind.update(_behind_marks(start))
        control = behind[start]
        if control is not None and control.tag == SDT and wanted(start):
            found.append(control)
    return found


def _behind_marks(start: Element) -> dict[Element, Element | None]:
    """What stands behind a row of marks, for each of them: the row is walked once, however long it is."""
    row, item = [start], start.getnext()
    while item is not None and item.tag in _MARKS:
        row.append(item)
        item = item.getnext()
    return dict.fromkeys(row, item)


def _drop_lone_codes(tree: Element) -> None:
    """The code of a field whose beginning went is no text: it goes, too."""
    depth = 0
    for item in list(tree.iter(f"{W}fldChar", f"{W}instrText")):
        if item.tag == f"{W}instrText":
            if depth <= 0:
                _remove(item)
        else:
            depth += {"begin": 1, "end": -1}.get(item.get(f"{W}fldCharType", ""), 0)


def _content(tree: Element, wanted: Choice, *, accept: bool) -> None:
    going, staying = (_GOING, _COMING) if accept else (_COMING, _GOING)
    for paragraph in tree.iter(P):
        ppr = paragraph.find(PPR)
        rpr = None if ppr is None else ppr.find(RPR)
        if rpr is None:
            continue
        for revision in list(rpr.iterchildren(*_COMING, *_GOING)):
            if wanted(revision):
                rpr.remove(revision)
                if revision.tag in going:
                    paragraph.set(_JOIN, "1")
    for revision in list(tree.iter(*going)):
        if wanted(revision):
            _remove_with_link(revision)
    for revision in list(tree.iter(*staying)):
        if wanted(revision):
            _plain(revision)
            _unwrap(revision, list(revision))


def _plain(revision: Element) -> None:
    """What stays is text again; some programs write what moved away as deleted text, too."""
    if revision.tag not in _GOING:
        return
    for item in revision.iter(f"{W}delText", f"{W}delInstrText"):
        item.tag = f"{W}t" if item.tag == f"{W}delText" else f"{W}instrText"


def _join_paragraphs(tree: Element) -> None:
    """A paragraph whose mark went runs on into the next one, which keeps its own properties."""
    tree.attrib.pop(_JOIN, "")
    parents = dict.fromkeys(paragraph.getparent() for paragraph in tree.iter(P) if paragraph.get(_JOIN))
    for parent in reversed(list(parents)):  # what stands within a paragraph before the paragraph itself
        ends = [] if parent is None else _run_together(tuple(parent))
        left = 0 if parent is None else sum(1 for _ in parent.iterchildren(P))
        for paragraph in reversed(ends):
            if left > 1 and all(item.tag in _BETWEEN or item.tag == PPR for item in paragraph):
                _remove(paragraph)
                left -= 1


def _run_together(siblings: tuple[Element, ...]) -> list[Element]:
    """Join siblings in one pass, however many follow each other; the paragraphs whose mark went and that have none to run on into."""
    last: list[Element] = []
    waiting: list[Element] = []
    for item in siblings:
        if item.tag == P and item.attrib.pop(_JOIN, ""):
            waiting.append(item)
        elif item.tag == P:
            _run_on(waiting, item)
            waiting = []
        elif waiting and item.tag not in _BETWEEN:
            last.append(_joined(waiting))
            waiting = []
    return [*last, _joined(waiting)] if waiting else last


def _joined(paragraphs: list[Element]) -> Element:
    *before, end = paragraphs
    _run_on(before, end)
    return end


def _run_on(paragraphs: list[Element], into: Element) -> None:
    """Put the content of paragraphs before that of the one that they run on into."""
    if not paragraphs:
        return
    own = [item for item in into if item.tag != PPR]
    for paragraph in paragraphs:
        into.extend([item for item in paragraph if item.tag != PPR])
        _remove(paragraph)
    into.extend(own)


def _remove(item: Element) -> None:
    parent = item.getparent()
    if parent is not None:
        parent.remove(item)


def _remove_with_link(item: Element) -> None:
    """A link goes with the last of its text."""
    parent = item.getparent()
    while parent is not None:
        parent.remove(item)
        if parent.tag not in _LINKS or next(parent.iterchildren(), None) is not None:
            return
        item, parent = parent, parent.getparent()


def _unwrap(item: Element, content: list[Element]) -> None:
    """Put the content in the place of its wrapper."""
    if item.getparent() is not None:
        for piece in content:
            item.addprevious(piece)
        _remove(item)
