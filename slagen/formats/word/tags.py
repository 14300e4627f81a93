"""The tags of a shell: which there are, and what they print.

docxtpl's own patching turns a Word part into a Jinja template (it joins tags that Word split over runs and knows `{{p … }}`);
here that happens once for a shell, and the result is compiled in a sandbox that knows no undefined name.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
import io
import re
from typing import Any

from docxtpl import DocxTemplate
from jinja2 import StrictUndefined, Template, TemplateRuntimeError, Undefined, nodes
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup

from slagen.core.locales import Formats
from slagen.formats.word.xml_text import text_elements
from slagen.formats.wording import draft_banner
from slagen.model.document import Document, DocumentParty, Meta, Signatory

VALUE_TAGS = (
    "title", "agreement", "kind", "version", "commit", "status", "draft", "effective_date", "hash", "full_hash", "parties",
)  # fmt: skip
_STATUS = {
    "execution": "Execution version",
    "executed": "Executed",
    "brief": "Internal – not part of the agreement",
    "review-internal": "Internal – not for the other side",
    "review": "Not part of the agreement",
    "statement": "Not part of the agreement",
    "report": "Not part of the agreement",
    "how-we-did": "For publication",
}
_SHORT_HASH = 12
_SHORT_COMMIT = 10
_NO_TEXT = "it names a list, or a party as a whole, which has no words of its own"
_TEXT_START = '<w:t xml:space="preserve">'
_TAG = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}", re.DOTALL)
_OPENING = re.compile(r"\{[{%#](?:(?:p|tr) )?")


def shown(value: object) -> object:
    """What a tag prints: exactly the characters of the value, with line breaks; an undefined name is an error."""
    if isinstance(value, Undefined):
        return str(value)
    if not isinstance(value, str | int | Markup):
        raise TemplateRuntimeError(_NO_TEXT)
    if isinstance(value, Markup):
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
    """The part's XML as a Jinja template, in which the k-th tag stands on line k + 1: so every error tells which tag it is about."""
    numbered = _TAG.sub(_numbered, xml.replace("\n", " "))
    text = _TAG.sub(lambda tag: tag[0].replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&"), DocxTemplate(io.BytesIO()).patch_xml(numbered))
    for written, printed in (("{_{", "{{"), ("}_}", "}}"), ("{_%", "{%"), ("%_}", "%}")):
        text = text.replace(written, f"{{{{ '{printed}' }}}}")
    return str(text)


def _numbered(tag: re.Match[str]) -> str:
    return _OPENING.sub(lambda opening: f"{opening[0]}\n", tag[0], count=1)


def compile_part(source: str) -> Template:
    """The compiled template; raises jinja2.TemplateSyntaxError."""
    return _ENVIRONMENT.from_string(source)


def parse_part(source: str) -> nodes.Template:
    """The syntax tree of a part; raises jinja2.TemplateSyntaxError and RecursionError."""
    return _ENVIRONMENT.parse(source)
