"""The README, and the pages on versions and dates, are run as they are written: their files are made, their edits are done, their commands print what they show.

A `console` block is run; `…` stands for anything. A comment before a block says what is done with it: `file` writes it, `append` adds it
to a file, `edit` exchanges the line with “-” for the one with “+”, `tracked` does so in the Word file that was sent, with tracked changes by
somebody. `sh` blocks (make, pip) are left to continuous integration.
"""

from __future__ import annotations

from collections.abc import Iterator
import os
from pathlib import Path
import re
import shutil
import subprocess
import sys

import pytest

from slagen.formats.word.package import read_package, write_package
from slagen.formats.word.redline.compare import Manner, redline

ROOT = Path(__file__).resolve().parents[1]
README = ROOT / "README.md"
PAGES = sorted([README, ROOT / "CHANGELOG.md", *(ROOT / "docs").rglob("*.md")])
BLOCK = re.compile(r"(?:<!-- (?P<what>file|append|edit|tracked): (?P<path>\S+)(?: by (?P<who>[^>]+))? -->\n)?```(?P<kind>\w*)\n(?P<body>.*?)```", re.DOTALL)
LINK = re.compile(r"\]\((?!https?:|mailto:|#)([^)\s]+)\)")


def commands(block: str) -> Iterator[tuple[str, str]]:
    """Each command of a console block with the output shown below it."""
    for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
        command, _, output = part.partition("\n")
        yield command, output


def pattern(shown: str) -> re.Pattern[str]:
    """What output is accepted: a line of only … stands for any number of lines, one inside a line for the rest of it."""
    lines = (r"(?:.*\n)*" if line.strip() == "…" else ".*".join(map(re.escape, line.rstrip().split("…"))) + r"[ \t]*\n" for line in shown.splitlines())
    return re.compile("".join(lines))


def lines(body: str) -> tuple[str, str]:
    """The line that goes and the line that comes."""
    old, new = (next(line[1:] for line in body.splitlines() if line[0] == sign) for sign in "-+")
    return old, new


PROGRAM = f"""#!{sys.executable}
from datetime import UTC, datetime
import sys
from zoneinfo import ZoneInfo

from slagen.cli import main, options

options._now = lambda time_zone: datetime(2026, 11, 22, 12, tzinfo=UTC).astimezone(ZoneInfo(time_zone or "UTC"))
sys.exit(main.main())
"""
"""The program on the day on which the pages were written."""


class Reader:
    """Somebody who follows a page, with nothing set up but slagen and git."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        home = folder / "home"
        home.mkdir()
        (home / "slagen").write_text(PROGRAM, encoding="utf-8")
        (home / "slagen").chmod(0o755)
        kept = {key: value for key, value in os.environ.items() if not key.startswith("GIT_") and key not in {"XDG_CONFIG_HOME", "XDG_CACHE_HOME", "COLUMNS"}}
        self.environment = kept | {
            "HOME": str(home),
            "PATH": f"{home}:{Path(sys.executable).parent}:{os.environ['PATH']}",
            "NO_COLOR": "1",
            "GIT_CONFIG_NOSYSTEM": "1",
        }

    def follow(self, block: re.Match[str]) -> None:
        """Do what a block says."""
        what, path, kind, body = block["what"], block["path"], block["kind"], block["body"]
        if kind == "console":
            for command, shown in commands(body):
                self.type(command, shown)
        elif what == "file":
            (self.folder / path).write_text(body, encoding="utf-8")
        elif what == "append":
            with (self.folder / path).open("a", encoding="utf-8") as file:
                file.write(body)
        elif what == "edit":
            self.edit(self.folder / path, body)
        elif what == "tracked":
            self.track(path, body, block["who"])

    def track(self, path: str, body: str, author: str) -> None:
        """Exchange words of the file that was sent, as somebody does who works on it in Word."""
        [sent] = self.folder.rglob("sent-1.docx")
        old, new = lines(body)
        parts = read_package(sent.read_bytes(), sent.name)
        text = parts["word/document.xml"]
        assert text.count(old.encode()) == 1, old
        changed = write_package(parts | {"word/document.xml": text.replace(old.encode(), new.encode())})
        (self.folder / path).write_bytes(redline(sent.read_bytes(), changed, Manner(author, "2026-05-04T10:00:00Z")).data)

    def edit(self, place: Path, body: str) -> None:
        """Exchange a line that must stand in the file once."""
        old, new = lines(body)
        text = place.read_text(encoding="utf-8")
        assert text.count(f"{old}\n") == 1, f"{place}: “{old}”"
        place.write_text(text.replace(f"{old}\n", f"{new}\n"), encoding="utf-8")

    def type(self, command: str, shown: str) -> None:
        """Run a command, and hold what it prints against what is shown."""
        if command.startswith("cd "):
            self.folder /= command[3:]
            return
        done = subprocess.run(
            ["bash", "-c", command], cwd=self.folder, env=self.environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False
        )
        assert pattern(shown).fullmatch(done.stdout), f"$ {command}\n{done.stdout}"
        assert done.returncode == (1 if " error SLG" in shown else 0), f"$ {command}\n{done.stdout}"


@pytest.mark.slow
def test_the_readme_can_be_followed_word_for_word(tmp_path: Path) -> None:
    reader = Reader(tmp_path)
    blocks = list(BLOCK.finditer(README.read_text(encoding="utf-8")))
    assert sum(block["kind"] == "console" for block in blocks) >= 5
    for block in blocks:
        reader.follow(block)


def first_agreement(folder: Path) -> Reader:
    """A reader of the README who has done its steps 1 and 2."""
    reader = Reader(folder)
    answers = next(block for block in BLOCK.finditer(README.read_text(encoding="utf-8")) if block["path"] == "answers.yaml")
    reader.type("slagen init contracts", "…\n")
    reader.type("cd contracts", "")
    reader.follow(answers)
    reader.type("slagen new acme-hosting --template customer-sla --answers answers.yaml", "…\n")
    return reader


def test_the_page_on_versions_can_be_followed_word_for_word(tmp_path: Path) -> None:
    reader = first_agreement(tmp_path)
    for block in BLOCK.finditer((ROOT / "docs" / "versions.md").read_text(encoding="utf-8")):
        reader.follow(block)


def test_the_page_on_dates_can_be_followed_word_for_word(tmp_path: Path) -> None:
    reader = Reader(tmp_path)
    for part in ("agreements", "clauses", "templates"):
        shutil.copytree(ROOT / part, tmp_path / part)
    shutil.copy(ROOT / "slagen.toml", tmp_path)
    blocks = [block for block in BLOCK.finditer((ROOT / "docs" / "dates.md").read_text(encoding="utf-8")) if block["kind"] == "console"]
    assert len(blocks) >= 3
    for block in blocks:
        reader.follow(block)


def on_performance(heading: str) -> list[re.Match[str]]:
    """The blocks of a section of the page on performance."""
    section = (ROOT / "docs" / "performance.md").read_text(encoding="utf-8").partition(f"\n## {heading}")[2].partition("\n## ")[0]
    return list(BLOCK.finditer(section))


def test_figures_can_be_delivered_as_the_page_on_performance_says(tmp_path: Path) -> None:
    reader = first_agreement(tmp_path)
    reader.type("git config --global user.name Jo; git config --global user.email jo@northwind.example", "")
    blocks = on_performance("Deliver what was measured")
    assert [block["kind"] for block in blocks] == ["csv", "console", "csv", "console"]
    for block in blocks:
        reader.follow(block)


@pytest.mark.parametrize(("heading", "count"), [("The report", 1), ("The credit statement", 3), ("What if", 2)])
def test_what_commands_say_on_the_page_on_performance_is_what_they_say(heading: str, count: int, tmp_path: Path) -> None:
    reader = Reader(tmp_path)
    for part in ("agreements", "clauses", "templates"):
        shutil.copytree(ROOT / part, tmp_path / part)
    shutil.copy(ROOT / "slagen.toml", tmp_path)
    reader.type("git config --global user.name Jo; git config --global user.email jo@northwind.example", "")
    reader.type("git init --quiet . && git add . && git commit --quiet -m samples", "")
    blocks = on_performance(heading)
    assert len(blocks) == count
    for block in blocks:
        reader.follow(block)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_link_of_the_documentation_leads_somewhere(page: Path) -> None:
    text = re.sub(r"```.*?```|`[^`\n]*`", "", page.read_text(encoding="utf-8"), flags=re.DOTALL)
    assert [target for target in LINK.findall(text) if not (page.parent / target.partition("#")[0]).exists()] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_link_to_a_heading_names_one(page: Path) -> None:
    for target, heading in re.findall(r"\]\(([\w./-]*\.md)#([\w-]+)\)", page.read_text(encoding="utf-8")):
        headings = re.findall(r"^#+ (.+)$", (page.parent / target).read_text(encoding="utf-8"), re.MULTILINE)
        assert heading in {re.sub(r"[^\w -]", "", one).lower().replace(" ", "-") for one in headings}
