"""Pull as a lawyer meets it: which agreement, who, what, and which facts clash."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
import json
from pathlib import Path
import shutil
import subprocess

from click.testing import CliRunner
import pytest

from slagen.cli.exchanging import CLASH
from slagen.cli.main import cli
from slagen.core.errors import NotFoundError, UsageError
from slagen.formats.files import Folder
from slagen.vault.identity import Identity
from slagen.vault.save import Signature
from slagen.workspace.events import send
from slagen.workspace.exchanging import FactClash, pull, push
from slagen.workspace.load import load
from slagen.workspace.recording import Circumstances
from slagen.workspace.status import status
from slagen.workspace.versions import save, versions
from tests.small_workspace import AGREEMENT, git, put_in_git

BETA = {"agreements/north/beta/agreement.yaml": AGREEMENT.replace("id: acme", "id: beta")}


@pytest.fixture
def sides(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[Path, Path]]:
    """Jo's and Sam's copies of one workspace, which share a repository."""
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    (tmp_path / ".gitconfig").write_text("[user]\n\tname = Somebody\n\temail = s@x.example\n")
    jo, sam, shared = tmp_path / "jo", tmp_path / "sam", tmp_path / "shared.git"
    put_in_git(jo, BETA)
    subprocess.run(["git", "init", "--quiet", "--bare", "-b", "main", str(shared)], check=True)
    keep(jo, "Jo", "acme", "start")
    keep(jo, "Jo", "beta", "start")
    push(jo, str(shared))
    subprocess.run(["git", "clone", "--quiet", str(shared), str(sam)], check=True)
    yield jo, sam
    shutil.rmtree(shared)


def keep(root: Path, who: str, agreement: str, message: str, *changes: tuple[str, str]) -> None:
    loaded = load(Folder(root))
    facts = root / loaded.path_of(agreement)
    for old, new in changes:
        facts.write_text(facts.read_text().replace(old, new))
    save(root, load(Folder(root)), agreement, message, Signature(author=Identity(who, f"{who}@x.example")))


def test_different_agreements_are_brought_together(sides: tuple[Path, Path]) -> None:
    jo, sam = sides
    keep(jo, "Jo", "acme", "jo's", ("Acme plc", "Acme Holdings plc"))
    push(jo)
    keep(sam, "Sam", "beta", "sam's", ("Leeds", "York"))
    found = pull(sam)
    assert (found.pulled.outcome, found.clashes) == ("merged", ())
    assert "Acme Holdings" in (sam / "agreements/acme/contract.md").read_text()


def test_who_brings_both_together_can_say_who_they_are(sides: tuple[Path, Path]) -> None:
    jo, sam = sides
    keep(jo, "Jo", "acme", "jo's", ("Acme plc", "Acme Holdings plc"))
    push(jo)
    keep(sam, "Sam", "beta", "sam's", ("Leeds", "York"))
    CliRunner().invoke(cli, ["pull", "--author", "Kim Lee <kim@x.example>", "--workspace", str(sam)], standalone_mode=False)
    assert git(sam, "log", "-1", "--format=%an <%ae>").strip() == "Kim Lee <kim@x.example>"
    assert git(sam, "status", "--porcelain") == ""


def clash(sides: tuple[Path, Path]) -> Path:
    jo, sam = sides
    keep(jo, "Jo", "acme", "the company changed its name", ("Acme plc", "Acme Holdings plc"), ("Hosting agreement", "Hosting deal"))
    push(jo)
    keep(sam, "Sam", "acme", "typing error", ("Acme plc", "ACME plc"), ("Leeds", "York"))
    return sam


def test_a_clash_is_told_by_agreement_person_and_fact(sides: tuple[Path, Path]) -> None:
    found = pull(clash(sides))
    [one] = found.clashes
    assert (one.name, found.pulled.outcome) == ("acme", "clash")
    assert one.facts == (FactClash("parties.customer.name", "Acme plc", "ACME plc", "Acme Holdings plc"),)
    assert (one.only_ours, one.only_theirs) == (("parties.customer.address",), ("title",))
    assert [(version.author, version.subject) for version in one.ours] == [("Sam", "typing error")]
    assert [(version.author, version.subject) for version in one.theirs] == [("Jo", "the company changed its name")]


@pytest.mark.parametrize(("whose", "name"), [("theirs", "Acme Holdings plc"), ("mine", "ACME plc")])
def test_the_person_decides_for_each_agreement_whose_stays(sides: tuple[Path, Path], whose: str, name: str) -> None:
    sam = clash(sides)
    found = pull(sam, **{whose: ["acme"]})  # type: ignore[arg-type]
    assert found.pulled.outcome == "merged"
    for file in ("agreement.yaml", "contract.md"):
        assert name in (sam / "agreements/acme" / file).read_text()


def test_what_gave_way_is_listed_where_all_versions_are_asked_for_and_is_never_the_last_one(sides: tuple[Path, Path]) -> None:
    jo, sam = sides
    keep(jo, "Jo", "acme", "jo's", ("Acme plc", "Acme Holdings plc"))
    push(jo)
    keep(sam, "Sam", "acme", "sam's", ("Acme plc", "ACME"))
    pull(sam, theirs=["acme"])
    loaded = load(Folder(sam))
    assert [one.subject for one in versions(sam, loaded, "acme")] == ["jo's", "start"]
    assert {"jo's", "sam's", "start"} < {one.subject for one in versions(sam, loaded, "acme", everything=True)}


def test_who_pushes_to_a_branch_of_their_own_is_told_that_the_others_are_on_another(sides: tuple[Path, Path]) -> None:
    jo, sam = sides
    assert push(jo).other_branches == ()
    git(sam, "switch", "--quiet", "-c", "master")
    keep(sam, "Sam", "beta", "sam's", ("Leeds", "York"))
    shown = CliRunner().invoke(cli, ["push", "--workspace", str(sam)])
    assert "others there work on the branch main" in shown.stderr
    assert push(sam).other_branches == ()


def test_where_the_others_have_no_branch_of_ones_own_pull_says_so(sides: tuple[Path, Path]) -> None:
    sam = sides[1]
    git(sam, "switch", "--quiet", "-c", "master")
    shown = CliRunner().invoke(cli, ["pull", "--workspace", str(sam)])
    assert "does not have your branch" in shown.stdout
    assert "work on main" in shown.stdout
    assert json.loads(CliRunner().invoke(cli, ["pull", "--json", "--workspace", str(sam)]).stdout)["other_branches"] == ["main"]


def test_an_empty_shared_repository_is_told_as_one(sides: tuple[Path, Path], tmp_path: Path) -> None:
    subprocess.run(["git", "init", "--quiet", "--bare", str(tmp_path / "empty.git")], check=True)
    assert "holds no versions yet" in CliRunner().invoke(cli, ["pull", str(tmp_path / "empty.git"), "--workspace", str(sides[1])]).stdout


@pytest.mark.parametrize("option", ["--keep-mine", "--keep-theirs"])
def test_what_is_to_be_kept_and_is_nothing_is_told_before_anything_changes(sides: tuple[Path, Path], option: str) -> None:
    sam = clash(sides)
    before = git(sam, "rev-parse", "HEAD")
    shown = CliRunner().invoke(cli, ["pull", option, "acne", "--workspace", str(sam)], standalone_mode=False)
    assert isinstance(shown.exception, NotFoundError)
    assert shown.exception.hint == "Did you mean “acme”?"
    assert git(sam, "rev-parse", "HEAD") == before


def test_what_is_to_be_kept_and_was_not_changed_by_both_sides_is_told(sides: tuple[Path, Path]) -> None:
    sam = clash(sides)
    shown = CliRunner().invoke(cli, ["pull", "--keep-mine", "beta", "--keep-theirs", "acme", "--workspace", str(sam)])
    assert "“beta”: not changed by both sides" in shown.stderr
    assert "acme" not in shown.stderr


def test_what_one_side_deleted_can_be_named_to_be_kept(sides: tuple[Path, Path]) -> None:
    jo, sam = sides
    git(sam, "rm", "-rq", "agreements/north/beta")
    git(sam, "commit", "-qm", "gone")
    keep(jo, "Jo", "beta", "jo's", ("Leeds", "York"))
    push(jo)
    assert pull(sam).pulled.outcome == "clash"
    assert pull(sam, theirs=["beta"]).pulled.outcome == "merged"


def test_an_agreement_cannot_stay_as_both_sides_have_it(sides: tuple[Path, Path]) -> None:
    with pytest.raises(UsageError):
        pull(sides[1], mine=["acme"], theirs=["acme"])


def test_a_clause_that_both_sides_changed_is_told_by_its_path_and_can_be_settled(sides: tuple[Path, Path]) -> None:
    jo, sam = sides
    for root, who in ((jo, "jo"), (sam, "sam")):
        file = root / "clauses/common/scope.md"
        file.write_text(file.read_text().replace("serves", f"serves, says {who},"))
        git(root, "commit", "-qam", f"clause by {who}")
    push(jo)
    [one] = pull(sam).clashes
    assert (one.name, [version.subject for version in one.theirs]) == ("clauses/common/scope.md", ["clause by jo"])
    assert pull(sam, theirs=["clauses/common/scope.md"]).pulled.outcome == "merged"


def test_the_commands_say_it_in_words_and_as_data(sides: tuple[Path, Path]) -> None:
    sam = clash(sides)
    told = CliRunner().invoke(cli, ["pull", "--workspace", str(sam)], standalone_mode=False)
    assert told.return_value == CLASH
    for word in (
        "acme",
        "You:",
        "Sam: typing error",
        "They:",
        "Jo: the company",
        "parties.customer.name",
        "ACME plc",
        "Nothing was changed",
        "--keep-theirs acme",
    ):
        assert word in told.output
    data = json.loads(CliRunner().invoke(cli, ["pull", "--json", "--workspace", str(sam)], standalone_mode=False).stdout)
    assert (data["outcome"], data["clashes"][0]["facts"][0]["key"]) == ("clash", "parties.customer.name")
    settled = CliRunner().invoke(cli, ["pull", "--keep-mine", "acme", "--workspace", str(sam)], standalone_mode=False)
    assert "brought together with yours" in settled.output
    assert "Sent 2 versions" in CliRunner().invoke(cli, ["push", "--workspace", str(sam)], standalone_mode=False).output
    assert "has everything already" in CliRunner().invoke(cli, ["push", "--workspace", str(sam)], standalone_mode=False).output
    assert "Nothing new" in CliRunner().invoke(cli, ["pull", "--workspace", str(sam)], standalone_mode=False).output


def record(root: Path, who: str, to: str, day: date) -> None:
    how = Circumstances(day, to=to, signature=Signature(author=Identity(who, f"{who}@x.example")))
    send(root, load(Folder(root)), "acme", (), how)


@pytest.mark.parametrize(("whose", "left"), [("mine", ["a@x.example", "sam@x.example"]), ("theirs", ["a@x.example", "jo@x.example"])])
def test_events_that_both_sides_recorded_at_once_are_told_by_pull_and_settled_by_it(sides: tuple[Path, Path], whose: str, left: list[str]) -> None:
    """On different days they stand in different files, so that nothing else would clash, and both would be number 2."""
    jo, sam = sides
    record(jo, "Jo", "a@x.example", date(2026, 5, 1))
    push(jo)
    pull(sam)
    record(jo, "Jo", "jo@x.example", date(2026, 5, 2))
    push(jo)
    record(sam, "Sam", "sam@x.example", date(2026, 5, 3))
    told = CliRunner().invoke(cli, ["pull", "--workspace", str(sam)], standalone_mode=False)
    assert told.return_value == CLASH
    assert "to be recorded again" in told.output
    assert git(sam, "status", "--porcelain") == ""
    assert pull(sam, mine=["acme"] if whose == "mine" else [], theirs=["acme"] if whose == "theirs" else []).pulled.outcome == "merged"
    found = status(sam, load(Folder(sam)), "acme", date(2026, 6, 1))
    assert ([one.to for one in found.events], found.findings) == (left, ())
    record(sam, "Sam", "once more", date(2026, 5, 4))
    assert push(sam).versions


def test_an_event_here_and_another_agreement_there_are_no_clash(sides: tuple[Path, Path]) -> None:
    jo, sam = sides
    record(jo, "Jo", "a@x.example", date(2026, 5, 1))
    push(jo)
    keep(sam, "Sam", "beta", "sam's", ("Leeds", "York"))
    assert pull(sam).pulled.outcome == "merged"
