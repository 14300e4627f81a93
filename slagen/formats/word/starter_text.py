"""What stands around the contract in the shells that travel with slagen: cover, contents, execution page, header, footer."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from slagen.formats.word.style_xml import BOLD, style_id
from slagen.formats.word.surface import CONTRACT_TEXT
from slagen.formats.word.xml_text import NAMESPACE, escape, field

_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_RELATIONSHIPS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PAGE = '<w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1531" w:right="1418" w:bottom="1418" w:left="1418" w:header="680" w:footer="624" w:gutter="0"/>'
_NARROW_PAGE = '<w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1134" w:right="1418" w:bottom="964" w:left="1418" w:header="510" w:footer="454" w:gutter="0"/>'
_ONE_COLUMN, _TWO_COLUMNS = '<w:cols w:space="720"/>', '<w:cols w:num="2" w:space="454"/>'
_STRONG = f"<w:rPr>{BOLD}</w:rPr>"
_EFFECTIVE = "{% if effective_date %}Effective {{ effective_date }}{% else %}Effective date to be agreed{% endif %}"
_VERSION = "{{ agreement }} · {{ version }}{% if commit %} · {{ commit }}{% endif %}"
_IDENTITY = f"{_VERSION} · text {{{{ hash }}}}"


@dataclass(frozen=True, slots=True)
class Wording:
    """The words of a shell. What is empty is left out."""

    parties_heading: str
    draft_note: str
    subtitle: str = ""
    parties_section: str = ""
    execution_heading: str = "Execution page"
    contents: bool = True
    formal: bool = False


def document_part(wording: Wording, *, header: str, footer: str) -> bytes:
    """The main text with its tags; `header` and `footer` are relationship ids."""
    running = f'<w:headerReference w:type="default" r:id="{header}"/><w:footerReference w:type="default" r:id="{footer}"/>'
    body = "".join(
        (
            *_cover(wording),
            _section_end(f"{running}{_PAGE}{_ONE_COLUMN}<w:titlePg/>"),
            *(_contents() if wording.contents else ()),
            *(_parties(wording) if wording.parties_section else ()),
            f'<w:bookmarkStart w:id="0" w:name="{CONTRACT_TEXT}"/>',
            _paragraph("Normal", "{{p contract }}"),
            '<w:bookmarkEnd w:id="0"/>',
            *_execution_page(wording),
            f'<w:sectPr><w:type w:val="nextPage"/>{_PAGE}{_ONE_COLUMN}</w:sectPr>',
        )
    )
    return f'{_HEAD}<w:document xmlns:w="{NAMESPACE}" xmlns:r="{_RELATIONSHIPS}"><w:body>{body}</w:body></w:document>'.encode()


def page_part(*, header: str, footer: str, title: str = "Contents Heading") -> bytes:
    """A main text without cover, contents and execution page: the title in the style of that name, then what is written."""
    running = f'<w:headerReference w:type="default" r:id="{header}"/><w:footerReference w:type="default" r:id="{footer}"/>'
    body = f"{_paragraph(title, '{{ title }}')}{_paragraph('Normal', '{{p contract }}')}<w:sectPr>{running}{_NARROW_PAGE}{_ONE_COLUMN}</w:sectPr>"
    return f'{_HEAD}<w:document xmlns:w="{NAMESPACE}" xmlns:r="{_RELATIONSHIPS}"><w:body>{body}</w:body></w:document>'.encode()


def letter_part(*, header: str, footer: str) -> bytes:
    """The main text of a letter: who writes, the letter, then the sheet in a section of its own, of which alone the pages have the header."""
    references = f'<w:headerReference w:type="default" r:id="{header}"/><w:footerReference w:type="default" r:id="{footer}"/>'
    letterhead = (
        _paragraph("Normal", "{%p for party in parties %}"),
        _paragraph("Cover Party", "{{ party.name }}"),
        *_when("party.number", "Registered number {{ party.number }}"),
        *_when("party.address", "{{ party.address }}"),
        _paragraph("Normal", "{%p endfor %}"),
        f'<w:p><w:pPr><w:pStyle w:val="{style_id("header")}"/><w:spacing w:after="360"/></w:pPr></w:p>',
    )
    body = (
        *letterhead,
        _paragraph("Normal", "{{p execution }}"),
        _section_end(f'<w:footerReference w:type="default" r:id="{footer}"/>{_PAGE}{_ONE_COLUMN}'),
        _paragraph("heading 1", "{{ title }}: sending it"),
        _paragraph("Normal", "{{p contract }}"),
        f'<w:sectPr>{references}<w:type w:val="nextPage"/>{_NARROW_PAGE}{_ONE_COLUMN}</w:sectPr>',
    )
    return f'{_HEAD}<w:document xmlns:w="{NAMESPACE}" xmlns:r="{_RELATIONSHIPS}"><w:body>{"".join(body)}</w:body></w:document>'.encode()


def letter_header(sheet_title: str) -> bytes:
    """The header of the sheet: that it must not be sent."""
    return _running("hdr", "header", f"{_run(sheet_title, _STRONG)}{_tab()}{_run('{{ agreement }}')}")


def letter_footer() -> bytes:
    """What the letter is about on the left, its page on the right."""
    return _running("ftr", "footer", f"{_run('{{ title }} · {{ agreement }} · {{ version }}')}{_tab()}{_run('Page ')}{field('PAGE', '1')}")


def _cover(wording: Wording) -> Iterator[str]:
    yield from _formal_cover() if wording.formal else _open_cover(wording)
    yield _paragraph("Cover Foot", _IDENTITY)
    if wording.draft_note:
        yield from _when("draft", wording.draft_note, "Cover Foot")


def _formal_cover() -> Iterator[str]:
    """The order of a deed: date, parties, title; who the parties are stands on the first page of the agreement."""
    yield _paragraph("Cover Status", "{{ status }}")
    yield _paragraph("Cover Date", _EFFECTIVE)
    yield _paragraph("Normal", "{%p for party in parties %}")
    yield _paragraph("Cover Party", "{{ party.name }}")
    yield from _when("party.label", "as {{ party.label }}", "Cover Role")
    yield from _when("not loop.last", "and", "Cover And")
    yield _paragraph("Normal", "{%p endfor %}")
    yield _paragraph("Title", "{{ title }}")


def _open_cover(wording: Wording) -> Iterator[str]:
    yield _paragraph("Cover Status", "{{ status }}")
    yield _paragraph("Title", "{{ title }}")
    if wording.subtitle:
        yield _paragraph("Subtitle", wording.subtitle)
    yield _paragraph("Cover Date", _EFFECTIVE)
    if wording.parties_heading:
        yield _paragraph("Cover Label", wording.parties_heading)
    yield _paragraph("Normal", "{%p for party in parties %}")
    yield _paragraph("Cover Party", "{{ party.name }}")
    if wording.parties_section:
        yield from _when("party.label", "{{ party.label }}")
    else:
        yield from _when("party.address", "{{ party.address }}")
    yield _paragraph("Normal", "{%p endfor %}")


def _when(condition: str, text: str, style: str = "Cover Detail") -> Iterator[str]:
    yield _paragraph("Normal", f"{{%p if {condition} %}}")
    yield _paragraph(style, text)
    yield _paragraph("Normal", "{%p endif %}")


def _contents() -> Iterator[str]:
    """Two columns of the same length, because the entries are short; a section that ends in a continuous one is balanced."""
    yield _paragraph("Contents Heading", "Contents")
    yield _section_end(f'<w:type w:val="nextPage"/>{_PAGE}{_ONE_COLUMN}')
    yield _paragraph("Normal", "{{p contents }}")
    yield _section_end(f'<w:type w:val="continuous"/>{_PAGE}{_TWO_COLUMNS}')
    yield _section_end(f'<w:type w:val="continuous"/>{_PAGE}{_ONE_COLUMN}')


def _parties(wording: Wording) -> Iterator[str]:
    """Who the parties are, numbered (1), (2) …, where the agreement begins."""
    yield _paragraph("Parties Heading", wording.parties_section)
    yield _paragraph("Normal", "{%p for party in parties %}")
    label = "{% if party.label %} (the “{{ party.label }}”){% endif %}"
    yield _styled("Party", f"{_run('{{ party.name }}', _STRONG)}{_run(label)}")
    yield from _when("party.number", "Registered number {{ party.number }}", "Party Detail")
    yield from _when("party.address", "{{ party.address }}", "Party Detail")
    yield _paragraph("Normal", "{%p endfor %}")


def _execution_page(wording: Wording) -> Iterator[str]:
    yield _paragraph("Normal", "{%p if execution %}")
    yield _paragraph("Execution Heading", wording.execution_heading)
    yield _paragraph("Normal", "{{p execution }}")
    yield _paragraph("Cover Label", "This page belongs to")
    yield _paragraph("Cover Detail", "{{ title }}")
    yield _paragraph("Cover Detail", f"{_VERSION} · {{{{ status }}}}")
    yield _paragraph("Cover Detail", "Text hash (SHA-256) {{ full_hash }}")
    yield _paragraph("Normal", "{%p endif %}")


def header_part() -> bytes:
    """Title on the left, status on the right."""
    return _running("hdr", "header", f"{_run('{{ title }}')}{_tab()}{_run('{{ status }}')}")


def footer_part() -> bytes:
    """What identifies the document on the left, page x of y on the right."""
    pages = f"{_run('Page ')}{field('PAGE', '1')}{_run(' of ')}{field('NUMPAGES', '1')}"
    return _running("ftr", "footer", f"{_run(_IDENTITY)}{_tab()}{pages}")


def _running(element: str, style: str, inside: str) -> bytes:
    return f'{_HEAD}<w:{element} xmlns:w="{NAMESPACE}"><w:p><w:pPr><w:pStyle w:val="{style_id(style)}"/></w:pPr>{inside}</w:p></w:{element}>'.encode()


def _paragraph(style: str, text: str) -> str:
    return _styled(style, _run(text))


def _styled(style: str, inside: str) -> str:
    return f'<w:p><w:pPr><w:pStyle w:val="{style_id(style)}"/></w:pPr>{inside}</w:p>'


def _run(text: str, properties: str = "") -> str:
    return f'<w:r>{properties}<w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def _tab() -> str:
    return "<w:r><w:tab/></w:r>"


def _section_end(inside: str) -> str:
    return f'<w:p><w:pPr><w:spacing w:before="0" w:after="0" w:line="20" w:lineRule="exact"/><w:sectPr>{inside}</w:sectPr></w:pPr></w:p>'
