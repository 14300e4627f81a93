"""The clock that commands read, put to one moment: no answer depends on the day on which the tests run."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from slagen.cli import options


def stop_clock(monkeypatch: pytest.MonkeyPatch, moment: datetime) -> None:
    """From here on it is always `moment`."""
    monkeypatch.setattr(options, "_now", lambda time_zone: moment.astimezone(ZoneInfo(time_zone or "UTC")))
