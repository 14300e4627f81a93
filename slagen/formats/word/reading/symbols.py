"""Characters of symbol fonts as the characters that everybody has."""

from __future__ import annotations

from collections.abc import Mapping

_PRIVATE = 0xF000
_UNKNOWN = "\ufffd"
_GREEK = dict(zip("abcdefghijklmnopqrstuvwxyz", "αβχδεφγηιϕκλμνοπθρστυϖωξψζ", strict=True))
_CAPITALS = dict(zip("ABCDEFGHIJKLMNOPQRSTUVWXYZ", "ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ", strict=True))
_SYMBOL: Mapping[int, str] = {
    0x2D: "−", 0xA3: "≤", 0xA5: "∞", 0xA7: "♣", 0xA8: "♦", 0xA9: "♥", 0xAA: "♠", 0xAB: "↔", 0xAC: "←", 0xAD: "↑", 0xAE: "→", 0xAF: "↓",
    0xB0: "°", 0xB1: "±", 0xB3: "≥", 0xB4: "×", 0xB7: "•", 0xB8: "÷", 0xB9: "≠", 0xBA: "≡", 0xBB: "≈", 0xD2: "®", 0xD3: "©", 0xD4: "™",
    0xD6: "√", 0xE5: "∑", 0xE2: "®", 0xE3: "©", 0xE4: "™", 0x2A: "∗",
}  # fmt: skip
_WINGDINGS: Mapping[int, str] = {
    0x6C: "●", 0x6E: "■", 0x6F: "☐", 0x71: "❑", 0x72: "❒", 0x75: "◆", 0x76: "❖", 0xA7: "▪", 0xA8: "☐", 0xD8: "➢", 0xE0: "→", 0xE8: "➔",
    0xFB: "✗", 0xFC: "✓", 0xFD: "☒", 0xFE: "☑", 0x4A: "☺", 0x22: "✂", 0x28: "☎", 0x2A: "✉", 0x9F: "•",
}  # fmt: skip


def symbol(font: str, code: str) -> str:
    """The character that `w:sym` prints; U+FFFD where nobody can tell. `code` is in hex, often in the private range from F000."""
    try:
        number = int(code, 16)
    except ValueError:
        return _UNKNOWN
    if _PRIVATE <= number <= _PRIVATE + 0xFF:
        return _of_font(font.casefold(), number - _PRIVATE)
    if font.casefold() == "symbol" or font.casefold().startswith("wingdings"):
        return _of_font(font.casefold(), number)
    legal = 0x20 <= number < 0xD800 or 0xE000 <= number <= 0xFFFD
    return chr(number) if legal else _UNKNOWN


def _of_font(font: str, number: int) -> str:
    if font == "symbol":
        sign = chr(number)
        return _SYMBOL.get(number) or _GREEK.get(sign) or _CAPITALS.get(sign) or (sign if 0x20 <= number < 0x7F else _UNKNOWN)
    if font == "wingdings":
        return _WINGDINGS.get(number, _UNKNOWN)
    return chr(number) if 0x20 <= number < 0x7F and not font.startswith(("webdings", "wingdings")) else _UNKNOWN
