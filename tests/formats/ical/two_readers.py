"""The two readers that calendars are held against, neither of which shares code with the writer: icalendar (Python) and ical.js (JavaScript)."""

from __future__ import annotations

import json
from pathlib import Path
import shutil
import subprocess
from typing import Any

import icalendar
import pytest

ROOT = Path(__file__).resolve().parents[3]
_SCRIPT = Path(__file__).with_name("read.mjs")


def calendar_by_python(data: bytes) -> Any:
    """The calendar that icalendar reads, no part of which it finds fault with."""
    calendar: Any = icalendar.Calendar.from_ical(data)
    assert [error for component in calendar.walk() for error in component.errors] == []
    return calendar


def by_python(data: bytes) -> list[Any]:
    """The events that icalendar reads."""
    events: list[Any] = calendar_by_python(data).events
    return events


def by_javascript(data: bytes) -> dict[str, Any]:
    """The calendar that ical.js reads."""
    node = shutil.which("node")
    if node is None or not (ROOT / "node_modules/ical.js").is_dir():
        pytest.skip("ical.js needs Node and its package: make outside")
    done = subprocess.run([node, str(_SCRIPT)], input=data, check=True, capture_output=True)
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer
