"""Front matter: the facts between `---` lines at the top of a Markdown file."""

from __future__ import annotations

from slagen.core.findings import Finding, Severity, Source
from slagen.core.raw import Raw
from slagen.formats.plain_text import decode
from slagen.formats.yaml import read_yaml_text

_FENCE = "---"


def split(data: bytes, file: str) -> tuple[Raw, str, int]:
    """The facts, the text after them, and the file's line on which that text starts. Never raises."""
    text, findings = decode(data, file)
    if text is None or findings:
        return Raw(file, None, findings=findings), "", 1
    lines = text.split("\n")
    if lines[0].rstrip() != _FENCE:
        return _broken(file, "the file does not start with “---”", "Put the facts about the clause between two lines “---” at the top."), text, 1
    end = next((number for number, line in enumerate(lines[1:], 1) if line.rstrip() == _FENCE), None)
    if end is None:
        return _broken(file, "the facts at the top are not closed", "Put a line “---” after them."), "", 1
    front = read_yaml_text("\n".join(lines[1:end]), file, first_line=2)
    return front, "\n".join(lines[end + 1 :]), end + 2


def _broken(file: str, message: str, hint: str) -> Raw:
    return Raw(file, None, findings=(Finding("SLG011", Severity.ERROR, message, Source(file, 1), hint),))
