"""Names that the charts of a Word file cannot show, because no font on this machine has their letters."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from slagen.core.findings import Finding, Severity, Source


def without_font(names: Sequence[str], files: Sequence[object]) -> Iterator[Finding]:
    """A warning for each Word file among `files`: its charts number these levels, while its tables and descriptions name them."""
    word = [str(file) for file in files if str(file).lower().endswith(".docx")]
    if not word or all(name.isascii() for name in names):
        return
    from slagen.formats.charts.fonts import lacking  # noqa: PLC0415 - heavy

    if letters := lacking(names):
        shown = "".join(sorted(letters)[:12])
        message = f"no font on this machine has the letters “{shown}”: the charts have the number of a service level in the table below in place of its name"
        hint = "Install a font that has them, such as Noto Sans (CJK for Chinese, Japanese and Korean), and write the report again."
        yield from (Finding("SLG665", Severity.WARNING, message, Source(file), hint) for file in word)
