from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from lxml import etree
import pytest

from slagen.assembly.labels import Labels
from slagen.formats.word.imprint import ITEM, fingerprint, read_imprint
from slagen.formats.word.invariants import faults
from slagen.formats.word.package import read_package, write_package
from slagen.formats.word.returned import open_returned
from slagen.formats.word.shell import Shell
from slagen.formats.word.verification import compare_with_record, read_lines
from slagen.formats.word.write import write
from slagen.model.document import Document, Origin
from slagen.model.native import text_hash
from tests.word_programs import WORD, needs_office, saved_by_office

COMMIT = "0123456789abcdef0123456789abcdef01234567"


@pytest.fixture(scope="module")
def data(document: Document, labels: Labels, shell: Shell) -> bytes:
    section = document.sections[0]
    first = replace(section.clauses[0], origin=Origin("interpretation", "1.2.0", "secret-layer"))
    dated = replace(
        document, pins=(Origin("interpretation", "1.2.0"),), sections=(replace(section, clauses=(first, *section.clauses[1:])), *document.sections[1:])
    )
    return write(dated, labels, shell, full_hash=text_hash(document), commit=COMMIT)


def test_the_imprint_names_agreement_version_commit_pins_and_every_part(data: bytes, document: Document) -> None:
    imprint = read_imprint(read_package(data, "x"))
    assert imprint is not None
    assert (imprint.agreement, imprint.kind, imprint.template, imprint.version, imprint.status) == ("acme-hosting", "sla", "customer-sla", "draft", "draft")
    assert (imprint.commit, imprint.text) == (COMMIT, text_hash(document))
    assert imprint.pins == (("interpretation", "1.2.0"),)
    assert [part.mark for part in imprint.parts] == [
        "slgh_recitals", "slgh_1", "slg_interpretation", "slg_scope", "slgh_2", "slg_service_levels", "slg_measurement", "slgh_3", "slg_contract_term",
        "slg_levels", "slg_levels__availability", "slg_levels__tickets", "slg_charges", "slg_charges__monthly", "slgp_execution",
    ]  # fmt: skip
    assert [(part.clause, part.version) for part in imprint.parts if part.version] == [("interpretation", "1.2.0")]


def test_nothing_else_is_in_the_imprint(data: bytes) -> None:
    tree = etree.fromstring(read_package(data, "x")[ITEM])
    assert {str(name) for node in tree.iter() for name in node.attrib} == {
        "agreement", "kind", "template", "version", "status", "commit", "text", "clause", "mark", "fingerprint",
    }  # fmt: skip
    assert "".join(str(piece) for piece in tree.itertext()) == ""
    assert b"secret-layer" not in b"".join(read_package(data, "x").values())


def test_every_fingerprint_is_that_of_the_text_that_stands_in_the_file(data: bytes) -> None:
    file = open_returned(data, "x")
    assert file.imprint is not None
    assert compare_with_record(read_lines(file, file.imprint, "x"), file.imprint).deviations == ()
    assert faults(data) == []


def test_a_fingerprint_knows_words_and_not_how_lines_are_broken() -> None:
    assert fingerprint(["a b", "\n c"]) == fingerprint(["a", "bc "])
    assert fingerprint(["ab"]) != fingerprint(["ac"])


def test_a_file_without_an_imprint_or_with_a_broken_one_is_nobody_s(data: bytes) -> None:
    parts = read_package(data, "x")
    assert read_imprint({name: content for name, content in parts.items() if name != ITEM}) is None
    assert read_imprint(parts | {ITEM: b'<imprint xmlns="urn:slagen:imprint:1"'}) is None
    assert read_imprint(parts | {ITEM: parts[ITEM].replace(b"<imprint", b"<other").replace(b"</imprint", b"</other")}) is None


def test_an_imprint_is_found_under_whatever_name_another_program_gave_it(data: bytes) -> None:
    parts = read_package(data, "x")
    moved = {name if name != ITEM else "customXml/item7.xml": content for name, content in parts.items()}
    assert read_imprint(moved) == read_imprint(parts)
    assert open_returned(write_package(parts), "x").imprint == read_imprint(parts)


@pytest.mark.outside
@needs_office
def test_identity_and_text_survive_a_save_by_libreoffice(data: bytes, tmp_path: Path) -> None:
    file = tmp_path / "sample.docx"
    file.write_bytes(data)
    again = open_returned(saved_by_office([file], WORD)["sample"], "x")
    assert again.imprint == read_imprint(read_package(data, "x"))
    assert again.imprint is not None
    assert compare_with_record(read_lines(again, again.imprint, "x"), again.imprint).deviations == ()
