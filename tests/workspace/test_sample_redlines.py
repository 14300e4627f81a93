"""Redlines of all sample agreements and of generated contracts, each after edits of every kind, before the judges: the Open XML validator and LibreOffice."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from slagen.assembly.number import number
from slagen.formats.files import Folder
from slagen.formats.word.redline.compare import Manner, redline
from slagen.formats.word.write import write
from slagen.workspace.building import Order, build
from slagen.workspace.load import load
from tests.formats.word.redline.edits import edited
from tests.formats.word.redline.office import resolved_by_office
from tests.formats.word.redline.surface import W, parts, surface
from tests.formats.word.redline.test_office import texts
from tests.formats.word.redline.test_redline import resolved
from tests.formats.word.test_generated import SHELLS, _bundles
from tests.word_programs import needs_office, needs_validator, validated
from tools.conformance_words import fewest_marked, marked, unsigned

ROOT = Path(__file__).parents[2]
MANNER = Manner("Jo Bloggs", "2026-10-01T09:00:00Z")
Pair = tuple[bytes, bytes, bytes]
pytestmark = [pytest.mark.slow, pytest.mark.repeats]


def contracts(place: Path) -> Iterator[tuple[str, bytes]]:
    loaded = load(Folder(ROOT))
    order = Order(("docx",), place, date(2026, 10, 1))
    for name in sorted(loaded.agreements):
        yield name, build(loaded, name, order).files[0].read_bytes()
    for (name, document), shell in zip(_bundles(16, 8), SHELLS, strict=False):
        yield name, write(document, number(document), shell)


@pytest.fixture(scope="module")
def pairs(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Pair]:
    """Of each contract the old file, the new one, and the redline."""
    made = {}
    for seed, (name, old) in enumerate(contracts(tmp_path_factory.mktemp("samples"))):
        new = edited(old, seed)
        made[name] = (old, new, redline(old, new, MANNER).data)
    return made


def bookmarks(data: bytes) -> set[str]:
    return {mark.get(f"{W}name", "") for mark in parts(data)["word/document.xml"].iter(f"{W}bookmarkStart")}


def test_accept_all_is_the_new_file_and_reject_all_the_old_one(pairs: dict[str, Pair]) -> None:
    assert len(pairs) >= 13
    for name, (old, new, made) in pairs.items():
        assert surface(resolved(made, accept=True)) == surface(new), name
        assert surface(resolved(made, accept=False)) == surface(old), name
        assert unsigned(made) == [], name
        assert bookmarks(made) == bookmarks(old) | bookmarks(new), name


def test_little_more_is_marked_than_has_to_be(pairs: dict[str, Pair]) -> None:
    for name, (old, new, made) in pairs.items():
        assert marked(made) <= 1.5 * fewest_marked(old, new), name


@pytest.mark.outside
@needs_validator
def test_the_open_xml_validator_is_silent_on_every_redline(pairs: dict[str, Pair], tmp_path: Path) -> None:
    files = [tmp_path / f"{name}.docx" for name in pairs]
    for file, (_, _, made) in zip(files, pairs.values(), strict=True):
        file.write_bytes(made)
    assert validated(files) == []


@pytest.mark.outside
@needs_office
def test_libreoffice_accepts_and_rejects_them_to_the_same_text_as_we_do(pairs: dict[str, Pair]) -> None:
    """The samples alone: of signs that nobody types, LibreOffice keeps its own opinion."""
    samples = {name: made for name, (_, _, made) in pairs.items() if not name.startswith("generated")}
    told = resolved_by_office(samples)
    assert set(told) == set(samples)
    for name, (accepted, rejected) in told.items():
        made = pairs[name][2]
        assert texts(accepted) == texts(resolved(made, accept=True)), name
        assert texts(rejected) == texts(resolved(made, accept=False)), name
