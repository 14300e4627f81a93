"""Numbers stay with their units in reports; the words of a contract stay as they are."""

from __future__ import annotations

import pytest

from slagen.formats.unbroken import unbroken
from slagen.formats.word.xml_text import text_elements


@pytest.mark.parametrize(
    ("text", "held"),
    [
        ("455 min of 22.3 min", "455~min of~22.3~min"),
        ("98.98% (2026-07), 2026-Q3, 2026-10-01", "98.98% (2026_07), 2026_Q3, 2026_10_01"),
        ("95% within 30 minutes", "95% within 30~minutes"),
        ("1 January 2026 to 31 March", "1~January 2026 to 31~March"),
        ("within 5 Business Days (clause 27.2)", "within 5~Business Days (clause~27.2)"),
        ("7 messages, 3 Mayors, 0800-1234-56", "7 messages, 3 Mayors, 0800-1234-56"),
        ("no figures", "no figures"),
    ],
)
def test_a_number_stays_with_its_unit_and_a_period_whole(text: str, held: str) -> None:
    assert unbroken(text) == held.replace("~", "\u00a0").replace("_", "\u2011")


def test_the_hyphen_is_one_of_word_itself() -> None:
    """ECMA-376 17.3.3.18: as a letter (U+2011) it is missing from many fonts."""
    assert text_elements("2026\u201107") == '<w:t xml:space="preserve">2026</w:t><w:noBreakHyphen/><w:t xml:space="preserve">07</w:t>'
