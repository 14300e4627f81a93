"""`slagen export openslo`: of the version in force, or of one that is named; nothing is dropped, nothing is overwritten."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
import yaml

from slagen.core.errors import FindingsError, NotFoundError, RefusedError, UsageError
from slagen.formats.files import Folder
from slagen.workspace.load import load
from slagen.workspace.monitoring import Monitoring, openslo, written
from tests.formats.openslo.specification import faults
from tests.small_workspace import git, put_in_git
from tests.workspace.deal import CONTENTS, FACTS, SIGNED_BY, Deal

LEVELS = """\
services: [{id: hosting, name: Hosting}]
service_levels:
  - {id: uptime, service: hosting, metric: availability, role: slo, target: ">= 99.9 %", period: calendar-month, source: {type: outages, system: Pages}}
  - {id: restore, service: hosting, metric: recovery-time, role: kpi, target: "<= 8 hours", period: calendar-quarter, source: {type: values, system: Tests}}
"""
DAY = date(2026, 5, 10)
ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return put_in_git(tmp_path / "ws", CONTENTS | {FACTS: SIGNED_BY + LEVELS})


def exported(root: Path, version: str = "", on: date = DAY) -> Monitoring:
    return openslo(load(Folder(root)), "acme", on=on, version=version)


@pytest.mark.parametrize("name", ["acme-hosting", "fjordlys-helpdesk", "lindenhof-archive", "tallowmere-cloud", "wattlebrook-claims"])
def test_the_sample_agreements_are_valid_openslo_and_name_the_clause(name: str) -> None:
    found = openslo(load(Folder(ROOT)), name, on=date(2026, 11, 1), version="draft")
    read = list(yaml.safe_load_all(found.text))
    assert faults(read) == []
    slos = [one for one in read if one["kind"] == "SLO"]
    assert all(one["metadata"]["labels"]["slagen.clause"] == "service-level-details" for one in slos)
    assert len(slos) + len(found.findings) == sum(one["kind"] == "SLI" for one in read) > 3


def test_before_anything_was_signed_it_is_the_drafts(root: Path) -> None:
    assert exported(root).version == "draft"


def test_what_has_no_slo_is_told_at_its_line(root: Path) -> None:
    [finding] = exported(root).findings
    assert (finding.code, finding.source.file, finding.agreement) == ("SLG635", FACTS, "acme")
    assert "“restore” has no SLO" in finding.message


def test_after_a_signature_it_is_what_was_signed_whatever_is_drafted_since(tmp_path: Path) -> None:
    deal = Deal(tmp_path / "ws")
    deal.change("accepted:", f"{LEVELS}accepted:")
    deal.save()
    deal.sign()
    deal.amend()
    deal.change("99.9", "99.99")
    signed, drafted = (exported(tmp_path / "ws", version) for version in ("", "draft"))
    assert (signed.version, drafted.version) == ("v1.0", "draft")
    targets = [next(one for one in found.objects if one["kind"] == "SLO")["spec"]["objectives"][0]["target"] for found in (signed, drafted)]
    assert [str(one) for one in targets] == ["0.999", "0.9999"]
    assert exported(tmp_path / "ws", "v1.0").objects == signed.objects


def test_a_draft_with_errors_is_refused_with_its_findings(root: Path) -> None:
    place = root / FACTS
    place.write_text(place.read_text(encoding="utf-8").replace("metric: availability", "metric: avail"), encoding="utf-8")
    with pytest.raises(FindingsError):
        exported(root)


def test_an_agreement_without_service_levels_says_so(tmp_path: Path) -> None:
    with pytest.raises(NotFoundError, match="No service levels in “acme”"):
        exported(put_in_git(tmp_path / "ws", CONTENTS))


def test_a_version_that_there_is_not_is_told(root: Path) -> None:
    git(root, "add", ".")
    git(root, "commit", "--quiet", "-m", "all")
    with pytest.raises(NotFoundError, match="v9"):
        exported(root, "v9.0")


def test_the_file_goes_where_it_is_said_and_no_source_is_overwritten(root: Path, tmp_path: Path) -> None:
    found = exported(root)
    assert written(root, found, tmp_path / "out") == tmp_path / "out" / "acme.openslo.yaml"
    assert written(root, found, tmp_path / "x.yml").read_text(encoding="utf-8") == found.text
    with pytest.raises(RefusedError, match="belongs to the workspace"):
        written(root, found, root / FACTS)
    with pytest.raises(UsageError, match="something else"):
        written(root, found, tmp_path / "x.docx")
