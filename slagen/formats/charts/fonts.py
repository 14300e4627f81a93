"""Which fonts draw a chart: the program’s own, and beside it those of this machine that have the letters which ours lacks."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import TYPE_CHECKING
import unicodedata

from slagen.formats.word.xml_text import legal

if TYPE_CHECKING:
    from matplotlib.font_manager import FontEntry

OWN = "DejaVu Sans"
"""Comes with matplotlib. It has Latin, Greek, Cyrillic, Hebrew, Arabic and more, so that most charts look the same on every machine."""
_KNOWN = (
    "Noto Sans CJK SC", "Noto Sans CJK JP", "Noto Sans SC", "Source Han Sans SC", "Microsoft YaHei", "PingFang SC", "Hiragino Sans GB", "SimHei", "SimSun",
    "Noto Sans JP", "Yu Gothic", "Hiragino Sans", "MS Gothic", "IPAexGothic", "Noto Sans KR", "Malgun Gothic", "Apple SD Gothic Neo", "NanumGothic",
    "WenQuanYi Zen Hei", "Droid Sans Fallback", "Noto Sans Arabic", "Noto Naskh Arabic", "Segoe UI", "Geeza Pro", "Noto Sans Devanagari", "Nirmala UI",
    "Mangal", "Kohinoor Devanagari", "Lohit Devanagari", "Noto Sans Thai", "Leelawadee UI", "Thonburi", "Noto Sans Hebrew", "Noto Sans", "Arial Unicode MS",
    "FreeSans", "Unifont",
)  # fmt: skip
"""Families that are asked first, so that machines with the same ones draw the same; then all others by name."""
_UPRIGHT = frozenset({"normal", "regular", "book", 400})
_UNSEEN = frozenset({"Zs", "Zl", "Zp", "Cc", "Cf", "Cs"})
"""Categories of characters that leave no mark: spaces, joiners, controls."""
_VARIATIONS = range(0xFE00, 0xFE10)


def families(texts: Iterable[str]) -> list[str]:
    """The families that draw these texts: ours, and no more of the others than their letters need."""
    return [OWN, *_chosen(_foreign(texts))[0]]


def lacking(texts: Iterable[str]) -> frozenset[str]:
    """The letters for which no font is installed."""
    return _chosen(_foreign(texts))[1]


def _foreign(texts: Iterable[str]) -> frozenset[str]:
    """What our own font lacks."""
    letters = frozenset("".join(map(legal, texts)))
    shown = frozenset(one for one in letters if not one.isascii() and ord(one) not in _VARIATIONS and unicodedata.category(one) not in _UNSEEN)
    return shown - _own_letters() if shown else shown


@lru_cache(maxsize=64)
def _chosen(foreign: frozenset[str]) -> tuple[tuple[str, ...], frozenset[str]]:
    """Families that have these letters, and the letters that none has."""
    chosen, left = [], foreign
    for name in _installed() if foreign else ():
        if not left:
            break
        if has := left & _letters(name):
            chosen.append(name)
            left -= has
    return tuple(chosen), left


@lru_cache(maxsize=1)
def _installed() -> tuple[str, ...]:
    entries = _entries()
    return tuple(dict.fromkeys([*(name for name in _KNOWN if name in entries), *sorted(entries)]))


@lru_cache(maxsize=1)
def _entries() -> dict[str, FontEntry]:
    """The upright face of each family. The one of “last resort” has a box for everything.

    Matplotlib remembers which fonts there were when it first ran: those installed since are added.
    """
    from matplotlib.font_manager import findSystemFonts, fontManager  # noqa: PLC0415 - heavy

    for path in sorted(set(findSystemFonts()) - {one.fname for one in fontManager.ttflist}):
        try:
            fontManager.addfont(path)
        except (OSError, RuntimeError, ValueError):  # a file that is no font, or of a kind that cannot be drawn
            continue
    upright = [one for one in fontManager.ttflist if one.style == "normal" and one.weight in _UPRIGHT and "last resort" not in one.name.lower()]
    return {one.name: one for one in sorted(upright, key=lambda one: one.fname, reverse=True)}


@lru_cache(maxsize=1)
def _own_letters() -> frozenset[str]:
    from matplotlib import get_data_path  # noqa: PLC0415 - heavy

    return _letters_of(f"{get_data_path()}/fonts/ttf/DejaVuSans.ttf", 0)


@lru_cache(maxsize=512)
def _letters(family: str) -> frozenset[str]:
    entry = _entries()[family]
    return _letters_of(entry.fname, entry.index)


def _letters_of(path: str, face: int) -> frozenset[str]:
    """The letters of a font; none of a file that is gone or cannot be read."""
    from matplotlib.ft2font import FT2Font  # noqa: PLC0415 - heavy

    try:
        return frozenset(map(chr, FT2Font(path, face_index=face).get_charmap()))
    except (OSError, RuntimeError, ValueError):
        return frozenset()
