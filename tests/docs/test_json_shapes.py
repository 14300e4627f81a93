"""docs/json.md is a contract: what commands print has the keys and types of its examples."""

from __future__ import annotations

from collections.abc import Mapping
import contextlib
import dataclasses
import io
import json
from pathlib import Path
import re
import shutil
from typing import Any

import pytest

from slagen.cli.main import run
from slagen.compare.directions import Direction
from slagen.compare.documents import Change
from slagen.compare.verdicts import Verdict
from slagen.formats.word.package import read_package, write_package
from slagen.model import document as nodes
from slagen.model.chart import Chart, Point
from slagen.model.native import _NODES, field_key
from slagen.workspace.identifying import Document
from tests.formats.word.reading.files import docx, p, r
from tests.small_workspace import git, put_in_git
from tests.workspace.deal import Deal, tracked

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "json.md").read_text(encoding="utf-8")
EXAMPLES: Mapping[str, Any] = {name: json.loads(text) for name, text in re.findall(r"<!-- shape: (.+?) -->\n```json\n(.*?)```", PAGE, re.DOTALL)}
FACTS = "agreements/acme/acme-hosting/agreement.yaml"
FREE = {"min", "max", "allowed", "default", "values"}
"""Keys whose values have the type of a parameter."""
NULL = type(None)


def asked(*arguments: str) -> Any:
    """What a command prints on standard output, as data."""
    out = io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(io.StringIO()):
        run([*arguments, "--json"])
    return json.loads(out.getvalue())


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The shipped workspace in git, one agreement saved and then changed."""
    root = tmp_path_factory.mktemp("workspace")
    shutil.copy(ROOT / "slagen.toml", root)
    for name in ("clauses", "templates", "agreements"):
        shutil.copytree(ROOT / name, root / name, ignore=shutil.ignore_patterns("agreement.lock", "contract.md"))
    git(root, "init", "--quiet", "-b", "main")
    git(root, "config", "user.name", "Jo Bloggs")
    git(root, "config", "user.email", "jo@northwind.example")
    assert asked("save", "acme-hosting", "-m", "first draft", "--workspace", str(root))["changed"] is True
    facts = root / FACTS
    facts.write_text(facts.read_text(encoding="utf-8").replace(">= 99.9 %", ">= 99.95 %"), encoding="utf-8")
    charter = root / "agreements/acme/acme-charter/agreement.yaml"
    charter.write_text(charter.read_text(encoding="utf-8").replace("kind:", "kinf:"), encoding="utf-8")
    return root


def differences(real: Any, examples: list[Any], place: str = "") -> list[str]:
    """Where `real` has other keys, or values of other types, than any of the examples of the same place."""
    if isinstance(real, dict) and any(isinstance(one, dict) for one in examples):
        known = [one for one in examples if isinstance(one, dict)]
        if not any(set(real) == set(one) for one in known):
            return [f"{place}: {sorted(real)}"]
        return [
            fault for key, value in real.items() if key not in FREE for fault in differences(value, [one[key] for one in known if key in one], f"{place}.{key}")
        ]
    if isinstance(real, list) and any(isinstance(one, list) for one in examples):
        items = [item for one in examples if isinstance(one, list) for item in one]
        return [fault for item in real for fault in differences(item, items, f"{place}[]")]
    return [] if type(real) in {type(one) for one in examples} else [f"{place}: {real!r}"]


COMMANDS: Mapping[str, tuple[str, ...]] = {
    "error": ("explain", "acme-hosting", "no.such.key"),
    "check": ("check",),
    "explain": ("explain", "bramblewick-workplace", "service_levels.response-p1.target"),
    "clauses list": ("clauses", "list"),
    "clauses show": ("clauses", "show", "maintenance"),
    "clauses where-used": ("clauses", "where-used", "insurance"),
    "save": ("save", "acme-hosting", "-m", "again"),
    "history": ("history", "acme-hosting"),
    "blame": ("blame", "acme-hosting"),
    "template tags": ("template", "tags"),
    "template new": ("template", "new", "northwind-sla"),
    "diff": ("diff", "acme-hosting"),
    "dates": ("dates", "lindenhof-archive", "--on", "2028-06-01"),
    "due": ("due", "--on", "2026-10-01"),
    "status of all": ("status", "--on", "2026-10-01"),
    "remind": ("remind", "--dry-run", "--on", "2026-10-01"),
}


@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_prints_the_shape_that_is_documented(name: str, workspace: Path) -> None:
    real = asked(*COMMANDS[name], *(() if name == "template tags" else ("--workspace", str(workspace))))
    assert real
    assert differences(real, [EXAMPLES[name]]) == []


def test_measure_prints_what_was_understood(workspace: Path, tmp_path: Path) -> None:
    october = tmp_path / "september.csv"
    october.write_text("service_level,start,end,cause\navailability,2026-09-05T09:00:00+01:00,2026-09-05T10:00:00+01:00,\n", encoding="utf-8")
    real = asked("measure", "acme-hosting", str(october), "--replace", "--workspace", str(workspace))
    assert differences(real, [EXAMPLES["measure"]]) == []
    stated = asked("statement", "acme-hosting", "--period", "2026-09", "--out", str(tmp_path), "--to", "md", "--workspace", str(workspace))
    assert differences(stated, [EXAMPLES["statement"]]) == []
    reported = asked("report", "acme-hosting", "--period", "2026-09", "--out", str(tmp_path), "--to", "json", "--workspace", str(workspace))
    assert differences(reported, [EXAMPLES["report"]]) == []
    git(workspace, "reset", "--quiet", "--hard", "HEAD~1")


def test_the_report_of_a_charter_prints_its_promises(tmp_path: Path) -> None:
    real = asked("report", "acme-charter", "--period", "2026-Q1", "--out", str(tmp_path), "--workspace", str(ROOT))
    assert differences(real, [EXAMPLES["report of a charter"]]) == []


def test_simulate_prints_both_sides(workspace: Path, tmp_path: Path) -> None:
    proposed = ("--set", "service_levels.availability.target=>= 99.99 %", "--set", "service_credits.standard.caps.0.percent=12")
    place = ("--from", "2026-01", "--to", "2026-10", "-o", str(tmp_path / "what-if.md"), "--workspace", str(workspace))
    real = asked("simulate", "acme-hosting", *proposed, *place)
    assert [len(real["critical"][side]) for side in ("as_it_is", "proposed")] != [0, 0]
    assert differences(real, [EXAMPLES["simulate"]]) == []


def test_export_prints_what_was_written(workspace: Path, tmp_path: Path) -> None:
    real = asked("export", "openslo", "acme-hosting", "-o", str(tmp_path / "acme.yaml"), "--workspace", str(workspace))
    assert [one["apiVersion"] for one in real["objects"]] == ["openslo/v1"] * 16
    assert differences(real | {"objects": []}, [EXAMPLES["export openslo"]]) == []


def test_a_key_with_several_facts_is_explained_by_its_parts(workspace: Path) -> None:
    real = asked("explain", "bramblewick-workplace", "service_levels.response-p1", "--workspace", str(workspace))
    assert len(real["parts"]) > 5
    assert differences(real, [EXAMPLES["explain"]]) == []


def test_build_prints_what_was_written_and_what_failed(workspace: Path, tmp_path: Path) -> None:
    real = asked("build", "acme-hosting", "acme-charter", "--to", "md", "--out", str(tmp_path), "--workspace", str(workspace))
    assert [one["agreement"] for one in real["built"] + real["failed"]] == ["acme-hosting", "acme-charter"]
    assert differences(real, [EXAMPLES["build"]]) == []


def test_calendar_prints_what_became_of_each_event(workspace: Path, tmp_path: Path) -> None:
    real = asked("calendar", "acme-hosting", "-o", str(tmp_path / "acme.ics"), "--on", "2026-10-01", "--workspace", str(workspace))
    assert real["new"] == len(real["events"]) > 10
    assert differences(real, [EXAMPLES["calendar"]]) == []


def test_verify_prints_what_was_changed(workspace: Path, tmp_path: Path) -> None:
    asked("build", "acme-hosting", "--at", "HEAD", "--to", "docx", "--out", str(tmp_path), "--workspace", str(workspace))
    file = tmp_path / "acme-hosting.docx"
    parts = read_package(file.read_bytes(), file.name)
    file.write_bytes(write_package(parts | {"word/document.xml": parts["word/document.xml"].replace(b"The Provider", b"Nobody", 30)}))
    real = asked("verify", str(file), "--workspace", str(workspace))
    assert real["verdict"] == "changed"
    assert differences(real, [EXAMPLES["verify"]]) == []


def test_events_and_status_print_the_shapes_that_are_documented(tmp_path: Path) -> None:
    deal = Deal(tmp_path)
    deal.change("accepted:", "review: {every: 3 months, anchor: 2026-01-01}\naccepted:")
    deal.save()
    place = ("--workspace", str(tmp_path))
    file, pdf = tmp_path / "back.docx", tmp_path / "signed.pdf"
    sent = asked("send", "acme", "--to", "b@acme.example", "--on", "2026-05-02", *place)
    file.write_bytes(tracked(Document("sent.docx", (tmp_path / "agreements/acme/files/sent-1.docx").read_bytes())).data)
    pdf.write_bytes(b"%PDF-1.7")
    received = asked("receive", "acme", str(file), "--from", "b@acme.example", *place)
    negotiated = asked("status", "acme", *place)
    signed = asked("sign", "acme", str(pdf), "--on", "2026-05-03", *place)
    reviewed = asked("review", "acme", "--outcome", "keep", "--on", "2026-05-10", *place)
    snoozed = asked("snooze", "acme:review:2", "--until", "2026-05-20", "--reason", "ill", "--on", "2026-05-11", *place)
    ended = asked("terminate", "acme", "--ends", "2099-01-01", "--ground", "mutual", "--note", "agreed", *place)
    assert differences(sent, [EXAMPLES["send"]]) + differences(signed, [EXAMPLES["send"]]) + differences(ended, [EXAMPLES["send"]]) == []
    assert received["files"][0]["people"] == [{"name": "B. Person", "changes": 1, "comments": 0}]
    assert differences(received, [EXAMPLES["receive"]]) == []
    assert negotiated["received"]["base"] == "sent-1"
    assert differences(negotiated, [EXAMPLES["status"]]) == []
    assert differences(reviewed, [EXAMPLES["review"]]) + differences(snoozed, [EXAMPLES["acknowledge"]]) == []
    exact = asked("verify", str(pdf), *place)
    assert [record["version"] for record in exact["exact"]] == ["v1.0"]
    assert asked("history", "acme", *place)[-1]["names"] == ["sent-1"]


def test_notices_print_the_shapes_that_are_documented(tmp_path: Path) -> None:
    deal = Deal(tmp_path)
    term = "{effective_date: 2026-01-01, initial: 36 months, renewal: {mode: automatic, period: 12 months}, notice: {period: 90 days, before: last_day}"
    deal.change("accepted:", f"contract_term: {term}, delivery: [{{method: post, deemed: 2 business days}}]}}\naccepted:")
    deal.save()
    deal.sign()
    given = asked("notice", "acme", "--kind", "non-renewal", "--on", "2026-06-01", "--workspace", str(tmp_path))
    taken = asked("notice", "acme", "--kind", "non-renewal", "--from", "customer", "--on", "2026-06-02", "--workspace", str(tmp_path))
    assert given["ends_on"] == "2028-12-31"
    assert "already" in taken["problem"]
    shape, of_theirs = EXAMPLES["notice"], EXAMPLES["notice --from"]
    plain = shape | {"ways": [shape["ways"][0] | {"cutoff": None}], "copy": None, "clause": None}
    assert differences(given, [shape, plain]) == []
    assert differences(taken, [of_theirs, of_theirs | {"record": dict.fromkeys(of_theirs["record"])}]) == []


def test_compare_and_revisions_print_the_shapes_that_are_documented(tmp_path: Path) -> None:
    style = '<w:style w:type="paragraph" w:styleId="H"><w:name w:val="heading 1"/><w:rPr>{}</w:rPr></w:style>'
    old, new = tmp_path / "old.docx", tmp_path / "new.docx"
    old.write_bytes(docx(p(r("Pay within 14 days."), '<w:pStyle w:val="H"/>'), {"styles": style.format("<w:b/>")}))
    new.write_bytes(docx(p(r("Pay within 30 days."), '<w:pStyle w:val="H"/>'), {"styles": style.format("<w:i/>")}))
    compared = asked("compare", str(old), str(new), "-o", str(tmp_path / "red.docx"))
    listed = asked("revisions", "list", str(tmp_path / "red.docx"))
    accepted = asked("revisions", "accept", str(tmp_path / "red.docx"), "--number", "1")
    assert (len(listed), accepted["left"]) == (2, 1)
    assert differences(compared, [EXAMPLES["compare"]]) == []
    assert differences(listed, [EXAMPLES["revisions list"]]) + differences(accepted, [EXAMPLES["revisions accept"]]) == []


def test_init_and_new_print_the_shapes_that_are_documented(tmp_path: Path) -> None:
    started = asked("init", str(tmp_path / "contracts"))
    answers = tmp_path / "answers.yaml"
    answers.write_text(
        "parties.provider.name: A\nparties.customer.name: B\nservices.main.name: Hosting\ncharges.main.amount: 1\n"
        "contract_term.effective_date: 2026-01-01\nreview.owner: jo@a.example\n",
        encoding="utf-8",
    )
    made = asked("new", "first", "--template", "customer-sla", "--answers", str(answers), "--workspace", str(tmp_path / "contracts"))
    assert differences(started, [EXAMPLES["init"]]) + differences(made, [EXAMPLES["new"]]) == []


def test_push_and_pull_print_the_shapes_that_are_documented(tmp_path: Path) -> None:
    here, there = put_in_git(tmp_path / "here"), tmp_path / "there.git"
    git(here, "init", "--quiet", "--bare", "-b", "main", str(there))
    git(here, "config", "user.name", "Jo Bloggs")
    git(here, "config", "user.email", "jo@northwind.example")
    asked("save", "acme", "-m", "first", "--workspace", str(here))
    sent = asked("push", str(there), "--workspace", str(here))
    git(tmp_path, "clone", "--quiet", str(there), str(tmp_path / "other"))
    for root, name in ((here, "Acme Holdings plc"), (tmp_path / "other", "ACME plc")):
        facts = root / "agreements/acme/agreement.yaml"
        facts.write_text(facts.read_text(encoding="utf-8").replace("Acme plc", name), encoding="utf-8")
        asked("save", "acme", "-m", name, "--author", "Sam Doe <sam@x.example>", "--workspace", str(root))
    asked("push", "--workspace", str(here))
    clash = asked("pull", "--workspace", str(tmp_path / "other"))
    assert clash["clashes"][0]["facts"]
    assert differences(sent, [EXAMPLES["push"]]) + differences(clash, [EXAMPLES["pull"]]) == []


def test_every_example_is_held_against_a_command() -> None:
    assert set(EXAMPLES) == set(COMMANDS) | {
        "send",
        "receive",
        "review",
        "review --pack",
        "acknowledge",
        "notice",
        "notice --from",
        "measure",
        "statement",
        "simulate",
        "export openslo",
        "report",
        "report of a charter",
        "status",
        "build",
        "calendar",
        "verify",
        "init",
        "new",
        "compare",
        "revisions list",
        "revisions accept",
        "push",
        "pull",
        "clauses outdated",
        "upgrade",
    }


def test_every_code_of_an_error_is_named() -> None:
    sentence = next(line for line in PAGE.splitlines() if line.startswith("Any command that cannot go on."))
    sources = (path.read_text(encoding="utf-8") for path in (ROOT / "slagen").rglob("*.py"))
    codes = {code for source in sources for code in re.findall(r"^    code = \"([a-z-]+)\"$", source, re.MULTILINE)}
    assert codes | {"interrupted", "fault"} == set(re.findall(r"`([a-z-]+)`", sentence)) - {"code"}


@pytest.mark.parametrize("word", [*Verdict, *Direction, *(change for change in Change if change is not Change.UNCHANGED)])
def test_every_word_that_a_difference_uses_is_named(word: str) -> None:
    assert f"`{word}`" in PAGE.partition("## diff")[2].partition("```")[0]


def rows(heading: str) -> dict[str, list[str]]:
    """The rows of the table under a heading of its first column: each name in the first cell, with the keys in the second."""
    body = PAGE.partition(f"| {heading} | keys |\n")[2].partition("\n\n")[0]
    found: dict[str, list[str]] = {}
    for line in body.splitlines()[1:]:
        first, second = line.strip("|").split("|", 1)
        for name in re.findall(r"`(\w+)`", first) or [first.strip()]:
            found[name] = re.findall(r"`(\w+)`", second)
    return found


def keys(kind: type) -> list[str]:
    return [field_key(spec.name) for spec in dataclasses.fields(kind)]


def test_every_node_of_a_document_is_described_with_its_keys() -> None:
    assert rows("node") == {name: keys(kind) for name, kind in _NODES.items()} | {key: value for key, value in rows("node").items() if key not in _NODES}
    assert set(rows("node")) == set(_NODES)


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("the document", nodes.Document), ("meta", nodes.Meta), ("a party", nodes.DocumentParty), ("a signatory", nodes.Signatory),
        ("a section", nodes.Section), ("a schedule", nodes.Schedule), ("an origin", nodes.Origin), ("a cell of a table", nodes.Cell), ("a chart", Chart), ("a point of a chart", Point),
    ],
)  # fmt: skip
def test_every_part_of_a_document_is_described_with_its_keys(name: str, kind: type) -> None:
    assert rows("thing")[name] == keys(kind)
