"""The program: its commands, and what an error looks like to the person who meets it."""

from __future__ import annotations

import codecs
import gc
import io
import os
import sys
from typing import Any

import click

from slagen.cli.commands import COMMANDS
from slagen.core.errors import SlagenError

INTERRUPTED = 130
OWN_FAULT = 70
_MANY_OBJECTS = 50_000
"""New objects between two rounds of Python's garbage collector: contracts are large, hold no circles, and are soon done."""


class LazyGroup(click.Group):
    """A group that imports a command only when it is run; the list of commands costs nothing."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's own signature
        """The names, in the order in which people use them."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 - likewise
        """The command itself; None where there is none."""
        entry = COMMANDS.get(cmd_name)
        return entry.load() if entry else None

    def resolve_command(self, ctx: click.Context, args: list[str]) -> tuple[str | None, click.Command | None, list[str]]:
        """The command that the words name; a misspelt one gets the nearest known name."""
        name = args[0] if args else ""
        if name and not name.startswith("-") and name not in COMMANDS:
            from slagen.core.identifiers import nearest

            near = nearest(name, COMMANDS)
            hint = f" Did you mean “{near[0]}”?" if near else " List them with: slagen --help"
            raise click.UsageError(f"There is no command “{name}”.{hint}", ctx)
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002 - likewise
        """The list of commands, without importing any."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, entry.help) for name, entry in COMMANDS.items()])


def _version(ctx: click.Context, _parameter: click.Parameter, wanted: bool) -> None:
    if wanted:
        from slagen import __version__

        click.echo(f"slagen {__version__}")
        ctx.exit()


@click.group(
    cls=LazyGroup,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="Start with: slagen demo   Help on one command: slagen build --help",
)
@click.option("--version", is_flag=True, is_eager=True, expose_value=False, callback=_version, help="Show the version and exit.")
def cli() -> None:
    """Contracts from vetted clauses: assemble, check, save, compare and watch them."""


def main() -> None:
    """Run the program and end with the exit code that docs/cli.md promises."""
    gc.set_threshold(_MANY_OBJECTS)
    _show_what_can_be_shown()
    code = run(sys.argv[1:])
    gc.freeze()  # what is left goes with the process: looking through it for circles takes as long as a small command
    sys.exit(code)


def run(arguments: list[str]) -> int:
    """Run one command line; the exit code."""
    wants_json = _wants_json(arguments)
    try:
        outcome: Any = cli.main(arguments, prog_name="slagen", standalone_mode=False)
        sys.stdout.flush()
    except (BrokenPipeError, SystemExit):  # click makes the one into the other
        return _reader_gone()
    except BaseException as error:  # noqa: BLE001 - the last net
        return _failed(error, wants_json=wants_json)
    return outcome if isinstance(outcome, int) else 0


def _failed(error: BaseException, *, wants_json: bool) -> int:
    from slagen.cli.failures import show_error, show_message, show_own_fault, show_usage

    match error:
        case click.Abort() | KeyboardInterrupt():
            show_message("interrupted", "Interrupted; what was there before is untouched.", wants_json=wants_json)
            return INTERRUPTED
        case click.ClickException():
            return show_usage(error, wants_json=wants_json)
        case SlagenError():
            show_error(error, wants_json=wants_json)
            return error.exit_code
        case FileNotFoundError() if _is_nowhere():
            from slagen.cli.options import nowhere

            return _failed(nowhere(), wants_json=wants_json)
        case Exception():
            show_own_fault(error, wants_json=wants_json)
            return OWN_FAULT
        case _:
            raise error


def _is_nowhere() -> bool:
    """Whether the folder that the process stands in has been deleted: whatever asks where it is fails then."""
    try:
        os.getcwd()  # noqa: PTH109 - start-up: no path is needed
    except FileNotFoundError:
        return True
    return False


def _reader_gone() -> int:
    """Whoever read the output has seen enough (`slagen due | head`): that is no failure."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.__stdout__.fileno() if sys.__stdout__ else 1)
    return 0


def _wants_json(arguments: list[str]) -> bool:
    if arguments[:1] == ["build"]:  # there, json is a format of contracts
        return "--json" in arguments
    pairs = zip(arguments, [*arguments[1:], ""], strict=False)
    return any(one in {"--json", "--to=json", "--format=json"} or (one in {"--to", "--format"} and other == "json") for one, other in pairs)


_PLAIN = {"“": '"', "”": '"', "‘": "'", "’": "'", "–": "-", "—": "-", "…": "...", "→": "->", "\u00a0": " ", "\u202f": " "}


def _show_what_can_be_shown() -> None:
    """A terminal or file that is not UTF-8 gets the nearest plain sign instead of a fault."""

    def plain(error: UnicodeError) -> tuple[str, int]:
        if not isinstance(error, UnicodeEncodeError):
            raise error
        return "".join(_PLAIN.get(sign, "?") for sign in error.object[error.start : error.end]), error.end

    codecs.register_error("slagen-plain", plain)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="slagen-plain")


if __name__ == "__main__":
    main()
