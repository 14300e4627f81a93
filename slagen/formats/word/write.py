"""Document to .docx: tags filled, body written, and only the parts that differ from file to file compressed anew."""

from __future__ import annotations

from collections.abc import Iterator

from jinja2 import TemplateError

from slagen.assembly.labels import Labels
from slagen.assembly.number import STANDARD, number
from slagen.core.errors import BadInputError
from slagen.formats.word.body import BodyWriter
from slagen.formats.word.completion import LANGUAGE_MARK
from slagen.formats.word.contents import contents
from slagen.formats.word.imprint import ITEM, imprint_of, imprint_part
from slagen.formats.word.inlines import InlineWriter, Links
from slagen.formats.word.numbering import list_instance
from slagen.formats.word.package import PackedPart, join_parts, pack, relationships_name
from slagen.formats.word.pictures import Pictures
from slagen.formats.word.properties import core_properties
from slagen.formats.word.shell import Shell
from slagen.formats.word.shell_package import CONTENT_TYPES, CORE
from slagen.formats.word.tags import Identity, context
from slagen.formats.word.xml_text import escape
from slagen.model.document import Document
from slagen.model.native import text_hash

_HYPERLINK = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink"
_CONTRACTS = frozenset({"sla", "ola", "charter"})
_REGIONS = {"en": "GB", "de": "DE", "fr": "FR", "es": "ES", "it": "IT", "nl": "NL", "pl": "PL", "pt": "PT", "sv": "SE", "da": "DK", "fi": "FI"}


def write(document: Document, labels: Labels, shell: Shell, *, full_hash: str = "", commit: str = "") -> bytes:
    """The .docx. A shell that counts in its own way numbers the document anew, so that references agree with its lists.

    `full_hash` is the document's text hash where the caller has worked it out already; `commit` names the saved version, empty for a draft.

    Raises:
        BadInputError: a tag of the shell asks for something that this document lacks, a reference has no target, or a text to be signed has blanks.
    """
    links = Links(shell.surface.first_link)
    full_hash = full_hash or text_hash(document)
    if shell.surface.scheme != STANDARD:
        labels = number(document, shell.surface.scheme)
    pictures = Pictures(f"{shell.surface.first_link}Chart", shell.surface.text_width)
    body = BodyWriter(shell.surface, InlineWriter(links, holds=document.meta.kind not in _CONTRACTS), labels, shell.clauses, pictures)
    recitals, contract, execution = body.recitals(document), body.contract(document), body.execution(document)
    _refuse_blanks(document, body.blanks)
    blocks = {
        "recitals": recitals if shell.has_recitals else "",
        "contract": f"{'' if shell.has_recitals else recitals}{contract}{'' if shell.has_execution else execution}",
        "contents": contents(document, labels, shell.surface),
        "execution": execution if shell.has_execution else "",
    }
    values = context(document, Identity(full_hash, commit), blocks)
    language = language_tag(document.meta.language, document.meta.locale)
    parts = [pack(part, _render(shell, part, values)) for part in shell.templates]
    parts += [
        pack(CORE, core_properties(document, language)),
        pack(ITEM, imprint_part(imprint_of(document, full_hash, commit, body.records))),
        pack(relationships_name(shell.main), _relationships(shell, links, pictures)),
        *pictures.parts(shell.main),
        _styles(shell, language),
        _numbering(shell, len(document.schedules)),
    ]
    return join_parts((*_fixed(shell, pictures), *parts))


def _fixed(shell: Shell, pictures: Pictures) -> Iterator[PackedPart]:
    """The parts that do not differ from file to file; where there are charts, the list of the parts' types names them as well."""
    yield from (part for name, part in shell.fixed.items() if name != CONTENT_TYPES or not pictures.drawings)
    if pictures.drawings:
        yield pack(CONTENT_TYPES, f"{shell.content_types}{pictures.types(shell.main)}</Types>".encode())


def _refuse_blanks(document: Document, blanks: int) -> None:
    if blanks and document.meta.status in {"execution", "executed"}:
        count = "a blank" if blanks == 1 else f"{blanks} blanks"
        raise BadInputError(f"“{document.meta.agreement}” has {count}, so it cannot be signed.", hint="slagen check names the facts that are missing")


def language_tag(language: str, locale: str) -> str:
    """The tag that Word knows the words by: `en` with locale `en_US` is `en-US`; with `de_DE` it is still English, `en-GB`."""
    base, _, region = language.replace("_", "-").partition("-")
    of_locale, _, territory = locale.replace("-", "_").partition("_")
    region = region or (territory if of_locale == base else "") or _REGIONS.get(base, "")
    return f"{base}-{region}" if region else base


def _render(shell: Shell, part: str, values: dict[str, object]) -> bytes:
    try:
        return shell.templates[part].render(values).encode()
    except TemplateError as error:
        raise BadInputError(f"A tag of the shell {shell.name} cannot be filled ({part}): {error.message}", hint="see docs/shells.md for the tags") from error
    except (TypeError, ValueError, ArithmeticError, LookupError) as error:
        raise BadInputError(f"A tag of the shell {shell.name} cannot be worked out ({part}): {error}", hint="see docs/shells.md for the tags") from error


def _relationships(shell: Shell, links: Links, pictures: Pictures) -> bytes:
    added = "".join(
        f'<Relationship Id="{identifier}" Type="{_HYPERLINK}" Target="{escape(uri)}" TargetMode="External"/>' for uri, identifier in links.ids.items()
    )
    return f"{shell.relationships}{added}{pictures.relationships(shell.main)}</Relationships>".encode()


def _styles(shell: Shell, language: str) -> PackedPart:
    key = ("styles", language)
    if key not in shell.variants:
        shell.variants[key] = pack(shell.styles_part, shell.completed.styles_xml.replace(LANGUAGE_MARK, escape(language)).encode())
    return shell.variants[key]


def _numbering(shell: Shell, schedules: int) -> PackedPart:
    """The lists of the shell, and one more for each schedule after the first."""
    key = ("numbering", schedules)
    if key not in shell.variants:
        head, tail = shell.completed.numbering
        first = shell.completed.lists.further_paragraphs
        more = "".join(list_instance(first + at, shell.completed.schedule_list, restarts=True) for at in range(schedules - 1))
        shell.variants[key] = pack(shell.numbering_part, f"{head}{more}{tail}".encode())
    return shell.variants[key]
