"""Places and time zones."""

from __future__ import annotations

import pytest

from slagen.core.places import Place, is_zone


def test_a_place_is_a_country_and_perhaps_a_part_of_it() -> None:
    assert Place.parse("GB-ENG") == Place("GB", "ENG")
    assert str(Place.parse("DE")) == "DE"
    assert str(Place.parse("AT-9")) == "AT-9"


@pytest.mark.parametrize("text", ["", "gb", "XX", "GBR", "GB-", "GB-ENGL", "NO way", "no"])
def test_what_is_no_place_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="is not a place"):
        Place.parse(text)


def test_a_zone_is_one_of_the_iana_database() -> None:
    assert [is_zone(text) for text in ("Europe/London", "UTC", "America/Argentina/Salta", "Europe/Nowhere", "../etc", "/etc/localtime", "")] == [
        True,
        True,
        True,
        False,
        False,
        False,
        False,
    ]
