"""docs/json.md on pins: what `clauses outdated`, `upgrade` and `explain` print has the keys and types of its examples."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.docs.test_json_shapes import EXAMPLES, asked, differences
from tests.small_workspace import AGREEMENT
from tests.workspace.moved_on import FACTS, LOCK, PAYMENT, PAYS, payment, start, write

OWN = "agreements/acme/payment.md"
REPLACES = AGREEMENT + "clauses: {replace: [{id: payment, file: payment.md, reason: agreed, approved_by: lee}]}\n"
RULES = "{within: {type: duration, default: 14 days}, rate: {type: percentage, required: true}}"


def moved_on(root: Path, own: str = "") -> Path:
    start(root, {FACTS: REPLACES, OWN: own} if own else {})
    write(root, PAYMENT, payment(PAYS.replace("pays", "owes") + "\n1. {{ rate }}", "1.1.0", parameters=RULES, changes="{1.1.0: Interest.}"))
    return root


def ask(root: Path, *arguments: str) -> Any:
    return asked(*arguments, "--workspace", str(root))


def test_outdated(tmp_path: Path) -> None:
    real = ask(moved_on(tmp_path), "clauses", "outdated", "acme")
    assert real["behind"][0]["parameters"]
    assert real["behind"][0]["notes"]
    assert differences(real, [EXAMPLES["clauses outdated"]]) == []


def test_outdated_with_a_lock_that_cannot_be_read(tmp_path: Path) -> None:
    root = moved_on(tmp_path)
    write(root, LOCK, "format: 2\n")
    real = ask(root, "clauses", "outdated")
    assert differences(real["problems"], [EXAMPLES["check"]]) == []


@pytest.mark.parametrize("arguments", [("--dry-run",), ("--yes",)])
def test_upgrade(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    real = ask(moved_on(tmp_path), "upgrade", "acme", *arguments)
    assert real["written"] is (arguments == ("--yes",))
    assert real["to_fill"]
    assert differences(real["diff"], [EXAMPLES["diff"]]) == []
    assert differences(real | {"diff": None}, [EXAMPLES["upgrade"]]) == []


def test_upgrade_with_a_conflict(tmp_path: Path) -> None:
    real = ask(moved_on(tmp_path, PAYS.replace("pays", "shall pay") + "\n"), "upgrade", "acme", "--dry-run")
    assert real["conflicts"]
    assert differences(real | {"diff": None, "to_mend": []}, [EXAMPLES["upgrade"]]) == []


def test_explain_names_the_pins(tmp_path: Path) -> None:
    real = ask(moved_on(tmp_path), "explain", "acme", "clauses.payment.within")
    assert real["pins"] == [{"what": "clause", "id": "payment", "version": "1.0.0"}]
    assert real["stated"][0]["file"] == f"{PAYMENT}@1.0.0"
    assert differences(real["pins"], [EXAMPLES["explain"]["pins"]]) == []
