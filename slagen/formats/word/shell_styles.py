"""The styles and lists of a shell as other programs and other languages write them, brought into the form that the body looks for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
import copy
import re

from lxml import etree

from slagen.core.findings import Finding, Severity, Source
from slagen.core.identifiers import did_you_mean
from slagen.formats.word.package import PackageError
from slagen.formats.word.style_xml import style_id
from slagen.formats.word.styles import Look, NumberedStyles, catalogue
from slagen.formats.word.tag_text import W
from slagen.formats.word.xml_text import NAMESPACE

LINK_STYLE = "Hyperlink"
_ALL_STYLES = catalogue(Look(), NumberedStyles())
_CANONICAL = {name.casefold(): name for name in _ALL_STYLES}
_TYPES = {name: match[1] if (match := re.search(r'w:type="(\w+)"', xml)) else "paragraph" for name, xml in _ALL_STYLES.items()}
_WHOLE = re.compile(r"-?\d{1,9}")
_COUNTED = ("numId", "ilvl", "abstractNumId", "start", "startOverride")
_USES = {"pStyle": "style", "rStyle": "style", "tblStyle": "style", "numId": "list"}


def settle_styles(styles: etree._Element) -> None:
    """Give the default style the name Normal, and our styles the names that we know them by: upper and lower case and aliases do not matter."""
    found = list(styles.iterfind(f"{W}style"))
    taken = {_name(style) for style in found}
    for style in found:
        wanted = _canonical(style, taken)
        if wanted:
            _rename(style, wanted)
            taken.add(wanted)
    if "Normal" in taken:
        return
    default = next((style for style in found if style.get(f"{W}type") == "paragraph" and style.get(f"{W}default") in {"1", "true", "on"}), None)
    if default is not None:
        _rename(default, "Normal")
        return
    identifier = "Normal" if all(style.get(f"{W}styleId") != "Normal" for style in found) else "NormalAdded"
    xml = f'<w:style xmlns:w="{NAMESPACE}" w:type="paragraph" w:default="1" w:styleId="{identifier}"><w:name w:val="Normal"/><w:qFormat/></w:style>'
    styles.append(etree.fromstring(xml))


def rename_link_style(styles: etree._Element, stories: Iterable[etree._Element]) -> None:
    """Give the style for links the id that the body writes; LibreOffice calls it InternetLink."""
    style = next((one for one in styles.iterfind(f"{W}style") if _name(one) == LINK_STYLE and one.get(f"{W}styleId") != LINK_STYLE), None)
    if style is None or any(one.get(f"{W}styleId") == LINK_STYLE for one in styles.iterfind(f"{W}style")):
        return
    old = style.get(f"{W}styleId", "")
    style.set(f"{W}styleId", LINK_STYLE)
    for tree in (styles, *stories):
        for element in tree.iter(f"{W}rStyle", f"{W}basedOn", f"{W}link", f"{W}next"):
            if element.get(f"{W}val") == old:
                element.set(f"{W}val", LINK_STYLE)


def _name(style: etree._Element) -> str:
    element = style.find(f"{W}name")
    return "" if element is None else element.get(f"{W}val", "")


def _canonical(style: etree._Element, taken: set[str]) -> str:
    """The name of ours that a style means, where it is not written so already."""
    name, aliases = _name(style), style.find(f"{W}aliases")
    others = [] if aliases is None else aliases.get(f"{W}val", "").split(",")
    candidates = (_CANONICAL.get(" ".join(one.split()).casefold(), "") for one in (name, *others))
    wanted = next((one for one in candidates if one), "")
    return wanted if wanted and wanted not in taken and style.get(f"{W}type") == _TYPES[wanted] else ""


def _rename(style: etree._Element, name: str) -> None:
    element = style.find(f"{W}name")
    if element is None:
        element = style.makeelement(f"{W}name")
        style.insert(0, element)
    element.set(f"{W}val", name)


def settle_lists(numbering: etree._Element) -> None:
    """Put the levels of list styles, and those that a list changes for itself, where everybody looks for them."""
    abstracts = {item.get(f"{W}abstractNumId", ""): item for item in numbering.iterfind(f"{W}abstractNum")}
    linked = {link.get(f"{W}val", ""): item for item in abstracts.values() if (link := item.find(f"{W}styleLink")) is not None}
    for item in abstracts.values():
        link = item.find(f"{W}numStyleLink")
        source = None if link is None else linked.get(link.get(f"{W}val", ""))
        if link is not None and source is not None:
            item.remove(link)
            item.extend(copy.deepcopy(level) for level in source.iterfind(f"{W}lvl"))
    for num in list(numbering.iterfind(f"{W}num")):
        changed = num.findall(f"{W}lvlOverride/{W}lvl")
        holder = num.find(f"{W}abstractNumId")
        if changed and holder is not None and holder.get(f"{W}val", "") in abstracts:
            _own_levels(num, holder, changed, abstracts)


def _own_levels(num: etree._Element, holder: etree._Element, changed: list[etree._Element], abstracts: dict[str, etree._Element]) -> None:
    """Give a list that changes levels an abstract list of its own."""
    original = abstracts[holder.get(f"{W}val", "")]
    own = copy.deepcopy(original)
    number = str(max(int(key) for key in abstracts) + 1)
    own.set(f"{W}abstractNumId", number)
    for name in ("nsid", "tmpl", "styleLink"):
        for element in own.findall(f"{W}{name}"):
            own.remove(element)
    for level in changed:
        old = next((one for one in own.iterfind(f"{W}lvl") if one.get(f"{W}ilvl") == level.get(f"{W}ilvl")), None)
        override = level.getparent()
        if old is not None and override is not None:
            own.replace(old, copy.deepcopy(level))
            num.remove(override)
    abstracts[number] = own
    original.addnext(own)
    holder.set(f"{W}val", number)


def require_sound(styles: etree._Element, numbering: etree._Element, name: str) -> None:
    """Raises PackageError where the two parts are not what they must be, or count in something else than numbers."""
    for part, tree, root in (("styles", styles, f"{W}styles"), ("numbering", numbering, f"{W}numbering")):
        if tree.tag != root:
            raise PackageError(name, f"is damaged: word/{part}.xml is not what it is said to be", "open it in Word and save it again")
        values = [value for element in tree.iter(*(f"{W}{tag}" for tag in _COUNTED)) if (value := element.get(f"{W}val")) is not None]
        values += [value for element in tree.iter() for key in ("abstractNumId", "numId", "ilvl") if (value := element.get(f"{W}{key}")) is not None]
        wrong = next((value for value in values if not _WHOLE.fullmatch(value)), None)
        if wrong is not None:
            raise PackageError(name, f"is damaged: its {part} count “{wrong[:40]}”, which is no number", "open it in Word and save it again")


def style_findings(styles: etree._Element, numbering: etree._Element, stories: Mapping[str, etree._Element], name: str) -> Iterator[Finding]:
    """Styles and lists (SLG082) that text of the shell names and that are not there, that stand twice, or are of another type than contracts need."""
    by_id: dict[str, etree._Element] = {}
    for style in styles.iterfind(f"{W}style"):
        identifier = style.get(f"{W}styleId", "")
        if identifier in by_id:
            yield _error(f"The shell {name} has two styles with the id “{identifier}”", name, "delete one of them in Word")
        by_id[identifier] = style
        wanted = _TYPES.get(_CANONICAL.get(_name(style).casefold(), ""))
        if wanted and style.get(f"{W}type") != wanted:
            message = f"The shell {name} has “{_name(style)}” as a {style.get(f'{W}type')} style, where contracts need a {wanted} style"
            yield _error(message, name, "give it another name in Word, or delete it")
    coming = {style_id(one) for one in _ALL_STYLES}  # what the body needs and the shell lacks is added under these
    known = {"style": set(by_id) | coming, "list": {num.get(f"{W}numId", "") for num in numbering.iterfind(f"{W}num")} | {"0"}}
    for place, tree in stories.items():
        yield from _unknown_names(tree, place, known, name)


def _unknown_names(tree: etree._Element, place: str, known: Mapping[str, set[str]], name: str) -> Iterator[Finding]:
    told: set[str] = set()
    for element in tree.iter(*(f"{W}{tag}" for tag in _USES)):
        value, kind = element.get(f"{W}val", ""), _USES[etree.QName(element).localname]
        if value in known[kind] or value in told:
            continue
        told.add(value)
        paragraph = next(element.iterancestors(f"{W}p"), None)
        text = "" if paragraph is None else "".join(node.text or "" for node in paragraph.iter(f"{W}t"))
        near = f", near “{text[:80]}”" if text else ""
        hint = (did_you_mean(value, known[kind]) if kind == "style" else "") or "choose another in Word, where the text stands, and save again"
        yield _error(f"The shell {name} uses the {kind} “{value}”, which it does not have ({place}{near})", name, hint)


def _error(message: str, name: str, hint: str) -> Finding:
    return Finding("SLG082", Severity.ERROR, message, Source(name), hint)
