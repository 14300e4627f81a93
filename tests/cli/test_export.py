"""`slagen export openslo`: YAML on standard output or in a file, what could not be said beside it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import yaml

from tests.formats.openslo.specification import faults
from tests.running import Slagen
from tests.small_workspace import put_in_git
from tests.workspace.deal import CONTENTS, FACTS, SIGNED_BY
from tests.workspace.test_monitoring import LEVELS


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return put_in_git(tmp_path / "ws", CONTENTS | {FACTS: SIGNED_BY + LEVELS})


def test_the_command_prints_yaml_and_tells_the_rest_beside_it(root: Path, slagen: Slagen) -> None:
    code, out, err = slagen("export", "openslo", "acme", "--workspace", str(root))
    assert (code, faults(list(yaml.safe_load_all(out)))) == (0, [])
    assert "SLG635" in err
    code, out, err = slagen("export", "openslo", "acme", "--json", "--workspace", str(root))
    told = json.loads(out)
    assert (code, err, told["version"], [one["code"] for one in told["findings"]]) == (0, "", "draft", ["SLG635"])
    assert faults(told["objects"]) == []


def test_the_command_writes_a_file(root: Path, tmp_path: Path, slagen: Slagen) -> None:
    code, out, _ = slagen("export", "openslo", "acme", "-o", str(tmp_path / "a.yaml"), "--workspace", str(root))
    assert (code, out.strip()) == (0, str(tmp_path / "a.yaml"))
    assert faults(list(yaml.safe_load_all((tmp_path / "a.yaml").read_text(encoding="utf-8")))) == []
