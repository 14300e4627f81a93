"""How much two files may hold to be compared: memory grows with every word and sign, whether a person typed it or a program."""

from __future__ import annotations

import re
from unicodedata import category

from lxml import etree

from slagen.core.errors import UsageError
from slagen.formats.word.package import PackageError
from slagen.formats.word.redline.names import M, P, T, W
from slagen.formats.word.redline.word_file import WordFile
from slagen.formats.word.revisions.resolve import story_parts
from slagen.formats.word.untrusted_xml import MAX_PARAGRAPHS

LONGEST_AUTHOR = 255
MAX_WORDS = 500_000
"""Words, signs, line breaks, fields … of a file: about a thousand pages. Two such files that have nothing in common take about a gigabyte."""
_PIECES = etree.XPath("count(//w:r/*[not(self::w:t) and not(self::w:rPr)])", namespaces={"w": W[1:-1]})
_PIECE = re.compile(r"\w+|[^\w\s]")
_LETTERS = re.compile(r"\w+")


def check_author(name: str) -> None:
    """Refuse an author's name that Word cannot show.

    Raises:
        UsageError: it has control characters, or more than LONGEST_AUTHOR characters.
    """
    if len(name) > LONGEST_AUTHOR or any(sign in "\ufffe\uffff" or category(sign) in {"Cc", "Cs"} for sign in name):
        raise UsageError(f"The author's name has control characters, or more than {LONGEST_AUTHOR} characters.", hint="Give the name as people write it.")


def check_paragraphs(file: WordFile) -> None:
    """Refuse a file of far more paragraphs than any contract has.

    Raises:
        PackageError: it has more than MAX_PARAGRAPHS.
    """
    if sum(1 for part in story_parts(file) for _ in file.tree(part).iter(P)) > MAX_PARAGRAPHS:
        raise PackageError(file.name, f"has more than {MAX_PARAGRAPHS:,} paragraphs", "split it")


def check_size(file: WordFile) -> None:
    """Refuse a file that is too large to be compared.

    Raises:
        PackageError: it has more than MAX_PARAGRAPHS paragraphs, or more than MAX_WORDS words and signs.
    """
    check_paragraphs(file)
    trees = [file.tree(part) for part in story_parts(file)]
    left = MAX_WORDS - sum(int(_PIECES(tree)) for tree in trees)  # type: ignore[arg-type,misc]  # a number
    texts = [item.text or "" for tree in trees for item in tree.iter(T, f"{W}delText", f"{M}t")]
    if sum(map(len, texts)) <= left or sum(map(_at_most, texts)) <= left:
        return
    for text in texts:
        left -= sum(1 for _ in _PIECE.finditer(text))
        if left < 0:
            break
    if left < 0:
        raise PackageError(file.name, f"has more than {MAX_WORDS:,} words and signs", "compare it in pieces")


def _at_most(text: str) -> int:
    """More words and signs than this cannot be: a word ends with a space or with a sign, and no sign is more than one."""
    return 2 * len(_LETTERS.sub("", text)) + 1 - text.count(" ")
