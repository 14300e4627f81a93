"""The words of reports as they are read, however they are kept on one line."""

from __future__ import annotations

import re


def as_read(text: str) -> str:
    """Without what only holds a line together."""
    return re.sub(r'<span class="w">([^<]+)</span>', r"\1", text).replace("\u00a0", " ").replace("\u2011", "-")
