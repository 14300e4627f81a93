"""Blanks: facts that a draft may leave open where the clause's author allows it. They are seen, and what is to be signed has none."""

from __future__ import annotations

from typing import Any

from jinja2 import Undefined

from slagen.assembly.facts import Fact, bare, join
from slagen.core.errors import BadInputError
from slagen.model.document import Blank

LONGEST_PROMPT = 100


def blank(value: Any, prompt: Any) -> Any:
    """The value where there is one, else a blank that prints `prompt`. A misspelt name stays an error.

    Raises:
        BadInputError: the prompt does not say in a few words what is missing.
    """
    words = bare(prompt)
    if not isinstance(words, str) or not words.strip() or len(words) > LONGEST_PROMPT or not words.isprintable():
        raise BadInputError("a blank needs a prompt of a few words", hint='Write {{ blank(agreement.review.owner, "who calls the review") }}.')
    if isinstance(value, Undefined):
        return Blank(_missing_key(value), words.strip())
    plain = bare(value)
    if plain is None or plain in ("", ()):
        return Blank(value.key if isinstance(value, Fact) else "", words.strip())
    return value


def _missing_key(value: Undefined) -> str:
    """The key of a fact whose group was left out; what is undefined for another reason raises."""
    group = value._undefined_obj  # noqa: SLF001 - Jinja offers no public way to ask where a name was looked for
    if not isinstance(group, Fact) or group.value is not None:
        str(value)
    return join(group.key, value._undefined_name)  # noqa: SLF001
