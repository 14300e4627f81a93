from __future__ import annotations

from pathlib import Path
import textwrap

from hypothesis import given
from hypothesis import strategies as st
import pytest
import yaml

from slagen.core.errors import BadInputError, NotFoundError
from slagen.core.raw import RawValue
from slagen.formats.plain_text import has_refused_character
from slagen.formats.yaml import read_yaml, read_yaml_text
from slagen.formats.yaml_edit import set_values

SAMPLES = sorted((Path(__file__).parents[2] / "agreements").rglob("agreement.yaml"))
TEXT = textwrap.dedent("""\
    # A deal.
    id: acme-hosting   # its id

    parties:
      customer: {name: Acme plc, address: "2 High Street\\nLeeds"}   # who buys
      provider:
        name: 'Northwind Hosting Ltd'
        note: |
          two
          lines

        # the last word of the provider
    charges:
      - {service: hosting, amount: 10000.00, currency: GBP}
    services:
    - id: hosting
      name: Managed hosting
      included: [a, b]
    empty: {bare, twice: , thrice: {x: }}
    review: {}
    master:
    people: {account: , legal: a@b.example}
    accepted: []
    term:
      initial: 36 months
    # The end.
    """)
texts = (
    st.text(st.characters(exclude_categories=["Cs"]), max_size=40).filter(lambda text: not has_refused_character(text)).map(lambda text: text.replace("\r", ""))
)
awkward = st.sampled_from(
    [
        "NO",
        "no",
        "1.10",
        "12:30",
        "007",
        "0x1F",
        "1e3",
        "1_000",
        "2026-01-01",
        "2026-13-01",
        "10000.00",
        "a: b",
        "a #b",
        "# a",
        "- a",
        "*a",
        "&a",
        "",
        " ",
        " a ",
        "~",
        "null",
        ".5",
        "=",
        "<<",
        "a\nb",
        "é",
        "”",
        "%a",
        "@a",
        "`",
        "{{x}}",
        "[x]",
        "'",
        '"',
        "\\",
        "a:",
        "y",
        "0b1",
        "1:1:1",
        "+1",
        "-1",
        "\ufeff",
        "\t",
        "__",
        "10%",
        ">= 99.9 %",
    ]
)
scalars = texts | awkward
values: st.SearchStrategy[RawValue] = st.recursive(
    scalars, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(scalars.filter(bool), inner, max_size=3), max_leaves=6
)
KEYS = ["id", "parties.customer.name", "parties.customer.number", "parties.provider.name", "parties.provider.note", "parties.provider.email", "charges.hosting.amount", "charges.0.per", "services.hosting.included", "services.hosting.description", "review.every", "master", "master.ref", "people.account", "people.legal", "people.service", "accepted", "term.initial", "term.renewal.mode", "term", "parties.provider", "services", "new", "new_one.with.parts", "empty.bare", "empty.twice", "empty.new", "empty.thrice.x", "empty.thrice.y"]  # fmt: skip


def reading(text: str) -> RawValue:
    raw = read_yaml_text(text, "agreement.yaml")
    assert not raw.findings, (text, raw.findings)
    return raw.data


def expected(data: RawValue, steps: list[str], value: RawValue) -> RawValue:
    """The rule itself: the data with one value changed."""
    if not steps:
        return value
    step, rest = steps[0], steps[1:]
    if isinstance(data, list):
        names = [item.get("id") or item.get("service") for item in data if isinstance(item, dict)]
        place = names.index(step) if step in names else int(step)
        return [expected(item, rest, value) if index == place else item for index, item in enumerate(data)]
    before = data if isinstance(data, dict) else {}
    return {**before, step: expected(before.get(step), rest, value)}


@given(st.sampled_from(KEYS), values)
def test_reading_back_gives_the_value_and_everything_else_as_it_was(key: str, value: RawValue) -> None:
    assert reading(set_values(TEXT, {key: value})) == expected(reading(TEXT), key.split("."), value)


@given(st.dictionaries(st.sampled_from(KEYS[:18]), scalars, max_size=6))
def test_several_values_at_once_are_the_same_as_one_after_the_other(several: dict[str, str]) -> None:
    if {"master", "master.ref"} <= set(several):
        del several["master"]
    data = reading(TEXT)
    for key, value in several.items():
        data = expected(data, key.split("."), value)
    assert reading(set_values(TEXT, dict(several))) == data


@given(scalars)
def test_another_reader_of_yaml_takes_the_value_for_the_same_text(value: str) -> None:
    found = yaml.safe_load(set_values("a: b\n", {"a": value}))["a"]
    assert str(found) == value


@given(st.sampled_from(KEYS[:12]), scalars)
def test_no_comment_is_lost(key: str, value: str) -> None:
    changed = set_values(TEXT, {key: value})
    for comment in ("# A deal.\n", "   # its id\n", "   # who buys\n", "# the last word of the provider\n", "# The end.\n"):
        assert comment in changed


def test_only_the_value_changes() -> None:
    assert set_values(TEXT, {"charges.hosting.amount": "12500.00"}) == TEXT.replace("10000.00", '"12500.00"')
    assert set_values(TEXT, {"term.initial": "24 months"}) == TEXT.replace("36 months", "24 months")
    assert set_values(TEXT, {"parties.provider.name": "North & Co"}) == TEXT.replace("'Northwind Hosting Ltd'", '"North & Co"')


def test_the_lines_of_an_address_are_written_as_a_person_writes_them() -> None:
    assert set_values("address: x\n", {"address": "1 High Street\nLondon"}) == 'address: "1 High Street\\nLondon"\n'


def test_windows_line_ends_stay() -> None:
    assert set_values("a: 1\r\nb: 2\r\n", {"a": "3", "c": "4"}) == "a: 3\r\nb: 2\r\nc: 4\r\n"


def test_a_new_key_goes_behind_the_last_one_of_its_mapping() -> None:
    assert set_values("a:\n  b: 1   # one\n\nc: 2\n", {"a.d": "x"}) == "a:\n  b: 1   # one\n  d: x\n\nc: 2\n"
    assert set_values("a: {b: 1}   # one\n", {"a.d": "x"}) == "a: {b: 1, d: x}   # one\n"


def test_a_later_value_may_lie_inside_an_earlier_one() -> None:
    changed = set_values("a: 1\n", {"a": {"b": "2", "c": "3"}, "a-b": "5", "a.c": "4"})
    assert reading(changed) == {"a": {"b": "2", "c": "4"}, "a-b": "5"}


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.parent.name)
def test_a_figure_of_a_sample_changes_by_itself(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    changed = set_values(text, {"parties.provider.name": "North & Söhne: #1"})
    assert reading(changed) == expected(read_yaml(text.encode(), "a").data, ["parties", "provider", "name"], "North & Söhne: #1")
    different = [pair for pair in zip(text.splitlines(), changed.splitlines(), strict=False) if pair[0] != pair[1]]
    assert len(different) <= 1 or len(text.splitlines()) != len(changed.splitlines())


def test_an_item_that_is_not_there_is_refused_with_the_nearest() -> None:
    with pytest.raises(NotFoundError) as caught:
        set_values(TEXT, {"services.hostign.name": "x"})
    assert caught.value.hint == "Did you mean “services.hosting.name”?"


def test_a_value_without_parts_is_refused() -> None:
    with pytest.raises(NotFoundError, match=r"term\.initial\.more"):
        set_values(TEXT, {"term.initial.more": "x"})


@pytest.mark.parametrize("value", ["a\u202eb", "\x00", ["\ue000"], {"a\x1b": "b"}])
def test_characters_that_no_file_may_hold_are_refused(value: RawValue) -> None:
    with pytest.raises(BadInputError, match="cannot be seen"):
        set_values(TEXT, {"id": value})


@pytest.mark.parametrize("text", ["", "- a\n", "a: [\n", "word"])
def test_a_text_without_keys_is_refused(text: str) -> None:
    with pytest.raises(BadInputError):
        set_values(text, {"a": "b"})
