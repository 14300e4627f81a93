from __future__ import annotations

from pathlib import Path
import re

ROOT = Path(__file__).parents[2]
CODE = re.compile(r"SLG0[0-3]\d")


def test_every_code_of_reading_and_typing_is_explained_once() -> None:
    explained = re.findall(r"^\| (SLG0[0-3]\d) \|", (ROOT / "docs" / "findings.md").read_text("utf-8"), re.MULTILINE)
    sources = [*(ROOT / "slagen" / "schema").glob("*.py"), *(ROOT / "slagen" / "formats").glob("*.py")]
    used = {code for path in sources for code in CODE.findall(path.read_text("utf-8"))}
    assert sorted(explained) == sorted(used)
