from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
import os
from pathlib import Path
import re
import shutil

import pytest

from slagen.assembly.number import number
from slagen.formats import pdf
from slagen.formats.pdf import NoPdfError, convert
from slagen.formats.word.printing import for_printing
from slagen.formats.word.shell import open_shell
from slagen.formats.word.starter import STARTERS, starter_shell
from slagen.formats.word.write import write
from tests.formats.sample_contract import SAMPLE

SCRIPT = """#!/bin/sh
while [ $# -gt 0 ]; do
    case "$1" in
        --outdir) out=$2; shift ;;
        *.docx) {each} ;;
    esac
    shift
done
echo "source file could not be loaded"
"""
COPY = 'cp "$out/$1" "$out/${1%.docx}.pdf"'


def office(folder: Path, each: str) -> Path:
    program = folder / "soffice"
    program.write_text(SCRIPT.replace("{each}", each))
    program.chmod(0o755)
    return program


def test_each_document_gets_its_own_pages(tmp_path: Path) -> None:
    assert convert(office(tmp_path, COPY), {"b": b"two", "a/../x": b"one"}) == {"b": b"two", "a/../x": b"one"}


def test_many_documents_go_through_one_process_at_a_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf, "MOST_AT_ONCE", 3)
    program = office(tmp_path, COPY)
    program.write_text(program.read_text().replace("#!/bin/sh\n", f"#!/bin/sh\necho run >> {tmp_path}/runs\n"))
    documents = {f"d{number}": str(number).encode() for number in range(7)}
    assert convert(program, documents) == documents
    assert (tmp_path / "runs").read_text().count("run") == 3


def test_one_bad_document_does_not_spoil_the_others(tmp_path: Path) -> None:
    program = office(tmp_path, f'if grep -q bad "$out/$1"; then exit 1; fi; {COPY}')
    found = convert(program, {"first": b"bad", "second": b"good"})
    assert found["second"] == b"good"
    assert isinstance(found["first"], NoPdfError)
    assert "first" in found["first"].message


def test_what_the_program_says_last_is_the_reason(tmp_path: Path) -> None:
    found = convert(office(tmp_path, ":"), {"x": b"1"})["x"]
    assert isinstance(found, NoPdfError)
    assert "could not be loaded" in found.message


def test_a_program_that_hangs_is_ended_with_all_it_started(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf, "START_SECONDS", 0.2)
    monkeypatch.setattr(pdf, "SECONDS_EACH", 0.1)
    os.mkfifo(tmp_path / "pipe")
    program = office(tmp_path, f"exec 3>{tmp_path}/pipe; sh -c 'sleep 30; touch {tmp_path}/late' & sleep 30; touch {tmp_path}/late")
    reading = os.open(tmp_path / "pipe", os.O_RDONLY | os.O_NONBLOCK)
    found = convert(program, {"x": b"1"})["x"]
    assert isinstance(found, NoPdfError)
    assert "longer than" in found.message
    os.set_blocking(reading, True)
    with os.fdopen(reading) as pipe:
        assert pipe.read() == ""  # when the last of them has ended
    assert not (tmp_path / "late").exists()


@pytest.mark.outside
def test_libreoffice_makes_tagged_pages_with_bookmarks() -> None:
    program = shutil.which("soffice")
    if program is None:
        pytest.skip("LibreOffice is not installed")
    shell = Path("templates/customer-sla/shell.docx").read_bytes()
    page = convert(Path(program), {"shell": shell})["shell"]
    assert isinstance(page, bytes)
    assert page.startswith(b"%PDF-")
    assert b"/MarkInfo" in page
    assert b"/StructTreeRoot" in page


@pytest.mark.outside
def test_a_contract_s_pages_say_title_language_and_headings() -> None:
    """What a screen reader and the list of bookmarks go by: every heading of the contract, its parties and where it is signed."""
    program = shutil.which("soffice")
    if program is None:
        pytest.skip("LibreOffice is not installed")
    labels = number(SAMPLE)
    data = write(SAMPLE, labels, open_shell(starter_shell(STARTERS["customer-sla"]), "shell"))
    page = convert(Path(program), {"contract": for_printing(data, "contract")})["contract"]
    assert isinstance(page, bytes)
    assert b"/DisplayDocTitle true" in page
    assert b"/Marked true" in page
    assert b"/Lang(en-GB)" in page
    said = [bytes.fromhex(text.decode()).decode("utf-16") for text in re.findall(rb"/Title ?<(FEFF[0-9A-F]+)>", page)]
    assert SAMPLE.meta.title in said
    assert {"Parties", "Execution page", *(section.title for section in SAMPLE.sections if section.title)} <= set(said)
    headed = [clause for section in SAMPLE.sections for clause in section.clauses if clause.heading]
    assert headed
    assert all(any(text.startswith(f"{labels[clause.id].text} ") for text in said) for clause in headed)


@pytest.mark.outside
def test_two_programs_print_at_once_without_disturbing_each_other() -> None:
    program = shutil.which("soffice")
    if program is None:
        pytest.skip("LibreOffice is not installed")
    shell = Path("templates/client-charter/shell.docx").read_bytes()
    with ThreadPoolExecutor(2) as pool:
        found = list(pool.map(lambda name: convert(Path(program), {name: shell})[name], ("one", "two")))
    assert all(isinstance(page, bytes) and page.startswith(b"%PDF-") for page in found)
