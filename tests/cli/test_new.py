from __future__ import annotations

from collections.abc import Callable
from contextlib import nullcontext
import io
import json
from pathlib import Path
import sys

from prompt_toolkit.application import create_app_session
from prompt_toolkit.input import create_pipe_input
from prompt_toolkit.output import DummyOutput
import pytest

from slagen.cli import asking
from slagen.cli.main import run
from slagen.formats.yaml import read_yaml

ANSWERS = """\
parties.provider.name: Northwind Hosting Ltd
parties:
  customer: {name: Acme plc}
services.main.name: Managed hosting
charges.main.amount: 1000
contract_term.effective_date: 2026-03-01
review.owner: jo@northwind.example
"""
Talk = Callable[[str, list[str]], int]
CIRCUMSTANCES_OF_A_PAIR = ("", "", "", "", "", "y", "", "")
"""One customer, measurable, money, not several parties, an outage costs, values matter; the pair; the charter's id."""
SLA = ("", "Northwind", "Acme", "", "Hosting", "1000", "", "2026-03-01", "", "none", "", "99.95 %", "", "", "", "", "jo@northwind.example")
CHARTER = ("", "", "", "", "", "", "care@northwind.example")


def facts(path: Path) -> dict[str, object]:
    data = read_yaml(path.read_bytes(), path.name).data
    assert isinstance(data, dict)
    return dict(data)


@pytest.fixture
def talk(monkeypatch: pytest.MonkeyPatch) -> Talk:
    """Run a command as at a terminal, with these keys typed."""

    def run_typing(keys: str, arguments: list[str]) -> int:
        monkeypatch.setattr(asking, "can_ask", lambda: True)
        monkeypatch.setattr(asking, "conversation", nullcontext)
        with create_pipe_input() as pipe, create_app_session(input=pipe, output=DummyOutput()):
            pipe.send_text(keys)
            return run(arguments)

    return run_typing


def lines(*answers: str) -> str:
    return "".join(f"{answer}\r" for answer in answers)


def test_answers_from_a_file_make_an_agreement_that_checks(library: Path, capsys: pytest.CaptureFixture[str]) -> None:
    Path("answers.yaml").write_text(ANSWERS)
    assert run(["new", "acme-hosting", "--template", "customer-sla", "--answers", "answers.yaml", "--folder", "acme"]) == 0
    shown = capsys.readouterr()
    assert shown.out == "agreements/acme/acme-hosting/agreement.yaml\n"
    assert "slagen build acme-hosting" in shown.err
    assert run(["check", "acme-hosting"]) == 0
    made = facts(library / "agreements/acme/acme-hosting/agreement.yaml")
    assert (made["id"], made["title"]) == ("acme-hosting", "Service Level Agreement")


def test_answers_may_come_through_standard_input(library: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(ANSWERS.encode())))
    assert run(["new", "hosting", "--template", "customer-sla", "--answers", "-"]) == 0
    assert (library / "agreements/hosting/agreement.yaml").is_file()


@pytest.mark.usefixtures("library")
def test_json_names_what_was_made_and_nothing_else(capsys: pytest.CaptureFixture[str]) -> None:
    Path("answers.yaml").write_text(ANSWERS)
    assert run(["new", "hosting", "--template", "customer-sla", "--answers", "answers.yaml", "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == {"made": [{"agreement": "hosting", "template": "customer-sla", "file": "agreements/hosting/agreement.yaml"}]}


@pytest.mark.usefixtures("library")
def test_bad_answers_are_told_with_file_and_line_and_nothing_is_written(capsys: pytest.CaptureFixture[str]) -> None:
    Path("answers.yaml").write_text(ANSWERS.replace("2026-03-01", "soon").replace("charges.main.amount", "charges.main.amonut"))
    assert run(["new", "hosting", "--template", "customer-sla", "--answers", "answers.yaml"]) == 3
    told = capsys.readouterr().err
    assert "answers.yaml:5: error SLG020" in told
    assert "Did you mean “charges.main.amount”?" in told
    assert "answers.yaml:6: error SLG022" in told
    assert not Path("agreements/hosting").exists()


@pytest.mark.usefixtures("library")
@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["hosting"], 2),
        (["Hosting"], 2),
        (["a/b"], 2),
        (["..", "--template", "ola"], 2),
        (["hosting", "--template", "olla"], 4),
        (["hosting", "--template", "ola", "--folder", "../x"], 5),
        (["hosting", "--answers", "answers.yaml"], 2),
        (["hosting", "--template", "ola", "--answers", "missing.yaml"], 4),
        (["hosting", "--template", "ola", "--answers", "broken.yaml"], 3),
    ],
)
def test_exit_codes(arguments: list[str], code: int) -> None:
    Path("answers.yaml").write_text(ANSWERS)
    Path("broken.yaml").write_text("a: [\n")
    assert run(["new", *arguments]) == code
    assert sorted(path.name for path in Path("agreements").iterdir()) == ["README.md"]


@pytest.mark.usefixtures("library")
def test_without_terminal_and_answers_it_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["new", "hosting"]) == 2
    assert "There is no terminal to ask questions at." in capsys.readouterr().err


def test_the_pair_is_recommended_asked_for_and_made(library: Path, talk: Talk, capsys: pytest.CaptureFixture[str]) -> None:
    assert talk(lines(*CIRCUMSTANCES_OF_A_PAIR, *SLA, *CHARTER), ["new", "acme"]) == 0
    assert "Recommended: pair. Quality can be measured" in capsys.readouterr().err.replace("\n", " ")
    agreement, charter = facts(library / "agreements/acme/agreement.yaml"), facts(library / "agreements/acme-charter/agreement.yaml")
    assert (agreement["paired_with"], charter["paired_with"]) == ("acme-charter", "acme")
    assert agreement["parties"] == {"provider": {"name": "Northwind"}, "customer": {"name": "Acme", "jurisdiction": "GB-ENG"}}
    assert charter["parties"] == {"provider": {"name": "Northwind"}, "customer": {"name": "Acme"}}
    assert isinstance(charter["contract_term"], dict)
    assert charter["contract_term"]["effective_date"] == "2026-03-01"
    assert run(["check", "acme", "acme-charter"]) == 0


def test_a_bare_percentage_as_availability_is_a_least_figure(library: Path, talk: Talk) -> None:
    assert talk(lines(*SLA), ["new", "acme", "--template", "customer-sla"]) == 0
    assert 'target: ">= 99.95 %"' in (library / "agreements/acme/agreement.yaml").read_text()


def test_another_template_than_the_recommended_one_may_be_chosen(library: Path, talk: Talk) -> None:
    ola = ("", "Platform", "Delivery", "acme-hosting", "2026-03-01", "", "", "", "jo@northwind.example")
    assert talk(lines("", "", "", "", "", "", "ola", *ola), ["new", "team"]) == 0
    made = facts(library / "agreements/team/agreement.yaml")
    assert (made["template"], made["supports"]) == ("ola", ["acme-hosting"])


@pytest.mark.usefixtures("library")
def test_only_agreements_that_exist_can_be_named(talk: Talk) -> None:
    Path("answers.yaml").write_text(ANSWERS)
    assert run(["new", "acme-hosting", "--template", "customer-sla", "--answers", "answers.yaml"]) == 0
    keys = lines("", "Northwind", "Acme", "acme-hostign") + "\x15" + lines("acme-hosting", "2026-03-01", "", "", "", "", "", "jo@northwind.example")
    assert talk(keys, ["new", "acme-charter", "--template", "client-charter"]) == 0
    assert facts(Path("agreements/acme-charter/agreement.yaml"))["paired_with"] == "acme-hosting"


@pytest.mark.usefixtures("library")
@pytest.mark.parametrize("typed", [0, 3, 8, 12, 20, 30])
def test_ctrl_c_at_any_question_leaves_everything_as_it_was(talk: Talk, typed: int) -> None:
    answers = (*CIRCUMSTANCES_OF_A_PAIR, *SLA, *CHARTER)
    assert talk(lines(*answers[:typed]) + "\x03", ["new", "acme"]) == 130
    assert sorted(path.name for path in Path("agreements").iterdir()) == ["README.md"]


def test_ctrl_d_ends_a_conversation_as_ctrl_c_does() -> None:

    with create_pipe_input() as pipe, create_app_session(input=pipe, output=DummyOutput()), pytest.raises(KeyboardInterrupt), asking.conversation():
        raise EOFError
