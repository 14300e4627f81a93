"""The workspace that the project ships: its library, templates and samples are sound, and everything in them can be built."""

from __future__ import annotations

from datetime import date
import json
from pathlib import Path
import re

import pytest

from slagen.core.findings import Severity
from slagen.formats.files import Folder
from slagen.model.document import Blank, CrossReference, Document, Value
from slagen.model.library import ClauseStatus
from slagen.model.native import from_native, to_native
from slagen.model.walk import clauses, contents, definitions, flat, own_blocks, provisions
from slagen.workspace.building import Order, build
from slagen.workspace.checking import check
from slagen.workspace.drafting import Draft, draft
from slagen.workspace.due_list import Wanted, due
from slagen.workspace.load import Loaded, load

ROOT = Path(__file__).parents[1]
TODAY = date(2026, 10, 1)
IDS = sorted(path.parent.name for path in (ROOT / "agreements").rglob("agreement.yaml"))


@pytest.fixture(scope="session")
def shipped() -> Loaded:
    return load(Folder(ROOT))


@pytest.fixture(scope="session")
def drafts(shipped: Loaded) -> dict[str, Draft]:
    return {name: draft(shipped, name) for name in IDS}


def test_there_are_at_least_eight_samples_and_every_one_is_found(shipped: Loaded) -> None:
    assert sorted(shipped.agreements) == IDS
    assert len(IDS) >= 8


def test_check_finds_no_error_and_no_warning_that_nobody_has_accepted(shipped: Loaded) -> None:
    report = check(shipped, today=TODAY)
    assert [f"{finding.source} {finding.code}: {finding.message}" for finding in report.findings if finding.severity is not Severity.NOTE] == []


@pytest.mark.parametrize("name", IDS)
def test_every_sample_builds_to_every_format(shipped: Loaded, name: str, tmp_path: Path) -> None:
    built = build(shipped, name, Order(("docx", "md", "html", "json"), tmp_path, TODAY))
    assert [file.suffix for file in built.files] == [".docx", ".md", ".html", ".json"]
    assert all(file.stat().st_size > 2000 for file in built.files)
    document = from_native(Document, json.loads((tmp_path / f"{name}.json").read_text(encoding="utf-8")))
    text = (tmp_path / f"{name}.md").read_text(encoding="utf-8")
    assert document.meta.agreement == name
    assert not re.search(r"\{\{|\{%|\{#|Undefined|None\b.{0,3}\|", text)
    assert not re.search("[\ue000-\uf8ff]", text)


@pytest.mark.parametrize("name", IDS)
def test_every_reference_of_every_sample_resolves(drafts: dict[str, Draft], name: str) -> None:
    made = drafts[name].usable
    targets = {
        inline.target
        for one in clauses(made.document)
        for part in provisions(one)
        for block in own_blocks(part)
        for run in contents(block)
        for inline in flat(run)
        if isinstance(inline, CrossReference)
    }
    assert targets <= set(made.labels)
    assert targets or made.document.meta.kind == "charter"


@pytest.mark.parametrize("name", IDS)
def test_every_term_is_defined_once_and_no_blank_is_left(drafts: dict[str, Draft], name: str) -> None:
    document = drafts[name].usable.document
    terms = [definition.term for _, definition in definitions(document)]
    assert len(terms) == len(set(terms))
    inlines = [inline for one in clauses(document) for part in provisions(one) for block in own_blocks(part) for run in contents(block) for inline in flat(run)]
    assert not [inline for inline in inlines if isinstance(inline, Blank)]
    assert [inline for inline in inlines if isinstance(inline, Value)]


@pytest.mark.parametrize("name", IDS)
def test_every_sample_survives_its_json(drafts: dict[str, Draft], name: str) -> None:
    document = drafts[name].usable.document
    assert from_native(Document, json.loads(json.dumps(to_native(document)))) == document


def test_every_sample_has_dates_that_can_be_worked_out(shipped: Loaded) -> None:
    assert due(shipped, Wanted(), today=TODAY).problems == ()


def test_every_clause_of_the_library_is_approved_has_guidance_and_a_template_that_selects_it(shipped: Loaded) -> None:
    selected = {choice.id for template in shipped.library.templates.values() for choice in template.choices}
    added = {added.id for name in IDS for added in (draft(shipped, name).agreement.clauses.add)}
    for clause in shipped.library.clauses.values():
        assert clause.status is ClauseStatus.APPROVED, clause.id
        assert clause.guidance, clause.id
        assert clause.summary, clause.id
        assert clause.id in selected | added, clause.id


def test_every_template_is_used_by_a_sample(drafts: dict[str, Draft], shipped: Loaded) -> None:
    assert {made.agreement.template for made in drafts.values()} == set(shipped.library.templates)


def test_the_samples_show_pairs_layers_support_and_different_laws(drafts: dict[str, Draft]) -> None:
    facts = [made.agreement for made in drafts.values()]
    assert {one.kind for one in facts} == {"sla", "ola", "charter"}
    assert {one.level for one in facts if one.kind == "sla"} == {"customer", "service", "corporate"}
    assert any(one.paired_with for one in facts)
    assert any(one.supports for one in facts)
    assert any(len(one.builds_on) > 1 for one in facts)
    assert any(one.locale == "de_DE" for one in facts)
    assert any(scheme.points for one in facts for scheme in one.service_credits)
    assert any(len({charge.currency for charge in one.charges}) > 1 for one in facts)
    assert any(len(level.targets) > 1 for one in facts for level in one.service_levels)
    assert len({one.time_zone for one in facts}) > 1


def test_a_changed_figure_is_in_every_format(shipped: Loaded, tmp_path: Path) -> None:
    path = shipped.path_of("acme-hosting")
    changed = (ROOT / path).read_text(encoding="utf-8").replace("99.9 %", "99.97 %")

    class Changed(Folder):
        def read(self, path_below: str) -> bytes:
            return changed.encode() if path_below == path else super().read(path_below)

    build(load(Changed(ROOT)), "acme-hosting", Order(("md", "html", "json"), tmp_path, TODAY))
    assert all("99.97%" in file.read_text(encoding="utf-8") for file in tmp_path.iterdir())
