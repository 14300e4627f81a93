"""The one Markdown parser per language, built once: CommonMark, tables and curly quotes."""

from __future__ import annotations

from functools import cache
import re

from markdown_it import MarkdownIt

PLACEHOLDER = "\ue000-\uf8ff"
"""The private-use characters of which assembly builds its placeholders, as a range for a character class."""

_HOLDS_PLACEHOLDER = re.compile(f"[{PLACEHOLDER}]")
_QUOTES = {"en": "“”‘’", "de": "„“‚‘"}


class _Parser(MarkdownIt):
    """CommonMark that keeps every link, so that the reader can say what is wrong with it."""

    def validateLink(self, url: str) -> bool:  # noqa: N802 - the library's name
        del url
        return True

    def normalizeLink(self, url: str) -> str:  # noqa: N802 - the library's name
        return url if _HOLDS_PLACEHOLDER.search(url) else super().normalizeLink(url)


@cache
def _with_quotes(quotes: str) -> MarkdownIt:
    parser = _Parser("commonmark", {"typographer": True, "quotes": quotes})
    return parser.enable(["table", "smartquotes"])


def parser_for(language: str) -> MarkdownIt:
    """The parser with the quotation marks of `language` (BCP 47); English ones where we know no better."""
    return _with_quotes(_QUOTES.get(language[:2].lower(), _QUOTES["en"]))
