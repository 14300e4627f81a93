"""docs/cli.md names every command, every option and every exit code."""

from __future__ import annotations

from pathlib import Path
import re

import click
import pytest

from slagen.cli.commands import COMMANDS
from slagen.cli.main import INTERRUPTED, OWN_FAULT
from slagen.compare.verdicts import EXIT_CODES
from slagen.core.errors import SlagenError
from slagen.lifecycle.due_item import DueKind

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "cli.md").read_text(encoding="utf-8")
SHARED = PAGE.partition("## Options that many")[2].partition("## Options of each")[0]


def section(name: str) -> str:
    return PAGE.partition(f"### slagen {name}\n")[2].partition("\n#")[0]


def options(command: click.Command) -> set[str]:
    own = {flag for one in command.params if isinstance(one, click.Option) for flag in one.opts}
    below = command.commands.values() if isinstance(command, click.Group) else ()
    return own.union(*(options(one) for one in below))


def documented(text: str) -> set[str]:
    return {flag for row in re.findall(r"^\| (`-.*?) \|", text, re.MULTILINE) for flag in re.findall(r"`(--?[a-z-]+)", row)}


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_its_line_and_its_section(name: str) -> None:
    assert re.search(rf"^\| `slagen {name}\b", PAGE, re.MULTILINE)
    assert section(name).strip()


@pytest.mark.parametrize("name", COMMANDS)
def test_the_options_of_a_command_are_those_that_it_has(name: str) -> None:
    have = options(COMMANDS[name].load())
    assert documented(section(name)) == have - documented(SHARED)


def test_every_subcommand_is_named() -> None:
    group = COMMANDS["clauses"].load()
    assert isinstance(group, click.Group)
    line = next(row for row in PAGE.splitlines() if row.startswith("| `slagen clauses"))
    assert all(name in line for name in group.commands)


def test_every_exit_code_is_explained() -> None:
    told = {int(code) for row in re.findall(r"^\| ([\d, ]+) \|", PAGE.partition("## Exit codes")[2], re.MULTILINE) for code in row.split(",")}
    used = {kind.exit_code for kind in SlagenError.__subclasses__()} | set(EXIT_CODES.values()) | {0, INTERRUPTED, OWN_FAULT}
    assert told == used


def test_every_kind_of_due_item_is_named() -> None:
    row = next(line for line in section("due").splitlines() if line.startswith("| `--kind"))
    assert re.findall(r"`([a-z-]+)`", row) == [kind.value for kind in DueKind]
