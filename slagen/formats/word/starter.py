"""The shells that travel with slagen, made from this description alone: `python -m slagen.formats.word.starter DIR`.

A shell made here is an ordinary Word file. Whoever wants another look edits it in Word; docs/shells.md says how.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
import sys

from slagen.formats.word.numbering import ROLES, abstract_list, list_instance, numbering_part, role_levels
from slagen.formats.word.package import write_package
from slagen.formats.word.starter_text import Wording, document_part, footer_part, header_part
from slagen.formats.word.styles import Look, NumberedStyles, catalogue, paragraph_style, styles_part
from slagen.formats.word.xml_text import NAMESPACE

_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_WORD_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_PARTS = {"styles": "styles", "numbering": "numbering", "settings": "settings", "fontTable": "fontTable", "header": "header1", "footer": "footer1"}


@dataclass(frozen=True, slots=True)
class Starter:
    """A shell to be made: how it looks and what it says around the contract."""

    look: Look
    wording: Wording


def starter_shell(starter: Starter) -> bytes:
    """The Word file; the same starter gives the same bytes."""
    numbers = NumberedStyles(**{role: at for at, role in enumerate(ROLES, start=1)})
    abstracts = "".join(abstract_list(at, role_levels(role, bound=True)) for at, role in enumerate(ROLES, start=1))
    styles = dict(_shell_styles(starter.look)) | dict(catalogue(starter.look, numbers))
    return write_package(
        {
            "[Content_Types].xml": _content_types(),
            "_rels/.rels": _relationships({"rId1": (f"{_OFFICE}/officeDocument", "word/document.xml")}),
            "word/_rels/document.xml.rels": _relationships({f"rId{at}": (f"{_OFFICE}/{kind}", f"{file}.xml") for at, (kind, file) in enumerate(_PARTS.items(), start=1)}),
            "word/document.xml": document_part(starter.wording, starter.look, header="rId5", footer="rId6"),
            "word/header1.xml": header_part(),
            "word/footer1.xml": footer_part(),
            "word/styles.xml": styles_part(starter.look, styles, "en-GB"),
            "word/numbering.xml": numbering_part(abstracts, "".join(list_instance(at, at) for at in range(1, len(ROLES) + 1))),
            "word/settings.xml": _settings(),
            "word/fontTable.xml": _font_table(starter.look),
        }
    )


def _shell_styles(look: Look) -> Mapping[str, str]:
    """Styles of the cover, the header and the footer."""
    accent = f'<w:color w:val="{look.accent}"/>'
    fonts = f'<w:rFonts w:ascii="{look.heading_font}" w:hAnsi="{look.heading_font}" w:cs="Arial"/>'
    grey = '<w:color w:val="5A6172"/>'
    caps = '<w:caps/>'
    rule = f'<w:pBdr><w:top w:val="single" w:sz="18" w:space="14" w:color="{look.accent}"/></w:pBdr>'
    entries = (
        ("Title", rule + '<w:spacing w:before="0" w:after="120" w:line="240" w:lineRule="auto"/>', f'{fonts}<w:b/><w:bCs/>{accent}<w:sz w:val="60"/><w:szCs w:val="60"/>'),
        ("Cover Status", '<w:spacing w:before="0" w:after="2600"/>', f'{fonts}<w:b/><w:bCs/>{caps}{grey}<w:spacing w:val="20"/><w:sz w:val="18"/><w:szCs w:val="18"/>'),
        ("Subtitle", '<w:spacing w:before="0" w:after="120"/>', f'{fonts}{accent}<w:sz w:val="32"/><w:szCs w:val="32"/>'),
        ("Cover Date", '<w:spacing w:before="0" w:after="900"/>', f'{fonts}{grey}<w:sz w:val="24"/><w:szCs w:val="24"/>'),
        ("Cover Label", '<w:keepNext/><w:spacing w:before="280" w:after="20"/>', f'{fonts}{caps}{grey}<w:spacing w:val="20"/><w:sz w:val="17"/><w:szCs w:val="17"/>'),
        ("Cover Party", '<w:keepNext/><w:spacing w:before="180" w:after="20"/>', f'{fonts}<w:b/><w:bCs/>{accent}<w:sz w:val="28"/><w:szCs w:val="28"/>'),
        ("Cover Detail", '<w:spacing w:before="0" w:after="0"/>', f'{grey}<w:sz w:val="20"/><w:szCs w:val="20"/>'),
        ("Contents Heading", '<w:keepNext/><w:spacing w:before="0" w:after="200"/>', f'{fonts}<w:b/><w:bCs/>{accent}<w:sz w:val="32"/><w:szCs w:val="32"/>'),
        ("Execution Heading", '<w:keepNext/><w:pageBreakBefore/><w:spacing w:before="0" w:after="200"/><w:outlineLvl w:val="0"/>', f'{fonts}<w:b/><w:bCs/>{accent}<w:sz w:val="32"/><w:szCs w:val="32"/>'),
        ("header", f'<w:pBdr><w:bottom w:val="single" w:sz="4" w:space="6" w:color="{look.rule}"/></w:pBdr><w:tabs><w:tab w:val="right" w:pos="9070"/></w:tabs><w:spacing w:after="0"/>', f'{fonts}{grey}<w:sz w:val="16"/><w:szCs w:val="16"/>'),
        ("footer", f'<w:pBdr><w:top w:val="single" w:sz="4" w:space="6" w:color="{look.rule}"/></w:pBdr><w:tabs><w:tab w:val="right" w:pos="9070"/></w:tabs><w:spacing w:after="0"/>', f'{fonts}{grey}<w:sz w:val="16"/><w:szCs w:val="16"/>'),
    )  # fmt: skip
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
    compatibility = (("compatibilityMode", "15"), ("overrideTableStyleFontSizeAndJustification", "1"), ("enableOpenTypeFeatures", "1"), ("doNotFlipMirrorIndents", "1"))
    lines = "".join(f'<w:compatSetting w:name="{name}" w:uri="http://schemas.microsoft.com/office/word" w:val="{value}"/>' for name, value in compatibility)
    return (
        f'{_HEAD}<w:settings xmlns:w="{NAMESPACE}"><w:zoom w:percent="100"/><w:defaultTabStop w:val="720"/><w:characterSpacingControl w:val="doNotCompress"/>'
        f'<w:compat>{lines}</w:compat><w:themeFontLang w:val="en-GB"/><w:decimalSymbol w:val="."/><w:listSeparator w:val=","/></w:settings>'
    ).encode()


def _font_table(look: Look) -> bytes:
    names = dict.fromkeys((look.body_font, look.heading_font, "Arial"))
    fonts = "".join(f'<w:font w:name="{name}"><w:charset w:val="00"/><w:family w:val="auto"/><w:pitch w:val="variable"/></w:font>' for name in names)
    return f'{_HEAD}<w:fonts xmlns:w="{NAMESPACE}">{fonts}</w:fonts>'.encode()


_SERIF = {"body_font": "Cambria", "heading_font": "Calibri"}
_SANS = {"body_font": "Calibri", "heading_font": "Calibri"}
_BETWEEN = Wording(parties_heading="Between", draft_note="This draft is not an offer and binds nobody until it has been signed by all parties.")

STARTERS: Mapping[str, Starter] = {
    "customer-sla": Starter(Look(**_SERIF, size=21, accent="1F2A44", rule="B8BCC6", shade="EEF0F4"), _BETWEEN),
    "service-sla": Starter(Look(**_SERIF, size=21, accent="0F4C4A", rule="B5C4C3", shade="EAF2F1"), _BETWEEN),
    "corporate-sla": Starter(Look(**_SERIF, size=21, accent="5A1A2B", rule="C9BABE", shade="F5EEF0"), _BETWEEN),
    "ola": Starter(
        Look(**_SANS, size=21, accent="3A3F47", rule="BDC0C5", shade="F0F1F2"),
        Wording(parties_heading="Between the teams", draft_note="This draft applies once both teams have signed it.", signing="The teams agree to the terms above."),
    ),
    "client-charter": Starter(
        Look(**_SANS, size=23, accent="1D5C8A", rule="B7C9D8", shade="EBF3F9"),
        Wording(parties_heading="", subtitle="What you can expect from us", draft_note="", signing="We stand by this charter.", execution_heading="Our signature", names_roles=False),
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
