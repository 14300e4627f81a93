"""The styles of a file by their ids and by the names that people see."""

from __future__ import annotations

from dataclasses import dataclass, field

from slagen.formats.word.redline.names import VAL, Element, W


@dataclass(slots=True)
class StyleIndex:
    """Styles by id, and the ids by kind and name; of two that share one the first counts."""

    by_id: dict[str, Element] = field(default_factory=dict)
    by_name: dict[tuple[str, str], str] = field(default_factory=dict)

    def add(self, style: Element) -> None:
        """Add a style."""
        identity = style.get(f"{W}styleId", "")
        self.by_id.setdefault(identity, style)
        self.by_name.setdefault((style.get(f"{W}type", ""), style_name(style).casefold()), identity)

    def like(self, style: Element) -> str:
        """The id of the style of the same kind and name: each language of Word, and each other program, has ids of its own."""
        return self.by_name.get((style.get(f"{W}type", ""), style_name(style).casefold()), "")


def style_index(styles: Element) -> StyleIndex:
    """The styles of a styles part."""
    index = StyleIndex()
    for style in styles.iterfind(f"{W}style"):
        index.add(style)
    return index


def style_name(style: Element) -> str:
    """The name of a style, empty where it has none."""
    name = style.find(f"{W}name")
    return "" if name is None else name.get(VAL, "")
