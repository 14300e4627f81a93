"""The built package works by itself: outside the checkout, in an environment that holds nothing but it and its dependencies."""

from __future__ import annotations

from collections.abc import Mapping
import os
from pathlib import Path
import subprocess
import sys
import zipfile

import pytest

ROOT = Path(__file__).resolve().parents[1]
SHIPPED = ("clauses", "templates", "agreements", "slagen.toml")
WRITTEN_BY_SAVE = {"agreement.lock", "contract.md"}


def run(*command: str, folder: Path, environment: Mapping[str, str] | None = None) -> str:
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def package(kind: str, source: Path, out: Path) -> Path:
    """The one package of this kind that is built from `source`."""
    run(sys.executable, "-m", "build", f"--{kind}", "--no-isolation", "--outdir", str(out), str(source), folder=out)
    [made] = out.glob("*.whl" if kind == "wheel" else "*.tar.gz")
    return made


def names(wheel: Path) -> set[str]:
    with zipfile.ZipFile(wheel) as content:
        return set(content.namelist())


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return package("wheel", ROOT, tmp_path_factory.mktemp("wheel"))


def test_the_wheel_carries_the_whole_reference_library(wheel: Path) -> None:
    files = (path for name in SHIPPED for path in (ROOT / name, *(ROOT / name).rglob("*")) if path.is_file() and path.name not in WRITTEN_BY_SAVE)
    wanted = {f"slagen/reference/{path.relative_to(ROOT).as_posix()}" for path in files}
    assert len(wanted) > 90
    assert wanted - names(wheel) == set()


def test_the_wheel_carries_nothing_but_the_program(wheel: Path) -> None:
    assert {name.partition("/")[0].partition("-")[0] for name in names(wheel)} == {"slagen"}
    assert not [name for name in names(wheel) if name.endswith((".pyc", ".orig")) or "__pycache__" in name]


def test_the_sources_make_the_same_wheel(wheel: Path, tmp_path: Path) -> None:
    (tmp_path / "sdist").mkdir()
    (tmp_path / "wheel").mkdir()
    run("tar", "-xzf", str(package("sdist", ROOT, tmp_path / "sdist")), "-C", str(tmp_path), folder=tmp_path)
    [source] = tmp_path.glob("slagen-*")
    assert names(package("wheel", source, tmp_path / "wheel")) == names(wheel)
    assert all((source / name).exists() for name in ("tests", "docs/pictures", "tools", "Makefile", ".ci/run"))


@pytest.mark.slow
def test_installed_alone_it_shows_the_main_job(wheel: Path, tmp_path: Path) -> None:
    """The environment is new, and finds the dependencies of this one after its own packages."""
    place = tmp_path / "environment"
    run(sys.executable, "-m", "venv", "--without-pip", str(place), folder=tmp_path)
    [site] = place.glob("lib/python*/site-packages")
    run(sys.executable, "-m", "pip", "--disable-pip-version-check", "install", "--no-deps", "--no-index", "--target", str(site), str(wheel), folder=tmp_path)
    dependencies = [path for path in sys.path if path.endswith("site-packages")]
    # Lines of a .pth file are paths; .pth files inside them, such as that of an editable install, are not read.
    (site / "dependencies.pth").write_text("\n".join(dependencies), encoding="utf-8")
    environment = {key: value for key, value in os.environ.items() if not key.startswith(("PYTHON", "GIT_", "COV"))} | {"HOME": str(tmp_path)}
    python = str(place / "bin" / "python")
    assert Path(run(python, "-c", "import slagen; print(slagen.__file__)", folder=tmp_path, environment=environment).strip()).is_relative_to(site)
    shown = run(python, "-m", "slagen", "demo", "shown", folder=tmp_path, environment=environment)
    assert "99.95%" in shown
    assert (tmp_path / "shown" / "build" / "acme-hosting.docx").read_bytes().startswith(b"PK")
