"""What lawyers do to a contract in Word, by a seed: words and figures changed, clauses gone, come and moved, rows, headers, looks. Told without our own code."""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy
from random import Random
import re
from typing import Any

from lxml import etree

from slagen.formats.word.package import read_package, write_package
from tests.formats.word.redline.surface import W

_HELD = tuple(f"{W}{name}" for name in ("fldChar", "fldSimple", "drawing", "sectPr", "bookmarkStart", "bookmarkEnd", "sdt", "br"))
_NEW = "Each party shall tell the other within {} business days whatever it learns of this matter."


def edited(data: bytes, seed: int) -> bytes:
    """The file after some edits of every kind for which it has a place."""
    random = Random(seed)  # noqa: S311 - the same edits each time
    parts = dict(read_package(data, "file"))
    trees = {name: etree.fromstring(parts[name]) for name in parts if re.fullmatch(r"word/(document|header\d*|footer\d*|footnotes)\.xml", name)}
    for edit in random.sample(_EDITS, k=len(_EDITS) - 2):
        edit(trees["word/document.xml"], random)
    for name in sorted(trees):
        if name != "word/document.xml" and random.random() < 0.7:
            _words(trees[name], random)
    written = {name: etree.tostring(tree, xml_declaration=True, encoding="UTF-8", standalone=True) for name, tree in trees.items()}
    return write_package(parts | written)


def _plain(tree: Any, *, least: int = 25) -> list[Any]:
    """The paragraphs of the body itself that are text and nothing else."""
    body = tree.find(f"{W}body")
    return [one for one in body.iterchildren(f"{W}p") if next(one.iter(*_HELD), None) is None and len("".join(one.itertext(f"{W}t"))) >= least]


def _texts(tree: Any) -> list[Any]:
    """The pieces of text that no field prints: an office program would print its results anew."""
    whole = (one for one in tree.iter(f"{W}p") if next(one.iter(f"{W}fldChar", f"{W}fldSimple"), None) is None)
    return [text for one in whole for text in one.iter(f"{W}t")]


def _words(tree: Any, random: Random) -> None:
    texts = [one for one in _texts(tree) if len((one.text or "").split()) >= 3]
    for text in random.sample(texts, k=min(len(texts), 6)):
        words = text.text.split(" ")
        at = random.randrange(len(words))
        words[at : at + random.randint(0, 2)] = random.choice([[], ["promptly"], ["as", "agreed", "in", "writing"]])
        text.text = " ".join(words)
        text.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")


def _figures(tree: Any, random: Random) -> None:
    texts = [one for one in _texts(tree) if re.search(r"\d", one.text or "")]
    for text in random.sample(texts, k=min(len(texts), 4)):
        text.text = re.sub(r"\d+", lambda found: str(int(found[0]) + 5), text.text, count=1)


def _goes(tree: Any, random: Random) -> None:
    for paragraph in random.sample(found := _plain(tree), k=min(len(found), 3)):
        paragraph.getparent().remove(paragraph)


def _comes(tree: Any, random: Random) -> None:
    for place in random.sample(found := _plain(tree), k=min(len(found), 3)):
        copy = deepcopy(place)
        for run in list(copy.iter(f"{W}r"))[1:]:
            run.getparent().remove(run)
        for text in copy.iter(f"{W}t"):
            text.text = _NEW.format(random.randint(2, 90))
        place.addnext(copy)


def _moves(tree: Any, random: Random) -> None:
    found = _plain(tree, least=60)
    if len(found) > 3:
        moved, place = random.sample(found, k=2)
        place.addnext(moved)


def _rows(tree: Any, random: Random) -> None:
    for table in tree.iter(f"{W}tbl"):
        rows = [row for row in table.findall(f"{W}tr") if next(row.iter(*_HELD, f"{W}vMerge"), None) is None]
        if len(rows) < 2:
            continue
        row = random.choice(rows[1:])
        if random.random() < 0.5:
            copy = deepcopy(row)
            _figures(copy, random)
            _words(copy, random)
            row.addnext(copy)
        elif len(rows) > 2:
            table.remove(row)


def _looks(tree: Any, random: Random) -> None:
    for paragraph in random.sample(found := _plain(tree), k=min(len(found), 2)):
        for run in list(paragraph.iter(f"{W}r"))[:1]:
            properties = run.find(f"{W}rPr")
            if properties is None:
                run.insert(0, properties := etree.Element(f"{W}rPr"))
            if properties.find(f"{W}u") is None and len(properties) == 0:
                etree.SubElement(properties, f"{W}u", {f"{W}val": "single"})


def _splits(tree: Any, random: Random) -> None:
    whole = [one for one in _plain(tree, least=60) if len(one.findall(f"{W}r")) == 1]
    for paragraph in random.sample(whole, k=min(len(whole), 1)):
        after = deepcopy(paragraph)
        first, second = (next(one.iter(f"{W}t")) for one in (paragraph, after))
        words = first.text.split(" ")
        at = len(words) // 2
        first.text, second.text = " ".join(words[:at]), " ".join(words[at:])
        paragraph.addnext(after)


_EDITS: tuple[Callable[[Any, Random], None], ...] = (_words, _figures, _goes, _comes, _moves, _rows, _looks, _splits)
