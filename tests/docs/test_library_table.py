"""docs/library.md is made from the clauses; this holds the two together."""

from __future__ import annotations

from pathlib import Path
import subprocess
import sys

ROOT = Path(__file__).resolve().parents[2]


def test_the_table_of_clauses_is_up_to_date() -> None:
    done = subprocess.run([sys.executable, str(ROOT / "tools" / "library_table.py"), "--check"], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
