from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from tests.running import Slagen
from tests.small_workspace import AGREEMENT, clause, put, put_in_git, template

FILE = "agreements/acme/agreement.yaml"
TERM = (
    "contract_term: {effective_date: 2026-01-01, initial: 36 months, renewal: {mode: automatic, period: 12 months}, notice: {period: 90 days, before: last_day}}\n"
    "review: {every: 3 months, owner: jo@northwind.example}\n"
)
SCOPE = clause(
    "scope",
    "1. {{ party('provider').name }} serves {{ party('customer').name }} within {{ within }}.",
    parameters="{within: {type: duration, default: 10 days, max: 90 days, meta: {label: Served within, better: lower}}}",
    guidance="Never printed.",
    requires="[]",
)


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    root = put_in_git(tmp_path / "workspace", {FILE: AGREEMENT + TERM, "clauses/common/scope.md": SCOPE})
    monkeypatch.chdir(root)
    return root


def test_check_says_what_was_looked_at_and_what_was_found(here: Path, slagen: Slagen) -> None:
    put(here, {"templates/plain/template.yaml": template("scope", "gone"), FILE: AGREEMENT + TERM})
    code, out, err = slagen("check", "--on", "2026-10-01")
    assert code == 1
    assert "templates/plain/template.yaml:9: error SLG100: no clause “gone” in clauses/" in out
    assert "    → " in out
    assert "1 agreement, 1 clause, 1 template:" in err


def test_check_shows_accepted_findings_only_when_asked(here: Path, slagen: Slagen) -> None:
    extra = "accepted: [{code: SLG202, reason: r, by: lee@northwind.example}]\n"
    put(here, {FILE: AGREEMENT + TERM + extra, "clauses/common/scope.md": clause("scope", "1. The Gizmo is here, and so is the Gizmo.")})
    assert "Gizmo" not in slagen("check")[1]
    assert "Gizmo" in slagen("check", "--accepted")[1]


def test_check_writes_sarif_with_places(here: Path, slagen: Slagen) -> None:
    put(here, {"templates/plain/template.yaml": template("scope", "gone")})
    code, out, _ = slagen("check", "--format", "sarif")
    data = json.loads(out)
    assert code == 1
    assert data["version"] == "2.1.0"
    result = next(one for one in data["runs"][0]["results"] if one["ruleId"] == "SLG100")
    place = result["locations"][0]["physicalLocation"]
    assert (place["artifactLocation"]["uri"], place["region"]["startLine"]) == ("templates/plain/template.yaml", 9)


@pytest.mark.usefixtures("here")
def test_build_lists_its_files_and_counts_them(slagen: Slagen) -> None:
    code, out, err = slagen("build", "acme", "--to", "md, html")
    assert (code, out.split()) == (0, ["build/acme.md", "build/acme.html"])
    assert "1 agreement, 2 files" in err


def test_build_writes_to_another_folder(here: Path, slagen: Slagen, tmp_path: Path) -> None:
    assert slagen("build", "--all", "--to", "md", "--out", str(tmp_path / "out"))[1].strip() == str(tmp_path / "out/acme.md")
    assert not (here / "build").exists()


def test_build_goes_on_with_the_others_and_says_how_many_could_not_be_built(here: Path, slagen: Slagen) -> None:
    put(here, {FILE: AGREEMENT + TERM, "agreements/broken/agreement.yaml": "id: [\n"})
    code, out, err = slagen("build", "--all", "--to", "md")
    assert (code, out.strip()) == (3, "build/acme.md")
    assert "1 could not be built" in err
    data = json.loads(slagen("build", "--all", "--to", "md", "--json")[1])
    assert [one["agreement"] for one in data["built"]] == ["acme"]
    assert [one["agreement"] for one in data["failed"]] == ["broken"]


@pytest.mark.usefixtures("here")
def test_explain_says_where_a_figure_comes_from(slagen: Slagen) -> None:
    code, out, _ = slagen("explain", "acme", "clauses.scope.within")
    assert code == 0
    assert "clauses.scope.within = 10 days" in out
    assert "clauses/common/scope.md:" in out
    assert "1.1" in out
    data = json.loads(slagen("explain", "acme", "parties.customer.name", "--json")[1])
    assert (data["value"], data["stated"][0]["file"], data["stated"][0]["line"]) == ("Acme plc", FILE, 8)


@pytest.mark.usefixtures("here")
def test_clauses_are_listed_and_shown_with_their_rules(slagen: Slagen) -> None:
    assert "scope" in slagen("clauses", "list", "--group", "common")[1]
    assert "scope" not in slagen("clauses", "list", "--kind", "charter")[1]
    shown = slagen("clauses", "show", "scope")[1]
    for part in ("Served within", "10 days", "to 90 days", "Never printed.", "{{ within }}"):
        assert part in shown
    data = json.loads(slagen("clauses", "show", "scope", "--json")[1])
    assert data["id"] == "scope"
    assert "acme" in slagen("clauses", "where-used", "scope")[1]


def test_save_history_and_diff_tell_the_story_of_a_change(here: Path, slagen: Slagen) -> None:
    assert slagen("save", "acme", "-m", "first draft")[0] == 0
    code, out, _ = slagen("save", "acme", "-m", "again")
    assert (code, "has not changed" in out) == (0, True)
    (here / FILE).write_text(AGREEMENT + TERM + "clauses: {set: {scope: {values: {within: 5 days}, reason: r}}}\n")
    assert slagen("diff", "acme")[0] == 0
    code, out, _ = slagen("diff", "acme", "--exit-code")
    assert code == 1
    assert "5 days" in out
    for form in ("md", "html", "text"):
        assert "5 days" in slagen("diff", "acme", "--to", form)[1]
    data = json.loads(slagen("diff", "acme", "--json")[1])
    assert [(term["key"], term["old"], term["new"], term["direction"]) for term in data["terms"]] == [("clauses.scope.within", "10 days", "5 days", "better")]
    assert set(data) >= {"old", "new", "terms", "clauses"}
    assert slagen("save", "acme", "-m", "quicker")[0] == 0
    history = json.loads(slagen("history", "acme", "--json")[1])
    assert [one["message"].strip() for one in history] == ["quicker", "first draft"]
    assert "quicker" in slagen("history", "acme", "--limit", "1")[1]
    assert slagen("diff", "acme", "--exit-code", history[1]["commit"], history[1]["commit"])[0] == 0


@pytest.mark.usefixtures("here")
def test_history_of_what_was_never_saved_says_how_to_save(slagen: Slagen) -> None:
    code, out, err = slagen("history", "acme")
    assert (code, out) == (0, "")
    assert "slagen save acme" in err


@pytest.mark.usefixtures("here")
def test_due_lists_what_to_do_next_in_every_form(slagen: Slagen) -> None:
    day = ("due", "--on", "2026-09-20")
    assert "2026-10-01" in slagen(*day)[1]
    rows = list(csv.DictReader(io.StringIO(slagen(*day, "--sort", "day", "--to", "csv")[1])))
    assert [row["due"] for row in rows] == sorted(row["due"] for row in rows)
    hurts = list(csv.DictReader(io.StringIO(slagen(*day, "--to", "csv")[1])))
    assert sorted(map(str, hurts)) == sorted(map(str, rows))
    assert slagen(*day, "--to", "md")[1].startswith("| Due |")
    data = json.loads(slagen(*day, "--json")[1])
    assert set(data[0]) >= {"agreement", "title", "kind", "due", "days_left", "owner", "legal", "who_acts", "if_nothing", "value", "currency", "why"}
    reviews = json.loads(slagen(*day, "--json", "--kind", "review", "--owner", "jo@", "--within", "30d")[1])
    assert [one["kind"] for one in reviews] == ["review"]


@pytest.mark.usefixtures("here")
def test_due_says_when_nothing_is(slagen: Slagen) -> None:
    code, out, err = slagen("due", "--on", "2026-09-20", "--owner", "nobody@")
    assert (code, out, err.strip()) == (0, "", "Nothing is due.")


def test_due_tells_which_dates_cannot_be_worked_out(here: Path, slagen: Slagen) -> None:
    put(here, {FILE: AGREEMENT + TERM, "agreements/broken/agreement.yaml": "id: [\n"})
    code, out, err = slagen("due", "--on", "2026-09-20", "--json")
    assert code == 3, "a list that is not whole must not look like one"
    assert json.loads(out)
    assert "agreements/broken/agreement.yaml" in err


@pytest.mark.usefixtures("here")
def test_due_may_fail_on_what_is_overdue(slagen: Slagen) -> None:
    assert slagen("due", "--on", "2026-01-01", "--fail-on", "overdue")[0] == 0  # the day on which the draft must be signed
    overdue = json.loads(slagen("due", "--on", "2040-01-01", "--json")[1])
    assert slagen("due", "--on", "2040-01-01", "--fail-on", "overdue")[0] == (1 if any(one["days_left"] < 0 for one in overdue) else 0)
