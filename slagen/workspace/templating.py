"""A new template: a Word shell to make one's own, and a choice of clauses to begin with."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
import re

from slagen.core.errors import NotFoundError, RefusedError, UsageError
from slagen.core.identifiers import ID_RULE, is_id, nearest
from slagen.formats.files import inside, write_files
from slagen.model.library import Template
from slagen.workspace.load import Loaded
from slagen.workspace.newcomer import STARTER_FILE

FOLDER = "templates"
_SHELLS = {"sla": "customer-sla", "ola": "ola", "charter": "client-charter"}
_LINE = r"(?m)^{key}:[ \t]*[^\n]*$"


@dataclass(frozen=True, slots=True)
class NewTemplate:
    """A template that was made: the one that its choice of clauses came from, and its files."""

    id: str
    like: str
    files: tuple[Path, ...]


def new_template(  # noqa: PLR0913 - what the command asks
    root: Path, loaded: Loaded, template_id: str, *, kind: str = "sla", like: str = "", title: str = "", paper: str = "a4"
) -> NewTemplate:
    """Make `templates/<id>/` with a fresh shell, and the clauses, questions and starter of `like` (by default the first template of the kind).

    `paper` is `a4` or `letter`.

    Raises:
        UsageError: the id or the title cannot be one.
        NotFoundError: there is no template to begin from.
        RefusedError: the folder exists already, or cannot be written.
    """
    if not is_id(template_id):
        raise UsageError(f"“{template_id}” cannot be the id of a template.", hint=f"An id is {ID_RULE}.")
    if not title.isprintable():
        raise UsageError("The title must be one line of text.")
    if template_id in loaded.library.templates or (root / FOLDER / template_id).exists():
        raise RefusedError(f"There is a template “{template_id}” already; nothing was written.", hint="Choose another id.")
    model = _model(loaded, kind, like)
    folder = f"{FOLDER}/{template_id}"
    contents = {f"{folder}/template.yaml": _text(loaded, model, template_id, title), f"{folder}/{model.shell}": _shell(model, paper)}
    starter = f"{Path(model.source.file).parent.as_posix()}/{STARTER_FILE}"
    if loaded.files.exists(starter):
        contents[f"{folder}/{STARTER_FILE}"] = _with(loaded.files.read(starter).decode(), "template", template_id)
    files = {inside(root, path): data for path, data in contents.items()}
    write_files(files)
    return NewTemplate(template_id, model.id, tuple(files))


def _model(loaded: Loaded, kind: str, like: str) -> Template:
    templates = loaded.library.templates
    if like:
        if like not in templates:
            raise NotFoundError("template", like, nearest(like, templates), hint=f"There are: {', '.join(sorted(templates))}.")
        return templates[like]
    preferred = templates.get(_SHELLS[kind])
    found = [preferred] if preferred and preferred.kind == kind else [template for template in templates.values() if template.kind == kind]
    if not found:
        raise NotFoundError("template for the kind", kind, hint="Name one to begin from with --like.")
    return found[0]


def _text(loaded: Loaded, model: Template, template_id: str, title: str) -> bytes:
    """The model's template.yaml under its new id and title."""
    text = loaded.files.read(model.source.file).decode("utf-8-sig")
    named = _with(text, "id", template_id).decode()
    return _with(named, "title", f"{title or template_id.replace('-', ' ').capitalize()}", quoted=True)


def _with(text: str, key: str, value: str, *, quoted: bool = False) -> bytes:
    """The text with the value of a top-level key replaced."""
    shown = '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"' if quoted else value
    return re.sub(_LINE.format(key=key), lambda _: f"{key}: {shown}", text, count=1).encode()


def _shell(model: Template, paper: str) -> bytes:
    from slagen.formats.word.starter import STARTERS, starter_shell  # noqa: PLC0415  start-up

    return starter_shell(STARTERS[model.id if model.id in STARTERS else _SHELLS[model.kind]], paper)
