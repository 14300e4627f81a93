from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from prompt_toolkit.application import create_app_session
from prompt_toolkit.input import create_pipe_input
from prompt_toolkit.output import DummyOutput
import pytest

from slagen.cli.asking import ask, ask_whether, ask_which

OPTIONS = {"one customer": "for one", "every user": "for all"}


@contextmanager
def typing(keys: str) -> Iterator[None]:
    with create_pipe_input() as pipe, create_app_session(input=pipe, output=DummyOutput()):
        pipe.send_text(keys)
        yield


def even(text: str) -> str:
    return "" if text.isdigit() and int(text) % 2 == 0 else "It must be even."


@pytest.mark.parametrize(("keys", "answer"), [("4\r", "4"), ("\r", "2"), ("3\r\x154\r", "4"), ("x\r\x7f6\r", "6"), (" 8 \r", "8")])
def test_enter_takes_the_default_and_a_bad_answer_is_not_taken(keys: str, answer: str) -> None:
    with typing(keys):
        assert ask("How many?", even, default="2") == answer


def test_without_a_default_an_empty_answer_is_judged_like_any_other() -> None:
    with typing("\r\r4\r"):
        assert ask("How many?", even) == "4"


@pytest.mark.parametrize(("keys", "answer"), [("y\r", True), ("NO\r", False), ("\r", True), ("maybe\r\x15n\r", False)])
def test_yes_and_no(keys: str, *, answer: bool) -> None:
    with typing(keys):
        assert ask_whether("Is it?", default=True) is answer


@pytest.mark.parametrize(("keys", "answer"), [("2\r", "every user"), ("\r", "one customer"), ("every user\r", "every user"), ("3\r\x151\r", "one customer")])
def test_one_of_several_by_number_or_name(keys: str, answer: str) -> None:
    with typing(keys):
        assert ask_which("Which?", OPTIONS, default="one customer") == answer


@pytest.mark.parametrize("question", [lambda: ask("?", even), lambda: ask_whether("?"), lambda: ask_which("?", OPTIONS, default="every user")])
def test_ctrl_c_interrupts(question: Callable[[], object]) -> None:
    with typing("1\x03"), pytest.raises(KeyboardInterrupt):
        question()
