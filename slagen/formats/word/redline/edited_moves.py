"""Passages that stand elsewhere and were edited as well: shown as words that went and came, where the edit is easily overlooked."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from slagen.compare.align import likeness
from slagen.compare.rare_words import likely_partners
from slagen.formats.word.redline.blocks import Block
from slagen.formats.word.redline.names import T

_FEWEST_WORDS = 8
_SAME_PASSAGE = 0.7


@dataclass(frozen=True, slots=True)
class EditedMove:
    """What a passage said where it was, and what it says where it is."""

    old: str
    new: str


def edited_moves(gone: Sequence[Block], came: Sequence[Block]) -> Iterator[EditedMove]:
    """Which of the paragraphs that went are much like which of those that came."""
    olds, news = ([block for block in blocks if block.is_paragraph and len(block.words) >= _FEWEST_WORDS] for blocks in (gone, came))
    taken: set[int] = set()
    for block, at in zip(olds, likely_partners([_text(block) for block in olds], [_text(block) for block in news]), strict=True):
        if at is not None and at not in taken and likeness(block.words, news[at].words) >= _SAME_PASSAGE:
            taken.add(at)
            yield EditedMove(_text(block), _text(news[at]))


def _text(block: Block) -> str:
    return "".join(piece.text or "" for piece in block.element.iter(T))
