"""JSON files: readable, in UTF-8, and with an end of line."""

from __future__ import annotations

import json


def json_file(data: object) -> bytes:
    """The bytes of a file that holds the data."""
    return f"{json.dumps(data, ensure_ascii=False, indent=1)}\n".encode()
