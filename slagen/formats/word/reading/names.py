"""Names of the elements and attributes that a reader meets, as lxml spells them."""

from __future__ import annotations

from lxml import etree

from slagen.formats.word.xml_text import NAMESPACE, whole

W = f"{{{NAMESPACE}}}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
W15 = "{http://schemas.microsoft.com/office/word/2012/wordml}"
_UNDERSTOOD = ("http://schemas.microsoft.com/office/", "http://schemas.openxmlformats.org/", "urn:schemas-microsoft-com:")
_OWN = (W, M, MC, "{http://schemas.microsoft.com/office/", "{http://schemas.openxmlformats.org/", "{urn:schemas-microsoft-com:")
_OFF = frozenset({"0", "false", "off", "none"})


def w(*names: str) -> frozenset[str]:
    """Tags of the main namespace."""
    return frozenset(f"{W}{name}" for name in names)


def value(holder: etree._Element | None, name: str) -> str | None:
    """The `w:val` of the child `name`; None where there is no such child or value."""
    child = None if holder is None else holder.find(f"{W}{name}")
    return None if child is None else child.get(f"{W}val")


def switch(holder: etree._Element | None, name: str) -> bool | None:
    """A property that is on or off; None where it is not stated."""
    child = None if holder is None else holder.find(f"{W}{name}")
    return None if child is None else child.get(f"{W}val", "1") not in _OFF


def indent_of(properties: etree._Element | None) -> int | None:
    """The left indent in twips that paragraph properties state."""
    indent = None if properties is None else properties.find(f"{W}ind")
    return None if indent is None else whole(indent.get(f"{W}left", indent.get(f"{W}start")))


def is_understood(choice: etree._Element) -> bool:
    """Whether Word would show this `mc:Choice`: it knows every namespace that the choice requires."""
    names = (choice.nsmap.get(prefix, "") for prefix in choice.get("Requires", "").split())
    return all(name.startswith(_UNDERSTOOD) for name in names)


def branch(alternatives: etree._Element) -> etree._Element | None:
    """The branch of `mc:AlternateContent` that Word shows: the first choice that it understands, else the fallback."""
    shown = next((choice for choice in alternatives.iterfind(f"{MC}Choice") if is_understood(choice)), None)
    return alternatives.find(f"{MC}Fallback") if shown is None else shown


def is_foreign(element: etree._Element) -> bool:
    """Whether Word skips the element and all in it: it belongs to no part of the format (ECMA-376 Part 3, ignorable content)."""
    return not element.tag.startswith(_OWN)
