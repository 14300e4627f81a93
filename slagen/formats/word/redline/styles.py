"""What the styles of a file give a paragraph: some programs write it out again on each paragraph, and that is no change."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from slagen.formats.word.redline.names import PPR, RPR, VAL, Element, W

Form: TypeAlias = tuple[object, ...]
_DEEPEST = 20


@dataclass(slots=True)
class StyleLooks:
    """The styles of a file. `form` gives the canonical form of one property."""

    styles: Mapping[str, Element]
    default: str
    form: Callable[[Element], Form]
    _paragraphs: dict[str, Mapping[str, Form]] = field(default_factory=dict)

    def name(self, identity: str) -> str:
        """The name of a style as people see it, whatever its id is called; the id where there is no such style."""
        style = self.styles.get(identity)
        name = None if style is None else style.find(f"{W}name")
        return identity if name is None else name.get(VAL, identity).casefold()

    def paragraph(self, identity: str) -> Mapping[str, Form]:
        """What a paragraph has by its style, property by property."""
        wanted = identity or self.default
        if wanted not in self._paragraphs:
            self._paragraphs[wanted] = self._inherited(wanted, _DEEPEST)
        return self._paragraphs[wanted]

    def _inherited(self, identity: str, left: int) -> Mapping[str, Form]:
        style = self.styles.get(identity)
        if style is None or not left:
            return {}
        base = style.find(f"{W}basedOn")
        given = {} if base is None else self._inherited(base.get(VAL, ""), left - 1)
        ppr = style.find(PPR)
        return {**given, **({} if ppr is None else {str(item.tag): self.form(item) for item in ppr if item.tag != RPR})}


def style_looks(tree: Element | None, form: Callable[[Element], Form]) -> StyleLooks:
    """The styles of a styles part, where there is one."""
    styles = {} if tree is None else {style.get(f"{W}styleId", ""): style for style in tree.iterfind(f"{W}style")}
    default = next((name for name, style in styles.items() if style.get(f"{W}type") == "paragraph" and style.get(f"{W}default") in {"1", "true"}), "")
    return StyleLooks(styles, default, form)
