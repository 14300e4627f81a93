"""Printed numbers, worked out by hand from ECMA-376 Part 1, 17.9 (numbering) and 17.18.59 (number formats)."""

from __future__ import annotations

import pytest

from slagen.formats.word.reading import read
from slagen.formats.word.reading.number_formats import printed
from slagen.formats.word.reading.word_text import paragraphs
from tests.formats.word.reading.files import docx, level, lists, numbered, p, r

LEGAL = (level(0, "%1."), level(1, "%1.%2"), level(2, "(%3)", "lowerLetter"), level(3, "(%4)", "lowerRoman"))


def labels(body: str, numbering: str, styles: str = "") -> list[str]:
    found = read(docx(body, {"numbering": numbering, "styles": styles}), "x.docx")
    return [paragraph.number.label if paragraph.number else "" for paragraph in paragraphs(found.stories[0].blocks)]


@pytest.mark.parametrize(
    ("count", "number_format", "shown"),
    [
        (4, "decimal", "4"), (4, "lowerLetter", "d"), (28, "lowerLetter", "bb"), (4, "upperLetter", "D"), (4, "lowerRoman", "iv"), (1999, "upperRoman", "MCMXCIX"),
        (7, "decimalZero", "07"), (12, "decimalZero", "12"), (1, "ordinal", "1st"), (11, "ordinal", "11th"), (22, "ordinal", "22nd"), (113, "ordinal", "113th"),
        (21, "cardinalText", "Twenty-one"), (300, "cardinalText", "Three hundred"), (3, "ordinalText", "Third"), (20, "ordinalText", "Twentieth"), (42, "ordinalText", "Forty-second"),
        (5, "none", ""), (5, "bullet", ""), (0, "lowerRoman", "0"), (0, "lowerLetter", "0"), (5000, "upperRoman", "5000"), (999_999, "lowerLetter", "999999"), (3, "aiueo", "3"),
    ],
)  # fmt: skip
def test_a_counter_prints_in_its_format(count: int, number_format: str, shown: str) -> None:
    assert printed(count, number_format) == shown


def test_deeper_levels_restart_after_higher_ones() -> None:
    body = "".join(numbered("x", 1, at) for at in (0, 1, 1, 2, 2, 3, 2, 1, 2, 0, 1, 2))
    assert labels(body, lists(*LEGAL)) == ["1.", "1.1", "1.2", "(a)", "(b)", "(i)", "(c)", "1.3", "(a)", "2.", "2.1", "(a)"]


def test_a_level_that_never_restarts_goes_on_counting() -> None:
    body = "".join(numbered("x", 1, at) for at in (0, 1, 0, 1))
    assert labels(body, lists(level(0, "%1"), level(1, "%2", more='<w:lvlRestart w:val="0"/>'))) == ["1", "1", "2", "2"]


def test_a_level_may_restart_only_after_a_certain_one() -> None:
    body = "".join(numbered("x", 1, at) for at in (0, 1, 2, 1, 2, 0, 1, 2))
    assert labels(body, lists(level(0, "%1"), level(1, "%2"), level(2, "%3", more='<w:lvlRestart w:val="1"/>'))) == ["1", "1", "1", "2", "2", "2", "1", "1"]


def test_instances_of_one_list_count_together_unless_one_starts_anew() -> None:
    body = numbered("x", 1) + numbered("x", 2) + numbered("x", 1)
    assert labels(body, lists(*LEGAL)) == ["1.", "2.", "3."]
    override = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride>'
    assert labels(body + numbered("x", 2), lists(*LEGAL, overrides=override)) == ["1.", "5.", "6.", "7."]


def test_an_instance_may_replace_a_level() -> None:
    override = f'<w:lvlOverride w:ilvl="0">{level(0, "Article %1", "upperRoman", start=3)}</w:lvlOverride>'
    assert labels(numbered("x", 2) + numbered("x", 2), lists(*LEGAL, overrides=override)) == ["Article III", "Article IV"]


def test_legal_numbering_prints_decimals() -> None:
    body = numbered("x", 1) + numbered("x", 1, 1)
    assert labels(body, lists(level(0, "%1", "upperRoman"), level(1, "%1.%2", more="<w:isLgl/>"))) == ["I", "1.1"]


def test_a_skipped_level_prints_where_it_would_start() -> None:
    assert labels(numbered("x", 1, 1), lists(*LEGAL)) == ["1.1"]


def test_styles_bring_numbers_and_the_list_says_on_which_level() -> None:
    styles = (
        '<w:style w:type="paragraph" w:styleId="A"><w:name w:val="A"/><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="B"><w:name w:val="B"/><w:basedOn w:val="A"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="C"><w:name w:val="C"/><w:basedOn w:val="A"/><w:pPr><w:numPr><w:numId w:val="0"/></w:numPr></w:pPr></w:style>'
    )
    bound = lists(level(0, "%1", more='<w:pStyle w:val="A"/>'), level(1, "%1.%2", more='<w:pStyle w:val="B"/>'))
    body = "".join(p(r("x"), f'<w:pStyle w:val="{style}"/>') for style in "ABBCA")
    assert labels(body, bound, styles) == ["1", "1.1", "1.2", "", "2"]


def test_a_list_that_points_to_a_numbering_style_counts_as_that_style() -> None:
    styles = '<w:style w:type="numbering" w:styleId="N"><w:name w:val="N"/><w:pPr><w:numPr><w:numId w:val="2"/></w:numPr></w:pPr></w:style>'
    numbering = (
        '<w:abstractNum w:abstractNumId="7"><w:numStyleLink w:val="N"/></w:abstractNum>'
        f'<w:abstractNum w:abstractNumId="8"><w:styleLink w:val="N"/>{level(0, "§ %1")}</w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num><w:num w:numId="2"><w:abstractNumId w:val="8"/></w:num>'
    )
    assert labels(numbered("x", 1), numbering, styles) == ["§ 1"]


@pytest.mark.parametrize("number", ["99", "-1", "0", "x", "999999999999999999999999"])
def test_a_list_that_is_not_there_gives_no_number(number: str) -> None:
    body = p(r("x"), f'<w:numPr><w:ilvl w:val="77"/><w:numId w:val="{number}"/></w:numPr>')
    assert labels(body, lists(*LEGAL)) == [""]


def test_absurd_starts_and_texts_stay_small() -> None:
    wild = lists(level(0, "%1" * 5000, "upperRoman", start=999_999_999))
    assert all(len(label) < 2000 for label in labels(numbered("x", 1) * 3, wild))


def test_styles_based_on_each_other_end() -> None:
    ring = "".join(
        f'<w:style w:type="paragraph" w:styleId="{one}"><w:name w:val="{one}"/><w:basedOn w:val="{other}"/></w:style>' for one, other in ("AB", "BA")
    )
    assert labels(p(r("x"), '<w:pStyle w:val="A"/>'), lists(*LEGAL), ring) == [""]


def test_formats_with_more_zeros_and_with_signs_print_as_in_word() -> None:
    custom = (
        '<w:lvl w:ilvl="0"><w:start w:val="7"/><mc:AlternateContent><mc:Choice Requires="w14"><w:numFmt w:val="custom" w:format="001, 002, 003, ..."/></mc:Choice>'
        '<mc:Fallback><w:numFmt w:val="decimal"/></mc:Fallback></mc:AlternateContent><w:lvlText w:val="%1"/></w:lvl>'
    )
    assert labels(numbered("x", 1), lists(custom)) == ["007"]
    assert labels(numbered("x", 1) * 6, lists(level(0, "%1", "chicago"))) == ["*", "†", "‡", "§", "**", "††"]


def test_a_hidden_number_counts_and_prints_nothing() -> None:
    hidden = '<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1"/><w:rPr><w:vanish/></w:rPr></w:lvl>'
    assert labels(numbered("x", 1) + numbered("x", 1, 1), lists(hidden, level(1, "%1.%2"))) == ["", "1.1"]
