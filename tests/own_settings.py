"""Git and slagen as on a computer where nobody has set anything."""

from __future__ import annotations

import os
from pathlib import Path

import pytest


def forget_settings(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is read but what stands in `home`: not the settings of the computer that the test runs on, nor variables for git."""
    for name in list(os.environ):
        if name.startswith("GIT_"):
            monkeypatch.delenv(name)
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(home))
    monkeypatch.setenv("XDG_CACHE_HOME", str(home / "cache"))
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
