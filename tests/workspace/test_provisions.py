"""Provisions are named as the contract prints them."""

from __future__ import annotations

from pathlib import Path

from slagen.formats.files import Folder
from slagen.workspace.drafting import draft
from slagen.workspace.load import load
from slagen.workspace.provisions import provisions
from slagen.workspace.shells import labels_of

SAMPLES = Path(__file__).parents[2]
ACME = "acme-hosting"


def test_a_provision_is_cited_as_it_is_printed_and_one_that_is_not_there_by_its_clause() -> None:
    made = draft(load(Folder(SAMPLES)), ACME)
    labels = labels_of(made.basis, made.agreement.template, made.usable)
    found = provisions(made, ("renewal.notice", "renewal.of-nothing", "of-nothing"))
    assert list(found) == ["renewal.notice", "renewal.of-nothing"]
    assert str(found["renewal.notice"]) == f"clause {labels['renewal.notice'].full} ({made.usable.clauses['renewal'].title})"
    assert found["renewal.of-nothing"].cited == f"clause {labels['renewal'].full}"


def test_in_a_schedule_it_is_a_paragraph_of_it() -> None:
    made = draft(load(Folder(SAMPLES)), ACME)
    labels = labels_of(made.basis, made.agreement.template, made.usable)
    inside = next(name for name in made.usable.clauses if name in labels and labels[name].schedule and labels[name].level == 0)
    schedule = labels[labels[inside].schedule].full
    assert provisions(made, (inside,))[inside].cited == f"paragraph {labels[inside].full} of {schedule}"
