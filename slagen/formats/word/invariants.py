"""What must hold in every .docx of ours beyond what a schema validator sees. Each line of the answer is a fault."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
import re

from lxml import etree

from slagen.formats.word.package import relationships_name, resolve_target
from slagen.formats.word.stories import numbered_paragraphs, paragraph_text, read_trees
from slagen.formats.word.xml_text import NAMESPACE

_W = f"{{{NAMESPACE}}}"
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
_MAIN = "word/document.xml"
_STYLES = "word/styles.xml"
_NUMBERING = "word/numbering.xml"
_STORY = re.compile(r"word/(?:document|header\d*|footer\d*|footnotes|endnotes)\.xml")
_REFERENCE = re.compile(r"REF (\S+) \\w \\h")


def faults(data: bytes, name: str = "file.docx") -> list[str]:
    """Everything that is wrong with a .docx whose main text is `word/document.xml`; empty where nothing is."""
    trees = read_trees(data, name)
    found: list[str] = []
    for part, tree in trees.items():
        if _STORY.fullmatch(part):
            found += [f"{part}: {fault}" for rule in _RULES for fault in rule(tree)]
            found += [f"{part}: {fault}" for fault in _missing_names(tree, trees)]
            found += [f"{part}: {fault}" for fault in _missing_relationships(part, trees)]
    found += _wrong_references(trees)
    return found


def _text_in_deletions(tree: etree._Element) -> Iterator[str]:
    for deleted in tree.iter(f"{_W}del"):
        if next(deleted.iter(f"{_W}t"), None) is not None:
            yield "w:t inside w:del"
    for text in tree.iter(f"{_W}delText"):
        if not any(parent.tag == f"{_W}del" for parent in text.iterancestors()):
            yield "w:delText outside w:del"


def _unbalanced_fields(tree: etree._Element) -> Iterator[str]:
    depth = 0
    for mark in tree.iter(f"{_W}fldChar"):
        depth += {"begin": 1, "end": -1}.get(mark.get(f"{_W}fldCharType", ""), 0)
        if depth < 0:
            yield "a field ends that did not begin"
            depth = 0
    if depth:
        yield f"{depth} fields begin and do not end"


def _open_cells(tree: etree._Element) -> Iterator[str]:
    for cell in tree.iter(f"{_W}tc"):
        if not len(cell) or cell[-1].tag != f"{_W}p":
            yield "a cell does not end with a paragraph"


def _uneven_rows(tree: etree._Element) -> Iterator[str]:
    for table in tree.iter(f"{_W}tbl"):
        columns = len(table.findall(f"{_W}tblGrid/{_W}gridCol"))
        if any(len(row.findall(f"{_W}tc")) != columns for row in table.iterfind(f"{_W}tr") if row.find(f".//{_W}gridSpan") is None):
            yield "a row has more or fewer cells than its table has columns"


def _twins(tree: etree._Element) -> Iterator[str]:
    marks = list(tree.iter(f"{_W}bookmarkStart"))
    for what, values in (
        ("bookmark name", [mark.get(f"{_W}name") for mark in marks]),
        ("bookmark id", [mark.get(f"{_W}id") for mark in marks]),
        ("drawing id", [drawing.get("id") for drawing in tree.iter(f"{_WP}docPr")]),
    ):
        yield from (f"the {what} “{value}” stands {count} times" for value, count in Counter(values).items() if count > 1)
    if {mark.get(f"{_W}id") for mark in marks} != {mark.get(f"{_W}id") for mark in tree.iter(f"{_W}bookmarkEnd")}:
        yield "bookmarks that begin and bookmarks that end are not the same"


_RULES = (_text_in_deletions, _unbalanced_fields, _open_cells, _uneven_rows, _twins)


def _missing_names(tree: etree._Element, trees: Mapping[str, etree._Element]) -> Iterator[str]:
    """Styles, lists and bookmarks that are named and do not exist."""
    styles = {style.get(f"{_W}styleId") for style in trees[_STYLES].iterfind(f"{_W}style")}
    lists = {num.get(f"{_W}numId") for num in trees[_NUMBERING].iterfind(f"{_W}num")}
    marks = {mark.get(f"{_W}name") for mark in trees[_MAIN].iter(f"{_W}bookmarkStart")}
    for what, tags, known in (("style", ("pStyle", "rStyle", "tblStyle"), styles), ("list", ("numId",), lists)):
        used = {item.get(f"{_W}val") for tag in tags for item in tree.iter(f"{_W}{tag}")}
        yield from (f"the {what} “{value}” does not exist" for value in used - known)
    anchors = {link.get(f"{_W}anchor") for link in tree.iter(f"{_W}hyperlink")} - {None}
    codes = "\n".join(code.text or "" for code in tree.iter(f"{_W}instrText"))
    yield from (f"the bookmark “{value}” does not exist" for value in (anchors | set(_REFERENCE.findall(codes))) - marks)


def _missing_relationships(part: str, trees: Mapping[str, etree._Element]) -> Iterator[str]:
    relationships = trees.get(relationships_name(part))
    items = {} if relationships is None else {item.get("Id"): item for item in relationships}
    used = {str(value) for node in trees[part].iter() for key, value in node.attrib.items() if str(key).startswith(_R)}
    yield from (f"the relationship “{value}” does not exist" for value in used - items.keys())
    for item in items.values():
        target = resolve_target(part, item.get("Target", ""))
        if item.get("TargetMode") != "External" and target.endswith(".xml") and target not in trees:
            yield f"the part “{target}” does not exist"


def _wrong_references(trees: Mapping[str, etree._Element]) -> Iterator[str]:
    """References whose printed number is not the one that the lists count out."""
    numbers = {mark: item.full for item in numbered_paragraphs(trees[_MAIN], trees[_STYLES], trees[_NUMBERING]) for mark in item.bookmarks}
    for paragraph in trees[_MAIN].iter(f"{_W}p"):
        for target, shown in _references(paragraph):
            if numbers.get(target) != shown:
                yield f"a reference to {target} prints “{shown}”, the list counts “{numbers.get(target)}”: “{paragraph_text(paragraph)[:60]}”"


def _references(paragraph: etree._Element) -> Iterator[tuple[str, str]]:
    """Target and printed result of each REF field of a paragraph."""
    code = result = ""
    state = ""
    for node in paragraph.iter(f"{_W}fldChar", f"{_W}instrText", f"{_W}t"):
        if node.tag == f"{_W}fldChar":
            state = node.get(f"{_W}fldCharType", "")
            match = _REFERENCE.search(code)
            if state == "end":
                if match:
                    yield match[1], result
                code = result = ""
        elif state == "begin":
            code += node.text or ""
        elif state == "separate":
            result += node.text or ""
