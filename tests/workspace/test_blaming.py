"""Blame from git: the saved versions of an agreement, whoever saved them."""

from __future__ import annotations

from pathlib import Path

import pytest

from slagen.core.errors import NotFoundError
from slagen.vault.tree import CommittedTree
from slagen.workspace.blaming import account
from tests.workspace.deal import FACTS, Deal


def test_who_changed_a_clause_and_with_which_fact_is_told_by_version(tmp_path: Path) -> None:
    deal = Deal(tmp_path)
    first = deal.save("first")
    deal.send()
    deal.change("Leeds", "York")
    second = deal.save("moved")
    found = account(deal.root, deal.loaded, "acme")
    steps = {one.clause: [(step.version, step.kinds, step.facts) for step in one.steps] for one in found.clauses}
    assert steps == {
        "scope": [(first, ("brought in",), ()), (second, ("facts",), ("parties",))],
        "execution": [(first, ("brought in",), ())],
    }
    assert found.names[first] == ("sent-1",)
    assert (found.versions[second].subject, found.versions[second].author) == ("moved", "Jo Bloggs")


def test_an_agreement_that_was_never_saved_has_nobody_to_blame(tmp_path: Path) -> None:
    deal = Deal(tmp_path)
    with pytest.raises(NotFoundError):
        account(deal.root, deal.loaded, "acme")


def test_files_are_read_once_for_each_change_of_them(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    deal = Deal(tmp_path)
    deal.save("first")
    for city, next_city in zip(("Leeds", "York", "Hull", "Bath"), ("York", "Hull", "Bath", "Ely"), strict=True):
        deal.change(city, next_city)
        deal.save(next_city)
    read: list[str] = []
    original = CommittedTree.read

    def counting(self: CommittedTree, path: str) -> bytes:
        read.append(path)
        return original(self, path)

    monkeypatch.setattr(CommittedTree, "read", counting)
    account(deal.root, deal.loaded, "acme")
    assert read.count(FACTS) == 5
    assert read.count("agreements/acme/agreement.lock") == 1
