"""What we write, we read: a file of ours gives its Document back, from the visible parts alone."""

from __future__ import annotations

from pathlib import Path
import sys

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
import pytest

from slagen.assembly.number import number
from slagen.formats.word.package import read_package, write_package
from slagen.formats.word.reading import WordText, comparable, read
from slagen.formats.word.shell import Shell, open_shell
from slagen.formats.word.starter import STARTERS, starter_shell
from slagen.formats.word.write import write
from slagen.model.document import Document

sys.path[:0] = [str(Path(__file__).parents[1]), str(Path(__file__).parents[2])]
from sample_contract import SAMPLE, large  # noqa: E402 - a module beside the tests
from test_generated import documents  # noqa: E402 - likewise

SHELLS = [open_shell(starter_shell(starter), name) for name, starter in STARTERS.items()]


def visible(data: bytes) -> bytes:
    """The file without its custom XML parts."""
    parts = read_package(data, "sample.docx")
    return write_package({name: content for name, content in parts.items() if not name.startswith("customXml/")})


def written_and_read(document: Document, shell: Shell) -> WordText:
    return read(visible(write(document, number(document), shell)), "sample.docx")


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(documents(), st.sampled_from(SHELLS))
def test_any_document_comes_back_equal_in_comparable_form(document: Document, shell: Shell) -> None:
    assert comparable(written_and_read(document, shell).document) == comparable(document)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(documents())
def test_the_comparable_form_of_a_comparable_form_is_itself(document: Document) -> None:
    once = comparable(document)
    assert comparable(once) == once
