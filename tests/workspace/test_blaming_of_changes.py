"""Blame of each way in which a clause changes: who, in which version, from which version of the library, under whose approval."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
import shutil
import subprocess

import pytest

from slagen.vault.identity import Identity
from slagen.vault.save import Signature
from slagen.workspace.blaming import Account, account
from slagen.workspace.exchanging import pull, push
from slagen.workspace.moving import Wanted
from slagen.workspace.upgrading import carry_out, plan_upgrade
from slagen.workspace.versions import save
from tests.small_workspace import AGREEMENT, template
from tests.workspace.moved_on import FACTS, PAYMENT, PAYS, TEMPLATE, now, payment, start, write

BETA = "agreements/beta/agreement.yaml"
OWN = "agreements/acme/payment.md"
REPLACES = "clauses: {replace: [{id: payment, file: payment.md, reason: the customer’s wording, approved_by: lee, approved_on: 2026-10-02}]}\n"
SETS = "clauses: {set: {payment: {values: {within: 14 days}, reason: agreed in round 2, approved_by: kim}}}\n"
ADDS = "clauses: {add: [{id: spare, after: AFTER, reason: asked for, approved_by: lee}]}\n"
Told = tuple[str, str, tuple[str, ...], str, str, str]
FIRST: Told = ("Jo Bloggs", "saved", ("brought in",), "1.0.0", "", "")


def keep(root: Path, who: str, message: str, agreement: str = "acme") -> None:
    save(root, now(root), agreement, message, Signature(Identity(who, f"{who}@x.example")))


def told(found: Account, clause: str) -> list[Told]:
    """Author, message, kinds, library version, approver and reason of each step."""
    [one] = [one for one in found.clauses if one.clause == clause]
    return [
        (found.versions[step.version].author, found.versions[step.version].subject, step.kinds, step.library, step.approved_by, step.reason)
        for step in one.steps
    ]


def blamed(root: Path, clause: str) -> list[Told]:
    return told(account(root, now(root), "acme"), clause)


def upgrade(root: Path, text: str, version: str) -> None:
    write(root, PAYMENT, payment(text, version))
    carry_out(root, plan_upgrade(root, now(root), "acme", Wanted()))


def test_an_upgrade_names_who_saved_it_and_the_new_version_of_the_library(tmp_path: Path) -> None:
    root = start(tmp_path)
    write(root, PAYMENT, payment(PAYS.replace("pays", "owes"), "1.1.0"))
    keep(root, "Sam", "not upgraded")
    upgrade(root, PAYS.replace("pays", "shall pay"), "2.0.0")
    keep(root, "Kim", "upgraded")
    assert blamed(root, "payment") == [FIRST, ("Kim", "upgraded", ("upgraded",), "2.0.0", "", "")]
    assert blamed(root, "scope") == [FIRST]


def test_wording_by_hand_names_its_author_and_its_approval_and_stays_of_the_version_that_it_replaces(tmp_path: Path) -> None:
    root = start(tmp_path)
    write(root, FACTS, AGREEMENT + REPLACES)
    write(root, OWN, PAYS.replace("pays", "shall pay") + "\n")
    keep(root, "Sam", "their wording")
    write(root, OWN, PAYS.replace("pays", "will pay") + "\n")
    keep(root, "Kim", "our wording")
    approved = (("wording",), "1.0.0", "lee", "the customer’s wording")
    assert blamed(root, "payment") == [FIRST, ("Sam", "their wording", *approved), ("Kim", "our wording", *approved)]
    [one] = [one for one in account(root, now(root), "acme").clauses if one.clause == "payment"]
    assert [step.approved_on for step in one.steps] == ["", "2026-10-02", "2026-10-02"]


def test_a_parameter_that_was_set_names_who_set_it_why_and_who_approved(tmp_path: Path) -> None:
    root = start(tmp_path)
    write(root, FACTS, AGREEMENT + SETS)
    keep(root, "Sam", "round 2")
    write(root, FACTS, AGREEMENT)
    keep(root, "Kim", "round 3")
    assert blamed(root, "payment") == [
        FIRST,
        ("Sam", "round 2", ("parameters",), "1.0.0", "kim", "agreed in round 2"),
        ("Kim", "round 3", ("parameters",), "1.0.0", "", ""),
    ]
    assert blamed(root, "scope") == [FIRST]


def test_an_upgrade_of_own_wording_is_both(tmp_path: Path) -> None:
    root = start(tmp_path, {FACTS: AGREEMENT + REPLACES, OWN: PAYS.replace("pays within", "shall pay within") + "\n"})
    upgrade(root, PAYS.replace("currency of the invoice", "currency of the Charges"), "1.1.0")
    keep(root, "Kim", "upgraded")
    assert blamed(root, "payment")[1:] == [("Kim", "upgraded", ("upgraded", "wording"), "1.1.0", "lee", "the customer’s wording")]


@pytest.fixture
def sides(tmp_path: Path) -> Iterator[tuple[Path, Path]]:
    """Jo's and Sam's copies of one workspace, which share a repository."""
    shared, sam = tmp_path / "shared.git", tmp_path / "sam"
    jo = start(tmp_path / "jo")
    subprocess.run(["git", "init", "--quiet", "--bare", "-b", "main", str(shared)], check=True)
    push(jo, str(shared))
    subprocess.run(["git", "clone", "--quiet", str(shared), str(sam)], check=True)
    subprocess.run(["git", "-C", str(sam), "config", "user.name", "Sam"], check=True)
    subprocess.run(["git", "-C", str(sam), "config", "user.email", "sam@x.example"], check=True)
    yield jo, sam
    shutil.rmtree(shared)


@pytest.mark.parametrize("whose", ["theirs", "mine"])
def test_where_pull_left_the_text_of_one_side_that_side_is_named(sides: tuple[Path, Path], whose: str) -> None:
    jo, sam = sides
    write(jo, FACTS, AGREEMENT + SETS)
    keep(jo, "Jo", "jo’s")
    push(jo)
    write(sam, FACTS, AGREEMENT.replace("Leeds", "York") + SETS.replace("14 days", "10 days").replace("kim", "lee"))
    keep(sam, "Sam", "sam’s")
    pull(sam, **{whose: ["acme"]})  # type: ignore[arg-type]
    stays = {"theirs": ("Jo", "jo’s", "kim"), "mine": ("Sam", "sam’s", "lee")}[whose]
    last = [(*step[:2], step[4]) for step in blamed(sam, "payment")][-1]
    assert last == stays


def test_a_pull_of_two_peoples_work_is_no_change_of_a_clause_and_each_is_told_from_its_own_author(sides: tuple[Path, Path]) -> None:
    jo, sam = sides
    write(jo, PAYMENT, payment(PAYS.replace("pays", "owes"), "1.1.0"))
    carry_out(jo, plan_upgrade(jo, now(jo), "acme", Wanted()))
    keep(jo, "Jo", "jo upgraded")
    push(jo)
    write(sam, BETA, AGREEMENT.replace("id: acme", "id: beta").replace("Leeds", "York"))
    keep(sam, "Sam", "another agreement", "beta")
    assert pull(sam, signature=Signature(Identity("Pat", "pat@x.example"))).pulled.outcome == "merged"
    write(sam, FACTS, AGREEMENT.replace("name: Acme plc", "name: Acme Holdings plc"))
    keep(sam, "Sam", "sam renamed")
    assert blamed(sam, "payment") == [FIRST, ("Jo", "jo upgraded", ("upgraded",), "1.1.0", "", "")]
    assert [step[:3] for step in blamed(sam, "scope")] == [FIRST[:3], ("Sam", "sam renamed", ("facts",))]


def test_a_clause_that_only_stands_elsewhere_is_not_changed(tmp_path: Path) -> None:
    root = start(tmp_path)
    write(root, TEMPLATE, template("payment", "scope", "{id: spare, when: false}"))
    carry_out(root, plan_upgrade(root, now(root), "acme", Wanted((), template=True, layers=False)))
    keep(root, "Kim", "other order")
    found = account(root, now(root), "acme")
    assert [one.clause for one in found.clauses] == ["payment", "scope"]
    assert (told(found, "payment"), told(found, "scope")) == ([FIRST], [FIRST])


def test_a_clause_that_was_added_and_put_elsewhere_is_told_as_moved_under_its_approval(tmp_path: Path) -> None:
    root = start(tmp_path, {FACTS: AGREEMENT + ADDS.replace("AFTER", "payment"), TEMPLATE: template("scope", "payment")})
    write(root, FACTS, AGREEMENT + ADDS.replace("AFTER", "scope"))
    keep(root, "Kim", "moved up")
    assert blamed(root, "spare") == [
        ("Jo Bloggs", "saved", ("brought in",), "1.0.0", "lee", "asked for"),
        ("Kim", "moved up", ("moved",), "1.0.0", "lee", "asked for"),
    ]
    assert blamed(root, "payment") == [FIRST]
