"""Options that commands share, and the workspace that a command works in."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

    from slagen.core.errors import NotFoundError
    from slagen.vault.save import Signature
    from slagen.workspace.load import Loaded

F = TypeVar("F", bound=Callable[..., Any])
FILE = click.Path(path_type=Path, dir_okay=False)
"""A file by its path; whether it is there, and what it is, is for the use case to say."""
_FIRST_DAY, _LAST_DAY = date(1900, 1, 1), date(2999, 12, 31)


def in_workspace(command: F) -> F:
    """Add --workspace."""
    option = click.option(
        "--workspace", "folder", type=click.Path(path_type=Path, file_okay=False), help="The workspace's folder. Default: the one around this folder."
    )
    return option(command)


def with_json(command: F) -> F:
    """Add --json."""
    return click.option("--json", "as_json", is_flag=True, help="Print JSON on standard output, and nothing else.")(command)


def on_day(command: F) -> F:
    """Add --on."""
    return click.option("--on", "on", type=DAY, help="As of this day, such as 2026-10-01. Default: today.")(command)


def with_author(command: F) -> F:
    """Add --author."""
    help_text = 'In whose name it is saved, where git does not know: "Jo Bloggs <jo@northwind.example>".'
    return click.option("--author", default="", help=help_text)(command)


def signature_of(author: str) -> Signature | None:
    """What --author says: None leaves it to git.

    Raises:
        UsageError: it is no name and address.
    """
    from slagen.vault.identity import Identity
    from slagen.vault.save import Signature

    return Signature(author=Identity.parse(author)) if author else None


class Day(click.ParamType[date]):
    """A day such as 2026-10-01, within the years that facts may name, so that what counts from it stays inside the calendar."""

    name = "date"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """Read a day; click tells what is wrong with another text."""
        if isinstance(value, date):
            return value
        try:
            day = date.fromisoformat(value)
        except ValueError:
            self.fail(f"“{value}” is not a day. Write year, month and day, such as 2026-10-01.", param, ctx)
        if not _FIRST_DAY <= day <= _LAST_DAY:
            self.fail(f"{day} is no day that slagen reckons with: days go from {_FIRST_DAY} to {_LAST_DAY}.", param, ctx)
        return day


DAY = Day()


class KnownName(click.ParamType[str]):
    """A name that the shell completes from those that `names` finds in the workspace's folder."""

    def __init__(self, name: str, names: Callable[[Path], Iterable[str]]) -> None:
        self.name = name
        self.names = names

    def shell_complete(self, ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:  # noqa: ARG002 - click's own signature
        """The names that begin with what was typed."""
        from click.shell_completion import CompletionItem

        from slagen.workspace.locate import find_workspace

        try:
            known = sorted(set(self.names(find_workspace(Path.cwd()))))
        except Exception:  # noqa: BLE001 - completion never speaks up
            return []
        return [CompletionItem(name) for name in known if name.startswith(incomplete)]


def _due_kinds(_root: Path) -> Iterable[str]:
    from slagen.lifecycle.due_item import DueKind

    return (kind.value for kind in DueKind)


AGREEMENT_ID = KnownName("id", lambda root: (path.parent.name for path in (root / "agreements").rglob("agreement.yaml")))
CLAUSE_ID = KnownName("id", lambda root: (path.stem for path in (root / "clauses").glob("*/*.md")))
TEMPLATE_ID = KnownName("text", lambda root: (path.parent.name for path in (root / "templates").glob("*/template.yaml")))
DUE_KIND = KnownName("text", _due_kinds)


def nowhere() -> NotFoundError:
    """The folder that the process stands in has been deleted."""
    from slagen.core.errors import NotFoundError

    return NotFoundError("folder", "where you are", hint="It has been deleted: go into another one, or name the workspace with --workspace DIR.")


def root_of(folder: Path | None) -> Path:
    """The workspace that the command works in; raises NotFoundError where there is none, or the current folder has been deleted."""
    from slagen.workspace.locate import find_workspace

    try:
        here = folder or Path.cwd()
    except FileNotFoundError:
        raise nowhere() from None
    return find_workspace(here)


def load_workspace(folder: Path | None) -> Loaded:
    """The workspace, loaded from the folder as it stands."""
    from slagen.formats.files import Folder
    from slagen.workspace.load import load

    return load(Folder(root_of(folder)))


def today(loaded: Loaded | None = None) -> date:
    """Today in the workspace's time zone."""
    return now(loaded).date()


def now(loaded: Loaded | None = None) -> datetime:
    """The moment, to the second, in the workspace's time zone."""
    return _now(loaded.settings.time_zone if loaded else "")


def today_in(time_zone: str) -> date:
    """Today in a time zone."""
    return _now(time_zone).date()


def _now(time_zone: str) -> datetime:
    """The only place that reads the clock."""
    from zoneinfo import ZoneInfo

    moment = datetime.now(UTC).replace(microsecond=0)
    return moment.astimezone(ZoneInfo(time_zone)) if time_zone else moment
