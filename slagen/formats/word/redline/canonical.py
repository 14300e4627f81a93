"""What counts when two pieces of Word XML are compared: everything that a reader can see, nothing that Word merely leaves behind."""

from __future__ import annotations

from dataclasses import dataclass, field
import hashlib
import re
import sys
from typing import Any, TypeAlias

from lxml import etree

from slagen.formats.word.redline.names import NOISE, NOTE_REFERENCES, PPR, RANGE_MARKS, RPR, SECT_PR, VAL, W14, Element, M, R, W, local
from slagen.formats.word.redline.styles import StyleLooks, style_looks
from slagen.formats.word.redline.word_file import WordFile

Canonical: TypeAlias = tuple[object, ...]

_PARAGRAPH_STYLE = f"{W}pStyle"
TEXT_BOX = f"{W}txbxContent"
_TOGGLES = frozenset(
    {"b", "bCs", "i", "iCs", "caps", "smallCaps", "strike", "dstrike", "outline", "shadow", "emboss", "imprint", "vanish"}
    | {"keepNext", "keepLines", "pageBreakBefore"}
)
_ON = frozenset({"1", "true", "on"})
_UNSEEN_RUN = frozenset(f"{W}{name}" for name in ("lang", "noProof", "webHidden", "rPrChange", "ins", "del", "moveFrom", "moveTo"))
_CHANGES = frozenset(
    f"{W}{name}"
    for name in ("pPrChange", "rPrChange", "sectPrChange", "tblPrChange", "trPrChange", "tcPrChange", "tblGridChange", "tblPrExChange", "numberingChange")
)
_UNSEEN_ATTRIBUTES = re.compile(r"rsid|paraId|textId|anchorId|editId|Unid")
_IDENTITIES = frozenset({"docPr", "cNvPr"})
_HOLDERS = frozenset((RPR, PPR))
_DEFAULTS = frozenset((("jc", (("val", "left"),), "", ()), ("jc", (("val", "start"),), "", ())))
"""What a paragraph is without anybody saying so."""
_SHAPE_IDENTITIES = frozenset({"id", "spid", "type", "gfxdata"})
_VML = ("{urn:schemas-microsoft-com:vml}", "{urn:schemas-microsoft-com:office:office}")


@dataclass(frozen=True, slots=True)
class Format:
    """The formatting of a run, and what it comes down to."""

    element: Element | None
    canonical: Canonical


class Signs(dict[str, str]):
    """A sign for each word: texts made of them are rated several times as fast as lists of words."""

    def __missing__(self, word: str) -> str:
        sign = self[word] = chr(len(self) % (sys.maxunicode + 1))
        return sign


@dataclass(slots=True)
class Canon:
    """Canonical forms of the elements of one part; equal forms look alike wherever they stand.

    What is written in the same way is told once: a contract has few formats and many runs. `words` is for what has been made of their text;
    parts that are compared with each other share their `signs`.
    """

    file: WordFile
    part: str
    signs: Signs = field(default_factory=Signs)
    words: dict[int, Any] = field(default_factory=dict)
    _formats: dict[bytes, Format] = field(default_factory=dict)
    _paragraphs: dict[bytes, Canonical] = field(default_factory=dict)
    _styles: StyleLooks | None = None

    def run_properties(self, rpr: Element | None) -> Canonical:
        """The formatting of a run or of a paragraph mark; languages and proofing marks do not count."""
        return self.format(rpr).canonical

    def format(self, rpr: Element | None) -> Format:
        """The formatting of a run; the same one for all that are written in the same way."""
        raw = b"" if rpr is None else etree.tostring(rpr, with_tail=False)
        found = self._formats.get(raw)
        if found is None:
            found = self._formats[raw] = Format(rpr, self._run_properties(rpr))
        return found

    def _run_properties(self, rpr: Element | None) -> Canonical:
        if rpr is None or not len(rpr):
            return ()
        return tuple(sorted((self.of(item) for item in rpr if item.tag not in _UNSEEN_RUN), key=repr))

    def paragraph_properties(self, ppr: Element | None) -> Canonical:
        """The formatting of a paragraph, without that of its mark, without its section, and without what its style says anyway."""
        if ppr is None:
            return ()
        raw = etree.tostring(ppr, with_tail=False)
        found = self._paragraphs.get(raw)
        if found is None:
            found = self._paragraphs[raw] = self._paragraph_properties(ppr)
        return found

    def _paragraph_properties(self, ppr: Element) -> Canonical:
        style = next((item.get(VAL, "") for item in ppr.iterchildren(_PARAGRAPH_STYLE)), "")
        given = self._style_looks().paragraph(style)
        forms = ((item.tag, self.of(item)) for item in ppr if item.tag not in {RPR, SECT_PR, _PARAGRAPH_STYLE} and item.tag not in _CHANGES)
        return (self._style_looks().name(style), *sorted((form for tag, form in forms if not _is_given(given.get(str(tag)), form)), key=repr))

    def _style_looks(self) -> StyleLooks:
        if self._styles is None:
            part = self.file.linked("styles")
            self._styles = style_looks(self.file.tree(part) if part else None, self.of)
        return self._styles

    def properties(self, element: Element | None, without: frozenset[str] = frozenset()) -> Canonical:
        """The properties of a table, row, cell or section, in any order."""
        if element is None:
            return ()
        seen = (item for item in element if item.tag not in _CHANGES and item.tag not in without and (len(item) or item.tag not in _HOLDERS))
        return tuple(sorted((self.of(item) for item in seen), key=repr))

    def of(self, element: Element, *, boxes: bool = True) -> Canonical:
        """The canonical form of any element; without `boxes`, whatever its text boxes say."""
        name = local(element)
        if not boxes and element.tag == TEXT_BOX:
            return (name,)
        children = tuple(
            self.of(item, boxes=boxes)
            for item in element
            if isinstance(item.tag, str) and item.tag not in NOISE and item.tag not in RANGE_MARKS and item.tag not in _CHANGES
        )
        text = (element.text or "") if not children or element.tag.startswith(M) else ""
        return (name, self._attributes(element, name), text, children)

    def _attributes(self, element: Element, name: str) -> Canonical:
        kept = []
        for key, value in element.attrib.items():
            short = str(key).rpartition("}")[2]
            if _UNSEEN_ATTRIBUTES.match(short) or str(key).startswith(W14):
                continue
            if str(key).startswith(R):
                kept.append((short, self.related(str(value))))
            elif (
                (name in _IDENTITIES and short in {"id", "name"})
                or (element.tag in NOTE_REFERENCES and short == "id")
                or (short in _SHAPE_IDENTITIES and str(element.tag).startswith(_VML))
            ):
                continue
            else:
                kept.append((short, str(value)))
        if name in _TOGGLES and len(kept) == 1 and kept[0][0] == "val" and kept[0][1] in _ON:
            return ()
        return tuple(sorted(kept))

    def related(self, identity: str, depth: int = 0) -> str:
        """What a relationship leads to: an address, or the hash of a part with everything that it leads to."""
        link = self.file.links(self.part).get(identity)
        if link is None:
            return ""
        return link.target if link.outside else self._part_hash(link.target, depth)

    def _part_hash(self, part: str, depth: int) -> str:
        known = self.file.hashes.get((part, depth))
        if known is not None:
            return known
        digest = hashlib.sha256(self.file.parts.get(part, b""))
        if depth < 4:
            for identity, link in sorted(self.file.links(part).items()):
                digest.update(f"{identity}={link.target if link.outside else self._part_hash(link.target, depth + 1)}".encode())
        self.file.hashes[part, depth] = digest.hexdigest()
        return self.file.hashes[part, depth]


def _is_given(given: Canonical | None, form: Canonical) -> bool:
    """Whether a style says all that a property says: the same, or the same and more (`w:spacing` has several attributes)."""
    if given is None:
        return form in _DEFAULTS
    return given == form or (given[0] == form[0] and given[3] == form[3] == () and set(form[1]) < set(given[1]))  # type: ignore[call-overload]


def visible(element: Element) -> str:
    """The text of an element's runs, formulas included: what it is recognised by."""
    return "".join(item.text or "" for item in element.iter(f"{W}t", f"{M}t", f"{W}instrText", f"{W}delText"))
