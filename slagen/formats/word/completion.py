"""What a shell lacks is added: styles that the body needs, and the lists that number it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
import re

from lxml import etree

from slagen.assembly.number import FORMATS, STANDARD, Level, Scheme
from slagen.formats.word.numbering import ROLES, abstract_list, list_instance, role_levels
from slagen.formats.word.style_xml import style_id
from slagen.formats.word.styles import LEVELS, NUMBER_INDENTS, Look, NumberedStyles, catalogue, clause_style, schedule_style, text_style
from slagen.formats.word.surface import Lists
from slagen.formats.word.xml_text import NAMESPACE

_W = f"{{{NAMESPACE}}}"
_MARK = "more-lists-go-here"
LANGUAGE_MARK = "language-goes-here"
_STYLES_OF_ROLE: Mapping[str, tuple[str, ...]] = {
    "clauses": tuple(clause_style(level) for level in range(LEVELS)),
    "schedules": ("Schedule Heading",),
    "paragraphs": tuple(schedule_style(level) for level in range(LEVELS)),
    "recitals": ("Recital",),
    "bullets": ("Clause Bullet",),
}


@dataclass(frozen=True, slots=True)
class Completed:
    """A shell's styles and lists, complete. `numbering` holds `w:numbering` split where the lists of further schedules go."""

    styles_xml: str
    styles: Mapping[str, str]
    added: tuple[str, ...]
    numbering: tuple[str, str]
    schedule_list: int
    lists: Lists
    text_indents: tuple[int, ...]
    scheme: Scheme
    strange_levels: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Number:
    """The numbering that a style brings along."""

    list: int
    level: int


def complete(styles: etree._Element, numbering: etree._Element) -> Completed:
    """Add to the trees of `styles.xml` and `numbering.xml` what the body needs, and say what there is."""
    by_name = {_name(style): style for style in styles.iterfind(f"{_W}style")}
    own = {role: _list_of(names, by_name) for role, names in _STYLES_OF_ROLE.items()}
    lists, schedule_list = _add_lists(numbering, own, by_name)
    added = _add_styles(styles, by_name, lists)
    _mark_language(styles)
    by_name = {_name(style): style for style in styles.iterfind(f"{_W}style")}
    head, _, tail = etree.tostring(numbering, encoding="unicode").partition(f"<!--{_MARK}-->")
    return Completed(
        etree.tostring(styles, encoding="unicode"),
        {name: style.get(f"{_W}styleId", "") for name, style in by_name.items()},
        added,
        (head, tail),
        schedule_list,
        lists,
        tuple(_indent(by_name[text_style(level)], NUMBER_INDENTS[level]) for level in range(LEVELS)),
        *_scheme(numbering, lists),
    )


def _name(style: etree._Element) -> str:
    element = style.find(f"{_W}name")
    name = "" if element is None else element.get(f"{_W}val", "")
    return name.lower() if name.lower().startswith(("heading ", "toc ")) else name


def _list_of(names: tuple[str, ...], by_name: Mapping[str, etree._Element]) -> int:
    """The list that all styles of a role share, each on its own level; 0 where they have none."""
    found = [_number_of(by_name[name]) if name in by_name else None for name in names]
    first = found[0]
    if first is None or any(number != _Number(first.list, level) for level, number in enumerate(found)):
        return 0
    return first.list


def _number_of(style: etree._Element) -> _Number | None:
    number = style.find(f"{_W}pPr/{_W}numPr/{_W}numId")
    level = style.find(f"{_W}pPr/{_W}numPr/{_W}ilvl")
    if number is None:
        return None
    return _Number(int(number.get(f"{_W}val", "0")), 0 if level is None else int(level.get(f"{_W}val", "0")))


def _add_lists(numbering: etree._Element, own: Mapping[str, int], by_name: Mapping[str, etree._Element]) -> tuple[Lists, int]:
    """Lists for the roles that have none; a mark where further ones may follow. Also the abstract list of the schedules' paragraphs."""
    abstract_of = {int(num.get(f"{_W}numId", "0")): _abstract_of(num) for num in numbering.iterfind(f"{_W}num")}
    next_list = max(abstract_of, default=0) + 1
    next_abstract = max((int(item.get(f"{_W}abstractNumId", "0")) for item in numbering.iterfind(f"{_W}abstractNum")), default=0) + 1
    numbers, direct = dict(own), set()
    for role in ROLES:
        if own[role] in abstract_of:
            continue
        bound = not any(name in by_name for name in _STYLES_OF_ROLE[role])
        if not bound:
            direct.add(role)
        _insert_abstract(numbering, abstract_list(next_abstract, role_levels(role, bound=bound)))
        _append_list(numbering, list_instance(next_list, next_abstract))
        numbers[role], abstract_of[next_list] = next_list, next_abstract
        next_list, next_abstract = next_list + 1, next_abstract + 1
    instances = numbering.findall(f"{_W}num")
    instances[-1].addnext(etree.Comment(_MARK))
    return Lists(**numbers, further_paragraphs=next_list, direct=frozenset(direct)), abstract_of[numbers["paragraphs"]]


def _abstract_of(num: etree._Element) -> int:
    element = num.find(f"{_W}abstractNumId")
    return -1 if element is None else int(element.get(f"{_W}val", "-1"))


def _insert_abstract(numbering: etree._Element, xml: str) -> None:
    element = _parse(xml)
    first = numbering.find(f"{_W}num")
    if first is not None:
        first.addprevious(element)
    else:
        _append_list_element(numbering, element)


def _append_list(numbering: etree._Element, xml: str) -> None:
    _append_list_element(numbering, _parse(xml))


def _append_list_element(numbering: etree._Element, element: etree._Element) -> None:
    cleanup = numbering.find(f"{_W}numIdMacAtCleanup")
    if cleanup is not None:
        cleanup.addprevious(element)
    else:
        numbering.append(element)


def _parse(xml: str) -> etree._Element:
    return etree.fromstring(f'<w:x xmlns:w="{NAMESPACE}">{xml}</w:x>')[0]


def _add_styles(styles: etree._Element, by_name: Mapping[str, etree._Element], lists: Lists) -> tuple[str, ...]:
    """Add the styles of the catalogue that the shell lacks; they follow the shell's own default fonts."""
    bound = {role: (0 if role in lists.direct else getattr(lists, role)) for role in ROLES}
    wanted = catalogue(replace(Look(), size=_default_size(styles)), NumberedStyles(**bound))
    default = next((style for style in by_name.values() if style.get(f"{_W}type") == "paragraph" and style.get(f"{_W}default") in {"1", "true"}), None)
    known = {style_id(name): style.get(f"{_W}styleId", "") for name, style in by_name.items() if name}
    if default is not None:
        known["Normal"] = default.get(f"{_W}styleId", "Normal")
    added = tuple(name for name in wanted if name not in by_name)
    for name in added:
        styles.append(_parse(_rebased(wanted[name], known)))
    return added


def _mark_language(styles: etree._Element) -> None:
    """Put a mark where the default language stands: documents choose their own."""
    place = styles
    for at, name in enumerate(("docDefaults", "rPrDefault", "rPr")):
        child = place.find(f"{_W}{name}")
        if child is None:
            child = place.makeelement(f"{_W}{name}", nsmap=None)
            place.insert(0, child) if at < 2 else place.append(child)
        place = child
    language = place.find(f"{_W}lang")
    if language is None:
        language = etree.SubElement(place, f"{_W}lang")
    language.set(f"{_W}val", LANGUAGE_MARK)


def _rebased(xml: str, known: Mapping[str, str]) -> str:
    """The style with its relations to other styles put in the shell's own ids."""
    return re.sub(r'<w:(basedOn|next) w:val="([^"]*)"', lambda match: f'<w:{match[1]} w:val="{known.get(match[2], match[2])}"', xml)


def _default_size(styles: etree._Element) -> int:
    size = styles.find(f"{_W}docDefaults/{_W}rPrDefault/{_W}rPr/{_W}sz")
    return int(size.get(f"{_W}val", "22")) if size is not None else 20


def _indent(style: etree._Element, otherwise: int) -> int:
    indent = style.find(f"{_W}pPr/{_W}ind")
    value = None if indent is None else indent.get(f"{_W}left", indent.get(f"{_W}start"))
    return int(value) if value is not None and value.lstrip("-").isdigit() else otherwise


def _scheme(numbering: etree._Element, lists: Lists) -> tuple[Scheme, tuple[str, ...]]:
    """How the shell's lists count, and in words what of it references could not print."""
    instances = {int(num.get(f"{_W}numId", "0")): _abstract_of(num) for num in numbering.iterfind(f"{_W}num")}
    abstracts = {int(item.get(f"{_W}abstractNumId", "0")): item for item in numbering.iterfind(f"{_W}abstractNum")}
    found: dict[str, tuple[Level, ...]] = {}
    strange: list[str] = []
    for role, standard in (
        ("clauses", STANDARD.clauses),
        ("paragraphs", STANDARD.paragraphs),
        ("schedules", (STANDARD.schedules,)),
        ("recitals", (STANDARD.recitals,)),
    ):
        abstract = abstracts.get(instances.get(getattr(lists, role), -1))
        elements = {} if abstract is None else {level.get(f"{_W}ilvl"): level for level in abstract.findall(f"{_W}lvl")}
        known = [(at, elements.get(str(at))) for at in range(len(standard))]
        found[role] = tuple(standard[at] if element is None else _level(element) for at, element in known)
        strange += [f"level {at + 1} of the {role} {fault}" for at, element in known[:LEVELS] for fault in _strange(at, element)]
    return Scheme(found["clauses"], found["paragraphs"], *found["schedules"], *found["recitals"]), tuple(strange)


def _level(element: etree._Element) -> Level:
    legal = element.find(f"{_W}isLgl")
    return Level(_value(element, "numFmt") or "decimal", _value(element, "lvlText"), legal is not None and legal.get(f"{_W}val") not in {"0", "false", "off"})


def _strange(at: int, level: etree._Element | None) -> Iterator[str]:
    """What makes a level count in a way that references would have to guess."""
    if level is None:
        yield "not at all"
        return
    counts = _level(level)
    counters = {int(sign) for sign in re.findall(r"%(\d)", counts.text)}
    if at + 1 not in counters or max(counters) > at + 1:
        yield f"as “{counts.text}”, which does not print the counter of its own level"
    elif counts.number_format not in FORMATS:
        yield f"in the format “{counts.number_format}”"
    if (_value(level, "start") or "1") != "1":
        yield f"from {_value(level, 'start')} instead of 1"
    for name in ("lvlRestart", "legacy"):
        if level.find(f"{_W}{name}") is not None:
            yield f"with the setting {name}"


def _value(element: etree._Element, name: str) -> str:
    child = element.find(f"{_W}{name}")
    return "" if child is None else child.get(f"{_W}val", "")
