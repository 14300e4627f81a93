"""A paragraph as atoms: words, signs, fields, pictures and the like, each with its formatting and the links that it stands in.

Words are cut from the text of neighbouring runs together, so that it does not matter how Word split the text into runs.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping
from copy import deepcopy
from dataclasses import dataclass, field, replace
from enum import IntEnum
import hashlib
from itertools import accumulate, groupby

from slagen.compare.words import tokens
from slagen.formats.word.redline.canonical import Canon, Canonical, Format
from slagen.formats.word.redline.names import (
    COMMENT_REFERENCE,
    ID,
    NOISE,
    NOTE_REFERENCES,
    PPR,
    R_,
    RANGE_MARKS,
    RPR,
    SDT,
    SDT_CONTENT,
    SECT_PR,
    Element,
    R,
    T,
    W,
    attributes,
    local,
)

MARK = "¶"
SECTION_MARK = "¶§"
_HYPERLINK = f"{W}hyperlink"
_WRAPPERS = frozenset(f"{W}{name}" for name in ("hyperlink", "smartTag", "customXml", "dir", "bdo"))
_FIELD_CHAR, _FIELD_CODE, _SIMPLE_FIELD = f"{W}fldChar", f"{W}instrText", f"{W}fldSimple"
_TYPED = {f"{W}tab": "\t", f"{W}noBreakHyphen": "\u2011", f"{W}softHyphen": "\u00ad"}


class Kind(IntEnum):
    """What an atom is made of."""

    TEXT = 0
    RUNS = 1
    BLOCK = 2
    MARK = 3


@dataclass(frozen=True, slots=True)
class Wrapper:
    """A link, content control or the like around runs; equal `key`s are the same wrapper."""

    element: Element
    key: Canonical


@dataclass(slots=True)
class Atom:
    """The smallest thing that is kept, deleted or inserted.

    `pieces` are the stretches of a TEXT atom with their formats, `runs` the runs of a RUNS atom, `element` what a BLOCK atom is;
    a MARK atom's `element` is its paragraph. `before` holds bookmarks and other marks of a place.
    `style` is the one format of a TEXT atom that has no such marks: it can be written in one run with its neighbours.
    Equal words of one format outside links are one and the same atom: contracts repeat themselves.
    """

    kind: Kind
    key: str
    wrappers: tuple[Wrapper, ...] = ()
    pieces: tuple[tuple[str, Format], ...] = ()
    runs: tuple[Element, ...] = ()
    element: Element | None = None
    before: tuple[Element, ...] = ()
    is_space: bool = False
    style: Format | None = None


class _Words(dict[str, Atom]):
    """Text → its atom in one format."""

    def __init__(self, style: Format, ending: str = "", wrappers: tuple[Wrapper, ...] = ()) -> None:
        super().__init__()
        self.style, self.ending, self.wrappers = style, ending, wrappers

    def __missing__(self, token: str) -> Atom:
        atom = Atom(Kind.TEXT, token + self.ending, self.wrappers, ((token, self.style),), is_space=token.isspace(), style=self.style)
        self[token] = atom
        return atom


@dataclass(slots=True)
class _Gathering:
    canon: Canon
    atoms: list[Atom] = field(default_factory=list)
    text: list[tuple[str, Format]] = field(default_factory=list)
    waiting: list[Element] = field(default_factory=list)
    field_runs: list[Element] = field(default_factory=list)
    depth: int = 0
    wrappers: tuple[Wrapper, ...] = ()

    def flush(self) -> None:
        """Cut the text that has been gathered into words."""
        if not self.text:
            return
        stretches, self.text = _one_stretch_a_format(self.text), []
        first = len(self.atoms)
        self.atoms += self._words(stretches[0]) if len(stretches) == 1 else self._mixed_words(stretches)
        if self.waiting and len(self.atoms) > first:
            self.atoms[first] = self._placed(replace(self.atoms[first]))

    def _words(self, stretch: tuple[str, Format]) -> list[Atom]:
        text, style = stretch
        words = self._known(style)
        return [words[token] for token in tokens(text)]

    def _known(self, style: Format) -> Mapping[str, Atom]:
        """The words of a format: outside links those of the whole file, within one those of a stretch."""
        if self.wrappers:
            return _Words(style, self._ending(), self.wrappers)
        found = self.canon.words.get(id(style))
        if found is None:
            found = self.canon.words[id(style)] = _Words(style)
        return found

    def _mixed_words(self, stretches: list[tuple[str, Format]]) -> list[Atom]:
        """Words of text that is formatted in parts; some of them in parts, too."""
        found = tokens("".join(text for text, _ in stretches))
        ends = list(accumulate(map(len, found)))
        ending, atoms, pieces = self._ending(), list[Atom](), list[tuple[str, Format]]()
        at = start = 0
        for text, style in stretches:
            end = start + len(text)
            to = bisect_right(ends, end, at)
            if pieces and to > at:
                atoms.append(_whole(found[at] + ending, self.wrappers, [*pieces, (text[: ends[at] - start], style)]))
                pieces, at = [], at + 1
            words = self._known(style)
            atoms += [words[token] for token in found[at:to]]
            left = end - (ends[to - 1] if to else 0)
            if left:
                pieces.append((text[-left:], style))
            at, start = to, end
        return atoms

    def _ending(self) -> str:
        """What makes the same word in another link another word."""
        return "".join(_digest(wrapper.key) for wrapper in self.wrappers) if self.wrappers else ""

    def _placed(self, atom: Atom) -> Atom:
        atom.before, self.waiting, atom.style = tuple(self.waiting), [], None
        return atom

    def _add(self, atom: Atom) -> None:
        if self.waiting:
            self._placed(atom)
        if self.wrappers:
            atom.key += self._ending()
        self.atoms.append(atom)

    def add(self, atom: Atom) -> None:
        self.flush()
        self._add(atom)

    def place_mark(self, element: Element) -> None:
        """A bookmark and the like: it keeps its place, and cuts no word where it stands within one."""
        self.flush()
        self.waiting.append(element)


def _one_stretch_a_format(stretches: list[tuple[str, Format]]) -> list[tuple[str, Format]]:
    if len(stretches) == 1:
        return stretches
    return [("".join(text for text, _ in same), same[0][1]) for _, group in groupby(stretches, key=lambda stretch: id(stretch[1])) for same in [list(group)]]


def _whole(key: str, wrappers: tuple[Wrapper, ...], pieces: list[tuple[str, Format]]) -> Atom:
    """A word that is formatted in parts."""
    joined = _joined(pieces)
    return Atom(Kind.TEXT, key, wrappers, joined, style=joined[0][1] if len(joined) == 1 else None, is_space=all(text.isspace() for text, _ in joined))


def _joined(pieces: list[tuple[str, Format]]) -> tuple[tuple[str, Format], ...]:
    joined: list[tuple[str, Format]] = []
    for text, style in pieces:
        if joined and joined[-1][1].canonical == style.canonical:
            joined[-1] = (joined[-1][0] + text, joined[-1][1])
        else:
            joined.append((text, style))
    return tuple(joined)


def atoms_of(paragraph: Element, canon: Canon) -> list[Atom]:
    """The atoms of a paragraph, its mark last."""
    gathering = _Gathering(canon)
    _walk(paragraph, gathering)
    _end_open_field(gathering)
    ppr = paragraph.find(PPR)
    section = ppr is not None and ppr.find(SECT_PR) is not None
    gathering.add(Atom(Kind.MARK, SECTION_MARK if section else MARK, element=paragraph))
    return gathering.atoms


def _walk(parent: Element, gathering: _Gathering) -> None:
    for item in parent:
        tag = item.tag
        if tag == R_:
            _run(item, gathering)
        elif tag in {PPR, RPR, f"{W}sdtPr", f"{W}sdtEndPr", f"{W}smartTagPr", f"{W}customXmlPr"} or tag in NOISE or not isinstance(tag, str):
            continue
        elif tag in RANGE_MARKS:
            gathering.place_mark(item)
        elif tag in _WRAPPERS:
            _inside(item, item, gathering)
        elif tag == SDT and (content := item.find(SDT_CONTENT)) is not None:
            _inside(item, content, gathering)
        elif tag == _SIMPLE_FIELD:
            gathering.add(_simple_field(item, gathering))
        else:
            gathering.add(Atom(Kind.BLOCK, _digest(gathering.canon.of(item)), gathering.wrappers, element=item))


def _inside(wrapper: Element, content: Element, gathering: _Gathering) -> None:
    gathering.flush()
    _end_open_field(gathering)
    outer = gathering.wrappers
    gathering.wrappers = (*outer, Wrapper(wrapper, _wrapper_key(wrapper, gathering.canon)))
    _walk(content, gathering)
    gathering.flush()
    _end_open_field(gathering)
    gathering.wrappers = outer


def _wrapper_key(wrapper: Element, canon: Canon) -> Canonical:
    if wrapper.tag == SDT:
        properties = wrapper.find(f"{W}sdtPr")
        return ("sdt", () if properties is None else tuple(canon.of(item) for item in properties if item.tag not in {ID, f"{W}id", RPR}))
    if wrapper.tag == _HYPERLINK:  # where it leads, not how a program writes that down
        return ("hyperlink", wrapper.get(f"{W}anchor", ""), canon.related(wrapper.get(f"{R}id", "")))
    return canon.of(wrapper)[:2]


def _run(run: Element, gathering: _Gathering) -> None:
    rpr = run.find(RPR)
    style = gathering.canon.format(rpr)
    alone = sum(1 for item in run if item.tag != RPR) == 1
    for item in run:
        tag = item.tag
        if tag == T and not gathering.depth:
            if item.text:
                gathering.text.append((item.text, style))
        elif tag == RPR or tag in NOISE:
            continue
        elif tag == _FIELD_CHAR:
            _field_char(item, run if alone else _lone(run, item, rpr), gathering)
        elif gathering.depth:
            gathering.field_runs.append(run if alone else _lone(run, item, rpr))
        elif tag == COMMENT_REFERENCE:
            gathering.place_mark(run if alone else _lone(run, item, rpr))
        else:
            gathering.add(Atom(Kind.RUNS, _piece_key(item, gathering.canon), gathering.wrappers, runs=(run if alone else _lone(run, item, rpr),)))


def _field_char(item: Element, lone: Element, gathering: _Gathering) -> None:
    kind = item.get(f"{W}fldCharType", "")
    if kind == "begin":
        if not gathering.depth:
            gathering.flush()
        gathering.depth += 1
    if not gathering.depth:  # the end or the middle of a field that began in an earlier paragraph
        gathering.add(Atom(Kind.RUNS, f"\x00{kind}", gathering.wrappers, runs=(lone,)))
        return
    gathering.field_runs.append(lone)
    if kind == "end":
        gathering.depth -= 1
        if not gathering.depth:
            runs, gathering.field_runs = tuple(gathering.field_runs), []
            gathering.add(Atom(Kind.RUNS, _field_key(runs, gathering.canon), gathering.wrappers, runs=runs))


def _end_open_field(gathering: _Gathering) -> None:
    """A field that goes on in the next paragraph: its runs are atoms one by one."""
    runs, gathering.field_runs, gathering.depth = gathering.field_runs, [], 0
    for run in runs:
        content = [item for item in run if item.tag != RPR]
        for item in content:
            if item.tag == T:
                gathering.text.append((item.text or "", gathering.canon.format(run.find(RPR))))
            else:
                gathering.add(Atom(Kind.RUNS, _piece_key(item, gathering.canon), gathering.wrappers, runs=(run,)))
    gathering.flush()


def _lone(run: Element, item: Element, rpr: Element | None) -> Element:
    """A run that holds but one piece of the given run."""
    lone: Element = run.makeelement(run.tag, attributes(run))
    if rpr is not None:
        lone.append(deepcopy(rpr))
    lone.append(deepcopy(item))
    return lone


def _simple_field(item: Element, gathering: _Gathering) -> Atom:
    """A `w:fldSimple` as the runs of the same field in its long form, which alone can be tracked."""
    first = next(item.iter(R_), None)
    rpr = None if first is None else first.find(RPR)
    runs = []

    def run(tag: str, text: str = "", **attributes: str) -> None:
        made: Element = item.makeelement(R_)
        if rpr is not None:
            made.append(deepcopy(rpr))
        piece = made.makeelement(f"{W}{tag}", {f"{W}{key}": value for key, value in attributes.items()})
        piece.text = text or None
        if text:
            piece.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
        made.append(piece)
        runs.append(made)

    run("fldChar", fldCharType="begin")
    run("instrText", item.get(f"{W}instr", ""))
    run("fldChar", fldCharType="separate")
    runs += [deepcopy(inner) for inner in item.iter(R_)]
    run("fldChar", fldCharType="end")
    return Atom(Kind.RUNS, _field_key(tuple(runs), gathering.canon), gathering.wrappers, runs=tuple(runs), element=item)


def _field_key(runs: tuple[Element, ...], canon: Canon) -> str:
    code = "".join(piece.text or "" for run in runs for piece in run.iter(_FIELD_CODE))
    rest = "".join(
        piece.text or "" if piece.tag == T else f"\x01{_piece_key(piece, canon)}"
        for run in runs
        for piece in run
        if piece.tag not in {RPR, _FIELD_CODE, _FIELD_CHAR}
    )
    return f"\x00field {' '.join(code.split())}\x00{rest}"


def _piece_key(item: Element, canon: Canon) -> str:
    if item.tag in _TYPED:
        return _TYPED[item.tag]
    if item.tag in NOTE_REFERENCES:
        return f"\x00{local(item)}"
    if item.tag == _FIELD_CHAR:
        return f"\x00{item.get(f'{W}fldCharType', '')}"
    if item.tag == _FIELD_CODE:
        return f"\x00code {item.text or ''}"
    return _digest(canon.of(item, boxes=False))


def _digest(canonical: Canonical) -> str:
    return "\x00" + hashlib.sha256(repr(canonical).encode()).hexdigest()


def words_of(atoms: list[Atom]) -> list[str]:
    """The keys that make two paragraphs alike: everything but white space and the mark."""
    mark = Kind.MARK
    return [atom.key for atom in atoms if not atom.is_space and atom.kind is not mark]
