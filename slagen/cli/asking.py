"""Asking at the terminal: one line a question, the default shown, and what is wrong said while one types."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from prompt_toolkit.completion import Completer
    from prompt_toolkit.validation import Validator

Problem = Callable[[str], str]
"""What is wrong with an answer, in words; empty where nothing is."""
_YES, _NO = ("y", "yes"), ("n", "no")


def can_ask() -> bool:
    """Whether there is somebody to ask: a terminal to read from and one to write to."""
    return sys.stdin.isatty() and (sys.stdout.isatty() or sys.stderr.isatty())


@contextmanager
def conversation() -> Iterator[None]:
    """Ask on standard error where standard output goes elsewhere. Ctrl-D ends as Ctrl-C does: with KeyboardInterrupt."""
    from prompt_toolkit.application import create_app_session
    from prompt_toolkit.output import create_output

    try:
        with create_app_session(output=create_output(stdout=sys.stdout if sys.stdout.isatty() else sys.stderr)):
            yield
    except EOFError:
        raise KeyboardInterrupt from None


def ask(question: str, problem: Problem, *, default: str = "", choices: Sequence[str] = ()) -> str:
    """One answer; an empty one is the default."""
    from prompt_toolkit import prompt
    from prompt_toolkit.formatted_text import FormattedText

    offered = f" [{default}]" if default else ""
    message = FormattedText([("bold", question), ("ansibrightblack", offered), ("", " ")])
    typed = prompt(
        message,
        validator=_validator(problem, default),
        completer=_completer(choices),
        complete_while_typing=bool(choices),
        reserve_space_for_menu=min(len(choices), 4),
    )
    return typed.strip() or default


def ask_whether(question: str, *, default: bool = False) -> bool:
    """Yes or no; Enter takes the default."""

    def problem(text: str) -> str:
        return "" if text.lower() in (*_YES, *_NO) else "Answer y or n."

    return ask(question, problem, default="y" if default else "n").lower() in _YES


def ask_which(question: str, options: Mapping[str, str], *, default: str) -> str:
    """One of several, by its number or its name. `options` are the names and what each one means."""
    from prompt_toolkit import print_formatted_text
    from prompt_toolkit.formatted_text import FormattedText

    names = list(options)
    width = max(map(len, names))
    for number, (name, meaning) in enumerate(options.items(), start=1):
        print_formatted_text(FormattedText([("", f"  {number}  "), ("bold", name.ljust(width)), ("", f"  {meaning}")]))

    def chosen(text: str) -> str:
        if text.isascii() and text.isdigit() and 1 <= int(text) <= len(names):
            return names[int(text) - 1]
        return text if text in options else ""

    def problem(text: str) -> str:
        return "" if chosen(text) else f"Type a number from 1 to {len(names)}, or a name."

    return chosen(ask(question, problem, default=default))


def _validator(problem: Problem, default: str) -> Validator:
    from prompt_toolkit.validation import Validator

    class Answer(Validator):
        def validate(self, document: object) -> None:
            from prompt_toolkit.validation import ValidationError

            text = str(getattr(document, "text", "")).strip()
            fault = problem(text or default)
            if fault:
                raise ValidationError(message=fault, cursor_position=len(text))

    return Answer()


def _completer(choices: Sequence[str]) -> Completer | None:
    from prompt_toolkit.completion import WordCompleter

    return WordCompleter(list(choices), sentence=True) if choices else None
