"""The shells that travel with slagen, made from this description alone: `python -m slagen.formats.word.starter DIR`.

A shell made here is an ordinary Word file. Whoever wants another look edits it in Word; docs/shells.md says how.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
import sys

from slagen.formats.word.numbering import ROLES, Level, abstract_list, list_instance, numbering_part, role_levels
from slagen.formats.word.package import write_package
from slagen.formats.word.starter_text import Wording, document_part, footer_part, header_part
from slagen.formats.word.style_xml import (
    BOLD,
    CENTRED,
    ITALIC,
    KEEP,
    KEEP_LINES,
    KEEP_NEXT,
    PAGE_BREAK,
    SPACED_CAPS,
    colour,
    fonts,
    indent,
    numbered,
    outline,
    paragraph_style,
    rule,
    rules,
    size,
    spacing,
    style_id,
    tab,
    tracking,
)
from slagen.formats.word.styles import Look, NumberedStyles, catalogue, styles_part
from slagen.formats.word.xml_text import NAMESPACE
from slagen.formats.wording import OFFER_NOTE, TEAMS_NOTE

_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_WORD_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"
HEADER, FOOTER = "rId5", "rId6"
_GREY = "5A6172"
_TEXT_WIDTH = 9070
_PARTIES = (Level("decimal", "(%1)", style_id("Party")),)
_PARTS = {"styles": "styles", "numbering": "numbering", "settings": "settings", "fontTable": "fontTable", "header": "header1", "footer": "footer1"}


@dataclass(frozen=True, slots=True)
class Starter:
    """A shell to be made: how it looks and what it says around the contract."""

    look: Look
    wording: Wording


def starter_shell(starter: Starter, paper: str = "a4") -> bytes:
    """The Word file on pages of A4 or of US Letter (`letter`); the same starter gives the same bytes."""
    document = document_part(starter.wording, header=HEADER, footer=FOOTER)
    return shell_file(starter.look, on_letter(document) if paper == "letter" else document, formal=starter.wording.formal)


def on_letter(document: bytes) -> bytes:
    """A main text on US Letter, 8.5 by 11 inches, with margins that leave lines as long as on A4."""
    sized = document.replace(b'w:w="11906" w:h="16838"', b'w:w="12240" w:h="15840"')
    return sized.replace(b'w:right="1418"', b'w:right="1585"').replace(b'w:left="1418"', b'w:left="1585"')


def shell_file(look: Look, document: bytes, *, formal: bool = False, header: bytes = b"", footer: bytes = b"") -> bytes:
    """A Word file with our styles and lists around a main text, which names its header as HEADER and its footer as FOOTER.

    Without a `header` and a `footer` of its own it has those of contracts.
    """
    numbers = NumberedStyles(**{role: at for at, role in enumerate(ROLES, start=1)})
    lists = [*(role_levels(role, bound=True) for role in ROLES), _PARTIES]
    abstracts = "".join(abstract_list(at, levels) for at, levels in enumerate(lists, start=1))
    styles = _shell_styles(look) | (_formal_cover(look) if formal else _open_cover(look)) | catalogue(look, numbers)
    styles["Parties Heading"] = paragraph_style("Parties Heading", "Section Heading", "", following="Party")
    parts = {f"rId{at}": (f"{_OFFICE}/{kind}", f"{file}.xml") for at, (kind, file) in enumerate(_PARTS.items(), start=1)}
    return write_package(
        {
            "[Content_Types].xml": _content_types(),
            "_rels/.rels": _relationships({"rId1": (f"{_OFFICE}/officeDocument", "word/document.xml")}),
            "word/_rels/document.xml.rels": _relationships(parts),
            "word/document.xml": document,
            "word/header1.xml": header or header_part(),
            "word/footer1.xml": footer or footer_part(),
            "word/styles.xml": styles_part(look, styles, "en-GB"),
            "word/numbering.xml": numbering_part(abstracts, "".join(list_instance(at, at) for at in range(1, len(lists) + 1))),
            "word/settings.xml": _settings(),
            "word/fontTable.xml": _font_table(look),
        }
    )


def _shell_styles(look: Look) -> dict[str, str]:
    """Styles of the parties, the contents, the execution page, the header and the footer."""
    font, accent, grey = fonts(look.heading_font), colour(look.accent), colour(_GREY)
    heading = f"{font}{BOLD}{accent}{size(32)}"
    above, below = (rule(side, look.rule, eighths=4, distance=6) for side in ("top", "bottom"))
    running = tab(_TEXT_WIDTH, "right") + spacing(after=0)
    entries = (
        ("Party", KEEP + numbered(len(ROLES) + 1, 0) + spacing(120, 0) + indent(720, 720), ""),
        ("Party Detail", KEEP_LINES + spacing(0, 0) + indent(720), ""),
        ("Cover Label", KEEP_NEXT + spacing(280, 20), f"{font}{SPACED_CAPS}{grey}{tracking(20)}{size(17)}"),
        ("Cover Detail", spacing(0, 0), f"{grey}{size(20)}"),
        ("Contents Heading", KEEP_NEXT + spacing(0, 200), heading),
        ("Execution Heading", KEEP_NEXT + PAGE_BREAK + spacing(0, 200) + outline(0), heading),
        ("header", below + running, f"{font}{grey}{size(16)}"),
        ("footer", above + running, f"{font}{grey}{size(16)}"),
    )
    return _paragraph_styles(entries)


def _open_cover(look: Look) -> dict[str, str]:
    """A heavy rule, then everything flush left."""
    font, accent, grey = fonts(look.heading_font), colour(look.accent), colour(_GREY)
    entries = (
        ("Title", rule("top", look.accent, eighths=18, distance=14) + spacing(0, 120, 240), f"{font}{BOLD}{accent}{size(60)}"),
        ("Subtitle", spacing(0, 120), f"{font}{accent}{size(32)}"),
        ("Cover Status", spacing(0, 2600), f"{font}{BOLD}{SPACED_CAPS}{grey}{tracking(20)}{size(18)}"),
        ("Cover Date", spacing(0, 900), f"{font}{grey}{size(24)}"),
        ("Cover Party", KEEP_NEXT + spacing(180, 20), f"{font}{BOLD}{accent}{size(28)}"),
        ("Cover Foot", spacing(480, 0) + "<w:contextualSpacing/>", f"{grey}{size(18)}"),
    )
    return _paragraph_styles(entries)


def _formal_cover(look: Look) -> dict[str, str]:
    """Centred, the title between two fine rules."""
    font, accent, grey = fonts(look.heading_font), colour(look.accent), colour(_GREY)
    ruled = rules(("top", "bottom"), look.accent, eighths=6, distance=16)
    entries = (
        ("Cover Status", spacing(0, 1100) + CENTRED, f"{font}{SPACED_CAPS}{grey}{tracking(30)}{size(18)}"),
        ("Cover Date", spacing(0, 1900) + CENTRED, f"{font}{grey}{size(24)}"),
        ("Cover Party", KEEP_NEXT + spacing(0, 40) + CENTRED, f"{font}{BOLD}{accent}{size(30)}"),
        ("Cover Role", spacing(0, 0) + CENTRED, f"{font}{ITALIC}{grey}{size(22)}"),
        ("Cover And", spacing(260, 260) + CENTRED, f"{font}{grey}{size(22)}"),
        ("Title", ruled + spacing(1700, 1700, 264) + CENTRED, f"{font}{BOLD}{accent}{size(48)}"),
        ("Cover Foot", spacing(0, 60) + CENTRED, f"{grey}{size(18)}"),
    )
    return _paragraph_styles(entries)


def _paragraph_styles(entries: Iterable[tuple[str, str, str]]) -> dict[str, str]:
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


_BETWEEN = Wording(parties_heading="Between", parties_section="Parties", draft_note=OFFER_NOTE)
_FORMAL = replace(_BETWEEN, formal=True)

STARTERS: Mapping[str, Starter] = {
    "customer-sla": Starter(Look("Cambria", "Cambria", accent="1F2A44", rule="B8BCC6", shade="EEF0F4", justified=True), _FORMAL),
    "service-sla": Starter(Look("Cambria", "Calibri", accent="0F4C4A", rule="B5C4C3", shade="EAF2F1", justified=True), _BETWEEN),
    "corporate-sla": Starter(
        Look("Times New Roman", "Times New Roman", size=22, accent="5A1A2B", rule="C9BABE", shade="F5EEF0", justified=True),
        _FORMAL,
    ),
    "ola": Starter(
        Look("Calibri", "Calibri", accent="3A3F47", rule="BDC0C5", shade="F0F1F2"),
        Wording(
            parties_heading="Between the teams",
            parties_section="The teams",
            draft_note=TEAMS_NOTE,
        ),
    ),
    "client-charter": Starter(
        Look("Calibri", "Calibri", size=23, accent="1D5C8A", rule="B7C9D8", shade="EBF3F9"),
        Wording(
            parties_heading="",
            subtitle="What you can expect from us",
            draft_note="",
            execution_heading="Our signature",
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
