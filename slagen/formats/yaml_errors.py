"""What a YAML parser's complaint means, in a sentence for people."""

from __future__ import annotations

from typing import TYPE_CHECKING

from slagen.core.findings import Finding, Severity, Source

if TYPE_CHECKING:
    import yaml

_QUOTE = "Put the whole text in quotation marks."
_SENTENCES = (
    ("mapping values are not allowed", "there is a “: ” where none can be", "Quote the text that it belongs to, or look at the indentation."),
    ("could not find expected ':'", "a key without “:” after it", "Write “key: value”; indent the lines of a longer text under its key."),
    ("unexpected end of stream", "a quotation mark is opened and never closed", "Close it."),
    ("unknown escape character", "a backslash that YAML does not know stands in a text with double quotation marks", "Use single quotation marks."),
    ("unexpected ':'", "there is a “:” where none can be", _QUOTE),
    ("invalid unicode", "an escape names a character that does not exist", "Delete it."),
    ("invalid leading utf-8", "the text is not UTF-8", "Save the file as UTF-8."),
    ("cannot start any token", "a value starts with a character that YAML keeps for itself (such as @, ` or %)", _QUOTE),
    ("undefined alias", "an alias is not allowed", "Write the values out."),
    ("expected alphabetic or numeric", "an anchor, alias or tag is not allowed", "Quote a text that starts with &, * or !."),
    (
        "',' or ']'",
        "a list that starts with “[” is never closed, or lacks a comma",
        "Close it with “]”, and put commas between its items; is every quotation mark closed?",
    ),
    (
        "',' or '}'",
        "a mapping that starts with “{” is never closed, or lacks a comma",
        "Close it with “}”, and put commas between its entries; is every quotation mark closed?",
    ),
    ("block end", "this line does not fit the lines before it", "Indent the entries of one list or mapping alike, with spaces."),
    ("expected key", "this line does not fit the lines before it", "Indent the entries of one mapping alike; each is “key: value”."),
    ("'-' indicator", "this line does not fit the list before it", "Start each item with “- ”, all indented alike."),
    ("sequence entries are not allowed", "a list item (“- ”) cannot stand here", "Put it on a line of its own, or quote the text."),
    ("document start", "there is text after the end of the data", "Look at the indentation and the quotation marks before this line."),
    ("directive", "a line that starts with “%” is not allowed", "Delete it."),
    (
        "block scalar",
        "nothing may follow “>” or “|” on the line",
        'Put the whole value in quotation marks, such as ">= 99.9 %"; a long text starts on the next line.',
    ),
)


def explain_syntax(error: yaml.YAMLError, text: str, file: str, first_line: int = 1) -> Finding:
    """The finding for a parser error in `text`, which starts on `first_line` of `file`."""
    problem = str(getattr(error, "problem", None) or error)
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    number = mark.line if mark is not None else 0
    source = Source(file, first_line + number)
    lines = text.split("\n")
    if number < len(lines) and "\t" in lines[number][: len(lines[number]) - len(lines[number].lstrip())]:
        return Finding("SLG009", Severity.ERROR, "the line is indented with a tab", source, "Indent with spaces.")
    context = f"{problem} {getattr(error, 'context', None) or ''}"
    for part, sentence, hint in _SENTENCES:
        if part in context:
            return Finding("SLG001", Severity.ERROR, f"not valid YAML: {sentence}", source, _opened(error, first_line, hint))
    return Finding("SLG001", Severity.ERROR, f"not valid YAML: {problem}", source, _opened(error, first_line, "Look at this line and the one above it."))


def _opened(error: yaml.YAMLError, first_line: int, hint: str) -> str:
    """The hint, with the line on which the broken thing started where that is another one."""
    start, end = getattr(error, "context_mark", None), getattr(error, "problem_mark", None)
    if start is None or end is None or start.line == end.line:
        return hint
    return f"{hint.removesuffix('.')} (it starts on line {first_line + start.line})."
