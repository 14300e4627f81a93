"""Where tags may stand and how they go together, told before anything is compiled: a rule broken here would lose text or make a file that Word refuses."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
import re

from lxml import etree

from slagen.core.findings import Finding, Severity, Source
from slagen.formats.word.tag_text import Tag, Tags, W, beside

BLOCK_TAGS = ("contract", "recitals", "contents", "execution")
"""Tags that stand for whole paragraphs and are written `{{p … }}`."""
_BLOCK = re.compile(rf"\{{\{{\s*(?:p|r|tr|tc)?\s*-?\s*({'|'.join(BLOCK_TAGS)})\s*(?:\|[^}}]*)?-?\s*\}}\}}", re.IGNORECASE)
_EXACT = re.compile(rf"\{{\{{p\s+(?:{'|'.join(BLOCK_TAGS)})\s*\}}\}}")
_OPENERS = {"if": "endif", "for": "endfor"}
_MIDDLE = {"elif": ("if",), "else": ("if", "for")}
_ROOMS = {"": "paragraphs", "p": "cells or boxes", "tr": "tables"}
_HOW_TO_PLACE = "put {{p contract }} once, in a paragraph of its own, where the contract is to stand"
_ANEW = "write the tag anew, in one go; two braces that are to be printed are written {_{ and }_}"


def block_of(tag: Tag) -> str:
    """The name of a tag for paragraphs, rightly written or not; empty for another tag."""
    match = None if tag.is_statement or tag.is_comment else _BLOCK.fullmatch(tag.text)
    return match[1].lower() if match else ""


def misplaced(tags: Iterable[Tag], shell: str, *, is_body: bool) -> Iterator[Finding]:
    """Tags for paragraphs (SLG072) that are written wrongly, stand where they cannot, twice, or beside something that would be lost."""
    blocks = [(tag, name) for tag in tags if (name := block_of(tag))]
    for at, (tag, name) in enumerate(blocks):
        problem, hint = _misplacement(tag, name, is_body=is_body)
        if not problem and any(earlier == name for _, earlier in blocks[:at]):
            problem, hint = f"has {{{{p {name} }}}} more than once", _HOW_TO_PLACE if name == "contract" else f"keep one {{{{p {name} }}}}"
        if problem:
            yield _error("SLG072", f"The shell {shell} {problem} ({tag.place})", shell, hint)
    if is_body and not any(name == "contract" for _, name in blocks):
        yield _error("SLG072", f"The shell {shell} has no {{{{p contract }}}}", shell, _HOW_TO_PLACE)


def _misplacement(tag: Tag, name: str, *, is_body: bool) -> tuple[str, str]:
    wanted = f"{{{{p {name} }}}}"
    if not _EXACT.fullmatch(tag.text):
        return f"writes {tag.text} where {wanted} is needed", f"write {wanted}"
    if not is_body:
        return f"has {wanted} outside the body", "put it in the body, in a paragraph of its own"
    parent = tag.paragraph.getparent()
    if parent is None or parent.tag != f"{W}body":
        return f"has {wanted} inside a table, text box or content control", "put it in a paragraph of the body itself"
    lost = beside(tag)
    return (f"has {lost} beside {wanted}, which would be lost", f"leave {wanted} alone in its paragraph") if lost else ("", "")


def ill_formed(tags: Tags, tree: etree._Element, shell: str) -> Iterator[Finding]:
    """Tags (SLG074) that are broken, of a kind that shells do not have, or do not fit together."""
    for what, place in tags.broken:
        side = "begins with" if what.startswith("{") else "ends with"
        yield _error("SLG074", f"A tag of the shell {shell} cannot be read: something {side} “{what}” and is no tag ({place})", shell, _ANEW)
    if _outside_text(tree):
        yield _error("SLG074", f"The shell {shell} has a tag where none is filled in: {_outside_text(tree)}", shell, "write tags as ordinary text")
    for tag in tags.found:
        problem, hint = _malformation(tag)
        if problem:
            yield _error("SLG074", f"A tag of the shell {shell} {problem} ({tag.place})", shell, hint)
    yield from _unbalanced(tags.found, shell)


def _malformation(tag: Tag) -> tuple[str, str]:
    """What is wrong with a tag by itself, and the way out."""
    plain = f"{tag.text[:2]} {tag.inside} {tag.text[-2:]}"
    if tag.is_comment or (block_of(tag) and not tag.is_statement):
        return "", ""
    if tag.text[2] in "-+" or tag.text[-3] in "-+":
        return "swallows the space around it", f"write it without the sign: {plain.replace('- ', ' ').replace(' -', ' ')}"
    if tag.is_statement and tag.keyword not in {*_OPENERS, *_OPENERS.values(), *_MIDDLE}:
        return f"uses “{tag.keyword}”, which shells may not use", "use if and for, as docs/shells.md says"
    if tag.word == "tc":
        return "repeats or leaves out cells, which the columns of a table do not allow", f"repeat rows: write {tag.text.replace('tc', 'tr', 1)}"
    if (tag.word and not tag.is_statement) or tag.word == "r":
        return f"writes “{tag.word}” where it cannot stand", f"write {plain}"
    return _lonely(tag) if tag.word else ("", "")


def _lonely(tag: Tag) -> tuple[str, str]:
    """A statement for a paragraph or row takes the whole of it away, so that nothing else may stand there."""
    if tag.word == "p":
        lost = beside(tag)
        return (f"stands beside {lost}, which would be lost", f"leave {tag.text} alone in its paragraph") if lost else ("", "")
    row = next(tag.paragraph.iterancestors(f"{W}tr"), None)
    if row is None:
        return "stands in no row of a table", f"write {tag.text.replace('tr', 'p', 1)}"
    if "".join(node.text or "" for node in row.iter(f"{W}t")).strip() != tag.text:
        return "stands beside other text in its row, which would be lost", f"leave {tag.text} alone in a row of its own"
    return "", ""


def _unbalanced(tags: Iterable[Tag], shell: str) -> Iterator[Finding]:
    open_tags: list[Tag] = []
    for tag in tags:
        if not tag.is_statement:
            continue
        if tag.keyword in _OPENERS:
            open_tags.append(tag)
        elif tag.keyword in _MIDDLE or tag.keyword in _OPENERS.values():
            fault = _mismatch(tag, open_tags[-1] if open_tags else None)
            if fault:
                yield _error("SLG074", f"The tags of the shell {shell} do not fit together: {fault} ({tag.place})", shell, _pair_hint(tag))
            if open_tags and tag.keyword not in _MIDDLE:
                open_tags.pop()
    for tag in open_tags:
        end = tag.text[: 2 + len(tag.word)] + f" {_OPENERS[tag.keyword]} %}}"
        message = f"The tags of the shell {shell} do not fit together: {tag.text} is never ended ({tag.place})"
        yield _error("SLG074", message, shell, f"write {end} where it ends")


def _pair_hint(tag: Tag) -> str:
    return f"a {{% … %}} that spans paragraphs is written {{%p … %}}, each in a paragraph of its own; begin and end what {tag.text} belongs to in the same way"


def _mismatch(tag: Tag, opened: Tag | None) -> str:
    """Why `tag` does not belong to the statement that was opened last; empty where it does."""
    fits = opened is not None and opened.keyword in (_MIDDLE.get(tag.keyword) or [key for key, end in _OPENERS.items() if end == tag.keyword])
    if opened is None or not fits:
        return f"{tag.text} has no beginning" if opened is None else f"{tag.text} stands where {opened.text} is to be ended"
    if opened.word != tag.word or tag.word not in _ROOMS:
        return f"{opened.text} goes on as {tag.text}"
    if _room(opened) is not _room(tag):
        return f"{opened.text} and {tag.text} stand in different {_ROOMS[tag.word]}"
    return ""


def _room(tag: Tag) -> etree._Element | None:
    """What both ends of a statement must share: the paragraph, what holds the paragraph, or what holds the row."""
    if not tag.word:
        return tag.paragraph
    holder = tag.paragraph if tag.word == "p" else next(tag.paragraph.iterancestors(f"{W}tr"), None)
    return None if holder is None else holder.getparent()


def _outside_text(tree: etree._Element) -> str:
    """A tag in a field code, an alternative text or a link, where docxtpl would fill it without regard to the place; empty where there is none."""
    for element in tree.iter("*"):
        texts = [str(value) for value in element.attrib.values()]
        if element.tag != f"{W}t":
            texts += [element.text or "", element.tail or ""]
        found = next((text for text in texts if "{{" in text or "{%" in text or "{#" in text), "")
        if found:
            return f"“{found[:80]}” in a field code, an alternative text or a link"
    return ""


def _error(code: str, message: str, shell: str, hint: str) -> Finding:
    return Finding(code, Severity.ERROR, message, Source(shell), hint)
