"""The shells that travel with slagen, made from this description alone: `python -m slagen.formats.word.starter DIR`.

A shell made here is an ordinary Word file. Whoever wants another look edits it in Word; docs/shells.md says how.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
import sys

from slagen.formats.word.numbering import ROLES, abstract_list, list_instance, numbering_part, role_levels
from slagen.formats.word.package import write_package
from slagen.formats.word.starter_text import Wording, document_part, footer_part, header_part
from slagen.formats.word.style_xml import (
    BOLD,
    KEEP_NEXT,
    PAGE_BREAK,
    SPACED_CAPS,
    colour,
    fonts,
    outline,
    paragraph_style,
    rule,
    size,
    spacing,
    tab,
    tracking,
)
from slagen.formats.word.styles import Look, NumberedStyles, catalogue, styles_part
from slagen.formats.word.xml_text import NAMESPACE

_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_WORD_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"
HEADER, FOOTER = "rId5", "rId6"
_GREY = "5A6172"
_TEXT_WIDTH = 9070
_PARTS = {"styles": "styles", "numbering": "numbering", "settings": "settings", "fontTable": "fontTable", "header": "header1", "footer": "footer1"}


@dataclass(frozen=True, slots=True)
class Starter:
    """A shell to be made: how it looks and what it says around the contract."""

    look: Look
    wording: Wording


def starter_shell(starter: Starter) -> bytes:
    """The Word file; the same starter gives the same bytes."""
    return shell_file(starter.look, document_part(starter.wording, header=HEADER, footer=FOOTER))


def shell_file(look: Look, document: bytes) -> bytes:
    """A Word file with our styles and lists around a main text, which names its header as HEADER and its footer as FOOTER."""
    numbers = NumberedStyles(**{role: at for at, role in enumerate(ROLES, start=1)})
    abstracts = "".join(abstract_list(at, role_levels(role, bound=True)) for at, role in enumerate(ROLES, start=1))
    styles = dict(_shell_styles(look)) | catalogue(look, numbers)
    parts = {f"rId{at}": (f"{_OFFICE}/{kind}", f"{file}.xml") for at, (kind, file) in enumerate(_PARTS.items(), start=1)}
    return write_package(
        {
            "[Content_Types].xml": _content_types(),
            "_rels/.rels": _relationships({"rId1": (f"{_OFFICE}/officeDocument", "word/document.xml")}),
            "word/_rels/document.xml.rels": _relationships(parts),
            "word/document.xml": document,
            "word/header1.xml": header_part(),
            "word/footer1.xml": footer_part(),
            "word/styles.xml": styles_part(look, styles, "en-GB"),
            "word/numbering.xml": numbering_part(abstracts, "".join(list_instance(at, at) for at in range(1, len(ROLES) + 1))),
            "word/settings.xml": _settings(),
            "word/fontTable.xml": _font_table(look),
        }
    )


def _shell_styles(look: Look) -> Mapping[str, str]:
    """Styles of the cover, the header and the footer."""
    font, accent, grey = fonts(look.heading_font), colour(look.accent), colour(_GREY)
    bold = f"{font}{BOLD}"
    top = rule("top", look.accent, eighths=18, distance=14)
    above, below = (rule(side, look.rule, eighths=4, distance=6) for side in ("top", "bottom"))
    running = tab(_TEXT_WIDTH, "right") + spacing(after=0)
    entries = (
        ("Title", top + spacing(0, 120, 240), f"{bold}{accent}{size(60)}"),
        ("Subtitle", spacing(0, 120), f"{font}{accent}{size(32)}"),
        ("Cover Status", spacing(0, 2600), f"{bold}{SPACED_CAPS}{grey}{tracking(20)}{size(18)}"),
        ("Cover Date", spacing(0, 900), f"{font}{grey}{size(24)}"),
        ("Cover Label", KEEP_NEXT + spacing(280, 20), f"{font}{SPACED_CAPS}{grey}{tracking(20)}{size(17)}"),
        ("Cover Party", KEEP_NEXT + spacing(180, 20), f"{bold}{accent}{size(28)}"),
        ("Cover Detail", spacing(0, 0), f"{grey}{size(20)}"),
        ("Contents Heading", KEEP_NEXT + spacing(0, 200), f"{bold}{accent}{size(32)}"),
        ("Execution Heading", KEEP_NEXT + PAGE_BREAK + spacing(0, 200) + outline(0), f"{bold}{accent}{size(32)}"),
        ("header", below + running, f"{font}{grey}{size(16)}"),
        ("footer", above + running, f"{font}{grey}{size(16)}"),
    )
    return {name: paragraph_style(name, "Normal", paragraph, run) for name, paragraph, run in entries}


def _content_types() -> bytes:
    kinds = {"document": "document.main", **{file: "".join(ch for ch in file if ch.isalpha()) for file in _PARTS.values()}}
    overrides = "".join(f'<Override PartName="/word/{file}.xml" ContentType="{_WORD_TYPE}.{kind}+xml"/>' for file, kind in kinds.items())
    return (
        f'{_HEAD}<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{overrides}</Types>'
    ).encode()


def _relationships(items: Mapping[str, tuple[str, str]]) -> bytes:
    lines = "".join(f'<Relationship Id="{identifier}" Type="{kind}" Target="{target}"/>' for identifier, (kind, target) in items.items())
    return f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">{lines}</Relationships>'.encode()


def _settings() -> bytes:
    compatibility = (
        ("compatibilityMode", "15"),
        ("overrideTableStyleFontSizeAndJustification", "1"),
        ("enableOpenTypeFeatures", "1"),
        ("doNotFlipMirrorIndents", "1"),
    )
    lines = "".join(f'<w:compatSetting w:name="{name}" w:uri="http://schemas.microsoft.com/office/word" w:val="{value}"/>' for name, value in compatibility)
    return (
        f'{_HEAD}<w:settings xmlns:w="{NAMESPACE}"><w:zoom w:percent="100"/><w:defaultTabStop w:val="720"/><w:characterSpacingControl w:val="doNotCompress"/>'
        f'<w:compat>{lines}</w:compat><w:themeFontLang w:val="en-GB"/><w:decimalSymbol w:val="."/><w:listSeparator w:val=","/></w:settings>'
    ).encode()


def _font_table(look: Look) -> bytes:
    names = dict.fromkeys((look.body_font, look.heading_font, "Arial"))
    fonts = "".join(f'<w:font w:name="{name}"><w:charset w:val="00"/><w:family w:val="auto"/><w:pitch w:val="variable"/></w:font>' for name in names)
    return f'{_HEAD}<w:fonts xmlns:w="{NAMESPACE}">{fonts}</w:fonts>'.encode()


_SERIF = Look("Cambria", "Calibri", size=21)
_SANS = Look("Calibri", "Calibri", size=21)
_BETWEEN = Wording(parties_heading="Between", draft_note="This draft is not an offer and binds nobody until it has been signed by all parties.")

STARTERS: Mapping[str, Starter] = {
    "customer-sla": Starter(replace(_SERIF, accent="1F2A44", rule="B8BCC6", shade="EEF0F4"), _BETWEEN),
    "service-sla": Starter(replace(_SERIF, accent="0F4C4A", rule="B5C4C3", shade="EAF2F1"), _BETWEEN),
    "corporate-sla": Starter(replace(_SERIF, accent="5A1A2B", rule="C9BABE", shade="F5EEF0"), _BETWEEN),
    "ola": Starter(
        replace(_SANS, accent="3A3F47", rule="BDC0C5", shade="F0F1F2"),
        Wording(
            parties_heading="Between the teams", draft_note="This draft applies once both teams have signed it.", signing="The teams agree to the terms above."
        ),
    ),
    "client-charter": Starter(
        replace(_SANS, size=23, accent="1D5C8A", rule="B7C9D8", shade="EBF3F9"),
        Wording(
            parties_heading="",
            subtitle="What you can expect from us",
            draft_note="",
            signing="We stand by this charter.",
            execution_heading="Our signature",
            names_roles=False,
            contents=False,
        ),
    ),
}


def main(folder: Path) -> None:
    """Write every shell into its template's folder below `folder`."""
    for name, starter in STARTERS.items():
        path = folder / name / "shell.docx"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(starter_shell(starter))


if __name__ == "__main__":  # pragma: no cover - called by `make shells`
    main(Path(sys.argv[1] if len(sys.argv) > 1 else "templates"))
