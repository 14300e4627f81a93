"""Where an element stands among those around it."""

from __future__ import annotations

from itertools import takewhile

from lxml import etree


def stands_in(item: etree._Element, tag: str, top: etree._Element) -> bool:
    """Whether there is an element of that tag around an item, somewhere below `top`."""
    return any(parent.tag == tag for parent in takewhile(lambda parent: parent is not top, item.iterancestors()))
