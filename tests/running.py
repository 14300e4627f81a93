"""The program run in the test's own process."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

import pytest

from slagen.cli.main import run

Answer: TypeAlias = tuple[int, str, str]
"""Exit code, standard output, standard error."""
Slagen: TypeAlias = Callable[..., Answer]


def running(capsys: pytest.CaptureFixture[str]) -> Slagen:
    """Call what this returns with the words of a command."""

    def call(*arguments: str) -> Answer:
        code = run(list(arguments))
        out, err = capsys.readouterr()
        return code, out, err

    return call
