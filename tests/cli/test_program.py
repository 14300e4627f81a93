"""The program as people run it: a process of its own."""

from __future__ import annotations

import json
import os
from pathlib import Path
import signal
import subprocess
import sys
import time

import pytest

from tests.formats.word.reading.files import docx, p, r
from tests.small_workspace import AGREEMENT, clause, put, put_in_git

RUN = (sys.executable, "-W", "error", "-m", "slagen")


def slagen(root: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([*RUN, *arguments], cwd=root, env={**os.environ, **environment}, capture_output=True, encoding="utf-8", timeout=60, check=False)


@pytest.fixture
def here(tmp_path: Path) -> Path:
    return put_in_git(tmp_path / "work space")


def test_a_contract_is_built_saved_and_compared_without_a_warning(here: Path) -> None:
    for words in (("check",), ("build", "--all"), ("save", "acme", "-m", "first"), ("diff", "acme"), ("history", "acme"), ("due",)):
        done = slagen(here, *words)
        assert done.returncode in {0, 1}
        assert "Warning" not in done.stderr
    assert {path.suffix for path in (here / "build").iterdir()} == {".docx", ".md", ".html"}


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "cp1252"])
def test_a_terminal_that_is_not_utf_8_gets_the_nearest_plain_signs(here: Path, encoding: str) -> None:
    put(here, {"clauses/common/scope.md": clause("scope", "1. {{ nobody }}")})
    done = subprocess.run([*RUN, "check"], cwd=here, env={**os.environ, "PYTHONIOENCODING": encoding}, capture_output=True, timeout=60, check=False)
    shown = "utf-8" if encoding == "ascii" else encoding  # click takes ASCII for a wrong setting and writes UTF-8
    assert done.returncode == 1
    assert "nobody" in done.stdout.decode(shown)
    done = subprocess.run(
        [*RUN, "explain", "acme", "nope", "--json"], cwd=here, env={**os.environ, "PYTHONIOENCODING": encoding}, capture_output=True, timeout=60, check=False
    )
    assert done.returncode == 4
    assert "“nope”" in json.loads(done.stdout.decode(shown))["error"]["message"]


def test_a_closed_pipe_is_no_failure_and_shows_no_trace(here: Path) -> None:
    put(here, {f"clauses/common/many-{number}.md": clause(f"many-{number}", "1. " + "x " * 500) for number in range(400)})
    command = f"{' '.join(RUN)} clauses list --json | head -c 10; echo ${{PIPESTATUS[0]}}"
    done = subprocess.run(["bash", "-c", command], cwd=here, capture_output=True, text=True, timeout=60, check=False)
    assert done.stdout.endswith("0\n")
    assert done.stderr == ""


def test_names_with_control_characters_do_not_steer_the_terminal(here: Path) -> None:
    for words in (("check", "a\x1b[31mb"), ("a\x1b]0;title\x07b",), ("explain", "acme", "a\x1b[2Jb"), ("build", "acme", "--out", "a\x1b[2Jb")):
        done = slagen(here, *words)
        assert "\x1b" not in done.stdout + done.stderr
        assert "\x07" not in done.stdout + done.stderr


def test_no_color_and_no_terminal_mean_no_colours(here: Path) -> None:
    put(here, {"clauses/common/scope.md": clause("scope", "1. {{ nobody }}")})
    assert "\x1b" not in slagen(here, "check").stdout + slagen(here, "check", NO_COLOR="1").stdout


def test_ctrl_c_in_mid_build_ends_with_130_and_leaves_no_half_written_file(tmp_path: Path) -> None:
    many = {f"agreements/a{number}/agreement.yaml": AGREEMENT.replace("id: acme", f"id: a{number}") for number in range(300)}
    root = put(tmp_path, many)
    # A shell starts programs in the background with SIGINT ignored, and they hand that on: a build in a terminal does not ignore it.
    start = "import os, signal, sys; signal.signal(signal.SIGINT, signal.SIG_DFL); os.execv(sys.argv[1], sys.argv[1:])"
    as_people_run_it = (sys.executable, "-m", "slagen")  # Python's own import leaves a file open when it is met, and says so under -W error
    command = [sys.executable, "-c", start, *as_people_run_it, "build", "--all", "--to", "docx,md"]
    with subprocess.Popen(command, cwd=root, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        for _ in range(600):
            if (root / "build").is_dir() and len(list((root / "build").iterdir())) > 5:
                break
            time.sleep(0.02)
        process.send_signal(signal.SIGINT)
        _, err = process.communicate(timeout=60)
    assert process.returncode == 130
    assert "Traceback" not in err
    names = {path.name for path in (root / "build").iterdir()}
    assert len(names) < 600
    assert {name.rpartition(".")[2] for name in names} == {"docx", "md"}
    assert {name.rpartition(".")[0] for name in names if name.endswith("docx")} == {name.rpartition(".")[0] for name in names if name.endswith("md")}


def test_a_full_disk_leaves_what_was_built_before(here: Path) -> None:
    assert slagen(here, "build", "acme").returncode == 0
    before = {path.name: path.read_bytes() for path in (here / "build").iterdir()}
    put(here, {"agreements/acme/agreement.yaml": AGREEMENT.replace("Acme plc", "Acme Holdings plc")})
    limit = f"import resource, signal; signal.signal(signal.SIGXFSZ, signal.SIG_IGN); resource.setrlimit(resource.RLIMIT_FSIZE, (2000, 2000)); import sys; sys.argv = ['slagen', 'build', 'acme', '--out', {str(here / 'build')!r}]; from slagen.cli.main import main; main()"
    done = subprocess.run([sys.executable, "-B", "-c", limit], cwd=here, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 5
    assert "→" in done.stderr
    assert {path.name: path.read_bytes() for path in (here / "build").iterdir()} == before


def test_comparing_word_files_loads_neither_the_model_of_contracts_nor_the_reader_nor_the_libraries_that_write_contracts(tmp_path: Path) -> None:
    (tmp_path / "old.docx").write_bytes(docx(p(r("The Supplier pays the Customer within 30 days of the invoice."))))
    (tmp_path / "new.docx").write_bytes(docx(p(r("The Supplier pays the Customer within 45 days of the invoice."))))
    foreign = ("slagen.model", "slagen.assembly", "slagen.schema", "slagen.formats.word.reading", "docx", "docxtpl", "jinja2", "yaml", "rich")
    program = (
        f"from slagen.cli.main import run; import sys; run(['compare', 'old.docx', 'new.docx']); print([name for name in {foreign!r} if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", program], cwd=tmp_path, capture_output=True, text=True, timeout=60, check=False)
    assert done.stdout.splitlines()[-1] == "[]", done.stderr


def test_no_command_loads_what_draws_charts_or_reads_columns_before_it_is_needed(here: Path) -> None:
    """Matplotlib, with what it brings along, takes longer to load than most commands take to run."""
    program = (
        "from slagen.cli.commands import COMMANDS; from slagen.cli.main import run; import sys; [entry.load() for entry in COMMANDS.values()];"
        "run(['build', 'acme', '--to', 'docx,html,md']); print([name for name in ('matplotlib', 'numpy', 'polars', 'jsonschema') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", program], cwd=here, capture_output=True, text=True, timeout=60, check=False)
    assert done.stdout.splitlines()[-1] == "[]", done.stderr


def test_what_asks_a_warm_index_loads_nothing_that_works_dates_out() -> None:
    foreign = ("slagen.model", "slagen.schema", "slagen.assembly", "slagen.formats.yaml", "babel", "holidays", "yaml", "rich")
    asking = "slagen.cli.main, slagen.cli.due, slagen.cli.due_table, slagen.formats.due_rows, slagen.workspace.due_list, slagen.workspace.overview"
    program = f"import {asking}; import sys; print([name for name in {foreign!r} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=60, check=False)
    assert done.stdout.splitlines()[-1] == "[]", done.stderr


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_read_only_folder_is_refused_with_the_way_out(here: Path) -> None:
    (here / "build").mkdir(mode=0o555)
    done = slagen(here, "build", "acme")
    assert done.returncode == 5
    assert "you may not write there" in done.stderr
