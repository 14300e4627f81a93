"""The tags of a shell put to the test before anybody needs it: their language, the names they use, and what they print for several contracts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
import re
from types import TracebackType
from typing import TYPE_CHECKING

from jinja2 import Template, TemplateError, TemplateSyntaxError, meta, nodes
from lxml import etree
from markupsafe import Markup

from slagen.core.findings import Finding, Severity, Source
from slagen.core.identifiers import did_you_mean
from slagen.formats.word.tag_language import VALUES, refusals
from slagen.formats.word.tag_rules import BLOCK_TAGS, block_of
from slagen.formats.word.tag_text import Tag, W, gather
from slagen.formats.word.tags import VALUE_TAGS, Identity, bare_document, context, parse_part, sample_document
from slagen.model.document import Document

if TYPE_CHECKING:
    from slagen.formats.word.shell_stories import Story

_NAMES = (*BLOCK_TAGS, *VALUE_TAGS)
_MARK = "whole"
_BLOCKS = {name: Markup(f'<w:p><w:pPr><w:{_MARK} w:val="{name}"/></w:pPr></w:p>') for name in BLOCK_TAGS}  # noqa: S704 - names of ours
_PLAIN = "use the plain tags of docs/shells.md"
_SOME_LACK = "docs/shells.md names the tags and their parts; what some contracts lack is put between {% if … %} and {% endif %}, or in a loop"


def line_places(story: Story) -> tuple[str, ...]:
    """Text and place of each tag in the order of the lines that `patched` puts them on; those of the draft's mark are the header's."""
    known = {(tag.paragraph, tag.text): tag.place for tag in story.tags.found}
    return tuple(f"{known.get((tag.paragraph, tag.text), story.place)}" for tag in gather(story.tree, story.place).found)


def language_findings(source: str, places: Sequence[str], shell: str, story: str) -> Iterator[Finding]:
    """Tags that cannot be read or use more of Jinja than shells may (SLG074), and names that do not exist (SLG073), each with its place."""
    try:
        tree = parse_part(source)
        refused = list(refusals(tree))
    except TemplateSyntaxError as error:
        hint = "write the tag anew, in one go and without formatting inside"
        yield _error("SLG074", f"A tag of the shell {shell} cannot be read ({_place(error.lineno, places, story)}): {error.message}", shell, hint)
        return
    except RecursionError:
        yield _error("SLG074", f"The tags of the shell {shell} are nested too deeply ({story})", shell, _PLAIN)
        return
    for line, what, value in refused:
        if value:
            known = did_you_mean(value, VALUES) or f"parties have {', '.join(sorted(VALUES - {'title', 'email', 'power'}))}; signatories name, title and email"
            message = f"A tag of the shell {shell} asks for a value that does not exist ({_place(line, places, story)}): “{value}”"
            yield _error("SLG073", message, shell, known)
        else:
            yield _error("SLG074", f"A tag of the shell {shell} uses {what}, which shells may not use ({_place(line, places, story)})", shell, _PLAIN)
    if any(what for _, what, _ in refused):  # Jinja looks no further where there is a filter that it does not know
        return
    for name in sorted(meta.find_undeclared_variables(tree) - set(_NAMES)):
        lines = sorted({node.lineno for node in tree.find_all(nodes.Name) if node.name == name})
        yield from (_unknown(name, _place(line, places, story), shell) for line in lines)


def lone_findings(tag: Tag, shell: str) -> Iterator[Finding]:
    """An unknown name in a tag that prints, read by itself: for shells whose tags do not fit together. What loops name is left out."""
    if tag.is_statement or tag.is_comment or block_of(tag) or not re.fullmatch(r"[a-z_]\w*", tag.inside):
        return
    if tag.inside not in {*_NAMES, "party", "loop"}:
        yield _unknown(tag.inside, tag.place, shell)


def _unknown(name: str, place: str, shell: str) -> Finding:
    known = did_you_mean(name, _NAMES) or f"the tags are: {', '.join((*VALUE_TAGS, *BLOCK_TAGS))}"
    return _error("SLG073", f"The shell {shell} uses the tag “{name}”, which does not exist ({place})", shell, known)


def trial_findings(template: Template, places: Sequence[str], shell: str, story: str, *, is_body: bool) -> Iterator[Finding]:
    """Why the part cannot be filled for contracts of every kind (SLG072, SLG073, SLG074): the first reason, or nothing."""
    try:
        for document in _trials():
            tree = etree.fromstring(template.render(context(document, Identity("0" * 64), {}) | _BLOCKS).encode())
            found = next(_faults(tree, shell, story, document.meta.status, is_body=is_body), None)
            if found is not None:
                yield found
                return
    except TemplateError as error:
        place = _place(_line_of(error.__traceback__), places, story)
        yield _error("SLG073", f"A tag of the shell {shell} asks for a value that does not exist ({place}): {_in_words(error)}", shell, _SOME_LACK)
    except etree.XMLSyntaxError as error:
        hint = "a {% … %} that spans paragraphs is written {%p … %}, each in a paragraph of its own"
        yield _error("SLG074", f"The tags of the shell {shell} do not fit together ({story}): {error.msg}", shell, hint)
    except (TypeError, ValueError, ArithmeticError, LookupError) as error:
        place = _place(_line_of(error.__traceback__), places, story)
        yield _error("SLG074", f"A tag of the shell {shell} cannot be worked out ({place}): {error}", shell, _PLAIN)


def _trials() -> Iterator[Document]:
    """A draft with everything, the same to be signed, and one signed with little in it; of every kind."""
    sample, bare = sample_document(), bare_document()
    for kind in ("sla", "ola", "charter"):
        for document, status in ((sample, "draft"), (sample, "execution"), (bare, "executed")):
            yield replace(document, meta=replace(document.meta, kind=kind, status=status))


def _faults(tree: etree._Element, shell: str, story: str, status: str, *, is_body: bool) -> Iterator[Finding]:
    marks = list(tree.iter(f"{W}{_MARK}"))
    counts = Counter(mark.get(f"{W}val") for mark in marks)
    for name, count in counts.items():
        if count > 1:
            yield _error("SLG072", f"The shell {shell} repeats {{{{p {name} }}}} ({story})", shell, "take it out of the loop")
    if is_body and not counts["contract"]:
        message = f"The shell {shell} leaves {{{{p contract }}}} out where the status is “{status}” ({story})"
        yield _error("SLG072", message, shell, "take it out of the {%p if … %}")
    if any(next(mark.iterancestors(f"{W}p")).getparent() is not tree.find(f"{W}body") for mark in marks):
        yield _error("SLG072", f"The shell {shell} has a tag for paragraphs inside something else ({story})", shell, "put it in a paragraph of the body itself")
    for holder, inside, words in ((f"{W}tbl", f"{W}tr", "rows"), (f"{W}tr", f"{W}tc", "cells")):
        if any(next(element.iter(inside), None) is None for element in tree.iter(holder)):
            message = f"The shell {shell} has a table that may be left without {words} ({story})"
            yield _error("SLG074", message, shell, "put {%p if … %} and {%p endif %} around the whole table")


def _place(line: int, places: Sequence[str], story: str) -> str:
    return places[line - 2] if 2 <= line < len(places) + 2 else story


def _line_of(traceback: TracebackType | None) -> int:
    """The line of the template where it went wrong, 0 where that is not known."""
    line = 0
    while traceback is not None:
        if traceback.tb_frame.f_code.co_filename in {"<template>", "<unknown>"}:
            line = traceback.tb_lineno
        traceback = traceback.tb_next
    return line


def _in_words(error: TemplateError) -> str:
    """Jinja's own message without the names of the program's insides."""
    message = str(error.message or error)
    message = re.sub(r"'[\w.]*\.(\w+) object'", "that", message)
    return re.sub(r"\btuple object has no element (\d+)", lambda found: f"some contracts have no entry {found[1]} there (they count from 0)", message)


def _error(code: str, message: str, shell: str, hint: str) -> Finding:
    return Finding(code, Severity.ERROR, message, Source(shell), hint)
