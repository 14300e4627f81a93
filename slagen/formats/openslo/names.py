"""Names and labels as OpenSLO wants them: RFC 1123 for names, the same letters with dots and capitals for labels."""

from __future__ import annotations

from hashlib import sha256
import re

LONGEST = 63
_HASH, _LAST = 8, 16
_OTHER = re.compile(r"[^a-z0-9-]+")
_LABEL = re.compile(r"[a-zA-Z0-9](?:[a-zA-Z0-9._-]{0,61}[a-zA-Z0-9])?", re.ASCII)


def name_of(*parts: str) -> str:
    """One name of the parts: small letters, digits and hyphens, 63 at most. One that would be longer has a hash of the whole before its last part.

    What was changed to fit (`v1.0` is `v1-0`) says no less: a part of other letters alone is a hash as well.
    """
    slugs = [_slug(part) for part in parts if part]
    whole = "-".join(slugs).strip("-")
    if len(whole) <= LONGEST:
        return whole
    last = slugs[-1].strip("-")
    end = f"{_hash('/'.join(parts))}-{last}" if len(last) <= _LAST else _hash("/".join(parts))
    return f"{whole[: LONGEST - len(end) - 1].rstrip('-')}-{end}"


def _slug(part: str) -> str:
    slug = _OTHER.sub("-", part.lower())
    return slug if slug.strip("-") else _hash(part)


def distinguished(part: str) -> str:
    """A part that no other one is like: for names that would be the same."""
    return f"{part}-{_hash(part)}"


def _hash(text: str) -> str:
    return sha256(text.encode()).hexdigest()[:_HASH]


def is_label(value: str) -> bool:
    """Whether a text can be the value of a label."""
    return _LABEL.fullmatch(value) is not None
