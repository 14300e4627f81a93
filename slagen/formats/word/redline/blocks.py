"""The blocks of a story, and which of the old and of the new ones belong together."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
import re

from lxml import etree

from slagen.compare.align import align, gaps_and_anchors, likeness
from slagen.formats.word.redline.atoms import Atom, atoms_of, words_of
from slagen.formats.word.redline.canonical import Canon, visible
from slagen.formats.word.redline.names import NOISE, PPR, RANGE_MARKS, SDT, SDT_CONTENT, SECT_PR, TBL, TC, TR, Element, P, W
from slagen.formats.word.redline.references import said

_NAMESPACES = re.compile(rb' xmlns:\w+="[^"]*"(?: xmlns:\w+="[^"]*")*')
_NOISE = re.compile(
    rb' w:rsid\w*="[^"]*"| w14:(?:paraId|textId)="[^"]*"'
    rb"|<w:(?:proofErr|lastRenderedPageBreak|bookmarkStart|bookmarkEnd|lang|noProof)\b[^>]*/>|<wp:docPr [^>]*|\n\s*(?=<(?!/w:(?:t|instrText)>))"
)
_MOST_WORD_PAIRS = 20_000_000_000
"""Words × words of a gap up to which every block is rated against every other one: some seconds. Beyond, only those that share rare words are."""
_FEW_RATINGS = 16
_REFERRING = re.compile("instrText|hyperlink|fldSimple")
_RELATED = (b" r:", b"Reference ")


@dataclass(slots=True)
class Block:
    """A paragraph, table or other block of a story. `exact` is equal for blocks that no reader can tell apart."""

    element: Element
    canon: Canon
    exact: str
    _atoms: list[Atom] | None = None
    _words: str | None = None
    _text: str | None = None

    @property
    def is_paragraph(self) -> bool:
        """Whether it is a paragraph."""
        return self.element.tag == P

    @property
    def atoms(self) -> list[Atom]:
        """The atoms of a paragraph."""
        if self._atoms is None:
            self._atoms = atoms_of(self.element, self.canon)
        return self._atoms

    @property
    def moving(self) -> str:
        """Equal for a paragraph that stands in another place: references may print other numbers there."""
        if not self.canon.file.numbers or not _REFERRING.search(self.exact):
            return self.exact
        looks = [style.canonical for atom in self.atoms for _, style in atom.pieces]
        return repr((said(self.atoms, self.canon.file.numbers), self.canon.paragraph_properties(self.element.find(PPR)), looks))

    @property
    def words(self) -> str:
        """What makes two blocks alike: a sign for each word."""
        if self._words is None:
            words = words_of(self.atoms) if self.is_paragraph else [word for item in self.element.iter(P) for word in visible(item).split()]
            self._words = "".join(map(self.canon.signs.__getitem__, words))
        return self._words

    @property
    def text(self) -> str:
        """What the block says, whatever it looks like."""
        if self._text is None:
            self._text = (
                f"{self.element.tag} " + "".join(atom.key for atom in self.atoms) if self.is_paragraph else f"{self.element.tag} {visible(self.element)}"
            )
        return self._text


def blocks_of(parent: Element, canon: Canon, *, unwrapped: bool = False) -> list[Block]:
    """The blocks of a body, cell, header, note …, without its section properties; `unwrapped` looks through the controls of building blocks."""
    return [Block(item, canon, _exact(item, canon)) for item in _items(parent, unwrapped=unwrapped)]


def _items(parent: Element, *, unwrapped: bool) -> Iterator[Element]:
    for item in parent:
        if item.tag in NOISE or item.tag == SECT_PR or str(item.tag).endswith("}tcPr"):
            continue
        content = item.find(SDT_CONTENT) if unwrapped and is_building_block(item) else None
        if content is None:
            yield item
        else:
            yield from _items(content, unwrapped=True)


def is_building_block(item: Element) -> bool:
    """Whether it is the control that some programs put around a table of contents or a cover, and others do not."""
    return item.tag == SDT and item.find(f"{W}sdtPr/{W}docPartObj") is not None


def _exact(item: Element, canon: Canon) -> str:
    if item.tag in RANGE_MARKS:
        return f"mark {item.tag}"
    raw = etree.tostring(item, with_tail=False)
    if any(sign in raw for sign in _RELATED):
        return repr(canon.of(item))
    return _NOISE.sub(b"", _NAMESPACES.sub(b"", raw)).decode()


def pairs(old: Sequence[Block], new: Sequence[Block]) -> Iterator[tuple[Block | None, Block | None]]:
    """The blocks that belong together, in order: equal ones first, then those that say the same, then those that are alike."""
    for tag, start, end, to_start, to_end in gaps_and_anchors([block.exact for block in old], [block.exact for block in new]):
        if tag == "equal":
            yield from zip(old[start:end], new[to_start:to_end], strict=True)
            continue
        gap_old, gap_new = old[start:end], new[to_start:to_end]
        rate = _rate(gap_old, gap_new)
        most = {"most": _FEW_RATINGS} if _words(gap_old) * _words(gap_new) > _MOST_WORD_PAIRS else {}
        for one, other in align([block.text for block in gap_old], [block.text for block in gap_new], rate, **most):
            yield None if one is None else gap_old[one], None if other is None else gap_new[other]


def _words(blocks: Sequence[Block]) -> int:
    return sum(len(block.words) for block in blocks)


def _rate(old: Sequence[Block], new: Sequence[Block]) -> Callable[[int, int], float]:
    def rate(one: int, other: int) -> float:
        before, after = old[one], new[other]
        if before.element.tag != after.element.tag:
            return 0.0
        if before.element.tag in {TBL, SDT, TR, TC}:
            return max(0.51, likeness(before.words, after.words)) if len(old) == len(new) == 1 else likeness(before.words, after.words)
        return likeness(before.words, after.words) if before.is_paragraph else float(before.exact == after.exact)

    return rate
