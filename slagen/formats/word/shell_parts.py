"""The parts of a shell that go into contracts: those that its main text needs, cleaned of what must not leave the house."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
import re

from lxml import etree

from slagen.core.findings import Finding, Severity, Source
from slagen.formats.word import imprint, watermark
from slagen.formats.word.numbering import numbering_part
from slagen.formats.word.package import PackageError, relationships_name, resolve_target
from slagen.formats.word.properties import APPLICATION
from slagen.formats.word.shell_marks import Bookmarks
from slagen.formats.word.shell_reach import EMBEDDED, field_findings, reaching_links
from slagen.formats.word.shell_styles import rename_link_style, require_sound, settle_lists, settle_styles
from slagen.formats.word.tag_text import Tags, gather
from slagen.formats.word.xml_text import NAMESPACE, escape

CONTENT_TYPES = "[Content_Types].xml"
CORE = "docProps/core.xml"
_APP = "docProps/app.xml"
_W = f"{{{NAMESPACE}}}"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_RELATIONSHIP = f"{{{_PACKAGE}/relationships}}Relationship"
_WORD_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_DOCUMENT_TYPES = {f"{_WORD_TYPE}.document.main+xml", f"{_WORD_TYPE}.template.main+xml"}
_LEFT_BEHIND = (
    "attachedTemplate", "glossaryDocument", "customXml", "people", "mailMergeSource", "mailMergeHeaderSource", "recipientData", "printerSettings", "comments",
    "commentsExtended", "commentsIds", "commentsExtensible",
)  # fmt: skip
_SETTINGS_LEFT_BEHIND = ("attachedTemplate", "linkStyles", "updateFields", "rsids", "docVars", "mailMerge", "attachedSchema", "saveThroughXslt")
_STORY_KINDS = {"header": "header", "footer": "footer", "footnotes": "footnotes", "endnotes": "endnotes"}
_ROOTS = {"header": "hdr", "footer": "ftr", "footnotes": "footnotes", "endnotes": "endnotes", "settings": "settings"}
_TYPES_OF_KINDS = {f"{kind}": f"{_WORD_TYPE}.{kind}+xml" for kind in (*_ROOTS, "styles", "numbering", "fontTable", "webSettings")}
_PICTURES = {
    "png": "png", "jpg": "jpeg", "jpeg": "jpeg", "gif": "gif", "bmp": "bmp", "tif": "tiff", "tiff": "tiff", "emf": "x-emf", "wmf": "x-wmf", "svg": "svg+xml",
}  # fmt: skip
_OWN_IDS = re.compile(r"rId(?:Link\d*|Imprint|Numbering|Draft)", re.IGNORECASE)
_REVISIONS = ("ins", "del", "moveFrom", "moveTo", "rPrChange", "pPrChange", "tblPrChange", "trPrChange", "tcPrChange", "sectPrChange", "numberingChange")


@dataclass(frozen=True, slots=True)
class Story:
    """A part with text: the body, a header, a footer or the notes. `place` names it for people; `tags` are those that its author wrote."""

    part: str
    place: str
    tree: etree._Element
    tags: Tags
    xml: str


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


@dataclass(frozen=True, slots=True)
class Link:
    """A relationship of a part: its id, its kind (the last word of its type), its target, and whether that is outside the file."""

    id: str
    type: str
    target: str
    outside: bool

    @property
    def kind(self) -> str:
        """The last word of the type: `header`, `styles`."""
        return self.type.rpartition("/")[2]


def trim(parts: Mapping[str, bytes], name: str) -> Trimmed:
    """The parts that the main text needs.

    Raises:
        PackageError: the file has macros, external entities or no main text, or XML that cannot be read.
    """
    types = _content_types(parts, name)
    main = main_part(parts, name)
    if types.get(main) not in _DOCUMENT_TYPES:
        _refuse_macros(types, name)
        raise PackageError(name, "is not a Word document", "open it in Word and save it as .docx")
    _refuse_macros(types, name)
    kept, links = _reachable(parts, main, name)
    trees = {part: parse_part(content, part, name) for part, content in kept.items() if part.endswith(".xml")}
    by_kind = {link.kind: resolve_target(main, link.target) for link in links[main] if not link.outside}
    types = types | {resolve_target(main, link.target): _TYPES_OF_KINDS[link.kind] for link in links[main] if link.kind in _TYPES_OF_KINDS}
    if "w" not in trees[main].nsmap or trees[main].nsmap["w"] != NAMESPACE:
        raise PackageError(name, "is not written as Word writes files (perhaps as strict Open XML)", "save it in Word as “Word document (.docx)”")
    if "styles" not in by_kind:
        raise PackageError(name, "has no styles", "open it in Word and save it again")
    _require_roots(main, links[main], trees, name)
    styles = trees[by_kind["styles"]]
    numbers = trees[by_kind["numbering"]] if "numbering" in by_kind else etree.fromstring(numbering_part("", ""))
    require_sound(styles, numbers, name)
    settle_styles(styles)
    settle_lists(numbers)
    _rename_own_ids(trees[main], links[main])
    places = _places(main, links[main], trees[main])
    rename_link_style(styles, [trees[part] for part in places])
    tags = {part: gather(trees[part], place) for part, place in places.items()}
    bookmarks = Bookmarks()
    for part, found in tags.items():
        _require_links(trees[part], part, links[part], name)
        bookmarks.settle(trees[part], found.found)
    _add_watermark(main, kept, links, trees, even="settings" in by_kind and trees[by_kind["settings"]].find(f"{_W}evenAndOddHeaders") is not None)
    if "settings" in by_kind:
        kept[by_kind["settings"]] = _clean_settings(trees[by_kind["settings"]])
    numbering = by_kind.get("numbering", "word/numbering.xml")
    added = [Link("rIdImprint", imprint.RELATIONSHIP, f"/{imprint.ITEM}", outside=False)]
    if "numbering" not in by_kind:
        added.append(Link("rIdNumbering", f"{_OFFICE}/numbering", f"/{numbering}", outside=False))
    places |= {watermark.PART: "header of drafts"} if watermark.PART in kept else {}
    stories = tuple(_story(part, place, trees[part], tags.get(part, Tags())) for part, place in places.items())
    findings = [*reaching_links(links, name), *_story_findings(stories, name), *_stray_tags(kept, places, name)]
    kept |= _relationship_parts(links)
    kept |= imprint.FIXED
    kept |= {CONTENT_TYPES: _types_part(types, kept, numbering), "_rels/.rels": _root_relationships(main), _APP: APPLICATION}
    return Trimmed(
        main,
        kept,
        stories,
        styles,
        numbers,
        by_kind["styles"],
        numbering,
        _relationships([*links[main], *added]).removesuffix("</Relationships>"),
        tuple(findings),
    )


def _add_watermark(main: str, kept: dict[str, bytes], links: dict[str, list[Link]], trees: dict[str, etree._Element], *, even: bool) -> None:
    targets = [resolve_target(main, link.target) for link in links[main] if link.kind == "header" and not link.outside]
    headers = {part: trees[part] for part in dict.fromkeys(targets)}
    if watermark.mark_headers(trees[main], headers, even=even):
        links[main].append(Link(watermark.RELATIONSHIP_ID, f"{_OFFICE}/header", f"/{watermark.PART}", outside=False))
        trees[watermark.PART] = headers[watermark.PART]
        kept[watermark.PART] = etree.tostring(headers[watermark.PART])


def parse_part(content: bytes, part: str, name: str) -> etree._Element:
    """The XML of a part, read without trust; `name` is what messages call the file. Raises PackageError."""
    try:
        tree = etree.fromstring(content, etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True))
    except etree.XMLSyntaxError as error:
        raise PackageError(name, f"is damaged: {part} is not well-formed ({error.msg})", "open it in Word and save it again") from error
    if tree.getroottree().docinfo.internalDTD is not None:
        raise PackageError(name, f"declares a document type in {part}", "Word never does that: do not use the file", unsafe=True)
    return tree


def _content_types(parts: Mapping[str, bytes], name: str) -> dict[str, str]:
    tree = parse_part(parts[CONTENT_TYPES], CONTENT_TYPES, name)
    defaults = {item.get("Extension", "").lower(): item.get("ContentType", "") for item in tree if item.tag.endswith("}Default")}
    overrides = {item.get("PartName", "").lstrip("/"): item.get("ContentType", "") for item in tree if item.tag.endswith("}Override")}
    return {part: overrides.get(part, defaults.get(part.rpartition(".")[2].lower(), "")) for part in parts}


def _refuse_macros(types: Mapping[str, str], name: str) -> None:
    for part, kind in types.items():
        if "macroenabled" in kind.lower() or "vbaproject" in kind.lower() or part.lower().endswith("vbaproject.bin"):
            raise PackageError(name, "has macros", "save it in Word as “Word document (.docx)”, without macros", unsafe=True)


def main_part(parts: Mapping[str, bytes], name: str) -> str:
    """The name of the part with the main text; raises PackageError where there is none."""
    for link in links_of(parts, "", name):
        if link.type == f"{_OFFICE}/officeDocument" and resolve_target("", link.target) in parts:
            return resolve_target("", link.target)
    raise PackageError(name, "is not a Word document", "open it in Word and save it as .docx")


def links_of(parts: Mapping[str, bytes], part: str, name: str) -> list[Link]:
    """The relationships of a part; none where it has none. Raises PackageError."""
    file = relationships_name(part)
    if file not in parts:
        return []
    items = parse_part(parts[file], file, name).iter(_RELATIONSHIP)
    return [Link(item.get("Id", ""), item.get("Type", ""), item.get("Target", ""), item.get("TargetMode", "").lower() == "external") for item in items]


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
            if str(key).startswith(f"{{{_OFFICE}}}") and value and value not in known:
                raise PackageError(name, f"is damaged: {part} needs the relationship “{value!s}”, which is not there", "open it in Word and save it again")


def _rename_own_ids(main: etree._Element, links: list[Link]) -> None:
    """Free the relationship ids that contracts use: a shell that was made from a contract has them too."""
    renamed = {link.id: f"rIdShell{at}" for at, link in enumerate(links) if _OWN_IDS.fullmatch(link.id)}
    if not renamed:
        return
    links[:] = [replace(link, id=renamed.get(link.id, link.id)) for link in links]
    for element in main.iter("*"):
        for key, value in element.attrib.items():
            if str(key).startswith(f"{{{_OFFICE}}}") and value in renamed:
                element.set(str(key), renamed[str(value)])


def _clean_settings(tree: etree._Element) -> bytes:
    for name in _SETTINGS_LEFT_BEHIND:
        for element in tree.findall(f"{_W}{name}"):
            tree.remove(element)
    return etree.tostring(tree, xml_declaration=True, encoding="UTF-8", standalone=True)


def _places(main: str, links: list[Link], tree: etree._Element) -> dict[str, str]:
    """The parts with text, and what people call them: “header of section 2”."""
    places = {main: "body"}
    shown = _shown_in(tree)
    for kind, word in _STORY_KINDS.items():
        found = [link for link in links if link.kind == kind and not link.outside]
        for position, link in enumerate(found, start=1):
            place = shown.get(link.id, f"{word} {position}") if kind in {"header", "footer"} else word
            places.setdefault(resolve_target(main, link.target), place)
    return places


def _shown_in(tree: etree._Element) -> dict[str, str]:
    """Where each header and footer is shown first, by the id of its relationship."""
    shown: dict[str, str] = {}
    for number, section in enumerate(tree.iter(f"{_W}sectPr"), start=1):
        for reference in section.iterfind(f"{_W}*"):
            word = etree.QName(reference).localname.removesuffix("Reference")
            if word in {"header", "footer"}:
                page = {"first": "first-page ", "even": "even-page "}.get(reference.get(f"{_W}type", ""), "")
                shown.setdefault(reference.get(f"{{{_OFFICE}}}id", ""), f"{page}{word} of section {number}")
    return shown


def _story(part: str, place: str, tree: etree._Element, tags: Tags) -> Story:
    return Story(part, place, tree, tags, etree.tostring(tree, encoding="unicode"))


def _stray_tags(kept: Mapping[str, bytes], stories: Mapping[str, str], name: str) -> Iterator[Finding]:
    """Tags in a part whose text is not filled in, such as a diagram: they would be printed as they are."""
    for part, content in kept.items():
        if part.endswith(".xml") and part not in stories and (b"{{" in content or b"{%" in content):
            message = f"The shell {name} has a tag where none is filled in: {part}"
            yield Finding("SLG074", Severity.ERROR, message, Source(name), "write tags as ordinary text of the body, a header or a footer")


def _story_findings(stories: tuple[Story, ...], name: str) -> Iterator[Finding]:
    for story in stories:
        if any(next(story.tree.iter(f"{_W}{kind}"), None) is not None for kind in _REVISIONS):
            message = f"The shell {name} has tracked changes ({story.place}): they would stand in every contract"
            yield Finding("SLG077", Severity.WARNING, message, Source(name), "accept or reject the changes in Word")
        codes = "".join(node.text or "" for node in story.tree.iter(f"{_W}instrText")) + "".join(
            node.get(f"{_W}instr", "") for node in story.tree.iter(f"{_W}fldSimple")
        )
        if re.search(r"\bTOC\b", codes):
            message = f"The shell {name} has a table of contents of its own ({story.place}), whose entries would be out of date"
            yield Finding("SLG078", Severity.WARNING, message, Source(name), "delete it and write {{p contents }} in its place")
        yield from field_findings(story.tree, story.place, name)


def _relationships(links: list[Link]) -> str:
    outside = {True: ' TargetMode="External"', False: ""}
    items = "".join(
        f'<Relationship Id="{escape(link.id)}" Type="{escape(link.type)}" Target="{escape(link.target)}"{outside[link.outside]}/>' for link in links
    )
    return f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<Relationships xmlns="{_PACKAGE}/relationships">{items}</Relationships>'


def _relationship_parts(links: Mapping[str, list[Link]]) -> dict[str, bytes]:
    return {relationships_name(part): _relationships(items).encode() for part, items in links.items() if items}


def _root_relationships(main: str) -> bytes:
    return _relationships(
        [
            Link("rId1", f"{_OFFICE}/officeDocument", main, outside=False),
            Link("rId2", f"{_PACKAGE}/relationships/metadata/core-properties", CORE, outside=False),
            Link("rId3", f"{_OFFICE}/extended-properties", _APP, outside=False),
        ]
    ).encode()


def _type_of(part: str, types: Mapping[str, str]) -> str:
    ending = part.rpartition(".")[2].lower()
    return types[part] or (f"image/{_PICTURES[ending]}" if ending in _PICTURES else "application/octet-stream")


def _types_part(types: Mapping[str, str], kept: Mapping[str, bytes], numbering: str) -> bytes:
    chosen = {part: _type_of(part, types).replace(".template.main", ".document.main") for part in kept if part in types and not part.endswith(".rels")}
    chosen |= {watermark.PART: f"{_WORD_TYPE}.header+xml"} if watermark.PART in kept else {}
    chosen |= {
        numbering: f"{_WORD_TYPE}.numbering+xml",
        CORE: "application/vnd.openxmlformats-package.core-properties+xml",
        _APP: "application/vnd.openxmlformats-officedocument.extended-properties+xml",
        imprint.PROPERTIES: imprint.PROPERTIES_TYPE,
    }
    overrides = "".join(f'<Override PartName="/{escape(part)}" ContentType="{escape(kind)}"/>' for part, kind in sorted(chosen.items()))
    return (
        f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<Types xmlns="{_PACKAGE}/content-types">'
        f'<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{overrides}</Types>'
    ).encode()
