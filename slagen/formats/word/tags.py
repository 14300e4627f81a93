"""The tags of a shell: which there are, what is wrong with them, and what they print.

docxtpl's own patching turns a Word part into a Jinja template (it joins tags that Word split over runs and knows `{{p … }}`);
here that happens once for a shell, and the result is compiled in a sandbox that knows no undefined name.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
import io
import re
from typing import Any

from docxtpl import DocxTemplate
from jinja2 import StrictUndefined, Template, TemplateError, TemplateSyntaxError, Undefined, meta
from jinja2.sandbox import ImmutableSandboxedEnvironment
from lxml import etree
from markupsafe import Markup

from slagen.core.findings import Finding, Severity, Source
from slagen.core.identifiers import did_you_mean
from slagen.core.locales import Formats
from slagen.formats.word.tag_language import refusal
from slagen.formats.word.xml_text import text_elements
from slagen.formats.wording import draft_banner
from slagen.model.document import Document, DocumentParty, Meta, Signatory

BLOCK_TAGS = ("contract", "recitals", "contents", "execution")
"""Tags that stand for whole paragraphs and are written `{{p … }}`."""
VALUE_TAGS = (
    "title", "agreement", "kind", "version", "commit", "status", "draft", "effective_date", "hash", "full_hash", "parties",
)  # fmt: skip
_STATUS = {"execution": "Execution version", "executed": "Executed", "brief": "Internal – not part of the agreement"}
_SHORT_HASH = 12
_SHORT_COMMIT = 10
_TEXT_START = '<w:t xml:space="preserve">'
_PARAGRAPH = re.compile(r"<w:p[ >].*?</w:p>", re.DOTALL)
_TEXT = re.compile(r"<w:t(?: [^>]*)?>([^<]*)</w:t>")
_TAG = re.compile(r"\{[{%#].*?[}%#]\}", re.DOTALL)


def shown(value: object) -> object:
    """What a tag prints: exactly the characters of the value, with line breaks; an undefined name is an error."""
    if isinstance(value, Undefined):
        return str(value)
    if hasattr(value, "__html__"):
        return value
    elements = text_elements(str(value))
    start = elements.removeprefix(_TEXT_START) if elements.startswith(_TEXT_START) else f"</w:t>{elements}"
    return Markup(start.removesuffix("</w:t>") if start.endswith("</w:t>") else f"{start}{_TEXT_START}")  # noqa: S704 - text_elements escapes


_ENVIRONMENT = ImmutableSandboxedEnvironment(undefined=StrictUndefined, autoescape=True, finalize=shown)


@dataclass(frozen=True, slots=True)
class Identity:
    """What identifies the text: the SHA-256 of its canonical form, in hex, and the commit of its last change, empty for a draft."""

    full_hash: str
    commit: str = ""

    @property
    def short(self) -> str:
        """The first characters, in groups of four, as they are printed."""
        head = self.full_hash[:_SHORT_HASH]
        return " ".join(head[at : at + 4] for at in range(0, len(head), 4))


def status_text(document: Document) -> str:
    """How a draft, an execution version or an executed document calls itself."""
    return _STATUS.get(document.meta.status) or draft_banner(document.meta.kind)


def context(document: Document, identity: Identity, blocks: Mapping[str, str]) -> dict[str, Any]:
    """The values behind the tags; `blocks` holds the XML of the tags that stand for paragraphs."""
    info = document.meta
    values: dict[str, Any] = {
        "title": info.title,
        "agreement": info.agreement,
        "kind": info.kind,
        "version": info.version,
        "commit": "" if identity.commit.startswith(info.version) else identity.commit[:_SHORT_COMMIT],
        "status": status_text(document),
        "draft": info.status == "draft",
        "effective_date": _date(info),
        "hash": identity.short,
        "full_hash": identity.full_hash,
        "parties": document.parties,
    }
    return values | {name: Markup(xml) for name, xml in blocks.items()}  # noqa: S704 - written and escaped by this package


def _date(info: Meta) -> str:
    if info.effective_date is None:
        return ""
    try:
        return Formats(info.language, info.locale).date(info.effective_date)
    except ValueError:  # a language without words of its own yet
        return Formats("en", "en_GB").date(info.effective_date)


def sample_document() -> Document:
    """A document with everything in it, to try a shell on before anybody needs it."""
    person = Signatory("A. Person", "Director", "a@example.com")
    parties = tuple(
        DocumentParty(role, label, f"{label} & <Sons>", "1 High Street\nLondon", "01234567", (person,))
        for role, label in (("provider", "Provider"), ("customer", "Customer"))
    )
    return Document(Meta("sample", "Sample & <title>", "sla", effective_date=date(2026, 1, 1)), parties)


def bare_document() -> Document:
    """The sample with nothing in it that may be absent."""
    sample = sample_document()
    parties = tuple(DocumentParty(party.id, "", party.name) for party in sample.parties)
    return replace(sample, meta=replace(sample.meta, status="executed", effective_date=None), parties=parties)


def patched(xml: str) -> str:
    """The part's XML as a Jinja template."""
    text = DocxTemplate(io.BytesIO()).patch_xml(xml)
    for written, printed in (("{_{", "{{"), ("}_}", "}}"), ("{_%", "{%"), ("%_}", "%}")):
        text = text.replace(written, f"{{{{ '{printed}' }}}}")
    return str(text)


def compile_part(source: str) -> Template:
    """The compiled template; raises jinja2.TemplateSyntaxError."""
    return _ENVIRONMENT.from_string(source)


def paragraphs_with_tags(xml: str) -> Iterator[tuple[int, str]]:
    """The paragraphs that hold a tag: their position in the part, from 1, and their text."""
    for position, paragraph in enumerate(_PARAGRAPH.findall(xml), start=1):
        text = "".join(_TEXT.findall(paragraph)).replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
        if "{{" in text or "{%" in text or "{#" in text:
            yield position, text


def tag_findings(source: str, xml: str, shell: str, place: str) -> Iterator[Finding]:
    """Broken tags (SLG074) and unknown ones (SLG073) of one part, each with its place."""
    try:
        tree = _ENVIRONMENT.parse(source)
    except TemplateSyntaxError as error:
        yield _finding(
            "SLG074",
            f"A tag of the shell {shell} cannot be read ({place}{_where(source, xml, error)}): {error.message}",
            shell,
            "write the tag anew, in one go and without formatting inside",
        )
        return
    except RecursionError:
        yield _finding("SLG074", f"The tags of the shell {shell} are nested too deeply ({place})", shell, "Use the plain tags of docs/shells.md.")
        return
    refused = refusal(tree)
    if refused:
        message = f"A tag of the shell {shell} uses {refused}, which shells may not use ({place})"
        yield _finding("SLG074", message, shell, "Use the plain tags of docs/shells.md.")
        return
    for name in sorted(meta.find_undeclared_variables(tree) - {*BLOCK_TAGS, *VALUE_TAGS}):
        known = did_you_mean(name, (*BLOCK_TAGS, *VALUE_TAGS)) or f"the tags are: {', '.join((*VALUE_TAGS, *BLOCK_TAGS))}"
        yield _finding("SLG073", f"The shell {shell} uses the tag “{name}”, which does not exist ({place}{_paragraph_of(name, xml)})", shell, known)


def _where(source: str, xml: str, error: TemplateSyntaxError) -> str:
    """The paragraph of a syntax error, found by compiling again with one paragraph a line."""
    try:
        _ENVIRONMENT.parse(re.sub(r"<w:p([ >])", "\n<w:p\\1", source))
    except TemplateSyntaxError as again:
        number = again.lineno - 1
        text = dict(paragraphs_with_tags(xml)).get(number)
        return f", paragraph {number}" + (f": “{text[:80]}”" if text else "")
    return "" if error.lineno == 1 else f", line {error.lineno}"


def _paragraph_of(name: str, xml: str) -> str:
    for number, text in paragraphs_with_tags(xml):
        if any(re.search(rf"\b{re.escape(name)}\b", tag) for tag in _TAG.findall(text)):
            return f", paragraph {number}: “{text[:80]}”"
    return ""


def trial_finding(template: Template, shell: str, place: str) -> Finding | None:
    """Why the part cannot be rendered for documents with everything in them and with little (SLG073, SLG074), or None."""
    try:
        for document in (sample_document(), bare_document()):
            xml = template.render(context(document, Identity("0" * 64), dict.fromkeys(BLOCK_TAGS, "")))
            etree.fromstring(xml.encode())
    except TemplateError as error:
        hint = "see docs/shells.md for the tags and their parts"
        return _finding("SLG073", f"A tag of the shell {shell} asks for a value that does not exist ({place}): {error.message}", shell, hint)
    except etree.XMLSyntaxError as error:
        hint = "a {% … %} that spans paragraphs is written {%p … %}, each in a paragraph of its own"
        return _finding("SLG074", f"The tags of the shell {shell} do not fit together ({place}): {error.msg}", shell, hint)
    except (TypeError, ValueError, ArithmeticError, LookupError) as error:
        return _finding("SLG074", f"A tag of the shell {shell} cannot be worked out ({place}): {error}", shell, "use the plain tags of docs/shells.md")
    return None


def _finding(code: str, message: str, shell: str, hint: str) -> Finding:
    return Finding(code, Severity.ERROR, message, Source(shell), hint)
