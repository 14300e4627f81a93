"""Each thing that bad input may be: a finding or an error at its line, with the way out, the right exit code, and nothing half-written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
import errno
import io
import json
from pathlib import Path
from typing import Any
import zipfile

import pytest

from slagen.cli.main import run
from slagen.workspace import building
from tests.small_workspace import AGREEMENT, clause, put, template

FILE = "agreements/acme/agreement.yaml"
LAYER = "id: {name}\ntitle: {name}\nkind: sla\nlevel: corporate\ntemplate: plain\nbuilds_on: [{below}]\n"
Changes = Mapping[str, str | bytes | None]


@dataclass
class Desk:
    root: Path
    capsys: pytest.CaptureFixture[str]

    def slagen(self, *arguments: str) -> tuple[int, str, str]:
        code = run(list(arguments))
        out, err = self.capsys.readouterr()
        return code, out, err

    def built(self) -> dict[str, bytes]:
        return {path.name: path.read_bytes() for path in (self.root / "build").iterdir()}


@pytest.fixture
def desk(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Desk:
    """A workspace whose agreement has been built once."""
    made = Desk(put(tmp_path / "workspace"), capsys)
    monkeypatch.chdir(made.root)
    assert made.slagen("build", "acme")[0] == 0
    return made


def explained(desk: Desk, changes: Changes, code: str, place: str) -> dict[str, Any]:
    """The finding that `check` and `build` tell alike; what was built before stays untouched."""
    before = desk.built()
    put(desk.root, changes)
    status, out, _ = desk.slagen("check", "--json")
    assert status == 1
    found = [one for one in json.loads(out) if one["code"] == code]
    assert place in {f"{one['file']}:{one['line']}" if one["line"] else one["file"] for one in found}
    assert all(one["hint"] for one in found)
    assert all(not one["message"].startswith("slagen has met a fault") for one in found)
    status, out, err = desk.slagen("build", "acme")
    assert (status, out) == (3, "")
    assert code in err
    assert desk.built() == before
    return dict(found[0])


def test_a_missing_clause(desk: Desk) -> None:
    explained(desk, {"templates/plain/template.yaml": template("scope", "scopee")}, "SLG100", "templates/plain/template.yaml:9")


def test_a_circular_requires(desk: Desk) -> None:
    changes = {f"clauses/common/{name}.md": clause(name, "1. x", requires=f"[{needed}]") for name, needed in (("scope", "other"), ("other", "scope"))}
    explained(desk, {**changes, "templates/plain/template.yaml": template("scope", "other")}, "SLG108", "clauses/common/other.md:1")


def test_a_circular_builds_on(desk: Desk) -> None:
    explained(
        desk,
        {FILE: AGREEMENT + "builds_on: [base]\n", "agreements/base/agreement.yaml": LAYER.format(name="base", below="acme")},
        "SLG125",
        "agreements/base/agreement.yaml:6",
    )


def test_an_undefined_placeholder(desk: Desk) -> None:
    found = explained(desk, {"clauses/common/scope.md": clause("scope", "1. Fine.\n1. {{ agreement.titel }}")}, "SLG051", "clauses/common/scope.md:11")
    assert "“title”" in found["hint"]


def test_a_value_out_of_range(desk: Desk) -> None:
    scope = clause("scope", "1. {{ within }}", parameters="{within: {type: duration, min: 1 day, max: 90 days, default: 10 days, meta: {label: W}}}")
    put(desk.root, {"clauses/common/scope.md": scope})
    changes = "clauses: {set: {scope: {values: {within: 91 days}, reason: r}}}\n"
    status, out, _ = desk.slagen("check", "--json")
    before = {one["code"] for one in json.loads(out)}
    put(desk.root, {"clauses/common/scope.md": scope, FILE: AGREEMENT + changes})
    status, out, _ = desk.slagen("check", "--json")
    [found] = [one for one in json.loads(out) if one["code"] not in before]
    assert (status, found["file"], found["line"]) == (1, FILE, 9)
    assert "90 days" in found["message"] + found["hint"]
    assert desk.slagen("build", "acme")[0] == 3


def test_duplicate_yaml_keys(desk: Desk) -> None:
    explained(desk, {FILE: AGREEMENT + "title: Another title\n"}, "SLG002", f"{FILE}:9")


def test_a_yaml_alias_bomb(desk: Desk) -> None:
    bomb = "a: &a [x, x, x]\n" + "".join(f"{chr(98 + number)}: &{chr(98 + number)} [{', '.join([f'*{chr(97 + number)}'] * 9)}]\n" for number in range(20))
    explained(desk, {FILE: AGREEMENT + bomb}, "SLG003", f"{FILE}:9")


def test_a_file_of_fifty_megabytes(desk: Desk) -> None:
    with (desk.root / FILE).open("wb") as file:
        file.truncate(50 * 1024 * 1024)
    explained(desk, {FILE: (desk.root / FILE).read_bytes()}, "SLG501", FILE)


def test_a_path_with_dots(desk: Desk) -> None:
    explained(desk, {FILE: AGREEMENT + "clauses: {replace: [{id: scope, file: ../../../etc/passwd, reason: r}]}\n"}, "SLG022", f"{FILE}:9")


@pytest.mark.parametrize("name", ["../acme", "a/b", "/etc"])
def test_an_id_with_a_slash(desk: Desk, name: str) -> None:
    for words in (("build", name), ("check", name), ("explain", name, "id")):
        status, _, err = desk.slagen(*words)
        assert status == 4
        assert name in err
    before = desk.built()
    put(desk.root, {FILE: AGREEMENT.replace("id: acme", f"id: {name}")})
    assert desk.slagen("check")[0] == 1
    assert desk.slagen("build", "acme")[0] == 3
    assert desk.built() == before


def test_two_agreements_with_one_id(desk: Desk) -> None:
    put(desk.root, {"agreements/more/acme/agreement.yaml": AGREEMENT})
    status, out, _ = desk.slagen("check", "--json")
    assert status == 1
    [found] = [one for one in json.loads(out) if one["code"] == "SLG503"]
    assert {found["file"], FILE} == {"agreements/more/acme/agreement.yaml", "agreements/acme/agreement.yaml"}


def test_a_shell_without_a_place_for_the_contract(desk: Desk) -> None:
    before = desk.built()
    put(desk.root, {"templates/plain/shell.docx": _without_contract((desk.root / "templates/plain/shell.docx").read_bytes())})
    status, out, _ = desk.slagen("check", "--json")
    assert status == 1
    assert "SLG072" in {one["code"] for one in json.loads(out)}
    status, _, err = desk.slagen("build", "acme")
    assert status == 3
    assert "contract" in err
    assert desk.built() == before


def _without_contract(data: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            new.writestr(name, old.read(name).replace(b"{{p contract }}", b"nothing").replace(b"{{p contract}}", b"nothing"))
    return out.getvalue()


@pytest.mark.parametrize(("number", "words"), [(errno.EACCES, "you may not write there"), (errno.EROFS, "read-only"), (errno.ENOSPC, "disk is full")])
def test_a_read_only_folder_and_a_full_disk(desk: Desk, monkeypatch: pytest.MonkeyPatch, number: int, words: str) -> None:
    before = desk.built()
    put(desk.root, {FILE: AGREEMENT.replace("Acme plc", "Acme Holdings plc")})

    def refuse(*_: object) -> None:
        raise OSError(number, "refused")

    with monkeypatch.context() as patch:
        patch.setattr(Path, "replace", refuse)
        status, out, err = desk.slagen("build", "acme")
    assert (status, out) == (5, "")
    assert words in err
    assert "→" in err
    assert desk.built() == before


def test_ctrl_c_in_mid_build(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    before = desk.built()
    put(desk.root, {FILE: AGREEMENT.replace("Acme plc", "Acme Holdings plc")})

    def interrupted(*_: object) -> Mapping[str, bytes]:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(building, "WRITERS", {**building.WRITERS, "html": interrupted})
        status, out, err = desk.slagen("build", "acme")
    assert (status, out) == (130, "")
    assert "Interrupted" in err
    assert desk.built() == before


@pytest.mark.parametrize("command", ["check", "init x", "build acme --workspace {}"])
def test_a_current_folder_that_has_been_deleted_is_told(desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: str) -> None:
    gone = tmp_path / "gone"
    gone.mkdir()
    monkeypatch.chdir(gone)
    gone.rmdir()
    code, _, err = desk.slagen(*command.format(desk.root).split())
    assert code == 4
    assert "has been deleted" in err
    monkeypatch.chdir(tmp_path)


@pytest.mark.parametrize("day", ["0001-01-01", "1899-12-31", "3000-01-01", "9999-12-31"])
@pytest.mark.parametrize("command", [("due",), ("dates", "acme"), ("calendar",)])
def test_days_outside_the_years_that_are_reckoned_with(desk: Desk, command: tuple[str, ...], day: str) -> None:
    status, out, err = desk.slagen(*command, "--on", day)
    assert (status, out) == (2, "")
    assert f"{day} is no day that slagen reckons with: days go from 1900-01-01 to 2999-12-31" in err
