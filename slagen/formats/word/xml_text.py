"""Characters on their way into XML: whatever a value holds, it prints as it is and never becomes markup."""

from __future__ import annotations

from functools import cache
import re

NAMESPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"

STRONG, EMPHASIS, LINK, BLANK, RIGHT_TO_LEFT, HEBREW, CHINESE, JAPANESE, KOREAN = (1 << at for at in range(9))

# Characters that XML 1.0 cannot carry in any form (section 2.2, production Char) show as U+FFFD: seen, not lost.
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_RTL = "\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff"
_EAST = (
    "\u1100-\u11ff\u2e80-\u303f\u3040-\u30ff\u3130-\u318f\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff\uff00-\uffef\U00020000-\U0003ffff"
)
_KANA = re.compile("[\u3040-\u30ff\u31f0-\u31ff\uff66-\uff9f]")
_HANGUL = re.compile("[\u1100-\u11ff\u3130-\u318f\uac00-\ud7af]")
_LANGUAGES = {CHINESE: "zh-CN", JAPANESE: "ja-JP", KOREAN: "ko-KR"}
_HEBREW = re.compile("[\u0590-\u05ff\ufb1d-\ufb4f]")
_BREAKS = re.compile("(\t|\u2011|\r\n|[\n\r\x0b\x0c\x85\u2028\u2029])")


@cache  # compiled when first needed: it takes longer than everything else here
def _foreign_span() -> re.Pattern[str]:
    return re.compile(f"[{_RTL}]+(?:[\\s.,'’\"\u05be-]*[{_RTL}]+)*|[{_EAST}]+(?:[ ]+[{_EAST}]+)*")


@cache
def _eastern() -> re.Pattern[str]:
    return re.compile(f"[{_EAST}]")


def legal(text: str) -> str:
    """`text` with U+FFFD for every character that XML cannot carry."""
    return _ILLEGAL.sub("\ufffd", text) if not text.isprintable() and _ILLEGAL.search(text) else text


def escape(text: str) -> str:
    """`text` as XML character data or as an attribute's value."""
    return _escaped(legal(text))


def _escaped(text: str) -> str:
    if "&" in text:
        text = text.replace("&", "&amp;")
    if "<" in text or ">" in text:
        text = text.replace("<", "&lt;").replace(">", "&gt;")
    return text.replace('"', "&quot;") if '"' in text else text


def attribute(text: str) -> str:
    """`text` as an attribute's value on one line: every kind of white space becomes a space."""
    return escape(" ".join(text.split()))


@cache
def run_properties(flags: int) -> str:
    """The `w:rPr` for a combination of the flags of this module, empty where there are none."""
    eastern = next((language for flag, language in _LANGUAGES.items() if flags & flag), "")
    parts = [
        '<w:rStyle w:val="Hyperlink"/>' if flags & LINK else "",
        '<w:rFonts w:hint="eastAsia"/>' if eastern else "",
        "<w:b/><w:bCs/>" if flags & STRONG else "",
        "<w:i/><w:iCs/>" if flags & EMPHASIS else "",
        '<w:highlight w:val="yellow"/>' if flags & BLANK else "",
        "<w:rtl/>" if flags & RIGHT_TO_LEFT else "",
        f'<w:lang w:bidi="{"he-IL" if flags & HEBREW else "ar-SA"}"/>' if flags & RIGHT_TO_LEFT else "",
        f'<w:lang w:eastAsia="{eastern}"/>' if eastern else "",
    ]
    inside = "".join(parts)
    return f"<w:rPr>{inside}</w:rPr>" if inside else ""


def runs(text: str, flags: int = 0) -> str:
    """Runs that print `text`; a line end becomes a line break, a tab a tab; words in another script get runs of their own, with their language."""
    if text.isascii() or not _foreign_span().search(text):
        return _run(text, flags)
    pieces, done = [], 0
    for span in _foreign_span().finditer(text):
        pieces += [_run(text[done : span.start()], flags), _run(span[0], flags | _script(span[0]))]
        done = span.end()
    return "".join((*pieces, _run(text[done:], flags)))


def _script(text: str) -> int:
    """The flags for words in one script. Han signs alone are taken for Chinese, with kana for Japanese, with hangul for Korean."""
    if not _eastern().match(text):
        return RIGHT_TO_LEFT | (HEBREW if _HEBREW.search(text) else 0)
    if _KANA.search(text):
        return JAPANESE
    return KOREAN if _HANGUL.search(text) else CHINESE


def _run(text: str, flags: int) -> str:
    if not text:
        return ""
    return f"<w:r>{run_properties(flags) if flags else ''}{text_elements(text)}</w:r>"


def text_elements(text: str) -> str:
    """The `w:t`, `w:br`, `w:tab` and `w:noBreakHyphen` elements that print `text`. As a letter, that hyphen is one that many fonts lack."""
    if text.isprintable() and "\u2011" not in text:
        return f'<w:t xml:space="preserve">{_escaped(text)}</w:t>'
    out = []
    for piece in _BREAKS.split(text):
        if piece == "\t":
            out.append("<w:tab/>")
        elif piece == "\u2011":
            out.append("<w:noBreakHyphen/>")
        elif _BREAKS.fullmatch(piece):
            out.append("<w:br/>")
        elif piece:
            out.append(f'<w:t xml:space="preserve">{escape(piece)}</w:t>')
    return "".join(out)


def field(code: str, result: str, flags: int = 0) -> str:
    """A complex field: its code and the result that is shown until somebody updates it."""
    properties = run_properties(flags)
    return (
        f'<w:r>{properties}<w:fldChar w:fldCharType="begin"/></w:r>'
        f'<w:r>{properties}<w:instrText xml:space="preserve"> {escape(code)} </w:instrText></w:r>'
        f'<w:r>{properties}<w:fldChar w:fldCharType="separate"/></w:r>'
        f'{runs(result, flags)}<w:r>{properties}<w:fldChar w:fldCharType="end"/></w:r>'
    )


def whole(text: str | None) -> int | None:
    """A whole number as Word writes it (twips may come as `36pt`, which is not read); None for anything else, or for an absurd one."""
    if text is None or len(text) > 12:
        return None
    try:
        return int(text)
    except ValueError:
        return None
