"""The user's own Word file around the contract: checked, completed and compiled once, then written onto many times."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
import hashlib
import re

from jinja2 import Template
from lxml import etree

from slagen.core.errors import FindingsError
from slagen.core.findings import Finding, Severity, Source, has_errors
from slagen.formats.word.completion import Completed, complete
from slagen.formats.word.package import PackageError, PackedPart, pack, read_package, relationships_name
from slagen.formats.word.passages import SharedClauses
from slagen.formats.word.shell_package import CONTENT_TYPES, CORE
from slagen.formats.word.shell_parts import Trimmed, trim
from slagen.formats.word.shell_stories import Story
from slagen.formats.word.shell_styles import style_findings
from slagen.formats.word.surface import CONTRACT_TEXT, Surface
from slagen.formats.word.tag_rules import block_of, ill_formed, misplaced
from slagen.formats.word.tag_trial import language_findings, line_places, lone_findings, trial_findings
from slagen.formats.word.tags import compile_part, patched
from slagen.formats.word.xml_text import NAMESPACE

_W = f"{{{NAMESPACE}}}"
_BODY_TAG = re.compile(r"\{\{p\s+contract\s*\}\}")
_DEFAULT_WIDTH = 9070
_MOST_XML_BYTES = 4_000_000


@dataclass(frozen=True, slots=True, eq=False)
class Shell:
    """A shell ready to be written onto.

    `templates` holds the parts that have tags, `fixed` the others, compressed; `variants` keeps the forms of `styles.xml` and
    `numbering.xml` that documents asked for (by language, by number of schedules), `clauses` those written on it last. `digest` is the SHA-256 of the file.
    """

    name: str
    digest: str
    main: str
    templates: Mapping[str, Template]
    fixed: Mapping[str, PackedPart]
    surface: Surface
    completed: Completed
    styles_part: str
    numbering_part: str
    relationships: str
    content_types: str
    has_execution: bool
    has_recitals: bool
    findings: tuple[Finding, ...] = ()
    variants: dict[tuple[str, object], PackedPart] = field(default_factory=dict)
    clauses: SharedClauses = field(default_factory=SharedClauses)


def open_shell(data: bytes, name: str) -> Shell:
    """Read a shell; `name` is its path below the workspace and stands in messages.

    Raises:
        FindingsError: the file cannot be used; every reason found is in it, with its place and the way out.
    """
    shell, findings = check_shell(data, name)
    if shell is None:
        raise FindingsError(f"The shell {name} cannot be used.", findings)
    return shell


def check_shell(data: bytes, name: str) -> tuple[Shell | None, tuple[Finding, ...]]:
    """The shell where it can be used, and everything worth saying about it."""
    try:
        parts = read_package(data, name)
        _require_handy(parts, name)
        trimmed = trim(parts, name)
    except PackageError as error:
        code = "SLG071" if error.unsafe else "SLG070"
        return None, (Finding(code, Severity.ERROR, error.message, Source(name), error.hint),)
    findings = [*trimmed.findings, *_style_findings(trimmed, name)]
    for story in trimmed.stories:
        findings += misplaced(story.tags.found, name, is_body=story.part == trimmed.main)
        findings += ill_formed(story.tags, story.tree, name)
    if has_errors(findings):
        return None, (*findings, *_names_unknown(trimmed, name))
    sources = {story.part: patched(story.xml) for story in trimmed.stories if "{{" in story.xml or "{%" in story.xml or "{#" in story.xml}
    for story in trimmed.stories:
        if story.part in sources:
            findings += language_findings(sources[story.part], line_places(story), name, story.place)
    if has_errors(findings):
        return None, tuple(findings)
    templates = {part: compile_part(source) for part, source in sources.items()}
    for part, template in templates.items():
        story = trimmed.story(part)
        findings += trial_findings(template, line_places(story), name, story.place, is_body=part == trimmed.main)
    completed = complete(trimmed.styles, trimmed.numbering)
    findings += _completion_findings(completed, name)
    if has_errors(findings):
        return None, tuple(findings)
    return _build(data, name, trimmed, templates, completed, tuple(findings)), tuple(findings)


def _style_findings(trimmed: Trimmed, name: str) -> Iterator[Finding]:
    yield from style_findings(trimmed.styles, trimmed.numbering, {story.place: story.tree for story in trimmed.stories}, name)


def _names_unknown(trimmed: Trimmed, name: str) -> Iterator[Finding]:
    """Misspelt names of a shell that cannot be compiled as it stands, so that they are told together with what else is wrong."""
    for story in trimmed.stories:
        for tag in story.tags.found:
            yield from lone_findings(tag, name)


def _require_handy(parts: Mapping[str, bytes], name: str) -> None:
    for part, content in parts.items():
        if part.endswith(".xml") and len(content) > _MOST_XML_BYTES:
            raise PackageError(name, f"has far too much text in {part}", "Keep the cover, the styles and the execution page, and nothing else.", unsafe=True)


def _build(data: bytes, name: str, trimmed: Trimmed, templates: Mapping[str, Template], completed: Completed, findings: tuple[Finding, ...]) -> Shell:
    varying = {*templates, trimmed.styles_part, trimmed.numbering_part, relationships_name(trimmed.main), CORE}
    main = trimmed.story(trimmed.main)
    blocks = {block_of(tag) for tag in main.tags.found}
    surface = Surface(
        completed.styles,
        completed.lists,
        completed.text_indents,
        _text_width(main),
        _first_bookmark(trimmed.stories),
        scheme=completed.scheme,
        marks_contract=_marks_contract(main),
    )
    return Shell(
        name,
        hashlib.sha256(data).hexdigest(),
        trimmed.main,
        templates,
        {part: pack(part, content) for part, content in trimmed.parts.items() if part not in varying},
        surface,
        completed,
        trimmed.styles_part,
        trimmed.numbering_part,
        trimmed.relationships,
        trimmed.parts[CONTENT_TYPES].decode().removesuffix("</Types>"),
        "execution" in blocks,
        "recitals" in blocks,
        findings,
    )


def _completion_findings(completed: Completed, name: str) -> Iterator[Finding]:
    if completed.added:
        names = ", ".join(f"“{style}”" for style in completed.added)
        yield Finding(
            "SLG075",
            Severity.NOTE,
            f"The shell {name} lacks styles that contracts use; they are added: {names}",
            Source(name),
            "add them in Word to choose how they look",
        )
    if any(level.legal for level in (*completed.scheme.clauses, *completed.scheme.paragraphs)):
        yield Finding(
            "SLG083",
            Severity.NOTE,
            f"The shell {name} has “legal style numbering”: Word prints Section 1.01 below Article I, and LibreOffice, which makes the PDFs, Section I.01",
            Source(name),
            "make PDFs in Word, or let the level below print its own counter alone",
        )
    for level in completed.strange_levels:
        yield _error(
            "SLG076",
            f"The shell {name} numbers {level}; references cannot follow that",
            name,
            "let every level print its own counter in figures, letters or Roman numerals, from 1 on, or take the numbering off these styles",
        )


def _text_width(main: Story) -> int:
    """The width of a line where the contract stands: of the section that ends next after the tag."""
    paragraphs = main.tree.iter(f"{_W}p", f"{_W}sectPr")
    seen = False
    for element in paragraphs:
        if element.tag == f"{_W}p" and _BODY_TAG.search("".join(node.text or "" for node in element.iter(f"{_W}t"))):
            seen = True
        elif seen and element.tag == f"{_W}sectPr":
            return _section_width(element)
    return _DEFAULT_WIDTH


def _section_width(section: etree._Element) -> int:
    size, margins = section.find(f"{_W}pgSz"), section.find(f"{_W}pgMar")
    if size is None or margins is None:
        return _DEFAULT_WIDTH
    try:
        width = int(size.get(f"{_W}w", "11906")) - int(margins.get(f"{_W}left", "1418")) - int(margins.get(f"{_W}right", "1418"))
    except ValueError:  # a measure with a unit, or no measure at all
        return _DEFAULT_WIDTH
    return width if width > 2000 else _DEFAULT_WIDTH


def _first_bookmark(stories: tuple[Story, ...]) -> int:
    ids = (mark.get(f"{_W}id", "") for story in stories for mark in story.tree.iter(f"{_W}bookmarkStart"))
    return max((int(number) for number in ids if number.isascii() and number.isdigit()), default=0) + 1


def _marks_contract(main: Story) -> bool:
    return any(mark.get(f"{_W}name") == CONTRACT_TEXT for mark in main.tree.iter(f"{_W}bookmarkStart"))


def _error(code: str, message: str, name: str, hint: str) -> Finding:
    return Finding(code, Severity.ERROR, message, Source(name), hint)
