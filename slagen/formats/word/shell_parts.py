"""The parts of a shell that go into contracts: those that its main text needs, cleaned of what must not leave the house."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
import re

from lxml import etree

from slagen.core.findings import Finding
from slagen.formats.word import imprint, watermark
from slagen.formats.word.numbering import numbering_part
from slagen.formats.word.package import PackageError, resolve_target
from slagen.formats.word.relationships import OFFICE, Link, links_of, main_part, relationships_xml
from slagen.formats.word.shell_marks import Bookmarks
from slagen.formats.word.shell_package import WORD_TYPE, content_types, package_parts, parse_part
from slagen.formats.word.shell_reach import EMBEDDED, reaching_links
from slagen.formats.word.shell_stories import Story, places_of, story_findings, story_of, stray_tags
from slagen.formats.word.shell_styles import rename_link_style, require_sound, settle_lists, settle_styles
from slagen.formats.word.tag_text import Tags, gather
from slagen.formats.word.xml_text import NAMESPACE

_W = f"{{{NAMESPACE}}}"
_DOCUMENT_TYPES = {f"{WORD_TYPE}.document.main+xml", f"{WORD_TYPE}.template.main+xml"}
_LEFT_BEHIND = (
    "attachedTemplate", "glossaryDocument", "customXml", "people", "mailMergeSource", "mailMergeHeaderSource", "recipientData", "printerSettings", "comments",
    "commentsExtended", "commentsIds", "commentsExtensible",
)  # fmt: skip
_SETTINGS_LEFT_BEHIND = ("attachedTemplate", "linkStyles", "updateFields", "rsids", "docVars", "mailMerge", "attachedSchema", "saveThroughXslt")
_ROOTS = {"header": "hdr", "footer": "ftr", "footnotes": "footnotes", "endnotes": "endnotes", "settings": "settings"}
_TYPES_OF_KINDS = {f"{kind}": f"{WORD_TYPE}.{kind}+xml" for kind in (*_ROOTS, "styles", "numbering", "fontTable", "webSettings")}
_OWN_IDS = re.compile(r"rId(?:Link\d*|Imprint|Numbering|Draft)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Trimmed:
    """What is left of a shell. `relationships` is the main text's relationship part without its closing tag."""

    main: str
    parts: Mapping[str, bytes]
    stories: tuple[Story, ...]
    styles: etree._Element
    numbering: etree._Element
    styles_part: str
    numbering_part: str
    relationships: str
    findings: tuple[Finding, ...]

    def story(self, part: str) -> Story:
        """The story that is kept in `part`."""
        return next(story for story in self.stories if story.part == part)


def trim(parts: Mapping[str, bytes], name: str) -> Trimmed:
    """The parts that the main text needs.

    Raises:
        PackageError: the file has macros, external entities or no main text, or XML that cannot be read.
    """
    shell = _taken_apart(parts, name)
    styles, numbering = _settled_sheets(shell)
    _rename_own_ids(shell.tree, shell.links[shell.main])
    places = places_of(shell.main, shell.links[shell.main], shell.tree)
    rename_link_style(styles, [shell.trees[part] for part in places])
    tags = _settled_tags(shell, places)
    _add_watermark(shell)
    _clean_settings(shell)
    places |= {watermark.PART: "header of drafts"} if watermark.PART in shell.kept else {}
    stories = tuple(story_of(part, place, shell.trees[part], tags.get(part, Tags())) for part, place in places.items())
    findings = (*reaching_links(shell.links, name), *story_findings(stories, name), *stray_tags(shell.kept, places, name))
    numbers = shell.sheets.get("numbering", "word/numbering.xml")
    kept = shell.kept | package_parts(shell.main, shell.types, shell.kept, shell.links, numbers)
    return Trimmed(shell.main, kept, stories, styles, numbering, shell.sheets["styles"], numbers, _relationships(shell, numbers), findings)


@dataclass(frozen=True, slots=True)
class _Shell:
    """A shell taken apart: the parts that its `main` text reaches, their trees, links and content types; `sheets` are its styles and the like by kind."""

    name: str
    main: str
    types: Mapping[str, str]
    kept: dict[str, bytes]
    links: dict[str, list[Link]]
    trees: dict[str, etree._Element]
    sheets: Mapping[str, str]

    @property
    def tree(self) -> etree._Element:
        """The main text."""
        return self.trees[self.main]

    def sheet(self, kind: str) -> etree._Element | None:
        """The styles, the settings and the like; None where the shell has none."""
        return self.trees[self.sheets[kind]] if kind in self.sheets else None


def _taken_apart(parts: Mapping[str, bytes], name: str) -> _Shell:
    types = content_types(parts, name)
    main = main_part(parts, name)
    _refuse_macros(types, name)
    if types.get(main) not in _DOCUMENT_TYPES:
        raise PackageError(name, "is not a Word document", "open it in Word and save it as .docx")
    kept, links = _reachable(parts, main, name)
    trees = {part: parse_part(content, part, name) for part, content in kept.items() if part.endswith(".xml")}
    sheets = {link.kind: resolve_target(main, link.target) for link in links[main] if not link.outside}
    stated = {resolve_target(main, link.target): _TYPES_OF_KINDS[link.kind] for link in links[main] if link.kind in _TYPES_OF_KINDS}
    if "w" not in trees[main].nsmap or trees[main].nsmap["w"] != NAMESPACE:
        raise PackageError(name, "is not written as Word writes files (perhaps as strict Open XML)", "save it in Word as “Word document (.docx)”")
    if "styles" not in sheets:
        raise PackageError(name, "has no styles", "open it in Word and save it again")
    _require_roots(main, links[main], trees, name)
    return _Shell(name, main, types | stated, kept, links, trees, sheets)


def _settled_sheets(shell: _Shell) -> tuple[etree._Element, etree._Element]:
    """The styles and the lists; without any list where the shell has none."""
    styles, numbering = shell.trees[shell.sheets["styles"]], shell.sheet("numbering")
    if numbering is None:
        numbering = etree.fromstring(numbering_part("", ""))
    require_sound(styles, numbering, shell.name)
    settle_styles(styles)
    settle_lists(numbering)
    return styles, numbering


def _settled_tags(shell: _Shell, places: Mapping[str, str]) -> dict[str, Tags]:
    """The tags of each part with text, with the bookmarks around them settled."""
    tags = {part: gather(shell.trees[part], place) for part, place in places.items()}
    bookmarks = Bookmarks()
    for part, found in tags.items():
        _require_links(shell.trees[part], part, shell.links[part], shell.name)
        bookmarks.settle(shell.trees[part], found.found)
    return tags


def _relationships(shell: _Shell, numbers: str) -> str:
    """Those of the main text, with what every contract adds to them; the closing tag is for the writer to add."""
    added = [Link("rIdImprint", imprint.RELATIONSHIP, f"/{imprint.ITEM}", outside=False)]
    if "numbering" not in shell.sheets:
        added.append(Link("rIdNumbering", f"{OFFICE}/numbering", f"/{numbers}", outside=False))
    return relationships_xml([*shell.links[shell.main], *added]).removesuffix("</Relationships>")


def _add_watermark(shell: _Shell) -> None:
    links, settings = shell.links[shell.main], shell.sheet("settings")
    targets = [resolve_target(shell.main, link.target) for link in links if link.kind == "header" and not link.outside]
    headers = {part: shell.trees[part] for part in dict.fromkeys(targets)}
    even = settings is not None and settings.find(f"{_W}evenAndOddHeaders") is not None
    if watermark.mark_headers(shell.tree, headers, even=even):
        links.append(Link(watermark.RELATIONSHIP_ID, f"{OFFICE}/header", f"/{watermark.PART}", outside=False))
        shell.trees[watermark.PART] = headers[watermark.PART]
        shell.kept[watermark.PART] = etree.tostring(headers[watermark.PART])


def _refuse_macros(types: Mapping[str, str], name: str) -> None:
    for part, kind in types.items():
        if "macroenabled" in kind.lower() or "vbaproject" in kind.lower() or part.lower().endswith("vbaproject.bin"):
            raise PackageError(name, "has macros", "save it in Word as “Word document (.docx)”, without macros", unsafe=True)


def _reachable(parts: Mapping[str, bytes], main: str, name: str) -> tuple[dict[str, bytes], dict[str, list[Link]]]:
    """Parts that the main text reaches, and their relationships."""
    kept: dict[str, bytes] = {}
    links: dict[str, list[Link]] = {}
    waiting = [main]
    while waiting:
        part = waiting.pop()
        if part in kept:
            continue
        kept[part] = parts[part]
        links[part] = [link for link in links_of(parts, part, name) if link.kind not in _LEFT_BEHIND]
        for link in links[part]:
            target = resolve_target(part, link.target)
            _refuse_embedded(link, target, name)
            if link.outside:
                continue
            if target in parts:
                waiting.append(target)
            elif not link.target.startswith("#"):
                raise PackageError(name, f"is damaged: {part} needs {target}, which is not there", "open it in Word and save it again")
    return kept, links


def _refuse_embedded(link: Link, target: str, name: str) -> None:
    if link.kind in EMBEDDED and not link.outside:
        raise PackageError(name, f"has an embedded object or document ({target})", "put it there as text or as a picture", unsafe=True)
    if not target.isascii() and not link.outside:
        raise PackageError(name, f"has a part with a name that Word does not write: “{target}”", "open it in Word and save it again")


def _require_roots(main: str, links: list[Link], trees: Mapping[str, etree._Element], name: str) -> None:
    wanted = {resolve_target(main, link.target): _ROOTS[link.kind] for link in links if link.kind in _ROOTS and not link.outside} | {main: "document"}
    for part, root in wanted.items():
        if part not in trees or trees[part].tag != f"{_W}{root}":
            raise PackageError(name, f"is damaged: {part} is not what it is said to be", "open it in Word and save it again")
    if trees[main].find(f"{_W}body") is None:
        raise PackageError(name, f"is damaged: {main} has no body", "open it in Word and save it again")


def _require_links(tree: etree._Element, part: str, links: list[Link], name: str) -> None:
    known = {link.id for link in links}
    for element in tree.iter("*"):
        for key, value in element.attrib.items():
            if str(key).startswith(f"{{{OFFICE}}}") and value and value not in known:
                raise PackageError(name, f"is damaged: {part} needs the relationship “{value!s}”, which is not there", "open it in Word and save it again")


def _rename_own_ids(main: etree._Element, links: list[Link]) -> None:
    """Free the relationship ids that contracts use: a shell that was made from a contract has them too."""
    renamed = {link.id: f"rIdShell{at}" for at, link in enumerate(links) if _OWN_IDS.fullmatch(link.id)}
    if not renamed:
        return
    links[:] = [replace(link, id=renamed.get(link.id, link.id)) for link in links]
    for element in main.iter("*"):
        for key, value in element.attrib.items():
            if str(key).startswith(f"{{{OFFICE}}}") and value in renamed:
                element.set(str(key), renamed[str(value)])


def _clean_settings(shell: _Shell) -> None:
    settings = shell.sheet("settings")
    if settings is None:
        return
    for element in [found for name in _SETTINGS_LEFT_BEHIND for found in settings.findall(f"{_W}{name}")]:
        settings.remove(element)
    shell.kept[shell.sheets["settings"]] = etree.tostring(settings, xml_declaration=True, encoding="UTF-8", standalone=True)
